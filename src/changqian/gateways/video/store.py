"""What survives a restart besides events: the last snapshot, and which commands were done. Files written whole."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

from changqian.wire import video as wire

_WRITING = Lock()
"Writers are threads, and a cancelled one goes on: the next waits for it."

REMEMBERED = 10_000
"Commands. Whoever repeats one does so within minutes."


def write_whole(path: Path, data: bytes) -> None:
    """All of it or nothing, also after a power cut. Readable by its owner only: it may hold secrets."""
    with _WRITING:
        aside = path.with_name(f".{path.name}.new")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@dataclass(slots=True)
class SnapshotFile:
    """The last snapshot the platform gave. A file that cannot be read counts as none: the platform sends it again."""

    path: Path

    def load(self) -> wire.Snapshot:
        try:
            return wire.from_json(wire.Snapshot, orjson.loads(self.path.read_bytes()))
        except (FileNotFoundError, ValueError):
            return wire.Snapshot()

    def save(self, snapshot: wire.Snapshot) -> None:
        write_whole(self.path, orjson.dumps(wire.to_json(snapshot)))


@dataclass(slots=True)
class Done:
    """Commands that were taken, with what was answered. One line each, so that a repeated one is not done twice."""

    path: Path
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: int = 0

    def load(self) -> None:
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                said = orjson.loads(line)
            except ValueError:
                continue
            self.answers[said["id"]] = said["answer"]
        self._forget()
        self.lines = len(lines)

    def put(self, command: str, answer: dict[str, Any]) -> None:
        self.answers[command] = answer
        self._forget()
        if self.lines >= 2 * REMEMBERED:
            write_whole(self.path, b"".join(self._line(*each) for each in self.answers.items()))
            self.lines = len(self.answers)
            return
        with self.path.open("ab") as out:
            out.write(self._line(command, answer))
        self.lines += 1

    def _line(self, command: str, answer: dict[str, Any]) -> bytes:
        return orjson.dumps({"id": command, "answer": answer}) + b"\n"

    def _forget(self) -> None:
        while len(self.answers) > REMEMBERED:
            del self.answers[next(iter(self.answers))]
