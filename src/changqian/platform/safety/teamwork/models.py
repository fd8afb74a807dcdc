from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.records.models import Submission
from changqian.platform.ledgerkit.models import SiteRecord
from changqian.platform.safety.teamwork.rules import Kind, Step


class TeamMeeting(SiteRecord, Submission):
    """One meeting of a team. Attendees stand by number and as they were called on the day."""

    counted_on = "held_on"

    team = models.CharField("班组", max_length=50)
    kind = models.CharField("活动类别", max_length=10, choices=Kind)
    held_on = models.DateField("活动日期")
    minutes = models.PositiveSmallIntegerField("时长(分钟)", default=30)
    chair = models.CharField("主持人", max_length=50)
    topic = models.CharField("活动主题", max_length=100)
    content = models.TextField("活动内容", max_length=4000)
    measures = models.TextField("提出的问题和落实", max_length=2000, blank=True)
    absent = models.CharField("缺席人员和补课", max_length=200, blank=True)
    attendees = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="参加人员")
    attendee_names = ArrayField(models.CharField(max_length=80), default=list, editable=False, verbose_name="参加人员")
    others = models.PositiveIntegerField("其他参加人数", default=0)
    participants = models.PositiveIntegerField("参加人数", default=0, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "班组安全活动"
        permissions = [("view", "查看班组安全活动"), ("record", "登记班组活动"), *Step.choices]
        indexes = [
            models.Index("region", "kind", name="teamwork_region_kind"),
            models.Index("site", "month", name="teamwork_site_month"),
            models.Index("enterprise", "held_on", name="teamwork_firm_day", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.topic}"

    def stamp(self) -> tuple[str, ...]:
        self.participants = len(self.attendees) + self.others
        return *super().stamp(), "participants"
