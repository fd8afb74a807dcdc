"""Between the first factor and being in: a second factor, a new password instead of a weak or an old one.

Who stands here is kept in Django's own session, under a cookie that stands for nobody yet; coming in gives a new one.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from changqian.platform.foundation.accounts import second_factor, sessions
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import DOORWAY_LIVES, Next, still_to_do
from changqian.platform.kernel.errors import RuleViolation

KEY = "doorway"
LINK = "一次性链接"


@dataclass
class Standing:
    """Somebody in the doorway: by which way, since when (Unix seconds), and what he has proved."""

    user: int
    way: str
    since: float
    proved: list[str] = field(default_factory=list)
    why: str = ""
    "Why the password must be changed; empty if it need not."


def enter(request: HttpRequest, user: User, *, way: str, why: str = "", now: datetime) -> Next | None:
    """Let the user in, or into the doorway; what is still to do."""
    request.session.pop(KEY, None)
    return _on(request, user, Standing(user.pk, way, now.timestamp(), why=why), now)


def standing(request: HttpRequest, *, now: datetime) -> tuple[Standing, User, Next]:
    """Who stands in the doorway and what he has to do. RuleViolation if nobody does, or for too long."""
    kept: Any = request.session.get(KEY)
    found = Standing(**kept) if kept else None
    user = User.objects.filter(pk=found.user, is_active=True).first() if found else None
    if found is None or user is None or now.timestamp() - found.since > DOORWAY_LIVES.total_seconds():
        request.session.pop(KEY, None)
        raise RuleViolation("登录步骤已超时，请重新登录")
    upcoming = _next(user, found)
    assert upcoming is not None
    return found, user, upcoming


def go_on(request: HttpRequest, found: Standing, user: User, done: Next, *, now: datetime) -> Next | None:
    """After a step was done: in, or to the next one."""
    if done == Next.PASSWORD:
        found.why = ""
    else:
        found.proved.append(done)
    return _on(request, user, found, now)


def _next(user: User, found: Standing) -> Next | None:
    return still_to_do(
        roles=user.assignments.values_list("role__code", flat=True),
        enrolled=second_factor.enrolled(user),
        proved=found.proved,
        bad_password=bool(found.why),
        waived=settings.DEMONSTRATION and found.way == LINK,
    )


@transaction.atomic
def _on(request: HttpRequest, user: User, found: Standing, now: datetime) -> Next | None:
    upcoming = _next(user, found)
    if upcoming is None:
        sessions.begin(request, user, way=found.way, now=now)
        return None
    if before := sessions.of(request):
        sessions.sign_out(request, now=now) if before.ended_at is None else request.session.flush()
    if not request.session.get(KEY):
        request.session.cycle_key()
    request.session[KEY] = vars(found)
    return upcoming
