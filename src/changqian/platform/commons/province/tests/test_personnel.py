"""Who the province says works for 湖塘机械厂, beside whom the firm has entered: what agrees, who decides a doubt."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import add_person
from changqian.platform.commons.province.models import Batch, PersonMatch, ProvincialPerson
from changqian.platform.commons.province.personnel import adopt_person, beside, decide_person, doubtful
from changqian.platform.commons.province.rules import Feed, Match, Ours, Personnel, Theirs, paired
from changqian.platform.commons.province.services import take
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation

ZHOU, MISTYPED, WANG = (id_for(date(1970, 1, 8), n) for n in (101, 103, 105))
STAMP = "2026-03-01T08:00:00+08:00"


def person(n, name, number, kind):
    return {
        "source_id": f"RY{n}", "updated_at": STAMP, "digest": f"{n}{name}{number}", "uscc": "", "firm_name": "",
        "name": name, "id_number": number, "kind": kind, "full_time": kind == "officer" or None, "number": "",
        "valid_to": None,
    }  # fmt: skip


@pytest.fixture
def told(cast):
    def told(*rows):
        batch = Batch.objects.create(feed=Feed.PERSONNEL, started_at=timezone.now())
        return take(batch, [{**row, "uscc": cast.enterprise.uscc} for row in rows])

    return told


@pytest.fixture
def enter(cast):
    def enter(name, number="", *roles):
        return add_person(
            actor=cast.officer, enterprise=cast.enterprise, today=cast.today, name=name, id_number=number,
            roles=list(roles) or ["worker"],
        )  # fmt: skip

    return enter


def found(cast):
    return [(line.kind, line.match, line.person) for line in beside(cast.enterprise.pk)]


def test_a_number_decides_and_a_name_only_asks(cast, told, enter):
    zhou, wang = enter("周立新", ZHOU, "principal"), enter("王小虎", WANG)
    told(
        person(1, "周立新", ZHOU, "principal"),
        person(2, "王小虎", MISTYPED, "officer"),
        person(3, "新来的", id_for(date(1980, 1, 8), 7), "engineer"),
    )
    assert found(cast) == [
        ("engineer", "unregistered", None),
        ("officer", "doubtful", wang.pk),
        ("principal", "same", zhou.pk),
    ]


def test_what_the_firm_says_of_nobody_there_is_told_too(cast, told, enter):
    enter("周立新", ZHOU, "principal", "cse")
    told(person(1, "周立新", ZHOU, "principal"))
    assert [(line.kind, line.match) for line in beside(cast.enterprise.pk)] == [
        ("principal", "same"), ("engineer", "missing"),
    ]  # fmt: skip


def test_who_is_doubtful_is_decided_once_for_all_rows(cast, told, enter):
    wang = enter("王小虎")
    told(person(1, "王小虎", WANG, "officer"), person(2, "王小虎", WANG, "engineer"))
    assert doubtful(ProvincialPerson.objects.all()).count() == 2
    shared = ProvincialPerson.objects.get(kind="officer")
    given = {"actor": cast.officer, "enterprise": cast.enterprise, "shared": shared.pk}
    decide_person(**given, person=wang.pk, reason="本人确认")
    assert PersonMatch.objects.count() == 2
    assert [(line.match, line.person) for line in beside(cast.enterprise.pk)] == [("differs", wang.pk)] * 2
    assert not doubtful(ProvincialPerson.objects.all()).exists()
    with pytest.raises(RuleViolation, match="已核对"):
        decide_person(**given, person=None)


def test_the_same_person_under_another_number_goes_on_differing(cast, told, enter):
    wang = enter("王小虎", WANG, "officer_full")
    told(person(1, "王小虎", MISTYPED, "officer"))
    shared = ProvincialPerson.objects.get()
    decide_person(actor=cast.officer, enterprise=cast.enterprise, shared=shared.pk, person=wang.pk)
    [line] = beside(cast.enterprise.pk)
    assert (line.match, line.why, line.decided) == ("differs", "身份证号不同，请核对哪一方有误", True)


def test_somebody_found_to_be_another_is_nobody_of_ours(cast, told, enter):
    enter("王小虎", WANG)
    told(person(1, "王小虎", MISTYPED, "officer"))
    shared = ProvincialPerson.objects.get()
    decide_person(actor=cast.officer, enterprise=cast.enterprise, shared=shared.pk)
    assert [line.match for line in beside(cast.enterprise.pk)] == ["unregistered"]


def test_what_is_missing_is_entered_as_the_province_says(cast, told, enter):
    wang = enter("王小虎")
    told(person(1, "王小虎", WANG, "officer"), person(2, "新来的", ZHOU, "engineer"))
    officer, engineer = ProvincialPerson.objects.order_by("source_id")
    given = {"actor": cast.officer, "enterprise": cast.enterprise, "today": cast.today}
    with pytest.raises(RuleViolation, match="请先核对是不是同一人"):
        adopt_person(**given, shared=officer.pk)
    decide_person(actor=cast.officer, enterprise=cast.enterprise, shared=officer.pk, person=wang.pk)
    adopted = adopt_person(**given, shared=officer.pk)
    assert (adopted.pk, set(adopted.roles), adopted.id_number) == (wang.pk, {"worker", "officer_full"}, WANG)
    assert adopt_person(**given, shared=engineer.pk).roles == ["cse"]
    assert {line.match for line in beside(cast.enterprise.pk)} == {"same"}
    with pytest.raises(RuleViolation, match="没有需要补充"):
        adopt_person(**given, shared=officer.pk)
    assert Person.objects.current().filter(enterprise=cast.enterprise).count() == 2


def test_numbers_are_masked_and_others_are_turned_away(cast, api, told, enter):
    enter("周立新", ZHOU, "principal")
    told(person(1, "周立新", ZHOU, "principal"))
    asked = f"/api/province-personnel/beside/?enterprise={cast.enterprise.pk}"
    [line] = api(cast.officer).get(asked).json()
    assert "*" in line["their_number"] + line["our_number"]
    assert ZHOU not in api(cast.wujin).get(asked).content.decode()
    assert api(cast.rival_officer).get(asked).status_code == 404
    shared = ProvincialPerson.objects.get().pk
    with pytest.raises(PermissionDenied):
        decide_person(actor=cast.worker, enterprise=cast.enterprise, shared=shared)


NAMES, NUMBERS = st.sampled_from(["甲", "乙"]), st.sampled_from(["", "1", "2", "3"])
KINDS, ROLES = st.sampled_from(Personnel), st.frozensets(st.sampled_from(["principal", "cse", "worker"]))


@given(
    st.lists(st.builds(Ours, st.integers(1, 9), NAMES, NUMBERS, ROLES), unique_by=lambda each: each.pk),
    st.lists(st.builds(Theirs, st.integers(1, 9), NAMES, NUMBERS.filter(bool), KINDS), unique_by=lambda each: each.pk),
)
def test_everybody_the_province_names_stands_in_one_line(ours, theirs):
    pairs = paired(ours, theirs, {})
    assert [each.theirs for each in pairs if each.theirs is not None] == [each.pk for each in theirs]
    for pair in pairs:
        assert (pair.ours is None) == (pair.match == Match.UNREGISTERED)
        assert (pair.theirs is None) == (pair.match == Match.MISSING)
