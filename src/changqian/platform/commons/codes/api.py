"""常安码 for those who keep them: list, issue, void, print. What a scan shows is `screens/scan`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, re_path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.codes import services
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.printing import qr_png, qr_svg, sheet_pdf
from changqian.platform.commons.codes.rules import Colour, LabelSize
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import Addable, StepInput, checked, record_urls, step
from changqian.platform.foundation.records.rows import CONVERTERS
from changqian.platform.ledgerkit.api import SITE_FIELDS, LedgerViewSet, SiteFilter, SiteSerializer

LABELS_AT_ONCE = 240
"Ten pages of the small size: two seconds of setting."


class CodeAddressField(serializers.CharField):
    """The address in the QR, from the token."""

    def to_representation(self, value: str) -> str:
        return services.address_of(SafeCode(token=value))


CONVERTERS[CodeAddressField] = lambda field: field.to_representation


class SafeCodeSerializer(SiteSerializer):
    url = CodeAddressField(source="token", read_only=True, label="扫码地址")

    class Meta:
        model = SafeCode
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            "token",
            "url",
            "subject_kind",
            "subject_id",
            "subject_name",
            "subject_place",
            "colour",
            "revoked_at",
            "revoke_reason",
        )
        read_only_fields = fields


class SafeCodeDetailSerializer(SafeCodeSerializer):
    scans = serializers.IntegerField(read_only=True, label="近30天扫码次数")

    class Meta(SafeCodeSerializer.Meta):
        fields = (*SafeCodeSerializer.Meta.fields, "scans")
        read_only_fields = fields


class ShownCodeSerializer(serializers.Serializer):
    """The 常安码 that hangs on a thing."""

    id = serializers.IntegerField()
    token = serializers.CharField()
    url = serializers.CharField()


class SafeCodeIssue(serializers.Serializer):
    """The site's own code; a risk point gets its code when it comes into force."""

    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.filter(ended_at__isnull=True), label="场所")


class SafeCodeVoid(StepInput):
    reason = serializers.CharField(label="原因", max_length=200)


class SheetQuery(serializers.Serializer):
    ids = serializers.RegexField(rf"^\d{{1,18}}(,\d{{1,18}}){{0,{LABELS_AT_ONCE - 1}}}$", label="常安码")
    size = serializers.ChoiceField(LabelSize.choices, default=LabelSize.MEDIUM, label="尺寸")


class SafeCodeFilter(SiteFilter):
    live = filters.BooleanFilter(field_name="revoked_at", lookup_expr="isnull")
    colour = filters.ChoiceFilter(choices=Colour.choices)
    subject_id = filters.NumberFilter(min_value=1, max_value=2**53)

    class Meta:
        model = SafeCode
        fields = ("subject_kind",)


class Drawing(BaseRenderer):
    """Only says that the picture can be had; the view answers with the bytes themselves."""

    def render(self, data: Any, accepted_media_type: object = None, renderer_context: object = None) -> bytes:
        raise NotImplementedError


class Svg(Drawing):
    media_type, format = "image/svg+xml", "svg"


class Png(Drawing):
    media_type, format = "image/png", "png"


def _reissue(pk: int, **given: Any) -> SafeCode:
    return services.reissue_code(pk, now=timezone.now(), **given)


def _revoke(pk: int, **given: Any) -> SafeCode:
    return services.revoke_code(pk, now=timezone.now(), **given)


@extend_schema_view(create=extend_schema(request=SafeCodeIssue))
class SafeCodeViewSet(Addable, LedgerViewSet):
    queryset = SafeCode.objects.all()
    serializer_class = SafeCodeSerializer
    detail_class = SafeCodeDetailSerializer
    filterset_class = SafeCodeFilter
    searched = ("subject_name", "site__name")
    form = SafeCodeIssue
    add = staticmethod(services.issue_code)
    reissue = step("reissue", _reissue, SafeCodeVoid)
    revoke = step("revoke", _revoke, SafeCodeVoid)

    def handle_exception(self, exc: Exception) -> Response:
        """A refusal is JSON, also where a picture was asked for."""
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type  # type: ignore[attr-defined]
        return super().handle_exception(exc)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.scans = services.scans_of(row, since=timezone.localdate() - timedelta(days=30))
        return super().detail_of(row)

    @extend_schema(responses={(200, "image/svg+xml"): OpenApiTypes.BINARY, (200, "image/png"): OpenApiTypes.BINARY})
    def qr(self, request: Request, pk: str, kind: str = "svg") -> HttpResponse:
        """The QR alone, for a label of one's own."""
        code = self.get_object()
        drawn, kind_of = (qr_png(code), Png.media_type) if kind == "png" else (qr_svg(code), Svg.media_type)
        return HttpResponse(drawn, content_type=kind_of, headers={"Cache-Control": "private, max-age=86400"})


@extend_schema_view(
    get=extend_schema(
        parameters=[SheetQuery],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 503: OpenApiResponse(description="没有中文字体")},
        operation_id="codes_sheet",
    ),
    post=extend_schema(parameters=[SheetQuery], operation_id="codes_sheet_ticket"),
)
class SheetView(FileByTicket):
    """A4 pages of labels, in the order asked for; 404 if one of them is not there or is void."""

    def _asked(self, request: Request) -> tuple[list[SafeCode], LabelSize]:
        asked = checked(SheetQuery, request.query_params)
        wanted = list(dict.fromkeys(int(pk) for pk in asked["ids"].split(",")))
        actor: Any = request.user
        live = SafeCode.objects.within(actor, "codes.view").current().filter(pk__in=wanted, revoked_at__isnull=True)
        found = {code.pk: code for code in live.select_related("enterprise", "site")}
        if len(found) != len(wanted):
            raise exceptions.NotFound("有常安码不存在或已停用，请刷新后重选", "no_such_code")
        return [found[pk] for pk in wanted], LabelSize(asked["size"])

    def refuse(self, request: Request) -> None:
        self._asked(request)

    def file(self, request: Request) -> HttpResponseBase:
        return as_file(sheet_pdf(*self._asked(request)), "application/pdf", "codes.pdf", shown=True)


QR = SafeCodeViewSet.as_view({"get": "qr"}, filter_backends=[], renderer_classes=[JSONRenderer, Svg, Png])

urlpatterns = [
    path("codes/sheet/", SheetView.as_view()),
    re_path(r"^codes/(?P<pk>\d{1,18})/qr\.(?P<kind>svg|png)$", QR),
    *record_urls("codes", SafeCodeViewSet),
]
