"""Tickets: short-lived, signed permissions for the servers beside the web server. Time is an argument.

`<base64url(JSON)>.<HMAC-SM3>`. A ticket says for whom (`subject`), where (`audience`), on what (`resource`), to do what
(`verbs`), until when, and carries an id, so that a server can let it be used once.
"""

import binascii
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime

from changqian.platform.kernel.crypto import hmac_sm3, same


class BadTicket(Exception):
    """Not a ticket of ours, or not for here, or no longer valid. The message says which."""


@dataclass(frozen=True, slots=True)
class Ticket:
    audience: str
    subject: str
    resource: str
    verbs: tuple[str, ...]
    expires: int
    "Unix seconds."
    id: str

    def __post_init__(self) -> None:
        texts = (self.audience, self.subject, self.resource, self.id, *self.verbs)
        if not all(isinstance(text, str) for text in texts) or type(self.expires) is not int:
            raise TypeError("a ticket is made of texts and an expiry in whole seconds")


def ticket(*, audience: str, subject: str, resource: str, verbs: tuple[str, ...], expires_at: datetime) -> Ticket:
    """A ticket with an id of its own."""
    return Ticket(audience, subject, resource, verbs, int(expires_at.timestamp()), secrets.token_hex(16))


def encode(given: Ticket, key: bytes) -> str:
    body = urlsafe_b64encode(json.dumps(asdict(given), separators=(",", ":")).encode()).decode().rstrip("=")
    return f"{body}.{hmac_sm3(key, body.encode())}"


def verify(text: str, key: bytes, *, audience: str, now: datetime) -> Ticket:
    """The ticket in `text`; BadTicket if it was not signed with this key, is for elsewhere, or has expired."""
    body, _, mac = text.partition(".")
    if not mac.isascii() or not body.isascii() or not same(hmac_sm3(key, body.encode()), mac):
        raise BadTicket("票据无效")
    try:
        said = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        found = Ticket(**{**said, "verbs": tuple(said["verbs"])})
    except (binascii.Error, ValueError, TypeError, KeyError) as error:
        raise BadTicket("票据无效") from error
    if found.audience != audience:
        raise BadTicket("票据不是为此服务签发的")
    if now.timestamp() >= found.expires:
        raise BadTicket("票据已过期")
    return found
