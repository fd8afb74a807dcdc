"""Recorders over HTTP: the register, types, holdings, logs, alarms; live pictures by ticket; positions for the map."""

from typing import Any

import orjson
from django.db.models import Q
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.authentication import IsGateway, OurGateways
from changqian.platform.commons.gateways.rules import Kind as Gateways
from changqian.platform.commons.terminals import services as terminals
from changqian.platform.commons.terminals.rules import length, stretches, thinned
from changqian.platform.enforcement.recorders import recording, services, telling
from changqian.platform.enforcement.recorders.models import (
    Alarm,
    Channel,
    DeviceEntry,
    Holding,
    Recorder,
    RecorderModel,
    RecordingPlan,
)
from changqian.platform.enforcement.recorders.rules import Act, AlarmStatus, Presence, Status, Told
from changqian.platform.foundation.accounts.authentication import held_by
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.clients.gate import Call
from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    ListedViewSet,
    RecordSerializer,
    RecordViewSet,
    SetInput,
    answer,
    checked,
    record_urls,
    set_step,
    spoken,
    step,
)
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.forms import form_of, on_time, text
from changqian.platform.ledgerkit.importing import Importing, Lookup
from changqian.wire import video

MOST_FIXES = 5000
"Of a stretch of track: more than a screen has pixels."
MOST_DAYS = 7


class OfDepartmentFilter(filters.FilterSet):
    department = filters.NumberFilter(method="of_department", min_value=1, max_value=MOST, label="所属单位")
    region = filters.NumberFilter(method="in_region", min_value=1, max_value=MOST, label="属地")

    def of_department(self, rows: Any, name: str, value: Any) -> Any:
        """A bureau's with those of its offices."""
        found = Department.objects.filter(pk=value).first()
        return rows.filter(rows.model.in_departments(found.below())) if found else rows.none()

    def in_region(self, rows: Any, name: str, value: Any) -> Any:
        ids = region_ids(value)
        return rows if ids is None else rows.filter(rows.model.in_regions(ids))


# -- the register ------------------------------------------------------------------------------------------------------


class RecorderSerializer(RecordSerializer):
    department_name = serializers.CharField(source="department.name", read_only=True, label="所属单位")
    region_name = serializers.CharField(source="region.name", read_only=True, label="属地")
    model_name = serializers.CharField(source="model.name", read_only=True, default=None, label="型号")
    maker = serializers.CharField(source="model.maker", read_only=True, default=None, label="生产厂家")
    explosion_proof = serializers.BooleanField(
        source="model.explosion_proof", read_only=True, default=None, label="防爆"
    )
    wearer_name = serializers.CharField(source="wearer.name", read_only=True, default=None, label="持有人")
    online = serializers.BooleanField(source="terminal.online", read_only=True, label="在线")
    since = serializers.DateTimeField(source="terminal.since", read_only=True, label="状态起始")
    located_at = serializers.DateTimeField(source="terminal.located_at", read_only=True, label="定位时间")
    alarm_at = serializers.DateTimeField(source="terminal.alarm_at", read_only=True, label="未处理告警")

    class Meta:
        model = Recorder
        fields: tuple[str, ...] = (
            *("id", "version", "number", "name", "serial_number", "department", "department_name", "region_name"),
            *("model", "model_name", "maker", "explosion_proof", "channels", "digest", "media", "charset", "bought_on"),
            *("note", "status", "wearer", "wearer_name", "online", "since", "located_at", "alarm_at", "created_at"),
        )
        read_only_fields = fields


class ChannelSerializer(serializers.ModelSerializer):
    class Meta:
        model = Channel
        fields = ("number", "name", "online", "maker", "model", "told_at")


class HoldingSerializer(RecordSerializer):
    officer_name = serializers.CharField(source="officer.name", read_only=True, label="持有人")

    class Meta:
        model = Holding
        fields = ("id", "officer", "officer_name", "since", "until")


