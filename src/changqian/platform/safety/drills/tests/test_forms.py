"""Forms that follow from services and columns: each asks for what its step takes, and for nothing else."""

from datetime import date

import pytest

from changqian.platform.commons.plans import services as plans
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.forms import form_of, numbers, on_time
from changqian.platform.safety.drills import services
from changqian.platform.safety.drills.models import Drill

PHOTOS = {"photos": numbers("演练照片", required=True), "attendees": numbers("参演人员")}


def asked(service, **said):
    """{input: whether it must be given}"""
    return {name: field.required for name, field in form_of(service, "Form", **said)().fields.items()}


def test_a_step_asks_for_its_own_keywords_and_no_other_column():
    assert asked(services.evaluate_drill, problems=numbers("问题")) == {
        "version": True,
        "score": True,
        "grade": True,
        "conclusion": True,
        "revise_plan": False,
        "revision_opinion": False,
        "problems": False,
    }
    assert asked(services.report_drill) == {"version": True, "reported_on": True, "reported_to": True}
    assert set(asked(services.hold_drill, **PHOTOS)) == {
        *("version", "held_on", "others", "principal_attended", "process", "attendees", "photos"),
    }


def test_a_new_row_needs_what_its_columns_need_and_a_change_may_leave_everything_out():
    new, changed = asked(services.plan_drill), asked(services.edit_drill)
    assert [name for name, required in new.items() if required] == ["site", "title", "form", "planned_on"]
    assert set(new) - {"site"} == set(changed) - {"version"}
    assert [name for name, required in changed.items() if required] == ["version"]


def test_what_a_plan_is_for_stays(db):
    fixed = {"subject_kind", "subject_id", "subject_group", "starts_on", "site"}
    assert not set(asked(plans.edit_plan, items=numbers("检查内容"))) & fixed


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"reported_on": "2026-03-13", "reported_to": ""}, "reported_to"),
        ({"reported_on": None, "reported_to": "湖塘镇"}, "reported_on"),
        ({"reported_on": "2026-03-13", "reported_to": "镇" * 101}, "reported_to"),
    ],
)
def test_what_must_be_given_cannot_be_empty_or_too_long(given, wrong):
    body = form_of(services.report_drill, "Form")(data={"version": 1, **given})
    assert not body.is_valid()
    assert list(body.errors) == [wrong]


def test_a_keyword_that_nothing_describes_is_refused():
    def hold(pk: int, *, actor: User, expected_version: int, weather: str) -> Drill:
        raise NotImplementedError

    with pytest.raises(TypeError, match="weather"):
        form_of(hold, "Form")


def test_a_service_is_told_the_day_only_if_it_asks():
    def one(*, today: date) -> date:
        return today

    def other(**given: object) -> dict[str, object]:
        return given

    assert isinstance(on_time(one)(), date)
    assert on_time(other)(a=1) == {"a": 1}
