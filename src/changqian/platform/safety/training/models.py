from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from changqian.platform.ledgerkit.models import SiteRecord
from changqian.platform.safety.training.rules import Exam, Kind, Step

NAMES: dict[str, Any] = {"default": list, "editable": False}


class TrainingSession(SiteRecord):
    """One day of training. Attendees stand by number and as they were called on the day."""

    counted_on = "held_on"

    title = models.CharField("培训主题", max_length=100)
    kind = models.CharField("培训类别", max_length=15, choices=Kind)
    held_on = models.DateField("培训日期")
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))])
    teacher = models.CharField("授课人", max_length=50)
    room = models.CharField("培训地点", max_length=100, blank=True)
    content = models.TextField("培训内容", max_length=4000)
    exam = models.CharField("考核方式", max_length=10, choices=Exam, default=Exam.WRITTEN)
    attendees = ArrayField(models.BigIntegerField(), verbose_name="参加人员", **NAMES)
    attendee_names = ArrayField(models.CharField(max_length=80), verbose_name="参加人员", **NAMES)
    failed = ArrayField(models.BigIntegerField(), verbose_name="考核不合格人员", **NAMES)
    failed_names = ArrayField(models.CharField(max_length=80), verbose_name="考核不合格人员", **NAMES)
    others = models.PositiveIntegerField("其他参加人数", default=0)
    participants = models.PositiveIntegerField("参加人数", default=0, editable=False)
    lost = models.PositiveIntegerField("不合格人数", default=0, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "安全培训记录"
        permissions = [("view", "查看安全培训"), ("record", "登记培训"), *Step.choices]
        indexes = [
            models.Index("region", "kind", name="training_region_kind"),
            models.Index("site", "month", name="training_site_month"),
            models.Index("enterprise", "held_on", name="training_firm_day", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title

    def stamp(self) -> tuple[str, ...]:
        self.participants, self.lost = len(self.attendees) + self.others, len(self.failed)
        return *super().stamp(), "participants", "lost"
