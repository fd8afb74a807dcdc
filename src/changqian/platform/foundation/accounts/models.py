"""Users, the roles they hold within bounds, and the three ways in: a session, a one-time link, an access token."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from changqian.platform.foundation.accounts.limits import idle_after
from changqian.platform.foundation.accounts.roles import own_of
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Act, End
from changqian.platform.foundation.regions.models import Region
from changqian.platform.foundation.regions.services import subtree
from changqian.platform.kernel.scope import Grant
from changqian.platform.kernel.sealed import SealedField, blinds


class Everything(frozenset[str]):
    """The permissions of the platform itself, acting in a job."""

    def __contains__(self, item: object) -> bool:
        return True


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """A person signs in with a user name in any case."""
        return self.get(username__iexact=username or "")


class User(AbstractBaseUser):
    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    phone = SealedField("手机号", blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    id_number = SealedField("身份证号", blank=True, default="", editable=False)
    id_number_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    real_name_at = models.DateTimeField("实名核验时间", null=True, editable=False)
    "When the register of persons said that name and identity number belong together; None where nobody asked."
    password_changed_at = models.DateTimeField("密码修改时间", null=True, editable=False)
    department = models.ForeignKey(
        "enterprises.Department", models.PROTECT, null=True, related_name="+", verbose_name="部门"
    )
    is_active = models.BooleanField("启用", default=True)
    erased_at = models.DateTimeField("注销时间", null=True, editable=False)
    "When what was personal went, at his own request: such an account comes back for nobody."
    is_system = models.BooleanField("平台自身", default=False, editable=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    audited: ClassVar[dict[str, str]] = dict(Act.choices)
    "What the trail says about users, which nobody needs a permission for."
    audited_facts: ClassVar[dict[str, str]] = {
        "way": "登录方式",
        "end": "原因",
        "roles": "角色",
        "provider": "身份来源",
        "kept": "依法保存",
        "enterprise": "企业",
    }
    "What it says beside the columns of a user."

    class Meta:
        verbose_name = "用户"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["is_system"], condition=Q(is_system=True), name="one_platform"),
            models.UniqueConstraint(Lower("username"), name="username_in_any_case"),
            models.UniqueConstraint(fields=["phone_index"], condition=~Q(phone_index=""), name="phone_of_one_user"),
            models.UniqueConstraint(
                fields=["id_number_index"], condition=~Q(id_number_index=""), name="one_account_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_password(self) -> bool:
        return bool(self.password) and self.has_usable_password()

    @classmethod
    def with_phone(cls, phone: str) -> "User | None":
        """Whose number this is; `phone` is eleven digits."""
        return cls.objects.filter(phone_index__in=blinds(phone), is_active=True).first() if phone else None

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What was given to him, and one grant over what is his own; none for somebody who was dismissed."""
        if not self.is_active:
            return ()
        if self.is_system:
            return (Grant(permissions=Everything(), regions=None, departments=None, enterprises=None, own_only=None),)
        held = own_of(each.role.code for each in self.held)
        own = Grant(permissions=held, regions=None, departments=None, enterprises=None, own_only=self.pk)
        return (*self.given, own)

    @cached_property
    def given(self) -> tuple[Grant, ...]:
        """One grant per role assignment; none for somebody who was dismissed."""
        return tuple(each.grant() for each in self.held) if self.is_active else ()

    @cached_property
    def held(self) -> "tuple[Assignment, ...]":
        """His assignments with their roles; a session brings them along."""
        return tuple(self.assignments.select_related("role", "department"))


