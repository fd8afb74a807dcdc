"""Risk tasks by the calendar."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.safety.risks.services import create_month, follow_sites


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
