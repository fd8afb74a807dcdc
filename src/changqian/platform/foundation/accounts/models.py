from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from changqian.platform.foundation.regions.models import Region
from changqian.platform.foundation.regions.services import subtree
from changqian.platform.kernel.scope import Grant


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
    is_active = models.BooleanField("启用", default=True)
    is_system = models.BooleanField("平台自身", default=False, editable=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "用户"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["is_system"], condition=Q(is_system=True), name="one_platform"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """One grant per role assignment; none for somebody who was dismissed."""
        if not self.is_active:
            return ()
        if self.is_system:
            return (Grant(permissions=Everything(), regions=None, departments=None, enterprises=None, own_only=None),)
        return tuple(assignment.grant() for assignment in self.assignments.select_related("role"))


class Role(models.Model):
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("角色", max_length=50, unique=True)
    home = models.CharField("首页", max_length=10, default="desktop")
    permissions = ArrayField(models.CharField(max_length=80), verbose_name="权限", default=list)

    class Meta:
        verbose_name = "角色"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """One role, held by one user, within bounds. Each becomes one grant."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
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
        ]

    def grant(self) -> Grant:
        return Grant(
            permissions=frozenset(self.role.permissions),
            regions=subtree(self.region_id) if self.region_id else None,
            departments=frozenset({self.department_id}) if self.department_id else None,
            enterprises=frozenset({self.enterprise_id}) if self.enterprise_id else None,
            own_only=self.user_id if self.own_only else None,
        )
