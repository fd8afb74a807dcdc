"""Keys in a backup: under a passphrase or not at all. Beside the data in the clear they would be worth nothing."""

from __future__ import annotations

import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from changqian.launcher.backups.store import Store, moment_of, stamp, write_safely
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import keys_folder
from changqian.platform.kernel.crypto import Unsealable
from changqian.platform.kernel.keyring import decrypt, encrypt

LEAST_PASSPHRASE = 12
BOUND = b"changqian.backup.keys"
RING = "field.ring"


def passphrase(given: str | None) -> bytes | None:
    """From the file that is named here or by CHANGQIAN_BACKUP_PASSPHRASE_FILE; None if none is."""
    name = given or os.environ.get("CHANGQIAN_BACKUP_PASSPHRASE_FILE")
    if not name:
        return None
    try:
        words = Path(name).read_bytes().strip()
    except OSError as error:
        raise LauncherError(f"读不到口令文件 {name}。") from error
    if len(words) < LEAST_PASSPHRASE:
        raise LauncherError(f"口令文件 {name} 中的口令太短，至少 {LEAST_PASSPHRASE} 个字符。")
    return words


def present_keys(data: Path) -> dict[str, str]:
    """All key files of the platform, by name; the ring may lie elsewhere."""
    folder = keys_folder(data)
    found = {file.name: file.read_text() for file in sorted(folder.glob("*.key"))}
    ring = Path(os.environ.get("CHANGQIAN_KEYRING") or folder / RING)
    return {**found, RING: ring.read_text()} if ring.exists() else found


def keep_keys(store: Store, data: Path, words: bytes, now: datetime) -> bool:
    """Another sealed copy if the keys are not what the last copy holds; whether there was need."""
    keys = present_keys(data)
    known = sorted(store.keys.glob("*.sealed"))
    if known and opened(known[-1], words) == keys:
        return False
    salt = secrets.token_bytes(16)
    sealed = encrypt(_derived(words, salt), json.dumps(keys).encode(), bound=BOUND)
    write_safely(store.keys / f"{stamp(now)}.sealed", salt + sealed)
    return True


def opened(file: Path, words: bytes) -> dict[str, str]:
    content = file.read_bytes()
    try:
        keys: dict[str, str] = json.loads(decrypt(_derived(words, content[:16]), content[16:], bound=BOUND))
    except Unsealable as error:
        raise LauncherError(f"口令打不开备份中的密钥 {file}：口令不对，或文件已损坏。") from error
    return keys


def keys_at(store: Store, words: bytes, to: datetime) -> dict[str, str] | None:
    """The keys as they were then; None if the backup has none.

    The ring of then says which key was in use; secrets that came in the seconds before the next copy are added.
    """
    known = sorted(store.keys.glob("*.sealed"))
    if not known:
        return None
    then = [file for file in known if moment_of(file.stem) <= to] or known[:1]
    keys, newest = opened(then[-1], words), opened(known[-1], words)
    if RING in newest:
        first = {"active": 1, "keys": {"1": {"secret": keys["field.key"].strip(), "retired": False}}}
        ring, later = json.loads(keys.get(RING) or json.dumps(first)), json.loads(newest[RING])
        fresh = {number: {**each, "retired": False} for number, each in later["keys"].items()}
        keys[RING] = json.dumps({**ring, "keys": {**fresh, **ring["keys"]}}, indent=1)
    return keys


def _derived(words: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << 15, r=8, p=1).derive(words)
