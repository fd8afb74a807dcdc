"""`b=` lines: how much a side wants to receive (RFC 8866 §5.8, RFC 3890), and how much of it are reports (RFC 3556)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from changqian.protocols.rtp.payload.amr import FRAME_MS, VARIANTS, Packing, Variant
from changqian.protocols.sdp.lines import Malformed, whole
from changqian.protocols.sdp.media import Media
from changqian.protocols.sdp.negotiation.codecs import Codec
from changqian.protocols.sdp.negotiation.parameters import AmrParameters

MOST = 10**9
HEADERS = {"IP4": 40, "IP6": 60}
"Bytes of IP, UDP and RTP in front of each payload."


@dataclass(frozen=True, slots=True)
class Bandwidths:
    """Of one stream; None where nothing is said."""

    application: int | None = None
    "AS: kbit/s with IP, UDP and RTP."
    independent: int | None = None
    "TIAS: bit/s without them."
    senders: int | None = None
    "RS: bit/s of reports for those who send."
    receivers: int | None = None
    "RR: for those who only receive."

    @classmethod
    def of(cls, media: Media) -> Self:
        """What cannot be read is left out: it limits nothing."""
        found: dict[str, int] = {}
        for line in media.bandwidths:
            kind, _, value = line.partition(":")
            try:
                found.setdefault(kind.strip().upper(), whole(value.strip(), high=MOST))
            except Malformed:
                continue
        return cls(found.get("AS"), found.get("TIAS"), found.get("RS"), found.get("RR"))

    @property
    def lines(self) -> tuple[str, ...]:
        told = (("AS", self.application), ("TIAS", self.independent), ("RS", self.senders), ("RR", self.receivers))
        return tuple(f"{kind}:{value}" for kind, value in told if value is not None)

    @property
    def reports(self) -> int | None:
        """bit/s for the reports of both; None: not said, RFC 3550's share holds. 0: no reports."""
        if self.senders is None and self.receivers is None:
            return None
        return (self.senders or 0) + (self.receivers or 0)


def kbps(payload: int, milliseconds: int, family: str = "IP4") -> int:
    """What packets of so many bytes, one every so many milliseconds, come to for AS: rounded up."""
    return -(-8 * (payload + HEADERS.get(family, 60)) // milliseconds)


def amr_kbps(
    variant: Variant, mode: int, packing: Packing, *, milliseconds: int = FRAME_MS, family: str = "IP4"
) -> int:
    """3GPP TS 26.114 annex K: AMR-WB at 23.85 over IPv4, bandwidth-efficient, 20 ms, comes to 41."""
    frames = max(1, milliseconds // FRAME_MS)
    if packing is Packing.OCTET_ALIGNED:
        payload = 1 + frames * (1 + variant.octets(mode))
    else:
        payload = 4 + frames * (6 + variant.bits[mode]) + 7 >> 3
    return kbps(payload, frames * FRAME_MS, family)


def needed(codecs: Iterable[Codec], milliseconds: int, family: str) -> int | None:
    """AS for the dearest of these voices; None where one of them has no fixed rate."""
    costs = [_needed(each, milliseconds, family) for each in codecs if not each.beside]
    return max((cost for cost in costs if cost is not None), default=None) if None not in costs else None


def _needed(codec: Codec, milliseconds: int, family: str) -> int | None:
    own = codec.parameters
    if isinstance(own, AmrParameters) and codec.name in VARIANTS:
        variant = VARIANTS[codec.name]
        mode = max(own.modes & variant.modes if own.modes else variant.modes, key=lambda each: variant.bits[each])
        return amr_kbps(variant, mode, own.packing, milliseconds=milliseconds, family=family)
    return kbps(8 * milliseconds, milliseconds, family) if codec.name in ("PCMA", "PCMU") else None


def affordable(
    name: str,
    modes: Iterable[int] | None,
    packing: Packing,
    limit: int | None,
    *,
    milliseconds: int = FRAME_MS,
    family: str = "IP4",
) -> frozenset[int]:
    """The modes of AMR or AMR-WB that stay within `b=AS`; the lowest alone where none does: silence helps nobody."""
    variant = VARIANTS[name]
    asked = frozenset(variant.modes if modes is None else modes) & variant.modes
    if limit is None:
        return asked
    costs = {mode: amr_kbps(variant, mode, packing, milliseconds=milliseconds, family=family) for mode in asked}
    return frozenset(mode for mode, cost in costs.items() if cost <= limit) or frozenset({min(asked)})
