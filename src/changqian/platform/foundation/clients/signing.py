"""What a call is signed over, and how its content is sealed. Pure; docs/api.md says the same to those who call.

`Authorization: HMAC-SM3 client=…,key=…,timestamp=…,nonce=…,session=…,signature=…`. The signature is an HMAC-SM3
(GM/T 0004-2012, RFC 2104) over eight lines: the scheme, client, key version, timestamp, nonce, session token; the
verb, path and query in one canonical spelling each; the SM3 of the body as it is sent.
"""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from changqian.platform.kernel.crypto import Unsealable, hmac_sm3, sm3

NONCE, TAG = 12, 16
"Bytes of an IV and of a tag. (RFC 8998 §2)"
SCHEME = "HMAC-SM3"
MEDIA_TYPE = "application/vnd.changqian.sealed"
"Of sealed content: what it is inside says X-Sealed-Content-Type."
PART = re.compile(r"([a-z]+)=([A-Za-z0-9_.-]{0,200})")
PARTS = frozenset({"client", "key", "timestamp", "nonce", "session", "signature"})


class Malformed(Exception):
    """Not a signature header."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What the header says."""

    client: str
    key: int
    timestamp: int
    "Unix seconds."
    nonce: str
    session: str
    "Empty where the session is only being asked for."
    signature: str


def parse(header: str) -> Signed | None:
    """What an Authorization header says; None for another scheme, Malformed for this one written wrongly."""
    scheme, _, rest = header.strip().partition(" ")
    if scheme.upper() != SCHEME:
        return None
    found: dict[str, str] = {}
    for piece in rest.split(","):
        match = PART.fullmatch(piece.strip())
        if match is None or match[1] in found:
            raise Malformed
        found[match[1]] = match[2]
    numbers = (found.get("key", ""), found.get("timestamp", ""))
    if set(found) != PARTS or not all(re.fullmatch(r"[0-9]{1,12}", each) for each in numbers):
        raise Malformed
    return Signed(**{**found, "key": int(numbers[0]), "timestamp": int(numbers[1])})  # type: ignore[arg-type]


def canonical_path(path: bytes) -> str:
    """The decoded path, percent-encoded in the one way of RFC 3986 §2.3."""
    return quote(path, safe="/-._~")


def canonical_query(query: str) -> str:
    """The query as the server reads it, spelt in one way.

    Names are sorted, values of one name keep their order: of `a=1&a=2` the last one counts. `+` is a space.
    """
    pairs = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((_spelt(name), _spelt(value)))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs, key=lambda pair: pair[0]))


def _spelt(text: str) -> str:
    return quote(unquote_to_bytes(text.replace("+", " ")), safe="-._~")


def to_sign(signed: Signed, *, method: str, path: bytes, query: str, body: bytes) -> bytes:
    """The eight lines. None of their parts can hold a line break, so no part can pose as two."""
    lines = (
        f"{SCHEME} {signed.client} {signed.key}",
        str(signed.timestamp),
        signed.nonce,
        signed.session,
        method.upper(),
        canonical_path(path),
        canonical_query(query),
        sm3(body),
    )
    return "\n".join(lines).encode()


def new_secret() -> str:
    """What a client is handed, once: 64 hexadecimal digits."""
    return secrets.token_hex(32)


def signature(secret: str, text: bytes) -> str:
    return hmac_sm3(_derived(secret, "sign"), text)


def _derived(secret: str, purpose: str) -> bytes:
    """A key for one purpose, so that what signs never encrypts."""
    return bytes.fromhex(hmac_sm3(bytes.fromhex(secret), purpose.encode()))


def seal(secret: str, key: int, plain: bytes, *, bound_to: str) -> bytes:
    """`<key version>.<base64url(nonce + SM4-GCM ciphertext + tag)>`, good only where it is bound to."""
    nonce = secrets.token_bytes(NONCE)
    box = Cipher(algorithms.SM4(_derived(secret, "seal")[:16]), modes.GCM(nonce)).encryptor()
    box.authenticate_additional_data(bound_to.encode())
    body = box.update(plain) + box.finalize()
    return f"{key}.".encode() + urlsafe_b64encode(nonce + body + box.tag).rstrip(b"=")


def open_sealed(secret: str, key: int, sealed: bytes, *, bound_to: str) -> bytes:
    """The content; Unsealable if it was not sealed with this key for this place, or was changed."""
    version, _, body = sealed.strip().partition(b".")
    try:
        if version != str(key).encode():
            raise ValueError("another key version")
        raw = urlsafe_b64decode(body + b"=" * (-len(body) % 4))
        nonce, text, tag = raw[:NONCE], raw[NONCE:-TAG], raw[-TAG:]
        box = Cipher(algorithms.SM4(_derived(secret, "seal")[:16]), modes.GCM(nonce, tag)).decryptor()
        box.authenticate_additional_data(bound_to.encode())
        return box.update(text) + box.finalize()
    except (InvalidTag, ValueError) as error:
        raise Unsealable from error


def bound_request(nonce: str) -> str:
    """What a request's content is bound to: the nonce of its call, so that it fits no other."""
    return f"request {nonce}"


def bound_response(nonce: str, status: int) -> str:
    return f"response {nonce} {status}"
