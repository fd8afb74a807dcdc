from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import Addable, EndInput, answer, checked, record_urls, set_step, step
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.regions.models import Region
from changqian.platform.ledgerkit.api import CountedViewSet, LedgerFilter, LedgerViewSet, SiteFilter
from changqian.platform.ledgerkit.calendar import WithCalendar
from changqian.platform.ledgerkit.stats import Level
from changqian.platform.safety.drills import owed, services
from changqian.platform.safety.drills import serializers as forms
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import DONE, Form, Kind, Status
from changqian.platform.safety.drills.stats import STATISTICS


def dated(service: Callable[..., Any]) -> Callable[..., Any]:
    """The service with the day of the request."""
    return lambda pk, **given: service(pk, today=timezone.localdate(), **given)


class DrillFilter(SiteFilter):
    kind = AnyOf(choices=Kind.choices, label="预案类别")
    form = AnyOf(choices=Form.choices, label="演练形式")
    status = AnyOf(choices=Status.choices, label="状态")
    happens_on = filters.DateFromToRangeFilter(label="日期")
    late = filters.BooleanFilter(method="which_late", label="逾期未演练")
    plan = filters.NumberFilter(min_value=1, max_value=MOST, label="预案")
    month = filters.DateFilter(label="月份")

    def which_late(self, rows: Any, name: str, value: bool) -> Any:
        late = Q(due_on__lt=timezone.localdate())
        return rows.filter(late) if value else rows.filter(~late | Q(due_on=None))


class EmergencyPlanFilter(LedgerFilter):
    kind = AnyOf(choices=Kind.choices, label="预案类别")
    to_revise = filters.BooleanFilter(label="待修订")
    filed = filters.BooleanFilter(field_name="filed_on", lookup_expr="isnull", exclude=True, label="已备案")
    review_due_on = filters.DateFromToRangeFilter(label="应评估日期")


class EmergencyPlanViewSet(Addable, LedgerViewSet):
    queryset = EmergencyPlan.objects.select_related("enterprise")
    serializer_class = forms.EmergencyPlanSerializer
    filterset_class = EmergencyPlanFilter
    searched = ("name", "filing_no")
    ordered = ("id", "published_on", "review_due_on", "created_at")
    form = forms.EmergencyPlanForm
    add = staticmethod(services.adopt_plan)
    amend = step("amend", services.amend_plan, forms.EmergencyPlanAmend)
    revise = step("revise", dated(services.revise_plan), forms.EmergencyPlanRevise)
    retire = step("retire", services.retire_plan, EndInput)

    @extend_schema(request=forms.EmergencyPlanForm)
    def create(self, request: Request) -> Response:
        return super().create(request)


class DrillViewSet(WithCalendar, Addable, CountedViewSet):
    queryset = Drill.objects.select_related("enterprise", "site", "region", "plan")
    serializer_class = forms.DrillSerializer
    detail_class = forms.DrillDetailSerializer
    filterset_class = DrillFilter
    searched = ("title", "location", "organiser")
    ordered = ("id", "planned_on", "happens_on", "due_on", "held_on", "next_due_on", "created_at")
    statistics = STATISTICS
    calendar_on = "happens_on"
    form = forms.DrillForm
    add = staticmethod(services.plan_drill)
    edit = step("edit", services.edit_drill, forms.DrillEdit)
    postpone = set_step("postpone", services.postpone_drills, forms.DrillPostpone)
    hold = step("hold", dated(services.hold_drill), forms.DrillHold)
    evaluate = step(
        "evaluate",
        lambda pk, **given: services.evaluate_drill(pk, now=timezone.now(), **given),
        forms.DrillEvaluate,
    )
    report = step("report", dated(services.report_drill), forms.DrillReport)
    end = step("end", services.end_drill, EndInput)

    @staticmethod
    def calendar_counts(today: date) -> Mapping[str, Q]:
        late = Q(due_on__lt=today)
        return {"planned": Q(status=Status.PLANNED) & ~late, "held": Q(status__in=DONE), "late": late}

    @extend_schema(request=forms.DrillForm, responses={201: forms.DrillDetailSerializer})
    def create(self, request: Request) -> Response:
        return super().create(request)

    def detail_of(self, row: Any) -> Any:
        found = Hazard.objects.filter(origin_kind=services.ORIGIN, origin_id=row.pk, ended_at=None)
        hazards = {hazard.pk: hazard for hazard in found.only("number", "status")}
        row.problems = [
            told
            | {
                "hazard_number": hazards[told["hazard"]].number if told["hazard"] in hazards else None,
                "hazard_status": hazards[told["hazard"]].status if told["hazard"] in hazards else None,
            }
            for told in row.problems
        ]
        row.photos = attached(Drill, [row.pk], slot="photos").get(row.pk, [])
        risky = owed.facts_of(row.enterprise_id, row.happens_on.year, today=timezone.localdate()).high_risk
        row.to_report = risky and row.status in DONE and row.reported_on is None
        return super().detail_of(row)

    @extend_schema(parameters=[forms.RequirementQuery], responses=forms.DrillRequirements)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def requirements(self, request: Request) -> HttpResponse:
        """What one enterprise owes in a year, and why."""
        asked = checked(forms.RequirementQuery, request.query_params)
        actor: Any = request.user
        firm = Enterprise.objects.within(actor, "drills.view").current().get(pk=asked["enterprise"])
        return answer(owed.explain(firm, asked["year"], today=timezone.localdate()))

    @extend_schema(parameters=[forms.FulfilmentQuery], responses=forms.DrillFulfilment)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def fulfilment(self, request: Request) -> HttpResponse:
        """应演练、已完成、未完成 enterprises by area, for all that is due in that year up to the day."""
        asked = checked(forms.FulfilmentQuery, request.query_params)
        actor: Any = request.user
        figures = owed.fulfilment(
            actor,
            until=asked["due_on"],
            level=Level[asked["level"].upper()],
            today=timezone.localdate(),
        )
        by_area = {figure.measure: figure.by_region for figure in figures}
        areas = [
            {"path": region.path, "region": region.pk, "name": region.name}
            | {name: found[region.path].value if region.path in found else 0 for name, found in by_area.items()}
            for region in Region.objects.filter(path__in=by_area["required"]).order_by("path")
        ]
        totals = [{name: value for name, value in asdict(figure).items() if name != "by_region"} for figure in figures]
        return answer({"due_on": asked["due_on"], "figures": totals, "areas": areas})

    @extend_schema(parameters=[forms.UnfulfilledQuery], responses=forms.DrillDebtors)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def unfulfilled(self, request: Request) -> HttpResponse:
        """The enterprises behind 未完成, fifty at a time, each with what is missing."""
        asked = checked(forms.UnfulfilledQuery, request.query_params)
        today = timezone.localdate()
        actor: Any = request.user
        found = owed.unfulfilled(actor, until=asked["due_on"], area=asked["area"], late=asked["late"], today=today)
        page = dict(found[asked["offset"] : asked["offset"] + 50])
        names = dict(Enterprise.objects.filter(pk__in=page).values_list("pk", "name"))
        results = [
            {
                "enterprise": pk,
                "enterprise_name": names[pk],
                "missing": [
                    {"rule": each.rule, "due_on": each.due_on, "missing": each.missing, "late": each.late(today)}
                    for each in missing
                ],
            }
            for pk, missing in page.items()
        ]
        return answer({"count": len(found), "results": results})


urlpatterns = [*record_urls("drills", DrillViewSet), *record_urls("emergency-plans", EmergencyPlanViewSet)]
