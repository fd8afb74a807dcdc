"""Whose turn it is, what one has asked for, and what one has decided: one's own, and nobody else's."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.approvals import services
from changqian.platform.foundation.approvals.models import Approval, ApprovalEvent, ApprovalStep
from changqian.platform.foundation.approvals.rules import OVER, Box, Decision, Seat, Status
from changqian.platform.foundation.records.api import COUNT_CAP, StepInput, checked, record_urls, spoken, step

SIZE = 50
LONGEST_ID = 2**63 - 1


def _actor(request: Request) -> User:
    return cast(User, request.user)


class ApprovalStepSerializer(serializers.ModelSerializer[ApprovalStep]):
    decided_by_name = serializers.CharField(source="decided_by.name", default="", read_only=True)
    delegate_name = serializers.CharField(source="delegate.name", default="", read_only=True)

    class Meta:
        model = ApprovalStep
        fields = (
            *(
                "id",
                "order",
                "label",
                "region",
                "seat",
                "due_at",
                "delegate_name",
                "decided_by_name",
                "decided_at",
                "opinion",
            ),
        )
        read_only_fields = fields


class ApprovalEventSerializer(serializers.ModelSerializer[ApprovalEvent]):
    actor_name = serializers.CharField(source="actor.name", read_only=True)

    class Meta:
        model = ApprovalEvent
        fields = ("id", "at", "actor_name", "act", "label", "opinion")
        read_only_fields = fields


class ApprovalSerializer(serializers.ModelSerializer[Approval]):
    asked_by_name = serializers.CharField(source="created_by.name", read_only=True, label="申请人")
    enterprise_name = serializers.CharField(source="enterprise.name", default="", read_only=True, label="企业")
    due_at = serializers.SerializerMethodField(label="期限")
    now_at = serializers.SerializerMethodField(label="当前步骤")

    class Meta:
        model = Approval
        fields: tuple[str, ...] = (
            *("id", "kind", "target", "title", "body", "link", "enterprise", "enterprise_name", "asked_by_name"),
            *("created_at", "status", "decided_at", "due_at", "now_at", "version"),
        )
        read_only_fields = fields

    @staticmethod
    def _open(row: Approval) -> list[ApprovalStep]:
        return [each for each in row.steps.all() if each.seat == Seat.OPEN]

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_due_at(self, row: Approval) -> object:
        days = [each.due_at for each in self._open(row) if each.due_at]
        return timezone.localtime(min(days)) if days else None

    @extend_schema_field(serializers.CharField())
    def get_now_at(self, row: Approval) -> str:
        return "、".join(each.label for each in self._open(row))


class ApprovalDetail(ApprovalSerializer):
    steps = ApprovalStepSerializer(many=True, read_only=True)
    events = ApprovalEventSerializer(many=True, read_only=True)
    mine = serializers.SerializerMethodField(help_text="我能办的步骤")
    may_withdraw = serializers.SerializerMethodField()
    may_resubmit = serializers.SerializerMethodField()
    colleagues = serializers.SerializerMethodField(help_text="可以转交给谁")

    class Meta(ApprovalSerializer.Meta):
        fields = (
            *ApprovalSerializer.Meta.fields,
            "steps",
            "events",
            "mine",
            "may_withdraw",
            "may_resubmit",
            "colleagues",
        )
        read_only_fields = fields

    def _mine(self, row: Approval) -> list[ApprovalStep]:
        user = self.context["user"]
        if row.created_by_id == user.pk:
            return []
        return [each for each in self._open(row) if services.may_decide(row, each, actor=user)]

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_mine(self, row: Approval) -> list[int]:
        return [each.pk for each in self._mine(row)]

    def get_may_withdraw(self, row: Approval) -> bool:
        return row.created_by_id == self.context["user"].pk and row.status not in OVER

    def get_may_resubmit(self, row: Approval) -> bool:
        returned = row.status == Status.RETURNED or services.parts_back(row).exists()
        return row.created_by_id == self.context["user"].pk and returned

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_colleagues(self, row: Approval) -> list[dict[str, Any]]:
        mine = self._mine(row)
        found = services.colleagues(row, mine[0], actor=self.context["user"])[:SIZE] if mine else []
        return [{"id": each.pk, "name": each.name} for each in found]


class ApprovalsQuery(serializers.Serializer[Any]):
    box = serializers.ChoiceField(Box.choices, default=Box.TODO)
    limit = serializers.IntegerField(default=SIZE, min_value=1, max_value=200)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=COUNT_CAP)


class ApprovalsPage(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = ApprovalSerializer(many=True)


class ApprovalDecide(StepInput):
    step = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    act = serializers.ChoiceField(Decision.choices)
    opinion = serializers.CharField(label="意见", max_length=500, allow_blank=True, default="")


class ApprovalDelegate(StepInput):
    step = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    to = serializers.IntegerField(label="转交给", min_value=1, max_value=LONGEST_ID)
    opinion = serializers.CharField(label="说明", max_length=400, allow_blank=True, default="")


class ApprovalWords(StepInput):
    opinion = serializers.CharField(label="说明", max_length=500, allow_blank=True, default="")


class ApprovalViewSet(viewsets.GenericViewSet):
    """No ledger: whose turn it is says the service, not a grant on rows."""

    queryset = Approval.objects.select_related("created_by", "enterprise")
    serializer_class = ApprovalDetail
    filter_backends = []
    pagination_class = None
    lookup_value_regex = r"\d{1,18}"

    @extend_schema(parameters=[ApprovalsQuery], responses=ApprovalsPage, operation_id="approvals_list")
    def list(self, request: Request) -> Response:
        """My to-dos, what I asked for, what I decided."""
        asked = checked(ApprovalsQuery, request.query_params)
        user = _actor(request)
        rows: QuerySet[Approval]
        if asked["box"] == Box.TODO:
            open_steps = services.todo_of(user)
            rows = Approval.objects.filter(pk__in=open_steps.order_by().values("approval")).order_by("pk")
        else:
            rows = services.asked_by(user) if asked["box"] == Box.ASKED else services.decided_by(user)
        count = rows.order_by()[: COUNT_CAP + 1].count()
        page = rows.select_related("created_by", "enterprise").prefetch_related("steps")
        page = page[asked["offset"] : asked["offset"] + asked["limit"]]
        told = {"count": min(count, COUNT_CAP), "capped": count > COUNT_CAP}
        return Response(told | {"results": ApprovalSerializer(page, many=True).data})

    @extend_schema(operation_id="approvals_read")
    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.detail_of(services.visible(int(pk), actor=_actor(request))))

    def detail_of(self, row: Approval) -> Mapping[str, object]:
        rows = self.get_queryset().prefetch_related("steps__decided_by", "steps__delegate", "events__actor")
        return ApprovalDetail(rows.get(pk=row.pk), context={"user": _actor(self.request)}).data

    decide = step("decide", services.decide, ApprovalDecide)
    delegate = step("delegate", services.delegate, ApprovalDelegate)
    withdraw = step("withdraw", services.withdraw, ApprovalWords)
    resubmit = step("resubmit", services.resubmit, ApprovalWords)

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


urlpatterns = record_urls("approvals", ApprovalViewSet)
