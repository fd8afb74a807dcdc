from django.conf import settings
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.notices.rules import Mode


class Notice(models.Model):
    """One message to one user. `pk` grows with time and is the place where a stream resumes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="接收人")
    kind = models.CharField("类别", max_length=40)
    title = models.CharField("标题", max_length=100)
    body = models.CharField("内容", max_length=500, blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    held = models.BooleanField("待汇总", default=False, editable=False)
    "Waits for the digest of the day: listed, but neither pushed nor counted."
    once = models.CharField(max_length=80, null=True, editable=False)
    "What this notice reminds of: nobody is reminded of the same thing twice."

    class Meta:
        verbose_name = "消息"
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["once", "user"], condition=Q(once__isnull=False), name="notice_told_once")
        ]
        indexes = [
            models.Index(fields=["user", "id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True, held=False), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeWish(models.Model):
    """How one user wants the messages of one kind. Preferences concern nobody else and are not audited."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    kind = models.CharField("类别", max_length=40)
    mode = models.CharField("提醒方式", max_length=10, choices=Mode, default=Mode.NOW)
    sms = models.BooleanField("短信", default=False)

    class Meta:
        verbose_name = "消息设置"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_wish_once")]


class NoticeSms(models.Model):
    """A message that goes to its user's phone too, now or in the morning."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="sms", verbose_name="消息")
    send_after = models.DateTimeField("不早于")
    message = models.OneToOneField("sms.Message", models.SET_NULL, null=True, related_name="+", verbose_name="短信")
    settled_at = models.DateTimeField("处理时间", null=True)
    remark = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = "短信提醒"
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["send_after"], condition=Q(settled_at__isnull=True), name="notice_sms_waits")]