class RecorderDetailSerializer(RecorderSerializer):
    address = serializers.CharField(source="terminal.address", read_only=True, label="网络地址")
    transport = serializers.CharField(source="terminal.transport", read_only=True, label="传输")
    protocol = serializers.CharField(source="terminal.protocol", read_only=True, label="协议版本")
    agent = serializers.CharField(source="terminal.agent", read_only=True, label="软件")
    reason = serializers.CharField(source="terminal.reason", read_only=True, label="离线原因")
    lon = serializers.FloatField(source="terminal.lon", read_only=True, label="经度")
    lat = serializers.FloatField(source="terminal.lat", read_only=True, label="纬度")
    pictures = ChannelSerializer(many=True, read_only=True, label="视频通道")
    holdings = HoldingSerializer(many=True, read_only=True, label="持有记录")

    class Meta(RecorderSerializer.Meta):
        fields = (
            *(*RecorderSerializer.Meta.fields, "address", "transport", "protocol", "agent", "reason", "lon", "lat"),
            *("pictures", "holdings"),
        )
        read_only_fields = fields


class RecorderFilter(OfDepartmentFilter):
    status = AnyOf(choices=Status.choices, label="状态")
    presence = filters.ChoiceFilter(choices=Presence.choices, method="which_presence", label="在线情况")
    model = filters.NumberFilter(min_value=1, max_value=MOST, label="型号")
    explosion_proof = filters.BooleanFilter(field_name="model__explosion_proof", label="防爆")
    number = filters.CharFilter(label="国标编码", max_length=20)
    channel = filters.CharFilter(method="with_channel", label="视频通道编号", max_length=40)
    held = filters.BooleanFilter(field_name="wearer", lookup_expr="isnull", exclude=True, label="已领用")
    alarmed = filters.BooleanFilter(
        field_name="terminal__alarm_at", lookup_expr="isnull", exclude=True, label="有未处理告警"
    )

    class Meta:
        model = Recorder
        fields = ("media",)

    def with_channel(self, rows: Any, name: str, value: str) -> Any:
        """The recorder that offers this picture, by its own number too: other systems may know either."""
        return rows.filter(Q(number=value) | Q(pk__in=Channel.objects.filter(number=value).values("recorder")))

    def which_presence(self, rows: Any, name: str, value: str) -> Any:
        if value == Presence.NEVER:
            return rows.filter(terminal__since__isnull=True)
        return rows.filter(terminal__online=value == Presence.ONLINE, terminal__since__isnull=False)


class WatchInput(serializers.Serializer):
    channel = serializers.CharField(label="视频通道", max_length=40, required=False, allow_blank=True)


class ViewSerializer(serializers.Serializer):
    url = serializers.CharField(label="地址")
    ticket = serializers.CharField(label="票据")
    expires_at = serializers.DateTimeField(label="有效期至")
    channel = serializers.CharField(label="视频通道")
    name = serializers.CharField(label="名称")


class CommandInput(serializers.Serializer):
    act = serializers.ChoiceField(Act.choices, label="操作")
    channel = serializers.CharField(label="视频通道", max_length=40, required=False, allow_blank=True)


class RecordInput(SetInput):
    wanted = serializers.BooleanField(label="录像")


class WearerSerializer(serializers.Serializer):
    id = serializers.IntegerField(label="编号")
    name = serializers.CharField(label="姓名")
    department_name = serializers.CharField(label="所属单位")


WEARER = serializers.PrimaryKeyRelatedField(queryset=User.objects.filter(is_active=True), label="持有人")


class PlaceSerializer(serializers.Serializer):
    """Where a recorder is, for the map."""

    id = serializers.IntegerField(label="编号")
    name = serializers.CharField(label="名称")
    department_name = serializers.CharField(label="所属单位")
    wearer_name = serializers.CharField(label="持有人", allow_null=True)
    online = serializers.BooleanField(label="在线")
    lon = serializers.FloatField(label="经度")
    lat = serializers.FloatField(label="纬度")
    speed = serializers.FloatField(label="速度(km/h)", allow_null=True)
    direction = serializers.FloatField(label="方向(°)", allow_null=True)
    located_at = serializers.DateTimeField(label="定位时间")
    alarm_at = serializers.DateTimeField(label="未处理告警", allow_null=True)


