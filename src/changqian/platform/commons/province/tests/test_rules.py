"""Who owes a report by when (省政府令第140号: 首次、定期报告), and which certificate is which."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.province.rules import (
    FIRST,
    IN_FORCE_FOR_ALL,
    PERIODIC,
    Card,
    counterpart,
    differences,
    first_report_due,
    reports_owed,
)
from changqian.platform.ledgerkit.duties.rules import Standing, standing

DAYS = st.none() | st.dates(date(2015, 1, 1), date(2030, 12, 31))
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("accepted_on", "listed_on", "due"),
    [
        (None, None, IN_FORCE_FOR_ALL),
        (None, date(2021, 3, 1), IN_FORCE_FOR_ALL),
        (date(2020, 6, 1), date(2021, 3, 1), IN_FORCE_FOR_ALL),
        (date(2026, 2, 1), date(2026, 2, 20), date(2026, 3, 3)),
        (None, date(2026, 2, 20), date(2026, 3, 22)),
    ],
)
def test_the_first_report(accepted_on, listed_on, due):
    assert first_report_due(accepted_on=accepted_on, listed_on=listed_on) == due


@pytest.mark.parametrize(
    ("reported_before", "reported", "today", "stands"),
    [
        (True, True, APRIL, Standing.MET),
        (True, False, MARCH, Standing.OPEN),
        (True, False, APRIL, Standing.LATE),
        (False, False, MARCH, Standing.LATE),
        (False, True, APRIL, Standing.MET),
    ],
)
def test_how_a_firm_of_old_stands(reported_before, reported, today, stands):
    owed = reports_owed(
        2026, accepted_on=None, listed_on=None, reported_before=reported_before, reported=reported
    )  # fmt: skip
    assert [each.rule for each in owed] == [PERIODIC if reported_before else FIRST]
    assert standing(owed, today) == stands


@given(st.integers(2021, 2030), DAYS, DAYS, st.booleans(), st.booleans())
def test_a_firm_owes_one_report_a_year_at_most_and_none_before_it_is_there(year, accepted, listed, before, reported):
    owed = reports_owed(
        year, accepted_on=accepted, listed_on=listed, reported_before=before, reported=reported
    )  # fmt: skip
    assert len(owed) <= 1
    assert all(each.begin <= each.due_on <= date(year, 12, 31) and each.needed == 1 for each in owed)
    assert owed or (accepted or listed).year >= year - 1


WELDING = Card("王小虎", "焊接与热切割作业", "熔化焊接与热切割作业", "省厅", date(2024, 5, 1), date(2030, 4, 30))
ELECTRIC = Card("王小虎", "电工作业", "低压电工作业", "省厅", date(2023, 5, 1), date(2029, 4, 30))


@pytest.mark.parametrize(
    ("said", "theirs", "place"),
    [
        ("低压电工作业", [WELDING, ELECTRIC], 1),
        ("电工作业/低压电工作业", [WELDING, ELECTRIC], 1),
        ("焊接与热切割作业", [WELDING, ELECTRIC], 0),
        ("高处作业", [WELDING, ELECTRIC], None),
        ("", [WELDING], 0),
        ("", [WELDING, ELECTRIC], None),
        ("低压电工作业", [], None),
    ],
)
def test_which_certificate_is_which(said, theirs, place):
    assert counterpart(Card("王小虎", said, "", "", None, None), theirs) == place


def test_what_one_of_both_does_not_say_is_no_contradiction():
    ours = Card("王小虎", "低压电工作业", "", "", None, date(2029, 5, 30))
    assert [(each.label, each.ours, each.theirs) for each in differences(ours, ELECTRIC)] == [
        ("有效期止", "2029-05-30", "2029-04-30")
    ]
