"""`kill -9` in the middle of writes: what was acknowledged is there, what was retried is there once."""

import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

import httpx
import pytest

from tests.faults.reporting import first_site, report
from tests.running import Platform, left, until

WRITERS = 4
ROUNDS = 20
WRITES_BETWEEN_KILLS = 6
BACK_SECONDS = 10.0
PATIENCE_SECONDS = 90.0
TARGETS = {  # words of the command line, which of the processes found: parents come before children
    "web worker": (("granian", "wsgi"), slice(1, 2)),
    "web": (("granian", "wsgi"), slice(1)),
    "worker": (("changqian.launcher.cli", "worker"), slice(1)),
    "push": (("uvicorn", "push.app"), slice(1)),
    "database": (("bin/postgres", "/pg"), slice(1)),
    "a server process of the database": (("postgres:", "changqian"), slice(1)),
}


@pytest.mark.timeout(900)
def test_no_acknowledged_write_is_lost_and_none_is_doubled(platform: Platform) -> None:
    acknowledged, pauses = writes_under_fire(platform)
    assert len(pauses) == ROUNDS
    assert max(pauses, key=lambda pause: pause[1])[1] <= BACK_SECONDS, pauses
    assert {name for name, _ in pauses} == set(TARGETS), "each was killed while writing"
    assert len(acknowledged) >= ROUNDS * WRITES_BETWEEN_KILLS
    assert stored(platform) == acknowledged

    orphans = platform.end(signal.SIGKILL)
    assert len(orphans) > 8
    until(lambda: not left(orphans), "end of what a killed launcher leaves", 30)

    platform.start()
    assert stored(platform) == acknowledged
    until(lambda: platform.owed() == 0, "sealing and counting", 120)
    assert "审计链完整" in platform.command("audit", "verify")
    assert "不一致" not in platform.command("stats", "verify")

    family = platform.end(signal.SIGTERM)
    until(lambda: not left(family), "end of all processes", 5)
    said = platform.console.read_text()
    assert said.rstrip().endswith("已停止。")


def writes_under_fire(platform: Platform) -> tuple[dict[str, int], list[tuple[str, float]]]:
    """Reports by several phones at once while processes are killed: id by client_uuid of all that was acknowledged,
    and how many seconds the platform was not whole after each kill."""
    with platform.client("officer") as officer:
        acknowledged: dict[str, int] = {}
        with writing(officer, first_site(officer), acknowledged) as failed:
            pauses = [struck(platform, name, acknowledged, failed) for name in drawn()]
    return acknowledged, pauses


def drawn() -> list[str]:
    """At random, but each at least once."""
    chance = random.Random()
    seed = chance.randrange(2**32)
    print(f"seed {seed}")  # shown by pytest when the test fails
    chance.seed(seed)
    names = [*TARGETS, *chance.choices([*TARGETS], k=ROUNDS - len(TARGETS))]
    chance.shuffle(names)
    return names


def struck(
    platform: Platform, name: str, acknowledged: dict[str, int], failed: list[BaseException]
) -> tuple[str, float]:
    """Kills it among writes; its name and the seconds until everything runs and writes are acknowledged again."""

    def written(more: int, since: int) -> bool:
        assert not failed, failed
        return len(acknowledged) >= since + more

    seen = len(acknowledged)
    until(lambda: written(WRITES_BETWEEN_KILLS, seen), f"writes before the kill of the {name}", PATIENCE_SECONDS)
    words, which = TARGETS[name]
    # A worker that lost its database in the round before may go only now, and come back by itself.
    until(lambda: platform.processes(*words)[which], f"somebody to kill as {name}", BACK_SECONDS)
    victims = platform.processes(*words)[which]
    for victim in victims:
        victim.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    until(lambda: not left(victims), f"death of the {name}")
    seen = len(acknowledged)
    until(lambda: whole(platform) and written(WRITERS + 1, seen), f"return of the {name}", PATIENCE_SECONDS)
    return name, round(time.monotonic() - killed, 1)


def whole(platform: Platform) -> bool:
    """Web and push answer, and whoever does the work behind them is there."""
    try:
        answers = [httpx.get(f"{each}/healthz", timeout=2, trust_env=False) for each in (platform.web, platform.push)]
    except httpx.TransportError:
        return False
    return all(each.is_success for each in answers) and bool(platform.processes(*TARGETS["worker"][0]))


def stored(platform: Platform) -> dict[str, int]:
    """What the database has of the reports; two rows of one submission would show as a second id of the same text."""
    rows = platform.rows("SELECT client_uuid::text, id FROM hazards_hazard WHERE description LIKE '断电演练%'")
    assert len(rows) == len(dict(rows))
    return dict(rows)


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
def writing(officer: httpx.Client, site: int, acknowledged: dict[str, int]) -> Iterator[list[BaseException]]:
    """Reports hazards from several threads while the block runs, each until it is acknowledged, and every fifth once
    more afterwards. The list tells what went wrong with a writer."""
    done = threading.Event()
    failed: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for number in count():
                if done.is_set():
                    return
                body = report(site, f"断电演练 {writer}-{number}")
                made = acknowledged[body["client_uuid"]] = submit(officer, body)
                if number % 5 == 0:
                    assert submit(officer, body) == made, "the same submission is the same row"
                time.sleep(0.1)
        except BaseException as error:
            failed.append(error)
            raise

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        try:
            yield failed
        finally:
            done.set()
    for writer in writers:
        writer.result()
