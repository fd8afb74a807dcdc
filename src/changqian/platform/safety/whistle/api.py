from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.codes.api import ShownCodeSerializer
from changqian.platform.commons.codes.services import shown_code
from changqian.platform.commons.hazards.services.findings import with_hazards
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.rules import PER_SLOT
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.privacy.rules import SHOWN_SECONDS, Reason
from changqian.platform.foundation.records.api import Addable, EndInput, answer, checked, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, text
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
from changqian.platform.ledgerkit.duties.api import WithDuties
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.whistle import owed, rewards, services
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport
from changqian.platform.safety.whistle.reporting_api import urlpatterns as reporting_urls
from changqian.platform.safety.whistle.rules import (
    BASIS,
    DEFAULT_RATES,
    TEMPLATE,
    TITLE,
    HazardClass,
    How,
    Level,
    Rule,
    Status,
)
from changqian.platform.safety.whistle.stats import STATISTICS

MOST_RATES = 24
MOST_PARTS = 50


class WhistleRate(serializers.Serializer):
    """One line of the reward table; without a class it holds for every class."""

    level = serializers.ChoiceField(Level.choices, label="隐患等级")
    hazard_class = serializers.ChoiceField(HazardClass.choices, label="适用类别", allow_blank=True, default="")
    least = serializers.IntegerField(label="下限(元)", min_value=1, max_value=10**6)
    most = serializers.IntegerField(label="上限(元)", min_value=1, max_value=10**6)


RATES: dict[str, Any] = {"many": True, "label": "奖励标准", "required": False, "max_length": MOST_RATES}


class WhistlePolicySerializer(LedgerSerializer):
    class Meta:
        model = WhistlePolicy
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "title", "status", "in_force_since", "announced_on", "consulted_how", "consulted_on"),
            *("fund", "acknowledge_hours", "verify_days", "pay_days", "other_forms", "handler_names"),
        )


class WhistlePolicyDetailSerializer(WhistlePolicySerializer):
    rates = WhistleRate(many=True, label="奖励标准")
    papers = StoredFileSerializer(many=True, label="征求意见记录")

    class Meta(WhistlePolicySerializer.Meta):
        fields = (*WhistlePolicySerializer.Meta.fields, "text", "rates", "handlers", "opinion", "papers")


class WhistleBasis(serializers.Serializer):
    rule = serializers.ChoiceField(Rule.choices, label="要求")
    basis = serializers.CharField(label="依据")


class WhistleTemplate(serializers.Serializer):
    title = serializers.CharField(label="制度名称")
    text = serializers.CharField(label="制度内容")
    rates = WhistleRate(many=True, label="奖励标准")
    asked = WhistleBasis(many=True, label="依据")


class WhistleChannelSerializer(SiteSerializer):
    class Meta:
        model = WhistleChannel
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            *("way", "value", "contact", "department", "place", "posted_on"),
        )


class WhistleChannelDetailSerializer(WhistleChannelSerializer):
    photos = StoredFileSerializer(many=True, label="张贴照片")
    code = ShownCodeSerializer(allow_null=True, label="吹哨二维码")

    class Meta(WhistleChannelSerializer.Meta):
        fields = (*WhistleChannelSerializer.Meta.fields, "photos", "code")


class WhistleReportSerializer(SiteSerializer):
    class Meta:
        model = WhistleReport
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "status", "how", "hazard_class", "location", "text", "reported_on", "due_on", "level"),
            *("confirmed_on", "reward", "reward_form", "paid_on", "pay_days", "published_on", "escalated_at"),
        )


class WhistleHazard(serializers.Serializer):
    hazard = serializers.IntegerField(label="隐患")
    hazard_number = serializers.CharField(label="隐患编号", allow_null=True)
    hazard_status = serializers.CharField(label="隐患状态", allow_null=True)


class WhistleLike(serializers.Serializer):
    id = serializers.IntegerField(label="编号")
    reported_on = serializers.DateField(label="吹哨日期")
    location = serializers.CharField(label="位置")
    text = serializers.CharField(label="吹哨内容")


class WhistleJoint(serializers.Serializer):
    """One of several reports of the same danger."""

    id = serializers.IntegerField(label="编号")
    reported_on = serializers.DateField(label="吹哨日期")
    how = serializers.ChoiceField(How.choices, label="吹哨方式")
    status = serializers.ChoiceField(Status.choices, label="状态")
    reward = serializers.DecimalField(label="奖励金额(元)", max_digits=9, decimal_places=2)
    claimed_at = serializers.DateTimeField(label="领奖时间", allow_null=True)
    paid_on = serializers.DateField(label="发放日期", allow_null=True)


class WhistlePart(serializers.Serializer):
    """What one reporter gets of a reward that is divided."""

    report = serializers.IntegerField(label="编号", min_value=1, max_value=2**53)
    amount = serializers.DecimalField(label="金额(元)", max_digits=9, decimal_places=2, min_value=Decimal("0.01"))


