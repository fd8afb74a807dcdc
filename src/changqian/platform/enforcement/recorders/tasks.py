from django.conf import settings
from django.utils import timezone

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.rules import Kind
from changqian.platform.enforcement.recorders.services import forget_entries
from changqian.platform.enforcement.recorders.snapshot import snapshot
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import loop, periodic
from changqian.platform.foundation.parameters.services import value
from changqian.platform.kernel.errors import RuleViolation


@loop("recorders.tell", label="告知视频网关", seconds=2)
def tell_gateway() -> int:
    """Bring the gateway up to date with the recorders, and have it close what was watched by whoever is gone. One that
    is away is asked again two seconds later."""
    if not settings.GATEWAYS.get(Kind.VIDEO):
        return 0
    try:
        gateways.push(Kind.VIDEO, snapshot)
        gateways.close_views(Kind.VIDEO, now=timezone.now())
    except RuleViolation:
        pass  # It was logged where it happened; the gateway serves from what it knows.
    return 0


@periodic("recorders.forget", label="清理设备日志", every="day", catch_up=1)
def forget_log(day: Period) -> str:
    return f"清理 {forget_entries(now=timezone.now(), days=int(value('recorders.log_days')))} 条"
