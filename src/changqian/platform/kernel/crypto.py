"""The national algorithms: SM3 for digests and MACs, SM4-GCM for fields. One provider, so that an HSM fits later.

Sealed text is `<key version>.<base64url(nonce + ciphertext + tag)>`; the blind index is HMAC-SM3 under a key derived
from the field key, so that equality can be searched and nothing else learned. (GM/T 0004-2012, GM/T 0002-2012)
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC

NONCE, TAG = 12, 16


class Unsealable(Exception):
    """The text was not sealed with this key, or somebody changed it."""


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
class Sealer:
    """Seals short texts with SM4-GCM. `keys` maps versions to 32-byte secrets; the newest seals, all open."""

    keys: tuple[bytes, ...]

    def seal(self, text: str) -> str:
        version, nonce = len(self.keys), secrets.token_bytes(NONCE)
        box = Cipher(algorithms.SM4(self._key(version)), modes.GCM(nonce)).encryptor()
        body = box.update(text.encode()) + box.finalize()
        return f"{version}.{urlsafe_b64encode(nonce + body + box.tag).decode().rstrip('=')}"

    def open(self, sealed: str) -> str:
        """The text; Unsealable if it was not sealed here."""
        try:
            version, _, body = sealed.partition(".")
            raw = urlsafe_b64decode(body + "=" * (-len(body) % 4))
            nonce, text, tag = raw[:NONCE], raw[NONCE:-TAG], raw[-TAG:]
            box = Cipher(algorithms.SM4(self._key(int(version))), modes.GCM(nonce, tag)).decryptor()
            return (box.update(text) + box.finalize()).decode()
        except (InvalidTag, ValueError, IndexError) as error:
            raise Unsealable from error

    def index(self, text: str) -> str:
        """The blind index: under the first key, so that a rotation need not rebuild it."""
        return hmac_sm3(self.keys[0] + b"index", text.encode())

    def _key(self, version: int) -> bytes:
        if not 1 <= version <= len(self.keys):
            raise ValueError("unknown key version")
        return bytes.fromhex(sm3(self.keys[version - 1] + b"seal"))[:16]
