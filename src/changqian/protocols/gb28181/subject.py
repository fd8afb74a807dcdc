"""The Subject header of an INVITE: who sends media to whom. GB/T 28181-2022 annex L.

`sender:serial,receiver:serial`. The serial tells streams of one sender apart: a receiver that has one may share it.
"""

import re
from dataclasses import dataclass
from typing import Self

from changqian.protocols.gb28181.errors import Malformed

PART = re.compile(r"[\w.-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """Serials are up to 20 letters and digits. A device may leave out the receiver, which is then empty."""

    sender: str
    sender_serial: str
    receiver: str = ""
    receiver_serial: str = "0"

    def __post_init__(self) -> None:
        needed = (self.sender, self.sender_serial, self.receiver_serial)
        if not all(PART.fullmatch(each) for each in needed) or (self.receiver and not PART.fullmatch(self.receiver)):
            raise Malformed(f"no subject of {self.sender[:30]!r} and {self.receiver[:30]!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        sender, _, receiver = text.partition(",")
        (one, serial), (two, number) = _split(sender), _split(receiver)
        return cls(one, serial, two, number)

    def __str__(self) -> str:
        sender = f"{self.sender}:{self.sender_serial}"
        return f"{sender},{self.receiver}:{self.receiver_serial}" if self.receiver else sender


def _split(text: str) -> tuple[str, str]:
    name, _, serial = text.strip().partition(":")
    return name.strip(), serial.strip() or "0"
