"""Interface clients for the administrators who keep them; and what every client may ask about itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.models import Role
from changqian.platform.foundation.audit.services import origin
from changqian.platform.foundation.clients import services
from changqian.platform.foundation.clients.authentication import IsClient
from changqian.platform.foundation.clients.calls import PERIODS, usage
from changqian.platform.foundation.clients.gate import begin_session, end_session
from changqian.platform.foundation.clients.models import Client, ClientCall, ClientKey
from changqian.platform.foundation.clients.operations import document, offered
from changqian.platform.foundation.clients.rules import Status, Why
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordSerializer,
    RecordViewSet,
    StepInput,
    answer,
    checked,
    record_urls,
    step,
)
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.kernel.filters import AskedFilters
from changqian.platform.kernel.pages import Page
from changqian.platform.kernel.permissions import holds

WORDS = ("name", "unit", "contact", "contact_phone", "purpose", "sealed_only", "per_minute", "per_day", "method_limits")
"What a form sets; what the client reaches is asked for apart."


class ClientScope(serializers.Serializer):
    """One role within bounds: a region, a department, an enterprise, or several of them together."""

    role = serializers.CharField(label="角色", max_length=40)
    region = serializers.IntegerField(label="区划", required=False, allow_null=True, min_value=1)
    department = serializers.IntegerField(label="部门", required=False, allow_null=True, min_value=1)
    enterprise = serializers.IntegerField(label="企业", required=False, allow_null=True, min_value=1)


class ClientScopeTold(ClientScope):
    role_label = serializers.CharField()
    region_name = serializers.CharField()
    department_name = serializers.CharField()
    enterprise_name = serializers.CharField()


class ClientReach(serializers.Serializer):
    scope = serializers.ListField(child=ClientScope(), label="数据范围", allow_empty=False, max_length=10)
    methods = serializers.ListField(
        child=serializers.CharField(max_length=100), label="可见方法", allow_empty=False, max_length=500
    )
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=50), label="来源地址", allow_empty=False, max_length=50,
        help_text="地址或网段，例如 10.1.2.3 或 10.1.2.0/24",
    )  # fmt: skip
    expires_on = serializers.DateField(label="到期日期")


class ClientReachTold(ClientReach):
    scope: Any = ClientScopeTold(many=True)


class ClientSerializer(RecordSerializer):
    old_call_at = serializers.DateTimeField(label="最近调用旧版接口", read_only=True, allow_null=True)

    class Meta:
        model = Client
        fields: tuple[str, ...] = (
            *("id", "version", "app_id", "name", "unit", "contact", "status", "expires_on", "proposed_at"),
            *("per_minute", "per_day", "sealed_only", "created_at", "old_call_at"),
        )


class ClientKeySerializer(serializers.ModelSerializer):
    class Meta:
        model = ClientKey
        fields = ("version", "created_at", "expires_at")


class ClientDetailSerializer(ClientSerializer):
    contact_phone = MaskedField(label="联系电话")
    scope = ClientScopeTold(many=True, label="数据范围")
    proposal = ClientReachTold(allow_null=True, label="待审批的申请")
    proposed_by_name = serializers.CharField(label="申请人")
    keys = ClientKeySerializer(many=True, label="密钥")

    class Meta(ClientSerializer.Meta):
        fields = (
            *ClientSerializer.Meta.fields,
            *("purpose", "contact_phone", "method_limits", "methods", "addresses", "scope"),
            *("proposal", "proposed_by_name", "verdict", "keys"),
        )


class Words(RecordSerializer):
    contact_phone = MaskedField(label="联系电话", required=False, allow_blank=True, max_length=20)
    per_minute = serializers.IntegerField(label="每分钟次数上限", min_value=1, max_value=100_000, default=60)
    per_day = serializers.IntegerField(label="每日次数上限", min_value=1, max_value=100_000_000, default=20_000)
    method_limits = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=100_000), required=False, label="方法每分钟上限"
    )

    class Meta:
        model = Client
        fields: tuple[str, ...] = WORDS


class ClientApply(Words):
    scope = ClientReach().fields["scope"]
    methods = ClientReach().fields["methods"]
    addresses = ClientReach().fields["addresses"]
    expires_on = serializers.DateField(label="到期日期")

    class Meta(Words.Meta):
        fields = (*WORDS, "scope", "methods", "addresses", "expires_on")


class ClientEdit(StepInput):
    name = serializers.CharField(label="系统名称", max_length=60)
    unit = serializers.CharField(label="使用单位", max_length=100)
    contact = serializers.CharField(label="联系人", max_length=50)
    contact_phone = MaskedField(label="联系电话", required=False, allow_blank=True, max_length=20)
    purpose = serializers.CharField(label="用途", max_length=300)
    sealed_only = serializers.BooleanField(label="必须加密传输", required=False)
    per_minute = serializers.IntegerField(label="每分钟次数上限", min_value=1, max_value=100_000)
    per_day = serializers.IntegerField(label="每日次数上限", min_value=1, max_value=100_000_000)


class ClientPropose(StepInput, ClientReach):
    pass


class ClientVerdict(StepInput):
    verdict = serializers.CharField(label="审批意见", max_length=200, required=False, allow_blank=True)


class ClientReason(StepInput):
    verdict = serializers.CharField(label="原因", max_length=200)


class ClientKeyInput(StepInput):
    overlap_days = serializers.IntegerField(
        label="旧密钥继续有效的天数", min_value=0, max_value=30, default=7, help_text="密钥泄露时填0，旧密钥立即失效"
    )


class ClientKeyIssued(serializers.Serializer):
    """The secret is shown this once."""

    app_id = serializers.CharField()
    key = serializers.IntegerField()
    secret = serializers.CharField()
    version = serializers.IntegerField()


class ClientMethodSerializer(serializers.Serializer):
    id = serializers.CharField()
    method = serializers.CharField()
    path = serializers.CharField()
    label: Any = serializers.CharField()
    group = serializers.CharField()
    writes = serializers.BooleanField()


class ClientRole(serializers.ModelSerializer):
    class Meta:
        model = Role
        fields = ("code", "name")


class ClientCallSerializer(serializers.ModelSerializer):
    client_name = serializers.CharField(source="client.name", default="", label="接口客户端")
    refused_label = serializers.CharField(source="get_refused_display", label="拒绝原因")

    class Meta:
        model = ClientCall
        fields = (
            *("id", "client", "client_name", "at", "method", "path", "operation", "status", "milliseconds"),
            *("bytes_in", "bytes_out", "sealed", "old", "address", "refused", "refused_label", "request"),
        )


class UsageQuery(serializers.Serializer):
    period = serializers.ChoiceField(list(PERIODS), default="week")


class ClientUsageStep(serializers.Serializer):
    step = serializers.CharField()
    answered = serializers.IntegerField()
    refused = serializers.IntegerField()


class ClientUsageLine(serializers.Serializer):
    operation = serializers.CharField()
    label: Any = serializers.CharField()
    total = serializers.IntegerField()
    refused_count = serializers.IntegerField()
    failed_count = serializers.IntegerField()
    average = serializers.FloatField(allow_null=True)
    slowest = serializers.IntegerField(allow_null=True)


class ClientUsageRefusal(serializers.Serializer):
    why = serializers.CharField()
    label: Any = serializers.CharField()
    total = serializers.IntegerField()


class ClientUsage(serializers.Serializer):
    total = serializers.IntegerField()
    refused_count = serializers.IntegerField()
    failed_count = serializers.IntegerField()
    average = serializers.FloatField()
    slowest = serializers.IntegerField()
    steps = ClientUsageStep(many=True)
    methods = ClientUsageLine(many=True)
    refusals = ClientUsageRefusal(many=True)


class ClientFilter(filters.FilterSet):
    status = AnyOf(choices=Status.choices)
    proposed = filters.BooleanFilter(field_name="proposed_by", method="has_proposal", label="有待审批的申请")
    calls_old = filters.BooleanFilter(
        field_name="old_call_at", lookup_expr="isnull", exclude=True, label="仍调用旧版接口"
    )

    class Meta:
        model = Client
        fields = ("sealed_only",)

    def has_proposal(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(proposed_at__isnull=not value)


class CallFilter(filters.FilterSet):
    client = filters.NumberFilter(min_value=1, max_value=2**53)
    status = filters.NumberFilter(min_value=100, max_value=599)
    q = filters.CharFilter(method="looked_for", max_length=50, label="客户端、地址或请求编号")
    refused = AnyOf(choices=Why.choices)
    is_refused = filters.BooleanFilter(method="was_refused", label="只看被拒绝的")
    since = filters.DateFilter(field_name="at", lookup_expr="date__gte", label="起")
    until = filters.DateFilter(field_name="at", lookup_expr="date__lte", label="止")

    class Meta:
        model = ClientCall
        fields = ("client", "operation", "address", "status", "old")

    def looked_for(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(path__icontains=value) | Q(request=value) | Q(client__name__icontains=value))

    def was_refused(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.exclude(refused="") if value else rows.filter(refused="")


def with_old_calls(rows: QuerySet) -> Any:
    """With the last time each was answered by a method that has a newer one."""
    calls = ClientCall.objects.filter(client=OuterRef("pk"), old=True, refused="").order_by("-at")
    return rows.annotate(old_call_at=Subquery(calls.values("at")[:1]))


@extend_schema_view(create=extend_schema(request=ClientApply))
class ClientViewSet(Addable, RecordViewSet):
    queryset = Client.objects.all()
    serializer_class = ClientSerializer
    detail_class = ClientDetailSerializer
    filterset_class = ClientFilter
    form = ClientApply
    searched = ("name", "unit", "app_id", "contact")
    ordered = ("id", "name", "expires_on")

    def get_queryset(self) -> QuerySet:
        return with_old_calls(super().get_queryset())

    @staticmethod
    def add(**given: Any) -> Client:
        return services.apply_client(today=timezone.localdate(), now=timezone.now(), **given)

    edit = step("edit", services.edit_client, ClientEdit)
    propose = step(
        "propose",
        lambda pk, **given: services.propose_reach(pk, today=timezone.localdate(), now=timezone.now(), **given),
        ClientPropose,
    )
    approve = step(
        "approve", lambda pk, **given: services.approve_reach(pk, today=timezone.localdate(), **given), ClientVerdict
    )
    reject = step("reject", services.reject_reach, ClientReason)
    suspend = step("suspend", services.suspend_client, ClientReason)
    resume = step("resume", services.resume_client, ClientVerdict)
    end = step("end", services.end_client, EndInput)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        """What a client has never had comes from what was asked for it, so that a form goes on where it was left."""
        asked = row.proposed and {**row.proposed, "scope": services.scope_asked(row.proposed["scope"])}
        row.old_call_at = with_old_calls(Client.objects.all()).get(pk=row.pk).old_call_at
        row.scope = services.scope_of(row)
        row.proposal = asked if row.proposed_at else None
        row.proposed_by_name = row.proposed_by.name if row.proposal and row.proposed_by else ""
        if asked and row.status == Status.PENDING:
            row.scope, row.methods, row.addresses = asked["scope"], asked["methods"], asked["addresses"]
            row.expires_on = date.fromisoformat(asked["expires_on"])
        return ClientDetailSerializer(row).data

    @extend_schema(request=ClientKeyInput, responses={201: ClientKeyIssued})
    @action(detail=True, methods=["post"])
    def issue_key(self, request: Request, pk: str) -> Response:
        """A new key, its secret shown this once."""
        given = checked(ClientKeyInput, request.data)
        row, key, secret = services.issue_key(
            int(pk),
            actor=request.user,  # type: ignore[arg-type]
            expected_version=given["version"],
            overlap_days=given["overlap_days"],
            now=timezone.now(),
        )
        told = {"app_id": row.app_id, "key": key, "secret": secret, "version": row.version}
        return Response(told, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    @extend_schema(responses=ClientMethodSerializer(many=True), filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def methods(self, request: Request) -> Response:
        """What can be opened to a client."""
        self.get_queryset()  # asks for the permission
        return Response(ClientMethodSerializer(offered(), many=True).data)

    @extend_schema(responses=ClientRole(many=True), filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def roles(self, request: Request) -> Response:
        """Which roles a client can be given."""
        self.get_queryset()
        return Response(ClientRole(services.roles_for_clients(), many=True).data)

    @extend_schema(parameters=[UsageQuery], responses=ClientUsage)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def usage(self, request: Request, pk: str) -> Response:
        """How it was used in the last day, week or month."""
        row, asked = self.get_object(), checked(UsageQuery, request.query_params)
        return Response(usage(row, period=asked["period"], now=timezone.now()))

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def openapi(self, request: Request, pk: str) -> HttpResponse:
        """The document of what this client can see."""
        row = self.get_object()
        return answer(document(row.methods, title=f"常企安接口 · {row.name}"))


class CallsView(GenericAPIView):
    queryset = ClientCall.objects.all()
    serializer_class = ClientCallSerializer
    permission_classes = [holds("clients.view")]
    pagination_class = Page
    filter_backends = [AskedFilters]
    filterset_class = CallFilter

    @extend_schema(responses=ClientCallSerializer(many=True), operation_id="client_calls_list")
    def get(self, request: Request) -> HttpResponse:
        """What was called by whom, newest first, refused calls and unknown clients included."""
        rows = self.filter_queryset(ClientCall.objects.select_related("client").order_by("-pk"))
        paginator: Any = self.paginator
        told = ClientCallSerializer(self.paginate_queryset(rows), many=True).data
        return answer({"count": paginator.count, "capped": paginator.capped, "results": told})


class OpenApiView(APIView):
    permission_classes = [holds("clients.view")]

    @extend_schema(responses={200: OpenApiTypes.OBJECT}, operation_id="openapi_retrieve")
    def get(self, request: Request) -> HttpResponse:
        """The document of the whole API, for administrators."""
        return answer(document(None, title="常企安接口"))


# --- what a client asks about itself --------------------------------------------------------------------------------


class SessionBegun(serializers.Serializer):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class ClientSelf(serializers.Serializer):
    app_id = serializers.CharField()
    name = serializers.CharField()
    expires_on = serializers.DateField()
    per_minute = serializers.IntegerField()
    per_day = serializers.IntegerField()
    sealed_only = serializers.BooleanField()
    methods = ClientMethodSerializer(many=True)
    scope = ClientScopeTold(many=True)


class OwnSession(APIView):
    permission_classes = [IsClient]

    @extend_schema(request=None, responses={201: SessionBegun}, operation_id="client_session_begin")
    def post(self, request: Request) -> Response:
        """A session token for half an hour, at this address and with this key."""
        call: Any = request.auth
        token, until = begin_session(call, address=origin().address, now=timezone.now())
        told = {"token": token, "expires_at": timezone.localtime(until)}
        return Response(told, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    @extend_schema(request=None, responses={204: None}, operation_id="client_session_end")
    def delete(self, request: Request) -> Response:
        call: Any = request.auth
        end_session(call)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnSelf(APIView):
    permission_classes = [IsClient]

    @extend_schema(responses=ClientSelf, operation_id="client_retrieve")
    def get(self, request: Request) -> Response:
        """What this client is, may and reaches."""
        call: Any = request.auth
        row: Client = call.client
        told = {name: getattr(row, name) for name in ("app_id", "name", "expires_on", "per_minute", "per_day")}
        visible = [each for each in offered() if each.id in row.methods]
        told |= {"sealed_only": row.sealed_only, "methods": visible, "scope": services.scope_of(row)}
        return Response(ClientSelf(told).data)


class OwnDocument(APIView):
    permission_classes = [IsClient]

    @extend_schema(responses={200: OpenApiTypes.OBJECT}, operation_id="client_openapi")
    def get(self, request: Request) -> HttpResponse:
        """The document of what this client can see."""
        call: Any = request.auth
        return answer(document(call.client.methods, title=f"常企安接口 · {call.client.name}"))


urlpatterns = [
    path("openapi/", OpenApiView.as_view()),
    path("client-calls/", CallsView.as_view()),
    path("client/", OwnSelf.as_view()),
    path("client/session/", OwnSession.as_view()),
    path("client/openapi/", OwnDocument.as_view()),
    *record_urls("clients", ClientViewSet),
]
