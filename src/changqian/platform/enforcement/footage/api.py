"""Footage over HTTP: the library, labels, marks; files by ticket."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Sum
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.recordings.models import Segment
from changqian.platform.commons.recordings.rules import Cause
from changqian.platform.enforcement.footage import services
from changqian.platform.enforcement.footage.models import FootageLabel, FootageMark
from changqian.platform.enforcement.footage.rules import Status
from changqian.platform.foundation.accounts.authentication import held_by
from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    ListedViewSet,
    RecordSerializer,
    RecordViewSet,
    answer,
    checked,
    record_urls,
    step,
)
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.forms import form_of, on_time


class SegmentSerializer(RecordSerializer):
    terminal_name = serializers.CharField(source="terminal.name", read_only=True, label="记录仪")
    terminal_number = serializers.CharField(source="terminal.number", read_only=True, label="国标编码")
    department_name = serializers.CharField(source="department.name", read_only=True, label="所属单位")
    officer_name = serializers.CharField(source="officer.name", read_only=True, default=None, label="持有人")
    causes = serializers.ListField(child=serializers.CharField(), read_only=True, label="录像原因")

    class Meta:
        model = Segment
        fields: tuple[str, ...] = (
            *("id", "started_at", "stopped_at", "terminal", "terminal_name", "terminal_number", "channel"),
            *("department_name", "officer_name", "bytes", "sm3", "codec", "width", "height", "frames", "sound"),
            *("causes", "repaired", "gone_at", "gone"),
        )
        read_only_fields = fields


class SegmentFilter(filters.FilterSet):
    department = filters.NumberFilter(method="of_department", min_value=1, max_value=MOST, label="所属单位")
    region = filters.NumberFilter(method="in_region", min_value=1, max_value=MOST, label="属地")
    terminal = filters.NumberFilter(min_value=1, max_value=MOST, label="记录仪")
    recorder = filters.CharFilter(field_name="terminal__number", max_length=40, label="记录仪国标编码")
    channel = filters.CharFilter(max_length=40, label="视频通道")
    officer = filters.NumberFilter(min_value=1, max_value=MOST, label="持有人")
    started_at = filters.DateFromToRangeFilter(label="开始时间")
    since = filters.IsoDateTimeFilter(field_name="stopped_at", lookup_expr="gt", label="时间从")
    until = filters.IsoDateTimeFilter(field_name="started_at", lookup_expr="lt", label="时间到")
    cause = filters.ChoiceFilter(choices=Cause.choices, method="because", label="录像原因")
    label = filters.NumberFilter(method="labelled", min_value=1, max_value=MOST, label="标注类型")
    there = filters.BooleanFilter(field_name="gone_at", lookup_expr="isnull", label="可以播放")

    class Meta:
        model = Segment
        fields = ()

    def of_department(self, rows: Any, name: str, value: Any) -> Any:
        found = Department.objects.filter(pk=value).first()
        return rows.filter(department__in=found.below()) if found else rows.none()

    def in_region(self, rows: Any, name: str, value: Any) -> Any:
        ids = region_ids(value)
        return rows if ids is None else rows.filter(region__in=ids)

    def because(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(causes__contains=[value])

    def labelled(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(services.marked(int(value)))


class FootageLinkSerializer(serializers.Serializer):
    url = serializers.CharField(label="地址")
    expires_at = serializers.DateTimeField(label="有效期至")
    sm3 = serializers.CharField(label="SM3摘要")


class OpenInput(serializers.Serializer):
    to_keep = serializers.BooleanField(label="下载", default=False)


class FootageTotal(serializers.Serializer):
    department_name = serializers.CharField(label="所属单位")
    files = serializers.IntegerField(label="文件数")
    hours = serializers.FloatField(label="时长(小时)")
    bytes = serializers.IntegerField(label="大小")


class SegmentViewSet(ListedViewSet):
    queryset = Segment.objects.all()
    serializer_class = SegmentSerializer
    filterset_class = SegmentFilter
    searched = ("terminal__name", "terminal__number", "officer__name", "department__name")
    ordered = ("id", "started_at", "bytes")

    @property
    def app(self) -> str:
        return "footage"

    @extend_schema(request=OpenInput, responses={201: FootageLinkSerializer})
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        """A link that plays the file or gives it to keep, within a minute; the gateway answers ranges."""
        user: Any = request.user
        session = held_by(request.auth) or f"user:{user.pk}"
        given = checked(OpenInput, request.data)
        found = services.open_segment(int(pk), actor=user, session=session, now=timezone.now(), **given)
        return Response(FootageLinkSerializer(found).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=FootageTotal(many=True))
    @action(detail=False, pagination_class=None)
    def totals(self, request: Request) -> HttpResponse:
        """What is there, by department: files, hours, bytes; narrowed as the list is."""
        rows = self.filter_queryset(self.get_queryset()).filter(gone_at=None).order_by()
        length = ExpressionWrapper(F("stopped_at") - F("started_at"), output_field=DurationField())
        found = rows.values("department__name").annotate(n=Count("pk"), length=Sum(length), size=Sum("bytes"))
        return answer(
            [
                {
                    "department_name": each["department__name"],
                    "files": each["n"],
                    "hours": round(each["length"].total_seconds() / 3600, 2),
                    "bytes": int(each["size"]),
                }
                for each in found.order_by("department__name")
            ]
        )


class FootageLabelSerializer(RecordSerializer):
    class Meta:
        model = FootageLabel
        fields = ("id", "version", "name", "keeps", "note", "status", "created_at")


class FootageLabelFilter(filters.FilterSet):
    status = AnyOf(choices=Status.choices, label="状态")

    class Meta:
        model = FootageLabel
        fields = ("keeps",)


class FootageLabelViewSet(Addable, RecordViewSet):
    queryset = FootageLabel.objects.all()
    serializer_class = FootageLabelSerializer
    filterset_class = FootageLabelFilter
    searched = ("name", "note")
    ordered = ("id", "name")
    form = form_of(services.add_label, "FootageLabelForm")
    add = staticmethod(services.add_label)
    edit = step("edit", services.edit_label)
    invalidate = step("invalidate", services.invalidate_label)
    restore = step("restore", services.restore_label)


class FootageMarkSerializer(RecordSerializer):
    terminal_name = serializers.CharField(source="terminal.name", read_only=True, label="记录仪")
    department_name = serializers.CharField(source="department.name", read_only=True, label="所属单位")
    label_name = serializers.CharField(source="label.name", read_only=True, label="标注类型")
    created_by_name = serializers.CharField(source="created_by.name", read_only=True, label="标注人")

    class Meta:
        model = FootageMark
        fields: tuple[str, ...] = (
            *("id", "version", "terminal", "terminal_name", "channel", "department_name", "since", "until", "label"),
            *("label_name", "note", "created_by_name", "created_at"),
        )
        read_only_fields = fields


class FootageMarkForm(serializers.Serializer):
    """Which file of the list it was seen in says recorder and channel."""

    segment = serializers.PrimaryKeyRelatedField(queryset=Segment.objects.all(), label="录像")
    since = serializers.DateTimeField(label="开始时间")
    until = serializers.DateTimeField(label="结束时间")
    label = serializers.PrimaryKeyRelatedField(  # type: ignore[assignment]  # a field may be called so
        queryset=FootageLabel.objects.current(), label="标注类型"
    )
    note = serializers.CharField(label="说明", max_length=300, required=False, allow_blank=True)


class FootageMarkFilter(filters.FilterSet):
    terminal = filters.NumberFilter(min_value=1, max_value=MOST, label="记录仪")
    channel = filters.CharFilter(max_length=40, label="视频通道")
    label = filters.NumberFilter(min_value=1, max_value=MOST, label="标注类型")
    after = filters.IsoDateTimeFilter(field_name="until", lookup_expr="gt", label="时间从")
    before_time = filters.IsoDateTimeFilter(field_name="since", lookup_expr="lt", label="时间到")

    class Meta:
        model = FootageMark
        fields = ()


class FootageMarkViewSet(Addable, RecordViewSet):
    queryset = FootageMark.objects.all()
    serializer_class = FootageMarkSerializer
    filterset_class = FootageMarkFilter
    searched = ("note", "label__name", "terminal__name")
    ordered = ("id", "since")
    form = FootageMarkForm
    add = staticmethod(on_time(services.mark_footage))
    end = step("end", services.end_mark, EndInput)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        return super().detail_of(FootageMark.objects.select_related("terminal", "label", "created_by").get(pk=row.pk))


urlpatterns = [
    *record_urls("footage", SegmentViewSet),
    *record_urls("footage-labels", FootageLabelViewSet),
    *record_urls("footage-marks", FootageMarkViewSet),
]
