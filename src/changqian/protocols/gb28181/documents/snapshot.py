"""Pictures on demand, 2022 only. GB/T 28181-2022 9.14, A.2.1.24, A.2.3.2.12, A.2.5.7 and table 4.

The platform orders by DeviceConfig; the device uploads by HTTP and then tells which files it has sent.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from changqian.protocols.gb28181.documents.document import Notice
from changqian.protocols.gb28181.elements import Block, number, text, texts, within
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.moments import BEIJING

SESSION_ID = re.compile(r"[A-Za-z0-9-]{32,128}")
FILE_ID = re.compile(r"(\d{20})(\d{2})(\d{14})(\d{3})(\d{2})", re.ASCII)


def check_session(session_id: str) -> None:
    """A.2.1.24: 32 to 128 letters, digits and dashes. Malformed otherwise."""
    if not SESSION_ID.fullmatch(session_id):
        raise Malformed("SessionID is not 32 to 128 letters, digits or dashes")


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSettings(Block):
    """What a device says it would do."""

    count: int | None = number("SnapNum")
    interval: int | None = number("Interval")
    upload_url: str = text("UploadURL")
    session_id: str = text("SessionID")


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotOrder(SnapshotSettings):
    """Take `count` pictures (1 to 10), `interval` seconds apart, and send them to `upload_url`. Malformed otherwise.

    The text calls the interval required and its schema does not: it is always sent, and not missed.
    """

    def __post_init__(self) -> None:
        within(self.count if self.count is not None else 0, 1, 10, "SnapNum")
        within(self.interval, 1, 86400, "Interval")
        check_session(self.session_id)
        if not self.upload_url:
            raise Malformed("UploadURL is missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFinished(Notice):
    """`files` are those that arrived by the device's account: fewer than ordered means that the others failed."""

    COMMAND: ClassVar[str] = "UploadSnapShotFinished"
    session_id: str = text("SessionID")
    files: tuple[str, ...] = texts("SnapShotFileID", inside="SnapShotList")

    def missing(self, ordered: int) -> int:
        return max(0, ordered - len(set(self.files)))


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """The 41 digits of a file: device, kind (02 for pictures), time to the millisecond, serial. Table 4."""

    device_id: str
    kind: str
    taken_at: datetime
    serial: int

    @classmethod
    def parse(cls, name: str) -> Self:
        """Malformed for another name; an ending such as `.jpg` is ignored."""
        match = FILE_ID.fullmatch(name.partition(".")[0])
        if not match:
            raise Malformed(f"{name[:60]!r} is not the id of a picture")
        device, kind, second, milli, serial = match.groups()
        try:
            moment = datetime.strptime(second, "%Y%m%d%H%M%S").replace(tzinfo=BEIJING)
        except ValueError:
            raise Malformed(f"{second} is no time") from None
        return cls(device, kind, moment + timedelta(milliseconds=int(milli)), int(serial))

    def __str__(self) -> str:
        local = self.taken_at.astimezone(BEIJING)
        milli = f"{local.microsecond // 1000:03d}"
        return f"{self.device_id}{self.kind}{local:%Y%m%d%H%M%S}{milli}{self.serial:02d}"
