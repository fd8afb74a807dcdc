from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.hazards import serializers as forms
from changqian.platform.commons.hazards import services
from changqian.platform.commons.hazards.models import Extension, Hazard, Round
from changqian.platform.commons.hazards.rules import OPEN, PENDING, five_in_place
from changqian.platform.commons.hazards.services.photos import BEFORE, after, review, shown
from changqian.platform.commons.hazards.stats import STATISTICS, kinds
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.search import named
from changqian.platform.foundation.records.api import StepInput, answer, checked, record_urls, step, taken
from changqian.platform.foundation.records.rows import with_names
from changqian.platform.ledgerkit.api import AreasQuery, CountedViewSet, SiteFilter, stats_asked
from changqian.platform.ledgerkit.importing import Importing

MOST_FIRMS = 500
"Enterprises whose name answers `q`: beyond that the words were too few to mean one."


class HazardFilter(SiteFilter):
    open = filters.BooleanFilter(method="which_open", label="未闭环")
    overdue = filters.BooleanFilter(method="which_overdue", label="已逾期")
    supervised = filters.BooleanFilter(field_name="is_supervised", label="挂牌督办中")
    escalated = filters.BooleanFilter(method="which_escalated", label="提请上级督办")
    recurring = filters.BooleanFilter(label="重复隐患")
    mine = filters.BooleanFilter(method="which_mine", label="我负责整改的")
    risk_point = filters.NumberFilter(field_name="risk_point_id", min_value=1, max_value=2**53, label="风险点")
    origin_kind = filters.CharFilter(max_length=40, label="产生于")
    origin_id = filters.NumberFilter(min_value=1, max_value=2**53, label="来源记录")

    class Meta:
        model = Hazard
        fields = ("level", "status", "category", "source", "deadline", "found_on", "month")

    def which_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(status__in=OPEN) if value else rows.exclude(status__in=OPEN)

    def which_overdue(self, rows: Any, name: str, value: bool) -> Any:
        late = Q(due_on__lt=timezone.localdate())
        return rows.filter(late) if value else rows.filter(~late | Q(due_on=None))

    def which_escalated(self, rows: Any, name: str, value: bool) -> Any:
        brought = Q(escalated_at__isnull=False, status__in=OPEN)
        return rows.filter(brought) if value else rows.exclude(brought)

    def which_mine(self, rows: Any, name: str, value: bool) -> Any:
        mine = Q(responsible=self.request.user.pk)
        return rows.filter(mine) if value else rows.filter(~mine | Q(responsible=None))


