"""`/api/codes/<token>/`: open to everybody who stands before the code; the token is the permission."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.commons.checks.api import CheckItemSerializer
from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.commons.codes.services import count_miss, count_scan, find_code, guesses_too_much
from changqian.platform.commons.plans.api import PlanKitSerializer, PlanTaskSerializer
from changqian.platform.safety.equipment.api import AttentionSerializer
from changqian.platform.safety.equipment.rules import Status as MachineStatus
from changqian.platform.safety.risks.rules import Kind, Level
from changqian.platform.safety.risks.serializers import RiskTaskSerializer
from changqian.platform.screens.scan.cards import card_of


class PostedRisk(serializers.Serializer):
    """What the notice at a risk says. No phone but the one for complaints."""

    number = serializers.CharField(label="编号")
    name = serializers.CharField(label="风险点")
    kind = serializers.ChoiceField(Kind.choices, label="类别")
    location = serializers.CharField(label="位置")
    level = serializers.ChoiceField(Level.choices, label="风险等级")
    colour = serializers.CharField(label="颜色")
    factors = serializers.CharField(label="危险有害因素")
    accident_types = serializers.ListField(child=serializers.CharField(), label="可能事故类型")
    consequences = serializers.CharField(label="可能后果")
    engineering = serializers.CharField(label="工程技术措施")
    management = serializers.CharField(label="管理措施")
    training = serializers.CharField(label="培训教育措施")
    ppe = serializers.CharField(label="个体防护措施")
    emergency = serializers.CharField(label="应急处置措施")
    responsible_department = serializers.CharField(label="责任部门")
    responsible_name = serializers.CharField(label="责任人")
    supervise_phone = serializers.CharField(label="监督电话")
    revision = serializers.IntegerField(label="版本")
    approved_on = serializers.DateField(label="编制日期")


class PostedMachine(serializers.Serializer):
    """What is posted on a machine: 使用登记标志, 定期检验标志 (特种设备安全法第三十三条、第四十条)."""

    number = serializers.CharField(label="设备编号")
    name = serializers.CharField(label="设备名称")
    class_code = serializers.CharField(label="设备类别")
    location = serializers.CharField(label="安装位置")
    status = serializers.ChoiceField(MachineStatus.choices, label="状态")
    special = serializers.BooleanField(label="特种设备")
    registration_number = serializers.CharField(label="使用登记证编号")
    next_examination_on = serializers.DateField(label="下次检验日期", allow_null=True)


class ScanCard(serializers.Serializer):
    """`viewer` is public, staff or regulator; ids, items and tasks are there for the last two only."""

    kind = serializers.CharField()
    token = serializers.CharField()
    viewer = serializers.CharField()
    enterprise_name = serializers.CharField(label="企业")
    site_name = serializers.CharField(label="场所")
    region_name = serializers.CharField(label="属地")
    message = serializers.CharField(label="提示")
    point = PostedRisk(allow_null=True, label="风险点")
    machine = PostedMachine(allow_null=True, label="设备")
    risks = PostedRisk(many=True, label="较大以上风险")
    enterprise = serializers.IntegerField(allow_null=True)
    site = serializers.IntegerField(allow_null=True)
    risk_point = serializers.IntegerField(allow_null=True)
    equipment = serializers.IntegerField(allow_null=True)
    can_patrol = serializers.BooleanField()
    can_report = serializers.BooleanField()
    control_levels = serializers.ListField(child=serializers.ChoiceField(ControlLevel.choices), label="可执行层级")
    items = CheckItemSerializer(many=True, label="检查项")
    task = RiskTaskSerializer(allow_null=True, label="本月任务")
    tasks = RiskTaskSerializer(many=True, label="本月未完成任务")
    plans = PlanKitSerializer(many=True, label="巡检保养计划")
    plan_tasks = PlanTaskSerializer(many=True, label="未完成的巡检保养任务")
    attentions = AttentionSerializer(many=True, label="要办的事")


class Gone(exceptions.APIException):
    status_code = 410
    default_detail = "该常安码已停用，请扫描现场新码或联系企业安管员"
    default_code = "gone"


class Guessing(exceptions.APIException):
    status_code = 429
    default_detail = "无效扫码过多，请十分钟后再试；企业员工可登录后扫码"
    default_code = "throttled"


class ScanView(APIView):
    permission_classes = [permissions.AllowAny]

    @extend_schema(
        operation_id="scan_retrieve",
        responses={
            200: ScanCard,
            404: OpenApiResponse(description="没有这个常安码"),
            410: OpenApiResponse(description="常安码已停用"),
            429: OpenApiResponse(description="无效扫码过多"),
        },
    )
    def get(self, request: Request, token: str) -> Response:
        """The card behind a scanned code."""
        now, address = timezone.now(), request.META.get("REMOTE_ADDR", "")[:45]
        if not request.user.is_authenticated and guesses_too_much(address, now=now):
            raise Guessing
        code = find_code(token)
        if code is None or code.ended_at is not None:
            count_miss(address, now=now)
            raise exceptions.NotFound("没有这个常安码，请核对后重试", "no_such_code")
        if code.revoked_at is not None:
            raise Gone
        today = timezone.localdate(now)
        count_scan(code, day=today)
        answer = Response(ScanCard(card_of(code, viewer=request.user, today=today)).data)
        answer["Cache-Control"] = "private, no-store"
        return answer


urlpatterns = [path("codes/<str:token>/", ScanView.as_view())]
