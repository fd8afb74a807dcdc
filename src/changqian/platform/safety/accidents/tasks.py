from datetime import timedelta

from django.utils import timezone

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.safety.accidents.services import remind_due


@periodic("accidents.remind", label="事故调查和工伤申请到期提醒", every="day", at=timedelta(hours=8), catch_up=1)
def remind(day: Period) -> str:
    return f"{remind_due(today=day.begin.date(), now=timezone.now())} 条"
