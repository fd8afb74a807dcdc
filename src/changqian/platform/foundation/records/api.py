"""What every endpoint shares: scoped reading, fast lists, steps, history, and errors as sentences."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import PermissionDenied as Refused
from django.core.exceptions import ValidationError as InvalidModel
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import include, path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import exceptions, permissions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import as_serializer_error
from rest_framework.utils.serializer_helpers import ReturnDict

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import changes_of, told
from changqian.platform.foundation.audit.rules import Result
from changqian.platform.foundation.audit.services import target
from changqian.platform.foundation.records.forms import EndInput as EndInput
from changqian.platform.foundation.records.forms import RecordSerializer as RecordSerializer
from changqian.platform.foundation.records.forms import SetInput as SetInput
from changqian.platform.foundation.records.forms import StepInput as StepInput
from changqian.platform.foundation.records.forms import form_of, on_time
from changqian.platform.foundation.records.models import Record
from changqian.platform.foundation.records.rows import made_once, placed_rows, told_by, with_names
from changqian.platform.foundation.records.services import once
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.kernel.filters import AskedFilters
from changqian.platform.kernel.pages import COUNT_CAP as COUNT_CAP
from changqian.platform.kernel.pages import ListPage
from changqian.platform.kernel.pages import Page as Page
from changqian.platform.kernel.pages import answer as answer
from changqian.platform.kernel.paper import NoChineseFont
from changqian.platform.kernel.postgres import few_rows, plan_once

ONCE = OpenApiParameter(
    "Idempotency-Key",
    UUID,
    OpenApiParameter.HEADER,
    description="Sent again under it, a step is answered, not done again.",
)


class SetDone(serializers.Serializer):
    count = serializers.IntegerField(label="条数")


class SubmissionInput(serializers.Serializer):
    """What a form sends along when it may have been filled in without a network."""

    client_uuid = serializers.UUIDField(label="提交编号", required=False, allow_null=True)
    captured_at = serializers.DateTimeField(label="采集时间", required=False, allow_null=True)


class ListedViewSet(viewsets.GenericViewSet):
    """Rows that somebody may look through; which ones, `within` decides."""

    queryset: Any
    serializer_class: Any
    request: Any
    permission_classes = [permissions.IsAuthenticated]
    filter_backends = [AskedFilters]
    pagination_class = ListPage
    file_class: ClassVar[type[serializers.Serializer] | None] = None
    "What a file of the list can say, where that is more than its columns: fields that are filled in and not listed."
    searched: ClassVar[tuple[str, ...]] = ()
    "Text columns that `q` looks into."
    ordered: ClassVar[tuple[str, ...]] = ("id",)
    "Columns a list may be ordered by."

    @property
    def app(self) -> str:
        return self.queryset.model._meta.app_label

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        user: Any = request.user
        plan_once(user.is_authenticated and (self.detail or few_rows(user.grants)))

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            plan_once(False)

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.within(self.request.user, f"{self.app}.view")

    def listed(self, rows: QuerySet) -> QuerySet:
        """The rows that answer `q`, in the order asked for."""
        text = self.request.query_params.get("q", "").strip()[:50].replace("\0", "")
        if text:
            rows = rows.filter(self.looking_for(text))
        wanted = self.request.query_params.get("ordering", "")
        if wanted.lstrip("-") in self.ordered:
            rows = rows.order_by(wanted, "-pk" if wanted.startswith("-") else "pk")
        return rows

    def looking_for(self, text: str) -> Q:
        found = Q(pk__in=[])
        for column in self.searched:
            found |= Q(**{f"{column}__icontains": text})
        return found

    @extend_schema(
        parameters=[
            inline_serializer(
                "ListQuery",
                {name: serializers.CharField(required=False) for name in ("q", "ordering", "after", "before", "count")},
            )
        ]
    )
    def list(self, request: Request) -> HttpResponse:
        """A page by number (`offset`), or by the cursor of the page before (`after`) or behind it (`before`)."""
        pages: Any = self.paginator
        page: Any = self.paginate_queryset(self.listed(self.filter_queryset(self.get_queryset())))
        return answer(pages.told(list(placed_rows(page, self.serializer_class, pages.order.paths))))

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


class RecordViewSet(ListedViewSet):
    """`add` creates, `step` and `set_step` expose services; who may do what to which rows, `within` decides."""

    lookup_value_regex = r"\d{1,18}"
    detail_class: ClassVar[type[serializers.Serializer] | None] = None
    "What a detail says, where that is more than a row of the list."

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return (self.action != "list" and self.detail_class) or self.serializer_class

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return with_names(rows.current(), self.get_serializer_class()) if self.action == "retrieve" else rows.current()

    def retrieve(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        return Response(self.detail_of(row), headers={"ETag": f'"{row.version}"'})

    def detail_of(self, row: Any) -> Mapping[str, object]:
        """The row as a detail shows it; a ledger adds what its list leaves out."""
        return told_by(self.get_serializer_class(), row)

    @extend_schema(responses={200: OpenApiResponse(description="字段级历史"), 404: None})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def history(self, request: Request, pk: str) -> HttpResponse:
        """Who did what to this row, newest first: at most 200 entries, each field with old and new value.

        What somebody tried and was refused is the auditor's business, not the row's history.
        """
        row = self.get_object()
        done = Entry.objects.filter(target=target(row), result=Result.DONE)
        entries = list(done.select_related("actor").order_by("-pk")[:200])
        return answer([told(entry, changes) for entry, changes in zip(entries, changes_of(entries), strict=True)])

    def handle_exception(self, exc: Exception) -> Response:
        spoken_exc = spoken(exc)
        if isinstance(spoken_exc, Conflict) and self.kwargs.get("pk"):
            spoken_exc.current = self.detail_of(self.get_object())
        return super().handle_exception(spoken_exc)


class Conflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    current: Mapping[str, object] | None = None


class Broken(exceptions.ValidationError):
    """A broken rule: one sentence, and the field it concerns if one can be named."""

    default_code = "rule"


class CannotPrint(exceptions.APIException):
    status_code, default_code = status.HTTP_503_SERVICE_UNAVAILABLE, "no_font"


def spoken(exc: Exception) -> Exception:
    """The exception as the API answers it."""
    match exc:
        case RuleViolation():
            return Broken({exc.field or "detail": [str(exc)]})
        case InvalidModel():
            return exceptions.ValidationError(
                exc.message_dict if hasattr(exc, "error_dict") else {"detail": exc.messages}
            )
        case VersionConflict():
            return Conflict(str(exc))
        case NoChineseFont():
            return CannotPrint(str(exc))
        case ObjectDoesNotExist():
            return exceptions.NotFound()
        case Refused():
            return exceptions.PermissionDenied(str(exc) or None)
    return exc


def checked(form: type[serializers.Serializer], data: object) -> dict[str, Any]:
    """The validated input; DRF's ValidationError otherwise, also of a body that is null. By fields made once."""
    fields = made_once(form)
    try:
        return dict(fields.run_validation({} if data is None else data))
    except exceptions.ValidationError as error:  # With its form, by whose labels `config/errors` says what is wrong.
        raise exceptions.ValidationError(ReturnDict(as_serializer_error(error), serializer=fields)) from error


