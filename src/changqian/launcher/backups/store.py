"""The folder of backups: what lies where, which base serves a moment, and what is old enough to go.

    lines/<begun>/base/<taken>/   base.tar.gz pg_wal.tar.gz backup_manifest base.json files.gz
    lines/<begun>/wal/            the journal since, a segment a file
    files/<2>/<2>/<sm3>           contents of all backups, each once
    keys/<seen>.sealed            the keys whenever they changed, under a passphrase
    audit/                        heads and archives of the audit trail

A line is a stretch of history without a gap. A restored database, or one whose journal was not kept for a while, begins
a new line, so that nothing a restore may need again is ever written over.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from changqian.launcher.errors import LauncherError, reason

HERE = ZoneInfo("Asia/Shanghai")
STAMP = "%Y%m%dT%H%M%SZ"


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)


def moment_of(name: str) -> datetime:
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)


def said(moment: datetime) -> str:
    """For people: the city's time, to be given back as `--to`."""
    return moment.astimezone(HERE).strftime("%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True)
class Base:
    """A copy of the whole database; it is consistent at `ended`, when it was complete."""

    folder: Path
    began: datetime
    ended: datetime
    postgres: int
    "Major version of the server."
    program: str
    "Version of the platform."
    outside: bool
    demonstration: bool
    wal: str
    "The first segment a restore needs."
    head: tuple[int, str] | None
    "Length and last hash of the audit chain before the copy began."
    digests: dict[str, str] = field(default_factory=dict)
    "Of each table, as `--verify` found them in the copy."

    @classmethod
    def read(cls, folder: Path) -> Self:
        told = json.loads((folder / "base.json").read_text())
        times = {name: datetime.fromisoformat(told[name]) for name in ("began", "ended")}
        return cls(**{**told, **times, "folder": folder, "head": tuple(told["head"]) if told["head"] else None})

    def write(self) -> None:
        told = {name: value for name, value in asdict(self).items() if name != "folder"}
        told |= {"began": self.began.isoformat(), "ended": self.ended.isoformat()}
        write_safely(self.folder / "base.json", json.dumps(told, ensure_ascii=False, indent=1).encode())

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in self.folder.iterdir())


@dataclass(frozen=True)
class Line:
    folder: Path

    @property
    def begun(self) -> datetime:
        return moment_of(self.folder.name)

    @property
    def slot(self) -> str:
        """The place in the server's journal that is kept for this line."""
        return f"changqian_{self.folder.name.lower()}"

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    @property
    def bases(self) -> list[Base]:
        """Complete ones, oldest first."""
        return [Base.read(file.parent) for file in sorted((self.folder / "base").glob("*/base.json"))]

    @property
    def segments(self) -> list[Path]:
        """Of the journal, oldest first; the last may be one that is being written."""
        return sorted(self.wal.glob("*")) if self.wal.is_dir() else []


class Store:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def audit(self) -> Path:
        return self.folder / "audit"

    @property
    def lines(self) -> list[Line]:
        """Oldest first."""
        return [Line(folder) for folder in sorted((self.folder / "lines").glob("*")) if folder.is_dir()]

    def prepare(self) -> None:
        """Makes the folder, closed to everybody else: what lies in it is everybody's data."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in ("lines", "files", "keys", "audit"):
                (self.folder / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise LauncherError(f"无法使用备份目录 {self.folder}：{reason(error)}。") from error

    def begin(self, now: datetime) -> Line:
        line = Line(self.folder / "lines" / stamp(now))
        (line.folder / "base").mkdir(mode=0o700, parents=True, exist_ok=True)
        return line

    @contextmanager
    def locked(self, what: str) -> Iterator[None]:
        """One process at a time backs up (`base`), and one keeps the journal (`archive`)."""
        with (self.folder / f".{what}.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LauncherError(f"另一个进程正在写备份目录 {self.folder}，请等它结束。") from error
            yield

    def serving(self, to: datetime | None) -> tuple[Line, Base]:
        """The line that was being written at that moment and its last base before; the newest without a moment."""
        lines = [line for line in self.lines if line.bases]
        if not lines:
            raise LauncherError(f"备份目录 {self.folder} 中没有完整的备份。")
        if to is None:
            return lines[-1], lines[-1].bases[-1]
        for line in reversed(lines):
            if line.begun <= to:
                if fitting := [base for base in line.bases if base.ended <= to]:
                    return line, fitting[-1]
                break
        ranges = "；".join(f"{said(line.bases[0].ended)} 起" for line in lines)
        raise LauncherError(f"没有能恢复到 {said(to)} 的备份；可恢复的时间：{ranges}（见 changqian backup --list）。")


def prune(store: Store, keep: timedelta, live: Path, now: datetime) -> tuple[int, int]:
    """Forgets what no moment of the last `keep` needs; returns how many bases and how many contents went.

    The last base before that time stays, for the moments after it. A content goes when no base that is left lists it,
    the platform itself no longer has it, and it was not copied since the oldest base.
    """
    since, bases = now - keep, 0
    for line in store.lines:
        there = line.bases
        for base in [base for base, later in zip(there, there[1:], strict=False) if later.ended <= since]:
            shutil.rmtree(base.folder)
            bases += 1
        if left := line.bases:
            for segment in line.segments:
                if segment.suffix != ".history" and segment.name[:24] < left[0].wal:
                    segment.unlink()
    for line, later in zip(store.lines, store.lines[1:], strict=False):
        if later.begun <= since and later.bases and later.bases[0].ended <= since:
            bases += len(line.bases)
            shutil.rmtree(line.folder)
    kept = [base for line in store.lines for base in line.bases]
    if not kept:
        return bases, 0
    oldest = min(base.began for base in kept)
    copies = sorted(store.keys.glob("*.sealed"))
    for copy, newer in zip(copies, copies[1:], strict=False):
        if moment_of(newer.stem) <= oldest:
            copy.unlink()
    return bases, _forget_contents(store, kept, live, oldest)


def _forget_contents(store: Store, kept: Sequence[Base], live: Path, oldest: datetime) -> int:
    from changqian.launcher.backups.contents import listed

    needed = {key for base in kept for key in listed(base.folder)}
    gone = 0
    for path in store.files.glob("??/??/*"):
        key = path.relative_to(store.files).as_posix()
        old = path.stat().st_mtime < oldest.timestamp()
        if old and key not in needed and not (live / key).exists():
            path.unlink()
            gone += 1
    return gone


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """What the disk refuses comes out as a sentence."""
    try:
        yield
    except OSError as error:
        raise LauncherError(f"无法使用 {error.filename or folder}：{reason(error)}。") from error


def write_safely(file: Path, content: bytes) -> None:
    """Whole or not at all, and closed to others."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)
