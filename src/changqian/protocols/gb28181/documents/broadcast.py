"""Voice to devices. GB/T 28181-2022 9.12, A.2.5.5, A.2.6.11.

The platform announces; the device answers, and then itself invites the source to send.
"""

from dataclasses import dataclass
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Notice
from changqian.protocols.gb28181.elements import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast(Notice):
    """`source` will speak, `target` is to hear. There is no DeviceID."""

    COMMAND: ClassVar[str] = "Broadcast"
    source: str = text("SourceID")
    target: str = text("TargetID")


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastAnswer(Answer):
    """Whether the target can play. Body cameras often send it late, after their INVITE, or not at all."""

    COMMAND: ClassVar[str] = "Broadcast"