PARTS: dict[str, Any] = {"many": True, "label": "各人份额", "required": False, "max_length": MOST_PARTS}


class WhistleReportDetailSerializer(WhistleReportSerializer):
    photos = StoredFileSerializer(many=True, label="现场照片")
    voice = StoredFileSerializer(many=True, label="录音")
    similar = WhistleLike(many=True, label="可能重复")
    became = WhistleHazard(allow_null=True, label="形成的隐患")
    joint = WhistleJoint(many=True, label="共同吹哨")

    class Meta(WhistleReportSerializer.Meta):
        fields = (
            *(*WhistleReportSerializer.Meta.fields, "about_name", "photos", "voice", "similar", "became", "findings"),
            *("partly", "refusal", "duplicate_of", "claimed_at", "voucher", "bulletin", "escalated_for", "wish"),
            *("answer", "answered_on", "whole_reward", "split", "split_reason", "joint"),
        )


class WhistleEscalationSerializer(SiteSerializer):
    """What the authority is told: what is dangerous and how the firm handled it, and nobody's name."""

    class Meta:
        model = WhistleReport
        fields: tuple[str, ...] = (
            *(
                *SITE_FIELDS,
                "status",
                "hazard_class",
                "location",
                "text",
                "wish",
                "reported_on",
                "due_on",
                "escalated_at",
            ),
            *("escalated_for", "refusal", "findings", "level", "reward", "answer", "answered_on"),
        )


class WhistleEscalationDetailSerializer(WhistleEscalationSerializer):
    photos = StoredFileSerializer(many=True, label="现场照片")

    class Meta(WhistleEscalationSerializer.Meta):
        fields = (*WhistleEscalationSerializer.Meta.fields, "photos")


class WhistleBulletinSerializer(LedgerSerializer):
    class Meta:
        model = WhistleReport
        fields = ("id", "version", "enterprise", "enterprise_name", "published_on", "bulletin")


class WhistleIdentify(serializers.Serializer):
    reason = serializers.ChoiceField(Reason.choices, label="事由")
    note = serializers.CharField(label="说明", max_length=200, allow_blank=True, default="")


class WhistleIdentitySerializer(serializers.ModelSerializer[WhistleIdentity]):
    seconds = serializers.IntegerField(default=SHOWN_SECONDS, read_only=True, help_text="显示多少秒后隐去")

    class Meta:
        model = WhistleIdentity
        fields = ("name", "phone", "pay_by", "payee", "card", "seconds")


class WhistlePolicyFilter(LedgerFilter):
    class Meta:
        model = WhistlePolicy
        fields = ("status", "in_force_since")


class WhistleChannelFilter(SiteFilter):
    posted = filters.BooleanFilter(field_name="posted_on", lookup_expr="isnull", exclude=True, label="已张贴")

    class Meta:
        model = WhistleChannel
        fields = ("way",)


class WhistleReportFilter(SiteFilter):
    late = filters.BooleanFilter(method="which_late", label="逾期未办")

    class Meta:
        model = WhistleReport
        fields = ("status", "how", "hazard_class", "level", "reported_on", "month")

    def which_late(self, rows: Any, name: str, value: bool) -> Any:
        late = Q(due_on__lt=timezone.localdate())
        return rows.filter(late) if value else rows.filter(~late | Q(due_on=None))


class WhistleEscalationFilter(SiteFilter):
    answered = filters.BooleanFilter(field_name="answered_on", lookup_expr="isnull", exclude=True, label="已答复")

    class Meta:
        model = WhistleReport
        fields = ("escalated_for", "hazard_class", "status")


class WhistlePolicyViewSet(WithDuties, Addable, LedgerViewSet):
    queryset = WhistlePolicy.objects.select_related("enterprise")
    serializer_class = WhistlePolicySerializer
    detail_class = WhistlePolicyDetailSerializer
    filterset_class = WhistlePolicyFilter
    searched = ("title",)
    ordered = ("id", "in_force_since", "created_at")
    duties = owed.DUTIES
    slots = ("papers",)
    form = form_of(
        services.adopt_policy,
        "WhistlePolicyForm",
        handlers=numbers("处理人", 20, required=True),
        rates=WhistleRate(**RATES),
    )
    add = staticmethod(services.adopt_policy)
    draft = step("draft", services.draft_policy, handlers=numbers("处理人", 20), rates=WhistleRate(**RATES))
    announce = step("announce", services.announce_policy, papers=numbers("征求意见记录", PER_SLOT))
    enforce = step("enforce", services.enforce_policy)
    withdraw = step("withdraw", services.withdraw_policy, EndInput)

    @extend_schema(responses=WhistleTemplate)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def template(self, request: Request) -> HttpResponse:
        """A policy to begin from, and what asks for one."""
        asked = [{"rule": rule, "basis": basis} for rule, basis in BASIS.items()]
        return answer({"title": TITLE, "text": TEMPLATE, "rates": list(DEFAULT_RATES), "asked": asked})


