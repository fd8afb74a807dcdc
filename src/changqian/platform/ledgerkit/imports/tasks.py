"""What the worker does for imports. A task whose worker died is given to another (jobs.revive) and goes on."""

from datetime import timedelta

import structlog
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.ledgerkit.imports import running
from changqian.platform.ledgerkit.imports.services import forget

log = structlog.get_logger("changqian.imports")
ATTEMPTS = 5


@app.task(name="imports.advance", pass_context=True, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=5, linear_wait=10))
def advance(context: JobContext, pk: int) -> None:
    try:
        while running.advance(pk, now=timezone.now):
            pass
    except Exception:
        log.exception("import failed", imported=pk)
        if context.job.attempts >= ATTEMPTS - 1:
            running.give_up(pk, "程序出错，已中止；请联系管理员", timezone.now())
        raise


@periodic("imports.forget", label="清理30天前的导入", every="day", at=timedelta(hours=3, minutes=40), catch_up=1)
def forget_old(day: Period) -> str:
    return f"清理 {forget(now=timezone.now())} 个"
