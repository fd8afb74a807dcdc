"""The machines of 湖塘机械厂: registered, used, broken, mended, inspected, scrapped."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.codes.services import live_code
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.commons.plans.services import check_in, create_tasks, make_plan
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.files.tests.samples import PNG
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level, behind, count_firms, figures, recompute, turn, verify
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.equipment.api import EquipmentViewSet
from changqian.platform.safety.equipment.models import Equipment, SafetyDevice
from changqian.platform.safety.equipment.rules import SUBJECT
from changqian.platform.safety.equipment.services import (
    attentions_of,
    edit_equipment,
    end_equipment,
    examine_equipment,
    register_equipment,
    remind_due,
    repaired_equipment,
    report_fault,
    scrap_equipment,
    start_equipment,
    stop_equipment,
)
from changqian.platform.safety.equipment.stats import STATISTICS
from changqian.platform.safety.equipment.tests.making import PRESS, TODAY, crane, machine, mechanic

EIGHT = datetime(2026, 4, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
EVER = (date(2000, 1, 1), date(2026, 4, 1))
PASSED = {
    "kind": "periodic", "examined_on": date(2026, 3, 30), "institution": "常州市特检院", "result": "passed",
    "next_due_on": date(2028, 3, 29),
}  # fmt: skip


class TestEquipmentLedger(LedgerContract):
    url = "/api/equipment/"
    view = EquipmentViewSet
    NAMED: ClassVar = {"class_code": "冲、剪、压机械"}

    def make(self, cast):
        return machine(cast)

    def touch(self, row, *, actor, expected_version):
        return edit_equipment(row.pk, actor=actor, expected_version=expected_version, name="大冲床", today=TODAY)


@pytest.fixture
def do(cast):
    """A step by 陈安全 on the row as it is now."""

    def step(service, row, *, actor=None, today=TODAY, **given):
        row.refresh_from_db()
        who = actor or cast.officer
        return service(row.pk, actor=who, expected_version=row.version, today=today, **given)

    return step


class TestRegistering:
    def test_it_stands_with_its_group_its_devices_and_its_code(self, cast):
        light = {"name": "光电保护", "kind": "light_curtain", "calibration_due_on": date(2026, 5, 1)}
        row = machine(cast, devices=[light])
        assert (row.status, row.group, row.special, row.month) == ("in_use", "general", False, date(2026, 4, 1))
        assert SafetyDevice.objects.get(equipment=row).kind == "light_curtain"
        code = live_code(cast.site.pk, SUBJECT, row.pk)
        assert (code.subject_name, code.subject_place) == ("160吨冲床", "冲压车间东侧")

    def test_what_is_not_yet_used_is_out_of_use(self, cast, do):
        row = machine(cast, started_on=None)
        assert (row.status, row.status_reason) == ("stopped", "尚未启用")
        row = do(start_equipment, row)
        assert (row.status, row.started_on, row.status_reason) == ("in_use", TODAY, "")

    def test_a_class_of_special_equipment_is_special_unless_the_firm_says_otherwise(self, cast):
        assert machine(cast, class_code="crane", started_on=None).special
        assert not machine(cast, class_code="crane", special=False).special

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"class_code": "spaceship"}, "没有这个设备类别"),
            ({"special": True}, "冲、剪、压机械不在特种设备目录内"),
            ({"class_code": "crane"}, "在用的特种设备必须有投用日期和下次检验日期"),
            (
                {"last_examination_on": date(2026, 1, 2), "next_examination_on": date(2026, 1, 1)},
                "下次检验日期应晚于上次检验日期",
            ),
            ({"devices": [{"name": "罩", "kind": "guard"}] * 2}, "安全附件名称重复"),
        ],
    )
    def test_what_is_refused(self, cast, given, sentence):
        with pytest.raises(RuleViolation, match=sentence):
            machine(cast, **given)

    def test_a_number_stands_once_per_site(self, cast):
        machine(cast, number="A1")
        with pytest.raises(RuleViolation, match="该场所已有此设备编号"):
            machine(cast, number="A1")

    def test_devices_that_stay_keep_their_row(self, cast, do):
        valve, gauge = {"name": "安全阀", "kind": "safety_valve"}, {"name": "压力表", "kind": "gauge"}
        row = machine(cast, devices=[valve, gauge])
        before = SafetyDevice.objects.get(name="安全阀").pk
        do(edit_equipment, row, devices=[{**valve, "calibration_due_on": date(2027, 1, 1)}])
        (left,) = SafetyDevice.objects.current()
        assert (left.pk, left.calibration_due_on) == (before, date(2027, 1, 1))

    def test_the_name_on_the_code_follows(self, cast, do):
        row = machine(cast)
        do(edit_equipment, row, name="200吨冲床")
        assert live_code(cast.site.pk, SUBJECT, row.pk).subject_name == "200吨冲床"


class TestLife:
    def test_broken_mended_and_in_the_end_scrapped(self, cast, do):
        row = machine(cast)
        row = do(report_fault, row, actor=cast.worker, reason="离合器打滑")
        assert (row.status, row.status_reason) == ("repair", "离合器打滑")
        row = do(repaired_equipment, row, reason="更换摩擦片，试车正常")
        assert row.status == "in_use"
        row = do(scrap_equipment, row, reason="淘汰")
        assert row.status == "scrapped"
        with pytest.raises(RuleViolation, match="报废的设备不能修改设备"):
            do(edit_equipment, row, name="x")

    def test_overdue_it_does_not_start_again(self, cast, do):
        row = crane(cast, next_examination_on=date(2026, 3, 1))
        row = do(stop_equipment, row, reason="检验逾期")
        with pytest.raises(RuleViolation, match="不得继续使用（特种设备安全法第四十条）"):
            do(start_equipment, row)
        row = do(examine_equipment, row, **PASSED)
        assert (row.last_examination_on, row.next_examination_on) == (date(2026, 3, 30), date(2028, 3, 29))
        assert do(start_equipment, row).status == "in_use"

    def test_what_fails_is_out_of_use_at_once(self, cast, do):
        row = do(examine_equipment, crane(cast), **{**PASSED, "result": "failed"})
        assert (row.status, row.status_reason, row.result) == ("stopped", "检验不合格", "failed")
        with pytest.raises(RuleViolation, match="最近一次检验不合格"):
            do(start_equipment, row)

    def test_an_older_report_says_nothing_about_today(self, cast, do):
        row = do(examine_equipment, crane(cast), **PASSED)
        older = {**PASSED, "examined_on": date(2024, 3, 1), "next_due_on": date(2026, 3, 1), "result": "failed"}
        row = do(examine_equipment, row, **older)
        assert (row.status, row.next_examination_on) == ("in_use", date(2028, 3, 29))

    def test_an_inspection_of_tomorrow_is_a_slip(self, cast, do):
        with pytest.raises(RuleViolation, match="检验日期不能晚于今天"):
            do(examine_equipment, crane(cast), **{**PASSED, "examined_on": TODAY + timedelta(days=1)})

    def test_only_what_is_out_of_use_was_entered_by_mistake(self, cast):
        row = machine(cast, started_on=None)
        end_equipment(row.pk, actor=cast.officer, expected_version=row.version, reason="误录")
        assert Equipment.objects.current().count() == 0

    def test_a_worker_reports_a_fault_and_keeps_no_register(self, cast, api):
        row = machine(cast)
        said = {"version": row.version, "reason": "漏油"}
        assert api(cast.worker).post(f"/api/equipment/{row.pk}/report_fault/", said).status_code == 200
        assert api(cast.worker).post(f"/api/equipment/{row.pk}/scrap/", said).status_code == 403

    def test_the_page_says_what_to_do(self, cast, api, files_dir):
        picture = store(BytesIO(PNG), name="报告.png", actor=cast.officer, now=EIGHT)
        valve = {"name": "限位器", "kind": "limiter", "calibration_due_on": date(2026, 4, 11)}
        row = crane(cast, next_examination_on=date(2026, 3, 31), devices=[valve])
        assert [each.text for each in attentions_of(row, day=TODAY)] == [
            "检验已逾期1天，不得继续使用，请立即停用并申报检验",
            "限位器校验有效期还剩10天",
        ]
        said = {
            **{name: str(value) for name, value in PASSED.items()},
            "version": row.version, "report": [picture.pk], "next_due_on": "2099-01-01",
        }  # fmt: skip
        told = api(cast.officer).post(f"/api/equipment/{row.pk}/examine/", said, format="json").json()
        assert [file["name"] for file in told["examinations"][0]["report"]] == ["报告.png"]
        assert told["code"]["url"].endswith(told["code"]["token"])
        answer = api(cast.town).get(f"/api/files/{picture.pk}/")
        assert b"".join(answer.streaming_content) == PNG
        assert api(cast.rival_officer).get(f"/api/files/{picture.pk}/").status_code == 404


class TestPlans:
    ITEMS = ({"text": "光电保护有效"},)

    def plan(self, cast, **given):
        words = {"name": "冲床班检", "kind": "patrol", "period": "day", "subject_group": "press", "items": self.ITEMS}
        return make_plan(actor=cast.officer, site=cast.site, subject_kind=SUBJECT, today=TODAY, **{**words, **given})

    def test_a_plan_for_the_class_covers_what_is_in_use_and_what_comes(self, cast, do):
        one = machine(cast)
        machine(cast, started_on=None)
        plan = self.plan(cast)
        assert plan.subject_name == "冲、剪、压机械（全部）"
        new = machine(cast)
        assert set(PlanTask.objects.values_list("subject_id", flat=True)) == {one.pk, new.pk}

    def test_out_of_use_nothing_is_asked_and_in_use_again_it_goes_on(self, cast, do):
        row = machine(cast)
        self.plan(cast)
        row = do(stop_equipment, row, reason="换模")
        task = PlanTask.objects.get()
        assert (task.status, task.opinion) == ("cancelled", "设备停用：换模")
        tomorrow = TODAY + timedelta(days=1)
        assert create_tasks(tomorrow, actor=cast.platform) == 0
        do(start_equipment, row, today=tomorrow)
        assert PlanTask.objects.filter(starts_on=tomorrow, status="pending").count() == 1

    def test_a_plan_of_a_machine_elsewhere_is_refused(self, cast):
        row = machine(cast)
        with pytest.raises(RuleViolation, match="该场所没有这台设备"):
            make_plan(
                actor=cast.rival_officer, site=cast.rival_site, subject_kind=SUBJECT, subject_id=row.pk, today=TODAY,
                name="偷看", kind="patrol", period="day", items=self.ITEMS,
            )  # fmt: skip

    def test_scanning_the_code_finishes_the_day_and_finds_a_hazard(self, cast, api):
        row = machine(cast)
        plan = self.plan(cast)
        (kit,) = api(cast.worker).get("/api/plans/kit/").json()
        assert (kit["subject"], kit["location"]) == (row.pk, "冲压车间东侧")
        answers = [{"item": kit["items"][0]["id"], "answer": "abnormal", "note": "被短接", "category": "equipment"}]
        seen = check_in(actor=cast.worker, plan=plan.pk, token=kit["token"], answers=answers, now=EIGHT)
        assert (seen.subject_kind, seen.subject_id) == (SUBJECT, row.pk)
        assert Hazard.objects.get().description == "光电保护有效：被短接"
        assert PlanTask.objects.get().status == "done_abnormal"
        found = api(cast.town).get("/api/check-ins/", {"subject_kind": SUBJECT, "subject_id": row.pk}).json()
        assert [each["id"] for each in found["results"]] == [Inspection.objects.get().pk]

    def test_what_the_phone_sends_twice_arrives_once(self, cast, api):
        machine(cast)
        plan = self.plan(cast)
        kit = api(cast.worker).get("/api/plans/kit/").json()[0]
        body = {
            "plan": plan.pk, "token": kit["token"], "client_uuid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            "answers": [{"item": kit["items"][0]["id"], "answer": "ok"}], "position_missing": "denied",
        }  # fmt: skip
        client = api(cast.worker)
        codes = [client.post("/api/check-ins/", body, format="json").status_code for _ in range(2)]
        assert codes == [201, 200]


class TestReminders:
    def titles(self, user):
        return [notice.title for notice in Notice.objects.filter(user=user, kind="equipment.due").order_by("pk")]

    def test_each_stage_is_told_once(self, cast):
        crane(cast, next_examination_on=date(2026, 5, 1), responsible=mechanic(cast))
        for day in (0, 0, 1, 25, 31):
            remind_due(today=TODAY + timedelta(days=day), now=EIGHT)
        assert self.titles(cast.worker) == [
            "“10吨行车”检验还剩30天", "“10吨行车”检验还剩5天", "“10吨行车”检验已逾期1天"
        ]  # fmt: skip
        assert self.titles(cast.officer) == self.titles(cast.worker)
        assert self.titles(cast.rival_officer) == self.titles(cast.town) == []

    def test_a_new_date_begins_anew(self, cast, do):
        row = crane(cast, next_examination_on=date(2026, 4, 5))
        remind_due(today=TODAY, now=EIGHT)
        do(examine_equipment, row, **{**PASSED, "next_due_on": date(2026, 5, 20)})
        remind_due(today=TODAY, now=EIGHT)
        assert self.titles(cast.officer) == ["“10吨行车”检验还剩4天", "“10吨行车”检验还剩49天"]

    def test_safety_devices_too_and_nothing_of_what_is_scrapped(self, cast, do):
        valve = {"name": "安全阀", "kind": "safety_valve", "calibration_due_on": date(2026, 4, 8)}
        row = machine(cast, devices=[valve])
        assert remind_due(today=TODAY, now=EIGHT) == len({cast.officer, cast.principal})
        assert self.titles(cast.officer) == ["“160吨冲床”安全阀校验还剩7天"]
        do(scrap_equipment, row, reason="淘汰")
        assert remind_due(today=TODAY + timedelta(days=20), now=EIGHT) == 0


class TestNumbers:
    def counted(self, cast, today=TODAY, actor=None):
        recompute(STATISTICS, today=today)
        told = figures(STATISTICS, actor=actor or cast.city, months=EVER, level=Level.DISTRICT)
        return {figure.measure: figure for figure in told}

    def test_what_stands(self, cast, do):
        machine(cast, started_on=None)
        do(scrap_equipment, machine(cast), reason="淘汰")
        crane(cast, next_examination_on=date(2026, 3, 1))
        crane(cast, next_examination_on=date(2026, 5, 1))
        assert {name: figure.total for name, figure in self.counted(cast).items()} == {
            "total": 3, "in_use": 2, "stopped": 1, "repair": 0, "scrapped": 1, "special": 2,
            "overdue": 1, "overdue_in_use": 1, "soon": 1,
        }  # fmt: skip
        assert verify(STATISTICS, today=TODAY) == []

    def test_the_calendar_alone_moves_numbers(self, cast):
        crane(cast, next_examination_on=date(2026, 5, 2))
        assert self.counted(cast)["soon"].total == 0
        for day in range(1, 33):
            turn(STATISTICS, since=TODAY + timedelta(days=day - 1), today=TODAY + timedelta(days=day))
            told = self.counted(cast, TODAY + timedelta(days=day))
            left = 31 - day
            assert (told["soon"].total, told["overdue"].total) == (int(0 <= left <= 30), int(left < 0))
            assert verify(STATISTICS, today=TODAY + timedelta(days=day)) == []

    def test_three_figures_and_the_sites_behind_them(self, cast):
        machine(cast)
        elsewhere = open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.licheng, name="溧阳分厂")
        register_equipment(actor=cast.officer, site=elsewhere, today=TODAY, number="L1", started_on=TODAY, **PRESS)
        total = self.counted(cast)["total"]
        count_firms(total, STATISTICS, actor=cast.city, months=EVER, level=Level.DISTRICT)
        assert (total.total, total.sum_by_region, total.distinct_total, total.multi_site_overlap) == (2, 2, 1, 1)
        (site,) = behind(STATISTICS, actor=cast.city, months=EVER, measure="total", area=cast.liyang_region.path)
        assert (site["site_name"], site["n"]) == ("溧阳分厂", 1)
        assert self.counted(cast, actor=cast.liyang)["total"].total == 1
