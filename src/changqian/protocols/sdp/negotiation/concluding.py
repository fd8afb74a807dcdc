"""Judging the answer to our offer (RFC 3264 §6, §7): what was agreed, and what in it nobody offered.

An answer with what was not offered is what makes calls silent or garbled: it is refused here, in words, instead of
being sent to.
"""

from collections.abc import Iterator
from dataclasses import replace

from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.media import Media
from changqian.protocols.sdp.negotiation import capabilities, crypto, sizes
from changqian.protocols.sdp.negotiation.agreed import Agreed, Outcome, Pair, agreed, told_direction
from changqian.protocols.sdp.negotiation.codecs import Codec, Unread, fmtps, formats
from changqian.protocols.sdp.negotiation.crypto import Crypto
from changqian.protocols.sdp.negotiation.parameters import AmrParameters
from changqian.protocols.sdp.negotiation.refusals import Clash, Refusal, Why
from changqian.protocols.sdp.session import Session


def conclude(offer: Session, answer: Session) -> Outcome:
    """`offer` is ours, as it was sent."""
    refusals: list[Refusal] = []
    streams: list[Agreed | None] = []
    for place, ours in enumerate(offer.media):
        theirs = answer.media[place] if place < len(answer.media) else None
        if ours.port == 0:
            streams.append(None)
            continue
        try:
            streams.append(_concluded(offer, ours, answer, theirs, place, refusals))
        except Clash as clash:
            refusals.append(Refusal(place, ours.kind, "", clash.why, clash.told))
            streams.append(None)
    if len(answer.media) > len(offer.media):
        told = f"对方应答了 {len(answer.media)} 路媒体，本侧只提供了 {len(offer.media)} 路，多出的不予理会"
        refusals.append(Refusal(-1, "", "", Why.ORDER, told))
    return Outcome(answer, tuple(streams), tuple(refusals))


def _concluded(
    offer: Session, ours: Media, answer: Session, theirs: Media | None, place: int, refusals: list[Refusal]
) -> Agreed:
    if theirs is None:
        raise Clash(Why.ORDER, "对方的应答缺少这一路媒体")
    if theirs.kind.lower() != ours.kind.lower():
        raise Clash(Why.ORDER, f"对方在这一位置应答的是 {theirs.kind}，媒体顺序与提供的不一致")
    if theirs.port == 0:
        raise Clash(Why.REJECTED, "对方拒绝了此媒体（端口为 0）")
    if not answer.host_of(theirs):
        raise Clash(Why.NO_HOST, "对方没有说明媒体地址（缺少 c= 行）")
    protocol, keys = _transport(offer, ours, theirs)
    pairs = []
    for each in _answered(ours, theirs):
        try:
            pairs.append(_paired(ours, each))
        except Clash as clash:
            name = each.name if isinstance(each, Unread) else str(each)
            refusals.append(Refusal(place, ours.kind, name, clash.why, clash.told))
    if not any(not pair.receive.beside for pair in pairs):
        raise Clash(Why.NO_COMMON, "对方的应答里没有本侧提供过的编码")
    said = told_direction(answer, theirs)
    offered = offer.direction_of(ours)
    direction = said.mirrored.within(offered)
    if said.sends and not offered.receives:
        refusals.append(Refusal(place, ours.kind, "", Why.DIRECTION, "对方要发送本侧不接收的媒体，收到的将被忽略"))
    main = next(pair for pair in pairs if not pair.receive.beside)
    size = sizes.offered(ours, main.receive.payload)
    return agreed(
        *(place, ours, answer, theirs, pairs),
        protocol=protocol,
        direction=direction,
        crypto=keys,
        sizes=size if sizes.offered(theirs, main.send.payload) else None,
    )


def _transport(offer: Session, ours: Media, theirs: Media) -> tuple[str, tuple[Crypto, Crypto] | None]:
    """As offered, or what `a=acfg` took of it. AVP for AVPF and the other way round is forgiven: the packets are the
    same, only feedback is then not spoken."""
    offered, answered = ours.protocol.upper(), theirs.protocol.upper()
    if offered.removesuffix("F") != answered.removesuffix("F"):
        raise Clash(Why.TRANSPORT, f"本侧提供的传输方式是 {ours.protocol}，对方应答为 {theirs.protocol}")
    if answered.startswith("RTP/S"):
        keys = crypto.taken(crypto.offered(ours), crypto.offered(theirs))
        if keys is None:
            raise Clash(Why.SRTP, "对方的应答没有本侧提供过的 SRTP 密钥套件")
        return theirs.protocol, keys
    if answered != offered and answered.endswith("F"):
        possible = {each.protocol.upper() for each in capabilities.potentials(offer, ours)}
        return (theirs.protocol if answered in possible else ours.protocol), None
    return theirs.protocol, None


def _answered(ours: Media, theirs: Media) -> Iterator[Codec | Unread]:
    """Their formats; those under a number of ours without rtpmap mean what we said they mean."""
    own = {each.payload: each for each in formats(ours) if isinstance(each, Codec)}
    texts = fmtps(theirs)
    for each in formats(theirs):
        same = own.get(int(each.payload)) if isinstance(each, Unread) and each.unnamed and _number(each) else None
        if same is None:
            yield each
            continue
        try:
            yield Codec(same.map, type(same.parameters).parse(texts.get(same.payload, "")))
        except Malformed as fault:
            yield Unread(str(same.payload), str(same), False, f"参数无法理解（{fault}）")


def _number(each: Unread) -> bool:
    return each.payload.isascii() and each.payload.isdigit() and len(each.payload) <= 3


def _paired(ours: Media, answered: Codec | Unread) -> Pair:
    if isinstance(answered, Unread):
        raise Clash(Why.NOT_OFFERED if answered.unnamed else Why.PARAMETERS, answered.told)
    own = [each for each in formats(ours) if isinstance(each, Codec) and each.like(answered)]
    if not own:
        raise Clash(Why.NOT_OFFERED, "对方应答了本侧没有提供的编码")
    # Under its own number first; then under whatever number it has that packs alike.
    own.sort(key=lambda each: (each.payload != answered.payload, not each.parameters.twin(answered.parameters)))
    first = own[0]
    if first.payload != answered.payload:
        first = next((each for each in own if each.parameters.twin(answered.parameters)), first)
    first.parameters.accepting(answered.parameters)
    return Pair(_receiving(first, answered), answered)


def _receiving(ours: Codec, answered: Codec) -> Codec:
    """A mode-set that only the answer names binds both (RFC 4867 §8.3.1)."""
    own, told = ours.parameters, answered.parameters
    if isinstance(own, AmrParameters) and isinstance(told, AmrParameters) and own.modes is None:
        return Codec(ours.map, replace(own, modes=told.modes))
    return ours
