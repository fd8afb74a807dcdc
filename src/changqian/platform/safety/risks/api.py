"""Risk points, their catalogue, their monthly tasks and the patrols."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.checks.api import InspectionDetailSerializer, InspectionViewSet
from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.codes.services import live_codes, shown_code
from changqian.platform.commons.province.models import DeclaredPoint
from changqian.platform.foundation.enterprises.search import named
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordViewSet,
    SetInput,
    StepInput,
    checked,
    record_urls,
    set_step,
    step,
)
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.rows import with_names
from changqian.platform.kernel.dates import month_of
from changqian.platform.kernel.postgres.asked import asked_often
from changqian.platform.ledgerkit.api import CountedViewSet, SiteFilter
from changqian.platform.ledgerkit.importing import Importing, Lookup
from changqian.platform.ledgerkit.ledgers import may
from changqian.platform.safety.risks import serializers as forms
from changqian.platform.safety.risks import services
from changqian.platform.safety.risks.models import CatalogueEntry, ControlChange, RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import (
    DEFAULT_CONTROL,
    IN_FORCE,
    OPEN,
    SCALES,
    SUBJECT,
    EntryState,
    Level,
    TaskStatus,
)
from changqian.platform.safety.risks.stats import CHANGE_STATISTICS, POINT_STATISTICS, TASK_STATISTICS, cards

CATALOGUE = "risks.catalogue"
MOST_POINTS = 1000
"Risk points whose name answers `q`: beyond that the words were too few to mean one."
MOST_CARDS = 50
"Cards of one risk point that are told, the newest first."
KIT_SIZE = 1000
"Risk points a phone keeps: more than any firm of the city has."


def _points_named(actor: Any, text: str) -> list[int]:
    """The risk points these words mean; two steps, because one OR over two tables could use neither index."""
    points = RiskPoint.objects.within(actor, "risks.view").filter(named(text))
    return list(points.values_list("pk", flat=True)[:MOST_POINTS])


# --- catalogue ------------------------------------------------------------------------------------------------------


class CatalogueFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=EntryState.choices)
    at_least = AnyOf(choices=Level.choices)
    category = filters.CharFilter(method="in_category", max_length=50, label="管理类别")
    accident_type = filters.CharFilter(method="with_accident", max_length=10, label="事故类别")
    verified = filters.BooleanFilter()
    demo = filters.BooleanFilter()

    class Meta:
        model = CatalogueEntry
        fields = ("scheme", "code")

    def in_category(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(Q(category=value) | Q(category_name__icontains=value))

    def with_accident(self, rows: Any, name: str, value: str) -> Any:
        """By a code of either scheme; the catalogue is written in that of 1986."""
        return rows.filter(accident_types__overlap=sorted(services.same_accident(value)))


@asked_often
def task_of(risk_point: int, month: date) -> QuerySet[RiskTask]:
    """The point's task of a month, or nothing."""
    tasks = RiskTask.objects.current().filter(risk_point=risk_point, month=month)
    return with_names(tasks, forms.RiskTaskSerializer).order_by("pk")[:1]


class CatalogueViewSet(Addable, RecordViewSet):
    queryset = CatalogueEntry.objects.all()
    serializer_class = forms.CatalogueEntrySerializer
    detail_class = forms.CatalogueEntryDetailSerializer
    filterset_class = CatalogueFilter
    searched = ("name", "code", "category_name", "typical_points")
    ordered = ("id", "code", "effective_from")
    dictionaries: ClassVar = {"accident_types": services.ACCIDENT_TYPES}
    importing = Importing(
        permission=CATALOGUE,
        aliases={
            "scheme": ("目录名称",),
            "category": ("类别代码", "类别编号"),
            "category_name": ("类别名称", "类别"),
            "code": ("代码", "编码"),
            "name": ("名称", "风险"),
            "accident_types": ("主要事故类型", "事故类别", "事故类型"),
            "typical_points": ("风险点", "典型场所"),
        },
        unique=("scheme", "code"),
        renew=services.take_entry,
        remark=services.remark_on_entry,
        lookups={
            "accident_types": Lookup("事故类别名称，用顿号隔开", lambda _, text, __: services.accident_code(text))
        },
    )
    add = staticmethod(services.add_entry)
    edit = step("edit", services.edit_entry, forms.CatalogueEdit)
    publish = step("publish", services.publish_entry, StepInput)
    discard = step("discard", services.discard_entry, EndInput)
    revise = step("revise", services.revise_entry, forms.CatalogueRevise)
    retire = step("retire", services.retire_entry, StepInput)
    restore = step("restore", services.restore_entry, StepInput)
    publish_entries = set_step("publish_entries", services.publish_entries, SetInput)

    def get_queryset(self) -> Any:
        """Drafts are seen by who keeps the catalogue."""
        rows = super().get_queryset()
        keeps = getattr(self, "swagger_fake_view", False) or may(self.request.user, CATALOGUE)
        return rows if keeps else rows.exclude(state=EntryState.DRAFT)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.revisions = services.revisions_of(row)
        return super().detail_of(row)