class Role(models.Model):
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("角色", max_length=50, unique=True)
    home = models.CharField("首页", max_length=10, default="desktop")
    permissions = ArrayField(models.CharField(max_length=80), verbose_name="权限", default=list)
    delivered = ArrayField(models.CharField(max_length=80), verbose_name="出厂权限", default=list, editable=False)
    "As delivered last: an upgrade adds and drops what delivery changed, and leaves what the city changed."
    edited = models.BooleanField("本市修改过", default=False, editable=False)

    class Meta:
        verbose_name = "角色"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """One role, held by one user, within bounds. Each becomes one grant."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments")
    administrator = models.BooleanField("三员之一", default=False, editable=False)
    "Follows from the role; here so that the database itself lets nobody be two of the three."
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey("enterprises.Department", models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    own_only = models.BooleanField("仅本人创建", default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="assignment_is_bounded",
                condition=Q(region__isnull=False) | Q(department__isnull=False) | Q(enterprise__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(administrator=True),
                name="one_administrator_at_most",
                violation_error_message="系统管理员、安全保密管理员、安全审计员不能由同一人担任",
            ),
        ]

    def stamp(self) -> None:
        self.administrator = self.role.code in ADMINISTRATORS

    def save(self, *args: Any, **kwargs: Any) -> None:
        """However an assignment comes to be written, the constraint must know what it is."""
        self.stamp()
        super().save(*args, **kwargs)

    def bounded(self, permissions: frozenset[str]) -> Grant:
        """What these permissions come to within the bounds of this assignment."""
        return Grant(
            permissions=permissions,
            regions=subtree(self.region_id) if self.region_id else None,
            departments=self.department.below() if self.department else None,
            enterprises=frozenset({self.enterprise_id}) if self.enterprise_id else None,
            own_only=self.user_id if self.own_only else None,
        )

    def grant(self) -> Grant:
        return self.bounded(frozenset(self.role.permissions))


class LiveSessions(models.QuerySet["UserSession"]):
    def live(self, now: datetime) -> Self:
        """Not ended, and not left idle for too long."""
        return self.filter(ended_at__isnull=True, last_input_at__gt=now - idle_after(), user__is_active=True)


class UserSession(models.Model):
    """One signed-in browser. The cookie's key is kept as its SM3 only."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions", verbose_name="用户")
    key_hash = models.CharField(max_length=64, unique=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    started_at = models.DateTimeField("登录时间")
    last_input_at = models.DateTimeField("最后操作时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    end = models.CharField("结束原因", max_length=20, choices=End, blank=True)

    objects = LiveSessions.as_manager()

    class Meta:
        verbose_name = "登录会话"
        default_permissions = ()
        indexes = [models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="session_open")]


class SignInLink(models.Model):
    """A link that signs its user in once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("创建时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "登录链接"
        default_permissions = ()


class AccessToken(models.Model):
    """Lets a script act as its user, within the bounds of the user's roles, until it expires."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    name = models.CharField("用途", max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("创建时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("撤销时间", null=True)
    last_used_at = models.DateTimeField("最后使用时间", null=True)

    class Meta:
        verbose_name = "访问令牌"
        default_permissions = ()


class OldPassword(models.Model):
    """A password that was, as its hash: it does not come back soon."""

    user = models.ForeignKey(User, models.CASCADE, related_name="old_passwords")
    password = models.CharField(max_length=128)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "历史密码"
        default_permissions = ()


class SecondFactor(models.Model):
    """The secret that a user's phone shares with us (TOTP, RFC 6238); not in force before it was shown to work."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = SealedField()
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField(default=0)
    "The time step of the last code taken: none is taken twice."
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "动态口令"
        default_permissions = ()


class RecoveryCode(models.Model):
    """Stands in once for a phone that was lost. Kept as its MAC only."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    mac = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "恢复码"
        default_permissions = ()


class Identity(models.Model):
    """A user as another system knows him, which he may sign in by."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities", verbose_name="用户")
    provider = models.CharField("身份来源", max_length=40)
    subject = models.CharField("外部标识", max_length=255)
    bound_at = models.DateTimeField("绑定时间")
    last_used_at = models.DateTimeField("最后使用时间", null=True)

    class Meta:
        verbose_name = "统一身份"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_of_one_user"),
            models.UniqueConstraint(fields=["provider", "user"], name="one_identity_per_provider"),
        ]


class UserSetting(models.Model):
    """How one user arranged his pages: columns, saved searches. Preferences concern nobody else and are not audited."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    key = models.CharField("名称", max_length=60)
    value = models.JSONField("内容")
    updated_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "个人设置"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="setting_once")]
