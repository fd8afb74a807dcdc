"""A program stream out of RTP payloads (ISO/IEC 13818-1 §2.5, GB/T 28181-2022 annex C), into frames.

A frame ends where the RTP marker says so, or where the timestamp changes: devices that set the marker on every PES
packet are found out, and then only the timestamp counts. After a loss video begins again with a key frame.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from changqian.protocols.mpegps import adts, headers, nal
from changqian.protocols.mpegps.codecs import STREAM_TYPES, Codec, Kind
from changqian.protocols.mpegps.events import Damaged, Event, Fault, Frame, Stream

LARGEST = 8 << 20
"Bytes of one frame; more is a device gone mad."
UNNAMED_AUDIO = Codec.G711A
"What audio is where no map names it."
HALF, WHOLE = headers.TICKS // 2, headers.TICKS


@dataclass(slots=True)
class Packets:
    """The PES packets of one frame, put together by kind."""

    video: bytearray = field(default_factory=bytearray)
    video_stamps: tuple[int | None, int | None] = (None, None)
    audio: list[tuple[int, int | None, bytes]] = field(default_factory=list)
    whole: bool = True
    "The last packet ended where its length says."


class Demuxer:
    """Payloads of one stream, in order, in; events out. Never raises, and holds at most one frame."""

    def __init__(self) -> None:
        self.codecs: dict[int, Codec] = {}
        "By stream id, as the map names them."
        self.told: dict[Kind, Codec] = {}
        self.parts: list[bytes] = []
        self.size = 0
        self.timestamp: int | None = None
        self.awaiting_key = True
        self.damaged = 0
        self.key_frames = 0
        self.video_frames = 0
        self._markers = True
        self._torn = False
        "What comes before the next pack header belongs to a frame whose beginning is lost."
        self._video_id = headers.VIDEO
        self._closed: int | None = None
        "The timestamp of the frame that a marker closed."
        self._at: int | None = None
        "The last timestamp, unwrapped."

    def push(self, payload: bytes, timestamp: int, marker: bool) -> list[Event]:
        """The next packet, in order."""
        found: list[Event] = []
        if timestamp != self.timestamp:
            found += self._close(sure=True)
            self.timestamp = timestamp
        elif self._closed == timestamp and not payload.startswith(headers.PACK_START):
            self._markers = False
        if self._torn and not payload.startswith(headers.PACK_START):
            return found
        self._torn = False
        self.parts.append(payload)
        self.size += len(payload)
        if self.size > LARGEST:
            return [*found, self._drop(Fault.OVERSIZED)]
        if marker and self._markers:
            found += self._close(sure=False)
        return found

    def lost(self) -> list[Event]:
        """Packets are missing here. The frame they were of is dropped, and those that lean on it."""
        return [self._drop(Fault.LOST)]

    def _drop(self, fault: Fault) -> Damaged:
        self.parts, self.size = [], 0
        self.awaiting_key = self._torn = True
        self.damaged += 1
        return Damaged(fault, None)

    def _close(self, *, sure: bool) -> list[Event]:
        """The frame that has come; unless `sure`, only if its last packet is whole."""
        if not self.parts:
            return []
        data = b"".join(self.parts)
        begin = headers.START.search(data)
        if begin is None:
            return [self._drop(Fault.UNREADABLE)] if sure else []
        packets = self._packets(data, begin.start())
        if not packets.whole:
            return [self._drop(Fault.TRUNCATED)] if sure else []
        self.parts, self.size = [], 0
        self._closed = self.timestamp
        return list(self._frames(packets))

    def _packets(self, data: bytes, at: int) -> Packets:
        packets = Packets()
        while at + 6 <= len(data):
            code = data[at + 3]
            if data[at : at + 3] != headers.PREFIX or code < headers.END:
                following = headers.START.search(data, at + 1)
                if following is None:
                    break
                at = following.start()
                continue
            if code == headers.PACK:
                at += headers.PACK_SIZE + (data[at + 13] & 7 if at + 13 < len(data) else 0)
                continue
            if code == headers.END:
                at += 4
                continue
            end = at + 6 + headers.length_at(data, at + 4)[0]
            if end > len(data):
                packets.whole = False
                break
            if code == headers.MAP:
                kinds = headers.stream_types(data[at + 6 : end])
                self.codecs.update({stream: STREAM_TYPES[kind] for stream, kind in kinds if kind in STREAM_TYPES})
            elif headers.is_video(code) or headers.is_audio(code):
                self._packet(packets, data, at, end, code)
            at = end
        return packets

    def _packet(self, packets: Packets, data: bytes, at: int, end: int, code: int) -> None:
        if end < at + 9:
            return
        stamps = headers.timestamps(data, at)
        content = data[at + 9 + data[at + 8] : end]
        if headers.is_audio(code):
            packets.audio.append((code, stamps[0], content))
            return
        if packets.video_stamps[0] is None:
            packets.video_stamps = stamps
        packets.video += content
        if self.codecs.get(code) is None and (guessed := nal.guess(bytes(packets.video[:4096]))):
            self.codecs[code] = guessed
        self._video_id = code

    def _frames(self, packets: Packets) -> Iterator[Event]:
        if packets.video:
            yield from self._video(bytes(packets.video), packets.video_stamps)
        for code, pts, content in packets.audio:
            codec = self.codecs.get(code, UNNAMED_AUDIO)
            yield from self._named(codec)
            at = self._unwrapped(pts)
            if codec is not Codec.AAC:
                yield Frame(codec, at, at, content)
                continue
            for number, frame in enumerate(adts.split(content)[0]):
                late = number * adts.SAMPLES * 90000 // adts.Adts.parse(frame).sample_rate
                yield Frame(codec, at + late, at + late, frame)

    def _video(self, data: bytes, stamps: tuple[int | None, int | None]) -> Iterator[Event]:
        codec = self.codecs.get(self._video_id)
        if codec is None:
            return
        yield from self._named(codec)
        pts, dts = self._unwrapped(stamps[0]), self._unwrapped(stamps[1] if stamps[1] is not None else stamps[0])
        if codec not in (Codec.H264, Codec.H265):
            yield Frame(codec, pts, dts, data)
            return
        seen = nal.look(data, codec)
        if not seen.picture:
            return
        if not seen.starts:
            self.awaiting_key = True
            self.damaged += 1
            yield Damaged(Fault.UNREADABLE, pts)
        elif seen.key or not self.awaiting_key:
            self.awaiting_key = False
            self.video_frames += 1
            self.key_frames += seen.key
            yield Frame(codec, pts, dts, data, seen.key)

    def _named(self, codec: Codec) -> Iterator[Event]:
        if self.told.get(codec.kind) is not codec:
            self.told[codec.kind] = codec
            yield Stream(codec.kind, codec)

    def _unwrapped(self, ticks: int | None) -> int:
        """A PTS that goes on where 33 bits wrap. Packets without one have the RTP timestamp's, which counts alike."""
        if ticks is None:
            ticks = self._at if self._at is not None else self.timestamp or 0
        if self._at is None:
            self._at = ticks % WHOLE
        self._at += (ticks - self._at + HALF) % WHOLE - HALF
        return self._at
