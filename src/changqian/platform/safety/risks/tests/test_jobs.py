"""The first of the month, also when nobody was there on the first."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from changqian.platform.commons.codes.models import Miss
from changqian.platform.commons.codes.services import count_miss
from changqian.platform.config.tasks import prepare_partitions
from changqian.platform.foundation.jobs.rules import Every, Period
from changqian.platform.foundation.jobs.services import REGISTRY, perform, runs_due
from changqian.platform.ledgerkit.partitions import partitions
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.tests.making import SHANGHAI, in_force


def months():
    return sorted(task.month.month for task in RiskTask.objects.all())


@pytest.fixture
def job():
    return REGISTRY.jobs["risks.create_month"]


def test_five_past_midnight_on_the_first(cast, job):
    in_force(cast)
    assert [each.name for each in runs_due(job, now=datetime(2026, 5, 1, 0, 4, tzinfo=SHANGHAI))] == ["2026-04"]
    (may,) = runs_due(job, now=datetime(2026, 5, 1, 0, 5, tzinfo=SHANGHAI))
    assert perform(job, may).result == "新增 1 项"
    assert months() == [4, 5]
    assert not list(runs_due(job, now=datetime(2026, 5, 31, 23, 59, tzinfo=SHANGHAI)))


def test_months_nobody_worked_are_made_up_for(cast, job):
    in_force(cast)
    perform(job, Period.at(Every.MONTH, datetime(2026, 5, 1, tzinfo=SHANGHAI)))
    back = datetime(2026, 8, 3, 9, tzinfo=SHANGHAI)
    due = list(runs_due(job, now=back))
    assert [each.name for each in due] == ["2026-06", "2026-07", "2026-08"]
    for each in due:
        perform(job, each)
    assert months() == [4, 5, 6, 7, 8]


def test_a_run_that_died_half_way_is_finished_by_the_next(cast, job):
    in_force(cast)
    may = Period.at(Every.MONTH, datetime(2026, 5, 1, tzinfo=SHANGHAI))
    perform(job, may)
    perform(job, may)
    late = in_force(cast)  # meanwhile
    RiskTask.objects.filter(risk_point=late, month=date(2026, 5, 1)).delete()
    complete = REGISTRY.jobs["risks.complete_month"]
    told = perform(complete, Period.at(Every.DAY, datetime(2026, 5, 9, tzinfo=SHANGHAI)))
    assert told.result == "补 1 项"
    assert months() == [4, 4, 5, 5]


def test_partitions_are_prepared_ahead(db):
    day = Period.at(Every.DAY, datetime(2026, 12, 5, tzinfo=SHANGHAI))
    assert "risks_risktask_202702" in prepare_partitions(day)
    assert prepare_partitions(day) == "已齐备"
    names = partitions(RiskTask)
    assert names == [f"risks_risktask_{month}" for month in ("202612", "202701", "202702", "rest")]


def test_misses_are_forgotten(db):
    now = timezone.now()
    count_miss("10.1.1.1", now=now)
    count_miss("10.1.1.1", now=now - timedelta(days=2))
    perform(REGISTRY.jobs["codes.forget"], Period.at(Every.DAY, timezone.localtime()))
    assert Miss.objects.count() == 1
