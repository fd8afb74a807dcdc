from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.enterprises.rules import Datum
from changqian.platform.ledgerkit.models import EnterpriseRecord
from changqian.platform.safety.organisation.rules import Grade, Kind, Step


class SafetyOrganisation(EnterpriseRecord):
    """A part of a firm that answers for safety.

    No constraint makes its name unique: every firm has a 安环部, and two firms that merge would then have two. The
    service, which writes under a lock of the firm's tree, refuses it.
    """

    name = models.CharField("机构名称", max_length=50)
    kind = models.CharField("机构类别", max_length=12, choices=Kind)
    grade = models.CharField("机构级别", max_length=10, choices=Grade)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name="上级机构"
    )
    head = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="负责人")
    members = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="成员")
    "People of the firm; who has left is shown no longer."
    established_on = models.DateField("成立日期", null=True, blank=True)
    duties = models.TextField("机构职责", max_length=2000, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    lon = models.FloatField("经度", null=True, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    datum = models.CharField("坐标来源", max_length=10, choices=Datum, default=Datum.CGCS2000)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "安全管理机构"
        permissions = [("view", "查看安全管理机构"), ("establish", "登记机构"), *Step.choices]
        indexes = [
            models.Index(fields=["enterprise", "kind"], condition=Q(ended_at__isnull=True), name="organisation_firm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_point_is_whole",
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                violation_error_message="经度和纬度要一起填写",
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="上级机构不能是它自己",
            ),
        ]

    def __str__(self) -> str:
        return self.name
