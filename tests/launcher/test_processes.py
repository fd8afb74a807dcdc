"""The supervisor, with small stand-in servers: restarts what dies and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from changqian.launcher.errors import LauncherError
from changqian.launcher.guard import groups_at_the_end
from changqian.launcher.logs import readable, rotate
from changqian.launcher.ports import free_port
from changqian.launcher.processes import Program, Supervisor, run_once

SERVER = """
import http.server, os, subprocess, sys
subprocess.Popen(["sleep", "300"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def until(met: Callable[[], object], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.02)


def family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


@pytest.fixture
def web() -> Program:
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port)]
    return Program("web", "网页服务", command, ready=f"http://127.0.0.1:{port}/healthz")


@pytest.fixture
def running(web: Program, tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor([web], tmp_path, threading.Event())
    assert supervisor.start(seconds=60)
    yield supervisor
    supervisor.stop()


def test_a_killed_child_comes_back_and_its_orphans_go(running: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    child = running.children[0]
    assert child.process is not None
    before = family(child.process.pid)
    until(lambda: len(family(child.process.pid)) == 2)
    before = family(child.process.pid)
    child.process.kill()

    def back() -> bool:
        running.tick()
        assert child.process is not None
        return child.process.pid != before[0].pid and child.serves() and child.restart_at is None

    until(back)
    until(lambda: gone(before))
    assert "网页服务意外退出（信号 SIGKILL），0.5 秒后重新启动。" in capsys.readouterr().out


def test_what_served_is_not_kept_waiting_however_often_it_is_killed(
    running: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    child = running.children[0]
    for _ in range(4):
        assert child.process is not None
        killed = child.process
        killed.kill()
        killed.wait()

        def back(killed: subprocess.Popen[bytes] = killed) -> bool:
            running.tick()
            return child.process is not killed and child.restart_at is None and child.serves()

        until(back)
    assert capsys.readouterr().out.count("，1 秒后重新启动。") == 3


def test_stop_leaves_nothing(running: Supervisor) -> None:
    child = running.children[0]
    assert child.process is not None
    until(lambda: len(family(child.process.pid)) == 2)
    everyone = family(child.process.pid)
    running.stop()
    until(lambda: gone(everyone))


def test_a_program_that_never_starts_is_one_sentence(tmp_path: Path) -> None:
    broken = Program("push", "消息推送", [sys.executable, "-c", "raise SystemExit('no such module')"], ready="http://x")
    supervisor = Supervisor([broken], tmp_path, threading.Event())
    with pytest.raises(LauncherError, match=r"消息推送未能启动（no such module）"):
        supervisor.start(seconds=60)
    supervisor.stop()


def test_children_end_with_a_launcher_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, threading, time; from pathlib import Path;"
        "from changqian.launcher.processes import Program, Supervisor;"
        "s = Supervisor([Program('a', 'a', ['sleep', '300'])], Path(sys.argv[1]), threading.Event());"
        "s.start(); print(s.children[0].process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as launcher:
        assert launcher.stdout is not None
        child = psutil.Process(int(launcher.stdout.readline()))
        launcher.send_signal(signal.SIGKILL)
    until(lambda: gone([child]))


def test_a_child_that_will_not_stop_is_ended_after_a_killed_launcher(tmp_path: Path) -> None:
    code = (
        "import sys, threading, time; from pathlib import Path;"
        "from changqian.launcher import guard, processes;"
        "stubborn = ['sh', '-c', 'trap : TERM; while :; do sleep 1; done'];"
        "s = processes.Supervisor([processes.Program('a', 'a', stubborn)], Path(sys.argv[1]), threading.Event());"
        "s.guard.grace = 1; s.start(); s.guard.process.kill();"
        "s.guard.process.wait(); s.guard.watch(s.children[0].process.pid);"
        "print(s.children[0].process.pid, s.guard.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as launcher:
        assert launcher.stdout is not None
        child, guard = (psutil.Process(int(number)) for number in launcher.stdout.readline().split())
        launcher.send_signal(signal.SIGKILL)
    until(lambda: gone([guard]))
    assert gone([child])


def test_the_guard_knows_what_was_alive() -> None:
    assert groups_at_the_end(["+7\n", "+8\n", "-7\n", "+9\n", "+1"]) == {8, 9}
    assert groups_at_the_end([]) == set()


def test_preparation_can_be_interrupted() -> None:
    stopping = threading.Event()
    threading.Timer(0.3, stopping.set).start()
    begun = time.monotonic()
    assert run_once(["sleep", "300"], {}, stopping) is None
    assert time.monotonic() - begun < 30
    assert run_once([sys.executable, "-c", "raise SystemExit(3)"], {}, threading.Event()) == 3


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('{"level": "info", "event": "request", "status": 200}', None),
        ('{"level": "error", "event": "任务失败", "job": 7}', "错误 任务失败 job=7"),
        ("[INFO] Listening at: http://127.0.0.1:8000", None),
        ("Traceback (most recent call last):", "Traceback (most recent call last):"),
        ("{not json", "{not json"),
        ("", None),
    ],
)
def test_the_console_shows_what_matters(line: str, shown: str | None) -> None:
    assert readable(line) == shown


def test_a_large_log_is_cut_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("changqian.launcher.logs.ROTATE_BYTES", 10)
    file = tmp_path / "postgres.log"
    with file.open("ab", buffering=0) as writer:
        writer.write(b"first line\n")
        rotate(file)
        writer.write(b"second line\n")
        rotate(file)
        writer.write(b"third")
    assert [f.read_bytes() for f in sorted(tmp_path.iterdir())] == [b"third", b"second line\n", b"first line\n"]
    assert os.fspath(file) in map(os.fspath, tmp_path.iterdir())
