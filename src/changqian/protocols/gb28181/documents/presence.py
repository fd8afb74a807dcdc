"""Keepalives. GB/T 28181-2022 9.6, A.2.5.2."""

from dataclasses import dataclass
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Notice
from changqian.protocols.gb28181.elements import text, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepalive(Notice):
    """`status` is OK or ERROR; `faulty` are the ids of devices below that are out of order."""

    COMMAND: ClassVar[str] = "Keepalive"
    status: str = text("Status")
    faulty: tuple[str, ...] = texts("DeviceID", inside="Info")
