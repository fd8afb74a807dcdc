"""The data folder: where it is, whether it can be used, and that only one launcher uses it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from changqian.launcher.errors import LauncherError, reason

LEAST_FREE_BYTES = 1 << 30
UNFINISHED = "restore-unfinished.json"
"In the data folder while a restore exchanges what lies there; see `backups.restoring`."


def default_folder() -> Path:
    """CHANGQIAN_DATA, else /var/lib/changqian for root, else the XDG data folder of the user."""
    if chosen := os.environ.get("CHANGQIAN_DATA"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/changqian")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "changqian"


def prepare_folder(folder: Path) -> None:
    """Makes the folder and its parts and refuses one that is read-only or nearly full."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name in ("files", "run", "logs"):
            (folder / name).mkdir(mode=0o755, exist_ok=True)
        probe = folder / "run" / f"probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except PermissionError as error:
        raise LauncherError(f"没有数据目录 {folder} 的写入权限，请用 CHANGQIAN_DATA 指定可写的目录。") from error
    except OSError as error:
        raise LauncherError(f"无法使用数据目录 {folder}：{reason(error)}。") from error
    require_space(folder)


def require_whole(folder: Path) -> None:
    """Refuses a folder that a killed restore left half exchanged: a start would make an empty city in it."""
    if (folder / UNFINISHED).exists():
        raise LauncherError(
            f"数据目录 {folder} 上次的恢复中途停止，没有完成。请重新运行 changqian restore：原有数据会先放回原处。"
        )


def require_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise LauncherError(
            f"数据目录 {folder} 所在磁盘只剩 {free >> 20} MB 可用空间，至少需要 1024 MB，请清理磁盘后重试。"
        )


def in_use(folder: Path) -> bool:
    """Whether somebody holds it: a server whose launcher was killed is nobody's, and about to end."""
    with suppress(FileNotFoundError), (folder / "run" / "lock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for this process; the kernel lets go of it even after kill -9."""
    (folder / "run").mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / "run" / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LauncherError(
                f"常企安已在使用数据目录 {folder}（进程 {file.read().strip() or '未知'}），请先停止它。"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)
