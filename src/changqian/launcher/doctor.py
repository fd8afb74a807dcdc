"""`changqian doctor`: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from changqian.launcher.backups.contents import bucket
from changqian.launcher.backups.store import said
from changqian.launcher.backups.taking import noted
from changqian.launcher.data import require_space
from changqian.launcher.database import outside_url, require_reachable
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import NAMES, keys_folder
from changqian.launcher.ports import require_free
from changqian.launcher.postgres import EmbeddedPostgres

BACKUP_AT_LEAST = timedelta(hours=36)
MARKS = {True: "正常", False: "有问题", None: "提示"}


@dataclass(frozen=True)
class Finding:
    """`well` is None where something optional is missing."""

    what: str
    well: bool | None
    words: str


def examine(data: Path) -> int:
    """Prints the findings; 1 when something necessary is wrong."""
    findings = list(find(data))
    for finding in findings:
        print(f"[{MARKS[finding.well]}] {finding.what}：{finding.words}")
    return 1 if any(finding.well is False for finding in findings) else 0


def find(data: Path) -> Iterator[Finding]:
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    if os.geteuid() == 0:
        yield Finding("账户", None, "以 root 身份运行适合试用；正式使用请为常企安建专用账户（docs/decisions/0007）")
    yield _folder(data)
    yield _keys(data)
    yield _database(data)
    if os.environ.get("S3_BUCKET"):
        yield _tried("文件存储", _require_bucket, "对象存储可以使用")
    yield _backup(data)
    running = EmbeddedPostgres(data).postmaster() is not None
    if not running:
        yield _tried("端口 8000", lambda: require_free(8000, "网页服务"), "空闲")
        yield _tried("端口 8001", lambda: require_free(8001, "消息推送"), "空闲")
    pages = Path(os.environ.get("CHANGQIAN_WEB") or Path(__file__).parents[3] / "web" / "dist")
    missing = [app for app in ("desktop", "mobile", "screen") if not (pages / app / "index.html").exists()]
    yield Finding("网页", not missing, f"缺少 {'、'.join(missing)}，请运行 make web" if missing else str(pages))
    yield _optional("Node.js", "node", "构建网页时会改用随包提供的版本")
    yield _optional("浏览器", "chromium", "浏览器测试将跳过")
    yield _fonts()


def _folder(data: Path) -> Finding:
    if not data.exists():
        return Finding("数据目录", None, f"{data} 尚未创建，首次启动时创建")
    if not os.access(data, os.W_OK):
        return Finding("数据目录", False, f"没有 {data} 的写入权限")
    free = shutil.disk_usage(data).free >> 30
    return _tried("数据目录", lambda: require_space(data), f"{data}，可用 {free} GB")


def _keys(data: Path) -> Finding:
    folder = keys_folder(data)
    missing = [name for name in NAMES if not (folder / f"{name}.key").exists()]
    loose = [name for name in NAMES if name not in missing and (folder / f"{name}.key").stat().st_mode & 0o077]
    if loose:
        return Finding("密钥", False, f"{folder} 中 {'、'.join(loose)} 对其他用户可读，请 chmod 600")
    if missing and EmbeddedPostgres(data).exists:
        return Finding("密钥", False, f"{folder} 中缺少 {'、'.join(missing)}，请从备份恢复")
    return Finding("密钥", None if missing else True, "尚未创建，首次启动时创建" if missing else str(folder))


def _database(data: Path) -> Finding:
    if url := outside_url():
        return _tried("数据库", lambda: require_reachable(url), "DATABASE_URL 可以连接")
    server = EmbeddedPostgres(data)
    if running := server.running_url():
        return _tried("数据库", lambda: require_reachable(running), "正在运行")
    return Finding("数据库", None, "没有运行" if server.exists else "尚未创建，首次启动时创建")


def _backup(data: Path) -> Finding:
    if not (kept := noted(data).get("base")):
        return Finding("备份", None, "从未备份，请设置 CHANGQIAN_BACKUP（docs/operation.md）")
    moment = datetime.fromtimestamp(kept, UTC)
    late = datetime.now(UTC) - moment > BACKUP_AT_LEAST
    return Finding("备份", not late, f"最近一次完整备份在 {said(moment)}{'，已超过一天半' if late else ''}")


def _require_bucket() -> None:
    try:
        if store := bucket():
            store.require()
    except OSError as error:
        raise LauncherError(f"对象存储 {error.filename} 不可用（{error.strerror}），请检查 S3_ 开头的设置") from error


def _optional(what: str, program: str, otherwise: str) -> Finding:
    path = shutil.which(program)
    return Finding(what, True if path else None, path or f"未安装，{otherwise}")


def _fonts() -> Finding:
    if shutil.which("fc-list") is None:
        return Finding("中文字体", None, "无法检查（没有 fc-list）")
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False).stdout
    return Finding(
        "中文字体", True if listed.strip() else None, "已安装" if listed.strip() else "建议安装 fonts-noto-cjk"
    )


def _tried(what: str, check: Callable[[], None], words: str) -> Finding:
    try:
        check()
    except LauncherError as error:
        return Finding(what, False, str(error))
    return Finding(what, True, words)
