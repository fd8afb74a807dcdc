from typing import ClassVar

from django.conf import settings
from django.db import models


class JobRun(models.Model):
    """One job done, or tried, for one period of the local calendar."""

    name = models.CharField("任务", max_length=60)
    period = models.CharField("周期", max_length=20)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    result = models.CharField("结果", max_length=200, blank=True)
    error = models.CharField("错误", max_length=500, blank=True)

    class Meta:
        verbose_name = "后台任务"
        default_permissions = ()
        permissions = [("view", "查看后台任务"), ("run", "立即执行后台任务"), ("pause", "暂停或恢复后台任务")]
        constraints = [models.UniqueConstraint(fields=["name", "period"], name="job_once_a_period")]


class Pause(models.Model):
    """A job that does not run by the calendar until somebody lets it go on. It catches up then."""

    audited: ClassVar[dict[str, str]] = {"resume": "恢复后台任务"}

    name = models.CharField("任务", max_length=60, unique=True)
    reason = models.CharField("暂停原因", max_length=200)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="暂停人")
    paused_at = models.DateTimeField("暂停时间")

    class Meta:
        verbose_name = "暂停的后台任务"
        default_permissions = ()
