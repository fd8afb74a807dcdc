from datetime import timedelta
from shutil import copy
from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.services import live_code
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.dictionaries.services import DATA, load_dictionaries
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.risks.api import RiskPointViewSet
from changqian.platform.safety.risks.models import CatalogueEntry, RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import (
    activate_point,
    approve_point,
    edit_point,
    end_point,
    load_catalogue,
    revise_point,
    stop_point,
    version_in_force,
)
from changqian.platform.safety.risks.tests.making import ITEMS, LEC, MORNING, WORDS, draft, in_force


class TestRiskPointLedger(LedgerContract):
    url = "/api/risks/"
    view = RiskPointViewSet
    NAMED: ClassVar = {"accident_types": "其他爆炸、火灾"}

    @pytest.fixture(autouse=True)
    def accident_types(self, db, tmp_path):
        for version in ("1986", "2025"):
            copy(DATA / f"accident_types_{version}.json", tmp_path)
        load_dictionaries(tmp_path)

    def make(self, cast):
        return draft(cast)

    def touch(self, row, *, actor, expected_version):
        return edit_point(row.pk, actor=actor, expected_version=expected_version, zone="A区", now=MORNING)


FORM = {**WORDS, "name": "喷漆房", "method": "lec", "likelihood": "3", "exposure": "6", "consequence": "15"}


class TestRegistering:
    def test_the_officer_registers_a_point_and_reads_why_it_is_large(self, cast, api):
        made = api(cast.officer).post("/api/risks/", {"site": cast.site.pk, **FORM, "items": list(ITEMS)})
        assert made.status_code == 201, made.json()
        row = made.json()
        assert (row["level"], row["status"], row["number"], row["control_level"]) == (
            *("large", "draft", "0001", "workshop"),
        )
        assert row["level_reasons"][0]["text"] == "作业条件危险性评价法(LEC)：L3×E6×C15＝270，属较大风险"
        assert [item["text"] for item in row["items"]] == ["除尘器压差在范围内", "管道表面无可见积尘"]
        assert row["responsible_phone"] == "138****5678"
        assert row["code"] is None
        assert row["task"] is None

    def test_numbers_run_within_the_site(self, cast):
        assert [draft(cast).number for _ in range(3)] == ["0001", "0002", "0003"]
        end_point(RiskPoint.objects.get(number="0003").pk, actor=cast.officer, expected_version=1, reason="重复登记")
        assert draft(cast).number == "0004"

    def test_a_catalogue_entry_is_a_floor(self, cast, api):
        load_catalogue(actor=platform())
        entry = CatalogueEntry.objects.get(code="1601")
        form = {"site": cast.site.pk, **FORM, **{name: str(value) for name, value in LEC["low"].items()}}
        row = api(cast.officer).post("/api/risks/", {**form, "entry": entry.pk}).json()
        assert row["level"] == "large"
        assert row["catalogue_code"] == "1601"
        assert row["level_reasons"][-1]["text"] == "目录风险“1601 有限空间作业”不得低于较大风险"

    @pytest.mark.parametrize(
        ("given", "field", "sentence"),
        [
            ({"likelihood": "4"}, "likelihood", "可能性L只能取0.1、0.2、0.5、1、3、6、10"),
            ({"exposure": None}, "exposure", "请选择暴露频繁程度E"),
            ({"accident_types": ["99"]}, "accident_types", "事故类型“99”不在目录中"),
            ({"control_level": "post"}, "control_level", "较大风险的管控层级不得低于车间级"),
            ({"lon": 31.72, "lat": 119.95}, "lon", "经度和纬度填反了：经度应为119.95，纬度应为31.72"),
            ({"lon": 119.95}, "detail", "经度和纬度要一起填写"),
            ({"responsible_phone": "138****5678"}, "responsible_phone", "请填写完整内容，不能带星号"),
            ({"items": [{"text": "无积尘"}, {"text": "无积尘"}]}, "items", "检查项重复"),
            ({"photos": [987654]}, "photos", "不是您上传的，请重新上传"),
        ],
    )
    def test_what_is_refused(self, cast, api, given, field, sentence):
        answer = api(cast.officer).post("/api/risks/", {"site": cast.site.pk, **FORM, **given})
        assert answer.status_code == 400
        assert sentence in answer.json()["detail"]
        assert field in {"detail", *answer.json()["fields"]}

    def test_the_responsible_person_works_there(self, cast):
        assert draft(cast, responsible=cast.worker, responsible_name="").responsible_name == "王小虎"
        with pytest.raises(RuleViolation, match="责任人账号不属于本企业"):
            draft(cast, responsible=cast.rival_officer)

    def test_the_same_name_at_the_same_place_is_registered_once(self, cast):
        draft(cast, name="喷漆房")
        draft(cast, name="喷漆房", location="二楼")
        with pytest.raises(RuleViolation, match="该场所同一位置已有同名风险点"):
            draft(cast, name="喷漆房")

    def test_nobody_registers_at_a_strangers_site(self, cast, api):
        answer = api(cast.rival_officer).post("/api/risks/", {"site": cast.site.pk, **FORM})
        assert answer.status_code == 403
        assert api(cast.worker).post("/api/risks/", {"site": cast.site.pk, **FORM}).status_code == 403

    def test_the_level_can_be_seen_before_anything_is_saved(self, cast, api):
        asked = {"method": "matrix", "likelihood": "4", "consequence": "4", "declared_level": "major"}
        told = api(cast.officer).post("/api/risks/assess/", asked).json()
        assert (told["level"], told["score"], told["self_promoted"], told["control_level"]) == (
            *("major", "16.00", True, "company"),
        )
        assert told["reasons"][-1]["text"] == "企业自愿按重大风险管理"
        assert RiskPoint.objects.count() == 0