# --- risk points ----------------------------------------------------------------------------------------------------


class RiskPointFilter(SiteFilter):
    category = filters.CharFilter(field_name="catalogue_code", lookup_expr="startswith", max_length=4)
    mine = filters.BooleanFilter(method="for_me")
    declared_changed = filters.BooleanFilter(method="which_changed", label="省系统有变化")

    class Meta:
        model = RiskPoint
        fields = ("level", "status", "kind", "method", "source")

    def which_changed(self, rows: Any, name: str, value: bool) -> Any:
        """Linked to a declared point whose row is another one than was settled."""
        newer = DeclaredPoint.objects.filter(source_id=OuterRef("provincial_id")).exclude(
            digest=OuterRef("provincial_seen")
        )
        changed = ~Q(provincial_id="") & Q(Exists(newer))
        return rows.filter(changed) if value else rows.exclude(changed)

    def for_me(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(responsible=self.request.user.pk) if value else rows


class PointsViewSet(CountedViewSet):
    queryset = RiskPoint.objects.all()

    def looking_for(self, text: str) -> Q:
        return super().looking_for(text) | named(text)


@extend_schema_view(create=extend_schema(request=forms.RiskPointRegister))
class RiskPointViewSet(Addable, PointsViewSet):
    serializer_class = forms.RiskPointSerializer
    file_class = forms.RiskPointFileSerializer
    detail_class = forms.RiskPointDetailSerializer
    filterset_class = RiskPointFilter
    statistics = POINT_STATISTICS
    ordered = ("id", "number", "score", "registered_on")
    dictionaries: ClassVar = {"accident_types": services.ACCIDENT_TYPES}
    form = forms.RiskPointRegister
    importing = Importing(
        permission="risks.register",
        aliases={
            "name": ("风险点名称", "风险名称", "风险点"),
            "location": ("所在位置", "风险点位置", "部位"),
            "kind": ("风险点类别", "风险类型"),
            "factors": ("危险因素", "主要危险因素", "危险有害因素"),
            "accident_types": ("事故类型", "可能发生的事故类型"),
            "responsible_department": ("责任单位", "管控部门"),
            "responsible_name": ("责任人", "管控责任人"),
        },
        unique=("site", "name"),
    )

    @staticmethod
    def add(**given: Any) -> RiskPoint:
        return services.register_point(now=timezone.now(), **given)

    edit = step("edit", services.edit_point, forms.RiskPointEdit)
    activate = step("activate", services.activate_point, StepInput)
    approve = step("approve", services.approve_point, StepInput)
    revise = step("revise", services.revise_point, StepInput)
    stop = step("stop", services.stop_point, forms.RiskPointStop)
    end = step("end", services.end_point, EndInput)
    link_declared = step("link_declared", services.link_declared, forms.DeclaredLink)
    unlink_declared = step("unlink_declared", services.unlink_declared, StepInput)
    accept_declared = step("accept_declared", services.accept_declared, StepInput)
    keep_own = step("keep_own", services.keep_own, forms.DeclaredKept)

    @extend_schema(request=forms.DeclaredTakeUp, responses={201: forms.RiskPointDetailSerializer}, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def take_up(self, request: Request) -> Response:
        """A declared point becomes one of the firm's own, as a draft."""
        given = checked(forms.DeclaredTakeUp, request.data)
        row = services.take_up_declared(actor=request.user, now=timezone.now(), **given)  # type: ignore[arg-type]
        return Response(self.detail_of(row), status=201)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.items = items_of(SUBJECT, [row.pk])
        row.photos = attached(RiskPoint, [row.pk]).get(row.pk, [])
        row.code = shown_code(row.site_id, SUBJECT, row.pk)
        row.task = next(iter(task_of(row.pk, month_of(timezone.localdate()))), None)
        row.declared = services.compared([row]).get(row.pk)
        viewed = self.action == "retrieve"
        row.control_levels = services.levels_open_to(self.request.user, row, viewed=viewed)  # type: ignore[arg-type]
        return super().detail_of(row)

    @extend_schema(request=forms.RiskAssess, responses=forms.RiskAssessed, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def assess(self, request: Request) -> Response:
        """The level these values mean, and why; nothing is saved."""
        judged = services.judge(timezone.localdate(), **checked(forms.RiskAssess, request.data))
        told = {
            "level": judged.level,
            "score": judged.score,
            "self_promoted": judged.self_promoted,
            "control_level": DEFAULT_CONTROL[judged.level],
            "reasons": judged.told(),
        }
        return Response(forms.RiskAssessed(told).data)

    @extend_schema(responses=forms.RiskTables, filters=False)
    @action(detail=False, pagination_class=None)
    def tables(self, request: Request) -> Response:
        """Control frequencies, bands and scales in force today."""
        today = timezone.localdate()
        table = services.listed("control_frequencies", today)
        told = {
            "verified": table.verified,
            "source": table.source,
            "frequencies": services.frequencies(today),
            "bands": services.bands(today),
            "scales": SCALES,
        }
        return Response(forms.RiskTables(told).data)

    @extend_schema(responses=forms.PatrolKitSerializer(many=True), filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def kit(self, request: Request) -> Response:
        """What a phone keeps to patrol without a network: points in force with their items and codes."""
        seen = RiskPoint.objects.within(request.user, "risks.patrol").current().filter(status__in=IN_FORCE)  # type: ignore[arg-type]
        points: list[Any] = list(seen.select_related("site", "enterprise").order_by("pk")[:KIT_SIZE])
        codes, items = live_codes(SUBJECT, [point.pk for point in points]), defaultdict(list)
        for item in items_of(SUBJECT, [point.pk for point in points]):
            items[item.subject_id].append(item)
        for point in points:
            point.token = codes[point.pk].token if point.pk in codes else ""
            point.items = items[point.pk]
        return Response(forms.PatrolKitSerializer(points, many=True).data)

    @extend_schema(parameters=[forms.ExplainQuery], responses=forms.RiskExplanation, filters=False)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def explain(self, request: Request, pk: str) -> Response:
        """Why this risk point has a task in a month (this one if none is named), or has none."""
        today = timezone.localdate()
        month = checked(forms.ExplainQuery, request.query_params).get("month") or today
        told = services.explain(self.get_object(), month=month, today=today)
        task = told.task.pk if told.task else None
        answer = {"month": told.month, "task": task, "required": told.required, "reasons": told.reasons}
        return Response(forms.RiskExplanation(answer).data)


# --- notice cards ---------------------------------------------------------------------------------------------------


class RiskCardFilter(SiteFilter):
    class Meta:
        model = RiskPoint
        fields = ("card_state", "level", "status", "card_made_on")


class RiskCardViewSet(PointsViewSet):
    """The risk points again, by how their notice cards stand; a card is made by printing it."""

    serializer_class = forms.RiskCardSerializer
    detail_class = forms.RiskCardDetailSerializer
    filterset_class = RiskCardFilter
    statistics = replace(POINT_STATISTICS, measures=cards)
    ordered = ("id", "card_made_on")

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.made = row.cards.current().select_related("shows", "created_by")[:MOST_CARDS]
        return super().detail_of(row)


# --- changes of control ---------------------------------------------------------------------------------------------


class ControlChangeFilter(SiteFilter):
    class Meta:
        model = ControlChange
        fields = ("kind", "level", "changed_on", "risk_point")


class ControlChangeViewSet(CountedViewSet):
    """管控变更: written by the steps of risk points, read here."""

    queryset = ControlChange.objects.all()
    serializer_class = forms.ControlChangeSerializer
    filterset_class = ControlChangeFilter
    statistics = CHANGE_STATISTICS
    ordered = ("id", "changed_on")

    def looking_for(self, text: str) -> Q:
        return super().looking_for(text) | Q(risk_point__in=_points_named(self.request.user, text))


# --- tasks ----------------------------------------------------------------------------------------------------------


class RiskTaskFilter(SiteFilter):
    month = filters.DateFilter()
    level = AnyOf(choices=Level.choices)
    status = AnyOf(choices=TaskStatus.choices)
    risk_point = filters.NumberFilter(min_value=1, max_value=2**53)
    late = filters.BooleanFilter()
    open = filters.BooleanFilter(method="still_open")
    overdue = filters.BooleanFilter(method="which_overdue")
    exemption = filters.BooleanFilter(method="asking")
    mine = filters.BooleanFilter(method="for_me")

    def still_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(status__in=OPEN) if value else rows.exclude(status__in=OPEN)

    def which_overdue(self, rows: Any, name: str, value: bool) -> Any:
        late = {"status__in": OPEN, "due_on__lt": timezone.localdate()}
        return rows.filter(**late) if value else rows.exclude(**late)

    def asking(self, rows: Any, name: str, value: bool) -> Any:
        """Tasks whose exemption waits for the authority."""
        waiting = {"status__in": OPEN, "exempt_asked_at__isnull": False}
        return rows.filter(**waiting) if value else rows.exclude(**waiting)

    def for_me(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(risk_point__responsible=self.request.user.pk) if value else rows


class RiskTaskViewSet(CountedViewSet):
    queryset = RiskTask.objects.all()
    serializer_class = forms.RiskTaskSerializer
    detail_class = forms.RiskTaskDetailSerializer
    filterset_class = RiskTaskFilter
    statistics = TASK_STATISTICS
    ordered = ("id", "month", "due_on", "progress")
    ask_exemption = step("ask_exemption", services.ask_exemption, forms.TaskReason)
    grant_exemption = step("grant_exemption", services.grant_exemption, forms.TaskOpinion)
    refuse_exemption = step("refuse_exemption", services.refuse_exemption, forms.TaskRefusal)
    cancel_task = step("cancel_task", services.cancel_task, forms.TaskRefusal)
    ask_exemptions = set_step("ask_exemptions", services.ask_exemptions, forms.TasksReason)
    grant_exemptions = set_step("grant_exemptions", services.grant_exemptions, forms.TasksOpinion)

    def looking_for(self, text: str) -> Q:
        return super().looking_for(text) | Q(risk_point__in=_points_named(self.request.user, text))

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.overdue = row.status in OPEN and row.due_on < timezone.localdate()
        return super().detail_of(row)


# --- patrols --------------------------------------------------------------------------------------------------------


class PatrolViewSet(InspectionViewSet):
    """The inspections of risk points."""

    queryset = Inspection.objects.filter(subject_kind=SUBJECT)
    statistics = InspectionViewSet.statistics.part(*ControlLevel)

    def looking_for(self, text: str) -> Q:
        return super().looking_for(text) | Q(subject_id__in=_points_named(self.request.user, text))

    @extend_schema(
        request=forms.PatrolForm, responses={201: InspectionDetailSerializer, 200: InspectionDetailSerializer}
    )
    def create(self, request: Request) -> Response:
        return self.taken_in(request, forms.PatrolForm, services.patrol)


urlpatterns = [
    *record_urls("catalogue", CatalogueViewSet),
    *record_urls("risks", RiskPointViewSet),
    *record_urls("risk-cards", RiskCardViewSet),
    *record_urls("risk-changes", ControlChangeViewSet),
    *record_urls("tasks", RiskTaskViewSet),
    *record_urls("patrols", PatrolViewSet),
]
