"""Notices about streams. GB/T 28181-2022 9.8, 9.9, A.2.5.4, A.2.5.8."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Notice
from changqian.protocols.gb28181.elements import moment, real, text

ENDED = "121"
"A file was sent to its end."


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaStatus(Notice):
    """Sent inside the dialog of a playback or download; some devices send it outside, with the channel's id."""

    COMMAND: ClassVar[str] = "MediaStatus"
    notify_type: str = text("NotifyType")

    @property
    def ended(self) -> bool:
        return self.notify_type == ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoUpload(Notice):
    """A mobile device is about to send live video of its own accord. A.2.5.8. Position in degrees, WGS 84."""

    COMMAND: ClassVar[str] = "VideoUploadNotify"
    time: datetime | None = moment("Time")
    longitude: float | None = real("Longitude")
    latitude: float | None = real("Latitude")
