"""`changqian backup --verify`: a backup is worth what a restore from it gives, so one is made and looked at."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from changqian.launcher.backups.contents import listed, spoilt
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
    wrong = _sums(source, base)
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
    steady = {name for name in found if before.get(name) == after.get(name)}
    wrong += [f"表 {name} 与运行中的数据库不一致" for name in differing(before, found) if name in steady]
    wrong += [f"备份缺少文件 {key}" for key in spoilt(listed(base.folder), store.files)]
    if not wrong:
        replace(base, digests=found).write()
    moving = sorted(found.keys() - steady)
    say(f"与运行中的数据库逐表比对：{len(steady)} 张期间未变；{len(moving)} 张有写入（{'、'.join(moving) or '无'}）。")
    for sentence in wrong:
        say(f"核验不通过：{sentence}")
    say("备份核验不通过。" if wrong else "备份核验通过。")
    return 1 if wrong else 0


def _sums(source: Source, base: Base) -> list[str]:
    say("核对备份的校验和…")
    command = [str(source.programs / "pg_verifybackup"), "--no-parse-wal", "--quiet", str(base.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    strange = [line for line in done.stderr.splitlines() if "base.json" not in line and "files.gz" not in line]
    return [f"数据库备份的校验和不符（{strange[0]}）"] if done.returncode and strange else []
