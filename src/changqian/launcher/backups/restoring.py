"""The way back: a base, the journal up to a moment, files, keys; checked before it is called done."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from changqian.launcher.backups.contents import bucket, copy_new, named, reader, spoilt
from changqian.launcher.backups.sealing import RING, keys_at
from changqian.launcher.backups.store import HERE, Base, Line, Store, said, spoken, stamp, write_safely
from changqian.launcher.commands import call
from changqian.launcher.data import UNFINISHED, locked, prepare_folder
from changqian.launcher.database import environment
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import IRREPLACEABLE, keys_folder, make_keys
from changqian.launcher.logs import say
from changqian.launcher.postgres import EmbeddedPostgres

RECOVERY_SECONDS = 24 * 3600.0
HEADS = "heads.jsonl"
EXCHANGED = ("pg", "keys", "audit")
SHOWN = 5


def moment(text: str) -> datetime:
    """What a person gives as `--to`; without an offset it is the city's time."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise LauncherError(f"时间 {text} 无效，应为 2026-11-26T10:00:00 这样的格式。") from error
    return given if given.tzinfo else given.replace(tzinfo=HERE)


def restore(data: Path, store: Store, to: datetime | None, words: bytes | None, *, overwrite: bool = False) -> int:
    """Makes the data folder what it was; the database comes into its place last. 0 if every check passes."""
    line, base = _chosen(store, to)
    if base.outside:
        raise LauncherError("这是外部数据库的备份：请用 --prepare 目录 准备好数据库文件，再由数据库管理员启动。")
    prepare_folder(data)
    with locked(data), spoken(data), _scratch(data) as scratch:
        _take_back(data)
        _require_free(data, overwrite=overwrite)
        say(f"恢复到 {said(to) if to else '归档末尾'}，所用备份取自 {said(base.began)}")
        keys = _keys(data, store, words, to or datetime.now(UTC))
        with recovered(base, line, scratch, _target(to), log=data / "logs" / "restore.log") as server:
            wanted = named(server.url())
        if bucket() is None:
            say("复制文件…")
            copy_new(wanted, store.files, data / "files")
        _put_aside(data)
        _write_keys(data, keys)
        lay_audit(store.audit, data / "audit", until=to)
        if base.demonstration:
            (data / "demonstration").touch()
        (scratch / "pg").rename(data / "pg")
        with EmbeddedPostgres(data) as server:
            wrong = check(server.url(), data, base, files=data / "files", keys=keys_folder(data))
            wrong += _note_restore(store, to)
        (data / UNFINISHED).unlink()
    for sentence in wrong:
        say(f"核验不通过：{sentence}")
    say("已恢复，但有核验不通过的地方，见上。" if wrong else "已恢复并核验：审计链、文件都完整。用 changqian up 启动。")
    return 1 if wrong else 0


def prepare_only(folder: Path, store: Store, to: datetime | None) -> int:
    """The database's files for whoever starts the server himself: base, journal, and how far to go."""
    line, base = _chosen(store, to)
    if folder.exists() and any(folder.iterdir()):
        raise LauncherError(f"目录 {folder} 不是空的，请换一个。")
    pages, journal = folder / "pg", folder / "wal"
    unpack(base, pages)
    stage(line, base, journal)
    settings = {**_recovery(journal), **_target(to)}
    with (pages / "postgresql.auto.conf").open("a") as out:
        out.writelines(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items())
    say(f"数据库文件已准备在 {pages}（PostgreSQL {base.postgres}），日志在 {journal}。")
    say("请数据库管理员把两个目录的属主改为数据库账户，用同一大版本的 PostgreSQL 启动；恢复到指定时间后自动结束恢复。")
    return 0


def _chosen(store: Store, to: datetime | None) -> tuple[Line, Base]:
    line, base = store.serving(to)
    if to is not None and not line.segments:
        raise LauncherError(f"{said(to)} 前后没有连续归档，只能恢复到一次备份结束时：去掉 --to 即恢复到最近一次。")
    return line, base


def _target(to: datetime | None) -> dict[str, str]:
    return {"recovery_target_time": to.isoformat(), "recovery_target_action": "promote"} if to else {}


# -- the database ----------------------------------------------------------------------------------------------------


@contextmanager
def recovered(
    base: Base, line: Line, folder: Path, target: Mapping[str, str], *, log: Path
) -> Iterator[EmbeddedPostgres]:
    """A running server on a copy below `folder`, brought as far as `target` says."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    server = EmbeddedPostgres(folder, settings={**_recovery(folder / "wal"), **target}, log=log)
    unpack(base, server.pages)
    server.give_tree(server.pages)
    count = stage(line, base, folder / "wal")
    server.give_tree(folder / "wal")
    say(f"重放日志（{count} 段，数据量大时需要较长时间）…")
    try:
        server.start(seconds=RECOVERY_SECONDS)
    except LauncherError as error:
        if "before configured recovery target" in str(error):
            raise LauncherError(
                "归档中没有这个时间之后的提交，无法确认已恢复到它；要恢复到归档末尾，请去掉 --to。"
            ) from error
        raise
    try:
        yield server
    finally:
        server.stop()


def _recovery(journal: Path) -> dict[str, str]:
    path = shlex.quote(str(journal)).replace("%", "%%")
    return {"restore_command": f'cp {path}/%f "%p"', "hot_standby": "off"}


def unpack(base: Base, pages: Path) -> None:
    say("解开数据库备份…")
    pages.mkdir(mode=0o700, parents=True)
    for name, folder in (("base.tar.gz", pages), ("pg_wal.tar.gz", pages / "pg_wal")):
        with tarfile.open(base.folder / name) as archive:
            archive.extractall(folder, filter="tar")
    (pages / "recovery.signal").touch()


def stage(line: Line, base: Base, folder: Path) -> int:
    """The journal from the base on, where the server's account may read it; how many segments."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    count = 0
    for segment in line.segments:
        if segment.suffix == ".history" or segment.name[:24] >= base.wal:
            shutil.copyfile(segment, folder / segment.name.removesuffix(".partial"))
            count += 1
    return count


