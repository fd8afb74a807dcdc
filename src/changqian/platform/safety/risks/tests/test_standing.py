"""A site stands still, closes, works again: what becomes of its tasks, and who is told."""

from datetime import date, datetime

import pytest

from changqian.platform.foundation.enterprises.rules import STANDING, Status
from changqian.platform.foundation.enterprises.services import close_site
from changqian.platform.foundation.enterprises.statuses import change_status, confirm_status, report_status
from changqian.platform.foundation.jobs.services import REGISTRY
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import ControlLevel
from changqian.platform.safety.risks.services import create_month, explain, follow_sites
from changqian.platform.safety.risks.tests.making import MORNING, SHANGHAI, in_force

TENTH = datetime(2026, 4, 10, 9, tzinfo=SHANGHAI)
TWENTIETH = datetime(2026, 4, 20, 9, tzinfo=SHANGHAI)


def stand(cast, new, now, *, site=None):
    cast.enterprise.refresh_from_db()
    given = {"new": new, "effective_on": now.date(), "reason": "设备大修", "now": now, "site": site}
    return change_status(cast.enterprise.pk, actor=cast.town, expected_version=None, **given)


def follow(cast, now):
    return follow_sites([cast.site.pk], actor=cast.platform, today=now.date())


def task_of(point, month=date(2026, 4, 1)):
    return RiskTask.objects.get(risk_point=point, month=month)


def test_who_stands_still_is_excused_and_goes_on_for_the_days_that_are_left(cast):
    point = in_force(cast, "major")
    before = task_of(point)
    assert before.status == "pending"
    stand(cast, Status.SUSPENDED, TENTH)
    assert follow(cast, TENTH) == 1
    excused = task_of(point)
    assert (excused.status, excused.exempt_reason, excused.by_site) == ("exempt", "场所停产", True)
    assert follow(cast, TENTH) == 0

    stand(cast, Status.OPERATING, TWENTIETH)
    assert follow(cast, TWENTIETH) == 1
    again = task_of(point)
    assert (again.status, again.exempt_reason, again.by_site) == ("pending", "", False)
    assert 0 < again.required[ControlLevel.POST] < before.required[ControlLevel.POST]
    assert follow(cast, TWENTIETH) == 0


def test_a_new_month_makes_no_tasks_where_nobody_works_and_says_why(cast):
    point = in_force(cast, "major")
    stand(cast, Status.SUSPENDED, TENTH)
    may = date(2026, 5, 1)
    assert create_month(may, actor=cast.platform, now=TENTH) == 0
    point.site.refresh_from_db()
    assert explain(point, month=may, today=may).reasons == ("场所已停产，不生成任务",)

    back = datetime(2026, 5, 20, 9, tzinfo=SHANGHAI)
    stand(cast, Status.OPERATING, back)
    assert follow(cast, back) == 1
    task = task_of(point, may)
    assert task.starts_on == back.date()
    assert task.required[ControlLevel.POST] == 12


def test_a_closed_site_has_its_tasks_cancelled_and_what_was_missed_stays_missed(cast):
    point = in_force(cast, "major")
    create_month(date(2026, 5, 1), actor=cast.platform, now=TENTH)
    close_site(cast.site.pk, actor=cast.wujin, expected_version=None, reason="租约到期")
    assert follow(cast, datetime(2026, 5, 6, 9, tzinfo=SHANGHAI)) == 1
    assert task_of(point).status == "pending"
    assert task_of(point, date(2026, 5, 1)).status == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_told_when_it_is_certain(cast):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from changqian.platform.config import subscriptions

    subscriptions.load()
    assert STANDING in REGISTRY.listeners
    stand(cast, Status.SUSPENDED, TENTH)
    told = ProcrastinateJob.objects.filter(task_name="jobs.tell", args__event=STANDING)
    assert [job.args["facts"] for job in told] == [{"sites": [cast.site.pk]}]


def test_the_town_hears_of_a_report_and_the_firm_of_the_answer(cast):
    asked = report_status(
        cast.enterprise.pk,
        actor=cast.officer,
        expected_version=None,
        new=Status.SUSPENDED,
        effective_on=MORNING.date(),
        reason="设备大修",
        now=MORNING,
    )
    [heard] = Notice.objects.filter(kind="statuses")
    assert (heard.user, heard.title) == (cast.town, "常州湖塘机械厂有限公司上报停产，请确认")
    confirm_status(asked.pk, actor=cast.town, expected_version=None, accept=False, opinion="请附检修计划", now=TENTH)
    answered = Notice.objects.filter(kind="statuses", title="常州湖塘机械厂有限公司停产上报被退回")
    assert {notice.user for notice in answered} >= {cast.officer, cast.principal}
    assert {notice.body for notice in answered} == {"请附检修计划"}
