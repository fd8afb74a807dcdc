"""The month turns while nobody works, and the clock is set back and forward: the calendar is kept, each day once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.faults.reporting import first_site, report
from tests.running import Platform, until

SOURCE = Path(__file__).with_name("clock.c")
CHANGZHOU = ZoneInfo("Asia/Shanghai")
TRIGGER_SECONDS = 120  # the calendar is looked at once a minute


def next_month(day: datetime) -> datetime:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


TURN = next_month(datetime.now(CHANGZHOU)).replace(hour=0, minute=0, second=0, microsecond=0)
"Midnight at the end of this month."


@pytest.fixture
def city() -> Iterator[tuple[Platform, Callable[[datetime], None]]]:
    """A platform, the database among it, whose clock shows what it is told to."""
    if not shutil.which("cc"):
        pytest.skip("another clock needs a C compiler, and only root may install one")
    platform = Platform(enterprises=10)
    offset, library = platform.data / "clock", platform.data / "clock.so"
    subprocess.run(["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, SOURCE], check=True)

    def set_to(moment: datetime) -> None:
        with os.fdopen(os.open(offset, os.O_WRONLY | os.O_CREAT, 0o644), "wb") as file:  # In place: it is looked into.
            file.write(int(moment.timestamp() - time.time()).to_bytes(8, sys.byteorder, signed=True))

    set_to(TURN - timedelta(hours=4))
    platform.env |= {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(offset)}
    try:
        platform.start()
        yield platform, set_to
    finally:
        platform.remove()


def done(platform: Platform, name: str) -> dict[str, str]:
    """What each period of the job said at its end."""
    query = "SELECT period, result FROM jobs_jobrun WHERE name = %s AND finished_at IS NOT NULL"
    return {period: result for period, result in platform.rows(query, name)}


@pytest.mark.timeout(600)
def test_the_calendar_is_kept_whatever_the_clock_does(city: tuple[Platform, Callable[[datetime], None]]) -> None:
    platform, set_to = city
    month = f"{TURN:%Y-%m}"
    tasks = "SELECT count(*) FROM risks_risktask WHERE month = %s"
    assert platform.count(tasks, TURN.date()) == 0
    with platform.client("officer") as officer:
        earlier = f"{TURN - timedelta(days=1):%Y-%m}"
        until(lambda: earlier in done(platform, "risks.create_month"), "what is due at the start", TRIGGER_SECONDS)
        until(lambda: platform.waiting() == 0, "an idle worker", TRIGGER_SECONDS)
        [worker, *_] = platform.processes("changqian.launcher.cli", "worker")
        worker.suspend()
        set_to(TURN + timedelta(minutes=20))
        worker.send_signal(signal.SIGKILL)
        until(lambda: month in done(platform, "risks.create_month"), "the month's tasks", TRIGGER_SECONDS)
        made = platform.count(tasks, TURN.date())
        assert made > 0
        assert done(platform, "risks.create_month")[month] == f"新增 {made} 项"

        set_to(TURN - timedelta(hours=2))
        before = (
            officer.post("/api/hazards/", json=report(first_site(officer), "时钟拨回后上报")).raise_for_status().json()
        )
        assert datetime.fromisoformat(before["created_at"]) < TURN

        days = [TURN + timedelta(days=each) for each in range(3)]
        set_to(days[-1] + timedelta(hours=9))
        kept = {f"{each:%Y-%m-%d}" for each in days}
        until(lambda: kept <= done(platform, "stats.turn").keys(), "the days that were skipped", TRIGGER_SECONDS)
        last = f"{days[-1]:%Y-%m-%d}"
        until(lambda: last in done(platform, "risks.complete_month"), "the look at what is missing", TRIGGER_SECONDS)
        assert done(platform, "risks.complete_month")[last] == "补 0 项"
        assert platform.count(tasks, TURN.date()) == made
        here = f"/api/hazards/{before['id']}/"
        assert officer.get(here).status_code == 401, "a token does not last for days"
        with platform.client("officer") as again:
            assert again.get(here).is_success

    assert platform.count("SELECT count(*) FROM jobs_jobrun WHERE attempts > 1 OR error <> ''") == 0
    until(lambda: platform.owed() == 0, "sealing and counting", 60)
    assert "审计链完整" in platform.command("audit", "verify")
    assert "不一致" not in platform.command("stats", "verify")
