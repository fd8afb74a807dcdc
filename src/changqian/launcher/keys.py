"""Secret keys in files, made once: 32 random bytes as hex, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from changqian.launcher.errors import LauncherError

NAMES = ("django", "audit", "tickets", "field", "gateways")
IRREPLACEABLE = ("audit", "field")  # a new one could neither verify the old chain nor read the old ciphertext


def keys_folder(data: Path) -> Path:
    return Path(os.environ.get("CHANGQIAN_KEYS") or data / "keys")


def make_keys(folder: Path, *, data_exists: bool = False) -> None:
    """Creates the missing keys. With `data_exists`, a missing irreplaceable key is a loss, not a first start."""
    lost = [name for name in IRREPLACEABLE if data_exists and not (folder / f"{name}.key").exists()]
    if lost:
        raise LauncherError(f"数据库已有数据，但密钥文件 {folder / f'{lost[0]}.key'} 不见了，请从备份恢复后再启动。")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in NAMES:
            make_key(folder / f"{name}.key")
    except PermissionError as error:
        raise LauncherError(f"没有密钥目录 {folder} 的写入权限。") from error


def make_key(file: Path) -> str:
    """The key in `file`, made if missing. Written aside and linked, so that nobody ever reads half a key."""
    if not file.exists():
        aside = file.with_name(f".{file.name}.{os.getpid()}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(aside, file)
        except FileExistsError:
            pass  # another process was first; its key holds
        finally:
            aside.unlink()
    return file.read_text().strip()
