"""Keeps a set of programs running: starts them, restarts what dies, leaves none behind."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from changqian.launcher.errors import LauncherError
from changqian.launcher.guard import Guard
from changqian.launcher.leash import leashed
from changqian.launcher.logs import last_words, relay, say

POLL_SECONDS = 0.2
STOP_SECONDS = 10.0
READY_SECONDS = 120.0  # seconds on a free machine, but it may be busy
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
LONGEST_WAIT_SERVED = 1.0  # what served until it was killed will serve again: nobody's writes wait for our caution
STEADY_SECONDS = 10.0  # alive this long, the next death is the first again
HOPELESS_STARTS = 3  # deaths before ever being ready


@dataclass(frozen=True)
class Program:
    """One process to keep: `ready` is an http(s) address that answers once it serves, None if being alive will do;
    `authority` is the certificate file that https answers are checked with."""

    name: str
    label: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: str | None = None
    authority: Path | None = None


class Child:
    """A program in its present incarnation."""

    def __init__(self, program: Program, logs: Path, guard: Guard) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        self.guard = guard
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.deaths = 0
        self.restart_at: float | None = None
        self.served = False
        "Ever; and in this incarnation:"
        self.serving = False

    def start(self) -> None:
        self.process = subprocess.Popen(
            leashed(self.program.command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.program.env},
            start_new_session=True,  # the terminal's Ctrl-C reaches only the launcher, which stops all in order
        )
        self.guard.watch(self.process.pid)
        assert self.process.stdout is not None
        relay(self.program.name, self.process.stdout, self.log)
        self.started_at = time.monotonic()
        self.restart_at = None
        self.serving = False

    def tick(self) -> None:
        """Notices a death and, when its time has come, starts anew."""
        now = time.monotonic()
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.start()
            return
        if self.process is None or self.process.poll() is None:
            return
        self._sweep()
        self.deaths = 1 if self.serving and now - self.started_at > STEADY_SECONDS else self.deaths + 1
        if not self.served and self.deaths >= HOPELESS_STARTS:
            raise LauncherError(f"{self.program.label}未能启动（{last_words(self.log)}），详见 {self.log}。")
        wait = min(FIRST_WAIT * 2 ** (self.deaths - 1), LONGEST_WAIT_SERVED if self.serving else LONGEST_WAIT)
        self.restart_at = now + wait
        say(f"{self.program.label}意外退出（{_how(self.process.returncode)}），{wait:g} 秒后重新启动。")

    def serves(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            return False
        if not self.serving:
            self.serving = self.program.ready is None or _answers(self.program.ready, self.program.authority)
            self.served = self.served or self.serving
        return self.serving

    def ask_to_stop(self) -> None:
        self.restart_at = None
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def finish(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._sweep()
            self.process.wait()
        self._sweep()

    def _sweep(self) -> None:
        """Kills what is left of the child's process group: workers of a master that was killed."""
        assert self.process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.returncode is not None:
            self.guard.forget(self.process.pid)


class Supervisor:
    """Starts the programs in order; `tick` now and then keeps them running. For the main thread only."""

    def __init__(self, programs: Sequence[Program], logs: Path, stopping: threading.Event) -> None:
        self.guard = Guard()
        self.children = [Child(program, logs, self.guard) for program in programs]
        self.stopping = stopping

    def start(self, *, seconds: float = READY_SECONDS) -> bool:
        """Returns True when all are ready, False when asked to stop before that. Those nobody waits for come last:
        loading Python keeps a small machine busy for seconds."""
        awaited = [child for child in self.children if child.program.ready]
        for child in awaited:
            child.start()
        deadline = time.monotonic() + seconds
        while not self.stopping.is_set():
            if all([child.serves() for child in awaited]):
                for child in self.children:
                    if child not in awaited:
                        child.start()
                return True
            if time.monotonic() > deadline:
                late = next(child for child in awaited if not child.serves())
                words = f"{late.program.label}在 {seconds:g} 秒内没有就绪（{last_words(late.log)}），详见 {late.log}。"
                raise LauncherError(words)
            self.tick()
            self.stopping.wait(0.05)
        return False

    def tick(self) -> None:
        for child in self.children:
            child.tick()
            if not child.serving:
                child.serves()

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.finish(deadline)
        self.guard.dismiss()


def run_once(command: Sequence[str], env: Mapping[str, str], stopping: threading.Event) -> int | None:
    """Runs a program with our console to its end; None when asked to stop before it ended."""
    process = subprocess.Popen(
        leashed(command), stdin=subprocess.DEVNULL, env={**os.environ, **env}, start_new_session=True
    )
    while process.poll() is None:
        if stopping.wait(0.05):
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            return None
    return process.returncode


def _answers(url: str, authority: Path | None) -> bool:
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]  # never ask a proxy for 127.0.0.1
    if authority is not None:
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(authority))))
    try:
        with urllib.request.build_opener(*handlers).open(url, timeout=5) as answer:
            return 200 <= answer.status < 300
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _how(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"代码 {code}"


def stop_signals(stopping: threading.Event) -> None:
    """Ctrl-C, SIGTERM and a closed terminal set `stopping`; the second Ctrl-C does nothing more."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
