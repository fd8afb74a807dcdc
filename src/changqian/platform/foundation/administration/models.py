from typing import ClassVar

from django.conf import settings
from django.db import models

from changqian.platform.foundation.accounts.models import Role, User
from changqian.platform.foundation.administration.rules import Act, Kind, Status, Step
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.foundation.records.models import CityWide


class Request(CityWide):
    """What the system administrator asks for. Nothing of it holds before the security administrator says so."""

    kind = models.CharField("事项", max_length=20, choices=Kind, editable=False)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.PENDING, editable=False)
    summary = models.CharField("内容", max_length=300, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="账号"
    )
    role = models.ForeignKey(Role, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="角色")
    phone = SealedField("新手机号", blank=True, default="", editable=False)
    payload = models.JSONField("申请内容", default=dict, editable=False)
    before = models.JSONField("申请时的情况", default=dict, editable=False)
    reason = models.CharField("申请理由", max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, editable=False)
    decision = models.CharField("审批意见", max_length=200, blank=True, editable=False)

    audited: ClassVar[dict[str, str]] = {**dict(Kind.choices), **dict(Act.choices)}
    "What the trail says when a request has come into effect, and of what needs none."

    class Meta(CityWide.Meta):
        verbose_name = "权限申请"
        permissions = [
            ("view", "查看账号、角色和权限申请"),
            ("ask", "提出权限申请"),
            *Step.choices,
            *Act.choices,
        ]
        indexes = [
            models.Index(fields=["user"], condition=models.Q(status=Status.PENDING), name="request_pending_of_user")
        ]
        constraints = [
            models.CheckConstraint(
                name="decided_by_another",
                condition=~models.Q(decided_by=models.F("created_by")) | models.Q(status__in=[Status.WITHDRAWN]),
                violation_error_message="不能审批自己提出的申请",
            ),
        ]

    def __str__(self) -> str:
        return self.summary


class Wish(models.Model):
    """The role that a file wants for an account it made, until the import has ended and one request asks for all."""

    user = models.OneToOneField(User, models.CASCADE, related_name="wish", verbose_name="账号")
    payload = models.JSONField("申请的角色")

    class Meta:
        verbose_name = "待申请的角色"
        default_permissions = ()
