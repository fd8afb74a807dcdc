"""The numbers, and that the lists behind them add up to them."""

from datetime import date

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN
from changqian.platform.commons.hazards.stats import STATISTICS
from changqian.platform.ledgerkit.stats import Level, behind, figures, recompute, turn, verify
from changqian.platform.ledgerkit.totals import adrift

MARCH = (date(2026, 3, 1), date(2026, 3, 1))


def counted(cast, clock, actor=None, **more):
    recompute(STATISTICS, today=clock.today)
    assert adrift(STATISTICS.ledger) == []
    asked = {"months": MARCH, "level": Level.DISTRICT} | more
    return {figure.measure: figure for figure in figures(STATISTICS, actor=actor or cast.city, **asked)}


def test_what_is_counted(cast, do, clock):
    closed = do.report(fixed="已移走")
    clock.sleep(2)
    do.pass_review(closed, cast.officer)
    do.dismiss(do.report(), cast.officer)
    do.end(do.report(), cast.officer)
    late = do.report(cast.rival_officer, site=cast.rival_site, deadline=date(2026, 3, 20))
    major = do.report(level="major")
    do.grade(major, cast.officer, level="major", criterion="MEM10-11-6")
    do.report_authority(major, cast.officer)
    do.supervise(major, cast.city)

    found = {name: figure.total for name, figure in counted(cast, clock).items() if figure.total}
    assert found == {
        "total": 3,
        "major": 1,
        "open": 2,
        "closed": 1,
        "closed_on_time": 1,
        "days": 2,
        "recurring": 1,
        "supervised": 1,
    }
    assert {name: figure.total for name, figure in counted(cast, clock, dimension="major").items() if figure.total} == {
        "total": 1,
        "major": 1,
        "open": 1,
        "recurring": 1,
        "supervised": 1,
    }
    clock.sleep(5)
    turn(STATISTICS, since=date(2026, 3, 16), today=clock.today)
    overdue = counted(cast, clock)["overdue"]
    assert overdue.total == 1
    assert list(overdue.by_region) == [cast.tianning_region.path]
    assert late.due_on == date(2026, 3, 20)
    assert verify(STATISTICS, today=clock.today) == []


def test_a_number_and_its_list_are_the_same(cast, do, clock, api):
    for _ in range(3):
        do.report()
    do.report(cast.rival_officer, site=cast.rival_site)
    figure = counted(cast, clock)["open"]
    rows = behind(STATISTICS, actor=cast.city, months=MARCH, measure="open", area=cast.city_region.path, dimension=None)
    assert figure.total == sum(row["n"] for row in rows) == Hazard.objects.filter(status__in=OPEN).count()
    query = {"open": "true", "found_on_after": "2026-03-01", "found_on_before": "2026-03-31"}
    for person in (cast.city, cast.wujin, cast.officer, cast.liyang):
        listed = api(person).get("/api/hazards/", query).json()["count"]
        assert counted(cast, clock, actor=person)["open"].total == listed
    area = api(cast.wujin).get("/api/hazards/stats/", {"since": "2026-03-01", "until": "2026-03-01", "level": "town"})
    assert area.status_code == 200


def test_a_closed_hazard_that_took_too_long_is_not_on_time(cast, do, clock):
    hazard = do.report()
    do.assign(hazard, cast.officer, deadline=date(2026, 3, 18))
    clock.sleep(3)
    do.submit(hazard, cast.worker)
    do.pass_review(hazard, cast.officer)
    found = counted(cast, clock)
    assert (found["closed"].total, found["closed_on_time"].total, found["days"].total) == (1, 0, 3)
