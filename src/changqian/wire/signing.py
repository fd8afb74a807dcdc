"""What both sides of a process boundary sign and check: tickets of browsers, and calls between our own processes.

The forms are those of the platform: `<base64url(JSON)>.<HMAC-SM3>` for tickets; for calls the HMAC-SM3 of method, path,
time, a word used once and the SM3 of the body. Time is an argument. (GM/T 0004-2012)
"""

import binascii
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

SKEW = 300.0
"Seconds that two clocks may differ."


class BadTicket(Exception):
    """Not a ticket of ours, or not for here, or no longer valid. The message says which."""


class BadCall(Exception):
    """Not signed by who knows the secret, too old, or seen before. The message says which."""


def sm3(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def hmac_sm3(key: bytes, data: bytes) -> str:
    mac = HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize().hex()


@dataclass(frozen=True, slots=True)
class Ticket:
    """For whom, where, on what, to do what, until when (Unix seconds); and an id, so that it serves once."""

    audience: str
    subject: str
    resource: str
    verbs: tuple[str, ...]
    expires: int
    id: str

    def __post_init__(self) -> None:
        texts = (self.audience, self.subject, self.resource, self.id, *self.verbs)
        if not all(isinstance(text, str) for text in texts) or type(self.expires) is not int:
            raise TypeError("a ticket is made of texts and an expiry in whole seconds")

    def encode(self, key: bytes) -> str:
        body = urlsafe_b64encode(json.dumps(asdict(self), separators=(",", ":")).encode()).decode().rstrip("=")
        return f"{body}.{hmac_sm3(key, body.encode())}"

    @classmethod
    def verify(cls, text: str, key: bytes, *, audience: str, now: float) -> "Ticket":
        """The ticket in `text`; BadTicket if it was not signed with this key, is for elsewhere, or has expired."""
        body, _, mac = text.partition(".")
        if not mac.isascii() or not body.isascii() or not _same(hmac_sm3(key, body.encode()), mac):
            raise BadTicket("票据无效")
        try:
            said = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
            found = cls(**{**said, "verbs": tuple(said["verbs"])})
        except (binascii.Error, ValueError, TypeError, KeyError) as error:
            raise BadTicket("票据无效") from error
        if found.audience != audience:
            raise BadTicket("票据不是为此服务签发的")
        if now >= found.expires:
            raise BadTicket("票据已过期")
        return found


def signature(secret: bytes, method: str, path: str, stamp: str, nonce: str, body: bytes) -> str:
    """What X-Signature must be."""
    return hmac_sm3(secret, "\n".join((method, path, stamp, nonce, sm3(body))).encode())


def signed(secret: bytes, method: str, path: str, body: bytes, *, app: str, now: float) -> dict[str, str]:
    """The headers of a call."""
    stamp, nonce = str(int(now)), secrets.token_hex(16)
    return {
        "Content-Type": "application/json",
        "X-App": app,
        "X-Timestamp": stamp,
        "X-Nonce": nonce,
        "X-Signature": signature(secret, method, path, stamp, nonce, body),
    }


@dataclass(slots=True)
class Once:
    """Words that were shown already, until they would not be believed anyway."""

    until: dict[str, float] = field(default_factory=dict)

    def first_time(self, word: str, expires: float, now: float) -> bool:
        # The oldest stand first, and all live about as long.
        for old in list(self.until):
            if self.until[old] > now:
                break
            del self.until[old]
        if self.until.get(word, 0.0) > now:
            return False
        self.until[word] = expires
        return True


def check(
    headers: Mapping[str, str], secret: bytes, method: str, path: str, body: bytes, *, seen: Once, now: float
) -> None:
    """BadCall unless the call was signed with the secret, lately, and for the first time."""
    stamp, nonce = headers.get("X-Timestamp", ""), headers.get("X-Nonce", "")
    if not nonce or not _same(signature(secret, method, path, stamp, nonce, body), headers.get("X-Signature", "")):
        raise BadCall("签名不对")
    if not (stamp.isascii() and stamp.isdigit()) or abs(now - int(stamp)) > SKEW:
        raise BadCall("请求时间与本机相差超过5分钟，请校准两边的时钟")
    if not seen.first_time(nonce, now + 2 * SKEW, now):
        raise BadCall("请求已处理过")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
