"""Plans by the calendar."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.plans.services import create_tasks, remind_due
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("plans.create_tasks", label="生成巡检保养任务", every="day", at=timedelta(minutes=10), catch_up=7)
def create(day: Period) -> str:
    """Days nobody worked are made up for, seven at most: so long a phone may be without a network."""
    return f"新增 {create_tasks(day.begin.date(), actor=platform())} 项"


@periodic("plans.remind", label="巡检保养到期提醒", every="day", at=timedelta(hours=7), catch_up=1)
def remind(day: Period) -> str:
    """At seven, before the first shift walks its round."""
    return f"{remind_due(today=day.begin.date(), now=timezone.now())} 人"
