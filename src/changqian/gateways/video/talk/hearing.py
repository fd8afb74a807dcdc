"""A device's own sound out of RTP: always A-law in the end, at microseconds since its first packet."""

from collections.abc import Callable

from changqian.gateways.video.media.receiver import RTCP
from changqian.gateways.video.talk.packing import to_a
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.mpegps.demux import Demuxer
from changqian.protocols.mpegps.events import Event, Frame
from changqian.protocols.rtp.packet import MalformedPacket, Packet
from changqian.protocols.rtp.window import Gap, Window

PCMU, PCMA, PS = 0, 8, 96
WAIT, DEPTH = 0.06, 16
"Seconds and packets that a missing packet is waited for: a talk would rather have a crack than a delay."
HALF, WHOLE = 1 << 31, 1 << 32


class Ear:
    def __init__(self, heard: Callable[[int, bytes], None]) -> None:
        self.heard = heard
        self.packets = self.rejected = 0
        "Of `rejected`: no RTP, or no sound that is known here."
        self._window = Window(wait=WAIT, depth=DEPTH)
        self._program = Demuxer()
        self._last: int | None = None
        self._at = 0
        self._begin: int | None = None

    def take(self, data: bytes, now: float) -> None:
        """One packet. What waits for a missing one is let go with the next, which is 20 ms away."""
        try:
            packet = Packet.parse(data)
        except MalformedPacket:
            self.rejected += 1
            return
        if packet.payload_type not in (PCMU, PCMA, PS):
            self.rejected += packet.payload_type not in RTCP
            return
        self.packets += 1
        for item in self._window.push(packet, now):
            if isinstance(item, Gap):
                self._program.lost()
            elif item.payload_type == PS:
                self._frames(self._program.push(item.payload, item.timestamp, item.marker))
            else:
                sound = item.payload if item.payload_type == PCMA else item.payload.translate(to_a())
                self._tell(self._unwrapped(item.timestamp) * 125, sound)

    def _frames(self, events: list[Event]) -> None:
        for event in events:
            if not isinstance(event, Frame):
                continue
            if event.codec in (Codec.G711A, Codec.G711U):
                sound = event.data if event.codec is Codec.G711A else event.data.translate(to_a())
                self._tell(event.pts * 100 // 9, sound)
            else:
                self.rejected += 1

    def _tell(self, microseconds: int, sound: bytes) -> None:
        if not sound:
            return
        if self._begin is None:
            self._begin = microseconds
        self.heard(max(0, microseconds - self._begin), sound)

    def _unwrapped(self, timestamp: int) -> int:
        """Samples, going on where 32 bits wrap."""
        last = timestamp if self._last is None else self._last
        self._at += (timestamp - last + HALF) % WHOLE - HALF
        self._last = timestamp
        return self._at
