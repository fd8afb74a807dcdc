"""Claims, invitations and members over HTTP."""

from dataclasses import asdict
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.joining import entering_api
from changqian.platform.commons.joining.models import Claim, Invitation, Membership
from changqian.platform.commons.joining.rules import OPEN, By, Place, State
from changqian.platform.commons.joining.services import claiming, inviting, members
from changqian.platform.foundation.accounts.belonging import FIRM_ROLES
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import (
    Addable,
    StepInput,
    checked,
    form_of,
    on_time,
    record_urls,
    step,
)
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.forms import numbers, text
from changqian.platform.kernel.paper import drawn
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet

OPINION: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}
DECIDED = ("decided_by_name", "decided_at", "opinion")


class ClaimSerializer(LedgerSerializer):
    enterprise_name = serializers.CharField(source="firm_name", read_only=True, label="企业")
    region_name = serializers.CharField(source="region.name", read_only=True, label="属地")
    claimant = serializers.CharField(source="created_by.name", read_only=True, label="申请人")
    phone = MaskedField(read_only=True, label="申请人手机号")
    decided_by_name = serializers.CharField(source="decided_by.name", read_only=True, allow_null=True, label="办理人")

    class Meta:
        model = Claim
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "kind", "status", "place", "uscc", "address", "region", "region_name", "message"),
            *("claimant", "phone", "decide_by", "asked_at", "answered_at", "answer", *DECIDED),
        )
        read_only_fields = fields


class ClaimDetailSerializer(ClaimSerializer):
    licence = StoredFileSerializer(many=True, read_only=True, label="营业执照")
    claimant_id_number = MaskedField(source="created_by.id_number", read_only=True, label="申请人身份证号")
    legal_person = serializers.CharField(
        source="enterprise.legal_person", read_only=True, allow_null=True, default=None, label="登记的法定代表人"
    )
    principals = serializers.ListField(child=serializers.CharField(), read_only=True, label="现任主要负责人")
    mine = serializers.BooleanField(read_only=True, label="本人提出")

    class Meta(ClaimSerializer.Meta):
        fields = (
            *(*ClaimSerializer.Meta.fields, "firm_name", "claimant_id_number", "legal_person", "principals"),
            *("mine", "licence"),
        )
        read_only_fields = fields


ClaimForm = form_of(
    claiming.claim_firm,
    "ClaimForm",
    licence=numbers("营业执照照片", 5, required=True),
    firm_name=text("企业名称", **OPINION),
    address=text("经营地址", **OPINION),
    message=text("说明", **OPINION),
)
WishForm = form_of(claiming.wish_to_join, "WishForm", message=text("说明", **OPINION))


class ResignForm(serializers.Serializer):
    enterprise = serializers.PrimaryKeyRelatedField(queryset=Enterprise.objects.current(), label="企业")
    message = text("离任原因")


class ClaimConfirm(StepInput):
    opinion = text("确认依据", **OPINION)


class ClaimComplete(ClaimConfirm):
    """What a firm that is not registered yet is registered with."""

    firm_name = text("企业名称")
    address = text("经营地址")
    industry = text("国民经济行业", 5, **OPINION)


class FirmQuery(serializers.Serializer):
    uscc = serializers.CharField(label="统一社会信用代码", max_length=40)


class FirmFound(serializers.Serializer):
    """What stands on its licence, and how to get in."""

    uscc = serializers.CharField()
    enterprise = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    town = serializers.CharField()
    has_principal = serializers.BooleanField()
    mine = serializers.CharField(help_text="已担任；空：还不是成员")
    waiting = serializers.IntegerField(allow_null=True)


class ClaimFilter(LedgerFilter):
    open = filters.BooleanFilter(method="is_open", label="办理中")
    mine = filters.BooleanFilter(method="is_mine", label="本人提出")

    class Meta:
        model = Claim
        fields = ("kind", "status", "place")

    def is_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(status__in=OPEN) if value else rows.exclude(status__in=OPEN)

    def is_mine(self, rows: Any, name: str, value: bool) -> Any:
        me = self.request.user.pk
        return rows.filter(created_by=me) if value else rows.exclude(created_by=me)


