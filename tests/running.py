"""The whole platform as `changqian up` runs it, on a folder of its own, to be used in a browser or to be broken."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import psycopg

from tests import first_starts

CHANGQIAN = [sys.executable, "-m", "changqian.launcher.cli"]
START_SECONDS = 240
FIRMS = 80
"Of a city that is big enough for every journey; the same for all, so that it is made once."
OUTSIDE = ("DATABASE_URL", "TEST_DATABASE_URL", "CHANGQIAN_EPHEMERAL_KEYS", "CHANGQIAN_KEYS", "PUBLIC_URL", "PUSH_URL")


class Platform:
    """A data folder and, between `start` and `stop` or a kill, the launcher that works on it.

    Its first start is on an empty folder; with `begun`, on one that went through its first start before it was copied.
    """

    def __init__(self, *, enterprises: int, begun: bool = False) -> None:
        self.enterprises, self.begun = enterprises, begun
        self.data = Path(tempfile.mkdtemp(prefix="changqian-run-"))
        self.data.chmod(0o755)  # as root the database runs as nobody, who must be able to pass
        self.console = self.data / "console.txt"
        self.env = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        self.env |= {"CHANGQIAN_DATA": str(self.data), "RECORDER_PICTURES": "shared"}
        self.popen: subprocess.Popen[bytes] | None = None
        self.web = self.push = self.database_url = self.sms = self.province = ""

    def start(self) -> None:
        """As a person would; returns when it is ready."""
        if self.begun and not (self.data / "pg").exists():
            first_starts.lay(self.data, f"{self.enterprises}", self._begin)
        self._up()

    def _begin(self) -> None:
        """A first start, the work it gives the worker, and an end in order."""
        self._up()
        until(lambda: self.waiting() == self.owed() == 0, "the work of the first start", START_SECONDS)
        family = self.end(signal.SIGTERM)
        until(lambda: not left(family), "the end of all processes")
        shutil.rmtree(self.data / "logs")

    def _up(self) -> None:
        ready = self.data / "ready.json"
        ready.unlink(missing_ok=True)
        options = ["--ports", "auto", "--enterprises", str(self.enterprises), "--ready-file", str(ready)]
        with self.console.open("wb") as console:
            self.popen = popen = subprocess.Popen(
                [*CHANGQIAN, "up", *options], env=self.env, stdout=console, stderr=console
            )
        until(lambda: ready.exists() or popen.poll() is not None, "start", START_SECONDS)
        assert popen.poll() is None, self.console.read_text()
        told = json.loads(ready.read_text())
        self.web, self.push, self.database_url = told["web"], told["push"], told["database_url"]
        self.sms, self.province = told["simulators"]["sms"], told["simulators"]["province"]

    @classmethod
    def that_runs(cls, ready: Path, data: Path) -> Self:
        """One that was started by hand and stays: for whoever writes a journey."""
        platform, told = cls.__new__(cls), json.loads(ready.read_text())
        platform.data, platform.popen, platform.web, platform.push = data, None, told["web"], told["push"]
        platform.database_url, platform.sms = told["database_url"], told["simulators"]["sms"]
        platform.province = told["simulators"]["province"]
        known = {"CHANGQIAN_DATA": str(data), "DATABASE_URL": told["database_url"], "PUBLIC_URL": told["web"]}
        platform.env = {name: value for name, value in os.environ.items() if name not in OUTSIDE} | known
        return platform

    def end(self, number: signal.Signals) -> list[psutil.Process]:
        """Signals the launcher and waits for it; the processes it had, which should be ending too."""
        assert self.popen is not None
        family = psutil.Process(self.popen.pid).children(recursive=True)
        self.popen.send_signal(number)
        self.popen.wait(60)
        return family

    def remove(self) -> None:
        if self.popen is not None and self.popen.poll() is None:
            self.end(signal.SIGTERM)
        shutil.rmtree(self.data, ignore_errors=True)

    def command(self, *arguments: str) -> str:
        """The output of a `changqian` command beside the running platform."""
        done = subprocess.run([*CHANGQIAN, *arguments], env=self.env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def client(self, role: str, *, web: str = "") -> httpx.Client:
        """Somebody of this role who calls the interface, here or at another machine of the same platform."""
        headers = {"Authorization": f"Bearer {self.command('token', role).strip()}"}
        return httpx.Client(base_url=web or self.web, headers=headers, trust_env=False, timeout=30)

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url) as database:
            return database.execute(query.encode(), parameters or None).fetchall()

    def count(self, query: str, *parameters: object) -> int:
        [(number,)] = self.rows(query, *parameters)
        return int(number)

    def waiting(self) -> int:
        """Tasks in the queue or under way."""
        return self.count("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")

    def owed(self) -> int:
        """What the worker still has to do for what was written: entries to seal, facts to count, firms to judge."""
        return self.count(
            "SELECT (SELECT count(*) FROM audit_entry WHERE seq IS NULL) + (SELECT count(*) FROM ledgerkit_mark)"
            " + (SELECT count(*) FROM ledgerkit_touched)"
        )

    def links(self) -> dict[str, str]:
        """A fresh one-time sign-in link per user name of the cast."""
        return {entry["username"]: entry["url"] for entry in json.loads(self.command("links", "--json"))}

    def processes(self, *words: str) -> list[psutil.Process]:
        """Descendants of the launcher whose command line has all the words; parents before children."""
        assert self.popen is not None
        family = psutil.Process(self.popen.pid).children(recursive=True)
        return [process for process in family if all(word in cmdline(process) for word in words)]


def cmdline(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def until(met: Callable[[], object], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.1)


def left(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run."""
    return [each for each in processes if _state(each) not in ("", psutil.STATUS_ZOMBIE)]


def _state(process: psutil.Process) -> str:
    """Empty for one that is gone, also between two questions."""
    try:
        return str(process.status()) if process.is_running() else ""
    except psutil.NoSuchProcess:
        return ""
