"""Interface clients, their keys and sessions, and what they called."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.clients.rules import Status, Step, Why
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.foundation.records.models import Record


class Client(Record):
    """Another system. It acts as `user`, whose assignments are its data scope; `methods` are all it can see.

    What it may reach (scope, methods, addresses, term) changes by `proposed` alone, which a second person approves: it
    waits while `proposed_at` is set, and is what was last refused otherwise.
    """

    app_id = models.CharField("客户端编号", max_length=40, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="client", editable=False)
    name = models.CharField("系统名称", max_length=60)
    unit = models.CharField("使用单位", max_length=100)
    contact = models.CharField("联系人", max_length=50)
    contact_phone = SealedField("联系电话", blank=True, default="")
    purpose = models.CharField("用途", max_length=300)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PENDING, editable=False)
    sealed_only = models.BooleanField("必须加密传输", default=False)
    per_minute = models.PositiveIntegerField("每分钟次数上限", default=60)
    per_day = models.PositiveIntegerField("每日次数上限", default=20_000)
    method_limits = models.JSONField("方法每分钟上限", default=dict, blank=True)
    methods = ArrayField(models.CharField(max_length=100), verbose_name="可见方法", default=list, editable=False)
    addresses = ArrayField(models.CharField(max_length=50), verbose_name="来源地址", default=list, editable=False)
    expires_on = models.DateField("到期日期", null=True, editable=False)
    proposed = models.JSONField("申请的权限", null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="申请人"
    )
    proposed_at = models.DateTimeField("申请时间", null=True, editable=False)
    verdict = models.CharField("审批意见", max_length=200, blank=True, editable=False)

    audited: ClassVar[dict[str, str]] = {"sign_in": "建立接口会话"}
    audited_facts: ClassVar[dict[str, str]] = {
        "key": "密钥版本",
        "overlap_days": "旧密钥保留天数",
        "scope": "数据范围",
        "address": "来源地址",
    }

    class Meta(Record.Meta):
        verbose_name = "接口客户端"
        permissions = [
            ("view", "查看接口客户端"),
            *Step.choices,
        ]
        constraints = [
            models.UniqueConstraint(
                name="client_name_once",
                fields=["name"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="已有同名的接口客户端",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    # A client belongs to no place and no firm: every grant that carries the permission reaches it.
    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q()


class ClientKey(models.Model):
    """One version of a client's secret. The newest has no end; the one before keeps opening until `expires_at`."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="keys", verbose_name="接口客户端")
    version = models.PositiveIntegerField("密钥版本")
    secret: Any = SealedField("密钥")
    created_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间", null=True)

    class Meta:
        verbose_name = "接口密钥"
        default_permissions = ()
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["client", "version"], name="client_key_once")]


class ClientSession(models.Model):
    """What a signed request without one was given: for this client, this key and this address, half an hour."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="sessions", verbose_name="接口客户端")
    key_version = models.PositiveIntegerField("密钥版本")
    token_hash = models.CharField(max_length=64, unique=True)
    address = models.CharField("来源地址", max_length=45)
    started_at = models.DateTimeField("开始时间")
    expires_at = models.DateTimeField("失效时间", db_index=True)

    class Meta:
        verbose_name = "接口会话"
        default_permissions = ()


class ClientNonce(models.Model):
    """A nonce that was used."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", verbose_name="接口客户端")
    nonce = models.CharField("随机数", max_length=64)
    used_at = models.DateTimeField("使用时间", db_index=True)

    class Meta:
        verbose_name = "接口随机数"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["client", "nonce"], name="nonce_once")]


class ClientCall(models.Model):
    """One call, answered or refused. Kept apart from the audit trail: it says what was read, too."""

    client = models.ForeignKey(
        Client, models.SET_NULL, null=True, related_name="calls", verbose_name="接口客户端"
    )  # unknown clients call, too
    at = models.DateTimeField("时间", db_index=True)
    method = models.CharField("请求方式", max_length=10)
    path = models.CharField("地址", max_length=300)
    operation = models.CharField("方法", max_length=100, blank=True)
    status = models.PositiveSmallIntegerField("状态码")
    milliseconds = models.PositiveIntegerField("耗时（毫秒）")
    bytes_in = models.PositiveIntegerField("请求字节")
    bytes_out = models.PositiveBigIntegerField("响应字节")
    sealed = models.BooleanField("加密", default=False)
    old = models.BooleanField("旧版接口", default=False)
    address = models.CharField("来源地址", max_length=45)
    refused = models.CharField("拒绝原因", max_length=20, choices=Why, blank=True)
    request = models.CharField("请求编号", max_length=40)

    class Meta:
        verbose_name = "接口调用"
        default_permissions = ()
        indexes = [
            models.Index(fields=["client", "-at"], name="call_of_client"),
            models.Index(fields=["client", "-at"], condition=Q(old=True), name="call_of_old_method"),
        ]
