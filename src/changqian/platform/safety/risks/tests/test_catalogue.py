"""The catalogue: drafted, published, revised and retired; rows from files; accidents by either norm."""

from datetime import date

import pytest

from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.ledgerkit.imports.tests.making import checked, confirmed, rows_of, xlsx
from changqian.platform.safety.risks.models import CatalogueEntry
from changqian.platform.safety.risks.rules import alike, refuse_code
from changqian.platform.safety.risks.services import (
    add_entry,
    discard_entry,
    edit_entry,
    load_catalogue,
    publish_entries,
    publish_entry,
    restore_entry,
    retire_entry,
    revise_entry,
    same_accident,
)
from changqian.platform.safety.risks.tests.making import draft

TODAY = date(2026, 4, 1)
WORDS = {"scheme": "2026版", "category": "16", "category_name": "船舶制造", "effective_from": date(2026, 1, 1)}


def entry_of(cast, code="1601", **given):
    return add_entry(actor=cast.city, **{**WORDS, "code": code, "name": "有限空间作业", **given})


def published(cast, code="1601", **given):
    return publish_entry(entry_of(cast, code, **given).pk, actor=cast.city, expected_version=1, today=TODAY)


class TestStates:
    def test_a_draft_is_seen_by_its_keepers_and_offered_to_nobody(self, cast, api):
        entry = entry_of(cast)
        assert api(cast.officer).get("/api/catalogue/").json()["count"] == 0
        assert api(cast.officer).get(f"/api/catalogue/{entry.pk}/").status_code == 404
        assert api(cast.city).get("/api/catalogue/?state=draft").json()["count"] == 1
        with pytest.raises(RuleViolation, match="请重新选择"):
            draft(cast, entry=entry)
        entry = edit_entry(entry.pk, actor=cast.city, expected_version=1, at_least="major")
        publish_entry(entry.pk, actor=cast.city, expected_version=2, today=TODAY)
        assert api(cast.officer).get("/api/catalogue/").json()["results"][0]["at_least"] == "major"

    def test_what_was_published_is_not_edited_but_revised(self, cast):
        entry = published(cast)
        with pytest.raises(RuleViolation, match="已发布的目录风险不能修改"):
            edit_entry(entry.pk, actor=cast.city, expected_version=entry.version, name="别的")
        with pytest.raises(RuleViolation, match="已发布的目录风险不能删除"):
            discard_entry(entry.pk, actor=cast.city, expected_version=entry.version, reason="误录")

    def test_a_revision_stands_beside_the_entry_until_it_is_published(self, cast):
        entry = published(cast)
        asked = {"actor": cast.city, "effective_from": date(2026, 4, 1)}
        new = revise_entry(entry.pk, expected_version=entry.version, name="有限空间作业（含检修）", **asked)
        assert (new.state, new.revision, new.typical_points) == ("draft", 2, entry.typical_points)
        with pytest.raises(RuleViolation, match="已有一份草稿"):
            revise_entry(entry.pk, expected_version=entry.version, **asked)
        with pytest.raises(VersionConflict):
            revise_entry(entry.pk, expected_version=entry.version - 1, **asked)
        publish_entry(new.pk, actor=cast.city, expected_version=new.version, today=TODAY)
        entry.refresh_from_db()
        assert (entry.effective_to, entry.ended_at is not None) == (date(2026, 3, 31), True)
        [standing] = CatalogueEntry.objects.current()
        assert standing.name == "有限空间作业（含检修）"

    def test_it_is_published_when_its_day_has_come(self, cast):
        entry = entry_of(cast, effective_from=date(2026, 5, 1))
        with pytest.raises(RuleViolation, match="2026-05-01才生效"):
            publish_entry(entry.pk, actor=cast.city, expected_version=1, today=TODAY)

    def test_a_discarded_draft_leaves_its_code_free(self, cast):
        discard_entry(entry_of(cast).pk, actor=cast.city, expected_version=1, reason="误录")
        assert published(cast).revision == 1
        with pytest.raises(RuleViolation, match="已有此风险代码"):
            published(cast)

    def test_what_is_retired_comes_back(self, cast):
        entry = published(cast)
        entry = retire_entry(entry.pk, actor=cast.city, expected_version=entry.version)
        with pytest.raises(RuleViolation, match="请重新选择"):
            draft(cast, entry=entry)
        entry = restore_entry(entry.pk, actor=cast.city, expected_version=entry.version)
        assert draft(cast, entry=entry).catalogue_code == "1601"

    def test_many_are_published_together_or_none(self, cast):
        entries = [entry_of(cast, code) for code in ("1601", "1602")]
        late = entry_of(cast, "1603", effective_from=date(2027, 1, 1))
        with pytest.raises(RuleViolation):
            publish_entries([*(each.pk for each in entries), late.pk], actor=cast.city, today=TODAY)
        assert not CatalogueEntry.objects.exclude(state="draft").exists()
        assert len(publish_entries([each.pk for each in entries], actor=cast.city, today=TODAY)) == 2


@pytest.mark.parametrize(("category", "code"), [("16", "1701"), ("16", "16"), ("16", "16A1"), ("01", "00101")])
def test_a_code_begins_with_its_category(category, code):
    with pytest.raises(RuleViolation, match=f"前两位是管理类别代码{category}"):
        refuse_code(category, code)


