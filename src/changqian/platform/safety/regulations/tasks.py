from datetime import timedelta

from django.utils import timezone

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.safety.regulations.services import remind_reviews


@periodic("regulations.remind", label="制度评审提醒", every="day", at=timedelta(hours=8), catch_up=1)
def remind(day: Period) -> str:
    return f"{remind_reviews(today=day.begin.date(), now=timezone.now())} 条"
