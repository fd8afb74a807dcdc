"""Risk tasks by the calendar."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.industrial.services import note_changes
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.safety.risks.services import create_month, follow_sites, unreported_changes


@periodic("risks.create_month", label="生成月度风控任务", every="month", at=timedelta(minutes=5), catch_up=3)
def create_tasks(month: Period) -> str:
    """Five past midnight on the first. Missed months are made up for, three at most; what is there stays."""
    return f"新增 {create_month(month.begin.date(), actor=platform(), now=timezone.now())} 项"


def follow_standing(sites: list[int]) -> int:
    """Told by the foundation (config/subscriptions.py)."""
    return follow_sites(sites, actor=platform(), today=timezone.localdate())


@periodic("risks.complete_month", label="补生成风控任务", every="day", at=timedelta(hours=1), catch_up=1)
def complete_tasks(day: Period) -> str:
    """For points that came into force past the services: taken over from an older system, or by a restored backup."""
    return f"补 {create_month(day.begin.date(), actor=platform(), now=timezone.now())} 项"


@periodic("risks.changes", label="核对变更报告", every="hour", at=timedelta(minutes=30), catch_up=1)
def note_unreported_changes(hour: Period) -> str:
    """After the register of industrial firms was brought in line."""
    changes = unreported_changes()
    return f"{note_changes(changes, today=timezone.localdate())} 家有变化，{len(changes)} 家有变更未报告"
