"""Plans, their tasks, and the check-ins that carry them out."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.checks.api import (
    CheckItemInput,
    CheckItemSerializer,
    InspectionDetailSerializer,
    InspectionViewSet,
    LookInput,
)
from changqian.platform.commons.checks.rules import OPEN, Period
from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.codes.services import live_codes
from changqian.platform.commons.plans import services
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.commons.plans.rules import ITEMS, Kind, Status
from changqian.platform.commons.plans.stats import STATISTICS
from changqian.platform.foundation.records.api import Addable, EndInput, record_urls, step
from changqian.platform.foundation.records.forms import LONGEST_ID, form_of, on_time, text
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, LedgerViewSet, SiteFilter, SiteSerializer

KIT_SIZE = 2000
"Things a phone keeps to carry plans out."
SUBJECT_FIELDS = ("subject_kind", "subject_id", "subject_group", "subject_name")
WORDS = ("name", "kind", "period", "shifts", "starts_on", "responsible")


class PlanSerializer(SiteSerializer):
    responsible_name = serializers.CharField(source="responsible.name", read_only=True, label="负责人", default=None)

    class Meta:
        model = Plan
        fields: tuple[str, ...] = (
            *SITE_FIELDS, *SUBJECT_FIELDS, *WORDS, "responsible_name", "status", "stop_reason"
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields


class PlanDetailSerializer(PlanSerializer):
    items = CheckItemSerializer(many=True, read_only=True, label="检查内容")

    class Meta(PlanSerializer.Meta):
        fields = (*PlanSerializer.Meta.fields, "items")
        read_only_fields = fields


class PlanFilter(SiteFilter):
    subject_id = filters.NumberFilter(min_value=1, max_value=2**53)
    covers = filters.CharFilter(method="which_cover", max_length=60, label="涉及对象")

    class Meta:
        model = Plan
        fields = ("subject_kind", "subject_group", "kind", "period", "status")

    def which_cover(self, rows: Any, name: str, value: str) -> Any:
        """`<id>,<group>`: the plans of one thing, and those of its group."""
        pk, _, group = value.partition(",")
        return rows.filter(Q(subject_id=int(pk)) | Q(subject_group=group, subject_id=0)) if pk.isdigit() else rows


class PlanKitSerializer(serializers.Serializer):
    """One thing under one plan, as a phone keeps it."""

    plan = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    period = serializers.ChoiceField(Period.choices)
    name = serializers.CharField(label="计划名称")
    subject_kind = serializers.CharField()
    subject = serializers.IntegerField()
    subject_name = serializers.CharField(label="对象")
    location = serializers.CharField(label="位置")
    site = serializers.IntegerField()
    site_name = serializers.CharField(label="场所")
    enterprise_name = serializers.CharField(label="企业")
    token = serializers.CharField(label="常安码")
    items = CheckItemSerializer(many=True, label="检查内容")


class PlanViewSet(Addable, LedgerViewSet):
    queryset = Plan.objects.all()
    serializer_class = PlanSerializer
    detail_class = PlanDetailSerializer
    filterset_class = PlanFilter
    searched = ("name", "subject_name")
    ordered = ("id", "starts_on")
    form = form_of(services.make_plan, "PlanMake", items=CheckItemInput(many=True, label="检查内容"))
    add = staticmethod(on_time(services.make_plan))
    edit = step("edit", services.edit_plan, items=CheckItemInput(many=True, label="检查内容", required=False))
    stop = step("stop", services.stop_plan, reason=text("暂停原因"))
    resume = step("resume", services.resume_plan)
    end = step("end", services.end_plan, EndInput)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.items = items_of(ITEMS, [row.pk])
        return super().detail_of(row)

    @extend_schema(responses=PlanKitSerializer(many=True), filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def kit(self, request: Request) -> Response:
        """What a phone keeps to carry plans out without a network: each thing under each plan, with items and code."""
        seen = Plan.objects.within(request.user, "plans.execute").current().filter(status=Status.ACTIVE)  # type: ignore[arg-type]
        plans = list(seen.select_related("site", "enterprise").order_by("pk")[:KIT_SIZE])
        return Response(PlanKitSerializer(kit_of(plans)[:KIT_SIZE], many=True).data)


def kit_of(plans: list[Plan]) -> list[dict[str, Any]]:
    items, covered = defaultdict(list), services.covered(plans)
    for item in items_of(ITEMS, [plan.pk for plan in plans]):
        items[item.subject_id].append(item)
    ids = defaultdict(set)
    for plan, subject in covered:
        ids[plan.subject_kind].add(subject.id)
    codes = {kind: live_codes(kind, theirs) for kind, theirs in ids.items()}
    return [
        {
            **{name: getattr(plan, name) for name in ("kind", "period", "name", "subject_kind")},
            "plan": plan.pk,
            "subject": subject.id,
            "subject_name": subject.name,
            "location": subject.place,
            "site": plan.site_id,
            "site_name": plan.site.name,
            "enterprise_name": plan.enterprise.name,
            "token": code.token if (code := codes[plan.subject_kind].get(subject.id)) else "",
            "items": items[plan.pk],
        }
        for plan, subject in covered
    ]


# --- tasks ----------------------------------------------------------------------------------------------------------


class PlanTaskSerializer(SiteSerializer):
    plan_name = serializers.CharField(source="plan.name", read_only=True, label="计划名称")
    period = serializers.ChoiceField(Period.choices, source="plan.period", read_only=True, label="周期")
    subject_kind = serializers.CharField(source="plan.subject_kind", read_only=True, label="对象类别")
    responsible_name = serializers.CharField(
        source="plan.responsible.name", read_only=True, label="负责人", default=None
    )

    class Meta:
        model = PlanTask
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            *("plan", "plan_name", "kind", "period", "subject_kind", "subject_id", "subject_name", "location"),
            *("responsible_name", "starts_on", "due_on", "required", "done", "abnormal", "status", "late"),
            *("completed_at", "opinion"),
        )
        read_only_fields = fields


class PlanTaskFilter(SiteFilter):
    subject_id = filters.NumberFilter(min_value=1, max_value=2**53)
    subject_kind = filters.CharFilter(field_name="plan__subject_kind", max_length=30)
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lte", label="截止日期不晚于")
    open = filters.BooleanFilter(method="still_open", label="未完成")
    overdue = filters.BooleanFilter(method="which_overdue", label="已逾期")
    mine = filters.BooleanFilter(method="for_me", label="我负责的")

    class Meta:
        model = PlanTask
        fields = ("plan", "month", "kind", "status")

    def still_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(status__in=OPEN) if value else rows.exclude(status__in=OPEN)

    def which_overdue(self, rows: Any, name: str, value: bool) -> Any:
        late = {"status__in": OPEN, "due_on__lt": timezone.localdate()}
        return rows.filter(**late) if value else rows.exclude(**late)

    def for_me(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(plan__responsible__user=self.request.user.pk) if value else rows


class PlanTaskViewSet(CountedViewSet):
    queryset = PlanTask.objects.all()
    serializer_class = PlanTaskSerializer
    filterset_class = PlanTaskFilter
    statistics = STATISTICS
    searched = ("subject_name", "plan__name")
    ordered = ("id", "due_on", "starts_on")
    cancel_task = step("cancel_task", services.cancel_task, opinion=text("取消原因"))


# --- check-ins ------------------------------------------------------------------------------------------------------


class CheckInForm(LookInput):
    """A plan carried out at one thing: scanned (`token`) or chosen (`subject`)."""

    plan = serializers.IntegerField(label="计划", min_value=1, max_value=LONGEST_ID)
    subject = serializers.IntegerField(label="对象", min_value=1, max_value=LONGEST_ID, allow_null=True, default=None)


class CheckInViewSet(InspectionViewSet):
    """The inspections of what plans are made for: nobody's level of control."""

    statistics = InspectionViewSet.statistics.part("")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(subject_kind__in=services.sources)

    @extend_schema(request=CheckInForm, responses={201: InspectionDetailSerializer, 200: InspectionDetailSerializer})
    def create(self, request: Request) -> Response:
        return self.taken_in(request, CheckInForm, services.check_in)


urlpatterns = [
    *record_urls("plans", PlanViewSet),
    *record_urls("plan-tasks", PlanTaskViewSet),
    *record_urls("check-ins", CheckInViewSet),
]
