"""A city built by an earlier release is opened by this one: every row is still there, and pages answer."""

import json
import os
import signal
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql

from changqian.launcher.backups.digests import TABLES
from tests.running import CHANGQIAN, OUTSIDE, START_SECONDS, until

pytestmark = pytest.mark.timeout(900)

ROOT = Path(__file__).parents[2]
EARLIER = "ed1e6f06c8acacbe69508b6e0e468157949a7e5d"
"The first state that was whole; until there is a tag, upgrades are proved from it."
REWRITTEN = {
    "procrastinate": "the queue and its workers",
    "accounts_role": "delivered roles follow the release",
    "accounts_signinlink": "the cast gets new links at every start",
    "dictionaries_": "delivered dictionaries follow the release",
    "jobs_jobrun": "jobs run again",
    "ledgerkit_": "the worker goes on counting",
}
"Tables whose old rows a start may change, by the beginning of their name, and why."
LISTS = ("enterprises", "sites", "hazards", "people", "equipment", "drills", "plans")

Rows = Mapping[str, Counter]


def git(*arguments: str) -> bytes | None:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


@pytest.fixture(scope="module")
def earlier() -> Iterator[Path]:
    """The sources of the last release before this state, else of EARLIER."""
    tag = git("describe", "--tags", "--abbrev=0", "HEAD^")
    release = tag.decode().strip() if tag else EARLIER
    sources = git("archive", release, "src")
    if sources is None:
        pytest.skip(f"{release} is not in this clone's history (a shallow clone, or an export without git)")
    with tempfile.TemporaryDirectory(prefix="changqian-earlier-") as name:
        os.chmod(name, 0o755)
        with tarfile.open(fileobj=BytesIO(sources)) as archive:
            archive.extractall(name, filter="data")
        yield Path(name) / "src"


@contextmanager
def running(data: Path, sources: Path) -> Iterator[dict]:
    """What the launcher of these sources says once it is ready; stopped in order afterwards."""
    env = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    env |= {"CHANGQIAN_DATA": str(data), "PYTHONPATH": str(sources)}
    ready, console = data / "ready.json", data / "console.txt"
    options = ["--ports", "auto", "--enterprises", "40", "--ready-file", str(ready)]
    with console.open("wb") as out:
        up = subprocess.Popen([*CHANGQIAN, "up", *options], env=env, stdout=out, stderr=out, cwd=data)
    try:
        until(lambda: ready.exists() or up.poll() is not None, "start", START_SECONDS)
        assert up.poll() is None, console.read_text()

        def command(*words: str) -> str:
            said = subprocess.run([*CHANGQIAN, *words], env=env, capture_output=True, text=True, check=True, cwd=data)
            return said.stdout.strip()

        told = json.loads(ready.read_text())
        yield {**told, "token": command("token", "city"), "trail": command("audit", "verify")}
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(60)


def columns(url: str) -> dict[str, list[str]]:
    with psycopg.connect(url) as connection:
        tables = [name for _, name in connection.execute(TABLES).fetchall()]
        found = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ).fetchall()
    return {table: [column for name, column in found if name == table] for table in tables}


def rows(url: str, wanted: Mapping[str, list[str]]) -> Rows:
    """The rows of these columns, table by table, as often as they are there."""
    with psycopg.connect(url) as connection:
        return {
            table: Counter(
                connection.execute(
                    sql.SQL("SELECT ROW({})::text FROM {}").format(
                        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table)
                    )
                ).fetchall()
            )
            for table, names in wanted.items()
        }


def counts(told: Mapping[str, str]) -> dict[str, int]:
    """How many rows each list says there are."""
    headers = {"Authorization": f"Bearer {told['token']}"}
    with httpx.Client(base_url=told["web"], headers=headers, trust_env=False, timeout=60) as client:
        answers = {name: client.get(f"/api/{name}/") for name in LISTS}
        assert client.get("/healthz").json() == {"status": "ok"}
    return {name: answer.json()["count"] for name, answer in answers.items() if answer.status_code == 200}


def test_no_row_of_an_earlier_release_is_lost_and_pages_answer(earlier: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="changqian-upgrade-") as name:
        data = Path(name)
        data.chmod(0o755)
        with running(data, earlier) as told:
            listed, wanted = counts(told), columns(told["database_url"])
            before = rows(told["database_url"], wanted)
        assert len(listed) == len(LISTS)
        with running(data, ROOT / "src") as told:
            there = columns(told["database_url"])
            kept = {table: names for table, names in wanted.items() if set(names) <= set(there.get(table, []))}
            after = rows(told["database_url"], kept)
            assert counts(told) == listed
            assert "审计链完整" in told["trail"]
        gone = {table: set(wanted[table]) - set(there.get(table, [])) for table in wanted.keys() - kept.keys()}
        lost = {table: sum((before[table] - after[table]).values()) for table in kept if before[table] - after[table]}
        assert gone == {}
        assert {table for table in lost if not table.startswith(tuple(REWRITTEN))} == set()
