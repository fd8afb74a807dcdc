"""Firmware on the disk, by the SM3 of its content. All of it blocks, but for receiving."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Collection
from pathlib import Path

from cryptography.hazmat.primitives import hashes

LARGEST = 512 << 20
"Bytes."
MOST = 50
"Files; the one that was used longest ago makes room."


class Unsound(ValueError):
    """What came is not what was announced. The message says why."""


class Packages:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """`digest` has been looked at: 64 hexadecimal digits."""
        return self.folder / f"{digest}.bin"

    def size(self, digest: str) -> int | None:
        path = self.path(digest)
        return path.stat().st_size if path.is_file() else None

    def open_old(self, in_use: Collection[str]) -> None:
        """Room for one more; and what a kill left half written goes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for part in self.folder.glob("*.part"):
            part.unlink(missing_ok=True)
        kept = sorted(self.folder.glob("*.bin"), key=lambda path: path.stat().st_mtime)
        for path in [each for each in kept if each.stem not in in_use][: max(0, len(kept) - MOST + 1)]:
            path.unlink(missing_ok=True)

    async def receive(self, digest: str, pieces: AsyncIterator[bytes]) -> int:
        """How many bytes it has, all of them on the disk. Unsound if it is another file than announced."""
        part = self.folder / f"{digest}.{uuid.uuid4().hex}.part"
        sm3, size = hashes.Hash(hashes.SM3()), 0
        file = await asyncio.to_thread(part.open, "wb")
        try:
            async for piece in pieces:
                size += len(piece)
                if size > LARGEST:
                    raise Unsound(f"升级包大于{LARGEST >> 20}MB")
                sm3.update(piece)
                await asyncio.to_thread(file.write, piece)
            if sm3.finalize().hex() != digest:
                raise Unsound("升级包的内容与其SM3值不符，请重新上传")
            await asyncio.to_thread(_sync, file)
            part.replace(self.path(digest))
        finally:
            file.close()
            part.unlink(missing_ok=True)
        return size

    def used(self, digest: str) -> None:
        os.utime(self.path(digest))


def _sync(file: object) -> None:
    file.flush()  # type: ignore[attr-defined]
    os.fsync(file.fileno())  # type: ignore[attr-defined]