def taken(row: Any, told: Mapping[str, object]) -> Response:
    """201 for what a submission made; 200 with the first one if it arrives again."""
    return Response(told, status=status.HTTP_200_OK if row.repeated else status.HTTP_201_CREATED)


def step(
    name: str,
    service: Callable[..., Record],
    form: type[serializers.Serializer] | None = None,
    **said: serializers.Field,
) -> Callable[..., Response]:
    """Expose one service as `POST /<ledger>/<pk>/<name>/`. The service checks permission, scope, version and rule.

    Without a `form` it follows from the service's signature (see `form_of`); `said` adds what no column describes.
    Sent again under the same `Idempotency-Key`, because its answer was lost, it is answered and not done again.
    """
    asked, timed = form or form_of(service, _called(service, name), **said), on_time(service)

    def view(self: RecordViewSet, request: Request, pk: str) -> Response:
        given = checked(asked, request.data)
        row = once(
            _number_of(request),
            actor=request.user,  # type: ignore[arg-type]
            what=f"{self.queryset.model._meta.label}:{pk}:{name}",
            now=timezone.now(),
            do=lambda: timed(int(pk), actor=request.user, expected_version=given.pop("version"), **given),
        )
        return Response(self.detail_of(row or self.get_object()))

    view.__name__ = name
    return extend_schema(request=asked, parameters=[ONCE])(action(detail=True, methods=["post"], url_path=name)(view))


def _number_of(request: Request) -> UUID | None:
    given = request.headers.get(ONCE.name)
    try:
        return UUID(given) if given else None
    except ValueError:
        raise exceptions.ValidationError({"detail": f"{ONCE.name}应是一个UUID"}) from None


def set_step(name: str, service: Callable[..., list[Any]], form: type[SetInput]) -> Callable[..., Response]:
    """Expose one service over many rows as `POST /<ledger>/<name>/`: all of them or none."""
    timed = on_time(service)

    def view(self: RecordViewSet, request: Request) -> Response:
        given = checked(form, request.data)
        rows = timed(given.pop("ids"), actor=request.user, **given)
        return Response({"count": len(rows)})

    view.__name__ = name
    return extend_schema(request=form, responses=SetDone)(action(detail=False, methods=["post"], url_path=name)(view))


def _called(service: Callable[..., Any], name: str) -> str:
    """`hold` of a drill is DrillHold."""
    return signature(service).return_annotation.__name__ + name.title().replace("_", "")


class Addable:
    """A record set to which rows are added by `POST`: `add` is the service, `form` its input."""

    add: Callable[..., Record]
    form: type[serializers.Serializer] | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.form is not None and "create" not in vars(cls):
            # Its own, because the description of a form is kept at the method.
            cls.create = extend_schema(request=cls.form)(lambda self, request: Addable.create(self, request))  # type: ignore[method-assign]

    def create(self: Any, request: Request) -> Response:
        row = self.add(actor=request.user, **checked(self.form or self.serializer_class, request.data))
        return Response(self.detail_of(row), status=status.HTTP_201_CREATED)


def record_urls(prefix: str, viewset: type[viewsets.GenericViewSet]) -> list:
    router = SimpleRouter()
    router.register(prefix, viewset, basename=prefix)
    return [path("", include(router.urls))]
