"""What the processes say: everything into rotated files, what matters onto the console in readable lines."""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import re
import shutil
import sys
import threading
from pathlib import Path
from typing import IO

ROTATE_BYTES = 10 << 20
ROTATE_KEEP = 5
QUIET = re.compile(r"\b(DEBUG|INFO)\b|^\s*$")
MARKS = {"warning": "警告", "error": "错误", "critical": "严重"}
_console = threading.Lock()


def say(text: str) -> None:
    """One line from the launcher itself; a closed terminal must not keep it from stopping its processes."""
    with _console, contextlib.suppress(OSError):
        print(text, flush=True)


def readable(line: str) -> str | None:
    """The console form of a log line, None for one that only belongs into the file.

    JSON lines become "event key=value"; of these and of plain lines, debug and info stay off the console.
    """
    try:
        record = json.loads(line) if line.startswith("{") else None
    except ValueError:
        record = None
    if not isinstance(record, dict):
        return None if QUIET.search(line) else line
    level = str(record.pop("level", "info")).lower()
    if level not in MARKS:
        return None
    event = str(record.pop("event", record.pop("message", "")))
    trace = str(record.pop("exception", "")).strip().splitlines()[-1:]
    rest = " ".join(f"{key}={value}" for key, value in record.items() if key not in ("timestamp", "logger"))
    return " ".join(part for part in (MARKS[level], event, rest, *trace) if part)


def relay(name: str, stream: IO[bytes], file: Path, *, console: bool = True) -> threading.Thread:
    """Copies a child's output until it ends; the thread never starts processes (see `leash.leashed`)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=ROTATE_BYTES, backupCount=ROTATE_KEEP, encoding="utf-8"
    )

    def pump() -> None:
        for raw in stream:
            line = raw.decode(errors="replace").rstrip("\n")
            handler.emit(logging.makeLogRecord({"msg": line}))
            if console and (shown := readable(line)) is not None:
                with _console, contextlib.suppress(OSError):
                    print(f"[{name}] {shown}", file=sys.stderr, flush=True)
        handler.close()
        stream.close()

    thread = threading.Thread(target=pump, name=f"log-{name}", daemon=True)
    thread.start()
    return thread


def rotate(file: Path) -> None:
    """Rotates a file another process holds open for appending: copied, then cut."""
    if not file.exists() or file.stat().st_size < ROTATE_BYTES:
        return
    for number in range(ROTATE_KEEP - 1, 0, -1):
        older = file.with_name(f"{file.name}.{number}")
        if older.exists():
            older.replace(file.with_name(f"{file.name}.{number + 1}"))
    shutil.copyfile(file, file.with_name(f"{file.name}.1"))
    with file.open("r+b") as handle:
        handle.truncate(0)


def last_words(file: Path) -> str:
    """What a program said last about an error, or else at all."""
    try:
        lines = [line.strip() for line in file.read_text(errors="replace").splitlines() if line.strip()]
    except FileNotFoundError:
        lines = []
    errors = [line for line in lines if re.search(r"[Ee]rror|ERROR|错误", line)]
    return (errors or lines or ["没有输出"])[-1].rstrip(" .。")