class TestAccidents:
    def test_one_kind_under_both_norms(self):
        became = {"10": ["N12"], "11": ["N12"], "19": ["N23", "N24"]}
        assert alike("N12", became) == {"N12", "10", "11"}
        assert alike("19", became) == {"19", "N23", "N24"}
        assert alike("N11", became) == {"N11"}

    def test_the_delivered_mapping_goes_both_ways(self):
        assert same_accident("WSA10012") == {"WSA10012", "10", "11"}
        assert same_accident("18") == {"18", *(f"WSA100{n}" for n in (16, 17, 18, 21, 22))}

    def test_the_catalogue_answers_to_either_name(self, cast, api):
        load_catalogue(actor=platform())
        client = api(cast.officer)
        for code in ("19", "WSA10023", "WSA10024"):
            found = client.get("/api/catalogue/", {"accident_type": code, "code": "1601"}).json()
            assert found["count"] == 1, code
        assert client.get("/api/catalogue/", {"accident_type": "WSA10006", "code": "1601"}).json()["count"] == 0

    def test_an_unknown_accident_is_refused(self, cast):
        with pytest.raises(RuleViolation, match="“雷击”不在目录中"):
            entry_of(cast, accident_types=["雷击"])


def test_conditions_narrow_together(cast, api):
    load_catalogue(actor=platform())
    client = api(cast.worker)
    asked = {"category": "船舶", "at_least": "large", "verified": "false", "q": "有限空间"}
    [row] = client.get("/api/catalogue/", asked).json()["results"]
    assert row["code"] == "1601"
    assert client.get("/api/catalogue/", {**asked, "category": "15"}).json()["count"] == 0
    assert client.get("/api/catalogue/", {"category": "16"}).json()["count"] == 4


def test_rows_come_from_a_file_as_drafts_and_wrong_ones_say_why(cast, api, files_dir):
    load_dictionaries()
    published(cast)
    heads = ["目录", "管理类别代码", "管理类别", "风险代码", "风险名称", "主要事故类别", "最低等级", "生效日期"]
    same = ["2026版", "16", "船舶制造"]
    rows = [
        [*same, "1602", "涂装作业", "中毒和窒息、火灾", "较大风险", "2026-01-01"],
        [*same, "1701", "吊装作业", "起重伤害", "较大风险", "2026-01-01"],
        [*same, "1603", "脚手架", "雷击", "较大风险", "2026-01-01"],
        [*same, "1601", "有限空间作业", "火灾", "重大风险", "2026-01-01"],
    ]
    client = api(cast.city)
    found = checked(client, xlsx([heads, *rows]), ledger="catalogue")
    assert confirmed(client, found["id"], mode="right")["status"] == "done"
    made = CatalogueEntry.objects.get(code="1602")
    assert (made.state, made.accident_types, made.at_least) == ("draft", ["19", "08"], "large")
    assert CatalogueEntry.objects.count() == 2
    wrong = {row["cells"][3]: str(row["errors"]) for row in rows_of(client, found["id"], "wrong")}
    assert wrong.keys() == {"1701", "1603", "1601"}
    assert "前两位是管理类别代码16" in wrong["1701"]
    assert "雷击" in wrong["1603"]
    assert "新修订的生效日期应晚于现行修订" in wrong["1601"]


def test_a_known_code_in_a_file_becomes_the_draft_of_its_next_version(cast, api, files_dir):
    """What a row changes is said before it is imported; the version in force stays until the draft is published."""
    load_dictionaries()
    before = published(cast, accident_types=["19"])
    published(cast, "1602")
    heads = ["目录", "管理类别代码", "管理类别", "风险代码", "风险名称", "主要事故类别", "最低等级", "生效日期"]
    same = ["2026版", "16", "船舶制造"]
    rows = [
        [*same, "1601", "有限空间作业", "中毒和窒息、火灾", "重大风险", "2026-04-01"],
        [*same, "1602", "有限空间作业", "", "较大风险", "2026-04-01"],
    ]
    client = api(cast.city)
    found = checked(client, xlsx([heads, *rows]), ledger="catalogue")
    [right] = rows_of(client, found["id"], "ready")
    assert right["errors"][0]["reason"] == "目录中已有1601（第1版），将形成第2版草稿，改动：主要事故类别、最低等级"
    [wrong] = rows_of(client, found["id"], "wrong")
    assert "与现行第1版内容相同" in str(wrong["errors"])
    assert confirmed(client, found["id"], mode="right")["status"] == "done"
    new = CatalogueEntry.objects.get(code="1601", state="draft")
    assert (new.revision, new.at_least, sorted(new.accident_types)) == (2, "major", ["08", "19"])
    told = client.get(f"/api/catalogue/{new.pk}/").json()["revisions"]
    assert [(each["revision"], each["at_least"]) for each in told] == [(2, "major"), (1, "large")]
    assert client.get(f"/api/catalogue/{before.pk}/").json()["at_least"] == "large"
    again = checked(client, xlsx([heads, rows[0]]), ledger="catalogue")
    [twice] = rows_of(client, again["id"], "wrong")
    assert "已有一份草稿" in str(twice["errors"])
    publish_entry(new.pk, actor=cast.city, expected_version=new.version, today=TODAY)
    assert CatalogueEntry.objects.current().get(code="1601").revision == 2
