from django.db import models
from django.db.models import Q

from changqian.platform.commons.codes.rules import Colour, Step
from changqian.platform.ledgerkit.models import AtSite


class SafeCode(AtSite):
    """The code of a site, or of one thing at it. Reissuing makes a new row, so that an old print says it is void."""

    token = models.CharField("常安码", max_length=26, unique=True, editable=False)
    subject_kind = models.CharField("对象类别", max_length=30, blank=True)
    subject_id = models.BigIntegerField("对象编号", default=0)
    subject_name = models.CharField("对象名称", max_length=100, blank=True)
    subject_place = models.CharField("位置", max_length=200, blank=True)
    colour = models.CharField("风险颜色", max_length=10, choices=Colour, default=Colour.NONE)
    revoked_at = models.DateTimeField("停用时间", null=True, editable=False)
    revoke_reason = models.CharField("停用原因", max_length=200, blank=True, editable=False)

    class Meta(AtSite.Meta):
        verbose_name = "常安码"
        permissions = [("view", "查看常安码"), ("issue", "发放常安码"), *Step.choices]
        indexes = [
            models.Index(fields=["region", "subject_kind"], name="safe_code_region"),
            models.Index(fields=["site", "subject_kind", "subject_id"], name="safe_code_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="safe_code_live_once",
                fields=["site", "subject_kind", "subject_id"],
                condition=Q(revoked_at__isnull=True, ended_at__isnull=True),
                violation_error_message="该对象已有常安码，请换发",
            ),
        ]


class Scan(models.Model):
    """How often a code was scanned on a day."""

    code = models.ForeignKey(SafeCode, models.CASCADE, related_name="+")
    day = models.DateField("日期")
    count = models.PositiveIntegerField("扫码次数", default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="scan_day_once")]


class Miss(models.Model):
    """How many unknown tokens an address asked for in a window: whoever guesses is stopped. Kept for a day."""

    address = models.CharField(max_length=45)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["address", "window"], name="miss_window_once")]
