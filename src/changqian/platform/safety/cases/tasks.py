from datetime import timedelta

from django.utils import timezone

from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.safety.cases.services import tell_firms


@periodic("cases.tell", label="通知企业学习新发布的事故案例", every="hour", at=timedelta(minutes=20), catch_up=1)
def tell(hour: Period) -> str:
    return f"{tell_firms(now=timezone.now())} 个案例"
