from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from changqian.platform.commons.hazards.serializers import FindingInput, FindingSerializer
from changqian.platform.commons.hazards.services.findings import with_hazards
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.rules import PER_SLOT
from changqian.platform.foundation.records.api import Addable, EndInput, answer, checked, record_urls, set_step, step
from changqian.platform.foundation.records.forms import SetInput, form_of, numbers
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import (
    ENTERPRISE_FIELDS,
    SITE_FIELDS,
    CountedViewSet,
    LedgerFilter,
    LedgerSerializer,
    LedgerViewSet,
    SiteFilter,
    SiteSerializer,
)
from changqian.platform.ledgerkit.calendar import WithCalendar
from changqian.platform.ledgerkit.duties.api import WithDuties
from changqian.platform.ledgerkit.importing import Importing, by_name
from changqian.platform.safety.drills import owed, services
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import DONE, Status
from changqian.platform.safety.drills.stats import STATISTICS


class EmergencyPlanSerializer(LedgerSerializer):
    class Meta:
        model = EmergencyPlan
        fields = (
            *(*ENTERPRISE_FIELDS, "name", "kind", "edition", "published_on", "filed_on", "filing_no", "reviewed_on"),
            *("file_by", "review_due_on", "to_revise", "revision_opinion", "revised_on", "revised_because"),
        )


class DrillSerializer(SiteSerializer):
    plan_name = serializers.CharField(source="plan.name", read_only=True, allow_null=True, label="所演练的预案")

    class Meta:
        model = Drill
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "title", "plan", "plan_name", "kind", "form", "planned_on", "location", "organiser"),
            *("participants_planned", "budget", "contact", "status", "due_on", "happens_on", "held_on", "participants"),
            *("principal_attended", "next_due_on", "grade", "score", "reported_on"),
        )


class DrillDetailSerializer(DrillSerializer):
    photos = StoredFileSerializer(many=True, label="演练照片")
    problems = FindingSerializer(many=True, label="发现的问题")  # type: ignore[assignment]
    to_report = serializers.BooleanField(label="应报送监管部门")

    class Meta(DrillSerializer.Meta):
        fields = (
            *(*DrillSerializer.Meta.fields, "attendees", "attendee_names", "others", "process", "photos"),
            *("conclusion", "problems", "revise_plan", "revision_opinion", "evaluated_on", "reported_to", "to_report"),
        )


class DrillPostpone(SetInput):
    planned_on = serializers.DateField(label="计划日期")


class RequirementQuery(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)
    year = serializers.IntegerField(label="年度", min_value=2000, max_value=2100)


class DrillFilter(SiteFilter):
    late = filters.BooleanFilter(method="which_late", label="逾期未演练")

    class Meta:
        model = Drill
        fields = ("kind", "form", "status", "happens_on", "plan", "month")

    def which_late(self, rows: Any, name: str, value: bool) -> Any:
        late = Q(due_on__lt=timezone.localdate())
        return rows.filter(late) if value else rows.filter(~late | Q(due_on=None))


class EmergencyPlanFilter(LedgerFilter):
    filed = filters.BooleanFilter(field_name="filed_on", lookup_expr="isnull", exclude=True, label="已备案")

    class Meta:
        model = EmergencyPlan
        fields = ("kind", "to_revise", "review_due_on")


class EmergencyPlanViewSet(Addable, LedgerViewSet):
    queryset = EmergencyPlan.objects.select_related("enterprise")
    serializer_class = EmergencyPlanSerializer
    filterset_class = EmergencyPlanFilter
    searched = ("name", "filing_no")
    ordered = ("id", "published_on", "review_due_on", "created_at")
    form = form_of(services.adopt_plan, "EmergencyPlanForm")
    add = staticmethod(services.adopt_plan)
    amend = step("amend", services.amend_plan)
    revise = step("revise", services.revise_plan, refile=serializers.BooleanField(label="重新公布并备案"))
    retire = step("retire", services.retire_plan, EndInput)
    importing = Importing(
        permission="drills.adopt",
        aliases={"name": ("应急预案名称",), "kind": ("预案类型",), "published_on": ("发布日期",)},
        unique=("enterprise", "name"),
    )


class DrillViewSet(WithDuties, WithCalendar, Addable, CountedViewSet):
    queryset = Drill.objects.select_related("enterprise", "site", "region", "plan")
    serializer_class = DrillSerializer
    detail_class = DrillDetailSerializer
    filterset_class = DrillFilter
    searched = ("title", "location", "organiser")
    ordered = ("id", "planned_on", "happens_on", "due_on", "held_on", "next_due_on", "created_at")
    statistics = STATISTICS
    duties = owed.DUTIES
    calendar_on = "happens_on"
    slots = ("photos",)
    form = form_of(services.plan_drill, "DrillForm")
    add = staticmethod(services.plan_drill)
    edit = step("edit", services.edit_drill)
    postpone = set_step("postpone", services.postpone_drills, DrillPostpone)
    hold = step(
        "hold",
        services.hold_drill,
        attendees=numbers("参演人员", 2000),
        photos=numbers("演练照片", PER_SLOT, required=True),
    )
    evaluate = step(
        "evaluate", services.evaluate_drill, problems=FindingInput(many=True, label="发现的问题", required=False)
    )
    report = step("report", services.report_drill)
    end = step("end", services.end_drill, EndInput)
    importing = Importing(
        permission=services.PLAN,
        aliases={"title": ("演练项目", "演练内容"), "planned_on": ("演练时间", "计划演练日期"), "plan": ("预案名称",)},
        unique=("site", "title", "planned_on"),
        lookups={"plan": by_name(EmergencyPlan, "drills.view", "本企业已登记的预案名称")},
    )

    @staticmethod
    def calendar_counts(today: date) -> Mapping[str, Q]:
        late = Q(due_on__lt=today)
        return {"planned": Q(status=Status.PLANNED) & ~late, "held": Q(status__in=DONE), "late": late}

    def detail_of(self, row: Any) -> Any:
        row.problems = with_hazards(row.problems)
        risky = owed.facts_of(row.enterprise_id, row.happens_on.year, today=timezone.localdate()).high_risk
        row.to_report = risky and row.status in DONE and row.reported_on is None
        return super().detail_of(row)

    @extend_schema(parameters=[RequirementQuery], responses=answer_of(owed.Requirements, "DrillRequirements"))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def requirements(self, request: Request) -> HttpResponse:
        """What one enterprise owes in a year, and why."""
        asked = checked(RequirementQuery, request.query_params)
        firm = Enterprise.objects.within(request.user, "drills.view").current().get(pk=asked["enterprise"])  # type: ignore[arg-type]
        return answer(owed.explain(firm, asked["year"], today=timezone.localdate()))


urlpatterns = [*record_urls("drills", DrillViewSet), *record_urls("emergency-plans", EmergencyPlanViewSet)]
