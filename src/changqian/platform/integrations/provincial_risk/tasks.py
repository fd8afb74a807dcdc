"""The province is asked every hour; whoever shares a feed, when somebody wants it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from changqian.platform.commons.industrial.services import refresh
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.services import RUN
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import note
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.integrations.provincial_risk.services import ORIGINS, pull, pull_all
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import require


@periodic("province.pull", label="从省厅取风险报告数据", every="hour", at=timedelta(minutes=10), catch_up=1)
def pull_hourly(hour: Period) -> str:
    if not settings.PROVINCE_URL:
        return "未配置省平台"
    said = pull_all()
    refresh(today=timezone.localdate(), now=timezone.now())
    return said


@app.task(name="province.pull")
def pull_now(feed: str, full: bool, asked_by: int) -> None:
    pull(feed, full=full, asked_by=User.objects.get(pk=asked_by))
    ORIGINS[feed].then()


@transaction.atomic
def ask_for(feed: str, *, full: bool, actor: User) -> None:
    """Let the worker fetch a feed now; `full` begins at the beginning."""
    require(actor, RUN)
    origin = ORIGINS[feed]
    if not getattr(settings, origin.setting):
        raise RuleViolation(f"没有配置{origin.noun}的地址，请联系运维人员设置{origin.setting}")
    queued = app.configure_task("province.pull", lock=f"province.{feed}", queueing_lock=f"province.{feed}")
    try:
        with transaction.atomic():
            queued.defer(feed=feed, full=full, asked_by=actor.pk)
    except AlreadyEnqueued as error:
        raise RuleViolation(f"“{Feed(feed).label}”已在等待取数，请稍后再看") from error
    note(actor=actor, action=RUN, about=f"province.{feed}", changes={"full": full})