class HazardViewSet(CountedViewSet):
    queryset = Hazard.objects.all()
    serializer_class = forms.HazardSerializer
    detail_class = forms.HazardDetailSerializer
    filterset_class = HazardFilter
    statistics = STATISTICS
    ordered = ("id", "found_at", "found_on", "deadline", "due_on", "created_at", "number", "closed_on")
    form = forms.HazardReport
    importing = Importing(
        permission="hazards.report",
        aliases={
            "description": ("隐患内容", "问题描述", "存在问题", "存在的隐患", "隐患情况", "检查发现问题"),
            "location": ("位置", "部位", "隐患部位", "隐患位置", "地点"),
            "category": ("隐患类别", "隐患类型", "类型"),
            "level": ("隐患等级", "隐患级别", "级别"),
            "source": ("隐患来源", "检查类型"),
            "deadline": ("整改时限", "限期", "整改截止日期", "计划完成日期"),
            "found_at": ("发现日期", "检查日期", "排查日期", "检查时间", "排查时间"),
        },
        left_out=("risk_point_id",),
        unique=("site", "description", "found_at"),
    )

    @staticmethod
    def add(**given: Any) -> Hazard:
        return services.report_hazard(now=timezone.now(), **given)

    def looking_for(self, text: str) -> Q:
        """Number, place, words, and the firm's name or code, by any two neighbouring characters."""
        # Two steps: one OR over two tables could use neither index.
        firms = list(Enterprise.objects.filter(named(text)).values_list("pk", flat=True)[:MOST_FIRMS])
        return named(text) | Q(enterprise__in=firms)

    @extend_schema(request=forms.HazardReport)
    def create(self, request: Request) -> Response:
        """201 for a new hazard; 200 with the first one if the same submission arrives again."""
        row = self.add(actor=request.user, **checked(forms.HazardReport, request.data))
        return taken(row, self.detail_of(row))

    def detail_of(self, row: Any) -> Mapping[str, object]:
        if self.action != "retrieve":
            row = with_names(Hazard.objects.filter(pk=row.pk), forms.HazardDetailSerializer).get()
        return super().detail_of(whole(row))

    @extend_schema(responses=forms.HazardNextSerializer(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def next(self, request: Request, pk: str) -> Response:
        """Each step: whether I can take it now, and if not, why not and who can."""
        actor: Any = request.user
        steps = services.next_steps(self.get_object(), actor=actor, today=timezone.localdate())
        return Response(forms.HazardNextSerializer(steps, many=True).data)

    @extend_schema(responses=forms.HazardEventSerializer(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def timeline(self, request: Request, pk: str) -> Response:
        """Everything that happened, in order: who, when, in which words, with which pictures."""
        return Response(forms.HazardEventSerializer(services.story(self.get_object()), many=True).data)

    @extend_schema(parameters=[AreasQuery], responses=forms.HazardKind(many=True), filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def kinds(self, request: Request) -> HttpResponse:
        """What `stats` counts, by category."""
        asked = stats_asked(AreasQuery, request)
        del asked["level"]
        found = kinds(request.user, today=timezone.localdate(), **asked)  # type: ignore[arg-type]
        return answer([{"category": category, "values": told} for category, told in found.items()])

    edit = step("edit", services.edit_hazard, forms.HazardEdit)
    grade = step("grade", services.grade_hazard, forms.HazardGrade)
    assign = step("assign", services.assign_hazard, forms.HazardAssign)
    start = step("start", services.start_rectifying, StepInput)
    submit = step("submit", services.submit_rectification, forms.HazardSubmit)
    fix_on_the_spot = step("fix_on_the_spot", services.fix_on_the_spot, forms.HazardSubmit)
    pass_review = step("pass_review", services.pass_review, forms.HazardReview)
    fail_review = step("fail_review", services.fail_review, forms.HazardReturn)
    request_extension = step("request_extension", services.request_extension, forms.HazardExtensionRequest)
    decide_extension = step("decide_extension", services.decide_extension, forms.HazardExtensionDecision)
    dismiss = step("dismiss", services.dismiss_hazard, forms.HazardReason)
    report_authority = step("report_authority", services.report_authority, forms.HazardNotification)
    plan = step("plan", services.submit_plan, forms.HazardPlan)
    approve_plan = step("approve_plan", services.approve_plan, forms.HazardApproval)
    return_plan = step("return_plan", services.return_plan, forms.HazardReason)
    supervise = step("supervise", services.supervise_hazard, forms.HazardSupervision)
    progress = step("progress", services.report_progress, forms.HazardProgress)
    apply_acceptance = step("apply_acceptance", services.apply_acceptance, forms.HazardAcceptance)
    accept = step("accept", services.accept_hazard, forms.HazardReview)
    reject = step("reject", services.reject_hazard, forms.HazardReturn)
    lift = step("lift", services.lift_supervision, forms.HazardLift)
    close = step("close", services.close_hazard, forms.HazardClose)
    urge = step("urge", services.urge_hazard, forms.HazardUrge)
    escalate = step("escalate", services.escalate_hazard, forms.HazardReason)
    end = step("end", services.end_hazard, forms.HazardEnd)


def whole(row: Any) -> Hazard:
    """The hazard with all that its detail shows. One that was only reported has neither rounds nor extensions."""
    touched = row.version > 1
    rounds = with_names(Round.objects.all() if touched else Round.objects.none(), forms.HazardRoundSerializer)
    asked = Extension.objects.all() if touched else Extension.objects.none()
    extensions = with_names(asked, forms.HazardExtensionSerializer)
    prefetch_related_objects([row], Prefetch("rounds", rounds), Prefetch("extensions", extensions))
    missing = five_in_place(
        row.level,
        responsible=row.responsible_name,
        measures=row.measures,
        funds=row.funds,
        deadline=row.deadline,
        plan=row.emergency_plan,
    )
    row.five = {"whole": not missing, "missing": missing}
    row.overdue = row.status in PENDING and bool(row.deadline) and row.deadline < timezone.localdate()
    photos = shown(row)
    row.photos_before = photos.get(BEFORE, [])
    for each in row.rounds.all():
        each.photos, each.review_photos = photos.get(after(each.number), []), photos.get(review(each.number), [])
    return row


urlpatterns = record_urls("hazards", HazardViewSet)
