"""What the city decided under 我的待办, and what the calendar ends."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.commons.professionals.models import Application
from changqian.platform.commons.professionals.services import APPROVAL, NOTICE, PAGE, end_expired, remind_ending
from changqian.platform.commons.professionals.services import follow_approval as follow
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.foundation.notices.services import notify
from changqian.platform.kernel.errors import RuleViolation


@periodic("professionals.expire", label="专家和机构到期", every="day", at=timedelta(minutes=3), catch_up=1)
def expire(day: Period) -> str:
    """Soon after midnight: what held until yesterday is over."""
    today, now = day.begin.date(), timezone.now()
    return f"到期 {end_expired(today=today, now=now)} 个，提醒 {remind_ending(today=today, now=now)} 人"


def follow_approval(
    *, approval: int, kind: str, target: int, outcome: str, actor: int, opinion: str
) -> Application | None:
    """Told by the approvals (config/subscriptions.py). What the rules refuse now is told to who decided."""
    if kind != APPROVAL:
        return None
    decider, now = User.objects.get(pk=actor), timezone.now()
    try:
        return follow(target=target, outcome=outcome, actor=decider, opinion=opinion, now=now)
    except (RuleViolation, PermissionDenied, Application.DoesNotExist) as error:
        title = f"入驻申请没有办成：{error}"
        once = f"approval.failed.{approval}"
        notify([actor], kind=NOTICE, title=title, body="请到专家与机构页办理", link=PAGE, once=once, now=now)
        return None
