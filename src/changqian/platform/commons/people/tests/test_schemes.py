"""Certificates of special operation under the rules of 2026: no review any more, six years as before."""

from datetime import date

import pytest

from changqian.platform.commons.people.schemes import in_force, refuse_too_long, review_of, schemes
from changqian.platform.commons.people.services import add_certificate, add_person, edit_certificate
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation

WELDER = id_for(date(1985, 3, 7), 101)


@pytest.mark.parametrize(
    ("day", "scheme"), [(date(2026, 5, 31), "30"), (date(2026, 6, 1), "19"), (date(2001, 1, 1), "30")]
)
def test_which_rules_hold(day, scheme):
    assert in_force(day).scheme == scheme


def test_the_table_says_what_it_is_sure_of():
    assert [(each.review_years, each.verified) for each in schemes()] == [(3, True), (None, False)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [(None, None), (date(2026, 5, 31), date(2026, 5, 31)), (date(2026, 6, 1), None), (date(2027, 1, 1), None)],
)
def test_a_review_from_june_2026_on_is_dropped(said, kept):
    assert review_of(said) == kept


@pytest.mark.parametrize(("last", "fits"), [("2030-05-01", True), ("2030-05-02", True), ("2030-05-03", False)])
def test_six_years_and_no_longer(last, fits):
    begun, until = date(2024, 5, 1), date.fromisoformat(last)
    if fits:
        refuse_too_long(begun, until)
    else:
        with pytest.raises(RuleViolation, match="有效期为6年"):
            refuse_too_long(begun, until)


def test_an_old_card_loses_its_review_and_keeps_its_last_day(cast):
    person = add_person(
        actor=cast.officer, enterprise=cast.enterprise, today=cast.today, name="王小虎", roles=["special_operator"],
        id_number=WELDER,
    )  # fmt: skip
    row = add_certificate(
        actor=cast.officer, person=person, kind="special_operation", category="焊接与热切割作业", number=f"T{WELDER}",
        valid_from=date(2024, 5, 1), valid_to=date(2030, 4, 30), review_due_on=date(2027, 5, 1),
    )  # fmt: skip
    assert (row.review_due_on, row.valid_to) == (None, date(2030, 4, 30))
    row = edit_certificate(row.pk, actor=cast.officer, expected_version=None, review_due_on=date(2026, 5, 1))
    assert row.review_due_on == date(2026, 5, 1)
    other = add_certificate(
        actor=cast.officer, person=person, kind="special_equipment", number="TS1", valid_from=date(2024, 5, 1),
        valid_to=date(2034, 5, 1), review_due_on=date(2028, 5, 1),
    )  # fmt: skip
    assert other.review_due_on == date(2028, 5, 1)
