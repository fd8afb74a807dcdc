"""Work on hazards that the calendar asks for."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.hazards.services import remind_due
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("hazards.remind", label="隐患到期提醒", every="day", at=timedelta(hours=8), catch_up=1)
def remind(day: Period) -> str:
    """At eight in the morning, when somebody is there to read it."""
    return f"{remind_due(today=day.begin.date(), now=timezone.now())} 条"
