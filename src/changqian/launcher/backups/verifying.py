"""`changqian backup --verify`: a backup is worth what a restore from it gives, so one is made and looked at."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from changqian.launcher.backups.contents import PIECE, listed, named, reader, spoilt
from changqian.launcher.backups.digests import differing, digests
from changqian.launcher.backups.restoring import check, lay_audit, recovered
from changqian.launcher.backups.source import NEWEST, Source
from changqian.launcher.backups.store import Base, Line, Store
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import keys_folder
from changqian.launcher.logs import say
from changqian.launcher.postgres import SUPERUSER

UNPACKED = 8
"A compressed base becomes at most so many times larger."


def verify(
    source: Source,
    store: Store,
    base: Base,
    data: Path,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> int:
    """Checks the copy's own sums, restores it beside, compares its rows with those of the running database, walks its
    audit chain and reads all its files. Tables written to during the backup cannot be compared; they are named."""
    if base.postgres != NEWEST:
        raise LauncherError(f"只能试恢复 PostgreSQL {NEWEST} 的备份；请用 restore --prepare 由数据库管理员试恢复。")
    wrong = wrong_sums(base)
    if (free := shutil.disk_usage(data).free) < base.size * UNPACKED:
        raise LauncherError(f"核验要在 {data} 下临时恢复一份，可用空间不足（{free >> 20} MB），请清理后重试。")
    with tempfile.TemporaryDirectory(prefix="verify-", dir=data) as name:
        scratch = Path(name)
        scratch.chmod(0o755)
        lay_audit(store.audit, scratch / "audit", until=base.began)
        target = {"recovery_target": "immediate", "recovery_target_action": "promote"}
        with recovered(base, Line(scratch / "none"), scratch / "copy", target, log=scratch / "postgres.log") as server:
            url = server.url(source.name, user=SUPERUSER)
            found = digests(url)
            wrong += check(url, scratch, base, files=store.files, keys=keys_folder(data))
            read = set(named(url))
    steady = {name for name in found if before.get(name) == after.get(name)}
    wrong += [f"表 {name} 与运行中的数据库不一致" for name in differing(before, found) if name in steady]
    others = (key for key in listed(base.folder) if key not in read)
    wrong += [f"备份缺少文件 {key}" for key in spoilt(others, reader(store.files))]
    if not wrong:
        replace(base, digests=found).write()
    moving = sorted(found.keys() - steady)
    say(f"与运行中的数据库逐表比对：{len(steady)} 张期间未变；{len(moving)} 张有写入（{'、'.join(moving) or '无'}）。")
    for sentence in wrong:
        say(f"核验不通过：{sentence}")
    say("备份核验不通过。" if wrong else "备份核验通过。")
    return 1 if wrong else 0


def wrong_sums(base: Base) -> list[str]:
    """Compares each file in the copy with what the server said of it when it sent it. The manifest is PostgreSQL's own
    and signed with a sum itself; pg_verifybackup would do the same, but the wheel's does not start."""
    say("核对备份的校验和…")
    manifest = (base.folder / "backup_manifest").read_bytes()
    told = json.loads(manifest)
    body = manifest[: manifest.rindex(b'"Manifest-Checksum"')]
    if hashlib.sha256(body).hexdigest() != told["Manifest-Checksum"]:
        return ["备份清单 backup_manifest 被改动"]
    wanted = {_path(each): each["Checksum"] for each in told["Files"]}
    try:
        with tarfile.open(base.folder / "base.tar.gz") as archive:
            found = {member.name: _sum(archive, member) for member in archive if member.isfile()}
        with tarfile.open(base.folder / "pg_wal.tar.gz") as journal:
            journal.getmembers()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        return [f"数据库备份读不出来（{error}）"]
    return [f"数据库备份中的 {name} 与清单不符" for name in sorted(wanted) if found.get(name) != wanted[name]]


def _path(told: Mapping[str, str]) -> str:
    return told["Path"] if "Path" in told else bytes.fromhex(told["Encoded-Path"]).decode(errors="surrogateescape")


def _sum(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    content = archive.extractfile(member)
    assert content is not None
    digest = hashlib.sha256()
    while piece := content.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
