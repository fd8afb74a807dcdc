"""The gate that every signed call passes: identity, network, session, then what it asks for and how often.

Whatever it refuses it refuses with a reason for the log and a sentence for whoever calls. Whether a client exists is
told to nobody who cannot sign as it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.services import digest
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.clients.models import Client, ClientCall, ClientKey, ClientNonce, ClientSession
from changqian.platform.foundation.clients.operations import Operation, operation_of
from changqian.platform.foundation.clients.rules import (
    CALLS_KEPT,
    NONCE,
    NONCES_KEPT,
    REFUSED_PER_ADDRESS,
    SENTENCES,
    SESSION_LIVES,
    SESSIONS_PER_CLIENT,
    STATUS_CODES,
    WINDOW,
    Status,
    Why,
    comes_from,
)
from changqian.platform.foundation.clients.signing import (
    MEDIA_TYPE,
    Malformed,
    Signed,
    bound_request,
    bound_response,
    open_sealed,
    parse,
    seal,
    signature,
    to_sign,
)
from changqian.platform.foundation.limits.services import spend, stretch_end
from changqian.platform.kernel.crypto import Unsealable, same

SESSION_OPERATION = ("POST", "/api/client/session/")
"The one call that needs no session: it asks for one."
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as it arrived."""

    header: str
    "Authorization"
    method: str
    path: str
    "Decoded."
    query: str
    body: bytes
    content_type: str
    accept: str
    route: str
    "As Django resolved the path; empty for none."
    address: str


@dataclass(slots=True)
class Call:
    """A call that was let in."""

    client: Client
    signed: Signed
    secret: str
    operation: Operation
    session: ClientSession | None
    body: bytes
    "In the clear."
    was_sealed: bool
    seals: bool
    "Whether the answer is to be sealed."

    def seal(self, plain: bytes, status: int) -> bytes:
        return seal(self.secret, self.signed.key, plain, bound_to=bound_response(self.signed.nonce, status))


class Refused(Exception):
    """The call is answered with this, and logged."""

    def __init__(self, why: Why, *, client: Client | None = None, operation: str = "", wait: int = 0) -> None:
        super().__init__(SENTENCES[why])
        self.why, self.client, self.operation, self.wait = why, client, operation, wait
        self.status = STATUS_CODES[why]


def admit(asked: Asked, *, now: datetime) -> Call | None:
    """The call, let in; None if it is not signed at all; Refused with the reason otherwise."""
    try:
        signed = parse(asked.header)
    except Malformed:
        raise Refused(Why.MALFORMED) from None
    if signed is None:
        return None
    key = _identified(signed, asked, now)
    client = key.client
    _refuse_unusable(client, asked, now)
    _spend_nonce(client, signed, now)
    operation = operation_of(asked.route, asked.method)
    asks_for_session = (asked.method, asked.path) == SESSION_OPERATION
    session = None if asks_for_session else _session(client, signed, asked, now)
    if operation is None or not (operation.own or (operation.offered and operation.id in client.methods)):
        raise Refused(Why.HIDDEN, client=client, operation=operation.id if operation else "")
    _spend_calls(client, operation, now)
    sealed = bool(asked.body) and asked.content_type.partition(";")[0].strip().lower() == MEDIA_TYPE
    if client.sealed_only and asked.body and not sealed:
        raise Refused(Why.PLAIN, client=client, operation=operation.id)
    body = _opened(client, operation, key, signed, asked.body) if sealed else asked.body
    seals = client.sealed_only or MEDIA_TYPE in asked.accept.lower()
    return Call(client, signed, key.secret, operation, session, body, sealed, seals)


def _identified(signed: Signed, asked: Asked, now: datetime) -> ClientKey:
    """First check, identity: the key whose signature it is."""
    key = (
        ClientKey.objects.filter(client__app_id=signed.client, client__ended_at=None, version=signed.key)
        .select_related("client__user")
        .first()
    )
    if key is None or (key.expires_at is not None and key.expires_at <= now):
        raise Refused(Why.UNKNOWN, client=key.client if key else None)
    text = to_sign(signed, method=asked.method, path=asked.path.encode(), query=asked.query, body=asked.body)
    if not same(signature(key.secret, text), signed.signature):
        raise Refused(Why.SIGNATURE, client=key.client)
    if abs(now.timestamp() - signed.timestamp) > WINDOW.total_seconds():
        raise Refused(Why.CLOCK, client=key.client)
    if not NONCE.fullmatch(signed.nonce):
        raise Refused(Why.MALFORMED, client=key.client)
    return key


