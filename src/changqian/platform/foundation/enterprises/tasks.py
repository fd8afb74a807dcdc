"""Work of the enterprises that is done behind the request."""

from collections.abc import Sequence
from datetime import timedelta

from procrastinate.contrib.django import app

from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.enterprises.following import restamp
from changqian.platform.foundation.enterprises.tagging import apply_rules, reclassify
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic

SECOND_LOOK = 300
"Seconds. A write that had read the old site before the move may commit after the first pass; no request lasts longer."


@app.task(name="enterprises.follow_sites", retry=5)
def restamp_sites(*, sites: list[int]) -> int:
    """Idempotent: brings the records of these sites after them, however often it runs."""
    return restamp(sites)


def follow_sites(sites: Sequence[int]) -> None:
    """Within the transaction that moved them: the records follow once it is committed, and a second look catches
    the one written meanwhile."""
    restamp_sites.defer(sites=list(sites))
    restamp_sites.configure(schedule_in={"seconds": SECOND_LOOK}).defer(sites=list(sites))


@periodic("enterprises.tags", label="更新监管行业和规则标签", every="day", at=timedelta(hours=1), catch_up=1)
def renew_tags(day: Period) -> str:
    """What a changed table of industries or rules means for every enterprise. Mostly nothing."""
    today, actor = day.begin.date(), platform()
    try:
        changed = reclassify(actor=actor, today=today)
    except Scheme.DoesNotExist:
        changed = 0
    given, withdrawn = apply_rules(None, actor=actor, today=today)
    return f"监管行业变更{changed}家，新增标签{given}个，撤销标签{withdrawn}个"