@extend_schema_view(create=extend_schema(request=ClaimForm))
class ClaimViewSet(Addable, LedgerViewSet):
    queryset = Claim.objects.select_related("enterprise", "region", "created_by", "decided_by")
    serializer_class = ClaimSerializer
    detail_class = ClaimDetailSerializer
    filterset_class = ClaimFilter
    searched = ("firm_name", "uscc", "created_by__name")
    ordered = ("id", "decide_by")
    slots = ("licence",)
    form = ClaimForm
    add = staticmethod(on_time(claiming.claim_firm))
    confirm = step("confirm", claiming.confirm_claim, ClaimConfirm)
    complete = step("complete", claiming.complete_claim, ClaimComplete)
    refuse = step("refuse", claiming.refuse_claim)
    withdraw = step("withdraw", claiming.withdraw)
    agree = step("agree", claiming.agree_to_hand_over, answer=text("意见", **OPINION))
    object = step("object", claiming.object_to_hand_over, answer=text("异议理由"))
    admit = step("admit", claiming.admit, opinion=text("意见", **OPINION))
    turn_down = step("turn_down", claiming.turn_down)

    def detail_of(self, row: Any) -> Any:
        row.principals = []
        if row.enterprise_id:
            row.principals = list(members.principals_of(row.enterprise_id).values_list("name", flat=True))
        row.mine = row.created_by_id == self.request.user.pk
        return super().detail_of(row)

    @extend_schema(request=WishForm, responses={201: ClaimDetailSerializer})
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def wish(self, request: Request) -> Response:
        """Ask a firm to be let in."""
        return self._asked(claiming.wish_to_join, WishForm)

    @extend_schema(request=ResignForm, responses={201: ClaimDetailSerializer})
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def resign(self, request: Request) -> Response:
        """The last principal tells the town that he goes."""
        return self._asked(claiming.resign, ResignForm)

    @extend_schema(request=FirmQuery, responses=FirmFound)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def firm(self, request: Request) -> Response:
        """Whose code this is, and how one gets in there."""
        found = claiming.find_firm(checked(FirmQuery, request.data)["uscc"], actor=self.request.user)
        return Response(FirmFound(asdict(found)).data)

    def _asked(self, service: Any, form: type[serializers.Serializer]) -> Response:
        row = on_time(service)(actor=self.request.user, **checked(form, self.request.data))
        return Response(self.detail_of(row), status=status.HTTP_201_CREATED)


# --- invitations ------------------------------------------------------------------------------------------------------


class InvitationSerializer(LedgerSerializer):
    phone = MaskedField(label="手机号", read_only=True)
    invited_by = serializers.CharField(source="created_by.name", read_only=True, label="邀请人")
    state = serializers.ChoiceField(State.choices, read_only=True, label="状态")

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "by", "place", "invitee", "phone", "invited_by", "state"),
            *("expires_at", "most", "uses", "revoked_at", "stays_as"),
        )
        read_only_fields = fields


class InvitationDetailSerializer(InvitationSerializer):
    url = serializers.CharField(read_only=True, label="邀请链接", help_text="只有邀请人和管理成员的人能看到")

    class Meta(InvitationSerializer.Meta):
        fields = (*InvitationSerializer.Meta.fields, "url")
        read_only_fields = fields


class InvitationForm(serializers.Serializer):
    enterprise = serializers.PrimaryKeyRelatedField(queryset=Enterprise.objects.current(), label="企业")
    by = serializers.ChoiceField(By.choices, label="方式")
    place = serializers.ChoiceField(Place.choices, label="邀请担任")
    phone = serializers.CharField(label="手机号", max_length=20, **OPINION)
    invitee = serializers.CharField(label="被邀请人", max_length=50, **OPINION)
    days = serializers.IntegerField(label="有效天数", default=7)
    uses = serializers.IntegerField(label="可用人数", default=20)


class HandOverForm(serializers.Serializer):
    enterprise = serializers.PrimaryKeyRelatedField(queryset=Enterprise.objects.current(), label="企业")
    phone = serializers.CharField(label="接任者手机号", max_length=20)
    invitee = serializers.CharField(label="接任者姓名", max_length=50, **OPINION)
    stays_as = serializers.ChoiceField(Place.choices, label="移交后本人担任", allow_blank=True, default="")


class AcceptForm(serializers.Serializer):
    token = serializers.CharField(label="邀请码", max_length=100, **OPINION)
    invitation = serializers.IntegerField(label="邀请", required=False, min_value=1, max_value=MOST)


class Joined(serializers.Serializer):
    """Where one is now, and as what."""

    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField()
    place = serializers.ChoiceField(Place.choices)


class InvitationFilter(LedgerFilter):
    state = AnyOf(choices=State.choices, label="状态")

    class Meta:
        model = Invitation
        fields = ("place", "by")


def with_state(rows: QuerySet) -> QuerySet:
    now = timezone.now()
    state = Case(
        When(revoked_at__isnull=False, then=Value(State.REVOKED)),
        When(uses__gte=F("most"), then=Value(State.USED)),
        When(expires_at__lte=now, then=Value(State.EXPIRED)),
        default=Value(State.OPEN),
        output_field=CharField(),
    )
    return rows.annotate(state=state)


