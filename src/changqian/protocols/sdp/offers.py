"""What a platform offers a device. GB/T 28181-2022 9.2, 9.8, 9.12 and annex G.

`owner` is the id of who offers, `host` and `port` where it wants the media, `ssrc` the ten digits of `y=`.
"""

from collections.abc import Sequence
from datetime import datetime

from changqian.protocols.sdp.attributes import Attribute, Direction, RtpMap
from changqian.protocols.sdp.description import Description
from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.media import Connection, Media, Transport
from changqian.protocols.sdp.session import Origin, Session

PS = RtpMap(96, "PS", 90000)
MPEG4 = RtpMap(97, "MPEG4", 90000)
H264 = RtpMap(98, "H264", 90000)
PCMA = RtpMap(8, "PCMA", 8000)
VIDEO = (PS, H264)
"PS is what all devices send; some old ones insist on seeing a second."
VOICE = Description(audio_codec="1", audio_kbps="8", sampling="1")
"G.711, 64 kbps, 8 kHz."


def play(
    *,
    owner: str,
    host: str,
    port: int,
    ssrc: str,
    transport: Transport = Transport.UDP,
    formats: Sequence[RtpMap] = VIDEO,
    stream: int | None = None,
) -> Session:
    """Live video. `stream` 0 is the main one, 1 and more are sub streams; None leaves it to the device."""
    extra = () if stream is None else (Attribute("streamnumber", str(stream)),)
    return _asked("Play", owner, host, _video(port, ssrc, transport, formats, extra))


def playback(
    *,
    owner: str,
    channel: str,
    host: str,
    port: int,
    ssrc: str,
    start: datetime,
    stop: datetime,
    transport: Transport = Transport.UDP,
    formats: Sequence[RtpMap] = VIDEO,
) -> Session:
    """What `channel` recorded from `start` to `stop` (aware), at real time."""
    media = _video(port, ssrc, transport, formats)
    return _asked("Playback", owner, host, media, uri=f"{channel}:0", span=_span(start, stop))


def download(
    *,
    owner: str,
    channel: str,
    host: str,
    port: int,
    ssrc: str,
    start: datetime,
    stop: datetime,
    speed: int = 4,
    transport: Transport = Transport.UDP,
    formats: Sequence[RtpMap] = VIDEO,
) -> Session:
    """As `playback`, at `speed` times real time."""
    if speed < 1:
        raise Malformed(f"a download at speed {speed} never ends")
    media = _video(port, ssrc, transport, formats, (Attribute("downloadspeed", str(speed)),))
    return _asked("Download", owner, host, media, uri=f"{channel}:0", span=_span(start, stop))


def broadcast(*, owner: str, host: str, port: int, ssrc: str, transport: Transport = Transport.UDP) -> Session:
    """What the one who is to hear a broadcast offers to the voice's source (9.12): audio, to be received."""
    return _asked("Play", owner, host, _audio(port, ssrc, transport, Direction.RECVONLY))


def talk(*, owner: str, host: str, port: int, ssrc: str, transport: Transport = Transport.UDP) -> Session:
    """Both ways on one stream. `s=Talk` is not in the 2022 text, yet what body cameras know."""
    return _asked("Talk", owner, host, _audio(port, ssrc, transport, Direction.SENDRECV))


def _asked(name: str, owner: str, host: str, media: Media, uri: str = "", span: tuple[int, int] = (0, 0)) -> Session:
    family = "IP6" if ":" in host else "IP4"
    origin = Origin(owner, family=family, host=host)
    return Session(name, origin, "", uri, Connection(host, family), (), *span, (), (media,))


def _video(
    port: int, ssrc: str, transport: Transport, formats: Sequence[RtpMap], extra: Sequence[Attribute] = ()
) -> Media:
    payloads = tuple(str(each.payload) for each in formats)
    maps = (each.attribute for each in formats)
    attributes = (Attribute(Direction.RECVONLY), *maps, *transport.attributes, *extra)
    return Media("video", port, transport.protocol, payloads, attributes=attributes, ssrc=_ten(ssrc))


def _audio(port: int, ssrc: str, transport: Transport, direction: Direction) -> Media:
    attributes = (Attribute(direction), PCMA.attribute, *transport.attributes)
    payloads = (str(PCMA.payload),)
    return Media("audio", port, transport.protocol, payloads, attributes=attributes, ssrc=_ten(ssrc), description=VOICE)


def _ten(ssrc: str) -> str:
    """海康 devices do not answer an offer whose y= has not ten digits."""
    if len(ssrc) != 10 or not (ssrc.isascii() and ssrc.isdigit()) or int(ssrc) >= 2**32:
        raise Malformed(f"{ssrc!r} is not an SSRC of ten digits")
    return ssrc


def _span(start: datetime, stop: datetime) -> tuple[int, int]:
    """Annex G: seconds since 1970."""
    begin, end = int(start.timestamp()), int(stop.timestamp())
    if not 0 < begin < end:
        raise Malformed(f"from {start} to {stop} is no span of time")
    return begin, end
