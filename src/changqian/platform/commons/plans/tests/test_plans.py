"""Plans of 湖塘机械厂, the tasks the calendar makes of them, and 王小虎 who carries them out."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.codes.services import issue_code, live_code, revoke_code
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.people.services import add_person, link_user
from changqian.platform.commons.plans import services
from changqian.platform.commons.plans.api import PlanTaskViewSet, PlanViewSet
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.commons.plans.rules import ITEMS as OF_PLAN
from changqian.platform.commons.plans.rules import Subject
from changqian.platform.commons.plans.services import (
    Source,
    cancel_task,
    check_in,
    create_tasks,
    edit_plan,
    end_plan,
    make_plan,
    remind_due,
    resume_plan,
    stop_plan,
)
from changqian.platform.commons.plans.stats import STATISTICS
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.foundation.jobs.rules import Every, Period
from changqian.platform.foundation.jobs.services import REGISTRY, perform
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.ledgerkit.partitions import partitions
from changqian.platform.ledgerkit.stats import Level, behind, figures, recompute, turn, verify
from changqian.platform.ledgerkit.testing import LedgerContract

MONDAY = date(2026, 4, 6)
ITEMS = ({"text": "泵在自动位", "guidance": "指示灯亮"}, {"text": "水位正常", "required": False})
SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = datetime(2026, 4, 6, 8, 30, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def pumps(monkeypatch):
    """Those in use; a test takes one away to put it out of use."""
    there = {1: Subject(1, "一号消防泵", "泵房"), 2: Subject(2, "二号消防泵", "泵房")}

    def named(site, pk, group):
        if group:
            return "消防泵（全部）"
        if pk not in there:
            raise RuleViolation("没有这台泵", field="subject_id")
        return there[pk].name

    def covered(plans):
        return {
            plan.pk: [pump for pk, pump in there.items() if plan.subject_group or pk == plan.subject_id]
            for plan in plans
        }

    monkeypatch.setitem(services.sources, "pump", Source("消防泵", named=named, covered=covered))
    return there


@pytest.fixture
def plan(cast):
    """A plan of 湖塘机械厂, made by 陈安全 on a Monday; weekly and for the first pump unless said otherwise."""

    def make(**given):
        fields = {"name": "消防泵周检", "kind": "patrol", "period": "week", "subject_id": 1, "items": ITEMS}
        if given.get("subject_group"):
            fields["subject_id"] = 0
        return make_plan(actor=cast.officer, site=cast.site, subject_kind="pump", today=MONDAY, **{**fields, **given})

    return make


def told():
    """(thing, begins, due, status) of every task."""
    rows = PlanTask.objects.current().order_by("starts_on", "subject_id")
    return [(row.subject_id, f"{row.starts_on:%m%d}", f"{row.due_on:%m%d}", row.status) for row in rows]


def look(cast, plan, *, bad="", now=EIGHT, **given):
    answers = [
        {"item": item.pk, "answer": "abnormal" if bad and not n else "ok", "note": bad}
        for n, item in enumerate(items_of(OF_PLAN, [plan.pk]))
    ]
    asked = {"subject": 1, "position_missing": "denied", **given}
    if "token" in asked:
        del asked["subject"]
    return check_in(actor=cast.worker, plan=plan.pk, answers=answers, now=now, **asked)


class TestPlanLedger(LedgerContract):
    url = "/api/plans/"
    view = PlanViewSet
    groups = iter(range(1000))

    def make(self, cast):
        return make_plan(
            actor=cast.officer, site=cast.site, subject_kind="pump", subject_group=f"g{next(self.groups)}",
            name="消防泵周检", kind="patrol", period="week", items=ITEMS, today=MONDAY,
        )  # fmt: skip

    def touch(self, row, *, actor, expected_version):
        return edit_plan(row.pk, actor=actor, expected_version=expected_version, name="消防泵巡检", today=MONDAY)


class TestPlanTaskLedger(LedgerContract):
    url = "/api/plan-tasks/"
    view = PlanTaskViewSet
    groups = iter(range(1000))

    def make(self, cast):
        plan = make_plan(
            actor=cast.officer, site=cast.site, subject_kind="pump", subject_id=1,
            kind="patrol", period=["day", "week", "month", "quarter", "year"][next(self.groups) % 5],
            name="消防泵巡检", items=ITEMS, today=MONDAY,
        )  # fmt: skip
        return PlanTask.objects.get(plan=plan)

    def test_making_and_changing_are_audited(self, cast):
        """Tasks are made as a set: one entry for all of them, and one for each that is changed."""
        row = self.make(cast)
        made = Entry.objects.get(action="plans.make", target__startswith=row._meta.label)
        assert made.actor == cast.officer
        self.touch(row, actor=cast.officer, expected_version=1)
        changed = Entry.objects.get(target=f"{row._meta.label}:{row.pk}")
        assert (changed.actor, changed.changes["status"]) == (cast.officer, ["pending", "cancelled"])
        assert authentic(made)
        assert authentic(changed)

    def test_a_change_of_what_somebody_else_changed_is_refused(self, cast):
        """To cancel is its last step, so the other who was faster is 王小虎 with the first of two looks."""
        row = self.make(cast)
        PlanTask.objects.filter(pk=row.pk).update(required=2)
        look(cast, row.plan)
        with pytest.raises(VersionConflict):
            self.touch(row, actor=cast.officer, expected_version=1)

    def touch(self, row, *, actor, expected_version):
        return cancel_task(row.pk, actor=actor, expected_version=expected_version, opinion="重复")


class TestMaking:
    def test_the_first_task_is_there_at_once(self, plan):
        plan()
        assert told() == [(1, "0406", "0412", "pending")]

    def test_a_class_means_every_thing_in_use(self, plan, pumps):
        del pumps[2]
        made = plan(subject_group="pumps", period="month")
        assert made.subject_name == "消防泵（全部）"
        assert told() == [(1, "0401", "0430", "pending")]

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"items": ()}, "请至少填写一项检查内容"),
            ({"items": [ITEMS[0], ITEMS[0]]}, "检查项重复"),
            ({"subject_id": 9}, "没有这台泵"),
            ({"subject_kind": "house"}, "不能为这类对象制定计划"),
            ({"shifts": 9}, "每日班次应为1至4"),
        ],
    )
    def test_what_is_refused(self, cast, plan, given, sentence):
        with pytest.raises(RuleViolation, match=sentence):
            make_plan(
                actor=cast.officer, site=cast.site, today=MONDAY,
                **{"subject_kind": "pump", "subject_id": 1, "name": "周检", "kind": "patrol", "period": "week",
                   "items": ITEMS, **given},
            )  # fmt: skip

    def test_the_same_twice(self, plan):
        plan()
        with pytest.raises(RuleViolation, match="该对象已有同类别、同周期的计划"):
            plan()

    def test_neither_one_nor_a_class(self, plan):
        with pytest.raises(RuleViolation, match="计划的对象是一台设备，或者一类设备"):
            plan(subject_id=1, subject_group="") and plan(subject_group="pumps", subject_id=2, period="day")

    def test_somebody_elses_man_is_not_responsible(self, cast, plan):
        stranger = add_person(
            actor=cast.rival_officer, enterprise=cast.rival, today=MONDAY, name="钱工", roles=["worker"]
        )
        with pytest.raises(RuleViolation, match="负责人不是本企业人员"):
            plan(responsible=stranger)


class TestCalendar:
    def test_each_period_its_task_and_never_two(self, cast, plan):
        plan()
        plan(period="day")
        for day in range(6, 14):
            for _ in range(2):
                create_tasks(date(2026, 4, day), actor=cast.platform)
        assert [row[1] for row in told() if row[2] == row[1]] == [f"04{day:02d}" for day in range(6, 14)]
        assert [row[1] for row in told() if row[2] != row[1]] == ["0406", "0413"]

    def test_days_nobody_worked_are_made_up_for(self, cast, plan):
        plan(period="day")
        job = REGISTRY.jobs["plans.create_tasks"]
        for day in (8, 7, 8):
            perform(job, Period.at(Every.DAY, datetime(2026, 4, day, tzinfo=SHANGHAI)))
        assert [row[1] for row in told()] == ["0406", "0407", "0408"]
        assert "plans_plantask_202604" in partitions(PlanTask)

    def test_a_plan_that_begins_later_waits(self, cast, plan):
        plan(starts_on=date(2026, 4, 20))
        assert create_tasks(MONDAY, actor=cast.platform) == 0
        assert create_tasks(date(2026, 4, 20), actor=cast.platform) == 1

    def test_another_period_begins_at_once(self, cast, plan):
        made = plan()
        edit_plan(made.pk, actor=cast.officer, expected_version=1, period="month", today=MONDAY)
        assert told() == [(1, "0401", "0430", "pending"), (1, "0406", "0412", "cancelled")]

    def test_a_stopped_plan_asks_nothing_until_it_goes_on(self, cast, plan):
        made = plan()
        made = stop_plan(made.pk, actor=cast.officer, expected_version=1, reason="停产")
        assert told() == [(1, "0406", "0412", "cancelled")]
        assert create_tasks(date(2026, 4, 13), actor=cast.platform) == 0
        resume_plan(made.pk, actor=cast.officer, expected_version=made.version, today=date(2026, 4, 14))
        assert told()[-1] == (1, "0413", "0419", "pending")

    def test_an_ended_plan_is_gone_and_may_be_made_again(self, cast, plan):
        made = plan()
        end_plan(made.pk, actor=cast.officer, expected_version=1, reason="误录")
        assert Plan.objects.current().count() == 0
        assert plan().pk != made.pk

    def test_whoever_is_responsible_hears_of_it_once(self, cast, plan):
        person = add_person(
            actor=cast.officer, enterprise=cast.enterprise, today=MONDAY, name="王小虎", roles=["worker"]
        )
        link_user(person.pk, actor=cast.officer, expected_version=1, username="worker")
        plan(period="day", responsible=person)
        create_tasks(MONDAY + timedelta(days=1), actor=cast.platform)
        tuesday = {"today": MONDAY + timedelta(days=1), "now": EIGHT}
        assert [remind_due(**tuesday), remind_due(**tuesday)] == [1, 1]
        notice = Notice.objects.get(user=cast.worker)
        assert (notice.title, notice.body) == ("1项巡检保养今天到期，昨天有1项逾期", "一号消防泵")


class TestCheckIn:
    def test_a_scan_finishes_the_task(self, cast, plan):
        made = plan()
        issue_code(actor=cast.officer, site=cast.site, subject_kind="pump", subject_id=1, subject_name="一号消防泵")
        code = live_code(cast.site.pk, "pump", 1)
        seen = look(cast, made, token=code.token, lon=119.9501, lat=31.7201)
        assert (seen.subject_kind, seen.subject_id, seen.subject_name) == ("pump", 1, "一号消防泵")
        assert (seen.scanned, seen.far, seen.by) == (True, False, "王小虎")
        task = PlanTask.objects.get()
        assert (task.status, task.done, task.late, task.completed_at) == ("done_ok", 1, False, EIGHT)

    def test_a_void_code_is_refused_unless_it_was_scanned_before(self, cast, plan):
        made = plan()
        code = issue_code(actor=cast.officer, site=cast.site, subject_kind="pump", subject_id=1)
        revoke_code(code.pk, actor=cast.officer, expected_version=1, reason="丢失", now=EIGHT)
        with pytest.raises(RuleViolation, match="该常安码已停用"):
            look(cast, made, token=code.token, now=EIGHT + timedelta(hours=1))
        look(cast, made, token=code.token, captured_at=EIGHT - timedelta(hours=1), now=EIGHT + timedelta(hours=1))

    def test_what_is_wrong_becomes_a_hazard(self, cast, plan):
        look(cast, plan(), bad="泵打在手动位")
        hazard = Hazard.objects.get()
        assert (hazard.description, hazard.location, hazard.source) == (
            "泵在自动位：泵打在手动位", "泵房", "self_check"
        )  # fmt: skip
        assert PlanTask.objects.get().status == "done_abnormal"

    def test_every_shift_looks(self, cast, plan):
        made = plan(period="shift", shifts=2)
        look(cast, made)
        assert told()[0][3] == "doing"
        look(cast, made)
        assert told()[0][3] == "done_ok"

    def test_the_same_submission_twice_is_one(self, cast, plan):
        made, number = plan(), uuid4()
        assert look(cast, made, client_uuid=number).pk == look(cast, made, client_uuid=number).pk
        assert PlanTask.objects.get().done == 1

    def test_what_was_seen_without_a_network_counts_for_its_day(self, cast, plan):
        made = plan(period="day")
        create_tasks(MONDAY + timedelta(days=2), actor=cast.platform)
        look(cast, made, captured_at=EIGHT + timedelta(days=1), now=EIGHT + timedelta(days=2))
        assert [(row[1], row[3]) for row in told()] == [
            ("0406", "pending"), ("0407", "done_ok"), ("0408", "pending")
        ]  # fmt: skip

    def test_an_earlier_task_is_made_up_for_late(self, cast, plan):
        made = plan(period="day")
        missed = PlanTask.objects.get()
        look(cast, made, task=missed.pk, now=EIGHT + timedelta(days=1))
        missed.refresh_from_db()
        assert (missed.status, missed.late) == ("done_ok", True)
        with pytest.raises(RuleViolation, match="正常完成的任务不能补做"):
            look(cast, made, task=missed.pk, now=EIGHT + timedelta(days=1))

    def test_what_is_out_of_use_is_not_looked_at(self, cast, plan, pumps):
        made = plan()
        del pumps[1]
        with pytest.raises(RuleViolation, match="该消防泵不在本计划内，或者已停用"):
            look(cast, made)

    def test_the_rival_does_not_carry_it_out(self, cast, plan):
        made = plan()
        with pytest.raises(Plan.DoesNotExist):
            check_in(actor=cast.rival_officer, plan=made.pk, subject=1, answers=[], now=EIGHT)


class TestReading:
    def test_the_kit_has_everything_to_work_without_a_network(self, cast, plan, api, pumps):
        plan(subject_group="pumps")
        code = issue_code(actor=cast.officer, site=cast.site, subject_kind="pump", subject_id=2)
        one, two = api(cast.worker).get("/api/plans/kit/").json()
        assert (one["subject_name"], one["token"], two["token"]) == ("一号消防泵", "", code.token)
        assert [item["text"] for item in two["items"]] == ["泵在自动位", "水位正常"]
        assert api(cast.rival_officer).get("/api/plans/kit/").json() == []

    def test_lists_narrow(self, cast, plan, api):
        plan()
        plan(period="day", subject_group="pumps")
        client = api(cast.officer)
        assert client.get("/api/plans/", {"covers": "1,pumps"}).json()["count"] == 2
        assert client.get("/api/plans/", {"covers": "2,"}).json()["count"] == 0
        assert client.get("/api/plan-tasks/", {"open": "true", "subject_id": 1}).json()["count"] == 2
        assert client.get("/api/plan-tasks/", {"overdue": "true"}).json()["count"] == 3

    def test_numbers_and_the_sites_behind_them(self, cast, plan):
        made = plan(period="day")
        look(cast, made)
        create_tasks(MONDAY + timedelta(days=1), actor=cast.platform)
        friday = MONDAY + timedelta(days=4)
        turn(STATISTICS, since=MONDAY, today=friday)
        recompute(STATISTICS, today=friday)
        months = (date(2026, 4, 1), date(2026, 4, 1))
        found = {
            figure.measure: figure.total
            for figure in figures(STATISTICS, actor=cast.city, months=months, level=Level.DISTRICT)
        }
        assert found == {"total": 2, "done": 1, "late": 0, "overdue": 1, "abnormal": 0, "executions": 1}
        (site,) = behind(STATISTICS, actor=cast.city, months=months, measure="overdue", area=cast.wujin_region.path)
        assert (site["site_name"], site["n"]) == ("一号车间", 1)
        assert verify(STATISTICS, today=friday) == []
