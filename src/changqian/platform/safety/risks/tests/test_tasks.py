"""The tasks of a month: made for all, for one, explained, exempted."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.records.services import change
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.models import Mark
from changqian.platform.ledgerkit.stats import Level, figures, recompute, turn, verify
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.risks.api import RiskTaskViewSet
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.services import (
    ask_exemption,
    ask_exemptions,
    cancel_task,
    create_month,
    explain,
    grant_exemption,
    refuse_exemption,
    revise_point,
    stop_point,
)
from changqian.platform.safety.risks.stats import POINT_STATISTICS, TASK_STATISTICS
from changqian.platform.safety.risks.tests.making import MORNING, SHANGHAI, draft, in_force

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
FIRST_OF_MAY = datetime(2026, 5, 1, 0, 5, tzinfo=SHANGHAI)


def made_in(cast, month=MAY):
    return create_month(month, actor=cast.platform, now=FIRST_OF_MAY)


class TestRiskTaskLedger(LedgerContract):
    url = "/api/tasks/"
    view = RiskTaskViewSet

    def make(self, cast):
        return RiskTask.objects.get(risk_point=in_force(cast))

    def touch(self, row, *, actor, expected_version):
        return ask_exemption(row.pk, actor=actor, expected_version=expected_version, reason="停产检修", now=MORNING)

    def test_a_change_of_what_somebody_else_changed_is_refused(self, cast):
        """Asking twice is refused by the rule before the version: the inherited promise, with another step."""
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=1)
        answer = pytest.raises(RuleViolation, self.touch, row, actor=cast.officer, expected_version=1)
        assert answer.match("已申请免检，请等待审批")


class TestCreatingAMonth:
    def test_every_point_in_force_gets_what_its_level_asks(self, cast):
        for level in ("major", "large", "general", "low"):
            in_force(cast, level, shifts=2)
        draft(cast, "major")
        assert made_in(cast) == 4
        due = {task.level: tuple(task.required.values()) for task in RiskTask.objects.filter(month=MAY).order_by("pk")}
        assert due == {"major": (1, 4, 31, 62), "large": (0, 1, 4, 62), "general": (0, 0, 1, 4), "low": (0, 0, 0, 1)}

    def test_what_the_statement_makes_is_what_the_rules_say(self, cast):
        """The set-based month and the single task are two ways to one result."""
        now = datetime(2026, 5, 19, 9, tzinfo=SHANGHAI)
        for level in ("major", "large", "general", "low"):
            in_force(cast, level)
            in_force(cast, level, now=now, shifts=3)
        single = {task.risk_point_id: (task.required, task.starts_on) for task in RiskTask.objects.filter(month=MAY)}
        assert len(single) == 4  # those in force since 19 May have theirs already
        RiskTask.objects.filter(month=MAY).delete()
        assert made_in(cast) == 8
        whole = {task.risk_point_id: (task.required, task.starts_on) for task in RiskTask.objects.filter(month=MAY)}
        assert single.items() <= whole.items()

    def test_twice_makes_nothing_twice(self, cast):
        in_force(cast)
        assert [made_in(cast), made_in(cast)] == [1, 0]
        in_force(cast)
        assert made_in(cast) == 1

    def test_a_stopped_point_gets_none_and_a_changing_one_does(self, cast):
        stopped, changing = in_force(cast), in_force(cast)
        stop_point(stopped.pk, actor=cast.officer, expected_version=stopped.version, reason="拆除", now=MORNING)
        revise_point(changing.pk, actor=cast.officer, expected_version=changing.version)
        assert made_in(cast) == 1
        assert RiskTask.objects.get(month=MAY).risk_point == changing

    def test_rows_lie_in_the_partition_of_their_month(self, cast):
        in_force(cast)
        made_in(cast)
        with connection.cursor() as cursor:
            cursor.execute("SELECT month, tableoid::regclass::text FROM risks_risktask ORDER BY month")
            assert cursor.fetchall() == [
                (date(2026, 4, 1), "risks_risktask_rest"),
                (MAY, "risks_risktask_202605"),
            ]

    def test_a_month_that_was_never_prepared_moves_out_of_the_rest(self, cast):
        in_force(cast)  # its task of April went to the default partition
        create_month(date(2026, 4, 1), actor=cast.platform, now=MORNING)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tableoid::regclass::text FROM risks_risktask")
            assert cursor.fetchall() == [("risks_risktask_202604",)]

    def test_the_month_is_one_audit_entry_and_marks_its_sites(self, cast):
        in_force(cast)
        in_force(cast)
        Mark.objects.all().delete()
        made_in(cast)
        entry = Entry.objects.get(action="risks.create_month")
        assert (entry.count, entry.actor) == (2, cast.platform)
        assert list(Mark.objects.values_list("ledger", "site", "month").distinct()) == [
            ("risk_tasks", cast.site.pk, MAY)
        ]

    def test_only_the_platform_makes_a_month(self, cast):
        in_force(cast)
        for person in (cast.officer, cast.wujin):
            with pytest.raises(PermissionDenied):
                create_month(MAY, actor=person, now=FIRST_OF_MAY)

    def test_the_quarter_is_not_asked_twice(self, cast):
        """较大: 公司级 once a quarter. Done in April, so June does not ask; undone, so it does."""
        done, undone = in_force(cast, "large"), in_force(cast, "large")
        task = RiskTask.objects.get(risk_point=done)
        change(task, actor=cast.platform, action="risks.patrol_company", expected_version=None, done_company=1)
        made_in(cast, JUNE)
        june = {task.risk_point: task.required for task in RiskTask.objects.filter(month=JUNE)}
        assert june[done] == {"company": 0, "workshop": 1, "team": 4, "post": 30}
        assert june[undone] == {"company": 1, "workshop": 1, "team": 4, "post": 30}

    def test_a_point_in_force_since_the_20th_owes_the_days_left(self, cast):
        point = in_force(cast, "major", now=datetime(2026, 4, 20, 9, tzinfo=SHANGHAI))
        task = RiskTask.objects.get(risk_point=point)
        assert (task.starts_on, task.due_on) == (date(2026, 4, 20), date(2026, 4, 30))
        assert task.required == {"company": 1, "workshop": 2, "team": 11, "post": 11}


class TestExplaining:
    def test_why_there_is_a_task(self, cast, api):
        point = in_force(cast, "large", now=datetime(2026, 4, 20, 9, tzinfo=SHANGHAI))
        told = api(cast.town).get(f"/api/risks/{point.pk}/explain/?month=2026-04-01").json()
        assert told["required"] == {"company": 0, "workshop": 1, "team": 2, "post": 11}
        assert told["task"] == RiskTask.objects.get().pk
        assert told["reasons"] == [
            "较大风险：公司级每季度1次（待核），本月应查0次",
            "较大风险：车间级每月1次（待核），本月应查1次",
            "较大风险：班组级每周1次（待核），本月应查2次",
            "较大风险：岗位级每班1次（待核），本月应查11次",
            "风险点于2026-04-20生效，只计该日之后的次数",
            "任务状态：待执行，完成进度0%",
        ]

    def test_why_there_is_none(self, cast):
        def reasons(point, month):
            return explain(point, month=month, today=date(2026, 4, 1)).reasons

        assert reasons(draft(cast), MAY) == ("风险点为草稿状态，不生成任务",)
        point = in_force(cast)
        assert reasons(point, date(2026, 3, 1)) == ("风险点于2026-04-01生效，该月尚未管控",)
        assert reasons(point, MAY)[-1] == "该月任务将在当月1日生成"

    def test_a_stranger_is_told_nothing(self, cast, api):
        point = in_force(cast)
        assert api(cast.rival_officer).get(f"/api/risks/{point.pk}/explain/").status_code == 404


class TestExemption:
    def test_the_firm_asks_and_the_town_agrees(self, cast, api):
        tasks = [RiskTask.objects.get(risk_point=in_force(cast)).pk for _ in range(2)]
        asked = api(cast.officer).post("/api/tasks/ask_exemptions/", {"ids": tasks, "reason": "停产检修至5月底"})
        assert asked.json() == {"count": 2}
        notice = Notice.objects.get(user=cast.town)
        assert (notice.title, notice.body) == ("常州湖塘机械厂有限公司申请2项风控任务免检", "停产检修至5月底")
        assert api(cast.town).get("/api/tasks/?exemption=true").json()["count"] == 2
        granted = api(cast.town).post("/api/tasks/grant_exemptions/", {"ids": tasks, "opinion": "同意"})
        assert granted.json() == {"count": 2}
        assert set(RiskTask.objects.values_list("status", flat=True)) == {"exempt"}
        assert Notice.objects.filter(user=cast.officer, title="2项风控任务已批准免检").exists()

    def test_the_town_may_refuse_and_the_firm_asks_again(self, cast):
        task = RiskTask.objects.get(risk_point=in_force(cast))
        ask_exemption(task.pk, actor=cast.officer, expected_version=1, reason="设备停用", now=MORNING)
        refuse_exemption(task.pk, actor=cast.town, expected_version=2, opinion="现场仍在生产", now=MORNING)
        task = ask_exemption(task.pk, actor=cast.officer, expected_version=3, reason="已断电挂牌", now=MORNING)
        task = grant_exemption(task.pk, actor=cast.town, expected_version=4, now=MORNING)
        assert task.status == "exempt"

    def test_nobody_is_exempt_without_asking(self, cast):
        task = RiskTask.objects.get(risk_point=in_force(cast))
        with pytest.raises(RuleViolation, match="企业没有申请免检"):
            grant_exemption(task.pk, actor=cast.town, expected_version=1, now=MORNING)

    def test_the_firm_does_not_exempt_itself(self, cast, api):
        task = RiskTask.objects.get(risk_point=in_force(cast))
        ask_exemption(task.pk, actor=cast.officer, expected_version=1, reason="停产", now=MORNING)
        for person in (cast.officer, cast.principal, cast.worker):
            assert api(person).post(f"/api/tasks/{task.pk}/grant_exemption/", {"version": 2}).status_code == 403
        assert api(cast.liyang).post(f"/api/tasks/{task.pk}/grant_exemption/", {"version": 2}).status_code == 404

    def test_all_or_none(self, cast):
        one, other = (RiskTask.objects.get(risk_point=in_force(cast)) for _ in range(2))
        cancel_task(other.pk, actor=cast.town, expected_version=1, opinion="重复")
        with pytest.raises(RuleViolation, match="取消的任务不能申请免检"):
            ask_exemptions([one.pk, other.pk], actor=cast.officer, reason="停产", now=MORNING)
        one.refresh_from_db()
        assert one.exempt_asked_at is None


def values(statistics, actor, months, **asked):
    told = figures(statistics, actor=actor, months=months, level=Level.DISTRICT, **asked)
    return {figure.measure: figure.total for figure in told}


class TestStatistics:
    APRIL = (date(2026, 4, 1), date(2026, 4, 1))

    def settle(self, today=date(2026, 4, 2)):
        for statistics in (POINT_STATISTICS, TASK_STATISTICS):
            while recompute(statistics, today=today):
                pass

    def test_tasks_by_level_and_month(self, cast):
        in_force(cast, "large")
        in_force(cast, "low")
        low = RiskTask.objects.get(level="low")
        done = {"done_post": 1, "status": "done_ok"}
        change(low, actor=cast.platform, action="risks.patrol", expected_version=None, **done)
        made_in(cast)
        self.settle()
        april = values(TASK_STATISTICS, cast.city, self.APRIL)
        assert (april["total"], april["done"], april["executions"], april["overdue"]) == (2, 1, 1, 0)
        assert values(TASK_STATISTICS, cast.wujin, self.APRIL, dimension="large")["done"] == 0
        assert values(TASK_STATISTICS, cast.liyang, self.APRIL)["total"] == 0
        assert values(TASK_STATISTICS, cast.city, (MAY, MAY))["total"] == 2
        assert not verify(TASK_STATISTICS, today=date(2026, 4, 2))

    def test_a_month_that_ends_makes_overdue_without_a_write(self, cast):
        in_force(cast)
        self.settle()
        turn(TASK_STATISTICS, since=date(2026, 4, 30), today=MAY)
        self.settle(today=MAY)
        assert values(TASK_STATISTICS, cast.city, self.APRIL)["overdue"] == 1

    def test_an_exempt_task_is_not_counted_against_the_firm(self, cast):
        task = RiskTask.objects.get(risk_point=in_force(cast))
        ask_exemption(task.pk, actor=cast.officer, expected_version=1, reason="停产", now=MORNING)
        grant_exemption(task.pk, actor=cast.town, expected_version=2, now=MORNING)
        self.settle()
        april = values(TASK_STATISTICS, cast.city, self.APRIL)
        assert (april["total"], april["exempt"]) == (0, 1)

    def test_points_by_level_stand_beside_the_tasks(self, cast, api):
        in_force(cast, "major")
        draft(cast, "low")
        self.settle()
        now = values(POINT_STATISTICS, cast.city, (date(2000, 1, 1), date(2026, 12, 1)))
        cards = {"card_missing": 1, "card_stale": 0, "card_valid": 0, "card_idle": 1}
        assert now == {"total": 2, "in_force": 1, "reported": 1, "draft": 1, "stopped": 0, **cards}
        told = api(cast.town).get("/api/risks/stats/?since=2000-01-01&until=2026-12-01&dimension=major").json()
        assert {figure["measure"]: figure["total"] for figure in told}["reported"] == 1
        tasks = api(cast.town).get("/api/tasks/stats/?since=2026-04-01&until=2026-04-01").json()
        assert {figure["measure"]: figure["total"] for figure in tasks}["total"] == 1


def test_filters_of_the_list(cast, api):
    in_force(cast, "large", responsible=cast.worker)
    in_force(cast, "low", now=MORNING - timedelta(days=31))  # 1 March
    client = api(cast.wujin)
    count = lambda query: client.get(f"/api/tasks/?{query}").json()["count"]  # noqa: E731
    assert count("") == 2
    assert count("level=large&level=major") == 1
    assert count("month=2026-03-01") == 1
    assert count("open=true&overdue=true") == 2  # today both months are long over
    assert count(f"region={cast.wujin_region.pk}") == 2
    assert count(f"region={cast.liyang_region.pk}") == 0
    assert count("q=湖塘机械") == 2
    assert api(cast.worker).get("/api/tasks/?mine=true").json()["count"] == 1
