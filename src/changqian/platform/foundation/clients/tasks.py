from datetime import timedelta

from django.utils import timezone

from changqian.platform.foundation.clients.gate import forget_calls
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.foundation.limits.services import forget_past


@periodic("clients.sweep", label="清理接口随机数与会话", every="hour", at=timedelta(minutes=7), catch_up=1)
def sweep_calls(hour: Period) -> str:
    now = timezone.now()
    return f"清理 {forget_calls(now=now) + forget_past(now=now)} 条"
