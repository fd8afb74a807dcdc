"""The national algorithms: SM3 for digests and MACs, SM4-GCM for fields; and what holds the keys, behind one interface.

Sealed text is `<key>:<base64url(nonce + ciphertext + tag)>`, bound to the column it was sealed for, so that it opens
nowhere else. `<key>.<…>` was written before columns were bound. The blind index is a MAC of the text, so that equality
can be searched and nothing else learned. (GM/T 0004-2012, GM/T 0002-2012, GB/T 39786-2021)
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

SEALED = re.compile(r"(?P<key>[1-9]\d{0,5})(?P<how>[:.])(?P<body>[\w-]+)", re.ASCII)


class Unsealable(Exception):
    """The text was not sealed with a key that is in use, or for another column, or somebody changed it."""


class KeysUnavailable(Exception):
    """What holds the keys does not answer, or will not do what was asked; the message is a sentence."""


def sm3(data: bytes) -> str:
    """The SM3 digest as 64 hexadecimal digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def sm3_of(chunks: Iterable[bytes]) -> str:
    """The SM3 digest of what comes in pieces."""
    digest = hashes.Hash(hashes.SM3())
    for chunk in chunks:
        digest.update(chunk)
    return digest.finalize().hex()


def hmac_sm3(key: bytes, data: bytes) -> str:
    """HMAC-SM3 as 64 hexadecimal digits."""
    mac = HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize().hex()


def same(one: str, other: str) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys by number, counted from 1: `active` seals, all of `usable` open, `retired` do neither any more."""

    active: int
    usable: tuple[int, ...]
    retired: tuple[int, ...] = ()

    @property
    def turning(self) -> bool:
        """More than one key is in use: what is looked for may lie under either."""
        return len(self.usable) > 1


class CryptoProvider(Protocol):
    """Whoever holds the keys and does not give them out: a file of ours, or a certified machine.

    `encrypt` returns nonce, ciphertext and tag of SM4-GCM over `bound`; `decrypt` raises Unsealable; `mac` is HMAC-SM3,
    32 bytes. All raise KeysUnavailable when they cannot be asked. Keys are numbered as they are made.
    """

    def keys(self) -> Keys: ...
    def encrypt(self, key: int, text: bytes, *, bound: bytes) -> bytes: ...
    def decrypt(self, key: int, sealed: bytes, *, bound: bytes) -> bytes: ...
    def mac(self, key: int, data: bytes) -> bytes: ...

    def add(self) -> int:
        """A new key, usable and not yet active; its number."""

    def activate(self, key: int) -> None: ...
    def retire(self, key: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals short texts for a column, with whatever holds the keys."""

    provider: CryptoProvider

    def seal(self, text: str, *, bound: str) -> str:
        """`bound` names where the text belongs; it opens with the same name only."""
        key = self.provider.keys().active
        raw = self.provider.encrypt(key, text.encode(), bound=bound.encode())
        return f"{key}:{urlsafe_b64encode(raw).decode().rstrip('=')}"

    def open(self, sealed: str, *, bound: str) -> str:
        """The text; Unsealable if it was not sealed here, or for somewhere else."""
        parts = SEALED.fullmatch(sealed)
        if parts is None:
            raise Unsealable
        body = parts["body"]
        try:
            raw = urlsafe_b64decode(body + "=" * (-len(body) % 4))
            given = bound.encode() if parts["how"] == ":" else b""
            return self.provider.decrypt(int(parts["key"]), raw, bound=given).decode()
        except ValueError as error:
            raise Unsealable from error

    def index(self, text: str) -> str:
        """The blind index that is written today: 64 hexadecimal digits."""
        return self._index(self.provider.keys().active, text)

    def indexes(self, text: str) -> tuple[str, ...]:
        """What the index may be in rows that no rotation has reached yet, oldest key first."""
        return tuple(self._index(key, text) for key in self.provider.keys().usable)

    def _index(self, key: int, text: str) -> str:
        return self.provider.mac(key, text.encode()).hex()


def current(key: int) -> str:
    """How a text begins that was sealed with this key and bound."""
    return f"{key}:"
