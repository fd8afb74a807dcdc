"""The codecs of telephony as we offer them, with the numbers that they get in our offers."""

from collections.abc import Iterable

from changqian.protocols.sdp.negotiation.codecs import Codec, codec
from changqian.protocols.sdp.negotiation.parameters import (
    AmrParameters,
    EventParameters,
    H264Parameters,
    OpusParameters,
)
from changqian.protocols.sdp.negotiation.parameters.h264 import ProfileLevel

PCMA = codec(8, "PCMA", 8000)
PCMU = codec(0, "PCMU", 8000)
COMFORT_NOISE = codec(13, "CN", 8000)
KEYS = codec(101, "telephone-event", 8000, EventParameters())
WIDE_KEYS = codec(105, "telephone-event", 16000, EventParameters())
OPUS_KEYS = codec(110, "telephone-event", 48000, EventParameters())
OPUS = codec(111, "opus", 48000, OpusParameters(forward_correction=True, discontinuous=True), channels=2)
CONSTRAINED_BASELINE_3_1 = ProfileLevel(0x42, 0xE0, 0x1F)
"720p at 30 pictures a second: what video calls over LTE use (GSMA IR.94 §2.4.1.3, 待核 by operator)."


def wide_amr(modes: Iterable[int] | None = None) -> tuple[Codec, Codec]:
    """AMR-WB in both packings, the bandwidth-efficient one first (TS 26.114 §6.2.2.3). `modes`: all if None."""
    first, second = _amr(modes)
    return codec(104, "AMR-WB", 16000, first), codec(106, "AMR-WB", 16000, second)


def narrow_amr(modes: Iterable[int] | None = None) -> tuple[Codec, Codec]:
    first, second = _amr(modes)
    return codec(102, "AMR", 8000, first), codec(103, "AMR", 8000, second)


def _amr(modes: Iterable[int] | None) -> tuple[AmrParameters, AmrParameters]:
    chosen = None if modes is None else frozenset(modes)
    packed = AmrParameters(modes=chosen, change_capability=2, max_red=0)
    return packed, AmrParameters(octet_align=True, modes=chosen, change_capability=2, max_red=0)


def h264(
    level: ProfileLevel = CONSTRAINED_BASELINE_3_1, *, sets: tuple[bytes, ...] = (), asymmetric: bool = False
) -> tuple[Codec, Codec]:
    """In packetization modes 1 and 0. `sets`: parameter sets of our encoder."""
    cut = H264Parameters(level, 1, asymmetric, sets)
    whole = H264Parameters(level, 0, asymmetric, sets)
    return codec(114, "H264", 90000, cut), codec(113, "H264", 90000, whole)