class WhistleChannelViewSet(Addable, LedgerViewSet):
    queryset = WhistleChannel.objects.select_related("enterprise", "site", "region")
    serializer_class = WhistleChannelSerializer
    detail_class = WhistleChannelDetailSerializer
    filterset_class = WhistleChannelFilter
    searched = ("value", "place", "contact")
    ordered = ("id", "posted_on", "created_at")
    slots = ("photos",)
    form = form_of(services.open_channel, "WhistleChannelForm")
    add = staticmethod(services.open_channel)
    amend = step("amend", services.amend_channel)
    hang = step("hang", services.hang_channel, photos=numbers("张贴照片", PER_SLOT, required=True))
    close = step("close", services.close_channel, EndInput)
    importing = Importing(permission="whistle.open", unique=("site", "way", "place"))

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.code = shown_code(row.site_id, services.SUBJECT, row.pk)
        return super().detail_of(row)


class Reports(LedgerViewSet):
    """Rows that ask for more than the permission to view: `reading` opens them, and the model says to whom."""

    reading: str

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return self.queryset.all().within(self.request.user, self.reading).current()


class WhistleReportViewSet(Reports, CountedViewSet):
    """Rows for handlers; the numbers for everybody who may view, down to the firm and no further."""

    queryset = WhistleReport.objects.select_related("enterprise", "site", "region")
    serializer_class = WhistleReportSerializer
    detail_class = WhistleReportDetailSerializer
    filterset_class = WhistleReportFilter
    reading = services.READ
    searched = ("location",)
    ordered = ("id", "reported_on", "due_on", "created_at")
    statistics = STATISTICS
    slots = ("photos",)
    accept = step("accept", services.accept_report)
    reject = step(
        "reject",
        services.reject_report,
        duplicate=serializers.IntegerField(label="与哪条重复", min_value=1, max_value=2**53, required=False),
    )
    confirm = step(
        "confirm", services.confirm_report, to_hazard=serializers.BooleanField(label="转入隐患台账", default=True)
    )
    refute = step("refute", services.refute_report)
    reward = step(
        "reward",
        rewards.reward_report,
        whole_reward=serializers.IntegerField(label="奖励金额(元)", min_value=0, max_value=10**6, default=0),
        shares=WhistlePart(**PARTS),
    )
    pay = step("pay", rewards.pay_report)
    publish = step("publish", rewards.publish_report)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        identity = WhistleIdentity.objects.only("pk").get(report=row)
        row.voice = attached(WhistleIdentity, [identity.pk]).get(identity.pk, [])
        row.similar = services.similar_to(row, actor=self.request.user)
        row.joint = rewards.joint_with(row, actor=self.request.user)
        row.became = with_hazards([{"hazard": row.hazard}])[0] if row.hazard else None
        return super().detail_of(row)

    @extend_schema(request=WhistleIdentify, responses=WhistleIdentitySerializer)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def identify(self, request: Request, pk: str) -> Response:
        """Who reported. Who asked, and why, is in the trail."""
        given = checked(WhistleIdentify, request.data)
        found = services.identity_of(int(pk), actor=self.request.user, **given)
        return Response(WhistleIdentitySerializer(found).data, headers={"Cache-Control": "no-store"})


class WhistleEscalationViewSet(Reports):
    """What was brought before the authority."""

    queryset = WhistleReport.objects.select_related("enterprise", "site", "region")
    serializer_class = WhistleEscalationSerializer
    detail_class = WhistleEscalationDetailSerializer
    filterset_class = WhistleEscalationFilter
    reading = "whistle.supervise"
    searched = ("location",)
    ordered = ("id", "escalated_at", "due_on")
    slots = ("photos",)
    history = None  # type: ignore[assignment]  # it tells what the firm's handlers wrote of each other
    answer = step(
        "answer",
        services.answer_report,
        answer=text("监管答复", 2000),
        redo=serializers.BooleanField(label="责令重新核查", default=False),
    )


class WhistleBulletinViewSet(LedgerViewSet):
    """奖励公示: what was rewarded, in words that name nobody."""

    queryset = WhistleReport.objects.select_related("enterprise")
    serializer_class = WhistleBulletinSerializer
    filterset_class = LedgerFilter
    ordered = ("id", "published_on")
    history = None  # type: ignore[assignment]


urlpatterns = [
    *record_urls("whistle-policies", WhistlePolicyViewSet),
    *record_urls("whistle-channels", WhistleChannelViewSet),
    *record_urls("whistles", WhistleReportViewSet),
    *record_urls("whistle-escalations", WhistleEscalationViewSet),
    *record_urls("whistle-bulletins", WhistleBulletinViewSet),
    *reporting_urls,
]
