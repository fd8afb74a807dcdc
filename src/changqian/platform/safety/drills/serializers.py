"""How plans and drills look, what each step takes, and what is said of who owes drills."""

from rest_framework import serializers

from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.enterprises.serializers import Edit
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.rules import PER_SLOT
from changqian.platform.foundation.records.api import RecordSerializer, SetInput, StepInput
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, SITE_FIELDS, LedgerSerializer, SiteSerializer
from changqian.platform.ledgerkit.stats import Level
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import Grade, Kind, Rule, Standing

OF_PLAN = ("name", "kind", "edition", "published_on", "filed_on", "filing_no", "reviewed_on")
OF_DRILL = (
    *("title", "plan", "kind", "form", "planned_on", "location"),
    *("organiser", "participants_planned", "budget", "contact"),
)


class EmergencyPlanSerializer(LedgerSerializer):
    class Meta:
        model = EmergencyPlan
        fields = (
            *(*ENTERPRISE_FIELDS, *OF_PLAN, "file_by", "review_due_on"),
            *("to_revise", "revision_opinion", "revised_on"),
        )


class EmergencyPlanForm(RecordSerializer):
    enterprise = serializers.PrimaryKeyRelatedField(label="企业", queryset=Enterprise.objects.current())

    class Meta:
        model = EmergencyPlan
        fields = ("enterprise", *OF_PLAN)


class EmergencyPlanAmend(Edit):
    class Meta:
        model = EmergencyPlan
        fields = ("version", *OF_PLAN)


class EmergencyPlanRevise(StepInput):
    edition = serializers.CharField(label="新版本号", max_length=30)
    published_on = serializers.DateField(label="新版公布日期")


class DrillSerializer(SiteSerializer):
    plan_name = serializers.CharField(source="plan.name", read_only=True, allow_null=True, label="所演练的预案")
    kind = serializers.ChoiceField(Kind.choices, label="预案类别", required=False)

    class Meta:
        model = Drill
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, *OF_DRILL, "plan_name", "status", "due_on", "happens_on", "held_on", "participants"),
            *("principal_attended", "next_due_on", "grade", "score", "reported_on"),
        )


class DrillProblem(serializers.Serializer):
    description = serializers.CharField(label="问题", max_length=1000)
    hazard = serializers.IntegerField(label="隐患", allow_null=True)
    hazard_number = serializers.CharField(label="隐患编号", allow_null=True)
    hazard_status = serializers.CharField(label="隐患状态", allow_null=True)


class DrillDetailSerializer(DrillSerializer):
    photos = StoredFileSerializer(many=True, label="演练照片")
    problems = DrillProblem(many=True, label="发现的问题")  # type: ignore[assignment]
    to_report = serializers.BooleanField(label="应报送监管部门")

    class Meta(DrillSerializer.Meta):
        fields = (
            *(*DrillSerializer.Meta.fields, "attendees", "attendee_names", "others", "process", "photos"),
            *("conclusion", "problems", "revise_plan", "revision_opinion", "evaluated_on", "reported_to", "to_report"),
        )


class DrillFields(RecordSerializer):
    kind = serializers.ChoiceField(Kind.choices, label="预案类别", required=False)
    plan = serializers.PrimaryKeyRelatedField(
        label="所演练的预案", queryset=EmergencyPlan.objects.current(), required=False, allow_null=True
    )


class DrillForm(DrillFields):
    site = serializers.PrimaryKeyRelatedField(label="场所", queryset=Site.objects.current())

    class Meta:
        model = Drill
        fields = ("site", *OF_DRILL)


class DrillEdit(Edit, DrillFields):
    class Meta:
        model = Drill
        fields = ("version", *OF_DRILL)


class DrillPostpone(SetInput):
    planned_on = serializers.DateField(label="计划日期")


class DrillHold(StepInput):
    held_on = serializers.DateField(label="演练日期")
    attendees = serializers.ListField(
        label="参演人员", child=serializers.IntegerField(min_value=1, max_value=MOST), max_length=2000, required=False
    )
    others = serializers.IntegerField(label="其他参演人数", min_value=0, max_value=100_000, default=0)
    principal_attended = serializers.BooleanField(label="主要负责人参加", default=False)
    process = serializers.CharField(label="演练过程", max_length=4000)
    photos = serializers.ListField(
        label="演练照片", child=serializers.IntegerField(min_value=1, max_value=MOST), max_length=PER_SLOT
    )


