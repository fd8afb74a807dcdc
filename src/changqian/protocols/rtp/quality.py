"""How good a call is: loss, jitter, round trip, and from them a mark from 1 to 5 (E-model, ITU-T G.107).

The E-model is simplified to what RTCP tells: all that the terminals do (noise, echo, loudness) keeps its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from changqian.protocols.rtp.rtcp import ReportBlock, ntp

NARROW_BEST = 93.2
"R with all defaults, without delay. (ITU-T G.107 06/2015 clause 7.7, table 3)"
WIDE_BEST = 129.0
"The same of wideband. (ITU-T G.107.1 06/2015 clause 6.2)"


@dataclass(frozen=True, slots=True)
class Impairment:
    """What a codec costs."""

    loss_free: float
    "Ie: without any loss."
    robustness: float
    "Bpl: the loss in percent at which half of what is left is gone. The larger, the better it conceals."
    wide: bool = False


G711 = Impairment(0, 25.1)
"With concealment; without, Bpl is 4.3. (ITU-T G.113 appendix I, tables I.1 and I.2)"
GSM_EFR = Impairment(5, 10)
"The same bits as AMR at 12.2. (ITU-T G.113 appendix I, tables I.1 and I.2)"
AMR: Mapping[int, Impairment] = {
    mode: Impairment(loss_free, 10) for mode, loss_free in enumerate((21.0, 19, 17, 14, 12, 11, 8, 5))
}
"""By mode. 12.2 as GSM-EFR; those below are not in G.113: interpolated by how much delay each may cost in published
planning tables, 待核. Bpl as GSM-EFR for all, 待核."""
AMR_WB: Mapping[int, Impairment] = {
    mode: Impairment(loss_free, 10, wide=True) for mode, loss_free in enumerate((41.0, 26, 13, 10, 7, 5, 4, 1, 8))
}
"""By mode. (ITU-T G.113 appendix IV, 待核 against the text in force; Bpl of wideband is taken from GSM-EFR, 待核)"""
OPUS = Impairment(5, 10, wide=True)
"No value in G.113: taken for about 24 kbit/s, 待核."
UNKNOWN = Impairment(10, 10)
"待核."


@dataclass(frozen=True, slots=True)
class Rating:
    factor: float
    "R: 0 to 100, of wideband to 129."
    mos: float
    "Mean opinion score, estimated: 1 to 4.5."

    @property
    def word(self) -> str:
        """ITU-T G.109 table 1, by R of narrowband; the words are ours."""
        scale = ((90, "很好"), (80, "好"), (70, "一般"), (60, "较差"), (50, "差"))
        return next((word for least, word in scale if self.factor >= least), "无法通话")


def rate(codec: Impairment, *, loss: float, delay: float, burst: float = 1.0) -> Rating:
    """`loss`: share of frames that were not played, 0 to 1, what came too late included. `delay`: seconds from mouth to
    ear. `burst`: 1 for random loss, more where losses come together (BurstR, G.107 clause 7.5)."""
    percent, milliseconds = 100 * min(1.0, max(0.0, loss)), 1000 * max(0.0, delay)
    best = WIDE_BEST if codec.wide else NARROW_BEST
    # G.107 clause 7.5; G.107.1 has the same form.
    equipment = codec.loss_free + (95 - codec.loss_free) * percent / (percent / max(1.0, burst) + codec.robustness)
    # Cole and Rosenbluth, "Voice over IP performance monitoring", 2001: the delay curve of G.107 in two lines.
    waiting = 0.024 * milliseconds + max(0.0, 0.11 * (milliseconds - 177.3))
    factor = max(0.0, best - equipment - waiting)
    return Rating(factor, score(factor * 100 / WIDE_BEST if codec.wide else factor))


def score(factor: float) -> float:
    """MOS by R of narrowband (ITU-T G.107 annex B); wideband is scaled to it first (G.107.1 annex A)."""
    if factor <= 0:
        return 1.0
    if factor >= 100:
        return 4.5
    # Below 6.5 the polynomial dips under 1.
    return max(1.0, 1 + 0.035 * factor + factor * (factor - 60) * (100 - factor) * 7e-6)


def round_trip(block: ReportBlock, now: float) -> float | None:
    """Seconds, from what the peer says about us (RFC 3550 §6.4.1, figure 2); `now` in seconds since 1970.

    None before it heard a report of ours, or where its figures make it negative.
    """
    if not block.last_report:
        return None
    arrival = ntp(now) >> 16 & 0xFFFFFFFF
    passed = arrival - block.last_report - block.delay & 0xFFFFFFFF
    return passed / 65536 if passed < 0x80000000 else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one direction of a call, for its record."""

    loss: float
    "0 to 1."
    jitter: float
    "Seconds."
    round_trip: float | None
    "Seconds, None where RTCP does not tell."
    buffered: float
    "Seconds that the jitter buffer adds."

    def rated(self, codec: Impairment, *, within: float = 0.06) -> Rating:
        """`within`: seconds that coding, packing and the terminals add; 60 ms is usual of 20 ms frames, 待核."""
        return rate(codec, loss=self.loss, delay=(self.round_trip or 0.0) / 2 + self.buffered + within)


def figures(block: ReportBlock, *, clock: int, now: float, buffered: float = 0.0) -> Figures:
    """What a report block of the peer says about the stream that we send. `clock` of that stream, Hz."""
    return Figures(block.fraction / 256, block.jitter / clock, round_trip(block, now), buffered)
