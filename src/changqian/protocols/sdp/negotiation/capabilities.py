"""Other transports a stream could use: `a=tcap`, `a=pcfg`, `a=acfg` (RFC 5939), as TS 26.114 §6.2.3 asks for AVPF.

Offers say RTP/AVP, which everybody understands, and beside it that AVPF would be liked. Attribute capabilities
(`a=acap`) are read over: a configuration that needs one is not chosen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from changqian.protocols.sdp.attributes import Attribute, valued
from changqian.protocols.sdp.media import Media
from changqian.protocols.sdp.session import Session

SUPPORTED = frozenset({"cap-v0"})
"Options of `a=creq` that are understood here. (RFC 5939 §3.3.2)"
_CONFIGURATION = re.compile(r"\s*(\d{1,10})\s*(.*)")
MOST = 32


@dataclass(frozen=True, slots=True)
class Potential:
    """A configuration that may be chosen instead of what stands in the m= line."""

    number: int
    transport: int
    "The number of its transport capability."
    protocol: str

    @property
    def chosen(self) -> Attribute:
        return Attribute("acfg", f"{self.number} t={self.transport}")


def potentials(session: Session, media: Media) -> Iterator[Potential]:
    """Those that change nothing but the transport, in the order of preference that their writer gave (§3.5.1)."""
    required = {option.strip() for value in _both(session, media, "creq") for option in value.split(",")}
    if not required <= SUPPORTED:
        return
    transports = _transports(session, media)
    for value in sorted(media.values("pcfg")[:MOST], key=_number):
        match = _CONFIGURATION.fullmatch(value)
        words = match[2].split() if match else []
        if match is None or len(words) != 1 or not words[0].startswith("t="):
            continue
        for choice in words[0][2:].split("|")[:MOST]:
            number = int(choice) if choice.isascii() and choice.isdigit() and len(choice) <= 10 else -1
            if number in transports:
                yield Potential(int(match[1]), number, transports[number])


def chosen(session: Session, media: Media, answered: Media) -> str | None:
    """The transport that an answer took from our offer by `a=acfg`; None if it says none that was offered."""
    for value in answered.values("acfg"):
        for potential in potentials(session, media):
            if value.split() == potential.chosen.value.split():
                return potential.protocol
    return None


def offering(*protocols: str) -> tuple[Attribute, ...]:
    """The lines that offer these instead of the one in the m= line, the first liked best."""
    numbers = "|".join(str(number) for number in range(1, len(protocols) + 1))
    return Attribute("tcap", f"1 {' '.join(protocols)}"), Attribute("pcfg", f"1 t={numbers}")


def _transports(session: Session, media: Media) -> Mapping[int, str]:
    """`a=tcap:1 RTP/AVPF RTP/SAVPF` numbers what it lists from its own number on (§3.4.2)."""
    found: dict[int, str] = {}
    for value in _both(session, media, "tcap")[:MOST]:
        match = _CONFIGURATION.fullmatch(value)
        for step, protocol in enumerate(match[2].split()[:MOST] if match else ()):
            found.setdefault(int(match[1]) + step if match else step, protocol)
    return found


def _both(session: Session, media: Media, name: str) -> list[str]:
    return [*media.values(name), *valued(session.attributes, name)]


def _number(value: str) -> int:
    match = _CONFIGURATION.fullmatch(value)
    return int(match[1]) if match else 2**31
