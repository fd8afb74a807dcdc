"""A machine is lost in the middle of its work. What the backup gives back is what was there at the chosen second."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from changqian.launcher.backups.digests import digests
from changqian.launcher.backups.store import Store
from tests.faults.reporting import first_site
from tests.faults.reporting import report as hazard
from tests.running import CHANGQIAN, FIRMS, Platform, left, until

pytestmark = pytest.mark.timeout(900)

QUEUE = "procrastinate_"
"Its rows come and go with each job: the same before and after says nothing of the time between."
UPLOAD_SECONDS = 0.6
"A user uploads at most 120 files a minute."


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def archived(kept: Path) -> Iterator[Platform]:
    """A platform that archives."""
    words = kept.with_name("passphrase")
    words.write_text("correct horse battery staple")
    running = Platform(enterprises=FIRMS, begun=True)
    running.env |= {"CHANGQIAN_BACKUP": str(kept), "CHANGQIAN_BACKUP_PASSPHRASE_FILE": str(words)}
    try:
        running.start()
        yield running
    finally:
        running.remove()


def test_a_lost_machine_comes_back_as_it_was_at_the_chosen_second(archived: Platform, kept: Path) -> None:
    store = Store(kept)
    until(lambda: any(line.bases for line in store.lines), "the first base", 120)
    with reporting(archived, "先") as early:
        until(lambda: len(early) >= 5, "reports before the backup")
        told = archived.command("backup", "--verify")
        until(lambda: len(early) >= 12, "reports after the backup")
    assert "备份核验通过" in told
    until(lambda: archived.owed() == 0, "sealing and counting", 120)

    before, to = digests(archived.database_url), datetime.now(UTC)
    after = digests(archived.database_url)
    steady = {table for table in before if before[table] == after[table] and not table.startswith(QUEUE)}
    assert {"hazards_hazard", "files_storedfile", "audit_entry", "enterprises_enterprise"} <= steady
    with reporting(archived, "后") as late:
        until(lambda: len(late) >= 5, "reports after the chosen second")
    photos = contents(archived)
    until(lambda: all((store.files / key).exists() for key in photos), "photos in the archive", 30)

    family = archived.end(signal.SIGKILL)
    until(lambda: not left(family), "the end of all processes")
    for name in ("pg", "files", "keys", "audit"):
        shutil.rmtree(archived.data / name)
    assert "已恢复并核验：审计链、文件都完整" in archived.command("restore", "--to", to.isoformat())
    listed = dict(line.split(" ") for line in archived.command("digests").splitlines())
    new = {table for table in steady if listed[table] != before[table]}
    assert new == {"audit_entry"}, "the restore is on record; everything else is as it was"

    archived.start()
    assert reported(archived) == early
    assert "审计链完整" in archived.command("audit", "verify")
    assert "全部可读" in archived.command("keys", "verify")
    with archived.client("officer") as client:
        hazard = client.get(f"/api/hazards/{max(early.values())}/").raise_for_status().json()
        photo = client.get(f"/api/files/{hazard['photos_before'][0]['id']}/").raise_for_status()
        assert Image.open(BytesIO(photo.content)).size == (64, 64)
    until(lambda: len(store.lines) == 2 and store.lines[1].bases, "a new line of history", 120)
    assert store.lines[0].bases, "nothing of the old line is written over"

    archived.end(signal.SIGTERM)
    assert "已有数据库" in refusal(archived, "restore")
    for step in ("_write_keys", "lay_audit", "check"):
        assert restore_killed_at(step, archived) == -signal.SIGKILL
        assert "上次的恢复中途停止" in refusal(archived, "up", "--ports", "auto")
        assert "上次的恢复中途停止" in refusal(archived, "digests")
    told = archived.command("restore", "--overwrite")
    assert "上次的恢复没有完成：原有数据已放回原处" in told
    assert "已恢复并核验" in told
    [aside] = archived.data.glob("before-restore-*")
    assert (aside / "pg" / "PG_VERSION").exists()
    archived.start()
    assert reported(archived) == early


KILLED = """
import os, signal, sys
from changqian.launcher import cli
from changqian.launcher.backups import restoring
setattr(restoring, sys.argv[1], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
cli.main(["restore", "--overwrite"])
"""


def restore_killed_at(step: str, platform: Platform) -> int:
    """What a restore ends with that is killed when it comes to this step."""
    command = [sys.executable, "-c", KILLED, step]
    return subprocess.run(command, env=platform.env, capture_output=True, check=False).returncode


def refusal(platform: Platform, *arguments: str) -> str:
    done = subprocess.run([*CHANGQIAN, *arguments], env=platform.env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    return done.stderr


@contextmanager
def reporting(platform: Platform, word: str) -> Iterator[dict[str, int]]:
    """Hazards with a photo each are reported while the block runs; what was acknowledged, by its uuid."""
    done, acknowledged = threading.Event(), dict[str, int]()
    with platform.client("officer") as client:
        site = first_site(client)

        def report() -> None:
            while not done.wait(UPLOAD_SECONDS):
                body = hazard(site, f"恢复演练 {word}", photos=[upload(client)])
                acknowledged[body["client_uuid"]] = (
                    client.post("/api/hazards/", json=body).raise_for_status().json()["id"]
                )

        thread = threading.Thread(target=report)
        thread.start()
        try:
            yield acknowledged
        finally:
            done.set()
            thread.join()


def upload(client: httpx.Client) -> int:
    """A picture like no other, so that each is a content of its own."""
    picture = BytesIO()
    colour = tuple(uuid4().bytes[:3])
    Image.new("RGB", (64, 64), colour).save(picture, "PNG")
    answer = client.post("/api/files/", files={"file": ("现场.png", picture.getvalue(), "image/png")})
    return int(answer.raise_for_status().json()["id"])


def reported(platform: Platform) -> dict[str, int]:
    query = "SELECT client_uuid::text, id FROM hazards_hazard WHERE description LIKE '恢复演练%'"
    return {uuid: pk for uuid, pk in platform.rows(query)}


def contents(platform: Platform) -> list[str]:
    found = platform.rows("SELECT DISTINCT sm3 FROM files_storedfile")
    return [f"{sm3[:2]}/{sm3[2:4]}/{sm3}" for (sm3,) in found]
