"""How a hazard looks in a list and in a detail, and what each step takes."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from changqian.platform.commons.hazards.models import Event, Extension, Hazard, Round
from changqian.platform.commons.hazards.rules import Category, Level, Source, Status, Step
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import StepInput, SubmissionInput
from changqian.platform.foundation.records.rows import CONVERTERS
from changqian.platform.ledgerkit.api import SITE_FIELDS, SiteSerializer

LONGEST_ID = 2**63 - 1
PLAN_PARTS = ("plan_goal", "plan_methods", "plan_funds", "plan_people", "plan_schedule", "plan_safety")
FIVE = ("responsible", "responsible_name", "measures", "funds", "deadline", "emergency_plan")
LIST = (
    *SITE_FIELDS,
    "number",
    "description",
    "location",
    "category",
    "source",
    "level",
    "status",
    "risk_point_id",
    "found_at",
    "found_on",
    "deadline",
    "due_on",
    "days_left",
    "responsible",
    "responsible_name",
    "is_supervised",
    "recurring",
    "urged_count",
    "urged_at",
    "escalated_at",
    "rounds_count",
    "extensions_count",
    "closed_on",
    "synced_late",
)


class DaysLeftField(serializers.IntegerField):
    """Days until the date in the column, negative when it has passed; the clock is that of the answer."""

    def to_representation(self, value: Any) -> int:
        days: int = (value - timezone.localdate()).days
        return days


CONVERTERS[DaysLeftField] = lambda field: field.to_representation


class HazardSerializer(SiteSerializer):
    days_left = DaysLeftField(source="due_on", read_only=True, label="剩余天数")
    risk_point_id = serializers.IntegerField(read_only=True, label="风险点")

    class Meta:
        model = Hazard
        fields = LIST
        read_only_fields = LIST


class HazardRoundSerializer(serializers.ModelSerializer):
    submitted_by_name = serializers.CharField(source="submitted_by.name", label="提交人")
    applied_by_name = serializers.CharField(source="applied_by.name", default=None, label="申请验收人")
    reviewed_by_name = serializers.CharField(source="reviewed_by.name", default=None, label="复查人")
    photos = StoredFileSerializer(many=True, label="整改后照片")
    review_photos = StoredFileSerializer(many=True, label="复查照片")

    class Meta:
        model = Round
        fields = (
            "number",
            "done",
            "cost",
            "submitted_by_name",
            "submitted_at",
            "applied_by_name",
            "applied_at",
            "assessment",
            "result",
            "reviewed_by_name",
            "reviewed_at",
            "by_authority",
            "comment",
            "photos",
            "review_photos",
        )


class HazardExtensionSerializer(serializers.ModelSerializer):
    requested_by_name = serializers.CharField(source="requested_by.name", label="申请人")
    decided_by_name = serializers.CharField(source="decided_by.name", default=None, label="审批人")

    class Meta:
        model = Extension
        fields = (
            "reason",
            "before",
            "until",
            "requested_by_name",
            "requested_at",
            "decision",
            "decided_by_name",
            "decided_at",
            "comment",
        )


class HazardFiveSerializer(serializers.Serializer):
    """隐患整改五落实: whether it is whole, and what is missing."""

    whole = serializers.BooleanField(label="五落实齐全")
    missing = serializers.ListField(child=serializers.CharField(), label="缺少")


class HazardDetailSerializer(HazardSerializer):
    found_by_name = serializers.CharField(source="found_by.name", read_only=True, label="发现人")
    rectified_by_name = serializers.CharField(source="rectified_by.name", default=None, label="整改人")
    reviewed_by_name = serializers.CharField(source="reviewed_by.name", default=None, label="复查人")
    origin_id = serializers.IntegerField(read_only=True, label="来源记录")
    overdue = serializers.BooleanField(read_only=True, label="已逾期")
    photos_before = StoredFileSerializer(many=True, read_only=True, label="整改前照片")
    five = HazardFiveSerializer(read_only=True, label="五落实")
    rounds = HazardRoundSerializer(many=True, read_only=True, label="整改轮次")
    extensions = HazardExtensionSerializer(many=True, read_only=True, label="延期申请")

    class Meta:
        model = Hazard
        fields = (
            *LIST,
            "overdue",
            "level_basis",
            "criterion",
            "origin_kind",
            "origin_id",
            "lon",
            "lat",
            "found_by",
            "found_by_name",
            "measures",
            "funds",
            "emergency_plan",
            "interim_control",
            "five",
            "assigned_at",
            "rectified_by_name",
            "rectified_at",
            "cost",
            "reviewed_by_name",
            "reviewed_at",
            "closed_at",
            "days_to_close",
            "announced",
            "dismiss_reason",
            "notified_at",
            "notified_to",
            "congress_told",
            *PLAN_PARTS,
            "plan_approved_at",
            "supervised_at",
            "supervising_body",
            "supervise_no",
            "supervise_deadline",
            "supervise_leader",
            "supervise_public",
            "lift_no",
            "lifted_at",
            "captured_at",
            "photos_before",
            "rounds",
            "extensions",
        )
        read_only_fields = fields


def text(label: str, longest: int, *, required: bool = False) -> serializers.CharField:
    return serializers.CharField(label=label, max_length=longest, required=required, allow_blank=not required)


def pictures(label: str) -> serializers.ListField:
    child = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    return serializers.ListField(child=child, label=label, required=False, max_length=9)


def money(label: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True
    )


def degrees(label: str, most: int) -> serializers.FloatField:
    return serializers.FloatField(label=label, min_value=-most, max_value=most, required=False, allow_null=True)


class HazardReport(SubmissionInput):
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.filter(ended_at__isnull=True), label="场所")
    description = text("隐患描述", 1000, required=True)
    location = text("具体位置", 200)
    category = serializers.ChoiceField(Category.choices, label="类别")
    level = serializers.ChoiceField(Level.choices, default=Level.GENERAL, label="等级")
    level_basis = text("判定依据", 500)
    criterion = text("判定标准条款", 20)
    source = serializers.ChoiceField(Source.choices, default=Source.SELF_CHECK, label="来源")  # type: ignore[assignment]
    interim_control = text("临时管控措施", 1000)
    deadline = serializers.DateField(label="整改期限", required=False, allow_null=True)
    found_at = serializers.DateTimeField(label="发现时间", required=False, allow_null=True)
    risk_point_id = serializers.IntegerField(
        label="风险点", required=False, allow_null=True, min_value=1, max_value=LONGEST_ID
    )
    lon = degrees("经度", 180)
    lat = degrees("纬度", 90)
    photos = pictures("整改前照片")
    fixed = text("当场整改情况", 2000)
    photos_after = pictures("整改后照片")


class HazardEdit(StepInput):
    description = text("隐患描述", 1000, required=True)
    location = text("具体位置", 200)
    category = serializers.ChoiceField(Category.choices, label="类别", required=False)
    interim_control = text("临时管控措施", 1000)


class HazardGrade(StepInput):
    level = serializers.ChoiceField(Level.choices, label="等级")
    level_basis = text("判定依据", 500)
    criterion = text("判定标准条款", 20)


class HazardAssign(StepInput):
    responsible = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(is_active=True), label="整改责任人账号", required=False, allow_null=True
    )
    responsible_name = text("整改责任人", 50)
    measures = text("整改措施", 2000, required=True)
    funds = money("整改资金(元)")
    deadline = serializers.DateField(label="整改期限", required=False, allow_null=True)
    emergency_plan = text("应急预案", 2000)
    interim_control = text("临时管控措施", 1000)


class HazardSubmit(StepInput):
    done = text("整改情况", 2000, required=True)
    cost = money("实际费用(元)")
    photos = pictures("整改后照片")


class HazardReview(StepInput):
    comment = text("复查意见", 1000)
    photos = pictures("复查照片")


class HazardReturn(StepInput):
    comment = text("退回意见", 1000, required=True)
    photos = pictures("复查照片")


class HazardReason(StepInput):
    reason = text("理由", 500, required=True)


class HazardEnd(StepInput):
    reason = text("删除原因", 200, required=True)


class HazardApproval(StepInput):
    comment = text("批准意见", 1000)


class HazardExtensionRequest(StepInput):
    reason = text("延期理由", 1000, required=True)
    until = serializers.DateField(label="申请延至")


class HazardExtensionDecision(StepInput):
    approved = serializers.BooleanField(label="同意延期")
    comment = text("审批意见", 1000)


class HazardNotification(StepInput):
    notified_to = text("上报部门", 100, required=True)
    interim_control = text("临时管控措施", 1000, required=True)
    congress_told = serializers.BooleanField(label="已向职代会报告", default=False)


class HazardPlan(StepInput):
    plan_goal = text("治理的目标和任务", 2000)
    plan_methods = text("采取的方法和措施", 2000)
    plan_funds = text("经费和物资的落实", 2000)
    plan_people = text("负责治理的机构和人员", 2000)
    plan_schedule = text("治理的时限和要求", 2000)
    plan_safety = text("安全措施和应急预案", 2000)
    deadline = serializers.DateField(label="治理期限")


class HazardSupervision(StepInput):
    supervising_body = text("督办单位", 100, required=True)
    supervise_no = text("督办文号", 60, required=True)
    supervise_deadline = serializers.DateField(label="督办期限")
    supervise_leader = text("督办责任领导", 50, required=True)
    supervise_public = serializers.BooleanField(label="督办信息公开", default=False)


class HazardProgress(StepInput):
    words = text("治理进度", 2000, required=True)
    photos = pictures("照片")


class HazardAcceptance(StepInput):
    assessment = text("企业评估意见", 2000, required=True)


class HazardLift(StepInput):
    lift_no = text("摘牌文号", 60, required=True)


class HazardClose(StepInput):
    announced = text("向从业人员通报情况", 1000, required=True)


class HazardUrge(StepInput):
    words = text("催办内容", 500, required=True)


class HazardKind(serializers.Serializer):
    """What is counted of one category."""

    category = serializers.ChoiceField(Category.choices, label="类别")
    values = serializers.DictField(child=serializers.IntegerField(), label="指标")


class HazardNextSerializer(serializers.Serializer):
    """One step: whether the asker can do it now; if not, why not, and who can."""

    step = serializers.ChoiceField(Step.choices, label="操作")
    label = serializers.CharField(label="名称")  # type: ignore[assignment]
    allowed = serializers.BooleanField(label="可办理")
    now = serializers.BooleanField(label="当前状态下可以办理")
    reason = serializers.CharField(label="不能办理的原因", allow_blank=True)
    who = serializers.ListField(child=serializers.CharField(), label="可由谁办理")
    after = serializers.ListField(child=serializers.CharField(), label="在哪些状态下办理")


class HazardEventSerializer(serializers.ModelSerializer):
    step = serializers.CharField(label="操作")
    step_label = serializers.CharField(label="操作名称")
    status = serializers.ChoiceField(Status.choices, label="办理后状态")
    actor_name = serializers.CharField(source="actor.name", label="办理人")
    round = serializers.IntegerField(source="round.number", default=None, label="轮次")
    photos = StoredFileSerializer(many=True, label="照片")

    class Meta:
        model = Event
        fields = ("id", "at", "step", "step_label", "status", "actor_name", "words", "round", "photos")


class FindingInput(serializers.Serializer):
    """A problem that another ledger found; with `hazard` it goes into the loop."""

    description = serializers.CharField(label="问题", max_length=1000)
    hazard = serializers.BooleanField(label="登记为隐患", default=False)


class FindingSerializer(serializers.Serializer):
    description = serializers.CharField(label="问题", max_length=1000)
    hazard = serializers.IntegerField(label="隐患", allow_null=True)
    hazard_number = serializers.CharField(label="隐患编号", allow_null=True)
    hazard_status = serializers.CharField(label="隐患状态", allow_null=True)
