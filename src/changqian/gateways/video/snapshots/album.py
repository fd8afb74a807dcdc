"""Pictures on the disk, and a note of each session that is not over, which outlives the process."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import orjson
import structlog

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.snapshots.pictures import Look
from changqian.gateways.video.store import write_whole
from changqian.protocols.gb28181.moments import BEIJING
from changqian.wire import video as wire
from changqian.wire.signing import sm3

log = structlog.get_logger("changqian.video")

MARGIN = 256 << 20
"Bytes that stay free: events need room more than any picture."
PATH = re.compile(r"\d{8}/[0-9A-Za-z_-]{1,64}/[0-9a-f]{32}-\d{2}\.(?:jpg|png)", re.ASCII)
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Note:
    """One session: what was ordered, and what has come."""

    session: str
    device: str
    channel: str
    count: int
    command: str = ""
    way: str = wire.DEVICE
    pictures: tuple[wire.Picture, ...] = ()

    @property
    def missing(self) -> int:
        return max(0, self.count - len(self.pictures))


class Album:
    """`<day>/<device>/<session>-<number>.jpg` below the folder; notes in `open/`. All of it blocks."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes = folder, folder / "open"

    def begin(self, note: Note) -> None:
        """Failed where nothing can be stored."""
        try:
            self.notes.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self.folder).free < MARGIN:
                raise Failed(Step.DISK_FULL, "网关的磁盘空间不足，不能保存抓拍图片", "请清理网关磁盘上的录像和下载文件")
            self._write(note)
        except OSError as error:
            raise unwritable(error) from error

    def add(self, note: Note, data: bytes, look: Look, taken: datetime) -> Note:
        """On the disk when this returns; Failed where that cannot be."""
        local = taken.astimezone(BEIJING)
        device = note.device if re.fullmatch(r"[0-9A-Za-z_-]{1,64}", note.device) else sm3(note.device.encode())[:32]
        name = f"{local:%Y%m%d}/{device}/{note.session}-{len(note.pictures) + 1:02d}.{look.ending}"
        path = self.folder / name
        picture = wire.Picture(
            path=name,
            sm3=sm3(data),
            bytes=len(data),
            width=look.width,
            height=look.height,
            time=local.isoformat(timespec="seconds"),
        )
        after = replace(note, pictures=(*note.pictures, picture))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
            self._write(after)
        except OSError as error:
            raise unwritable(error) from error
        return after

    def end(self, note: Note) -> None:
        self._path(note).unlink(missing_ok=True)

    def find(self, name: str) -> Path | None:
        """A picture by the name that was told; None for anything else."""
        path = self.folder / name
        return path if PATH.fullmatch(name) and path.is_file() else None

    def unfinished(self) -> Iterator[Note]:
        for path in sorted(self.notes.glob("*.json")) if self.notes.is_dir() else ():
            try:
                yield wire.from_json(Note, orjson.loads(path.read_bytes()))
            except ValueError:
                log.warning("note of snapshots unreadable", path=str(path))
                path.unlink(missing_ok=True)

    def sweep(self, now: float, days: int) -> int:
        """`now` is Unix time. How many pictures were too old, and went; 0 days are for ever."""
        gone = 0
        for path in list(self.folder.glob("2*/*/*")) if days and self.folder.is_dir() else ():
            if path.is_file() and path.stat().st_mtime < now - days * DAY:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _write(self, note: Note) -> None:
        write_whole(self._path(note), orjson.dumps(asdict(note)))

    def _path(self, note: Note) -> Path:
        return self.notes / f"{note.session}.json"


def unwritable(error: OSError) -> Failed:
    return Failed(
        *(Step.DISK_FAILED, f"网关写不了抓拍图片：{error.strerror or error}"), "请检查网关数据目录的权限和磁盘状态"
    )
