"""Merging, splitting, moving sites between firms, taking over: what moves, what stops it, and the way back."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.models import (
    Enterprise,
    EnterpriseRegion,
    LegacyRow,
    Restructuring,
    Site,
    Tag,
)
from changqian.platform.foundation.enterprises.restructuring import (
    merge,
    move_to,
    preview_merge,
    preview_move_to,
    preview_split,
    split,
    undo,
)
from changqian.platform.foundation.enterprises.services import (
    edit_enterprise,
    edit_site,
    open_site,
    register_enterprise,
)
from changqian.platform.foundation.enterprises.tagging import give_tag, load_tags
from changqian.platform.foundation.enterprises.taking_over import preview_take_over, take_over
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.codes import registration_number_for, uscc_for
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


@pytest.fixture
def twin(cast):
    """湖塘机械厂 was registered a second time, under its old number, by 牛塘镇."""
    load_tags()
    firm = register_enterprise(
        actor=cast.platform,
        legacy_reg_no=registration_number_for("32041200000001"),
        name="湖塘机械厂",
        region=cast.niutang,
        site={"name": "牛塘车间", "region": cast.niutang, "is_registered": True},
    )
    for enterprise in (firm, cast.enterprise):
        give_tag(enterprise.pk, actor=cast.city, expected_version=None, code="dust", today=cast.today)
    give_tag(firm.pk, actor=cast.city, expected_version=None, code="confined", today=cast.today)
    return firm


def regions(firm):
    return set(EnterpriseRegion.objects.filter(enterprise=firm).values_list("region__name", flat=True))


def tags(firm):
    return sorted(Tag.objects.filter(enterprise=firm, withdrawn_at=None).values_list("code", flat=True))


def merged(cast, twin, **given):
    return merge(
        cast.enterprise.pk, actor=cast.wujin, expected_version=None, **{"other": twin.pk, "reason": "重复登记", **given}
    )


def test_a_merge_brings_everything_along(cast, twin):
    told = preview_merge(cast.enterprise.pk, actor=cast.wujin, other=twin.pk)
    assert told["conflicts"] == []
    assert {"label": "场所", "count": 1} in told["moves"]
    assert {"label": "监管标签", "count": 2} in told["moves"]
    assert Enterprise.objects.current().filter(pk=twin.pk).exists()  # A preview writes nothing.

    done = merged(cast, twin)
    assert done.summary == told
    twin.refresh_from_db()
    assert (twin.merged_into, twin.end_reason) == (cast.enterprise, "合并到常州湖塘机械厂有限公司")
    assert set(Site.objects.filter(enterprise=cast.enterprise).values_list("name", flat=True)) == {
        "一号车间",
        "牛塘车间",
    }
    assert regions(cast.enterprise) == {"湖塘镇", "牛塘镇"}
    assert tags(cast.enterprise) == ["confined", "dust"]  # The doubled one was withdrawn, not lost.
    assert Tag.objects.filter(enterprise=cast.enterprise).count() == 3
    told_to = set(Entry.objects.filter(action="enterprises.merge").values_list("target", flat=True))
    assert {f"enterprises.Enterprise:{cast.enterprise.pk}", f"enterprises.Enterprise:{twin.pk}"} <= told_to


def test_two_registered_sites_become_one(cast, twin):
    edit_site(cast.site.pk, actor=cast.town, expected_version=None, is_registered=True)
    merged(cast, twin)
    registered = Site.objects.filter(enterprise=cast.enterprise, is_registered=True)
    assert list(registered) == [cast.site]


def test_accounts_move_with_their_firm(cast, twin):
    from changqian.platform.foundation.accounts.models import Assignment, Role

    clerk = User.objects.create(username="niutang", name="牛塘安管员")
    Assignment.objects.create(user=clerk, role=Role.objects.get(code="officer"), enterprise=twin)
    merged(cast, twin)
    clerk = User.objects.get(pk=clerk.pk)
    assert Enterprise.objects.within(clerk, "enterprises.view").get() == cast.enterprise


def test_undo_is_exact_and_happens_once(cast, twin):
    before = snapshot()
    done = merged(cast, twin)
    assert snapshot() != before
    undo(done.pk, actor=cast.wujin, expected_version=None, reason="不是同一家")
    assert snapshot() == before
    with pytest.raises(RuleViolation, match="该操作已撤销"):
        undo(done.pk, actor=cast.wujin, expected_version=None, reason="再次")
    merged(cast, twin)


def snapshot():
    places = set(EnterpriseRegion.objects.values_list("enterprise", "region"))
    tables = [list(model.objects.order_by("pk").values()) for model in (Enterprise, Site, Tag, LegacyRow)]
    return places, tables


def test_an_undo_that_would_lose_a_later_change_is_refused(cast, twin):
    done = merged(cast, twin)
    site = Site.objects.get(name="牛塘车间")
    edit_site(site.pk, actor=cast.wujin, expected_version=None, contact="王工")  # Another column: survives the undo.
    other = register_enterprise(actor=cast.platform, uscc=uscc_for("MA000009"), name="第三家", region=cast.niutang)
    second = move_to(other.pk, actor=cast.wujin, expected_version=None, sites=[site.pk], reason="划转")
    with pytest.raises(RuleViolation, match="不能撤销：场所1条在之后又有变更"):
        undo(done.pk, actor=cast.wujin, expected_version=None, reason="不是同一家")
    undo(second.pk, actor=cast.wujin, expected_version=None, reason="划错了")
    undo(done.pk, actor=cast.wujin, expected_version=None, reason="不是同一家")
    site.refresh_from_db()
    assert (site.enterprise, site.contact) == (twin, "王工")


def test_a_site_does_not_go_back_to_a_firm_that_is_gone(cast, twin):
    site = Site.objects.get(name="牛塘车间")
    third = register_enterprise(actor=cast.platform, uscc=uscc_for("MA000009"), name="第三家", region=cast.niutang)
    moved = move_to(third.pk, actor=cast.wujin, expected_version=None, sites=[site.pk], reason="划转")
    done = merged(cast, twin)
    with pytest.raises(RuleViolation, match="不能撤销：湖塘机械厂之后已合并或注销"):
        undo(moved.pk, actor=cast.wujin, expected_version=None, reason="划错了")
    undo(done.pk, actor=cast.wujin, expected_version=None, reason="不是同一家")
    undo(moved.pk, actor=cast.wujin, expected_version=None, reason="划错了")
    site.refresh_from_db()
    assert site.enterprise == twin


def test_what_came_since_at_a_moved_site_goes_back_with_it(cast, twin):
    done = merged(cast, twin)
    site = Site.objects.get(name="牛塘车间")
    give_tag(cast.enterprise.pk, actor=cast.city, expected_version=None, code="spray", today=cast.today, site=site.pk)
    undo(done.pk, actor=cast.wujin, expected_version=None, reason="不是同一家")
    assert Tag.objects.get(code="spray").enterprise == twin


def test_a_code_taken_meanwhile_stops_the_undo(cast, twin):
    done = merged(cast, twin)
    register_enterprise(actor=cast.platform, legacy_reg_no=twin.legacy_reg_no, name="别家", region=cast.niutang)
    with pytest.raises(RuleViolation, match="原来的信用代码或编号之后又被登记"):
        undo(done.pk, actor=cast.wujin, expected_version=None, reason="不是同一家")


def test_who_may_merge(cast, twin):
    with pytest.raises(PermissionDenied):
        merge(cast.enterprise.pk, actor=cast.town, expected_version=None, other=twin.pk, reason="重复")
    with pytest.raises(RuleViolation, match="没有找到要合并的企业，或不在您的管辖范围内"):
        merged(cast, cast.rival)
    with pytest.raises(RuleViolation, match="不能与自己合并"):
        merged(cast, cast.enterprise)
    with pytest.raises(VersionConflict):
        merge(cast.enterprise.pk, actor=cast.wujin, expected_version=9, other=twin.pk, reason="重复")


def test_what_cannot_stand_twice_is_named_before(cast, twin):
    from changqian.platform.foundation.enterprises.statuses import report_status

    for firm, actor in ((cast.enterprise, cast.officer), (twin, cast.wujin)):
        actor.grants = cast.platform.grants
        report_status(
            firm.pk, actor=actor, expected_version=None, new="suspended", effective_on=cast.today, reason="检修",
            now=cast.now,
        )  # fmt: skip
    said = "状态变更有1条重复（该企业已有待确认的状态变更，请等待属地确认），请先处理后再办理"
    assert preview_merge(cast.enterprise.pk, actor=cast.city, other=twin.pk)["conflicts"] == [said]
    with pytest.raises(RuleViolation) as refused:
        merged(cast, twin)
    assert str(refused.value) == said


def test_a_split_gives_sites_a_firm_of_their_own(cast, twin):
    merged(cast, twin)
    site = Site.objects.get(name="牛塘车间")
    before = snapshot()
    new = {"uscc": uscc_for("MA000008"), "name": "牛塘机械有限公司", "region": cast.niutang}
    with pytest.raises(RuleViolation, match="不能把全部场所都拆出去"):
        split(
            cast.enterprise.pk,
            actor=cast.wujin,
            expected_version=None,
            sites=[site.pk, cast.site.pk],
            reason="分立",
            **new,
        )
    with pytest.raises(RuleViolation, match="有场所不属于这家企业"):
        split(
            cast.enterprise.pk, actor=cast.city, expected_version=None, sites=[cast.rival_site.pk], reason="分立", **new
        )
    done = split(cast.enterprise.pk, actor=cast.wujin, expected_version=None, sites=[site.pk], reason="分立", **new)
    firm = Enterprise.objects.get(uscc=new["uscc"])
    assert (regions(cast.enterprise), regions(firm)) == ({"湖塘镇"}, {"牛塘镇"})
    open_site(actor=cast.wujin, enterprise=firm, region=cast.niutang, name="新建车间")
    with pytest.raises(RuleViolation, match="场所1个是之后新增的"):
        undo(done.pk, actor=cast.wujin, expected_version=None, reason="分立未获批准")
    Site.objects.filter(name="新建车间").delete()
    undo(done.pk, actor=cast.wujin, expected_version=None, reason="分立未获批准")
    assert snapshot() == before


def test_an_edited_new_firm_is_not_thrown_away(cast, twin):
    merged(cast, twin)
    site = Site.objects.get(name="牛塘车间")
    new = {"uscc": uscc_for("MA000008"), "name": "牛塘机械有限公司", "region": cast.niutang}
    done = split(cast.enterprise.pk, actor=cast.wujin, expected_version=None, sites=[site.pk], reason="分立", **new)
    edit_enterprise(done.other_id, actor=cast.wujin, expected_version=None, legal_person="李四")
    with pytest.raises(RuleViolation, match="企业1条在之后又有变更"):
        undo(done.pk, actor=cast.wujin, expected_version=None, reason="分立未获批准")


def test_what_hangs_on_a_new_firm_holds_it(cast, twin):
    merged(cast, twin)
    site = Site.objects.get(name="牛塘车间")
    new = {"uscc": uscc_for("MA000008"), "name": "牛塘机械有限公司", "region": cast.niutang}
    done = split(cast.enterprise.pk, actor=cast.wujin, expected_version=None, sites=[site.pk], reason="分立", **new)
    tag = give_tag(done.other_id, actor=cast.wujin, expected_version=None, code="spray", today=cast.today)
    with pytest.raises(RuleViolation, match="不能撤销：监管标签1条是之后登记的。请先处理这些记录"):
        undo(done.pk, actor=cast.wujin, expected_version=None, reason="分立未获批准")
    tag.delete()
    undo(done.pk, actor=cast.wujin, expected_version=None, reason="分立未获批准")


def rows(cast):
    jinggong = uscc_for("MA00000A")
    old = registration_number_for("32041200000077")
    point = {"lon": 119.48, "lat": 31.43}
    return [
        {"legacy_id": "A1", "uscc": jinggong, "name": "溧阳精工", "region": "320481002", **point},
        {"legacy_id": "A2", "uscc": jinggong.lower(), "name": "溧阳精工(二厂)", "region": "320412102"},
        {
            "legacy_id": "A3",
            "uscc": cast.enterprise.uscc,
            "name": "湖塘机械",
            "region": "320412102",
            "site_name": "库房",
        },
        {"legacy_id": "A4", "legacy_reg_no": old, "name": "老厂", "region": "320412100"},
        {"legacy_id": "A5", "uscc": "91320412567890120X", "name": "错码厂", "region": "320412100"},
        {"legacy_id": "A6", "name": "无码厂", "region": "320412100"},
        {"legacy_id": "A7", "uscc": uscc_for("MA00000B"), "name": "外地厂", "region": "110101001"},
        {"legacy_id": "A1", "uscc": uscc_for("MA00000C"), "name": "重复编号", "region": "320412100"},
    ]


def test_each_legacy_row_becomes_one_site_and_one_code_one_firm(cast):
    given = rows(cast)
    told = preview_take_over(actor=cast.city, system="旧平台", rows=given)
    assert (told["enterprises"], told["sites"], told["joined"], told["taken"]) == (2, 4, 1, [])
    assert [(row["row"], row["legacy_id"], row["reason"]) for row in told["refused"]] == [
        ("5", "A5", "统一社会信用代码校验不通过，请对照营业执照逐位核对"),
        ("6", "A6", "没有统一社会信用代码，也没有原注册号"),
        ("7", "A7", "没有区划代码“110101001”"),
        ("8", "A1", "旧系统编号在本批中重复"),
    ]
    assert [(row["row"], row["fate"], row["enterprise_name"]) for row in told["rows"]] == [
        (1, "new", ""),
        (2, "site", ""),
        (3, "joined", "常州湖塘机械厂有限公司"),
        (4, "new", ""),
        (5, "refused", ""),
        (6, "refused", ""),
        (7, "refused", ""),
        (8, "refused", ""),
    ]
    assert told["rows"][0]["code"] == told["rows"][1]["code"]
    assert told["rows"][2]["enterprise"] == cast.enterprise.pk
    assert told["rows"][7]["reason"] == "旧系统编号在本批中重复"
    before = snapshot()
    done = take_over(actor=cast.city, system="旧平台", rows=given, reason="历史迁移")
    assert len(given) == done.summary["sites"] + len(done.summary["taken"]) + len(done.summary["refused"])
    firm = Enterprise.objects.get(uscc=uscc_for("MA00000A"))
    assert regions(firm) == {"溧城街道", "牛塘镇"}
    assert regions(cast.enterprise) == {"湖塘镇", "牛塘镇"}
    assert dict(LegacyRow.objects.values_list("legacy_id", "site__name"))["A3"] == "库房"
    again = preview_take_over(actor=cast.city, system="旧平台", rows=given)
    assert (again["sites"], sorted(set(again["taken"]))) == (0, ["A1", "A2", "A3", "A4"])
    assert [(row["fate"], row["enterprise_name"]) for row in again["rows"]][:4] == [
        ("taken", "溧阳精工"),
        ("taken", "溧阳精工"),
        ("taken", "常州湖塘机械厂有限公司"),
        ("taken", "老厂"),
    ]
    with pytest.raises(RuleViolation, match="没有可接管的数据"):
        take_over(actor=cast.city, system="旧平台", rows=given, reason="再次")
    undo(done.pk, actor=cast.city, expected_version=None, reason="批次错误")
    assert snapshot() == before


def test_the_journal_is_narrowed_to_an_area(cast, api, twin):
    merged(cast, twin)  # 湖塘镇 and 牛塘镇
    take_over(actor=cast.city, system="旧平台", rows=rows(cast)[:1], reason="历史迁移")  # 溧城街道
    client = api(cast.city)

    def kinds(region):
        return {row["kind"] for row in client.get("/api/restructurings/", {"region": region.pk}).json()["results"]}

    assert kinds(cast.hutang) == kinds(cast.niutang) == {"merge"}
    assert kinds(Region.objects.get(code="320481002")) == kinds(Region.objects.get(code="320481")) == {"take_over"}
    assert kinds(Region.objects.get(parent=None)) == {"merge", "take_over"}
    assert client.get("/api/restructurings/", {"region": 10**9}).json()["results"] == []


def test_only_the_city_takes_over(cast):
    for actor in (cast.town, cast.wujin, cast.officer):
        with pytest.raises(PermissionDenied):
            preview_take_over(actor=actor, system="旧平台", rows=rows(cast))


def test_over_http(cast, api, twin):
    client = api(cast.wujin)
    url = f"/api/enterprises/{cast.enterprise.pk}/"
    told = client.post(f"{url}merge/preview/", {"other": twin.pk}).json()
    assert {"label": "场所", "count": 1} in told["moves"]
    made = client.post(f"{url}merge/", {"version": 1, "other": twin.pk, "reason": "重复登记"})
    assert made.status_code == 201, made.json()
    listed = client.get("/api/restructurings/").json()["results"]
    assert [(row["kind"], row["enterprise_name"], row["other_name"]) for row in listed] == [
        ("merge", "常州湖塘机械厂有限公司", "湖塘机械厂")
    ]
    pk = made.json()["id"]
    assert client.get(f"/api/restructurings/{pk}/undo/preview/").json() == {"obstacles": []}
    undone = client.post(f"/api/restructurings/{pk}/undo/", {"version": 1, "reason": "不是同一家"})
    assert undone.status_code == 200, undone.json()
    assert Restructuring.objects.get(pk=pk).undone_by == cast.wujin
    assert api(cast.town).post(f"{url}merge/", {"version": 1, "other": twin.pk, "reason": "重复"}).status_code == 403
    split_preview = client.post(f"{url}split/preview/", {"sites": [cast.site.pk]})
    assert split_preview.json()["sites"][0]["name"] == "一号车间"
    legacy = api(cast.city).post("/api/enterprises/take_over/preview/", {"system": "旧平台", "rows": rows(cast)})
    assert legacy.status_code == 200, json.dumps(legacy.json(), ensure_ascii=False)


@pytest.mark.django_db(transaction=True)
def test_previews_stand_alone(cast, twin):
    """As the API asks for them: no transaction around them."""
    site = Site.objects.get(name="牛塘车间")
    rows = [{"legacy_id": "L1", "uscc": uscc_for("MA000031"), "name": "旧厂", "region": cast.hutang.code}]
    assert preview_merge(cast.enterprise.pk, actor=cast.wujin, other=twin.pk)["sites"]
    assert preview_split(twin.pk, actor=cast.wujin, sites=[site.pk])["sites"]
    assert preview_move_to(cast.enterprise.pk, actor=cast.wujin, sites=[site.pk])["sites"]
    assert preview_take_over(actor=cast.city, system="旧平台", rows=rows)["sites"] == 1