# -- what lies beside it ---------------------------------------------------------------------------------------------


@contextmanager
def _scratch(data: Path) -> Iterator[Path]:
    """Where the database is recovered: what a killed restore left goes first, what this one leaves at its end."""
    folder = data / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_free(data: Path, *, overwrite: bool) -> None:
    if (data / "pg").exists() and not overwrite:
        raise LauncherError(
            f"数据目录 {data} 中已有数据库。请换一个目录（--data），或加 --overwrite：现有数据会移到一旁，不会删除。"
        )


def _put_aside(data: Path) -> None:
    """Makes room. From here to the end of the checks a note says what was where, so that `_take_back` can undo it."""
    there = [name for name in EXCHANGED if (data / name).exists()]
    aside = data / f"before-restore-{stamp(datetime.now(UTC))}"
    write_safely(data / UNFINISHED, json.dumps({"aside": aside.name, "there": there}).encode())
    if not there:
        return
    aside.mkdir(mode=0o700)
    for name in there:
        (data / name).rename(aside / name)
    say(f"原有数据移到 {aside}，确认不再需要后可以删除。")


def _take_back(data: Path) -> None:
    """What a killed restore had laid goes, what it had put aside comes back. May be killed itself, and begun again."""
    if not (data / UNFINISHED).exists():
        return
    EmbeddedPostgres(data).stop_leftover()
    told = json.loads((data / UNFINISHED).read_text())
    aside = data / told["aside"]
    for name in EXCHANGED:
        if (aside / name).exists() or name not in told["there"]:
            shutil.rmtree(data / name, ignore_errors=True)
        if (aside / name).exists():
            (aside / name).rename(data / name)
    if aside.exists():
        aside.rmdir()
    (data / UNFINISHED).unlink()
    say("上次的恢复没有完成：原有数据已放回原处。")


def _keys(data: Path, store: Store, words: bytes | None, to: datetime) -> dict[str, str]:
    """From the backup, else those that lie in the folder already. A folder elsewhere that is whole stays as it is."""
    folder = keys_folder(data)
    there = {file.name: file.read_text() for file in folder.glob("*") if file.suffix in (".key", ".ring")}
    missing = [name for name in IRREPLACEABLE if f"{name}.key" not in there]
    if folder != data / "keys" and not missing:
        return there
    if words is not None and (found := keys_at(store, words, to)) is not None:
        return found
    if missing:
        cause = "没有给出口令（--passphrase-file）" if any(store.keys.glob("*.sealed")) else "备份中没有密钥"
        raise LauncherError(f"{cause}，请先把另行保管的密钥（{'、'.join(missing)} 等）放到 {folder}。")
    return there


def _write_keys(data: Path, keys: Mapping[str, str]) -> None:
    folder = keys_folder(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in keys.items():
        write_safely(folder / name, text.encode())
    make_keys(folder)
    if RING in keys and os.environ.get("CHANGQIAN_KEYRING"):
        say(f"密钥环恢复在 {folder / RING}；CHANGQIAN_KEYRING 指向别处，请核对。")


def lay_audit(kept: Path, folder: Path, *, until: datetime | None) -> None:
    """Archives, and the heads up to that moment; later ones go into a file of their own, as evidence."""
    folder.mkdir(mode=0o750, exist_ok=True)
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    heads = folder / HEADS
    if until is None or not heads.exists():
        return
    lines = heads.read_text(encoding="utf-8").splitlines(keepends=True)
    later = [line for line in lines if datetime.fromisoformat(json.loads(line)["at"]) > until]
    if later:
        write_safely(heads, "".join(lines[: -len(later)]).encode())
        write_safely(folder / f"heads-after-{stamp(until)}.jsonl", "".join(later).encode())


# -- checks ----------------------------------------------------------------------------------------------------------


def check(url: str, data: Path, base: Base, *, files: Path, keys: Path) -> list[str]:
    """What is wrong with a restored database, as sentences; nothing is well."""
    wrong: list[str] = []
    if base.head is not None and not _has_entry(url, base.head):
        wrong.append(f"审计链中没有备份前的第 {base.head[0]} 条")
    say("核验审计链…")
    os.environ.update(environment(data, url) | {"CHANGQIAN_KEYS": str(keys)})
    try:
        call("verify_audit")
    except LauncherError as error:
        wrong.append(str(error))
    say("核对文件…")
    if lost := spoilt(named(url), reader(files)):
        wrong.append(f"{len(lost)} 个文件缺少或损坏，例如 {'、'.join(lost[:SHOWN])}")
    return wrong


def _has_entry(url: str, head: tuple[int, str]) -> bool:
    query = "SELECT EXISTS(SELECT FROM audit_entry WHERE seq = %s AND hash = %s)"
    with psycopg.connect(url) as connection:
        row = connection.execute(query, head).fetchone()
    return bool(row and row[0])


def _note_restore(store: Store, to: datetime | None) -> Iterable[str]:
    """The trail says that, when and from where it was set back."""
    try:
        call("note_restore", "--store", str(store.folder), *(["--to", said(to)] if to else []))
    except LauncherError as error:
        yield str(error)
