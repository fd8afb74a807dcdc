"""Phone and recovery codes are lost: who stands in the doorway says so, another administrator asks, a third approves.

Where nobody is left who could ask or approve, the server's own command does it, and every administrator is told.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Act
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.administration.effects import take_factor
from changqian.platform.foundation.administration.rules import Kind, closed_way
from changqian.platform.foundation.administration.services import NOTICE
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.notices.services import notify
from changqian.platform.kernel.errors import RuleViolation


@transaction.atomic
def report_lost(user: User, *, reason: str, now: datetime) -> None:
    """Tell the other system administrators that somebody who showed his password cannot show his second factor.

    It takes nothing away: only a request that was approved does. RuleViolation where nobody could ask for him.
    """
    if len(reason.strip()) < 2:
        raise RuleViolation("请写明情况，例如手机丢失、更换手机", field="reason")
    if why := closed_way(others("sysadmin", user).exists(), others("secadmin", user).exists()):
        raise RuleViolation(f"{why}，请联系运维人员在服务器上执行 changqian factor 重置", field="reason")
    record(actor=user, action=f"accounts.{Act.LOST_FACTOR}", row=user, changes={"reason": reason.strip()})
    notify(
        others("sysadmin", user),
        kind=NOTICE,
        title=f"{user.name}（{user.username}）的动态口令丢失，请核实本人后申请重置"[:100],
        body=reason.strip(),
        link=f"/users?id={user.pk}",
        once=f"factor.lost.{user.pk}.{now:%Y%m%d}",
        now=now,
    )


@transaction.atomic
def reset_at_the_server(username: str, *, reason: str, now: datetime) -> User:
    """For the one administrator whom nobody can help in the ordinary way. RuleViolation while somebody can."""
    user = User.objects.select_for_update().filter(username__iexact=username.strip(), is_system=False).first()
    if user is None or not user.is_active:
        raise RuleViolation(f"没有在用的账号{username}")
    if not second_factor.enrolled(user):
        raise RuleViolation(f"{user.name}没有启用动态口令，不需要重置")
    if len(reason.strip()) < 2:
        raise RuleViolation("请用 --reason 写明理由，会记入审计")
    why = closed_way(others("sysadmin", user).exists(), others("secadmin", user).exists())
    if not why:
        raise RuleViolation("有管理员可以办理，请由系统管理员在“账号”页提出“重置动态口令”申请，安全保密管理员批准")
    take_factor(user, actor=platform(), now=now)
    told = {"reason": reason.strip(), "why": why}
    record(actor=platform(), action=f"administration.{Kind.RESET_FACTOR}", row=user, changes=told)
    everybody = User.objects.filter(is_active=True, assignments__role__code__in=ADMINISTRATORS).distinct()
    title = f"{user.name}（{user.username}）的动态口令已在服务器上重置"[:100]
    notify(everybody, kind=NOTICE, title=title, body=f"{why}。理由：{reason.strip()}", now=now)
    return user


def others(code: str, user: User) -> QuerySet[User]:
    """The active administrators of a kind, but this one."""
    return User.objects.filter(is_active=True, assignments__role__code=code).exclude(pk=user.pk)
