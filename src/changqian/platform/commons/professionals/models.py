"""Applications of experts, insurers and training institutions; an approved one is the admission itself."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from changqian.platform.commons.professionals.rules import OPEN, Course, Expertise, Kind, Status, Step, Turn
from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.foundation.records.models import InRegion, Record


class Application(InRegion, Record):
    """One person's wish to be an expert, or to speak for an institution, in one row from first word to last day.

    His own and the authorities' of its region, a district or the city: no firm's and no department's.
    """

    kind = models.CharField("类别", max_length=10, choices=Kind, editable=False)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PENDING, editable=False)
    unit = models.CharField("单位", max_length=200)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    region: Any = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="所在地区")
    expertise = ArrayField(
        models.CharField(max_length=20, choices=Expertise), verbose_name="专业领域", default=list, blank=True
    )
    courses = ArrayField(
        models.CharField(max_length=20, choices=Course), verbose_name="培训类别", default=list, blank=True
    )
    title = models.CharField("职称或职业资格", max_length=50, blank=True)
    certificate_no = SealedField("证书编号", blank=True, default="")
    certificate_no_index = models.CharField(max_length=64, blank=True, editable=False)
    worked_years = models.PositiveSmallIntegerField("从业年限", null=True, blank=True)
    permit_no = models.CharField("许可证编号", max_length=50, blank=True)
    message = models.CharField("说明", max_length=200, blank=True)
    decide_by = models.DateTimeField("办理期限", editable=False)
    decided_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="办理人"
    )
    decided_at = models.DateTimeField("办理时间", null=True, editable=False)
    opinion = models.CharField("办理意见", max_length=200, blank=True, editable=False)
    valid_until = models.DateField("有效期至", null=True, editable=False)

    audited: ClassVar[dict[str, str]] = dict(Turn.choices)

    class Meta(Record.Meta):
        verbose_name = "专家和机构入驻申请"
        permissions = [("view", "查看专家和机构"), ("apply", "申请入驻"), *Step.choices]
        indexes = [
            models.Index(fields=["region", "status"], name="professional_region"),
            models.Index(fields=["valid_until"], condition=Q(status=Status.APPROVED), name="professional_ends"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="professional_open_once",
                fields=["created_by", "kind"],
                condition=Q(status__in=OPEN, ended_at__isnull=True),
                violation_error_message="您已有一份同类申请在办理，请在“入驻申请”查看，需要时补正或撤回",
            ),
            models.UniqueConstraint(
                name="professional_admitted_once",
                fields=["created_by", "kind"],
                condition=Q(status=Status.APPROVED, ended_at__isnull=True),
                violation_error_message="申请人已经入驻",
            ),
            models.UniqueConstraint(
                name="professional_certificate_once",
                fields=["certificate_no_index"],
                condition=Q(status=Status.APPROVED, ended_at__isnull=True) & ~Q(certificate_no_index=""),
                violation_error_message="这个证书编号已用于另一位入驻专家，请核对证书原件",
            ),
            models.CheckConstraint(
                name="professional_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")),
                violation_error_message="不能办理自己提出的申请",
            ),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}入驻：{self.unit}"

    def stamp(self) -> tuple[str, ...]:
        self.certificate_no_index = blind(self.certificate_no)
        return ("certificate_no_index",)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])
