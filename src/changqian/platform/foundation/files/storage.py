"""Where contents are kept: a folder on one machine, a bucket for several (decision 0027)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol
from uuid import uuid4

from django.conf import settings

from changqian.platform.foundation.files.s3 import S3Store

CHUNK = 1024 * 1024
OWN = "own/"
"Below it lies what other rooms keep for a while; whoever put it there takes it away."


class Store(Protocol):
    """Objects by key, written once and never changed."""

    def put(self, key: str, content: IO[bytes]) -> None:
        """Keep the content for good before returning. A key that is there already is left as it is."""

    def open(self, key: str) -> IO[bytes]:
        """KeyError if there is none."""

    def has(self, key: str) -> bool: ...

    def delete(self, key: str) -> None: ...

    def older_than(self, prefix: str, moment: datetime) -> Iterator[str]:
        """Keys below the prefix that were written before."""


class LocalStore:
    """A folder. Contents are complete and on the disk before they have their name; a name never gets a new content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, content: IO[bytes]) -> None:
        path = self._path(key)
        if path.exists():
            return
        self._make(path.parent)
        waiting = self._make(self.folder / "incoming") / uuid4().hex
        try:
            content.seek(0)
            with waiting.open("xb") as file:
                while chunk := content.read(CHUNK):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # Somebody stored the same content meanwhile.
                os.link(waiting, path)
            _sync(path.parent)
        finally:
            waiting.unlink(missing_ok=True)

    def open(self, key: str) -> IO[bytes]:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise KeyError(key) from None

    def has(self, key: str) -> bool:
        return self._path(key).exists()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def older_than(self, prefix: str, moment: datetime) -> Iterator[str]:
        """Of `incoming`, too: what a killed process left behind."""
        for path in sorted((self.folder / prefix).rglob("*")):
            with suppress(FileNotFoundError):
                if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                    yield path.relative_to(self.folder).as_posix()

    def _path(self, key: str) -> Path:
        path = (self.folder / key).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise KeyError(key)
        return path

    def _make(self, folder: Path) -> Path:
        """The folder, and the news of it on the disk."""
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            _sync(folder.parent)
        return folder


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def the_store() -> Store:
    """Where this platform keeps its files."""
    return S3Store(settings.S3) if settings.S3 else LocalStore(Path(settings.DATA) / "files")


def key_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def thumb_key_of(digest: str) -> str:
    return f"thumbs/{digest[:2]}/{digest[2:4]}/{digest}.webp"
