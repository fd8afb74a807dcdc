"""The sending side of a stream: one source with its numbers, its markers and its reports (RFC 3550 §5.1, §6.4.1, §8).

Randomness comes from outside: who makes a source gives it a random SSRC, number and timestamp (§5.1).
"""

from __future__ import annotations

from changqian.protocols.rtp.packet import Extension, Packet
from changqian.protocols.rtp.rtcp import Goodbye, ReportBlock, SenderReport, ntp


class Source:
    """Packets of one SSRC. Voice and key presses share its numbers; each names its payload type."""

    def __init__(self, *, ssrc: int, clock: int, sequence: int = 0, timestamp: int = 0) -> None:
        """`timestamp`: what the media time 0 is called."""
        self.ssrc, self.clock = ssrc, clock
        self._sequence, self._offset = sequence & 0xFFFF, timestamp & 0xFFFFFFFF
        self._spurt = False
        self._last: tuple[int, float] | None = None
        self.packets = self.octets = 0

    def stamp(self, ticks: int) -> int:
        """The timestamp of a media time."""
        return self._offset + ticks & 0xFFFFFFFF

    def packet(
        self,
        payload: bytes,
        *,
        payload_type: int,
        ticks: int,
        marker: bool = False,
        extension: Extension | None = None,
        now: float | None = None,
    ) -> Packet:
        """`ticks`: media time of its first sample. `now`: seconds since 1970, of that sample, for the reports."""
        made = Packet(payload_type, self._sequence, self.stamp(ticks), self.ssrc, payload, marker, (), extension)
        self._sequence = self._sequence + 1 & 0xFFFF
        self.packets += 1
        self.octets += len(payload)
        if now is not None:
            self._last = ticks, now
        return made

    def voice(self, payload: bytes, *, payload_type: int, ticks: int, speaks: bool, now: float | None = None) -> Packet:
        """A packet of voice. The first of a spurt carries the marker: receivers change their delay there (RFC 3551
        §4.1, RFC 4867 §4.1). `speaks` is False for comfort noise."""
        marker, self._spurt = speaks and not self._spurt, speaks
        return self.packet(payload, payload_type=payload_type, ticks=ticks, marker=marker, now=now)

    def pause(self) -> None:
        """Nothing is sent for a while: held, muted, or silence without comfort noise."""
        self._spurt = False

    def report(self, now: float, blocks: tuple[ReportBlock, ...] = ()) -> SenderReport | None:
        """`now`: seconds since 1970. None before anything was sent: then a receiver report is in order (§6.4).

        Its timestamp is of the same moment as its time, not of the last packet; lip sync hangs on it.
        """
        if self._last is None:
            return None
        ticks, then = self._last
        timestamp = self.stamp(ticks + round((now - then) * self.clock))
        return SenderReport(self.ssrc, ntp(now), timestamp, self.packets & 0xFFFFFFFF, self.octets & 0xFFFFFFFF, blocks)

    def collided(self, ssrc: int) -> Goodbye:
        """Somebody else uses our SSRC, or our own packets come back: goes on as `ssrc` and says goodbye to the old one
        (§8.2). The counts begin anew, as for a new source."""
        goodbye = Goodbye((self.ssrc,))
        self.ssrc = ssrc
        self.packets = self.octets = 0
        self._spurt = False
        return goodbye