class TrackQuery(serializers.Serializer):
    since = serializers.DateTimeField(label="开始时间")
    until = serializers.DateTimeField(label="结束时间")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["until"] <= given["since"]:
            raise serializers.ValidationError({"until": ["结束时间应晚于开始时间"]})
        if (given["until"] - given["since"]).days > MOST_DAYS:
            raise serializers.ValidationError({"until": [f"一次最多查看{MOST_DAYS}天的轨迹，请缩短时间"]})
        return given


class FixSerializer(serializers.Serializer):
    at = serializers.DateTimeField(label="时间")
    lon = serializers.FloatField(label="经度")
    lat = serializers.FloatField(label="纬度")
    speed = serializers.FloatField(label="速度(km/h)", allow_null=True)
    direction = serializers.FloatField(label="方向(°)", allow_null=True)


class StretchSerializer(serializers.Serializer):
    metres = serializers.FloatField(label="里程(米)")
    fixes = FixSerializer(many=True, label="轨迹点")


def _department_named(actor: User, name: str, values: Any) -> Department | None:
    found = list(Department.objects.current().filter(name=name)[:2])
    return found[0] if len(found) == 1 else None


def _model_named(actor: User, name: str, values: Any) -> RecorderModel | None:
    """By the type alone where one maker has it, else 厂家 型号."""
    maker, _, kind = name.rpartition(" ")
    rows = RecorderModel.objects.current().filter(name=kind, **({"maker": maker} if maker else {}))
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