class DrillFinding(serializers.Serializer):
    description = serializers.CharField(label="问题", max_length=1000)
    hazard = serializers.BooleanField(label="登记为隐患", default=False)


class DrillEvaluate(StepInput):
    score = serializers.IntegerField(label="评分", min_value=0, max_value=100)
    grade = serializers.ChoiceField(Grade.choices, label="评估等级")
    conclusion = serializers.CharField(label="评估结论", max_length=2000)
    problems = DrillFinding(many=True, label="发现的问题", required=False)
    revise_plan = serializers.BooleanField(label="预案需要修订", default=False)
    revision_opinion = serializers.CharField(label="预案修订意见", max_length=1000, required=False, allow_blank=True)


class DrillReport(StepInput):
    reported_on = serializers.DateField(label="报送日期")
    reported_to = serializers.CharField(label="报送部门", max_length=100)


class RequirementQuery(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)
    year = serializers.IntegerField(label="年度", min_value=2000, max_value=2100)


class DrillCounted(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField(label="演练名称")
    held_on = serializers.DateField(label="演练日期")


class DrillDuty(serializers.Serializer):
    rule = serializers.ChoiceField(Rule.choices, label="要求")
    basis = serializers.CharField(label="依据")
    begin = serializers.DateField(label="自")
    due_on = serializers.DateField(label="期限")
    needed = serializers.IntegerField(label="应演练")
    held = serializers.IntegerField(label="已演练")
    missing = serializers.IntegerField(label="还差")
    late = serializers.BooleanField(label="逾期")
    advice = serializers.CharField(label="下一步")
    drills = DrillCounted(many=True, label="计入的演练")


class DrillPlanFault(serializers.Serializer):
    text = serializers.CharField(label="问题")
    basis = serializers.CharField(label="依据")


class DrillRequirements(serializers.Serializer):
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField(label="企业")
    year = serializers.IntegerField(label="年度")
    standing = serializers.ChoiceField(Standing.choices, label="完成情况")
    reasons = serializers.ListField(child=serializers.CharField(), label="判定事实")
    duties = DrillDuty(many=True, label="要求")
    plan_faults = DrillPlanFault(many=True, label="预案待办")


class FulfilmentQuery(serializers.Serializer):
    due_on = serializers.DateField(label="截至")
    level = serializers.ChoiceField([level.name.lower() for level in Level], default="district")


class DrillArea(serializers.Serializer):
    path = serializers.CharField()
    region = serializers.IntegerField()
    name = serializers.CharField(label="地区")
    required = serializers.IntegerField(label="应演练企业")  # type: ignore[assignment]
    met = serializers.IntegerField(label="已完成")
    open = serializers.IntegerField(label="未完成")
    late = serializers.IntegerField(label="其中逾期")


class DrillFigure(serializers.Serializer):
    measure = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sum_by_region = serializers.IntegerField(label="各地区合计")
    distinct_total = serializers.IntegerField(label="去重企业数")
    multi_site_overlap = serializers.IntegerField(label="一照多址重复数")


class DrillFulfilment(serializers.Serializer):
    due_on = serializers.DateField(label="截至")
    figures = DrillFigure(many=True, label="合计")
    areas = DrillArea(many=True, label="各地区")


class UnfulfilledQuery(FulfilmentQuery):
    area = serializers.RegexField(r"^(\d{4}){1,4}$", label="地区")
    late = serializers.BooleanField(label="只看逾期", default=False)
    offset = serializers.IntegerField(min_value=0, max_value=MOST, default=0)


class DrillMissing(serializers.Serializer):
    rule = serializers.ChoiceField(Rule.choices, label="要求")
    due_on = serializers.DateField(label="期限")
    missing = serializers.IntegerField(label="还差")
    late = serializers.BooleanField(label="逾期")


class DrillDebtor(serializers.Serializer):
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField(label="企业")
    missing = DrillMissing(many=True, label="缺项")


class DrillDebtors(serializers.Serializer):
    count = serializers.IntegerField(label="企业数")
    results = DrillDebtor(many=True)