class TestComingIntoForce:
    def test_a_general_risk_is_brought_into_force_by_the_officer(self, cast, api):
        point = draft(cast, "general", responsible=cast.worker)
        row = api(cast.officer).post(f"/api/risks/{point.pk}/activate/", {"version": point.version}).json()
        assert (row["status"], row["revision"]) == ("active", 1)
        assert row["code"]["url"].endswith(f"/c/{row['code']['token']}")
        assert row["control_levels"] == ["workshop", "team", "post"]
        assert Notice.objects.get(user=cast.worker).title == f"一般风险“{point.name}”已生效，由您负责管控"

    def test_a_large_risk_waits_for_the_principal(self, cast):
        point = draft(cast, "large")
        with pytest.raises(RuleViolation, match="较大风险须由企业主要负责人批准后生效"):
            activate_point(point.pk, actor=cast.officer, expected_version=1, now=MORNING)
        with pytest.raises(PermissionDenied):
            approve_point(point.pk, actor=cast.officer, expected_version=1, now=MORNING)
        point = approve_point(point.pk, actor=cast.principal, expected_version=1, now=MORNING)
        assert point.status == "active"
        assert live_code(cast.site.pk, SUBJECT, point.pk).colour == "orange"

    def test_what_is_missing_is_named(self, cast):
        point = draft(cast, responsible_department="", factors="", items=())
        with pytest.raises(RuleViolation, match="请先补全：危险有害因素、责任部门、检查项"):
            activate_point(point.pk, actor=cast.officer, expected_version=1, now=MORNING)

    def test_the_version_says_what_was_approved_and_no_private_phone(self, cast):
        point = in_force(cast, "large", name="喷漆房")
        content = version_in_force(point).content
        assert content["name"] == "喷漆房"
        assert content["responsible_name"] == "王小虎"
        assert "13812345678" not in str(content)

    def test_a_change_under_way_changes_neither_card_nor_level(self, cast):
        point = in_force(cast, "large", name="喷漆房")
        point = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
        point = edit_point(
            point.pk, actor=cast.officer, expected_version=point.version, name="水性漆喷漆房", **LEC["low"], now=MORNING
        )
        assert (point.level, point.assessed_level) == ("large", "low")
        assert version_in_force(point).content["name"] == "喷漆房"
        with pytest.raises(RuleViolation, match="较大风险须由企业主要负责人批准后生效"):
            activate_point(point.pk, actor=cast.officer, expected_version=point.version, now=MORNING)
        point = approve_point(point.pk, actor=cast.principal, expected_version=point.version, now=MORNING)
        assert (point.level, point.revision) == ("low", 2)
        assert version_in_force(point).content["name"] == "水性漆喷漆房"
        code = live_code(cast.site.pk, SUBJECT, point.pk)
        assert (code.subject_name, code.colour) == ("水性漆喷漆房", "blue")
        assert SafeCode.objects.count() == 1  # the print on the wall stays good

    def test_a_point_in_force_is_not_edited_behind_the_back_of_its_card(self, cast):
        point = in_force(cast)
        with pytest.raises(RuleViolation, match="生效的风险点不能修改风险点"):
            edit_point(point.pk, actor=cast.officer, expected_version=point.version, name="别名", now=MORNING)

    def test_a_stopped_point_asks_nothing_and_can_come_back(self, cast):
        point = in_force(cast)
        point = stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="设备检修", now=MORNING)
        task = RiskTask.objects.get()
        assert (task.status, task.exempt_opinion) == ("cancelled", "风险点停用：设备检修")
        point = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
        point = activate_point(
            point.pk, actor=cast.officer, expected_version=point.version, now=MORNING + timedelta(days=3)
        )
        assert RiskTask.objects.get().status == "pending"
        assert (point.revision, point.stop_reason) == (2, "")

    def test_editing_items_keeps_the_numbers_of_those_that_stay(self, cast):
        point = draft(cast)
        before = {item.text: item.pk for item in items_of(SUBJECT, [point.pk])}
        wanted = [{"text": "灭火器有效"}, {"text": "管道表面无可见积尘", "guidance": "手指擦拭"}]
        edit_point(point.pk, actor=cast.officer, expected_version=1, items=wanted, now=MORNING)
        after = items_of(SUBJECT, [point.pk])
        assert [item.text for item in after] == ["灭火器有效", "管道表面无可见积尘"]
        assert after[1].pk == before["管道表面无可见积尘"]
        assert after[1].guidance == "手指擦拭"

    def test_history_tells_who_did_what(self, cast, api):
        point = in_force(cast, "large")
        told = api(cast.city).get(f"/api/risks/{point.pk}/history/").json()
        assert [(entry["actor"], entry["action_label"]) for entry in told] == [
            ("周立新", "批准风险点"),
            ("陈安全", "登记风险点"),
        ]
        assert "13812345678" not in str(told)
        made = {each["label"]: (each["old"], each["new"]) for each in told[-1]["changes"]}
        assert made["可能事故类型"] == (None, ["18", "08"])


