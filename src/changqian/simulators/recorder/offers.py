"""Judging what a platform offers, and answering it. GB/T 28181-2022 9.2, 9.8, 9.12, annexes D and G."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from changqian.protocols import sdp
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.rtp.payloads import encoding_of
from changqian.simulators.recorder.clips import Kind
from changqian.simulators.recorder.quirks import Quirks, Ssrc


class Want(StrEnum):
    PLAY = "play"
    PLAYBACK = "playback"
    DOWNLOAD = "download"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Wish:
    """An offer understood: `transport` as the device will have it, `ssrc` what its packets will carry."""

    want: Want
    offer: sdp.Session
    host: str
    port: int
    transport: sdp.Transport
    payload: int
    ssrc: int
    said: str
    "The ten digits that the answer says."
    two_ways: bool


class Refused(Exception):
    """`status` is what to answer; 0 is nothing at all."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def understood(body: bytes, quirks: Quirks) -> Wish:
    """Refused for what cannot be read or done."""
    try:
        offer = sdp.Session.parse(body)
    except sdp.Malformed:
        raise Refused(400) from None
    media = offer.first()
    if media is None or not media.port:
        raise Refused(488)
    if quirks.wants_ten_digits and len(media.ssrc) != 10:
        raise Refused(0)
    transport = _transport(media)
    if ("TCP" if media.over_tcp else "UDP") not in quirks.media:
        raise Refused(488)
    want = _want(offer, media)
    if want is Want.TALK and not quirks.talks:
        raise Refused(488)
    direction = offer.direction_of(media)
    ssrc, said = _ssrc(media, quirks)
    return Wish(
        *(want, offer, offer.host_of(media), media.port, transport, _payload(media, want), ssrc, said),
        two_ways=direction is not sdp.Direction.SENDONLY,
    )


def answered(wish: Wish, *, owner: str, host: str, port: int, kind: Kind, size: int | None = None) -> bytes:
    extra = () if size is None else (sdp.Attribute("filesize", str(size)),)
    reply = sdp.answer(wish.offer, owner=owner, host=host, port=port, ssrc=wish.said, payload=wish.payload, extra=extra)
    if wish.want is not Want.TALK:
        first = replace(reply.media[0], description=description(kind))
        reply = replace(reply, media=(first, *reply.media[1:]))
    return str(reply).encode()


def description(kind: Kind) -> sdp.Description:
    """The `f=` line of a clip."""
    sizes = {360: f"{kind.width}*{kind.height}", 720: "5", 1080: "6"}
    aac = kind.audio is Codec.AAC
    return sdp.Description(
        sdp.VideoCode.H265 if kind.video is Codec.H265 else sdp.VideoCode.H264,
        *(sizes.get(kind.height, f"{kind.width}*{kind.height}"), "25", "1", str(kind.kbps)),
        *((sdp.AudioCode.AAC, "6", "3") if aac else (sdp.AudioCode.G711, "8", "1")),
    )


def _transport(media: sdp.Media) -> sdp.Transport:
    """The mirror image of what is offered; who offers TCP and does not say who connects, waits (annex D)."""
    if not media.over_tcp:
        return sdp.Transport.UDP
    return sdp.Transport.TCP_PASSIVE if media.setup is sdp.Setup.ACTIVE else sdp.Transport.TCP_ACTIVE


def _want(offer: sdp.Session, media: sdp.Media) -> Want:
    name = offer.name.strip().lower()
    if media.kind.lower() == "audio" or name == "talk":
        return Want.TALK
    if name not in set(Want):
        raise Refused(488)
    return Want(name)


def _payload(media: sdp.Media, want: Want) -> int:
    """PS for video; G.711 for voice."""
    wanted: Sequence[str] = ("PCMA", "PCMU") if want is Want.TALK else ("PS",)
    maps = {number: f"{each.encoding}/{each.clock}" for number, each in media.rtpmaps.items()}
    numbers = [int(each) for each in media.formats if each.isascii() and each.isdigit() and int(each) < 128]
    for number in numbers:
        encoding = encoding_of(number, maps)
        if encoding and encoding.name in wanted:
            return number
    raise Refused(488)


def _ssrc(media: sdp.Media, quirks: Quirks) -> tuple[int, str]:
    """Devices of 2011 are not always told one, and make their own."""
    asked = media.ssrc_number
    own = random.randrange(1, 199_999_999)
    own = own + 1 if own == asked else own
    if asked is None or quirks.ssrc is Ssrc.OWN:
        return own, f"{own:010d}"
    return {Ssrc.OTHER: own, Ssrc.ZERO: 0}.get(quirks.ssrc, asked), media.ssrc
