import re
from datetime import date

import pytest

from changqian.platform.commons.industrial.rules import INDUSTRIAL, change_due, change_state


@pytest.mark.parametrize(
    ("industry", "counts"),
    [
        ("C3484", True),
        ("B0610", True),
        ("D4411", True),
        ("G5720", True),
        ("G5941", True),
        ("G5951", False),
        ("F5111", False),
    ],
)
def test_which_trades_are_industrial(industry, counts):
    assert bool(re.match(INDUSTRIAL, industry)) is counts


@pytest.mark.parametrize(
    ("today", "state"), [(date(2026, 4, 16), "open"), (date(2026, 4, 17), "late"), (date(2026, 4, 1), "open")]
)
def test_a_change_is_late_after_its_last_day(today, state):
    assert change_state(change_due(date(2026, 4, 1), days=15), today) == state


def test_no_change_is_never_late():
    assert change_state(change_due(None, days=15), date(2026, 4, 17)) == "none"
