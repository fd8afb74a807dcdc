"""What was decided under 我的待办 about somebody's own data."""

from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.administration.own_requests import PAGE, follow
from changqian.platform.foundation.administration.rules import Own
from changqian.platform.foundation.notices.services import notify
from changqian.platform.kernel.errors import RuleViolation


def follow_own_request(*, approval: int, kind: str, target: int, outcome: str, actor: int, opinion: str) -> None:
    """Told by the approvals (config/subscriptions.py). What the rules refuse now is told to both."""
    if kind not in Own.values:
        return
    decider, now = User.objects.get(pk=actor), timezone.now()
    try:
        follow(approval, kind=kind, target=target, outcome=outcome, actor=decider, opinion=opinion, now=now)
    except RuleViolation as error:
        title, once = f"{Own(kind).label}没有办成：{error}", f"approval.failed.{approval}"
        notify({actor, target}, kind="privacy", title=title[:100], link=PAGE, once=once, now=now)
