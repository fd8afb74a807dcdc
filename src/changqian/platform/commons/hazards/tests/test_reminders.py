"""Nobody forgets: before the day, on the day, after it, and then higher up; each once."""

from datetime import date

from changqian.platform.commons.hazards.services import remind_due
from changqian.platform.foundation.notices.models import Notice


def run(clock):
    return remind_due(today=clock.today, now=clock.now)


def titles(told, person):
    return [title for title in told(person) if "整改还剩" in title or "逾期" in title or "到期" in title]


def test_each_stage_once_and_further_up(cast, do, clock, told):
    hazard = do.report()
    do.assign(hazard, cast.officer, deadline=date(2026, 3, 20))
    said = []
    for _ in range(12):
        said.append(run(clock))
        assert run(clock) == 0, "running it again tells nobody twice"
        clock.sleep(1)
    assert said == [0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1]
    assert titles(told, cast.worker) == ["隐患整改还剩3天", "隐患整改还剩1天", "隐患整改已逾期1天"]
    assert titles(told, cast.officer) == titles(told, cast.worker)
    assert titles(told, cast.principal) == ["隐患整改已逾期1天"]
    assert titles(told, cast.town) == ["隐患整改已逾期3天"]
    assert titles(told, cast.wujin) == ["隐患整改已逾期7天"]
    assert titles(told, cast.liyang) == titles(told, cast.city) == titles(told, cast.rival_officer) == []


def test_after_days_without_the_job_only_what_is_true_is_said(cast, do, clock, told):
    hazard = do.report()
    do.assign(hazard, cast.officer, deadline=date(2026, 3, 18))
    clock.sleep(6)
    assert run(clock) == 2
    assert titles(told, cast.worker) == ["隐患整改已逾期4天"]


def test_a_moved_deadline_is_reminded_anew_and_a_submitted_hazard_not_at_all(cast, do, clock, told):
    hazard = do.report()
    do.assign(hazard, cast.officer, deadline=date(2026, 3, 17))
    assert run(clock) == 2
    do.request_extension(hazard, cast.worker, until=date(2026, 3, 19))
    do.decide_extension(hazard, cast.principal)
    assert run(clock) == 1
    do.submit(hazard, cast.worker)
    clock.sleep(10)
    assert run(clock) == 0
    assert titles(told, cast.worker) == ["隐患整改还剩1天", "隐患整改还剩3天"]


def test_a_hazard_that_was_deleted_reminds_nobody(cast, do, clock):
    hazard = do.report(deadline=date(2026, 3, 17))
    do.end(hazard, cast.officer)
    before = Notice.objects.count()
    assert run(clock) == 0
    assert Notice.objects.count() == before
