"""An administrator runs a job now, tries a failed one again, pauses one and lets it go on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.jobs.managing import pause, resume, run_now
from changqian.platform.foundation.jobs.models import JobRun
from changqian.platform.foundation.jobs.rules import Every, Period
from changqian.platform.foundation.jobs.services import REGISTRY, Job, perform, trigger
from changqian.platform.kernel.errors import RuleViolation


@pytest.fixture
def job(cast, monkeypatch):
    """One whose outcome the test decides; it stands alone in the calendar."""
    outcome = {"fails": False}

    def run(period: Period) -> str:
        if outcome["fails"]:
            raise RuleViolation("短信网关没有应答")
        return "清理 3 条"

    made = Job("test.sweep", "清理", Every.DAY, run, timedelta(), 1)
    monkeypatch.setattr(REGISTRY, "jobs", {made.name: made})
    return made, outcome


def today(job):
    return Period.at(job.every, timezone.localtime())


def test_run_now_does_again_what_was_done(cast, job):
    known, _ = job
    perform(known, today(known))
    run_now(known.name, actor=cast.sysadmin, now=timezone.localtime())
    assert ProcrastinateJob.objects.get(task_name="jobs.run").args == {"job": known.name, "period": today(known).name}
    with pytest.raises(RuleViolation, match="已在等待执行"):
        run_now(known.name, actor=cast.sysadmin, now=timezone.localtime())
    assert perform(known, today(known)).result == "清理 3 条"
    assert Entry.objects.filter(action="jobs.run", actor=cast.sysadmin).count() == 1


def test_what_failed_is_said_in_words_and_tried_again(cast, job, api):
    known, outcome = job
    outcome["fails"] = True
    perform(known, today(known))
    [told] = api(cast.sysadmin).get("/api/jobs/").json()
    assert told["last"]["error"] == "短信网关没有应答"
    outcome["fails"] = False
    run_now(known.name, actor=cast.sysadmin, now=timezone.localtime())
    assert perform(known, today(known)).error == ""


def test_an_error_of_the_program_is_told_as_one(cast, job, monkeypatch):
    known, _ = job
    broken = Job(known.name, "清理", Every.DAY, lambda period: 1 / 0, timedelta(), 1)
    assert perform(broken, today(known)).error.startswith("程序出错（ZeroDivisionError")


def test_a_paused_job_waits_and_catches_up(cast, job):
    known, _ = job
    pause(known.name, actor=cast.sysadmin, reason="等待扩容", now=timezone.now())
    assert trigger(now=timezone.localtime()) == 0
    with pytest.raises(RuleViolation, match="已经暂停"):
        pause(known.name, actor=cast.sysadmin, reason="再停", now=timezone.now())
    resume(known.name, actor=cast.sysadmin)
    assert trigger(now=timezone.localtime()) == 1
    with pytest.raises(RuleViolation, match="没有暂停"):
        resume(known.name, actor=cast.sysadmin)
    assert [entry.action for entry in Entry.objects.filter(action__startswith="jobs.")] == ["jobs.pause", "jobs.resume"]


def test_only_the_system_administrator_and_only_jobs_there_are(cast, job):
    for person in (cast.secadmin, cast.auditor, cast.city):
        with pytest.raises(PermissionDenied):
            run_now(job[0].name, actor=person, now=timezone.localtime())
    with pytest.raises(RuleViolation, match="没有后台任务"):
        run_now("no.such", actor=cast.sysadmin, now=timezone.localtime())
    assert not JobRun.objects.exists()
