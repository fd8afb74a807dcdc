"""The city's data centre is asked every hour: what it shares is small, and an injury is told while it is fresh."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.integrations.work_injury.services import pull_city


@periodic(
    "city_data.pull", label="从市大数据中心取工伤鉴定和社保缴费", every="hour", at=timedelta(minutes=25), catch_up=1
)
def pull_hourly(hour: Period) -> str:
    if not settings.CITY_DATA_URL:
        return "未配置市大数据中心"
    return pull_city(today=timezone.localdate(), now=timezone.now())
