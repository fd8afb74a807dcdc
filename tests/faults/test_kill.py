"""`kill -9` in the middle of writes: what was acknowledged is there, what was retried is there once."""

import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.running import Platform, left, until

WRITERS = 4
WRITES = 40
WRITES_BETWEEN_KILLS = 14
PATIENCE_SECONDS = 90.0
TARGETS = [  # name, words of the command line, which of the processes found: parents come before children
    ("web worker", ("granian", "wsgi"), slice(1, 2)),
    ("worker", ("changqian.launcher.cli", "worker"), slice(1)),
    ("database", ("bin/postgres", "/pg"), slice(1)),
    ("web", ("granian", "wsgi"), slice(1)),
]


@pytest.mark.timeout(900)
def test_no_acknowledged_write_is_lost_and_none_is_doubled(platform: Platform) -> None:
    acknowledged = writes_under_fire(platform)
    assert len(acknowledged) == WRITERS * WRITES
    assert stored(platform) == acknowledged

    orphans = platform.end(signal.SIGKILL)
    assert len(orphans) > 8
    until(lambda: not left(orphans), "end of what a killed launcher leaves", 30)

    platform.start()
    assert stored(platform) == acknowledged
    until(lambda: owed(platform) == (0, 0), "sealing and counting", 120)
    assert "审计链完整" in platform.command("audit", "verify")
    assert "不一致" not in platform.command("stats", "verify")

    family = platform.end(signal.SIGTERM)
    until(lambda: not left(family), "end of all processes", 5)
    said = platform.console.read_text()
    assert said.rstrip().endswith("已停止。")


def writes_under_fire(platform: Platform) -> dict[str, int]:
    """Reports by several phones at once while processes are killed: id by client_uuid of all that was acknowledged."""
    headers = {"Authorization": f"Bearer {platform.command('token', 'officer').strip()}"}
    with httpx.Client(base_url=platform.web, headers=headers, trust_env=False, timeout=20) as officer:
        site = officer.get("/api/sites/").raise_for_status().json()["results"][0]["id"]
        acknowledged: dict[str, int] = {}
        with killing(platform, acknowledged) as killed, ThreadPoolExecutor(WRITERS) as pool:
            writers = [pool.submit(write, officer, site, number, acknowledged) for number in range(WRITERS)]
            for writer in writers:
                writer.result()
    assert set(killed) == {"web worker", "web", "worker", "database"}, "each was killed while writing"
    return acknowledged


def stored(platform: Platform) -> dict[str, int]:
    """What the database has of the reports; two rows of one submission would show as a second id of the same text."""
    with psycopg.connect(platform.database_url) as database:
        query = "SELECT client_uuid::text, id FROM hazards_hazard WHERE description LIKE '断电演练%'"
        rows = database.execute(query).fetchall()
    assert len(rows) == len(dict(rows))
    return dict(rows)


def owed(platform: Platform) -> tuple[int, int]:
    """What the worker, killed too, still has to do for the writes: entries to seal, facts to count."""
    with psycopg.connect(platform.database_url) as database:
        query = "SELECT (SELECT count(*) FROM audit_entry WHERE seq IS NULL), (SELECT count(*) FROM ledgerkit_mark)"
        row = database.execute(query).fetchone()
        assert row is not None
        return row


def write(officer: httpx.Client, site: int, writer: int, acknowledged: dict[str, int]) -> None:
    """Reports hazards one after the other, each until it is acknowledged, and every fifth once more afterwards."""
    for number in range(WRITES):
        uuid = str(uuid4())
        body = {
            "site": site,
            "description": f"断电演练 {writer}-{number}",
            "category": "fire",
            "client_uuid": uuid,
            "captured_at": datetime.now(UTC).isoformat(),
        }
        acknowledged[uuid] = submit(officer, body)
        if number % 5 == 0:
            assert submit(officer, body) == acknowledged[uuid], "the same submission is the same row"


def submit(officer: httpx.Client, body: dict[str, object]) -> int:
    """As the phone's queue does: again with the same uuid until the answer is final."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = officer.post("/api/hazards/", json=body)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code in (200, 201):
            return int(answer.json()["id"])
        assert answer is None or answer.status_code >= 500, answer.text
        assert time.monotonic() < deadline, answer.text if answer is not None else "no answer"
        time.sleep(random.uniform(0.05, 0.3))


@contextmanager
def killing(platform: Platform, acknowledged: dict[str, int]) -> Iterator[list[str]]:
    """Kills one process after the other while the block runs, each once enough more writes went through to be sure
    that it strikes among writes; the list tells which."""
    done = threading.Event()
    killed: list[str] = []

    def kill() -> None:
        seen = 0
        for name, words, which in cycle(TARGETS):
            while len(acknowledged) < seen + WRITES_BETWEEN_KILLS:
                if done.wait(0.01):
                    return
            seen = len(acknowledged)
            for process in platform.processes(*words)[which]:
                process.send_signal(signal.SIGKILL)
                killed.append(name)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        done.set()
        thread.join()
