"""Merging, splitting, moving sites between firms and taking over, over HTTP: each with a preview, each undone once."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.enterprises import journal, restructuring, taking_over
from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.enterprises.models import Image, Restructuring, Site, has_a_site_in
from changqian.platform.foundation.enterprises.rules import Datum, Fate, Restructure
from changqian.platform.foundation.enterprises.serializers import (
    CodeField,
    RestructuringSerializer,
)
from changqian.platform.foundation.records.api import RecordViewSet, StepInput, answer, checked, step
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.regions.models import Region

MOST_SITES = 200
MOST_ROWS = 1000


def site_ids() -> serializers.ListField:
    return serializers.ListField(
        label="场所",
        child=serializers.IntegerField(min_value=1, max_value=MOST),
        allow_empty=False,
        max_length=MOST_SITES,
    )


class MergePreviewInput(serializers.Serializer):
    other = serializers.IntegerField(label="并入的企业", min_value=1, max_value=MOST)


class MergeInput(StepInput, MergePreviewInput):
    reason = serializers.CharField(label="合并原因", max_length=200)


class TransferPreviewInput(serializers.Serializer):
    sites = site_ids()


class TransferInput(StepInput, TransferPreviewInput):
    reason = serializers.CharField(label="划转原因", max_length=200)


class SplitInput(TransferInput):
    uscc = CodeField(label="新企业统一社会信用代码")
    legacy_reg_no = CodeField(label="新企业原注册号")
    name = serializers.CharField(label="新企业名称", max_length=200)
    region = serializers.PrimaryKeyRelatedField(label="新企业注册地", queryset=Region.objects.all())
    address = serializers.CharField(label="新企业注册地址", max_length=200, required=False, allow_blank=True)
    industry = serializers.CharField(label="新企业行业", max_length=5, required=False, allow_blank=True)


class LegacyRowInput(serializers.Serializer):
    """One row of the old system, read tolerantly: what is wrong with it is said in the preview, not by the form."""

    legacy_id = serializers.CharField(label="旧系统编号", max_length=40)
    uscc = CodeField(label="统一社会信用代码")
    legacy_reg_no = CodeField(label="原注册号")
    name = serializers.CharField(label="企业名称", max_length=200)
    region = serializers.CharField(label="区划代码", max_length=12)
    site_name = serializers.CharField(label="场所名称", max_length=100, required=False, allow_blank=True)
    address = serializers.CharField(label="地址", max_length=200, required=False, allow_blank=True)
    industry = serializers.CharField(label="行业代码", max_length=5, required=False, allow_blank=True)
    legal_person = serializers.CharField(label="法定代表人", max_length=50, required=False, allow_blank=True)
    staff_count = serializers.IntegerField(label="从业人数", min_value=0, max_value=1_000_000, required=False)
    lon = serializers.FloatField(label="经度", required=False, allow_null=True)
    lat = serializers.FloatField(label="纬度", required=False, allow_null=True)
    datum = serializers.ChoiceField(label="坐标来源", choices=Datum.choices, required=False)
    contact = serializers.CharField(label="联系人", max_length=50, required=False, allow_blank=True)
    contact_phone = serializers.CharField(label="联系电话", max_length=40, required=False, allow_blank=True)


class TakeOverPreviewInput(serializers.Serializer):
    system = serializers.CharField(label="来源系统", max_length=40)
    rows = serializers.ListField(label="数据", child=LegacyRowInput(), allow_empty=False, max_length=MOST_ROWS)


class TakeOverInput(TakeOverPreviewInput):
    reason = serializers.CharField(label="说明", max_length=200)


class UndoInput(StepInput):
    reason = serializers.CharField(label="撤销原因", max_length=200)


class MovedRows(serializers.Serializer):
    label = serializers.CharField(label="数据")  # type: ignore[assignment]
    count = serializers.IntegerField(label="条数")


class MovedSite(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(label="场所")
    region = serializers.CharField(label="属地")


class RestructuringPreview(serializers.Serializer):
    moves = MovedRows(many=True, label="将变更的数据")
    sites = MovedSite(many=True, label="将变更的场所")
    conflicts = serializers.ListField(child=serializers.CharField(), label="须先处理")


class RefusedRow(serializers.Serializer):
    row = serializers.CharField(label="行号")
    legacy_id = serializers.CharField(label="旧系统编号")
    reason = serializers.CharField(label="原因")


class RowFate(serializers.Serializer):
    row = serializers.IntegerField(label="行号")
    fate = serializers.ChoiceField(Fate.choices, label="结果")
    code = serializers.CharField(label="企业代码")
    enterprise = serializers.IntegerField(allow_null=True)
    enterprise_name = serializers.CharField(label="匹配到")
    reason = serializers.CharField(label="原因")
    doubts = serializers.ListField(child=serializers.CharField(), label="须核对")


class TakeOverPreview(serializers.Serializer):
    enterprises = serializers.IntegerField(label="新企业")
    sites = serializers.IntegerField(label="新场所")
    joined = serializers.IntegerField(label="并入已有企业的场所")
    taken = serializers.ListField(child=serializers.CharField(), label="已接管")
    refused = RefusedRow(many=True, label="不能接管")
    rows = RowFate(many=True, label="逐行结果")


class UndoPreview(serializers.Serializer):
    obstacles = serializers.ListField(child=serializers.CharField(), label="不能撤销的原因")


def done(row: Restructuring) -> Response:
    return Response(RestructuringSerializer(row).data, status=status.HTTP_201_CREATED)


def previewed(path: str, form: Any, service: Any) -> Any:
    """`POST …/<path>/preview/`: what would move, nothing written."""

    def view(self: RecordViewSet, request: Request, pk: str) -> HttpResponse:
        return answer(service(int(pk), actor=request.user, **checked(form, request.data)))

    view.__name__ = f"preview_{path}"
    schema = extend_schema(request=form, responses=RestructuringPreview)
    return schema(action(detail=True, methods=["post"], url_path=f"{path}/preview")(view))


def carried_out(path: str, form: Any, service: Any) -> Any:
    """`POST …/<path>/`: applied in one transaction; the answer is the restructuring, with which it is undone."""

    def view(self: RecordViewSet, request: Request, pk: str) -> Response:
        given = checked(form, request.data)
        return done(service(int(pk), actor=request.user, expected_version=given.pop("version"), **given))

    view.__name__ = path
    schema = extend_schema(request=form, responses={201: RestructuringSerializer})
    return schema(action(detail=True, methods=["post"], url_path=path)(view))


class Restructurings:
    """What the endpoint of enterprises adds for whole firms at a time."""

    preview_merge = previewed("merge", MergePreviewInput, restructuring.preview_merge)
    merge = carried_out("merge", MergeInput, restructuring.merge)
    preview_split = previewed("split", TransferPreviewInput, restructuring.preview_split)
    split = carried_out("split", SplitInput, restructuring.split)
    preview_move_to = previewed("move_to", TransferPreviewInput, restructuring.preview_move_to)
    move_to = carried_out("move_to", TransferInput, restructuring.move_to)

    @extend_schema(request=TakeOverPreviewInput, responses=TakeOverPreview)
    @action(detail=False, methods=["post"], url_path="take_over/preview")
    def preview_take_over(self, request: Request) -> HttpResponse:
        given = checked(TakeOverPreviewInput, request.data)
        return answer(taking_over.preview_take_over(actor=request.user, **given))  # type: ignore[arg-type]

    @extend_schema(request=TakeOverInput, responses={201: RestructuringSerializer})
    @action(detail=False, methods=["post"])
    def take_over(self, request: Request) -> Response:
        return done(taking_over.take_over(actor=request.user, **checked(TakeOverInput, request.data)))  # type: ignore[arg-type]


class RestructuringFilter(filters.FilterSet):
    kind = AnyOf(choices=Restructure.choices)
    enterprise = filters.NumberFilter(min_value=1, max_value=MOST)
    undone = filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull", exclude=True)
    region = filters.NumberFilter(method="in_region", min_value=1, max_value=MOST)

    class Meta:
        model = Restructuring
        fields: list[str] = []

    def in_region(self, rows: Any, name: str, value: Any) -> Any:
        """Either firm has a site there, or sites were taken over there: a take-over names no firm."""
        ids = region_ids(value)
        if ids is None:
            return rows
        firms = has_a_site_in(ids, enterprise="enterprise") | has_a_site_in(ids, enterprise="other")
        made = Image.objects.filter(
            restructuring=OuterRef("pk"),
            table=Site._meta.label,
            before__isnull=True,  # made, and not merely moved
            after__region_id__in=sorted(ids),
        )
        return rows.filter(firms | Exists(made))


class RestructuringViewSet(RecordViewSet):
    queryset = Restructuring.objects.select_related("enterprise", "other", "created_by", "undone_by")
    serializer_class = RestructuringSerializer
    filterset_class = RestructuringFilter
    searched = ("enterprise__name", "other__name", "reason")

    undo = step("undo", restructuring.undo, UndoInput)

    @extend_schema(responses=UndoPreview)
    @action(detail=True, filter_backends=[], pagination_class=None, url_path="undo/preview")
    def preview_undo(self, request: Request, pk: str) -> HttpResponse:
        row = self.get_object()
        return answer({"obstacles": ["该操作已撤销"] if row.undone_at else journal.obstacles(row)})
