"""What becomes of the month's tasks where a site stands still, closes, or goes to work again."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.rules import FINAL, at_work
from changqian.platform.foundation.enterprises.rules import Status as SiteStatus
from changqian.platform.foundation.records.services import change, change_many
from changqian.platform.kernel.dates import month_of
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import (
    IN_FORCE,
    OPEN,
    TaskStatus,
    progress,
    required_executions,
    status_after,
)
from changqian.platform.safety.risks.services.months import task_for
from changqian.platform.safety.risks.services.reference import frequencies

FOLLOW = "risks.follow_site"
CONFIRMED = "属地已确认"


@transaction.atomic
def follow_sites(sites: Collection[int], *, actor: User, today: date) -> int:
    """Tasks of this month and later follow their sites; return how many changed. Done twice, it changes nothing.

    A site that stands still is excused: the regulator who confirmed it has approved what an exemption asks for. One
    that closed has its tasks cancelled. One at work again looks after the days that are left of the month. Earlier
    months stay as they were: what was missed then was missed.
    """
    changed = 0
    for site in Site.objects.filter(pk__in=sites):
        if at_work(site):
            changed += _go_on(site, actor=actor, today=today)
            continue
        closed = site.ended_at is not None or site.status in FINAL
        what = "关闭" if site.ended_at else SiteStatus(site.status).label
        changed += _stop(
            _tasks(site, today).filter(status__in=OPEN),
            TaskStatus.CANCELLED if closed else TaskStatus.EXEMPT,
            reason=f"场所{what}",
            actor=actor,
        )
    return changed


def _tasks(site: Site, today: date) -> QuerySet[RiskTask]:
    return RiskTask.objects.current().filter(site=site, month__gte=month_of(today))


def _stop(tasks: QuerySet[RiskTask], status: TaskStatus, *, reason: str, actor: User) -> int:
    pks = list(tasks.values_list("pk", flat=True))
    if pks:
        given = {"status": status, "exempt_reason": reason, "exempt_opinion": CONFIRMED, "by_site": True}
        change_many(RiskTask, pks, actor=actor, action=FOLLOW, rule=lambda task: None, **given)
    return len(pks)


def _go_on(site: Site, *, actor: User, today: date) -> int:
    """Tasks that stopped with the site ask for what was done and for the days from today on; missing ones are made."""
    changed = 0
    for task in _tasks(site, today).filter(by_site=True).select_related("risk_point"):
        left = required_executions(task.level, frequencies(task.month), task.month, task.risk_point.shifts, start=today)
        required = {who: min(count, task.done[who] + left[who]) for who, count in task.required.items()}
        change(
            task,
            actor=actor,
            action=FOLLOW,
            expected_version=None,
            by_site=False,
            exempt_reason="",
            exempt_opinion="",
            status=status_after(required, task.done, task.abnormal),
            progress=progress(required, task.done),
            **{f"required_{who}": count for who, count in required.items()},
        )
        changed += 1
    tasked = _tasks(site, today).values("risk_point")
    points = RiskPoint.objects.current().filter(site=site, status__in=IN_FORCE).exclude(pk__in=tasked)
    for point in points.select_related("site"):
        changed += task_for(point, month=today, actor=actor, action=FOLLOW, since=today) is not None
    return changed
