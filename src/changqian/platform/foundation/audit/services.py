"""Writing the trail, and proving it whole.

A transaction inserts its entries unchained, each signed with an HMAC-SM3, so that writers never queue behind each
other. One sealer chains them afterwards. A changed entry fails its HMAC; a missing or inserted one breaks the chain.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import orjson
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from changqian.platform.foundation.audit.models import Archive, Entry
from changqian.platform.foundation.audit.rules import Result
from changqian.platform.kernel.crypto import hmac_sm3, same, sm3

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Origin:
    """From which request a write comes."""

    request: str = ""
    address: str = ""
    agent: str = ""
    "The browser and its system, as `rules.agent_of` says it."


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


def origin() -> Origin:
    """Where the request being answered comes from; nowhere in a job."""
    return _origin.get()


def record(*, actor: AbstractBaseUser, action: str, row: Model, changes: Mapping[str, object]) -> None:
    """Write who did what to one row. Call it inside the transaction that does it."""
    _insert(actor=actor, action=action, target=target(row), changes=changes)


def record_set(
    *, actor: AbstractBaseUser, action: str, rows: Sequence[Model], changes: Sequence[Mapping[str, object]]
) -> None:
    """One entry for a whole set: how many, and a digest of [[pk, changes], ...] in order of pk."""
    told = sorted(([row.pk, change] for row, change in zip(rows, changes, strict=True)), key=lambda pair: pair[0])
    _insert(actor=actor, action=action, target=rows[0]._meta.label, count=len(rows), digest=sm3(_canonical(told)))


def note(
    *,
    actor: AbstractBaseUser,
    action: str,
    about: str,
    changes: Mapping[str, object],
    count: int = 1,
    result: Result = Result.DONE,
) -> None:
    """Write what was done, or refused, that is about no row of a table; `about` is cut to what a target holds."""
    _insert(actor=actor, action=action[:80], target=about[:120], changes=changes, count=count, result=result)


def target(row: Model) -> str:
    return f"{row._meta.label}:{row.pk}"


def authentic(entry: Entry) -> bool:
    """Whether the entry is what was written."""
    return same(entry.mac, _mac(entry))


@transaction.atomic
def seal(*, limit: int = 2_000) -> int:
    """Chain the oldest unsealed entries and return how many; 0 if there are none or another process is at it.

    For each, in order of pk: refuse if not `authentic`; then seq = last + 1, prev = hash of the last,
    hash = SM3(seq, prev, mac). Writers are not held up: they only insert. An entry whose transaction commits late is
    sealed later than its pk says.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('audit.seal'))")
        if not cursor.fetchone()[0]:
            return 0
    last = head()
    seq, prev = (last.seq, last.hash) if last else (0, GENESIS)
    sealed = []
    for entry in Entry.objects.filter(seq__isnull=True).order_by("pk")[:limit]:
        if not authentic(entry):
            raise Broken(f"编号{entry.pk}的待封存审计记录与签名不符，已停止封存")
        seq += 1
        entry.seq, entry.prev, entry.hash = seq, prev, _link(seq, prev, entry.mac)
        prev = entry.hash
        sealed.append(entry)
    Entry.objects.bulk_update(sealed, ["seq", "prev", "hash"], batch_size=500)
    return len(sealed)


class Broken(Exception):
    """The trail is not what was written; the message says where."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain had come at some time: its length and the hash of its last entry."""

    seq: int
    hash: str


def head() -> Head | None:
    """The last sealed entry, be it in the table or put away."""
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
    last = last or Archive.objects.order_by("-to_seq").values_list("to_seq", "hash").first()
    return Head(last[0] or 0, last[1]) if last else None


class Walk:
    """Along the chain from a place in it, entry by entry, be they in the table or in a file."""

    def __init__(self, seq: int, prev: str, known: Iterable[Head] = ()) -> None:
        self.seq, self.prev = seq, prev
        self.known = {head.seq: head.hash for head in known}

    def step(self, entry: Entry) -> None:
        """Broken unless the entry is the next one, as it was written."""
        self.seq += 1
        if entry.seq != self.seq:
            raise Broken(f"缺少第{self.seq}条审计记录")
        if not authentic(entry):
            raise Broken(f"第{self.seq}条审计记录的内容被改动")
        if entry.prev != self.prev or entry.hash != _link(self.seq, self.prev, entry.mac):
            raise Broken(f"第{self.seq}条审计记录的链接被改动")
        if self.known.pop(self.seq, entry.hash) != entry.hash:
            raise Broken(f"第{self.seq}条审计记录与当日导出的链末摘要不符")
        self.prev = entry.hash


def verify(known: Iterable[Head] = (), *, put_away: Callable[[Walk], None] = lambda walk: None) -> int:
    """Walk the whole chain and return its length; Broken at the first entry that was changed, added or removed.

    `known` are heads exported earlier: they show what the chain alone cannot, an end that was cut off, and a chain that
    was written anew. `put_away` walks the stretches that lie in files (`archives.walk_files`).
    """
    walk = Walk(0, GENESIS, known)
    put_away(walk)
    for entry in Entry.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=2000):
        walk.step(entry)
    expected, expected_hash = walk.seq, walk.known
    if expected_hash:
        raise Broken(f"审计链只有{expected}条，少于曾经导出的{max(expected_hash)}条")
    for entry in Entry.objects.filter(seq__isnull=True).order_by("pk").iterator(chunk_size=2000):
        if not authentic(entry):
            raise Broken(f"编号{entry.pk}的待封存审计记录的内容被改动")
    return expected


def _link(seq: int, prev: str, mac: str) -> str:
    return sm3(f"{seq}:{prev}:{mac}".encode())


def _insert(**fields: object) -> None:
    origin = _origin.get()
    fields["changes"] = orjson.loads(_canonical(fields.get("changes", {})))
    come = {"request": origin.request, "address": origin.address, "agent": origin.agent}
    entry = Entry(at=timezone.now(), **come, **fields)
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
    if entry.agent or entry.result != Result.DONE:  # as entries were signed before they had these
        signed += [entry.agent, entry.result]
    return hmac_sm3(settings.KEYS["audit"], _canonical(signed))


def _canonical(value: object) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Model) else str(value)
