from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.kernel.scope import Actor, ScopedQuerySet
from changqian.platform.ledgerkit.models import AtSite, EnterpriseRecord, SiteRecord
from changqian.platform.safety.whistle.rules import (
    Cause,
    ChannelStep,
    Consulted,
    Form,
    HazardClass,
    How,
    Level,
    News,
    PayBy,
    PolicyStatus,
    PolicyStep,
    Refusal,
    Split,
    Status,
    Step,
    Way,
)

SUPERVISION = ("whistle.supervise", "whistle.answer")


def _within(most: int) -> dict[str, Any]:
    return {"validators": [MinValueValidator(1), MaxValueValidator(most)]}


class WhistlePolicy(EnterpriseRecord):
    """吹哨奖制度: what the firm promises, by when, for how much, and who may learn who spoke."""

    title = models.CharField("制度名称", max_length=100)
    text = models.TextField("制度内容", max_length=10000)
    fund = models.CharField("资金来源", max_length=100, default="安全生产费用")
    acknowledge_hours = models.PositiveSmallIntegerField("受理时限(小时)", default=24, **_within(72))
    verify_days = models.PositiveSmallIntegerField("核查时限(工作日)", default=3, **_within(30))
    pay_days = models.PositiveSmallIntegerField("发放时限(天)", default=15, **_within(90))
    other_forms = models.CharField("其他奖励方式", max_length=200, blank=True)
    rates = models.JSONField("奖励标准", editable=False)
    handlers = ArrayField(models.BigIntegerField(), editable=False, verbose_name="处理人")
    accounts = ArrayField(models.BigIntegerField(), editable=False, verbose_name="处理人账号")
    "With which the handlers read. Kept, so that linking another account to a handler's name opens nothing."
    handler_names = ArrayField(models.CharField(max_length=80), editable=False, verbose_name="处理人")
    status = models.CharField("状态", max_length=20, choices=PolicyStatus, default=PolicyStatus.DRAFT, editable=False)
    consulted_how = models.CharField("征求意见方式", max_length=20, choices=Consulted, blank=True, editable=False)
    consulted_on = models.DateField("征求意见日期", null=True, editable=False)
    opinion = models.TextField("征求意见情况", max_length=2000, blank=True, editable=False)
    announced_on = models.DateField("公示日期", null=True, editable=False)
    in_force_since = models.DateField("施行日期", null=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "吹哨奖制度"
        permissions = [
            *(("view", "查看吹哨奖"), ("adopt", "起草制度"), *PolicyStep.choices),
            *(("open", "登记途径"), *ChannelStep.choices),
            *(("blow", "我要吹哨"), ("read", "处理吹哨"), *Step.choices, ("supervise", "查看上报的吹哨")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="whistle_policy_in_force_once",
                fields=["enterprise"],
                condition=Q(status=PolicyStatus.IN_FORCE, ended_at__isnull=True),
                violation_error_message="本企业已有施行中的制度",
            ),
            models.CheckConstraint(
                name="whistle_policy_was_consulted",
                condition=Q(status=PolicyStatus.DRAFT) | Q(consulted_on__isnull=False),
                violation_error_message="公示前应登记征求工会或职工意见的情况",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WhistleChannel(AtSite):
    """吹哨途径: how one reaches the handlers, and where that is posted."""

    way = models.CharField("途径", max_length=20, choices=Way)
    value = models.CharField("号码/地址", max_length=100, blank=True)
    contact = models.CharField("联系人", max_length=50, blank=True)
    department = models.CharField("责任部门", max_length=50, blank=True)
    place = models.CharField("公示位置", max_length=100)
    posted_on = models.DateField("张贴日期", null=True, editable=False)

    class Meta(AtSite.Meta):
        verbose_name = "吹哨途径"
        indexes = [
            models.Index("region", "way", name="whistle_channel_region"),
            models.Index("enterprise", condition=Q(ended_at__isnull=True), name="whistle_channel_firm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="whistle_channel_is_reached",
                condition=Q(way__in=[Way.QR, Way.APP, Way.IN_PERSON]) | ~Q(value=""),
                violation_error_message="请填写号码或地址",
            ),
        ]

    def __str__(self) -> str:
        return f"{Way(self.way).label}（{self.place}）"


class HandledRows(ScopedQuerySet["WhistleReport"]):
    """Of reports a firm's people see those that name them as handlers, an authority those that were brought before it;
    who may merely view sees what was published. A role alone opens no other, whoever wrote the role.
    """

    def within(self, actor: Actor, permission: str) -> Self:
        rows = super().within(actor, permission)
        if getattr(actor, "is_system", False):
            return rows
        if permission in SUPERVISION:
            return rows.filter(escalated_at__isnull=False)
        if permission == "whistle.view":
            return rows.filter(published_on__isnull=False)
        return rows.filter(handlers__contains=[getattr(actor, "pk", 0)])


class WhistleReport(SiteRecord):
    """吹哨. Written in the platform's own name: who spoke stands in `WhistleIdentity` and nowhere else."""

    objects: ClassVar[Any] = HandledRows.as_manager()
    counted_on = "reported_on"
    secrets = ("text", "about_name", "wish")
    "Sealed, because people name people there; told to handlers as part of the report, and to nobody one by one."

    how = models.CharField("吹哨方式", max_length=20, choices=How)
    channel = models.ForeignKey(
        WhistleChannel, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="途径"
    )
    policy = models.ForeignKey(
        WhistlePolicy, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="制度"
    )
    hazard_class = models.CharField("类别", max_length=20, choices=HazardClass)
    location = models.CharField("位置", max_length=100)
    text = SealedField("吹哨内容")
    about_name = SealedField("涉及人员", blank=True)
    about = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="涉及人员")
    handlers = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="处理人")
    "Their accounts: those of the policy, without who may not know."
    reported_at = models.DateTimeField("吹哨时间", editable=False)
    reported_on = models.DateField("吹哨日期", editable=False)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.SUBMITTED, editable=False)
    due_on = models.DateField("办理期限", null=True, editable=False)

    refusal = models.CharField("不予受理原因", max_length=20, choices=Refusal, blank=True, editable=False)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", editable=False, verbose_name="与哪条重复"
    )
    findings = models.TextField("核查情况", max_length=2000, blank=True, editable=False)
    partly = models.BooleanField("部分属实", default=False, editable=False)
    level = models.CharField("隐患等级", max_length=20, choices=Level, blank=True, editable=False)
    hazard = models.BigIntegerField("隐患", null=True, editable=False)
    confirmed_on = models.DateField("核实日期", null=True, editable=False)
    reward = models.DecimalField("奖励金额(元)", max_digits=9, decimal_places=2, default=Decimal(0), editable=False)
    "What this reporter gets."
    whole_reward = models.PositiveIntegerField(
        "隐患奖励合计(元)", default=0, editable=False, validators=[MaxValueValidator(10**6)]
    )
    "What the danger brings all who reported it and share in it."
    split = models.CharField("分配方式", max_length=10, choices=Split, blank=True, editable=False)
    split_reason = models.CharField("分配理由", max_length=200, blank=True, editable=False)
    reward_form = models.CharField("奖励方式", max_length=20, choices=Form, blank=True, editable=False)
    claimed_at = models.DateTimeField("领奖时间", null=True, editable=False)
    paid_on = models.DateField("发放日期", null=True, editable=False)
    pay_days = models.PositiveIntegerField("发放用时(天)", default=0, editable=False)
    voucher = models.CharField("凭证号", max_length=60, blank=True, editable=False)
    published_on = models.DateField("公示日期", null=True, editable=False)
    bulletin = models.CharField("公示内容", max_length=500, blank=True, editable=False)

    escalated_at = models.DateTimeField("上报时间", null=True, editable=False)
    escalated_for = models.CharField("上报原因", max_length=20, choices=Cause, blank=True, editable=False)
    wish = SealedField("吹哨人诉求", blank=True)
    answer = models.TextField("监管答复", max_length=2000, blank=True, editable=False)
    answered_on = models.DateField("答复日期", null=True, editable=False)

    audited: ClassVar[dict[str, str]] = {"escalate": "上报监管部门", "claim": "领取奖励"}
    audited_facts: ClassVar[dict[str, str]] = {"reason": "事由", "note": "说明"}

    class Meta(SiteRecord.Meta):
        verbose_name = "吹哨"
        indexes = [
            models.Index("region", "status", name="whistle_region_status"),
            models.Index("site", "month", name="whistle_site_month"),
            models.Index("due_on", name="whistle_due", condition=Q(due_on__isnull=False)),
            models.Index("escalated_at", name="whistle_escalated", condition=Q(escalated_at__isnull=False)),
            models.Index(
                "enterprise", "published_on", name="whistle_published", condition=Q(published_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"吹哨{self.pk}"


class WhistleIdentity(models.Model):
    """Who reported, and whom to pay. No record of a ledger: no list, export, history or `reveal` reaches it.

    Codes are kept as keyed digests. `account` finds one's own reports again.
    """

    report = models.OneToOneField(WhistleReport, models.PROTECT, related_name="+")
    name = SealedField("姓名", blank=True)
    phone = SealedField("手机号", blank=True)
    account = SealedField("账号", blank=True)
    account_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    pay_by = models.CharField("领取方式", max_length=10, choices=PayBy, blank=True)
    payee = SealedField("收款人", blank=True)
    card = SealedField("银行卡号", blank=True)
    sent_digest = models.CharField(max_length=64, unique=True, editable=False)
    query_digest = models.CharField(max_length=64, unique=True, editable=False)
    claim_digest = models.CharField(max_length=64, unique=True, editable=False)
    news = ArrayField(models.CharField(max_length=10, choices=News), default=list, editable=False)
    seen = models.PositiveSmallIntegerField(default=0, editable=False)
    """What happened to the report, and how much of it was looked at under the account. Numbers without a time and
    without an account: a message in the account's own list would say who reported, see decision 0031."""

    class Meta:
        verbose_name = "吹哨人身份"
        default_permissions = ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.account_index = blind(self.account)
        super().save(*args, **kwargs)
