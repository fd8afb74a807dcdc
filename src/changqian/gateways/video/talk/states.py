"""What whoever talks is told: how it stands with a device, step by step."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from changqian.gateways.video.failures import Failed


class Stage(StrEnum):
    CALLING = "calling"
    TALKING = "talking"
    ENDED = "ended"


class Way(StrEnum):
    """How a device is spoken to."""

    BROADCAST = "broadcast"
    "9.12: it is told, and itself invites us to send."
    TALK = "talk"
    "We invite it, with `s=Talk`: not in the text, yet what many body cameras know."
    CALLED = "called"
    "It called us."


SOUND = {"codec": "alaw", "rate": 8000, "channels": 1}
"How its own sound is handed on, whatever it sends in."


@dataclass(frozen=True, slots=True)
class State:
    """`failed` is why it ended; while it calls, why the way before did not work; while it talks, what is lacking."""

    stage: Stage
    way: Way | None = None
    failed: Failed | None = None
    transport: str = ""
    sound: bool = False
    "Its own sound comes here as well, not only in its live picture."

    def text(self, **more: str) -> str:
        """`more` says which device, where there are many."""
        said: dict[str, Any] = {"type": "state", "state": self.stage, **more}
        said |= {"way": self.way or "", "transport": self.transport, "sound": SOUND if self.sound else None}
        failed = self.failed
        said |= {"step": failed.step if failed else "", "reason": failed.reason if failed else ""}
        return orjson.dumps({**said, "remedy": failed.remedy if failed else ""}).decode()
