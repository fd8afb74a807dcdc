"""The register of industrial firms by the clock."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.industrial.services import refresh
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("industrial.refresh", label="更新风控工业企业", every="hour", at=timedelta(minutes=20), catch_up=1)
def refresh_hourly(hour: Period) -> str:
    """After the province was asked, which is at ten past."""
    return f"{refresh(today=timezone.localdate(), now=timezone.now())} 家有变化"
