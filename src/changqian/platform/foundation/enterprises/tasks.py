"""Work of the enterprises that is done behind the request."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from procrastinate.contrib.django import app

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.approvals.rules import Status as Approved
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.enterprises.following import restamp
from changqian.platform.foundation.enterprises.models import StatusChange
from changqian.platform.foundation.enterprises.statuses import APPROVAL, LINK
from changqian.platform.foundation.enterprises.statuses import follow_approval as follow_status
from changqian.platform.foundation.enterprises.tagging import apply_rules, reclassify, trace_turned
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.foundation.notices.services import notify
from changqian.platform.kernel.errors import RuleViolation

SECOND_LOOK = 300
"Seconds. A write that had read the old site before the move may commit after the first pass; no request lasts longer."


@app.task(name="enterprises.follow_sites", retry=5)
def restamp_sites(*, sites: list[int]) -> int:
    """Idempotent: brings the records of these sites after them, however often it runs."""
    return restamp(sites)


def follow_sites(sites: Sequence[int]) -> None:
    """Within the transaction that moved them: the records follow once it is committed, and a second look catches
    the one written meanwhile."""
    restamp_sites.defer(sites=list(sites))
    restamp_sites.configure(schedule_in={"seconds": SECOND_LOOK}).defer(sites=list(sites))


def follow_approval(
    *, approval: int, kind: str, target: int, outcome: str, actor: int, opinion: str
) -> StatusChange | None:
    """Told by the approvals (config/subscriptions.py). What the rules refuse now is told to who decided."""
    if kind != APPROVAL:
        return None
    withdrawn = outcome == Approved.WITHDRAWN
    decider = platform() if withdrawn else User.objects.get(pk=actor)
    words = opinion or ("上报单位撤回" if withdrawn else "")
    now = timezone.now()
    try:
        return follow_status(target=target, outcome=outcome, actor=decider, opinion=words, now=now)
    except (RuleViolation, PermissionDenied) as error:
        title = f"状态变更没有办成：{error}"
        once = f"approval.failed.{approval}"
        notify([actor], kind="statuses", title=title, body="请到状态变更页办理", link=LINK, once=once, now=now)
        return None


@periodic("enterprises.tags", label="更新监管行业和规则标签", every="day", at=timedelta(hours=1), catch_up=1)
def renew_tags(day: Period) -> str:
    """What a changed table of industries or rules means for every enterprise. Mostly nothing."""
    today, actor = day.begin.date(), platform()
    try:
        changed = reclassify(actor=actor, today=today)
    except Scheme.DoesNotExist:
        changed = 0
    given, withdrawn = apply_rules(None, actor=actor, today=today)
    trace_turned(today)
    return f"监管行业变更{changed}家，新增标签{given}个，撤销标签{withdrawn}个"
