"""Writing the trail, and proving it whole.

A transaction inserts its entries unchained, each signed with an HMAC-SM3, so that writers never queue behind each
other. One sealer chains them afterwards. A changed entry fails its HMAC; a missing or inserted one breaks the chain.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.crypto import hmac_sm3, same, sm3

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Origin:
    """From which request a write comes."""

    request: str = ""
    address: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Entries written inside carry the request's id and address."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def record(*, actor: User, action: str, row: Model, changes: Mapping[str, object]) -> None:
    """Write who did what to one row. Call it inside the transaction that does it."""
    _insert(actor=actor, action=action, target=target(row), changes=changes)


def record_set(*, actor: User, action: str, rows: Sequence[Model], changes: Sequence[Mapping[str, object]]) -> None:
    """One entry for a whole set: how many, and a digest of [[pk, changes], ...] in order of pk."""
    told = sorted(([row.pk, change] for row, change in zip(rows, changes, strict=True)), key=lambda pair: pair[0])
    _insert(actor=actor, action=action, target=rows[0]._meta.label, count=len(rows), digest=sm3(_canonical(told)))


def target(row: Model) -> str:
    return f"{row._meta.label}:{row.pk}"


def authentic(entry: Entry) -> bool:
    """Whether the entry is what was written."""
    return same(entry.mac, _mac(entry))


@transaction.atomic
def seal(*, limit: int = 10_000) -> int:
    """Chain the oldest unsealed entries and return how many: one process, in order of pk.

    For each: refuse if not `authentic`; then seq = last + 1, prev = hash of the last, hash = SM3(seq, prev, mac).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").first()
    seq, prev = (last.seq or 0, last.hash) if last else (0, GENESIS)
    entries = list(Entry.objects.filter(seq__isnull=True).order_by("pk")[:limit])
    sealed = []
    for entry in entries:
        if not authentic(entry):
            raise Broken(f"第{entry.pk}条审计记录与签名不符，已停止封存")
        seq += 1
        entry.seq, entry.prev, entry.hash = seq, prev, _link(seq, prev, entry.mac)
        prev = entry.hash
        sealed.append(entry)
    Entry.objects.bulk_update(sealed, ["seq", "prev", "hash"], batch_size=500)
    return len(sealed)


class Broken(Exception):
    """The trail is not what was written; the message says where."""


def verify() -> int:
    """Walk the whole chain and return its length; Broken at the first entry that was changed, added or removed."""
    prev, expected = GENESIS, 0
    for entry in Entry.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=2000):
        expected += 1
        if entry.seq != expected:
            raise Broken(f"缺少第{expected}条审计记录")
        if not authentic(entry):
            raise Broken(f"第{expected}条审计记录的内容被改动")
        if entry.prev != prev or entry.hash != _link(entry.seq, prev, entry.mac):
            raise Broken(f"第{expected}条审计记录的链接被改动")
        prev = entry.hash
    for entry in Entry.objects.filter(seq__isnull=True).order_by("pk").iterator(chunk_size=2000):
        if not authentic(entry):
            raise Broken(f"编号{entry.pk}的待封存审计记录的内容被改动")
    return expected


def _link(seq: int, prev: str, mac: str) -> str:
    return sm3(f"{seq}:{prev}:{mac}".encode())


def _insert(**fields: object) -> None:
    origin = _origin.get()
    fields["changes"] = orjson.loads(_canonical(fields.get("changes", {})))
    entry = Entry(at=timezone.now(), request=origin.request, address=origin.address, **fields)
    entry.mac = _mac(entry)
    entry.save()


def _mac(entry: Entry) -> str:
    signed = [
        entry.actor_id,
        entry.action,
        entry.target,
        entry.count,
        entry.digest,
        entry.changes,
        entry.request,
        entry.address,
        entry.at.timestamp(),
    ]
    return hmac_sm3(settings.KEYS["audit"], _canonical(signed))


def _canonical(value: object) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Model) else str(value)
