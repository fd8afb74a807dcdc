"""Cases: what is delivered, who sees which, whom they are told to and who has read them."""

import json
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.cases import services
from changqian.platform.safety.cases.models import AccidentCase, Reading
from changqian.platform.safety.cases.rules import STEPS, Level, Status, Step, concerns

NOW = timezone.make_aware(datetime(2026, 11, 10, 10))
TODAY = date(2026, 11, 10)
GIVEN = {
    "title": "某公司抛光车间粉尘爆炸", "happened_on": date(2025, 3, 1), "place": "江苏省", "level": "larger",
    "deaths": 4, "summary": "除尘器积尘爆炸", "direct_cause": "粉尘未清理", "lessons": "粉尘日清",
    "authority": "某市人民政府", "reference": "调查报告",
}  # fmt: skip


@pytest.fixture
def case(cast):
    return services.write_case(actor=cast.city, today=TODAY, **GIVEN)


def publish(case, cast, *industries):
    return services.publish_case(
        case.pk,
        actor=cast.city,
        expected_version=None,
        industries=industries or [cast.enterprise.industry[:3]],
        now=NOW,
    )


@pytest.mark.parametrize(
    ("industries", "industry", "yes"),
    [
        ([], "C3484", True),
        (["C34"], "C3484", True),
        (["C"], "C3484", True),
        (["C33", "C36"], "C3484", False),
        (["C34"], "", False),
    ],
)
def test_whom_a_case_concerns(industries, industry, yes):
    assert concerns(industries, industry) is yes


def test_a_case_that_was_published_is_withdrawn_before_it_is_changed():
    assert STEPS.after(Status.PUBLISHED, Step.WITHDRAW) == Status.WITHDRAWN
    with pytest.raises(RuleViolation, match="已发布的案例不能修改案例"):
        STEPS.after(Status.PUBLISHED, Step.EDIT)


def test_what_is_delivered_has_its_source():
    cases = json.loads(services.DELIVERED.read_text(encoding="utf-8"))
    assert len(cases) >= 20
    for each in cases:
        assert each["reference"]
        assert each["authority"]
        assert each["level"] in Level.values
        assert all(concerns(each["industries"], code) for code in each["industries"])
        # Nobody compared these with the reports yet: none may say so.
        assert each["verified"] is False


def test_they_are_loaded_once(cast):
    assert services.load_cases(actor=cast.platform) == AccidentCase.objects.count() >= 20
    assert services.load_cases(actor=cast.platform) == 0
    assert services.tell_firms(now=NOW) == 0


def test_a_draft_is_seen_by_the_city_only(cast, case, api):
    assert api(cast.city).get("/api/accident-cases/").json()["count"] == 1
    for person in (cast.officer, cast.wujin, cast.worker):
        assert api(person).get("/api/accident-cases/").json()["count"] == 0
        assert api(person).get(f"/api/accident-cases/{case.pk}/").status_code == 404
    publish(case, cast)
    for person in (cast.officer, cast.wujin, cast.worker, cast.rival_officer):
        assert api(person).get("/api/accident-cases/").json()["count"] == 1
    assert api(cast.clerk).get("/api/accident-cases/").status_code == 403


def test_only_the_city_writes(cast, case):
    with pytest.raises(PermissionDenied):
        services.write_case(actor=cast.officer, today=TODAY, **{**GIVEN, "title": "另一起"})
    with pytest.raises(PermissionDenied):
        services.publish_case(case.pk, actor=cast.wujin, expected_version=None, industries=[], now=NOW)


def test_firms_of_the_industry_are_told_once(cast, case):
    publish(case, cast)
    assert services.tell_firms(now=NOW) == 1
    assert services.tell_firms(now=NOW) == 0
    told = set(Notice.objects.filter(kind="cases").values_list("user", flat=True))
    assert cast.officer.pk in told
    assert cast.city.pk not in told


def test_a_firm_leaves_a_receipt_for_itself_only(cast, case, api):
    with pytest.raises(AccidentCase.DoesNotExist):
        services.read_case(case.pk, actor=cast.officer, expected_version=None, enterprise=cast.enterprise)
    publish(case, cast)
    for _ in range(2):
        services.read_case(case.pk, actor=cast.officer, expected_version=None, enterprise=cast.enterprise)
    assert Reading.objects.count() == 1
    assert api(cast.officer).get(f"/api/accident-cases/{case.pk}/").json()["read_by_me"] is True
    with pytest.raises(PermissionDenied):
        services.read_case(case.pk, actor=cast.rival_officer, expected_version=None, enterprise=cast.enterprise)


def test_who_has_read_it_is_told_within_the_area(cast, case, api):
    publish(case, cast)
    before = services.readings(case_now(case), actor=cast.wujin)
    assert (before.reached, before.read) == (1, 0)
    assert [firm.id for firm in before.unread] == [cast.enterprise.pk]
    services.read_case(case.pk, actor=cast.worker, expected_version=None, enterprise=cast.enterprise)
    after = services.readings(case_now(case), actor=cast.wujin)
    assert (after.read, after.unread) == (1, [])
    assert services.readings(case_now(case), actor=cast.liyang).reached == 0
    told = api(cast.wujin).get(f"/api/accident-cases/{case.pk}/readings/").json()
    assert told["read"] == 1


def case_now(case):
    return AccidentCase.objects.get(pk=case.pk)


def test_a_firm_asks_for_those_of_its_industry(cast, api, case):
    publish(case, cast, cast.enterprise.industry[:3])
    elsewhere = services.write_case(actor=cast.city, today=TODAY, **GIVEN | {"title": "另一行业"})
    publish(elsewhere, cast, "G54")

    def titles(who, firm):
        said = api(who).get(f"/api/accident-cases/?enterprise={firm.pk}").json()
        return [row["title"] for row in said["results"]]

    assert titles(cast.officer, cast.enterprise) == [case.title]
    assert titles(cast.officer, cast.rival) == []
