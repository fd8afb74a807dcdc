"""Keys in a file, and the software that uses them: what serves until a certified machine takes its place.

The ring is JSON, readable by its owner only, and is replaced as a whole. A process looks at most once a second whether
it changed, and at once when it meets a key that it does not know.
"""

import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from changqian.platform.kernel.crypto import Keys, KeysUnavailable, Unsealable, hmac_sm3, sm3

NONCE, TAG = 12, 16
LOOK_EVERY = 1.0
"Seconds after which a changed ring is noticed at the latest."


def encrypt(secret: bytes, text: bytes, *, bound: bytes) -> bytes:
    """Nonce, SM4-GCM ciphertext and tag, under a key derived from the secret."""
    nonce = secrets.token_bytes(NONCE)
    box = Cipher(algorithms.SM4(_sealing(secret)), modes.GCM(nonce)).encryptor()
    box.authenticate_additional_data(bound)
    return nonce + box.update(text) + box.finalize() + box.tag


def decrypt(secret: bytes, sealed: bytes, *, bound: bytes) -> bytes:
    """What `encrypt` was given; Unsealable otherwise."""
    nonce, text, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
    try:
        box = Cipher(algorithms.SM4(_sealing(secret)), modes.GCM(nonce, tag)).decryptor()
        box.authenticate_additional_data(bound)
        return box.update(text) + box.finalize()
    except (InvalidTag, ValueError) as error:
        raise Unsealable from error


@dataclass(frozen=True, slots=True)
class Ring:
    active: int
    secrets: Mapping[int, bytes]
    retired: frozenset[int] = frozenset()

    @property
    def keys(self) -> Keys:
        usable = sorted(set(self.secrets) - self.retired)
        return Keys(self.active, tuple(usable), tuple(sorted(self.retired)))


class SoftwareProvider:
    """CryptoProvider over a ring in a file. While there is no file, the ring is the one key it was given."""

    def __init__(self, file: Path, *, first: bytes) -> None:
        self.file, self._first = file, Ring(1, {1: first})
        self._ring, self._stamp, self._looked = self._first, (0, 0), float("-inf")

    def keys(self) -> Keys:
        return self._fresh().keys

    def encrypt(self, key: int, text: bytes, *, bound: bytes) -> bytes:
        return encrypt(self._secret(key), text, bound=bound)

    def decrypt(self, key: int, sealed: bytes, *, bound: bytes) -> bytes:
        return decrypt(self._secret(key), sealed, bound=bound)

    def mac(self, key: int, data: bytes) -> bytes:
        return bytes.fromhex(hmac_sm3(self._secret(key) + b"index", data))

    def add(self) -> int:
        ring = self._fresh(now=True)
        made = max(ring.secrets) + 1
        self._write(Ring(ring.active, {**ring.secrets, made: secrets.token_bytes(32)}, ring.retired))
        return made

    def activate(self, key: int) -> None:
        ring = self._fresh(now=True)
        self._write(Ring(key, ring.secrets, ring.retired))

    def retire(self, key: int) -> None:
        """The secret stays in the file, for what the audit trail holds; the platform uses it no more."""
        ring = self._fresh(now=True)
        self._write(Ring(ring.active, ring.secrets, ring.retired | {key}))

    def _secret(self, key: int) -> bytes:
        ring = self._fresh()
        if key not in ring.secrets:
            ring = self._fresh(now=True)
        if key not in ring.secrets or key in ring.retired:
            raise Unsealable
        return ring.secrets[key]

    def _fresh(self, *, now: bool = False) -> Ring:
        moment = time.monotonic()
        if now or moment - self._looked >= LOOK_EVERY:
            self._looked = moment
            try:
                seen = self.file.stat()
            except FileNotFoundError:
                return self._ring
            except OSError as error:
                raise KeysUnavailable(f"密钥环 {self.file} 读不到：{error.strerror}") from error
            if (seen.st_mtime_ns, seen.st_ino) != self._stamp:
                if seen.st_mode & 0o077:
                    raise KeysUnavailable(f"密钥环 {self.file} 的权限应为0600，请先收紧权限")
                self._ring, self._stamp = _read(self.file), (seen.st_mtime_ns, seen.st_ino)
        return self._ring

    def _write(self, ring: Ring) -> None:
        """Written aside and moved into place, so that nobody ever reads half a ring."""
        told = {
            "active": ring.active,
            "keys": {
                str(key): {"secret": secret.hex(), "retired": key in ring.retired}
                for key, secret in sorted(ring.secrets.items())
            },
        }
        aside = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(told, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(self.file)
        self._fresh(now=True)


def _read(file: Path) -> Ring:
    try:
        told = json.loads(file.read_text())
        known = {int(key): each for key, each in told["keys"].items()}
        ring = Ring(
            int(told["active"]),
            {key: bytes.fromhex(each["secret"]) for key, each in known.items()},
            frozenset(key for key, each in known.items() if each.get("retired")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysUnavailable(f"密钥环 {file} 无法识别，请从备份恢复") from error
    if ring.active not in ring.keys.usable:
        raise KeysUnavailable(f"密钥环 {file} 的启用密钥不在其中，请从备份恢复")
    return ring


@lru_cache(maxsize=32)
def _sealing(secret: bytes) -> bytes:
    """The SM4 key, derived so that the index is made with another."""
    return bytes.fromhex(sm3(secret + b"seal"))[:16]
