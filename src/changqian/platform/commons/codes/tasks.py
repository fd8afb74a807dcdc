from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.codes.services import forget_misses
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("codes.forget", label="清理扫码异常计数", every="day", at=timedelta(hours=3), catch_up=1)
def forget(day: Period) -> str:
    return f"清理 {forget_misses(before=timezone.now() - timedelta(days=1))} 条"
