from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message to one user. `pk` grows with time and is the place where a stream resumes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="接收人")
    kind = models.CharField("类别", max_length=40)
    title = models.CharField("标题", max_length=100)
    body = models.CharField("内容", max_length=500, blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    once = models.CharField("不重复", max_length=80, null=True, editable=False)
    "What is told once only: the same words about the same thing, however often a job asks."
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "消息"
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["once"], condition=Q(once__isnull=False), name="notice_told"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "once"], name="notice_once")]

    def __str__(self) -> str:
        return self.title
