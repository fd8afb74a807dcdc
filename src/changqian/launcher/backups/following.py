"""`changqian archive`: keeps the journal, new files and keys as they come, so that any second can be restored."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from changqian.launcher.backups.contents import bucket, copy_new, key_of, keys_in
from changqian.launcher.backups.sealing import keep_keys, present_keys
from changqian.launcher.backups.source import Source, running_source
from changqian.launcher.backups.store import Line, Store, spoken
from changqian.launcher.backups.taking import keep_trail, note, take
from changqian.launcher.leash import leashed
from changqian.launcher.logs import say
from changqian.launcher.processes import stop_signals

LOOK_SECONDS = 5.0
LATE = 1000
"Rows that commit after later ones: so far back a new look goes."
FRESH = "SELECT id, sm3 FROM files_storedfile WHERE id > %s ORDER BY id"


def follow(data: Path, store: Store, words: bytes | None) -> int:
    """Runs until told to stop."""
    stopping = threading.Event()
    stop_signals(stopping)
    store.prepare()
    source = running_source(data)
    with store.locked("archive"), spoken(store.folder):
        Follower(source, store, data, words).run(stopping)
    return 0


class Follower:
    def __init__(self, source: Source, store: Store, data: Path, words: bytes | None) -> None:
        self.source, self.store, self.data, self.words = source, store, data, words
        self.seen = 0
        self.keys: dict[str, str] = {}
        self.receiver: subprocess.Popen[bytes] | None = None

    def run(self, stopping: threading.Event) -> None:
        try:
            line = self._start()
            self._copy(keys_in(self.data / "files"))
            while not stopping.wait(LOOK_SECONDS):
                line = self._look(line)
        finally:
            self._stop()

    def _start(self) -> Line:
        """Goes on with the last line if nothing of the journal is missing, else begins one, with a base."""
        line = current_line(self.source, self.store)
        if line is None:
            line = self.store.begin(datetime.now(UTC))
            self.source.make_slot(line)
        self._receive(line)
        if not line.bases:
            take(self.source, self.store, line, self.data, self.words)
        say(f"连续归档到 {line.folder}")
        return line

    def _look(self, line: Line) -> Line:
        assert self.receiver is not None
        try:
            if self.receiver.poll() is not None or not self.source.slot_keeps(line):
                self._stop()
                return self._start()
            received = self.source.is_received(line)
            with psycopg.connect(self.source.url, connect_timeout=5) as connection:
                fresh = connection.execute(FRESH, [self.seen - LATE]).fetchall()
        except psycopg.OperationalError:
            return line  # the database is down; the receiver waits for it too
        self._copy(key_of(digest) for _, digest in fresh)
        self.seen = max((pk for pk, _ in fresh), default=self.seen)
        keep_trail(self.store, self.data)
        if self.words is not None and (keys := present_keys(self.data)) != self.keys:
            keep_keys(self.store, self.data, self.words, datetime.now(UTC))
            self.keys = keys
        if received:
            note(self.data, archive=datetime.now(UTC))
        return line

    def _copy(self, keys: Iterable[str]) -> None:
        if bucket() is None:
            copy_new(keys, self.data / "files", self.store.files)

    def _receive(self, line: Line) -> None:
        line.wal.mkdir(mode=0o700, exist_ok=True)
        command, env = self.source.command("pg_receivewal", "-D", str(line.wal), "-S", line.slot, "--synchronous")
        self.receiver = subprocess.Popen(leashed(command), stdin=subprocess.DEVNULL, env=env)

    def _stop(self) -> None:
        if self.receiver is not None and self.receiver.poll() is None:
            self.receiver.terminate()
            self.receiver.wait(10)


def current_line(source: Source, store: Store) -> Line | None:
    """The last line, if its journal has no gap."""
    lines = store.lines
    return lines[-1] if lines and source.slot_keeps(lines[-1]) else None
