"""What the firm declared to the province becomes its own, stays linked, and is settled where it differs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.commons.checks.services import set_items
from changqian.platform.commons.province.models import Batch, DeclaredPoint
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.services import take
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import SUBJECT, Words, declared_differences
from changqian.platform.safety.risks.services import (
    accept_declared,
    add_entry,
    approve_point,
    compared,
    edit_point,
    keep_own,
    link_declared,
    publish_entry,
    take_up_declared,
    unlink_declared,
)
from changqian.platform.safety.risks.tests.making import ITEMS, MORNING, draft, in_force

FIRST, LATER = "2026-03-01T08:00:00+08:00", "2026-03-20T08:00:00+08:00"


def declare(firm, *, number="P1", at=FIRST, **said):
    """As the province sends it; again with a later time it has changed."""
    row = {
        "source_id": number, "updated_at": at, "digest": f"{at}{sorted(said.items())}"[:64], "uscc": firm.uscc,
        "report_id": "R1", "name": "喷漆房", "code": "1602", "accident_types": ["火灾", "其他爆炸"], "level": "large",
        "department": "涂装车间", "measures": "可燃气体报警，机械通风", "location": "涂装车间北侧",
    }  # fmt: skip
    take(Batch.objects.create(feed=Feed.POINTS, started_at=timezone.now()), [row | said])
    return DeclaredPoint.objects.get(source_id=number)


@pytest.fixture
def declared(cast):
    entry = add_entry(
        actor=cast.city, scheme="第二批", category="16", category_name="船舶制造", code="1602", name="涂装作业",
        effective_from=cast.today,
    )  # fmt: skip
    publish_entry(entry.pk, actor=cast.city, expected_version=entry.version, today=cast.today)
    return declare(cast.enterprise)


def take_up(cast, declared, **more):
    given = {"actor": cast.officer, "site": cast.site, "kind": "place", "now": MORNING}
    return take_up_declared(declared.pk, **given | more)


def now_in_force(cast, point):
    """The firm adds what the province does not ask, and the principal approves."""
    point = edit_point(
        point.pk, actor=cast.officer, expected_version=point.version, now=MORNING, items=ITEMS,
        factors="漆雾遇火花爆燃", responsible_name="王小虎", supervise_phone="12350", emergency="断电撤离",
    )  # fmt: skip
    return approve_point(point.pk, actor=cast.principal, expected_version=point.version, now=MORNING)


def state(point):
    return compared([RiskPoint.objects.get(pk=point.pk)])[point.pk].state


def test_a_declared_point_becomes_a_draft_of_the_firms_own(cast, declared):
    point = take_up(cast, declared)
    assert (point.status, point.level, point.source, point.provincial_id) == ("draft", "large", "provincial", "P1")
    assert (point.name, point.location, point.catalogue_code) == ("喷漆房", "涂装车间北侧", "1602")
    assert (point.accident_types, point.management) == (["08", "18"], "可燃气体报警，机械通风")
    assert state(point) == "same"
    assert now_in_force(cast, point).status == "active"
    declared.refresh_from_db()
    assert declared.updated_at.isoformat() == "2026-03-01T00:00:00+00:00", "the province's row is not touched"
    entry = Entry.objects.filter(target=f"risks.RiskPoint:{point.pk}").earliest("pk")
    assert (entry.action, entry.actor) == ("risks.register", cast.officer)


def test_once_only_by_its_own_firm_and_at_its_own_site(cast, declared):
    for person in (cast.town, cast.worker, cast.two_roles):
        with pytest.raises(PermissionDenied):
            take_up(cast, declared, actor=person)
    take_up(cast, declared)
    with pytest.raises(RuleViolation, match="该申报风险点已关联一个风险点"):
        take_up(cast, declared)
    with pytest.raises(DeclaredPoint.DoesNotExist):
        take_up(cast, declared, actor=cast.rival_officer, site=cast.rival_site)
    with pytest.raises(RuleViolation, match="该申报风险点属于另一家企业"):
        take_up(cast, declared, site=cast.rival_site)


def test_what_the_province_says_later_is_accepted_as_a_change(cast, declared, api):
    point = now_in_force(cast, take_up(cast, declared))
    declare(cast.enterprise, at=LATER, department="涂装二车间", level="major")
    shown = api(cast.officer).get(f"/api/risks/{point.pk}/").json()["declared"]
    assert shown["state"] == "differs"
    assert [(each["label"], each["ours"], each["theirs"]) for each in shown["differences"]] == [
        ("风险等级", "较大风险", "重大风险"), ("责任部门", "涂装车间", "涂装二车间"),
    ]  # fmt: skip
    assert api(cast.town).get("/api/risks/?declared_changed=true").json()["count"] == 1
    changed = accept_declared(point.pk, actor=cast.officer, expected_version=point.version, now=MORNING)
    assert (changed.status, changed.level, changed.assessed_level) == ("changing", "large", "major")
    assert (changed.responsible_department, changed.factors) == ("涂装二车间", "漆雾遇火花爆燃")
    assert state(changed) == "same"
    assert api(cast.town).get("/api/risks/?declared_changed=true").json()["count"] == 0
    done = approve_point(point.pk, actor=cast.principal, expected_version=changed.version, now=MORNING)
    assert (done.status, done.level, done.control_level) == ("active", "major", "company")


def test_or_the_firm_keeps_its_own_and_says_why_until_the_province_says_something_new(cast, declared):
    point = now_in_force(cast, take_up(cast, declared))
    declare(cast.enterprise, at=LATER, location="厂区西侧")
    with pytest.raises(RuleViolation, match="请写明"):
        keep_own(point.pk, actor=cast.officer, expected_version=point.version, reason=" ")
    kept = keep_own(point.pk, actor=cast.officer, expected_version=point.version, reason="省系统位置填错，已作变更报告")
    assert (state(kept), kept.location, kept.provincial_note) == (
        "kept",
        "涂装车间北侧",
        "省系统位置填错，已作变更报告",
    )
    declare(cast.enterprise, at="2026-03-21T08:00:00+08:00", location="厂区东侧")
    assert state(kept) == "differs"
    with pytest.raises(RiskPoint.DoesNotExist):
        keep_own(point.pk, actor=cast.rival_officer, expected_version=kept.version, reason="不是我的")


def test_a_point_that_was_there_before_is_linked_and_unlinked(cast, declared):
    point = in_force(cast, "large", name="喷漆房", location="涂装车间北侧")
    linked = link_declared(point.pk, actor=cast.officer, expected_version=point.version, declared=declared.pk)
    assert (linked.source, state(linked)) == ("local", "differs")
    other = draft(cast)
    with pytest.raises(RuleViolation, match="该申报风险点已关联一个风险点"):
        link_declared(other.pk, actor=cast.officer, expected_version=other.version, declared=declared.pk)
    alone = unlink_declared(point.pk, actor=cast.officer, expected_version=linked.version)
    assert compared([alone]) == {}
    with pytest.raises(RuleViolation, match="没有关联申报风险点"):
        accept_declared(point.pk, actor=cast.officer, expected_version=alone.version, now=MORNING)


def test_a_code_that_nobody_here_knows_is_no_difference(cast):
    declared = declare(cast.enterprise, code="9999", accident_types=["太空碎片"])
    assert state(take_up(cast, declared)) == "same"


def test_nothing_to_accept_where_both_say_the_same(cast, declared):
    point = take_up(cast, declared)
    set_items(actor=cast.officer, site=cast.site, subject_kind=SUBJECT, subject_id=point.pk, items=ITEMS)
    with pytest.raises(RuleViolation, match="没有不一致之处"):
        accept_declared(point.pk, actor=cast.officer, expected_version=point.version, now=MORNING)


def test_over_the_interface(cast, declared, api):
    body = {"declared": declared.pk, "site": cast.site.pk, "kind": "place"}
    assert api(cast.town).post("/api/risks/take_up/", body, format="json").status_code == 403
    made = api(cast.officer).post("/api/risks/take_up/", body, format="json")
    assert made.status_code == 201
    assert (made.json()["declared"]["declared"], made.json()["status"]) == (declared.pk, "draft")


@pytest.mark.parametrize(
    ("ours", "theirs", "labels"),
    [
        ({}, {}, []),
        ({"location": "东侧"}, {"location": ""}, []),
        ({"location": "东侧"}, {"location": "西侧"}, ["位置"]),
        ({"level": "general"}, {"level": "large"}, ["风险等级"]),
        ({"measures": "湿式除尘；每班清扫。"}, {"measures": "每班清扫"}, []),
        ({"measures": "湿式除尘"}, {"measures": "每班清扫"}, ["管控措施"]),
        ({"accident_types": frozenset({"火灾", "触电"})}, {"accident_types": frozenset({"触电", "火灾"})}, []),
        ({"accident_types": frozenset({"火灾"})}, {"accident_types": frozenset({"触电"})}, ["事故类别"]),
    ],
)
def test_what_differs(ours, theirs, labels):
    same = {"name": "喷漆房", "level": "large"}
    found = declared_differences(Words(**same | ours), Words(**same | theirs))
    assert [each.label for each in found] == labels
