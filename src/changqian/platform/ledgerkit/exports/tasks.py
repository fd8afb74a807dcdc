import structlog
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.ledgerkit.exports import services
from changqian.platform.ledgerkit.exports.models import Export
from changqian.platform.ledgerkit.exports.rules import OPEN

log = structlog.get_logger("changqian.exports")
ATTEMPTS = 4


@app.task(name="exports.make", pass_context=True, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=5, linear_wait=10))
def make(context: JobContext, pk: int) -> None:
    try:
        services.make(pk, now=timezone.now)
    except Exception:
        log.exception("export failed", export=pk)
        if context.job.attempts >= ATTEMPTS - 1 and (row := Export.objects.filter(pk=pk, status__in=OPEN).first()):
            services.give_up(row, "程序出错，已中止；请联系管理员", timezone.now())
        raise


@periodic("exports.forget", label="清理过期的导出文件", every="hour", catch_up=1)
def forget_old(hour: Period) -> str:
    return f"清理 {services.forget(now=timezone.now())} 个"
