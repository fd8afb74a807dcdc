"""What was filed is looked at again, a part of it every night."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.documents.services import check_due
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic


@periodic("documents.check", label="电子文档四性检测", every="day", at=timedelta(hours=2, minutes=40), catch_up=1)
def check_filed(day: Period) -> str:
    done, failed = check_due(actor=platform(), now=timezone.now())
    return f"检测 {done} 份，未通过 {failed} 份"
