"""Our answer to an offer (RFC 3264 §6): nothing is in it that was not offered, and what is left out is explained."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from changqian.protocols.sdp.attributes import Attribute, Direction
from changqian.protocols.sdp.media import Connection, Media
from changqian.protocols.sdp.negotiation import capabilities, crypto, extensions, feedback, sizes
from changqian.protocols.sdp.negotiation.agreed import Agreed, Outcome, Pair, agreed, told_direction
from changqian.protocols.sdp.negotiation.codecs import COMFORT, EVENTS, Codec, Unread, formats
from changqian.protocols.sdp.negotiation.crypto import Crypto
from changqian.protocols.sdp.negotiation.offering import bandwidths, connection, times
from changqian.protocols.sdp.negotiation.refusals import Clash, Refusal, Why
from changqian.protocols.sdp.negotiation.terms import Avpf, Terms
from changqian.protocols.sdp.session import Origin, Session

PLAIN, SECURE = ("RTP/AVP", "RTP/AVPF"), ("RTP/SAVP", "RTP/SAVPF")
SHAPES = (Why.PACKING, Why.PACKETIZATION)
KINDS = {"audio": "语音", "video": "视频"}


def answer(
    offer: Session,
    origin: Origin,
    terms: Sequence[Terms],
    *,
    own_order: bool = False,
    extra: Mapping[int, Sequence[Attribute]] | None = None,
) -> Outcome:
    """Each stream offered takes the first of our `terms` of its kind that is still free.

    Of several codecs in common one is answered: switching between them within a call is what phones do badly
    (TS 26.114 §6.2.2.1). It is the first of theirs, with `own_order` the first of ours. `extra`: lines to add to the
    stream at a place, as preconditions.
    """
    free = list(terms)
    refusals: list[Refusal] = []
    media: list[Media] = []
    streams: list[Agreed | None] = []
    for place, offered in enumerate(offer.media):
        added = tuple((extra or {}).get(place, ()))
        try:
            wanted = _wanted(offered, free)
            line, stream, refused = _Stream(offer, offered, wanted, place, origin, own_order, added).negotiated()
        except Clash as clash:
            refusals += clash.formats
            refusals.append(Refusal(place, offered.kind, "", clash.why, clash.told))
            # §6: rejected streams keep their place; a format must stand there, and those offered do.
            media.append(Media(offered.kind, 0, offered.protocol, offered.formats))
            streams.append(None)
            continue
        refusals += refused
        media.append(line)
        streams.append(stream)
    host = Connection(origin.host, origin.family)
    session = Session(offer.name, origin, connection=host, start=offer.start, stop=offer.stop, media=tuple(media))
    return Outcome(session, tuple(streams), tuple(refusals))


def _wanted(offered: Media, free: list[Terms]) -> Terms:
    kind = offered.kind.lower()
    if offered.port == 0:
        raise Clash(Why.REJECTED, "对方未启用此媒体（端口为 0）")
    found = next((each for each in free if each.kind == kind), None)
    if found is None or found.port == 0:
        if kind not in KINDS:
            raise Clash(Why.UNKNOWN_KIND, f"本系统不处理 {offered.kind} 类媒体")
        raise Clash(Why.NOT_WANTED, f"本次通话不需要这一路{KINDS[kind]}")
    free.remove(found)
    return found


@dataclass(frozen=True, slots=True)
class _Chosen:
    protocol: str
    lines: tuple[Attribute, ...]
    crypto: tuple[Crypto, Crypto] | None


@dataclass(frozen=True, slots=True)
class _Stream:
    """One stream of an offer and what we want of it."""

    offer: Session
    offered: Media
    terms: Terms
    place: int
    origin: Origin
    own_order: bool
    extra: tuple[Attribute, ...]

    def negotiated(self) -> tuple[Media, Agreed, list[Refusal]]:
        """Clash where the whole stream is to be refused."""
        chosen = self._transport()
        if not self.offer.host_of(self.offered):
            raise Clash(Why.NO_HOST, "对方没有说明媒体地址（缺少 c= 行）")
        refusals: list[Refusal] = []
        pairs = self._pairs(refusals)
        theirs = told_direction(self.offer, self.offered)
        direction = theirs.mirrored.within(self.terms.direction)
        size = self._sizes(pairs[0])
        line = self._line(chosen, pairs, direction, size)
        stream = agreed(
            *(self.place, line, self.offer, self.offered, pairs),
            protocol=chosen.protocol,
            direction=direction,
            crypto=chosen.crypto,
            sizes=size,
        )
        return line, stream, refusals

    def _transport(self) -> _Chosen:
        protocol = self.offered.protocol.upper()
        if protocol in SECURE:
            keys = crypto.chosen(crypto.offered(self.offered), self.terms.crypto)
            if keys is None:
                told = "没有双方都支持的密钥" if self.terms.crypto else "本侧没有启用"
                raise Clash(Why.SRTP, f"对方要求加密媒体（SRTP），{told}；请在专线或边界设备上关闭或转换")
            return _Chosen(self.offered.protocol, (keys[0].attribute,), keys)
        if protocol not in PLAIN:
            raise Clash(Why.TRANSPORT, f"不支持传输方式 {self.offered.protocol}")
        if protocol == "RTP/AVP" and self.terms.avpf is not Avpf.NEVER:
            for each in capabilities.potentials(self.offer, self.offered):
                if each.protocol.upper() == "RTP/AVPF":
                    return _Chosen(each.protocol, (each.chosen,), None)
        return _Chosen(self.offered.protocol, (), None)

    def _pairs(self, refusals: list[Refusal]) -> list[Pair]:
        """The one codec, and what travels beside it."""
        found = []
        for each in formats(self.offered):
            try:
                found.append((each, self._paired(each)))
            except Clash as clash:
                name = each.name if isinstance(each, Unread) else str(each)
                refusals.append(Refusal(self.place, self.offered.kind, name, clash.why, clash.told))
        mains = [pair for _, (pair, _) in found if not pair.receive.beside]
        if not mains:
            names = "、".join(dict.fromkeys(each.name for each in formats(self.offered))) or "无"
            raise Clash(Why.NO_COMMON, f"没有双方都支持的编码（对方提供：{names}）", refusals)
        if self.own_order:
            ranks = {id(pair): rank for _, (pair, rank) in found}
            mains.sort(key=lambda pair: ranks[id(pair)])
        besides = [pair for _, (pair, _) in found if pair.receive.beside]
        return [mains[0], *_companions(mains[0], besides)]

    def _paired(self, offered: Codec | Unread) -> tuple[Pair, int]:
        """With the rank of ours. Clash where none of ours fits."""
        if isinstance(offered, Unread):
            raise Clash(Why.UNNAMED if offered.unnamed else Why.PARAMETERS, offered.told)
        named = [each for each in self.terms.codecs if (each.name, each.clock) == (offered.name, offered.clock)]
        if not named:
            raise Clash(Why.CODEC, "本侧不支持此编码")
        like = [each for each in named if each.like(offered)]
        if not like:
            raise Clash(Why.CHANNELS, f"本侧不支持 {offered.map.channels} 声道")
        clashes = []
        for each in like:
            try:
                answered = each.parameters.answering(offered.parameters)
            except Clash as clash:
                clashes.append(clash)
                continue
            return Pair(Codec(offered.map, answered), offered), self.terms.codecs.index(each)
        # Of several of ours, what is wrong is told of the one that at least packs alike.
        raise next((each for each in clashes if each.why not in SHAPES), clashes[0])

    def _sizes(self, main: Pair) -> sizes.ImageAttributes | None:
        asked = sizes.offered(self.offered, main.send.payload) if self.terms.sizes else None
        return asked.answering(self.terms.sizes) if asked and self.terms.sizes else None

    def _line(
        self, chosen: _Chosen, pairs: list[Pair], direction: Direction, size: sizes.ImageAttributes | None
    ) -> Media:
        codecs = [pair.receive for pair in pairs]
        lines = [line for each in codecs for line in each.attributes]
        return Media(
            self.offered.kind,
            self.terms.port,
            chosen.protocol,
            tuple(str(each.payload) for each in codecs),
            connection=connection(self.terms, self.origin),
            bandwidths=bandwidths(self.terms, codecs, self.origin),
            attributes=(
                *(*lines, *chosen.lines, *times(self.terms), *self._beside(chosen, pairs[0])),
                *((size.attribute,) if size else ()),
                Attribute(direction),
                *(*self.terms.extra, *self.extra),
            ),
        )

    def _beside(self, chosen: _Chosen, main: Pair) -> Iterator[Attribute]:
        if chosen.protocol.upper().endswith("AVPF"):
            theirs = feedback.offered(self.offered, main.send.payload)
            yield from (each.attribute for each in feedback.common(theirs, self.terms.feedback))
        yield from extensions.attributes(extensions.common(extensions.offered(self.offered), self.terms.extensions))
        if self.terms.rtcp_mux and any(each.name.lower() == "rtcp-mux" for each in self.offered.attributes):
            yield Attribute("rtcp-mux")


def _companions(main: Pair, besides: list[Pair]) -> list[Pair]:
    """Key presses at the clock of the voice, as RFC 4733 §2.5.1.2 wants; at another one rather than none, for some
    trunks offer AMR-WB with telephone-event/8000 only. Comfort noise is for G.711; others have their own."""
    keys = [each for each in besides if each.receive.name == EVENTS]
    keys.sort(key=lambda each: each.receive.clock != main.receive.clock)
    noise = [each for each in besides if each.receive.name == COMFORT and main.receive.name in ("PCMA", "PCMU")]
    return [*keys[:1], *noise[:1]]
