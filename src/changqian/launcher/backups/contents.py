"""Uploaded files in a backup: each content once under its SM3, copied when it is new and never changed.

Those in a bucket are not copied: it has copies of its own, and a base lists what it has to hold."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

import psycopg

from changqian.launcher.errors import LauncherError, reason
from changqian.launcher.logs import say
from changqian.platform.foundation.files.s3 import S3Store, bucket_in
from changqian.platform.kernel.crypto import sm3_of

LIST = "files.gz"
PIECE = 1 << 20
TELL_SECONDS = 5.0


def bucket() -> S3Store | None:
    """Where the platform keeps its files if not in the data folder."""
    try:
        found = bucket_in(os.environ)
    except ValueError as error:
        raise LauncherError(f"对象存储的设置有误：{error}。") from error
    return S3Store(found) if found else None


def reader(folder: Path) -> Callable[[str], IO[bytes]]:
    """Opens a content by its key: in the bucket where there is one, else in this folder."""
    if store := bucket():
        return store.open
    return lambda key: (folder / key).open("rb")


def named(url: str) -> list[str]:
    """The keys of all contents that rows name."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT DISTINCT sm3 FROM files_storedfile ORDER BY 1").fetchall()
    return [key_of(digest) for (digest,) in rows]


def keys_in(folder: Path) -> Iterator[str]:
    """`ab/cd/<sm3>`: what rows name. Thumbnails are made anew; exports and imports under way (`own/`) are not kept."""
    for path in folder.glob("??/??/*"):
        yield path.relative_to(folder).as_posix()


def key_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def copy_new(keys: Iterable[str], source: Path, target: Path) -> int:
    """Copies what the target has not; how many. What went away meanwhile was nobody's."""
    copied, told = 0, time.monotonic()
    for key in keys:
        if not (target / key).exists() and _copy(source / key, target / key):
            copied += 1
        if time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            say(f"  文件：已复制 {copied} 个")
    return copied


def _copy(source: Path, target: Path) -> bool:
    target.parent.mkdir(mode=source.parent.stat().st_mode & 0o777, parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with source.open("rb") as given, aside.open("wb") as out:
            shutil.copyfileobj(given, out, PIECE)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(target)
    except FileNotFoundError:
        return False
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise LauncherError(f"无法写入 {target.parent}：{reason(error)}。") from error
    return True


def write_list(folder: Path, keys: Iterable[str]) -> None:
    with gzip.open(folder / LIST, "wt", compresslevel=1) as out:
        out.writelines(f"{key}\n" for key in keys)


def listed(folder: Path) -> Iterator[str]:
    with gzip.open(folder / LIST, "rt") as lines:
        yield from (line.rstrip("\n") for line in lines)


def spoilt(keys: Iterable[str], open_: Callable[[str], IO[bytes]]) -> list[str]:
    """Those that are missing or are not what their name says."""
    found, told = [], time.monotonic()
    for number, key in enumerate(keys):
        try:
            with open_(key) as content:
                if sm3_of(iter(partial(content.read, PIECE), b"")) != key.rpartition("/")[2]:
                    found.append(key)
        except (FileNotFoundError, KeyError):
            found.append(key)
        if time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            say(f"  文件：已核对 {number + 1} 个")
    return found
