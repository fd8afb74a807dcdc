"""Answering an offer, and judging the answer to ours. RFC 3264, RFC 4145, GB/T 28181-2022 annexes D and G."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from changqian.protocols.sdp.attributes import Attribute, Setup, valued
from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.media import Connection, Media
from changqian.protocols.sdp.session import Origin, Session

TRANSPORT_NAMES = ("setup", "connection", "rtpmap", "fmtp", "sendrecv", "sendonly", "recvonly", "inactive")


class Fault(StrEnum):
    """Why no media can follow from an answer, so that a failed play can name its reason."""

    NO_MEDIA = "no_media"
    "There is no stream of the kind that was asked for."
    REJECTED = "rejected"
    "Its port is 0. RFC 3264 section 6."
    NO_HOST = "no_host"
    "Nobody said where it comes from."
    OTHER_TRANSPORT = "other_transport"
    "UDP was asked and TCP answered, or the other way round."
    BOTH_WAIT = "both_wait"
    "Both want the other to connect."
    BOTH_CONNECT = "both_connect"
    "Both want to connect."
    OTHER_FORMAT = "other_format"
    "None of the formats was offered."
    OTHER_SSRC = "other_ssrc"
    "`y=` differs: the packets will carry another SSRC. Media may still flow."


def answer(
    offer: Session,
    *,
    owner: str,
    host: str,
    port: int,
    ssrc: str = "",
    payload: int | None = None,
    extra: Sequence[Attribute] = (),
) -> Session:
    """Accept the first stream of an offer and reject the others, as their mirror image.

    `payload` picks one of the formats offered, by default the first; `ssrc` by default the one offered; `extra` are
    attributes to add, as `filesize`. Malformed if nothing is offered or the format is not among it.
    """
    first = offer.first()
    if first is None or not first.formats:
        raise Malformed("an offer without a stream or format cannot be answered")
    format_ = first.formats[0] if payload is None else str(payload)
    if format_ not in first.formats:
        raise Malformed(f"format {format_} was not offered")
    family = "IP6" if ":" in host else "IP4"
    accepted = Media(
        *(first.kind, port, first.protocol, (format_,)),
        attributes=(*_mirrored(offer, first, format_), *extra),
        ssrc=ssrc or first.ssrc,
        description=first.description,
    )
    refused = (Media(each.kind, 0, each.protocol, each.formats) for each in offer.media[1:])
    return replace(
        offer,
        origin=Origin(owner, family=family, host=host),
        connection=Connection(host, family),
        bandwidths=(),
        attributes=(),
        media=(accepted, *refused),
        others=(),
    )


def _mirrored(offer: Session, media: Media, format_: str) -> tuple[Attribute, ...]:
    maps = (each.attribute for number, each in media.rtpmaps.items() if str(number) == format_)
    setup = (media.setup or Setup.ACTPASS).mirrored
    connect = (Attribute("setup", setup), Attribute("connection", "new")) if media.over_tcp else ()
    rest = (each for each in media.attributes if each.name.lower() not in TRANSPORT_NAMES)
    return (Attribute(offer.direction_of(media).mirrored), *maps, *connect, *rest)


def faults(offer: Session, reply: Session) -> tuple[Fault, ...]:
    """What is wrong with the reply to our offer, worst first; empty if media can be expected."""
    asked = offer.first()
    given = reply.first(asked.kind.lower()) if asked else None
    if asked is None or given is None:
        return (Fault.NO_MEDIA,)
    setups = asked.setup, given.setup or _session_setup(reply)
    known = set(asked.formats)
    checks = {
        Fault.REJECTED: given.port == 0,
        Fault.NO_HOST: reply.host_of(given) in ("", "0.0.0.0", "::"),
        Fault.OTHER_TRANSPORT: asked.over_tcp != given.over_tcp,
        Fault.BOTH_WAIT: asked.over_tcp and setups == (Setup.PASSIVE, Setup.PASSIVE),
        Fault.BOTH_CONNECT: asked.over_tcp and setups == (Setup.ACTIVE, Setup.ACTIVE),
        Fault.OTHER_FORMAT: bool(given.formats) and not known & set(given.formats),
        Fault.OTHER_SSRC: given.ssrc_number is not None and given.ssrc_number != asked.ssrc_number,
    }
    return tuple(fault for fault, holds in checks.items() if holds)


def _session_setup(session: Session) -> Setup | None:
    known = {str(each): each for each in Setup}
    return next((known[v.lower()] for v in valued(session.attributes, "setup") if v.lower() in known), None)
