"""Approvals by the calendar."""

from django.utils import timezone

from changqian.platform.foundation.approvals.services import remind
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("approvals.remind", label="催办审批", every="hour", catch_up=1)
def remind_deciders(hour: Period) -> str:
    return f"提醒 {remind(now=timezone.now())} 人"
