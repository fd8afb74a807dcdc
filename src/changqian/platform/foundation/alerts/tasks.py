from django.utils import timezone

from changqian.platform.foundation.alerts.services import watch
from changqian.platform.foundation.jobs.services import loop


@loop("alerts.watch", label="审计预警", seconds=5)
def watch_the_trail() -> int:
    return watch(now=timezone.now())
