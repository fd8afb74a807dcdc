"""What an administrator does with jobs: run one now, pause one, let it go on. Everything of it is in the trail."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.jobs.models import JobRun, Pause
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import REGISTRY, Job
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import require


def job_named(name: str) -> Job:
    """RuleViolation if the platform has no such job."""
    if job := REGISTRY.jobs.get(name):
        return job
    raise RuleViolation(f"没有后台任务{name[:60]}")


@transaction.atomic
def run_now(name: str, *, actor: User, now: datetime) -> JobRun:
    """Do the last period that failed again, else the current one, be it done or not: jobs bear being done twice.

    The worker does it; the row says what came of it. `now` is local.
    """
    require(actor, "jobs.run")
    job = job_named(name)
    failed = JobRun.objects.filter(name=name, finished_at=None).exclude(error="").order_by("-period").first()
    period = Period.named(job.every, failed.period, now) if failed else Period.at(job.every, now - job.at)
    row, _ = JobRun.objects.select_for_update().get_or_create(
        name=name, period=period.name, defaults={"started_at": now}
    )
    row.finished_at, row.error, row.attempts, row.result = None, "", 0, ""
    row.started_at = now
    row.save()
    queued = app.configure_task("jobs.run", lock=f"jobs.{name}", queueing_lock=f"jobs.{name}.{period.name}")
    try:
        with transaction.atomic():
            queued.defer(job=name, period=period.name)
    except AlreadyEnqueued as error:
        raise RuleViolation(f"“{job.label}”已在等待执行，请稍后再看") from error
    record(actor=actor, action="jobs.run", row=row, changes={"name": job.label, "period": period.name})
    return row


@transaction.atomic
def pause(name: str, *, actor: User, reason: str, now: datetime) -> Pause:
    require(actor, "jobs.pause")
    job = job_named(name)
    if len(reason.strip()) < 2:
        raise RuleViolation("请写明暂停的原因", field="reason")
    row, made = Pause.objects.get_or_create(
        name=name, defaults={"reason": reason.strip(), "paused_by": actor, "paused_at": now}
    )
    if not made:
        raise RuleViolation(f"“{job.label}”已经暂停")
    record(actor=actor, action="jobs.pause", row=row, changes={"name": job.label, "reason": reason.strip()})
    return row


@transaction.atomic
def resume(name: str, *, actor: User) -> None:
    require(actor, "jobs.pause")
    job, row = job_named(name), Pause.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise RuleViolation(f"“{job.label}”没有暂停")
    record(actor=actor, action="jobs.resume", row=row, changes={"name": job.label, "reason": [row.reason, ""]})
    row.delete()