def _refuse_unusable(client: Client, asked: Asked, now: datetime) -> None:
    """Second check, network: from where it may call; and whether it may at all."""
    if client.status != Status.ACTIVE or not client.user.is_active:
        raise Refused(Why.SUSPENDED, client=client)
    if client.expires_on is None or client.expires_on < timezone.localdate(now):
        raise Refused(Why.EXPIRED, client=client)
    if not comes_from(asked.address, client.addresses):
        raise Refused(Why.ADDRESS, client=client)


def _spend_nonce(client: Client, signed: Signed, now: datetime) -> None:
    """Once, whoever of two is first. After the signature: strangers use up nothing."""
    try:
        with transaction.atomic():
            ClientNonce.objects.create(client=client, nonce=signed.nonce, used_at=now)
    except IntegrityError:
        raise Refused(Why.REPLAYED, client=client) from None


def _session(client: Client, signed: Signed, asked: Asked, now: datetime) -> ClientSession:
    """Third check, session: this client's, begun with this key, at this address."""
    found = ClientSession.objects.filter(token_hash=digest(signed.session), client=client, expires_at__gt=now).first()
    if not signed.session or found is None or (found.key_version, found.address) != (signed.key, asked.address):
        raise Refused(Why.SESSION, client=client)
    return found


def _spend_calls(client: Client, operation: Operation, now: datetime) -> None:
    minute = stretch_end(now, MINUTE)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    limits = [("", client.per_minute, minute), ("/day", client.per_day, midnight)]
    if most := client.method_limits.get(operation.id):
        limits.insert(0, (f"/{operation.id}", most, minute))
    for name, most, until in limits:
        if wait := spend(f"client:{client.pk}{name}", most=most, until=until, now=now):
            raise Refused(Why.LIMITED, client=client, operation=operation.id, wait=wait)


def _opened(client: Client, operation: Operation, key: ClientKey, signed: Signed, body: bytes) -> bytes:
    try:
        return open_sealed(key.secret, signed.key, body, bound_to=bound_request(signed.nonce))
    except Unsealable:
        raise Refused(Why.SEALED, client=client, operation=operation.id) from None


def too_many_refused(address: str, *, now: datetime) -> int:
    """Count one more refused call of this address; the seconds to wait if there were too many this minute."""
    return spend(f"refused:{address}", most=REFUSED_PER_ADDRESS, until=stretch_end(now, MINUTE), now=now)


@transaction.atomic
def begin_session(call: Call, *, address: str, now: datetime) -> tuple[str, datetime]:
    """A session for a call that came without one: (token, until when)."""
    token, until = secrets.token_urlsafe(32), now + SESSION_LIVES
    mine = ClientSession.objects.filter(client=call.client).order_by("-pk").values_list("pk", flat=True)
    ClientSession.objects.filter(pk__in=list(mine[SESSIONS_PER_CLIENT - 1 :])).delete()
    ClientSession.objects.create(
        client=call.client,
        key_version=call.signed.key,
        token_hash=digest(token),
        address=address,
        started_at=now,
        expires_at=until,
    )
    record(actor=call.client.user, action="clients.sign_in", row=call.client, changes={"address": address})
    return token, until


def end_session(call: Call) -> None:
    if call.session is not None:
        call.session.delete()


def note(client: Client | None, asked: Asked, *, now: datetime, **fields: object) -> None:
    """One line in the log of calls."""
    ClientCall.objects.create(
        client=client,
        at=now,
        method=asked.method[:10],
        path=asked.path.replace("\0", "")[:300],
        bytes_in=len(asked.body),
        address=asked.address,
        **fields,
    )


def forget_calls(*, now: datetime) -> int:
    """Remove nonces and sessions that are of no use any more, and the log beyond what is kept."""
    gone = ClientNonce.objects.filter(used_at__lt=now - NONCES_KEPT).delete()[0]
    gone += ClientSession.objects.filter(expires_at__lt=now).delete()[0]
    return gone + ClientCall.objects.filter(at__lt=now - CALLS_KEPT).delete()[0]
