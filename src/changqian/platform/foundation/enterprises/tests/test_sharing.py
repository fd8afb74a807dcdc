"""The enterprise data service: two versions of one story, what became of what is gone, who still asks the old one."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.platform.foundation.clients.models import Client, ClientCall
from changqian.platform.foundation.clients.tests.calling import keyed
from changqian.platform.foundation.enterprises import sharing
from changqian.platform.foundation.enterprises.models import Enterprise, LegacyRow, Restructuring, Site
from changqian.platform.foundation.enterprises.restructuring import merge, move_to, split, undo
from changqian.platform.foundation.enterprises.services import (
    close_site,
    edit_enterprise,
    end_enterprise,
    move_site,
    open_site,
    register_enterprise,
)
from changqian.platform.foundation.enterprises.tagging import give_tag, load_tags, trace_turned
from changqian.platform.foundation.enterprises.taking_over import take_over
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.errors import RuleViolation

V1, V2 = "/api/enterprise-data/v1/", "/api/enterprise-data/v2/"
METHODS = ["enterprise_data_v1", "enterprise_data_v2"]
codes = count(1)


@pytest.fixture
def at_once(monkeypatch):
    """A watermark without its margin, so that only what changed after it may come again."""
    monkeypatch.setattr(sharing, "OVERLAP", timedelta(0))


@pytest.fixture
def caller(cast):
    """数字政府平台, whose scope is 武进区."""
    return keyed(cast, methods=METHODS).begin()


def pages(client, address, **asked):
    """All pages, read to the end: (lines, gone, watermark)."""
    lines, gone, after = [], [], None
    while True:
        said = client.get(address, {**asked, **({"after": after} if after else {})}).json()
        lines += said["results"]
        gone += said.get("gone", [])
        if not (after := said["after"]):
            return lines, gone, said.get("watermark")


def second_place(cast, region):
    return open_site(actor=cast.platform, enterprise=cast.enterprise, region=region, name="二号车间", staff_count=30)


def test_both_versions_tell_of_one_enterprise_within_the_scope_of_the_client(cast, caller):
    second_place(cast, cast.niutang)
    second_place(cast, cast.licheng)  # 溧阳市: beyond the client
    [firm] = caller.get(V2).json()["results"]
    assert [site["region_code"] for site in firm["sites"]] == ["320412100", "320412102"]
    assert "contact" not in firm["sites"][0]
    [line] = caller.get(V1).json()["results"]
    assert (line["uscc"], line["site_count"], line["staff_count"]) == (cast.enterprise.uscc, 2, 30)
    assert (line["region_code"], line["lon"]) == ("320412102", None)  # no registered site: the one with most people


def test_the_registered_site_is_the_main_one_and_without_a_site_the_registered_address(cast, api):
    open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.licheng, name="总部", is_registered=True)
    bare = register_enterprise(
        actor=cast.platform, uscc=uscc_for("MA0000F1"), name="新办厂", region=cast.niutang, address="长虹路1号"
    )
    lines, _, _ = pages(api(cast.city), V1)
    told = {line["id"]: line for line in lines}
    assert told[cast.enterprise.pk]["region_name"] == "溧城街道"
    assert (told[bare.pk]["address"], told[bare.pk]["site_count"], told[bare.pk]["lon"]) == ("长虹路1号", 0, None)


def test_the_old_version_says_that_it_is_old_and_the_administrator_sees_who_calls_it(cast, api, caller):
    quiet = keyed(cast, name="常治慧", methods=METHODS).begin()
    assert quiet.get(V2).headers.get("Deprecation") is None
    said = caller.get(V1)
    assert said["Deprecation"].startswith("@17")
    assert said["Sunset"].endswith("GMT")
    assert said["Link"] == '</api/enterprise-data/v2/>; rel="successor-version"'
    listed = api(cast.sysadmin).get("/api/clients/").json()["results"]
    assert {row["name"]: bool(row["old_call_at"]) for row in listed} == {"数字政府平台": True, "常治慧": False}
    still = api(cast.sysadmin).get("/api/clients/", {"calls_old": "true"}).json()["results"]
    assert [row["name"] for row in still] == ["数字政府平台"]
    assert api(cast.sysadmin).get(f"/api/clients/{caller.row.pk}/").json()["old_call_at"]
    log = api(cast.sysadmin).get("/api/client-calls/", {"old": "true"}).json()["results"]
    assert [(line["operation"], line["old"]) for line in log] == [("enterprise_data_v1", True)]
    document = caller.get("/api/client/openapi/").json()
    assert document["paths"][V1]["get"]["deprecated"] is True


def test_a_method_that_was_not_opened_is_not_there(cast):
    caller = keyed(cast, methods=["enterprise_data_v2"]).begin()
    assert caller.get(V1).status_code == 404
    assert ClientCall.objects.filter(old=True).count() == 0
    assert Client.objects.get(pk=caller.row.pk).calls.filter(refused="hidden").count() == 1


def test_filters_ask_by_what_other_systems_know(cast, api):
    load_tags()
    give_tag(cast.enterprise.pk, actor=cast.city, expected_version=None, code="dust", today=cast.today)
    LegacyRow.objects.create(system="旧平台", legacy_id="A1", enterprise=cast.rival, site=cast.rival_site)
    LegacyRow.objects.create(system="危化系统", legacy_id="A2", enterprise=cast.rival, site=cast.rival_site)
    client = api(cast.city)

    def found(**asked):
        return [row["name"] for row in client.get(V2, asked).json()["results"]]

    firm, rival = cast.enterprise.name, cast.rival.name
    assert found() == [firm, rival]
    assert found(region_code="320412") == found(region_code="320412100") == found(region=cast.hutang.pk) == [firm]
    assert found(tag="dust") == found(industry="C34") == found(uscc=cast.enterprise.uscc.lower()) == [firm]
    assert found(legacy_system="旧平台", legacy_id="A1") == found(legacy_id="A2") == [rival]
    assert found(legacy_system="旧平台", legacy_id="A2") == []
    assert client.get(V2, {"region_code": "999"}).json()["detail"] == "没有区划代码“999”"
    assert client.get(V2, {"after": "nonsense"}).status_code == 400
    later = sharing.said(timezone.now() + timedelta(hours=1))
    assert "请使用上次返回的watermark" in client.get(V2, {"changed_since": later}).json()["detail"]
    [row] = client.get(V2, {"legacy_id": "A1"}).json()["results"]
    assert row["sites"][0]["legacy"] == [{"system": "旧平台", "id": "A1"}, {"system": "危化系统", "id": "A2"}]


@pytest.mark.parametrize("address", ["/api/enterprises/", "/api/sites/", "/api/map/search/"])
def test_an_old_number_is_found_where_names_are(cast, api, address):
    LegacyRow.objects.create(system="旧平台", legacy_id="QY-0042", enterprise=cast.rival, site=cast.rival_site)
    [row] = api(cast.city).get(address, {"q": "QY-0042"}).json()["results"]
    assert cast.rival.name in (row.get("name"), row.get("enterprise_name"))
    assert api(cast.wujin).get(address, {"q": "QY-0042"}).json()["results"] == []


def test_pages_stay_in_place_while_rows_are_added(cast, api):
    for number in range(5):
        register_enterprise(actor=cast.platform, uscc=uscc_for(f"MA0001{number}0"), name="某厂", region=cast.hutang)
    client = api(cast.city)
    first = client.get(V2, {"limit": 3}).json()
    assert (len(first["results"]), first["watermark"]) == (3, None)
    register_enterprise(actor=cast.platform, uscc=uscc_for("MA000290"), name="后来的厂", region=cast.hutang)
    lines, _, watermark = pages(client, V2, limit=3)
    assert len({row["id"] for row in lines}) == len(lines) == 8
    assert watermark


def test_what_left_the_scope_is_told_with_what_became_of_it(cast, api, caller, at_once):
    twin = register_enterprise(
        actor=cast.platform, uscc=uscc_for("MA0000T1"), name="孪生厂", region=cast.hutang,
        site={"name": "车间", "region": cast.hutang},
    )  # fmt: skip
    wrong = register_enterprise(actor=cast.platform, uscc=uscc_for("MA0000W1"), name="误登厂", region=cast.hutang)
    moved = second_place(cast, cast.niutang)
    lines, gone, watermark = pages(caller, V2)
    assert (len(lines), gone) == (3, [])
    merge(cast.rival.pk, actor=cast.platform, expected_version=None, other=twin.pk, reason="并购")
    wrong.refresh_from_db()
    end_enterprise(wrong.pk, actor=cast.platform, expected_version=None, reason="登记错误")
    move_site(moved.pk, actor=cast.platform, expected_version=None, region=cast.licheng, moved_on=cast.today)
    close_site(cast.site.pk, actor=cast.platform, expected_version=None, reason="停办")
    lines, gone, watermark = pages(caller, V2, changed_since=watermark)
    # 青龙纺织 came into 武进区 with the workshop of the firm that went up in it.
    assert [(row["uscc"], [site["name"] for site in row["sites"]]) for row in lines] == [(cast.rival.uscc, ["车间"])]
    assert lines[0]["restructured"][0] | {"on": None} == {
        "kind": "merge", "on": None, "from_code": twin.uscc, "to_code": cast.rival.uscc,
        "sites": [lines[0]["sites"][0]["id"]],
    }  # fmt: skip
    assert {(each["code"], each["became"], each["merged_into_code"]) for each in gone} == {
        (twin.uscc, "merged", cast.rival.uscc),
        (wrong.uscc, "ended", ""),
        (cast.enterprise.uscc, "left", ""),
    }
    assert pages(caller, V2, changed_since=watermark)[:2] == ([], [])
    # The city goes on seeing the firm, and what became of its sites.
    [firm] = pages(api(cast.city), V2, uscc=cast.enterprise.uscc)[0]
    assert [(each["name"], each["became"], each["reason"]) for each in firm["gone_sites"]] == [
        ("一号车间", "closed", "停办")
    ]
    assert firm["sites"][0]["moves"] == [
        {"on": str(cast.today), "from_code": "320412102", "to_code": "320481002"}
    ]  # fmt: skip


def test_a_site_that_went_to_another_district_is_told_to_the_one_it_left(cast, caller):
    moved = second_place(cast, cast.niutang)
    move_site(moved.pk, actor=cast.platform, expected_version=None, region=cast.licheng, moved_on=cast.today)
    [firm] = caller.get(V2).json()["results"]
    assert [(each["id"], each["became"], each["to_code"]) for each in firm["gone_sites"]] == [
        (moved.pk, "moved", "320481002")
    ]


def test_a_registration_that_was_taken_back_is_told_as_removed(cast, api, at_once):
    client = api(cast.city)
    rows = [{"legacy_id": "B1", "uscc": uscc_for("MA0000B1"), "name": "旧厂", "region": cast.hutang.code}]
    done = take_over(actor=cast.city, system="旧平台", rows=rows, reason="迁移")
    watermark = pages(client, V2)[2]
    undo(done.pk, actor=cast.city, expected_version=None, reason="批次错误")
    _, gone, _ = pages(client, V2, changed_since=watermark)
    assert [(each["code"], each["became"]) for each in gone] == [(uscc_for("MA0000B1"), "removed")]


def test_tags_that_run_out_are_a_change_that_nobody_writes(cast, api, at_once):
    load_tags()
    until = cast.today + timedelta(days=30)
    give_tag(cast.enterprise.pk, actor=cast.city, expected_version=None, code="dust", today=cast.today, valid_to=until)
    watermark = pages(api(cast.city), V2)[2]
    assert trace_turned(until + timedelta(days=1)) == 1
    [firm] = pages(api(cast.city), V2, changed_since=watermark)[0]
    assert firm["tags"][0]["valid_to"] == str(until)


def test_whoever_leaves_a_bureau_leaves_its_clients(cast, api, at_once):
    client = api(cast.bureau)
    watermark = pages(client, V2)[2]
    edit_enterprise(cast.enterprise.pk, actor=cast.platform, expected_version=None, department=None)
    lines, gone, _ = pages(client, V2, changed_since=watermark)
    assert (lines, [each["became"] for each in gone]) == ([], ["left"])


class Follower:
    """Another system: what it holds follows the watermarks and nothing else."""

    def __init__(self, client, **asked):
        self.client, self.asked = client, asked
        lines, _, self.watermark = pages(client, V2, limit=2, **asked)
        self.held = {row["id"]: row for row in lines}

    def follow(self):
        lines, gone, self.watermark = pages(self.client, V2, limit=2, changed_since=self.watermark, **self.asked)
        for each in gone:
            self.held.pop(each["id"], None)
        self.held |= {row["id"]: row for row in lines}

    def agrees(self):
        """What was followed is what is there; and both versions tell it."""
        lines, _, _ = pages(self.client, V2, **self.asked)
        assert self.held == {row["id"]: row for row in lines}
        old, _, _ = pages(self.client, V1, limit=3, **self.asked)
        assert [line["uscc"] for line in old] == [row["uscc"] for row in lines]
        for line, row in zip(old, lines, strict=True):
            assert line["site_count"] == len(row["sites"])
            assert line["staff_count"] == sum(site["staff_count"] for site in row["sites"])
            assert line["region"] in ({site["region"] for site in row["sites"]} or {row["region"]})


def act(cast, kind, picks):
    """One thing that happens to enterprises; nothing where these picks mean nothing."""
    one, two, three = picks
    towns = [cast.hutang, cast.niutang, cast.qinglong, cast.licheng]
    town, common = towns[three % 4], {"actor": cast.platform, "expected_version": None}
    firms, sites = list(Enterprise.objects.current().order_by("pk")), list(Site.objects.current().order_by("pk"))
    firm, other = firms[one % len(firms)], firms[three % len(firms)]
    site = sites[two % len(sites)] if sites else None
    new = {"uscc": uscc_for(f"MC{next(codes):06d}"), "name": "新厂", "region": town}
    match kind:
        case "register":
            register_enterprise(actor=cast.platform, **new, site={"name": "厂区", "region": town, "staff_count": two})
        case "open":
            open_site(actor=cast.platform, enterprise=firm, region=town, name="新址", staff_count=two)
        case "close" if site:
            close_site(site.pk, reason="关闭", **common)
        case "move" if site and site.region != town:
            move_site(site.pk, region=town, moved_on=cast.today, **common)
        case "merge" if firm != other:
            merge(firm.pk, other=other.pk, reason="整合", **common)
        case "split" if site and Site.objects.current().filter(enterprise=site.enterprise_id).count() > 1:
            split(site.enterprise_id, sites=[site.pk], reason="分立", **new, **common)
        case "move_to" if site and firm.pk != site.enterprise_id:
            move_to(firm.pk, sites=[site.pk], reason="划转", **common)
        case "edit":
            edit_enterprise(firm.pk, name=f"改名{one}厂", **common)
        case "tag":
            give_tag(firm.pk, code=("dust", "confined", "spray")[two % 3], today=cast.today, **common)
        case "undo" if rows := list(Restructuring.objects.filter(undone_at=None).order_by("pk")):
            undo(rows[one % len(rows)].pk, reason="撤销", **common)


KINDS = ("register", "open", "close", "move", "merge", "split", "move_to", "edit", "tag", "undo")
picks = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))


@settings(
    max_examples=max(12, settings().max_examples // 8),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(st.tuples(st.sampled_from(KINDS), picks), min_size=2, max_size=8))
def test_following_the_watermarks_tells_the_same_story_as_reading_all(cast, api, at_once, story):
    with transaction.atomic():
        load_tags()
        followers = [
            Follower(api(cast.city)),
            Follower(api(cast.wujin)),
            Follower(api(cast.bureau)),
            Follower(api(cast.city), region_code="320412"),
            Follower(api(cast.city), tag="dust"),
        ]
        for turn, (kind, picked) in enumerate(story):
            try:
                with transaction.atomic():
                    act(cast, kind, picked)
            except RuleViolation:
                pass  # a second 注册地, a tag that is there already, an undo that came too late
            for follower in followers:
                if turn % 2 or turn == len(story) - 1:
                    follower.follow()
                    follower.agrees()
        transaction.set_rollback(True)
