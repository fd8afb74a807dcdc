"""What was refused in a negotiation, and why, in words for the call's record and for who has to fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a stream, or one format of it, was not taken."""

    UNKNOWN_KIND = "unknown_kind"
    "Text, files, screens: nobody here handles them."
    NOT_WANTED = "not_wanted"
    "More streams of the kind than are wanted."
    REJECTED = "rejected"
    "The other side said port 0."
    TRANSPORT = "transport"
    SRTP = "srtp"
    "Encrypted media, and no keys here or none that fit."
    CODEC = "codec"
    UNNAMED = "unnamed"
    "A dynamic payload type without rtpmap."
    CHANNELS = "channels"
    PACKING = "packing"
    "AMR: octet-align, or what only goes with it."
    MODES = "modes"
    "AMR: mode-set."
    PROFILE = "profile"
    "H.264: profile."
    PACKETIZATION = "packetization"
    "H.264: packetization-mode."
    PARAMETERS = "parameters"
    "They cannot be read, or contradict each other."
    NO_COMMON = "no_common"
    "No format of the stream is left."
    OTHER_CLOCK = "other_clock"
    "Key presses or comfort noise at another clock than the voice."
    NOT_OFFERED = "not_offered"
    "An answer with what was not offered."
    ORDER = "order"
    "An answer whose streams are not those of the offer, in their order."
    NO_HOST = "no_host"
    DIRECTION = "direction"
    "An answer that sends where nothing was to be sent."


@dataclass(frozen=True, slots=True)
class Refusal:
    place: int
    "Of the stream, from 0; -1 for the whole description."
    kind: str
    "audio, video, …"
    what: str
    "The format, as `AMR-WB/16000 (104)`; empty for the whole stream."
    why: Why
    told: str
    "A sentence for people."

    def __str__(self) -> str:
        head = f"{self.kind} {self.what}".strip()
        return f"{head}：{self.told}" if head else self.told


class Clash(Exception):
    """Two sides' parameters do not go together; caught where the stream is negotiated."""

    def __init__(self, why: Why, told: str, formats: Iterable[Refusal] = ()) -> None:
        """`formats`: where a whole stream is refused, why each of its formats was."""
        super().__init__(told)
        self.why, self.told, self.formats = why, told, tuple(formats)
