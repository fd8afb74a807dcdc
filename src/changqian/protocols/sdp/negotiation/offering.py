"""Our offers (RFC 3264): the first of a call, the one that answers an INVITE without a description, and later ones."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from changqian.protocols.sdp.attributes import Attribute
from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.media import Connection, Media
from changqian.protocols.sdp.negotiation import capabilities, extensions
from changqian.protocols.sdp.negotiation.bandwidth import needed
from changqian.protocols.sdp.negotiation.codecs import Codec, formats
from changqian.protocols.sdp.negotiation.terms import Avpf, Terms
from changqian.protocols.sdp.session import Origin, Session

DYNAMIC = range(96, 128)
"Payload types without a fixed meaning. (RFC 3551 §6)"


def offer(origin: Origin, terms: Sequence[Terms | None], *, before: Session | None = None) -> Session:
    """One m= line for each of `terms`; None switches a stream off that is in `before`.

    `before` is what we said last in this call: streams keep their places (§8), numbers their meaning (§8.3.2). Its
    origin with the next version is to be given: `following(before.origin)`.
    """
    said = before.media if before else ()
    asked = [*terms, *[None] * (len(said) - len(terms))]
    pasts = [*said, *[None] * (len(asked) - len(said))]
    media = tuple(_placed(wanted, past, origin) for wanted, past in zip(asked, pasts, strict=True))
    return Session("-", origin, connection=Connection(origin.host, origin.family), media=media)


def _placed(wanted: Terms | None, past: Media | None, origin: Origin) -> Media:
    if wanted and wanted.port:
        return _line(wanted, origin, past if past and past.port else None)
    kept = past or (_line(wanted, origin, None) if wanted else None)
    if kept is None:
        raise Malformed("a stream that nobody wants and that never was")
    return Media(kept.kind, 0, kept.protocol, kept.formats)


def following(origin: Origin) -> Origin:
    """With the version that a changed description must have: one more (§8)."""
    known = origin.version.isascii() and origin.version.isdigit() and len(origin.version) <= 20
    return replace(origin, version=str(int(origin.version) + 1) if known else "1")


def numbered(codecs: Iterable[Codec], past: Media) -> tuple[Codec, ...]:
    """Ours under the numbers that they have had in this call; those new to it under numbers that mean nothing yet."""
    known = [each for each in formats(past) if isinstance(each, Codec)]
    taken = {each.payload for each in known}
    made = []
    for each in codecs:
        old = next((old for old in known if old.like(each) and each.parameters.twin(old.parameters)), None)
        if old:
            known.remove(old)
        number = old.payload if old else _free(each.payload, taken)
        taken.add(number)
        made.append(Codec(replace(each.map, payload=number), each.parameters))
    return tuple(made)


def _free(number: int, taken: Container[int]) -> int:
    found: int | None = next((each for each in (number, *DYNAMIC) if each not in taken), None)
    if found is None:
        raise Malformed("more codecs than payload types")
    return found


def _line(terms: Terms, origin: Origin, past: Media | None) -> Media:
    """`past`: what was said of it before; numbers and transport stay."""
    codecs = numbered(terms.codecs, past) if past else terms.codecs
    protocol, *others = (past.protocol,) if past else protocols(terms)
    terms = replace(terms, codecs=codecs)
    lines = [line for each in codecs for line in each.attributes]
    lines += capabilities.offering(*others) if others else ()
    return Media(
        terms.kind,
        terms.port,
        protocol,
        tuple(str(each.payload) for each in terms.codecs),
        connection=connection(terms, origin),
        bandwidths=bandwidths(terms, terms.codecs, origin),
        attributes=(*lines, *times(terms), *_picture(terms), *_transport(terms), *terms.extra),
    )


def protocols(terms: Terms) -> tuple[str, ...]:
    """The one in the m= line, and what is liked better but offered beside it."""
    plain, better = ("RTP/SAVP", "RTP/SAVPF") if terms.crypto else ("RTP/AVP", "RTP/AVPF")
    return {Avpf.NEVER: (plain,), Avpf.ALWAYS: (better,), Avpf.CAPABILITY: (plain, better)}[terms.avpf]


def connection(terms: Terms, origin: Origin) -> Connection | None:
    if not terms.host or terms.host == origin.host:
        return None
    return Connection(terms.host, "IP6" if ":" in terms.host else "IP4")


def bandwidths(terms: Terms, codecs: Iterable[Codec], origin: Origin) -> tuple[str, ...]:
    told = terms.bandwidths
    if told.application is None and terms.kind == "audio":
        family = "IP6" if ":" in (terms.host or origin.host) else "IP4"
        told = replace(told, application=needed(codecs, terms.packet_time, family))
    return told.lines


def times(terms: Terms) -> Iterator[Attribute]:
    if terms.kind == "audio":
        yield Attribute("ptime", str(terms.packet_time))
        yield Attribute("maxptime", str(terms.longest_packet))


def _picture(terms: Terms) -> Iterator[Attribute]:
    if terms.avpf is not Avpf.NEVER:
        yield from (each.attribute for each in terms.feedback)
    yield from extensions.attributes(dict(enumerate(terms.extensions, start=1)))
    if terms.sizes:
        mains = (each for each in terms.codecs if not each.beside)
        yield from (replace(terms.sizes, payload=str(each.payload)).attribute for each in mains)


def _transport(terms: Terms) -> Iterator[Attribute]:
    yield from (each.attribute for each in terms.crypto)
    if terms.rtcp_mux:
        yield Attribute("rtcp-mux")
    yield Attribute(terms.direction)
