"""`a=crypto`: keys of encrypted media (RFC 4568). Only agreed here: nothing in this project encrypts or decrypts SRTP.

Where a trunk insists on it, the edge (rtpengine) speaks it, or this side tells the keys to who does.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from changqian.protocols.sdp.attributes import Attribute
from changqian.protocols.sdp.lines import Malformed, whole
from changqian.protocols.sdp.media import Media

SUITES = {
    "AES_CM_128_HMAC_SHA1_80": 30,
    "AES_CM_128_HMAC_SHA1_32": 30,
    "AES_256_CM_HMAC_SHA1_80": 46,
    "AES_256_CM_HMAC_SHA1_32": 46,
    "AEAD_AES_128_GCM": 28,
    "AEAD_AES_256_GCM": 44,
}
"Bytes of master key and salt. (RFC 4568 §6.2, RFC 6188 §7, RFC 7714 §14)"
_INLINE = re.compile(r"inline:([A-Za-z0-9+/=]{1,200})((?:\|[0-9^:]{1,40}){0,2})")


@dataclass(frozen=True, slots=True)
class Crypto:
    tag: int
    suite: str
    key: bytes = field(repr=False)
    "Master key and salt."
    more: str = ""
    "Lifetime and MKI, as `|2^20|1:4`."
    session: tuple[str, ...] = ()
    "Session parameters: those not known have the line refused (§6.3.7)."

    def __post_init__(self) -> None:
        if SUITES.get(self.suite, len(self.key)) != len(self.key):
            raise Malformed(f"{self.suite} has no key of {len(self.key)} bytes")

    @classmethod
    def parse(cls, value: str) -> Self:
        """Malformed for several keys at once too: no trunk does it."""
        tag, suite, key, *session = [*value.split(), "", "", ""][: max(3, len(value.split()))]
        match = _INLINE.fullmatch(key)
        if match is None:
            raise Malformed("a=crypto without a key")
        try:
            secret = b64decode(match[1], validate=True)
        except (Error, ValueError):
            raise Malformed("the key of a=crypto is not base64") from None
        return cls(whole(tag, high=999_999_999), suite.upper(), secret, match[2], tuple(session))

    @property
    def attribute(self) -> Attribute:
        key = f"inline:{b64encode(self.key).decode()}{self.more}"
        return Attribute("crypto", " ".join((str(self.tag), self.suite, key, *self.session)))


def offered(media: Media) -> tuple[Crypto, ...]:
    found = []
    for value in media.values("crypto"):
        try:
            found.append(Crypto.parse(value))
        except Malformed:
            continue
    return tuple(found)


def chosen(theirs: Iterable[Crypto], ours: Iterable[Crypto]) -> tuple[Crypto, Crypto] | None:
    """Our key under their tag, and theirs: of their lines the first that we have a key for (§5.1.2)."""
    keys = {each.suite: each for each in ours}
    for each in theirs:
        own = keys.get(each.suite)
        if own and not each.session:
            return Crypto(each.tag, own.suite, own.key, own.more), each
    return None


def taken(ours: Iterable[Crypto], theirs: Iterable[Crypto]) -> tuple[Crypto, Crypto] | None:
    """Of our offered lines the one that an answer took, and the key that it gave."""
    tags = {each.tag: each for each in ours}
    for each in theirs:
        own = tags.get(each.tag)
        if own and own.suite == each.suite and not each.session:
            return own, each
    return None
