"""What the calendar asks for is done once a period, made up for when missed, and told to the system administrator."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from changqian.platform.foundation.jobs import services
from changqian.platform.foundation.jobs.models import JobRun
from changqian.platform.foundation.jobs.services import (
    Registry,
    announce,
    forget,
    loop,
    perform,
    periodic,
    runs_due,
    subscribe,
    trigger,
)

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def registry(monkeypatch):
    """A worker that knows no jobs but those of the test."""
    app.perform_import_paths()  # else what defers first would register the platform's own in here
    registry = Registry()
    monkeypatch.setattr(services, "REGISTRY", registry)
    return registry


@pytest.fixture
def count(registry):
    done = []

    @periodic("count", label="数数", every="day", at=timedelta(hours=1))
    def count(day):
        done.append(day.name)
        return f"{len(done)} 次"

    return done


def queued():
    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.filter(status="todo").order_by("id")]


def do_all(registry, now):
    for job in registry.jobs.values():
        for period in list(runs_due(job, now=now)):
            perform(job, period)


def test_a_day_is_done_once(db, registry, count):
    do_all(registry, NOON)
    do_all(registry, NOON + timedelta(hours=11))
    assert count == ["2026-03-16"]
    run = JobRun.objects.get()
    assert (run.name, run.period, run.result, run.attempts, run.error) == ("count", "2026-03-16", "1 次", 1, "")
    assert run.finished_at


def test_days_that_nobody_was_there_are_made_up_for_in_order(db, registry, count):
    do_all(registry, NOON)
    do_all(registry, NOON + timedelta(days=4))
    assert count == [f"2026-03-{day}" for day in (16, 17, 18, 19, 20)]


def test_before_its_hour_the_day_has_not_come(db, registry, count):
    do_all(registry, NOON)
    do_all(registry, NOON + timedelta(hours=12, minutes=59))
    assert count == ["2026-03-16"]
    do_all(registry, NOON + timedelta(hours=13))
    assert count[-1] == "2026-03-17"


def test_what_fails_is_written_down_and_tried_again_later(db, registry):
    tries = []

    @periodic("fragile", label="易碎", every="day")
    def fragile(day):
        tries.append(day.name)
        if len(tries) < 2:
            raise RuntimeError("磁盘已满")

    now = timezone.localtime()
    do_all(registry, now)
    assert JobRun.objects.get().error == "程序出错（RuntimeError: 磁盘已满）"
    do_all(registry, now + timedelta(minutes=1))
    assert len(tries) == 1
    do_all(registry, now + timedelta(minutes=6))
    assert len(tries) == 2
    run = JobRun.objects.get()
    assert (run.attempts, run.error, bool(run.finished_at)) == (2, "", True)


def test_a_failing_day_does_not_hold_up_the_next(db, registry):
    done = []

    @periodic("picky", label="挑剔", every="day")
    def picky(day):
        if day.begin.day == 16:
            raise RuntimeError("不喜欢")
        done.append(day.name)

    do_all(registry, NOON)
    do_all(registry, NOON + timedelta(days=1))
    assert done == ["2026-03-17"]


def test_a_trigger_queues_each_period_once(db, registry, count):
    assert trigger(now=NOON) == 1
    assert trigger(now=NOON) == 0
    assert queued() == [("jobs.run", {"job": "count", "period": "2026-03-16"})]


def test_an_event_is_told_if_it_happened_and_only_then(db, registry):
    with transaction.atomic():
        announce("hazards.close", hazard=7)
        transaction.set_rollback(True)
    assert queued() == []
    announce("hazards.close", hazard=7)
    assert queued() == [("jobs.tell", {"event": "hazards.close", "facts": {"hazard": 7}})]


def test_all_who_listen_are_told_and_nobody_else(db, registry):
    heard = []
    subscribe("hazards.close", lambda hazard: heard.append(("一", hazard)), lambda hazard: heard.append(("二", hazard)))
    subscribe("hazards.report", lambda hazard: heard.append("不该"))
    services.tell("hazards.close", {"hazard": 7})
    services.tell("nobody.cares", {})
    assert heard == [("一", 7), ("二", 7)]


def test_minutes_are_forgotten_and_days_are_kept(db, registry, count):
    @periodic("often", label="常", every="minute")
    def often(minute):
        return None

    do_all(registry, timezone.localtime())
    assert forget(before=timezone.now() + timedelta(days=1)) == 1
    assert JobRun.objects.get().name == "count"


def test_the_system_administrator_sees_what_ran_and_when_it_runs_next(cast, api):
    app.perform_import_paths()
    registry = services.REGISTRY
    assert {"stats.turn", "audit.head", "sweep"} <= set(registry.jobs)
    job = registry.jobs["sweep"]
    perform(job, next(iter(runs_due(job, now=timezone.localtime()))))
    said = {row["name"]: row for row in api(cast.sysadmin).get("/api/jobs/").json()}
    row = said["sweep"]
    assert (row["label"], row["every"]) == ("清理过期数据", "day")
    assert row["last"]["result"].startswith("清理")
    assert datetime.fromisoformat(row["next"]) > timezone.now()
    assert datetime.fromisoformat(row["next"]).hour == 3
    assert said["audit.head"]["last"] is None
    for person in (cast.auditor, cast.secadmin, cast.city, cast.officer):
        assert api(person).get("/api/jobs/").status_code == 403


def test_every_job_and_loop_of_the_platform_runs(cast, files_dir):
    app.perform_import_paths()
    for job in services.REGISTRY.jobs.values():
        for period in list(runs_due(job, now=timezone.localtime())):
            assert perform(job, period).error == ""
    for each in services.REGISTRY.loops.values():
        while each.run():
            pass


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_is_queued(transactional_db, registry, count, monkeypatch):
    """A real worker on the real queue, until it is empty."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # its threads outlive the test
    heard, looped = [], []
    subscribe("hazards.close", lambda hazard: heard.append(hazard))

    @loop("once", label="一次", seconds=1)
    def once():
        looped.append(1)
        return 0

    announce("hazards.close", hazard=7)
    call_command("run_worker", once=True)
    assert heard == [7]
    assert len(count) == 1
    assert looped == [1]
    # The minute may turn between a run's being taken and its being noted; what it queues then finds the day done.
    call_command("run_worker", once=True)
    assert len(count) == 1
    assert [each for each in queued() if each[0] != "jobs.trigger"] == []  # another minute may have begun


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_had_begun_is_begun_again(transactional_db, registry, monkeypatch):
    """kill -9 in the middle of a task: nobody says that it failed; the missing heartbeat does."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    heard = []
    subscribe("hazards.close", lambda hazard: heard.append(hazard))
    announce("hazards.close", hazard=7)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = 1, worker_id = %s", [cursor.fetchone()[0]]
        )
    call_command("run_worker", once=True)
    assert heard == [], "as far as the queue knows, somebody is at it"

    async def revived():
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector):
            async with app.open_async():
                await services.revive(0)

    asyncio.run(revived())
    call_command("run_worker", once=True)
    assert heard == [7]
