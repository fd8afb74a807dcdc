"""Claims on firms and wishes to join them, invitations, and who belongs to which firm since when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changqian.platform.commons.joining.rules import OPEN, By, How, Kind, Place, Status, Step, Turn
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.foundation.records.models import InRegion, Record
from changqian.platform.ledgerkit.models import EnterpriseRecord


def person(label: str, **how: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=label, **how
    )


class Claim(InRegion, Record):
    """What somebody asks to be at a firm, or to be no longer. His own, his town's, and the firm's it is about.

    A firm that nobody registered yet has no row: what the claimant says of it stands here until the town completes it.
    """

    kind = models.CharField("类别", max_length=10, choices=Kind, editable=False)
    status = models.CharField("状态", max_length=10, choices=Status, editable=False)
    place = models.CharField("担任", max_length=10, choices=Place)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    enterprise: Any = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="企业"
    )
    firm_name = models.CharField("企业名称", max_length=200, blank=True)
    address = models.CharField("经营地址", max_length=200, blank=True)
    region: Any = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="属地")
    message = models.CharField("说明", max_length=200, blank=True)
    phone = SealedField("申请人手机号", blank=True, default="", editable=False)
    phone_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    "As it was when he asked: whoever decides may have to call him."
    decide_by = models.DateTimeField("办理期限", editable=False)
    asked_at = models.DateTimeField("征求原负责人时间", null=True, editable=False)
    answered_by = person("答复人", null=True)
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)
    answer = models.CharField("原负责人意见", max_length=200, blank=True, editable=False)
    decided_by = person("办理人", null=True)
    decided_at = models.DateTimeField("办理时间", null=True, editable=False)
    opinion = models.CharField("办理意见", max_length=200, blank=True, editable=False)

    audited: ClassVar[dict[str, str]] = dict(Turn.choices)

    class Meta(Record.Meta):
        verbose_name = "认领和加入申请"
        permissions = [
            ("view", "查看成员和认领"),
            ("claim", "认领企业"),
            ("wish", "申请加入企业"),
            ("resign", "申请离任"),
            *Step.choices,
        ]
        indexes = [
            models.Index(fields=["region", "status"], name="claim_region"),
            models.Index(fields=["enterprise", "status"], name="claim_enterprise"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="claim_open_once",
                fields=["created_by", "uscc", "kind"],
                condition=Q(status__in=OPEN, ended_at__isnull=True),
                violation_error_message="您对这家企业已有一份同样的申请在办理，请在“我的企业”查看",
            ),
            models.CheckConstraint(
                name="claim_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")) | Q(status=Status.WITHDRAWN),
                violation_error_message="不能办理自己提出的申请",
            ),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}：{self.firm_name}"

    def stamp(self) -> tuple[str, ...]:
        self.phone_index = blind(self.phone)
        return ("phone_index",)


class Invitation(EnterpriseRecord):
    """Lets somebody join: whoever holds this phone, or whoever holds this code. Whoever shows the token has seen it."""

    secrets: ClassVar[tuple[str, ...]] = ("token",)
    by = models.CharField("方式", max_length=10, choices=By, editable=False)
    place = models.CharField("邀请担任", max_length=10, choices=Place)
    invitee = models.CharField("被邀请人", max_length=50, blank=True)
    phone = SealedField("手机号", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    token = SealedField("邀请码", editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("失效时间", editable=False)
    most = models.PositiveSmallIntegerField("可用人数", default=1, editable=False)
    uses = models.PositiveSmallIntegerField("已用人数", default=0, editable=False)
    revoked_at = models.DateTimeField("撤销时间", null=True, editable=False)
    stays_as = models.CharField("移交后本人担任", max_length=10, choices=Place, blank=True, editable=False)
    "Of an invitation to take over only: what becomes of who hands over; empty: he leaves."

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "邀请"
        permissions = [
            ("invite", "邀请成员"),
            ("hand_over", "移交主要负责人"),
            ("revoke", "撤销邀请"),
            ("accept", "接受邀请"),
        ]
        indexes = [
            models.Index(fields=["enterprise"], name="invitation_enterprise"),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="invitation_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                name="invitation_uses_bounded",
                condition=Q(uses__lte=F("most")),
                violation_error_message="这个邀请已用完，请联系企业重新邀请",
            ),
        ]

    def __str__(self) -> str:
        return f"邀请{self.invitee or Place(self.place).label}"

    def stamp(self) -> tuple[str, ...]:
        self.phone_index, self.token_index = blind(self.phone), blind(self.token)
        return "phone_index", "token_index"


class Membership(EnterpriseRecord):
    """That somebody belongs to a firm, as what, since when, by whose doing. Ended, it is the history of it.

    The right itself is the assignment (accounts): who has none is no member, whatever stands here.
    """

    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", editable=False, verbose_name="成员"
    )
    place = models.CharField("角色", max_length=10, choices=Place)
    how = models.CharField("加入方式", max_length=12, choices=How, editable=False)
    invited_by = person("经办人", null=True)
    since = models.DateTimeField("加入时间", null=True, editable=False)
    "None where an administrator gave the role before anybody kept when."

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "成员"
        permissions = [("change_role", "变更成员角色"), ("remove", "移除成员"), ("leave", "退出企业")]
        indexes = [models.Index(fields=["enterprise"], name="membership_enterprise")]
        constraints = [
            models.UniqueConstraint(
                name="member_once_per_enterprise",
                fields=["enterprise", "user"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="已经是本企业的成员",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{Place(self.place).label}）"

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(user=pk)  # A membership is the member's own, whoever wrote it down.
