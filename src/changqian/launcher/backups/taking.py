"""A base: the whole database as the server gives it out, and everything beside it that a restore needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from changqian import __version__
from changqian.launcher.backups.contents import bucket, copy_new, keys_in, named, write_list
from changqian.launcher.backups.sealing import keep_keys
from changqian.launcher.backups.source import Source
from changqian.launcher.backups.store import Base, Line, Store, stamp, write_safely
from changqian.launcher.errors import DISK_FULL, LauncherError
from changqian.launcher.keys import keys_folder
from changqian.launcher.leash import leashed
from changqian.launcher.logs import say

TELL_PERCENT = 10
PERCENT = re.compile(r"\((\d+)%\)")
NOTE = "backup.json"
"In the data folder: when what was kept last, for whoever watches the platform."


def take(source: Source, store: Store, line: Line, data: Path, words: bytes | None) -> Base:
    """Copies the database, then the files: a file lies on the disk before its row does."""
    with store.locked("base"):
        for left in (line.folder / "base").glob("*.partial"):
            shutil.rmtree(left)  # of one that was killed
        began = datetime.now(UTC)
        folder = line.folder / "base" / stamp(began)
        partial = folder.with_name(f"{folder.name}.partial")
        partial.mkdir(mode=0o700, parents=True)
        head = chain_head(source)
        try:
            say("复制数据库…")
            _copy_database(source, partial)
            ended = datetime.now(UTC)
            copied = keep_contents(source, store, data, partial)
            keep_trail(store, data)
            if words is not None:
                keep_keys(store, data, words, datetime.now(UTC))
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)  # a full disk is not to stay full
            raise
        partial.rename(folder)
        base = Base(
            folder, began, ended, source.version, __version__, source.outside, (data / "demonstration").exists(),
            source.segment(_first_place(folder)), head,
        )  # fmt: skip
        base.write()
    note(data, base=ended)
    say(f"备份完成：{folder}，{base.size >> 20} MB，新文件 {copied} 个。")
    if words is None:
        say(f"警告：没有设置口令，密钥没有备份。请另行加密保管 {keys_folder(data)}：丢了密钥，加密的内容再也打不开。")
    return base


def keep_contents(source: Source, store: Store, data: Path, base: Path) -> int:
    """Copies of what is new and the list of all, or of what lies in a bucket the list alone; how many were copied."""
    if bucket():
        say("文件在对象存储中：只记清单，不复制。")
        write_list(base, named(source.url))
        return 0
    say("复制文件…")
    copied = copy_new(keys_in(data / "files"), data / "files", store.files)
    write_list(base, keys_in(data / "files"))
    return copied


def keep_trail(store: Store, data: Path) -> None:
    """Heads and archives of the audit trail."""
    for file in sorted(path for path in (data / "audit").rglob("*") if path.is_file()):
        kept = store.audit / file.relative_to(data / "audit")
        if not kept.exists() or kept.stat().st_size != file.stat().st_size:
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_safely(kept, file.read_bytes())


def note(data: Path, **moments: datetime) -> None:
    told = noted(data) | {name: moment.timestamp() for name, moment in moments.items()}
    write_safely(data / NOTE, json.dumps(told).encode())
    (data / NOTE).chmod(0o644)


def noted(data: Path) -> dict[str, float]:
    """When a `base` was complete and the `archive` up to date, in seconds since 1970; nothing where nobody backs up."""
    told: dict[str, float] = {}
    with suppress(OSError, ValueError):
        told = json.loads((data / NOTE).read_text())
    return told


def chain_head(source: Source) -> tuple[int, str] | None:
    """The end of the audit chain; None where there is none yet."""
    query = "SELECT seq, hash FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
    with psycopg.connect(source.url) as connection, suppress(psycopg.errors.UndefinedTable):
        row = connection.execute(query).fetchone()
        return (row[0], row[1]) if row else None
    return None


def _copy_database(source: Source, folder: Path) -> None:
    options = ["--format=tar", "--gzip", "--compress=client-gzip:1", "--wal-method=stream", "--checkpoint=fast"]
    command, env = source.command(
        "pg_basebackup", "-D", str(folder), *options, "--manifest-checksums=SHA256", "--progress", "--label=changqian"
    )
    process = subprocess.Popen(
        leashed(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=env,
        text=True,
    )
    assert process.stderr is not None
    told, wrong = 0, [""]
    with process.stderr:
        for text in process.stderr:
            wrong += [text.strip()] if "error:" in text else []
            if (found := PERCENT.search(text)) and int(found[1]) >= told + TELL_PERCENT:
                told = int(found[1])
                say(f"  数据库：{told}%")
    if process.wait():
        if any(DISK_FULL in each for each in wrong):
            raise LauncherError("备份目录所在磁盘已满，请清理后重试。")
        raise LauncherError(f"复制数据库失败：{wrong[-1]}。")


def _first_place(folder: Path) -> str:
    """Where in the journal a restore begins."""
    return str(json.loads((folder / "backup_manifest").read_text())["WAL-Ranges"][0]["Start-LSN"])
