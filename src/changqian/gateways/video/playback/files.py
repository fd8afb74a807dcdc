"""Downloaded files on the disk, and what is known of each, in a note beside it that outlives the process."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import structlog
from cryptography.hazmat.primitives import hashes

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.store import write_whole
from changqian.wire.signing import sm3

log = structlog.get_logger("changqian.video")

KEPT = 72 * 3600.0
"Seconds that a downloaded file is kept: whoever asked for it fetches it, and the device has it still."
MARGIN = 512 << 20
"Bytes that stay free: the gateway's events need room more than any film."
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Note:
    """Of one download. `name` is what the user's file is called; `sm3` is empty until all is there."""

    command: str
    device: str
    channel: str
    name: str = ""
    sm3: str = ""
    size: int = 0


class Files:
    """`<id>.mp4` and `<id>.json`; `<id>.part` while it is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def id_of(command: str) -> str:
        """A command's id comes from outside, and may be no name of a file."""
        return sm3(command.encode())[:32]

    def begin(self, note: Note) -> Path:
        """Where its bytes go. Failed where there is no room for any."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.room()
            self._write(note)
        except OSError as error:
            raise unwritable(error) from error
        return self._path(note, "part")

    def room(self, needed: int = 0) -> None:
        """Failed unless there is so much of it."""
        free = shutil.disk_usage(self.folder).free
        if free < MARGIN + needed:
            raise full(free)

    def finish(self, note: Note) -> Note:
        """Blocks: its digest, and all of it on the disk before it has its name."""
        part = self._path(note, "part")
        digest = hashes.Hash(hashes.SM3())
        with part.open("rb") as film:
            while piece := film.read(PIECE):
                digest.update(piece)
            os.fsync(film.fileno())
        done = Note(note.command, note.device, note.channel, note.name, digest.finalize().hex(), part.stat().st_size)
        part.replace(self._path(note, "mp4"))
        self._write(done)
        return done

    def drop(self, note: Note) -> None:
        for ending in ("part", "mp4", "json"):
            self._path(note, ending).unlink(missing_ok=True)

    def find(self, id: str) -> tuple[Path, Note] | None:
        """A whole file; None for anything else, also for what is no id."""
        if len(id) != 32 or not id.isascii() or not id.isalnum():
            return None
        path = self.folder / f"{id}.mp4"
        note = self._read(path.with_suffix(".json"))
        return (path, note) if note and note.sm3 and path.exists() else None

    def unfinished(self) -> list[Note]:
        return [note for _, note in self._notes() if not note.sm3]

    def sweep(self, now: float) -> None:
        """`now` is Unix time. What is old goes."""
        for path, note in list(self._notes()):
            if note.sm3 and path.stat().st_mtime < now - KEPT:
                self.drop(note)

    def _path(self, note: Note, ending: str) -> Path:
        return self.folder / f"{self.id_of(note.command)}.{ending}"

    def _write(self, note: Note) -> None:
        write_whole(self._path(note, "json"), orjson.dumps(asdict(note)))

    def _notes(self) -> Iterator[tuple[Path, Note]]:
        for path in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ():
            if note := self._read(path):
                yield path, note

    def _read(self, path: Path) -> Note | None:
        try:
            return Note(**orjson.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            log.warning("note of a download unreadable", path=str(path))
            return None


def full(free: int) -> Failed:
    return Failed(
        *(Step.DISK_FULL, f"网关的磁盘空间不足（剩余{free >> 20}MB）"), "请清理网关磁盘上的下载文件和中心录像后重新下载"
    )


def unwritable(error: Exception) -> Failed:
    reason = getattr(error, "strerror", "") or error
    return Failed(Step.DISK_FAILED, f"网关写不了下载文件：{reason}", "请检查网关数据目录的权限和磁盘状态")
