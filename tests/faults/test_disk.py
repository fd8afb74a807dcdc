"""The disk fills up while people write: they are told, nothing acknowledged is lost, and with room it goes on."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.faults.reporting import first_site, report
from tests.faults.test_kill import stored
from tests.running import FIRMS, Platform, until

ROOM = 1400 << 20  # the launcher wants a gigabyte to begin with
BACK_SECONDS = 10.0
FULL = "服务器磁盘已满，刚才的内容没有保存；请先不要关闭页面，联系系统管理员清理磁盘后重试"


@pytest.fixture
def small() -> Iterator[Platform]:
    """A platform on a disk of its own."""
    platform = Platform(enterprises=FIRMS, begun=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=0755", "tmpfs", str(platform.data)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        platform.remove()
        pytest.skip("a disk of its own needs the right to mount one")
    try:
        platform.start()
        yield platform
    finally:
        platform.remove()
        subprocess.run(["umount", "-l", str(platform.data)], check=False)
        shutil.rmtree(platform.data, ignore_errors=True)


def fill(ballast: Path) -> None:
    """Until not a block is left."""
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 24, 1 << 16, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


@pytest.mark.timeout(600)
def test_a_full_disk_is_said_and_costs_nothing(small: Platform) -> None:
    acknowledged: dict[str, int] = {}
    refusals: set[tuple[int, str]] = set()
    with small.client("officer") as officer:
        site = first_site(officer)
        bodies = (report(site, f"断电演练 {number}") for number in count())

        def send() -> bool:
            body = next(bodies)
            answer = officer.post("/api/hazards/", json=body)
            if answer.is_success:
                acknowledged[str(body["client_uuid"])] = answer.json()["id"]
            else:
                refusals.add((answer.status_code, answer.json()["detail"]))
            return answer.is_success

        assert send()
        fill(small.data / "ballast")
        until(lambda: not send(), "the first refusal", 120)
        time.sleep(5)
        (small.data / "ballast").unlink()
        freed = time.monotonic()
        until(send, "room again", 60)
        assert time.monotonic() - freed <= BACK_SECONDS
    assert refusals <= {(507, FULL), (503, "服务正在启动或维护，请稍后再试")}
    assert stored(small) == acknowledged
    assert small.popen is not None
    assert small.popen.poll() is None, "the launcher waited for room"
    assert "审计链完整" in small.command("audit", "verify")