class RecorderViewSet(Addable, RecordViewSet):
    queryset = Recorder.objects.all()
    serializer_class = RecorderSerializer
    detail_class = RecorderDetailSerializer
    filterset_class = RecorderFilter
    searched = ("name", "number", "serial_number", "wearer__name", "department__name", "model__name", "model__maker")
    ordered = ("id", "name", "number", "bought_on")
    form = form_of(services.register_recorder, "RecorderForm", password=text("接入密码", 64, write_only=True))
    add = staticmethod(on_time(services.register_recorder))
    edit = step(
        "edit",
        services.edit_recorder,
        password=text("接入密码", 64, write_only=True, required=False, allow_blank=True),
    )
    hand_out = step("hand_out", services.hand_out, wearer=WEARER, at=serializers.DateTimeField(label="领用时间"))
    take_back = step("take_back", services.take_back, at=serializers.DateTimeField(label="归还时间"))
    stop = step("stop", services.stop_recorder)
    resume = step("resume", services.resume_recorder)
    end = step("end", services.end_recorder, EndInput)
    importing = Importing(
        permission="recorders.register",
        aliases={
            "number": ("设备编码", "设备编号", "国标编号"),
            "name": ("设备名称", "记录仪名称"),
            "serial_number": ("序列号", "出厂编号"),
            "department": ("单位", "部门"),
            "password": ("密码", "注册密码"),
        },
        unique=("number",),
        lookups={
            "department": Lookup("请填写平台已有的部门名称", _department_named),
            "model": Lookup("请填写已登记的型号，或“厂家 型号”", _model_named),
        },
    )

    def detail_of(self, row: Any) -> Any:
        full = Recorder.objects.select_related("terminal", "department", "region", "model", "wearer").get(pk=row.pk)
        return super().detail_of(full)

    @extend_schema(request=WatchInput, responses={201: ViewSerializer})
    @action(detail=True, methods=["post"])
    def watch(self, request: Request, pk: str) -> Response:
        """A ticket for one look at a live picture: opens one WebSocket within a minute."""
        given = checked(WatchInput, request.data)
        user: Any = request.user
        session, elsewhere = held_by(request.auth) or f"user:{user.pk}", isinstance(request.auth, Call)
        found = services.watch(int(pk), actor=user, session=session, elsewhere=elsewhere, now=timezone.now(), **given)
        return Response(ViewSerializer(found).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CommandInput, responses={202: None})
    @action(detail=True, methods=["post"])
    def command(self, request: Request, pk: str) -> Response:
        """Ordered; what came of it stands in the recorder's log."""
        services.command(int(pk), actor=request.user, **checked(CommandInput, request.data))  # type: ignore[arg-type]
        return Response(status=status.HTTP_202_ACCEPTED)

    record = set_step("record", recording.record_now, RecordInput)

    @extend_schema(responses=WearerSerializer(many=True))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def wearers(self, request: Request) -> Response:
        """Who may wear the recorders that one sees: the people of those authorities."""
        user: Any = request.user
        seen = Recorder.objects.within(user, "recorders.hand_out").current().values("department")
        staff = User.objects.filter(department__in=seen, is_active=True, is_system=False).order_by("name", "pk")
        rows = staff.values_list("id", "name", "department__name")[:1000]
        return Response([dict(zip(("id", "name", "department_name"), row, strict=True)) for row in rows])

    @extend_schema(responses=PlaceSerializer(many=True))
    @action(detail=False, pagination_class=None)
    def places(self, request: Request) -> HttpResponse:
        """Where all that one sees are, as far as they ever said."""
        rows = self.filter_queryset(self.get_queryset()).filter(terminal__lon__isnull=False).order_by("pk")
        told = {
            "id": "pk",
            "name": "name",
            "department_name": "department__name",
            "wearer_name": "wearer__name",
            **{each: f"terminal__{each}" for each in ("online", "lon", "lat", "speed", "direction")},
            **{each: f"terminal__{each}" for each in ("located_at", "alarm_at")},
        }
        found = rows.values_list(*told.values())
        return answer([dict(zip(told, values, strict=True)) for values in found])

    @extend_schema(parameters=[TrackQuery], responses=StretchSerializer(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def track(self, request: Request, pk: str) -> HttpResponse:
        """Where it was, in the pieces that are known: nothing is drawn over a gap."""
        asked = checked(TrackQuery, request.query_params)
        row = self.get_object()
        pieces = stretches(terminals.track(row.terminal_id, asked["since"], asked["until"]))
        return answer(
            [
                {
                    "metres": round(length(piece), 1),
                    "fixes": [
                        {
                            **{"at": timezone.localtime(fix.at), "lon": fix.lon, "lat": fix.lat},
                            **{"speed": fix.speed, "direction": fix.direction},
                        }
                        for fix in thinned(piece, MOST_FIXES)
                    ],
                }
                for piece in pieces
            ]
        )


class SpanSerializer(serializers.Serializer):
    day = serializers.IntegerField(label="星期", min_value=1, max_value=7)
    start = serializers.RegexField(r"^\d\d:\d\d$", label="开始")
    stop = serializers.RegexField(r"^\d\d:\d\d$", label="结束")


class RecordingPlanSerializer(RecordSerializer):
    department_name = serializers.CharField(source="department.name", read_only=True, label="所属单位")
    week = serializers.JSONField(read_only=True, label="每周时段")

    class Meta:
        model = RecordingPlan
        fields = (
            *("id", "version", "name", "department", "department_name", "week", "on_alarm", "before", "after", "days"),
            "created_at",
        )


def _week() -> dict[str, Any]:
    return {"week": SpanSerializer(many=True, required=False, label="每周时段")}


class RecordingPlanViewSet(Addable, RecordViewSet):
    queryset = RecordingPlan.objects.all()
    serializer_class = RecordingPlanSerializer
    searched = ("name", "department__name")
    form = form_of(recording.plan_recording, "RecordingPlanForm", **_week())
    add = staticmethod(recording.plan_recording)
    edit = step("edit", recording.edit_plan, **_week())
    end = step("end", recording.end_plan, EndInput)


# -- types, logs, alarms -----------------------------------------------------------------------------------------------


class RecorderModelSerializer(RecordSerializer):
    class Meta:
        model = RecorderModel
        fields = ("id", "version", "maker", "name", "explosion_proof", "channels", "note", "created_at")


class RecorderModelViewSet(Addable, RecordViewSet):
    queryset = RecorderModel.objects.all()
    serializer_class = RecorderModelSerializer
    searched = ("maker", "name")
    ordered = ("id", "maker", "name")
    form = form_of(services.add_model, "RecorderModelForm")
    add = staticmethod(services.add_model)
    edit = step("edit", services.edit_model)
    end = step("end", services.end_model, EndInput)
    importing = Importing(permission="recorders.keep_models", unique=("maker", "name"))


class DeviceEntrySerializer(serializers.ModelSerializer):
    recorder_name = serializers.CharField(source="recorder.name", read_only=True, label="记录仪")
    recorder_number = serializers.CharField(source="recorder.number", read_only=True, label="国标编码")
    department_name = serializers.CharField(source="recorder.department.name", read_only=True, label="所属单位")

    class Meta:
        model = DeviceEntry
        fields = ("id", "at", "recorder", "recorder_name", "recorder_number", "department_name", "kind", "text")


class DeviceEntryFilter(OfDepartmentFilter):
    recorder = filters.NumberFilter(min_value=1, max_value=MOST, label="记录仪")
    kind = AnyOf(choices=Told.choices, label="类型")
    at = filters.DateFromToRangeFilter(label="时间")

    class Meta:
        model = DeviceEntry
        fields = ()


class DeviceEntryViewSet(ListedViewSet):
    queryset = DeviceEntry.objects.all()
    serializer_class = DeviceEntrySerializer
    filterset_class = DeviceEntryFilter
    searched = ("text", "recorder__name", "recorder__number")
    ordered = ("id", "at")


class AlarmSerializer(RecordSerializer):
    recorder_name = serializers.CharField(source="recorder.name", read_only=True, label="记录仪")
    department_name = serializers.CharField(source="department.name", read_only=True, label="所属单位")

    class Meta:
        model = Alarm
        fields: tuple[str, ...] = (
            *("id", "version", "recorder", "recorder_name", "department_name", "label", "priority", "description"),
            *("happened_at", "lon", "lat", "status", "dealt_at", "result"),
        )
        read_only_fields = fields


class AlarmFilter(OfDepartmentFilter):
    recorder = filters.NumberFilter(min_value=1, max_value=MOST, label="记录仪")
    status = AnyOf(choices=AlarmStatus.choices, label="状态")
    happened_at = filters.DateFromToRangeFilter(label="告警时间")

    class Meta:
        model = Alarm
        fields = ()


class AlarmViewSet(RecordViewSet):
    queryset = Alarm.objects.all()
    serializer_class = AlarmSerializer
    filterset_class = AlarmFilter
    searched = ("label", "description", "recorder__name", "result")
    ordered = ("id", "happened_at")
    deal = step("deal", services.deal, result=text("处理结果", 300))


# -- the gateway -------------------------------------------------------------------------------------------------------


class Acknowledged(serializers.Serializer):
    acknowledged = serializers.IntegerField(label="已收到的编号")


class VideoEvents(APIView):
    """For the video gateway alone: what happened, by number, until it is acknowledged."""

    authentication_classes = [OurGateways]
    permission_classes = [IsGateway]

    @extend_schema(request=None, responses=Acknowledged, exclude=True)
    def post(self, request: Request) -> Response:
        try:
            said = orjson.loads(request._request.body)
            events = [video.Told.from_json(each) for each in said["events"]]
            spool = str(said.get("spool", ""))[:40]
        except (ValueError, KeyError, TypeError) as error:
            raise exceptions.ParseError(f"无法识别：{error}") from error
        now = timezone.now()
        return Response({"acknowledged": gateways.take(Gateways.VIDEO, spool, events, telling.receive, now=now)})

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


urlpatterns = [
    *record_urls("recorders", RecorderViewSet),
    *record_urls("recording-plans", RecordingPlanViewSet),
    *record_urls("recorder-models", RecorderModelViewSet),
    *record_urls("recorder-log", DeviceEntryViewSet),
    *record_urls("recorder-alarms", AlarmViewSet),
    path("gateways/video/events", VideoEvents.as_view()),
]