class TestCatalogue:
    def test_the_delivered_catalogue_is_loaded_once(self, cast):
        assert load_catalogue(actor=platform()) == 63
        assert load_catalogue(actor=platform()) == 0
        assert CatalogueEntry.objects.filter(demo=True, scheme__contains="示例").exists()

    def test_a_revision_keeps_what_refers_to_the_old_one(self, cast, api):
        load_catalogue(actor=platform())
        entry = CatalogueEntry.objects.get(code="1601")
        point = draft(cast, entry=entry)
        client = api(cast.city)
        asked = {"version": 1, "effective_from": "2026-05-01", "at_least": "major", "name": "有限空间作业（含检修）"}
        new = client.post(f"/api/catalogue/{entry.pk}/revise/", asked).json()
        assert (new["revision"], new["code"], new["at_least"], new["state"]) == (2, "1601", "major", "draft")
        assert client.get("/api/catalogue/?code=1601&state=enabled").json()["results"][0]["id"] == entry.pk
        new = client.post(f"/api/catalogue/{new['id']}/publish/", {"version": new["version"]}).json()
        assert [each["effective_to"] for each in new["revisions"]] == [None, "2026-04-30"]
        point.refresh_from_db()
        assert (point.entry.name, point.level) == ("有限空间作业", "large")
        assert client.get("/api/catalogue/?code=1601").json()["count"] == 1
        with pytest.raises(RuleViolation, match="该目录风险已停用或修订，请重新选择"):
            draft(cast, entry=point.entry)
        # What a point refers to already may stay while other words are edited.
        edit_point(point.pk, actor=cast.officer, expected_version=1, zone="A区", now=MORNING)

    def test_a_disabled_entry_is_not_on_offer(self, cast, api):
        load_catalogue(actor=platform())
        entry = CatalogueEntry.objects.get(code="1601")
        assert api(cast.city).post(f"/api/catalogue/{entry.pk}/retire/", {"version": 1}).json()["state"] == "disabled"
        again = api(cast.city).post(f"/api/catalogue/{entry.pk}/retire/", {"version": 2})
        assert "已停用的目录风险不能停用" in str(again.json())
        entry.refresh_from_db()
        with pytest.raises(RuleViolation, match="该目录风险已停用或修订"):
            draft(cast, entry=entry)

    def test_everybody_reads_it_and_only_the_city_keeps_it(self, cast, api):
        load_catalogue(actor=platform())
        entry = CatalogueEntry.objects.get(code="1601")
        for person in (cast.worker, cast.officer, cast.town, cast.wujin, cast.rival_officer):
            assert api(person).get("/api/catalogue/?q=有限空间").json()["count"] >= 1
            assert api(person).post(f"/api/catalogue/{entry.pk}/retire/", {"version": 1}).status_code == 403
        assert api(cast.clerk).get("/api/catalogue/").status_code == 403

    def test_the_tables_say_that_they_are_not_verified(self, cast, api):
        told = api(cast.officer).get("/api/risks/tables/").json()
        assert told["verified"] is False
        assert {"level": "major", "control_level": "team", "times": 1, "period": "day"} in told["frequencies"]
        assert {"method": "lec", "level": "large", "at_least": "160.00"} in told["bands"]
        assert told["scales"]["matrix"]["likelihood"] == [1, 2, 3, 4, 5]
