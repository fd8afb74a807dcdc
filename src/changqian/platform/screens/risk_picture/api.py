from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from changqian.platform.commons.industrial.api import IndustrialFirmSerializer
from changqian.platform.commons.province.api import DeclarationSerializer
from changqian.platform.commons.province.rules import Level as DeclaredLevel
from changqian.platform.commons.summaries.api import SHARE
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.api import answer
from changqian.platform.safety.risks.rules import CardState, Level, Status
from changqian.platform.safety.risks.serializers import DeclaredBeside
from changqian.platform.screens.risk_picture.reading import picture


class PictureDeclared(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(label="风险点名称")
    level = serializers.ChoiceField(DeclaredLevel.choices, label="等级")
    code = serializers.CharField(label="风险代码")
    location = serializers.CharField(label="位置")
    department = serializers.CharField(label="责任部门")


class PictureOwn(serializers.Serializer):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField(label="风险点名称")
    level = serializers.ChoiceField(Level.choices, source="assessed_level", label="等级")
    status = serializers.ChoiceField(Status.choices, label="状态")
    location = serializers.CharField(label="位置")
    site_name = serializers.CharField(source="site.name", label="场所")
    card_state = serializers.ChoiceField(CardState.choices, label="告知卡状态")


class PicturePair(serializers.Serializer):
    """What the firm declared and what it keeps itself, side by side."""

    declared = PictureDeclared(allow_null=True, label="申报")
    own = PictureOwn(allow_null=True, label="本企业")
    beside = DeclaredBeside(allow_null=True, label="对照")
    like = PictureOwn(allow_null=True, label="可能是同一风险点")


class PictureRisks(serializers.Serializer):
    by_level = serializers.DictField(child=serializers.IntegerField(), label="管控中风险点")
    without_card = serializers.IntegerField(label="缺卡或需重制")


class PictureTasks(serializers.Serializer):
    total = serializers.IntegerField(label="本月任务")
    done = serializers.IntegerField(label="已完成")
    abnormal = serializers.IntegerField(label="发现异常")
    exempt = serializers.IntegerField(label="免检")
    asking = serializers.IntegerField(label="申请免检")


class PictureHazards(serializers.Serializer):
    open = serializers.IntegerField(label="未闭环")
    major = serializers.IntegerField(label="未闭环重大隐患")
    overdue = serializers.IntegerField(label="逾期未整改")
    this_year = serializers.IntegerField(label="本年发现")


class PictureMonth(serializers.Serializer):
    month = serializers.DateField(label="月份")
    value = serializers.FloatField(label="质效值", allow_null=True)
    parts = SHARE(many=True, label="质效值组成")


class PictureQuality(PictureMonth):
    summary = serializers.IntegerField(label="企业月度小结")
    before = serializers.FloatField(label="上月", allow_null=True)
    months = PictureMonth(many=True, label="各月")


class RiskPicture(serializers.Serializer):
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField(label="企业")
    register = IndustrialFirmSerializer(allow_null=True, label="风控名录")
    reports = DeclarationSerializer(many=True, label="风险报告")
    pairs = PicturePair(many=True, label="风险对照")
    risks = PictureRisks(allow_null=True, label="风险点")
    tasks = PictureTasks(allow_null=True, label="本月任务")
    hazards = PictureHazards(allow_null=True, label="隐患")
    quality = PictureQuality(allow_null=True, label="风控质效值")


class RiskPictureView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(responses=RiskPicture, operation_id="risk_picture_read")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """What one firm reported, its own risk points beside those it declared, and what is done about them."""
        actor: Any = request.user
        firm = Enterprise.objects.within(actor, "industrial.view").current().get(pk=pk)
        told = {
            "enterprise": firm.pk,
            "enterprise_name": firm.name,
            **picture(firm, actor=actor, today=timezone.localdate()),
        }
        return answer(RiskPicture(told).data)


urlpatterns = [path("risk-picture/<int:pk>/", RiskPictureView.as_view())]