@extend_schema_view(create=extend_schema(request=InvitationForm))
class InvitationViewSet(Addable, LedgerViewSet):
    queryset = Invitation.objects.select_related("enterprise", "created_by")
    serializer_class = InvitationSerializer
    detail_class = InvitationDetailSerializer
    filterset_class = InvitationFilter
    searched = ("invitee",)
    form = InvitationForm
    add = staticmethod(on_time(inviting.invite))
    revoke = step("revoke", inviting.revoke)

    @property
    def user(self) -> User:
        user: User = self.request.user
        return user

    def get_queryset(self) -> QuerySet:
        """For who may invite: the link is in it, which is nobody else's to see, the authorities' neither."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        rows: Any = self.queryset
        return with_state(rows.within(self.request.user, inviting.INVITE).current())

    def detail_of(self, row: Any) -> Any:
        row.state, row.url = inviting.state_of(row, timezone.now()), inviting.link_of(row.token)
        return super().detail_of(row)

    @extend_schema(request=HandOverForm, responses={201: InvitationDetailSerializer})
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def hand_over(self, request: Request) -> Response:
        """Offer one's own place as principal to a successor."""
        row = inviting.hand_over(actor=self.user, now=timezone.now(), **checked(HandOverForm, request.data))
        return Response(self.detail_of(row), status=status.HTTP_201_CREATED)

    @extend_schema(responses=InvitationSerializer(many=True))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def to_me(self, request: Request) -> Response:
        """The open invitations to one's own phone."""
        rows = with_state(inviting.to_phone_of(self.user, timezone.now())).order_by("-pk")
        return Response(InvitationSerializer(rows, many=True).data)

    @extend_schema(request=AcceptForm, responses={201: Joined})
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def accept(self, request: Request) -> Response:
        """Join by the token of a link or code, or by an invitation to one's own phone."""
        row = inviting.accept(actor=self.user, now=timezone.now(), **checked(AcceptForm, request.data))
        told = {"enterprise": row.enterprise_id, "enterprise_name": row.enterprise.name, "place": row.place}
        return Response(told, status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "image/svg+xml"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def qr(self, request: Request, pk: str) -> HttpResponse:
        """The code of an invitation, to be shown or printed."""
        link = inviting.link_of(self.get_object().token)
        return HttpResponse(drawn(link, kind="svg", scale=8, xmldecl=True), content_type="image/svg+xml")


# --- members ----------------------------------------------------------------------------------------------------------


class MembershipSerializer(LedgerSerializer):
    name = serializers.CharField(source="user.name", read_only=True, label="姓名")
    phone = MaskedField(source="user.phone", read_only=True, label="手机号")
    active = serializers.BooleanField(source="user.is_active", read_only=True, label="账号启用")
    invited_by_name = serializers.CharField(source="invited_by.name", read_only=True, allow_null=True, label="经办人")

    class Meta:
        model = Membership
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "user", "name", "phone", "active", "place", "how", "invited_by_name", "since"),
            *("ended_at", "end_reason"),
        )
        read_only_fields = fields


class MembershipDetailSerializer(MembershipSerializer):
    mine = serializers.BooleanField(read_only=True, label="本人")

    class Meta(MembershipSerializer.Meta):
        fields = (*MembershipSerializer.Meta.fields, "mine")
        read_only_fields = fields


class MembershipFilter(LedgerFilter):
    mine = filters.BooleanFilter(method="is_mine", label="本人")

    class Meta:
        model = Membership
        fields = ("place", "how")

    def is_mine(self, rows: Any, name: str, value: bool) -> Any:
        me = self.request.user.pk
        return rows.filter(user=me) if value else rows.exclude(user=me)


class MembershipViewSet(LedgerViewSet):
    """Who belongs to which firm. `former=true` lists who did; the row of who lost his roles otherwise is left out."""

    queryset = Membership.objects.select_related("enterprise", "user", "invited_by")
    serializer_class = MembershipSerializer
    detail_class = MembershipDetailSerializer
    filterset_class = MembershipFilter
    searched = ("user__name",)
    ordered = ("id", "since")
    change_role = step("change_role", members.change_role)
    remove = step("remove", members.remove_member, reason=text("原因"))
    leave = step("leave", members.leave_firm, reason=text("原因"))

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        rows = self.queryset.within(self.request.user, "joining.view")  # type: ignore[attr-defined]
        if self.request.query_params.get("former") == "true" or self.action in ("retrieve", "history"):
            return rows if self.action != "list" else rows.filter(ended_at__isnull=False)
        held = Assignment.objects.filter(
            user=OuterRef("user"), enterprise=OuterRef("enterprise"), role__code__in=FIRM_ROLES
        )
        return rows.current().filter(Exists(held))

    def detail_of(self, row: Any) -> Any:
        row.mine = row.user_id == self.request.user.pk
        return super().detail_of(row)


urlpatterns = [
    path("join/", entering_api.RegistrationView.as_view()),
    path("join/code/", entering_api.JoinCodeView.as_view()),
    path("join/phone/", entering_api.JoinPhoneView.as_view()),
    path("join/identity/", entering_api.JoinIdentityView.as_view()),
    path("join/account/", entering_api.JoinAccountView.as_view()),
    path("join/invitation/", entering_api.OfferView.as_view()),
    path("me/real-name/", entering_api.OwnRealNameView.as_view()),
    *record_urls("claims", ClaimViewSet),
    *record_urls("invitations", InvitationViewSet),
    *record_urls("members", MembershipViewSet),
]
