"""What joining hears of: decisions under 我的待办, and roles that the administrators gave or took."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.commons.joining.models import Claim
from changqian.platform.commons.joining.services.claiming import APPROVAL, CLAIMS
from changqian.platform.commons.joining.services.claiming import follow_approval as follow_claim
from changqian.platform.commons.joining.services.members import NOTICE, settle
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.services import notify
from changqian.platform.kernel.errors import RuleViolation


def follow_approval(*, approval: int, kind: str, target: int, outcome: str, actor: int, opinion: str) -> Claim | None:
    """Told by the approvals (config/subscriptions.py). What the rules refuse now is told to who decided."""
    if kind != APPROVAL:
        return None
    decider, now = User.objects.get(pk=actor), timezone.now()
    try:
        return follow_claim(target=target, outcome=outcome, actor=decider, opinion=opinion, now=now)
    except (RuleViolation, PermissionDenied, Claim.DoesNotExist) as error:
        title = f"申请没有办成：{error}"
        once = f"approval.failed.{approval}"
        notify([actor], kind=NOTICE, title=title, body="请到认领审核页办理", link=CLAIMS, once=once, now=now)
        return None


def follow_roles(*, users: list[int]) -> int:
    """Told when an administrator's request about roles came into effect."""
    return settle(users, now=timezone.now())
