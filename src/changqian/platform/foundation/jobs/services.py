"""Telling others what happened, and doing what the calendar asks.

`announce` is called inside the transaction that makes something happen; who listens is told afterwards, at least once,
by the worker. `periodic` and `loop` name what the worker does by itself. Who listens and what is done is written down
in config/subscriptions.py and config/tasks.py; both must bear being done twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from changqian.platform.foundation.jobs.models import JobRun, Pause
from changqian.platform.foundation.jobs.rules import Every, Period, again, due
from changqian.platform.kernel.errors import RuleViolation

log = structlog.get_logger("changqian.jobs")

Listener = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    label: str
    every: Every
    run: Callable[[Period], object]
    at: timedelta
    "How far into its period it is due."
    catch_up: int
    "How many missed periods are made up for."


@dataclass(frozen=True, slots=True)
class Loop:
    name: str
    label: str
    seconds: float
    run: Callable[[], int]
    "Does what is there to do and returns how much; asked again at once while that is not zero."


@dataclass
class Registry:
    jobs: dict[str, Job] = field(default_factory=dict)
    loops: dict[str, Loop] = field(default_factory=dict)
    listeners: dict[str, list[Listener]] = field(default_factory=dict)


REGISTRY = Registry()


def periodic(
    name: str, *, label: str, every: str, at: timedelta = timedelta(), catch_up: int = 31
) -> Callable[[Callable[[Period], object]], Callable[[Period], object]]:
    """Run the function once for every minute, hour, day or month of the local calendar. What it returns is shown."""

    def register(run: Callable[[Period], object]) -> Callable[[Period], object]:
        REGISTRY.jobs[name] = Job(name, label, Every(every), run, at, catch_up)
        return run

    return register


def loop(name: str, *, label: str, seconds: float) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Run the function again and again in the worker, `seconds` apart."""

    def register(run: Callable[[], int]) -> Callable[[], int]:
        REGISTRY.loops[name] = Loop(name, label, seconds, run)
        return run

    return register


def subscribe(event: str, *listeners: Listener) -> None:
    """Let these be called with the facts of the event, as keywords, some time after it happened."""
    REGISTRY.listeners.setdefault(event, []).extend(listeners)


# -- events ----------------------------------------------------------------------------------------------------------


def announce(event: str, **facts: Any) -> None:
    """Tell those who listen that something happened. Facts are ids, texts, numbers: what fits into JSON.

    Deferred in the caller's transaction: it is told if that commits, and only then.
    """
    app.configure_task("jobs.tell").defer(event=event, facts=facts)


@app.task(name="jobs.tell", retry=RetryStrategy(max_attempts=10, exponential_wait=4))
def tell(event: str, facts: dict[str, Any]) -> None:
    for listener in REGISTRY.listeners.get(event, ()):
        listener(**facts)


# -- the calendar ----------------------------------------------------------------------------------------------------


def trigger(*, now: datetime) -> int:
    """Put every due run into the queue, once; return how many there were. `now` is local."""
    count = 0
    paused = set(Pause.objects.values_list("name", flat=True))
    for job in REGISTRY.jobs.values():
        if job.name in paused:
            continue
        for period in runs_due(job, now=now):
            queued = app.configure_task(
                "jobs.run", lock=f"jobs.{job.name}", queueing_lock=f"jobs.{job.name}.{period.name}"
            )
            try:
                with transaction.atomic():
                    queued.defer(job=job.name, period=period.name)
            except AlreadyEnqueued:
                continue
            count += 1
    return count


def runs_due(job: Job, *, now: datetime) -> Iterator[Period]:
    """Periods never tried, then those that failed and may be tried again."""
    newest = JobRun.objects.filter(name=job.name).order_by("-period").first()
    last = Period.named(job.every, newest.period, now) if newest else None
    for row in JobRun.objects.filter(name=job.name, finished_at=None).order_by("period"):
        if again(attempts=row.attempts, started_at=row.started_at, failed=bool(row.error), now=now):
            yield Period.named(job.every, row.period, now)
    yield from due(job.every, at=job.at, last=last, now=now, catch_up=job.catch_up)


@app.task(name="jobs.run")
def run(job: str, period: str) -> None:
    if known := REGISTRY.jobs.get(job):
        perform(known, Period.named(known.every, period, timezone.localtime()))


def perform(job: Job, period: Period) -> JobRun:
    """Do one period, unless it was done; a failure is written down and left to a later trigger."""
    row, _ = JobRun.objects.get_or_create(name=job.name, period=period.name, defaults={"started_at": timezone.now()})
    if row.finished_at:
        return row
    row.started_at, row.attempts, row.error = timezone.now(), row.attempts + 1, ""
    row.save()
    try:
        result = job.run(period)
    except Exception as error:
        log.exception("job failed", job=job.name, period=period.name, attempt=row.attempts)
        said = str(error) if isinstance(error, RuleViolation) else f"程序出错（{type(error).__name__}: {error}）"
        row.error = said[:500].replace("\0", "")
    else:
        row.finished_at, row.result = timezone.now(), "" if result is None else str(result)[:200]
    row.save()
    return row


@app.periodic(cron="* * * * *")
@app.task(name="jobs.trigger", queueing_lock="jobs.trigger", pass_context=False)
def on_the_minute(timestamp: int) -> None:
    trigger(now=timezone.localtime())


@app.periodic(cron="* * * * * */15")  # Somebody looks at the progress that stands still.
@app.task(name="jobs.revive", queueing_lock="jobs.revive")
async def revive(timestamp: int) -> None:
    """Give the tasks of a worker that died back to the living."""
    for stalled in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(stalled)


def forget(*, before: datetime) -> int:
    """Remove runs of every minute and hour, of which only the last matter; days and months stay."""
    often = [job.name for job in REGISTRY.jobs.values() if job.every in (Every.MINUTE, Every.HOUR)]
    return JobRun.objects.filter(name__in=often, started_at__lt=before).delete()[0]
