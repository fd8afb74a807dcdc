from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from changqian.platform.commons.siteplans.rules import Step
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.ledgerkit.models import AtSite


class SitePlan(AtSite):
    """One plan of a site: a floor, a workshop, the whole yard. Its picture is attached at `picture`."""

    name = models.CharField("图名", max_length=50)
    metres = models.PositiveIntegerField(
        "图上宽度(米)", null=True, blank=True, validators=[MinValueValidator(10), MaxValueValidator(5000)]
    )
    north = models.PositiveSmallIntegerField("正北方向(度)", default=0, validators=[MaxValueValidator(359)])
    "Clockwise from the upper edge."
    revision = models.PositiveIntegerField("版次", default=0, editable=False)
    zone_count = models.PositiveSmallIntegerField("区域数", default=0, editable=False)
    mark_count = models.PositiveSmallIntegerField("点位数", default=0, editable=False)
    drawn_on = models.DateField("绘制日期", null=True, editable=False)

    class Meta(AtSite.Meta):
        verbose_name = "场所平面图"
        permissions = [("view", "查看平面图"), ("add", "新增平面图"), *Step.choices]
        indexes = [
            models.Index(fields=["region", "enterprise"], name="site_plan_region"),
            models.Index(fields=["site"], name="site_plan_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="site_plan_name_once",
                fields=["site", "name"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该场所已有同名的平面图",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Drawing(models.Model):
    """What was drawn on a plan when it was saved. Never changed: the next one takes its place, and it can be read."""

    plan = models.ForeignKey(SitePlan, models.CASCADE, related_name="drawings")
    revision = models.PositiveIntegerField("版次")
    picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="底图")
    zones = models.JSONField("区域")
    marks = models.JSONField("点位")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="绘制人")
    drawn_at = models.DateTimeField("绘制时间")

    class Meta:
        default_permissions = ()
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["plan", "revision"], name="drawing_revision_once")]
