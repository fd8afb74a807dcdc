from datetime import timedelta

from django.utils import timezone

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.safety.whistle.services import watch


@periodic("whistle.watch", label="吹哨办理时限", every="day", at=timedelta(hours=8), catch_up=1)
def watch_limits(day: Period) -> str:
    told, escalated = watch(today=day.begin.date(), now=timezone.now())
    return f"提醒 {told} 条，上报监管 {escalated} 条"
