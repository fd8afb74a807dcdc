"""What a device's description of a talk means: in which form, by which way, whereto. Annexes C, D and G, RFC 3264."""

import random
from dataclasses import dataclass, replace

from changqian.gateways.video.media.reach import place
from changqian.gateways.video.talk import faults
from changqian.gateways.video.talk.packing import Packing
from changqian.protocols import sdp
from changqian.protocols.rtp.payloads import encoding_of
from changqian.protocols.sdp.answers import Fault
from changqian.protocols.sip import Flow, Request, Response

OTHERWISE = 8, Packing.PCMA
"What is sent where an answer names no form that is known."
TOLD = {
    Fault.NO_MEDIA: "应答中没有声音",
    Fault.REJECTED: "应答中的端口为0",
    Fault.OTHER_TRANSPORT: "传输方式（UDP/TCP）与请求不符",
    Fault.BOTH_WAIT: "设备与平台都在等对方连接",
    Fault.BOTH_CONNECT: "设备与平台都要主动连接",
}
"Those that no sound can follow."


@dataclass(frozen=True, slots=True)
class Wish:
    """How a device wants to be spoken to. `transport` is ours; `host` and `port` are the device's."""

    transport: sdp.Transport
    packing: Packing
    payload: int
    host: str
    port: int
    ssrc: int
    two_ways: bool
    "It will send its own sound, too."


def read(body: bytes) -> sdp.Session:
    """Failed where that is no description."""
    try:
        return sdp.Session.parse(body)
    except sdp.Malformed:
        raise faults.wrong_sdp("设备的SDP无法识别") from None


def wished(offer: sdp.Session, request: Request, flow: Flow) -> Wish:
    """Out of a device's offer, as it came."""
    media = offer.first()
    if media is None or media.kind.lower() != "audio" or not media.port:
        raise faults.wrong_sdp("设备的请求中没有声音")
    form = _form(media)
    if form is None:
        raise faults.wrong_sdp(f"设备要求的声音格式网关不支持（{' '.join(media.formats)[:40]}）")
    transport = sdp.Transport.UDP
    if media.over_tcp:
        waits = media.transport is sdp.Transport.TCP_PASSIVE
        transport = sdp.Transport.TCP_ACTIVE if waits else sdp.Transport.TCP_PASSIVE
    return _wish(offer, media, transport, form, place(offer, media, request, flow))


def agreed(offer: sdp.Session, reply: sdp.Session, response: Response, flow: Flow) -> Wish:
    """Out of a device's answer to our offer."""
    for fault in sdp.faults(offer, reply):
        if fault in TOLD:
            raise faults.wrong_sdp(TOLD[fault])
    media = reply.first("audio")
    assert media is not None
    transport = offer.media[0].transport
    return _wish(reply, media, transport, _form(media) or OTHERWISE, place(reply, media, response, flow))


def answer(offer: sdp.Session, wish: Wish, *, owner: str, host: str, port: int) -> bytes:
    """Ours, to what `wished` was read from."""
    first = offer.media[0]
    if wish.transport is sdp.Transport.TCP_PASSIVE and first.setup is not sdp.Setup.ACTIVE:
        # Who does not say, or leaves it to us, connects: by default the device is the client (annex D).
        rest = tuple(each for each in first.attributes if each.name.lower() != "setup")
        active = sdp.Attribute("setup", sdp.Setup.ACTIVE)
        offer = replace(offer, media=(replace(first, attributes=(*rest, active)), *offer.media[1:]))
    ssrc = f"{wish.ssrc:010d}"
    return str(sdp.answer(offer, owner=owner, host=host, port=port, ssrc=ssrc, payload=wish.payload)).encode()


def _wish(
    session: sdp.Session,
    media: sdp.Media,
    transport: sdp.Transport,
    form: tuple[int, Packing],
    where: tuple[str, int],
) -> Wish:
    payload, packing = form
    number = media.ssrc_number
    return Wish(
        *(transport, packing, payload, *where),
        ssrc=random.randrange(1, 199_999_999) if number is None else number,
        two_ways=session.direction_of(media) in (sdp.Direction.SENDRECV, sdp.Direction.SENDONLY),
    )


def _form(media: sdp.Media) -> tuple[int, Packing] | None:
    """The first that is known: the order is that of preference (RFC 3264 §5.1)."""
    maps = {number: f"{each.encoding}/{each.clock}" for number, each in media.rtpmaps.items()}
    known = {str(each): each for each in Packing}
    for text in media.formats:
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            continue
        encoding = encoding_of(int(text), maps)
        if encoding and encoding.name in known:
            return int(text), known[encoding.name]
    return None
