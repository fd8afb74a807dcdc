"""`changqian backup`: one base, looked at and tidied up as asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from changqian.launcher.backups.digests import digests
from changqian.launcher.backups.following import current_line
from changqian.launcher.backups.source import opened_source
from changqian.launcher.backups.store import Store, prune, said, spoken
from changqian.launcher.backups.taking import take
from changqian.launcher.backups.verifying import verify
from changqian.launcher.database import outside_url
from changqian.launcher.errors import LauncherError
from changqian.launcher.logs import say
from changqian.launcher.postgres import EmbeddedPostgres


@dataclass(frozen=True)
class Wanted:
    words: bytes | None
    "The passphrase for the keys; without it they are left out."
    verify: bool = False
    keep: timedelta | None = None


def backup(data: Path, store: Store, wanted: Wanted) -> int:
    if wanted.keep is not None and wanted.keep < timedelta(days=1):
        raise LauncherError("--keep-days 至少为 1。")
    store.prepare()
    if data.exists() and store.folder.stat().st_dev == data.stat().st_dev:
        say("警告：备份目录和数据目录在同一块磁盘上，磁盘损坏时两者会一起丢失。")
    if outside_url() is None and not EmbeddedPostgres(data).exists:
        raise LauncherError(f"数据目录 {data} 中没有数据库，没有什么可备份。")
    with spoken(store.folder), opened_source(data) as source:
        if wanted.keep is not None:  # First, for it is a full disk that makes people come here.
            bases, contents = prune(store, wanted.keep, data / "files", datetime.now(UTC))
            say(f"清理：删除 {bases} 个旧备份、{contents} 个不再需要的文件。")
        line = current_line(source, store)
        if line is None:
            say("连续归档没有运行（changqian archive）：只能恢复到备份结束的时刻。")
            line = store.begin(datetime.now(UTC))
        before = digests(source.url) if wanted.verify else {}
        base = take(source, store, line, data, wanted.words)
        return verify(source, store, base, data, before, digests(source.url)) if wanted.verify else 0


def show(store: Store) -> int:
    for line in store.lines:
        for base in line.bases:
            verified = "，已核验" if base.digests else ""
            say(f"{said(base.ended)}  {base.size >> 20} MB  PostgreSQL {base.postgres}{verified}")
        if line.segments and line.bases:
            last = datetime.fromtimestamp(max(each.stat().st_mtime for each in line.segments), UTC)
            say(f"  连续归档：{said(line.bases[0].ended)} 至 {said(last)} 之间的任一时刻")
    return 0
