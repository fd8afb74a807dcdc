"""Templates the gateway has approved, messages in order of their writing, and codes waiting to be typed."""

import uuid

from django.db import models
from django.db.models import Q

from changqian.platform.foundation.sms.rules import Purpose, State
from changqian.platform.kernel.sealed import SealedField


class Template(models.Model):
    """A text with {places}. Operators send approved templates only; `provider_code` is the number they gave it."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=50)
    body = models.CharField("内容", max_length=300)
    secret = models.BooleanField("含验证码", default=False)
    "What fills its places is wiped once it has been handed over."
    provider_code = models.CharField("运营商模板编号", max_length=60, blank=True)
    source = models.CharField("来源", max_length=100)
    verified = models.BooleanField("已核实", default=False)

    class Meta:
        verbose_name = "短信模板"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One message to one phone. Its number and what fills its places are sealed."""

    reference = models.UUIDField("流水号", default=uuid.uuid4, unique=True, editable=False)
    "What the gateway knows it by: handed over twice under the same reference, it is sent once."
    phone = SealedField("手机号")
    phone_index = models.CharField(max_length=64, editable=False)
    template = models.ForeignKey(Template, models.PROTECT, related_name="+", verbose_name="模板")
    params = SealedField("参数", blank=True)
    once = models.CharField(max_length=120, null=True, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    provider_id = models.CharField("网关编号", max_length=80, blank=True)
    error = models.CharField("原因", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    useless_at = models.DateTimeField("失效时间", null=True)
    sent_at = models.DateTimeField("提交时间", null=True)
    finished_at = models.DateTimeField("回执时间", null=True)

    class Meta:
        verbose_name = "短信"
        default_permissions = ()
        permissions = [("view", "查看短信记录")]
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["phone_index", "created_at"], name="sms_of_phone"),
            models.Index(fields=["sent_at"], condition=Q(state=State.SENT), name="sms_unreported"),
        ]


class Code(models.Model):
    """Six digits on their way to a phone, kept as their MAC only."""

    phone_index = models.CharField(max_length=64, editable=False)
    purpose = models.CharField("用途", max_length=20, choices=Purpose)
    salt = models.CharField(max_length=32, editable=False)
    mac = models.CharField(max_length=64, editable=False)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    created_at = models.DateTimeField("时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "短信验证码"
        default_permissions = ()
        indexes = [models.Index(fields=["phone_index", "purpose", "created_at"], name="code_of_phone")]
