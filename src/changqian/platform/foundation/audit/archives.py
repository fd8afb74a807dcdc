"""Stretches of the chain in files: for the auditor to take away, and to put away what is older than it must be at hand.

A file is a zip of `entries.jsonl`, an entry a line as it was signed, and `manifest.json`, signed over the digest of the
former. Whoever has the audit key verifies it without the database; without the key, that the chain in it is unbroken.
"""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

import orjson
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from changqian.platform.foundation.audit.models import Archive, Entry
from changqian.platform.foundation.audit.rules import refuse_early
from changqian.platform.foundation.audit.services import Broken, Walk, note
from changqian.platform.kernel.crypto import hmac_sm3, same, sm3_of
from changqian.platform.kernel.errors import RuleViolation

COLUMNS = (
    *("seq", "actor_id", "action", "target", "count", "digest", "changes", "request", "address", "agent", "result"),
    *("at", "mac", "prev", "hash"),
)
MOST = 500_000
"Entries of one file that is made while somebody waits."
LINES, MANIFEST = "entries.jsonl", "manifest.json"
PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a file says it holds; `since` and `until` are local days, both included."""

    from_seq: int
    to_seq: int
    prev: str
    hash: str
    since: str
    until: str
    made_by: str
    made_at: str
    sm3: str

    @property
    def count(self) -> int:
        return self.to_seq - self.from_seq + 1


def between(since: date, until: date) -> QuerySet[Entry]:
    """The sealed entries from the first to the last of these days, both included, and all that the chain has between.

    RuleViolation if there are none, or too many for one file.
    """
    days = Entry.objects.filter(seq__isnull=False, at__gte=_midnight(since), at__date__lte=until)
    bounds = days.aggregate(first=Min("seq"), last=Max("seq"))
    if bounds["first"] is None:
        raise RuleViolation("这段时间没有已封存的审计记录", field="since")
    if bounds["last"] - bounds["first"] >= MOST:
        raise RuleViolation(f"一个档案最多{MOST // 10_000}万条，请缩短时间段", field="since")
    return Entry.objects.filter(seq__range=(bounds["first"], bounds["last"])).order_by("seq")


def write(file: IO[bytes], entries: QuerySet[Entry], *, since: date, until: date, by: str, now: datetime) -> Stretch:
    """Write a stretch of the chain that is not empty, and close it with a signature."""
    first, last = entries.first(), entries.last()
    assert first is not None and last is not None  # noqa: PT018
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(LINES, "w", force_zip64=True) as out:
            digest = sm3_of(_written(out, entries))
        stretch = Stretch(
            int(first.seq or 0), int(last.seq or 0), first.prev, last.hash, since.isoformat(), until.isoformat(), by,
            timezone.localtime(now).isoformat(timespec="seconds"), digest,
        )  # fmt: skip
        told = asdict(stretch)
        archive.writestr(MANIFEST, json.dumps({**told, "mac": _mac(told)}, ensure_ascii=False, indent=1))
    return stretch


def _written(out: IO[bytes], entries: QuerySet[Entry]) -> Iterator[bytes]:
    for entry in entries.iterator(chunk_size=2000):
        line = orjson.dumps({name: getattr(entry, name) for name in COLUMNS}) + b"\n"
        out.write(line)
        yield line


def read(file: IO[bytes] | Path, *, walk: Walk | None = None) -> Stretch:
    """Verify a file: its signature, each entry's, and that each follows the one before. Needs the audit key and no
    database. Broken with the place; `walk` goes on along the chain from where it was."""
    try:
        with zipfile.ZipFile(file) as archive:
            told = json.loads(archive.read(MANIFEST))
            mac = str(told.pop("mac"))
            stretch = Stretch(**told)
            if not same(mac, _mac(asdict(stretch))):
                raise Broken("档案的签名不符：内容被改动，或不是用本系统的审计密钥签的")
            with archive.open(LINES) as lines:
                if sm3_of(iter(lambda: lines.read(PIECE), b"")) != stretch.sm3:
                    raise Broken("档案的内容与签名不符")
            walk = walk or Walk(stretch.from_seq - 1, stretch.prev)
            if (walk.seq, walk.prev) != (stretch.from_seq - 1, stretch.prev):
                raise Broken(f"档案从第{stretch.from_seq}条开始，接不上第{walk.seq}条")
            with archive.open(LINES) as lines:
                for line in lines:
                    walk.step(_entry(line))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise Broken("档案文件已损坏，或不是本系统的审计档案") from error
    if (walk.seq, walk.prev) != (stretch.to_seq, stretch.hash):
        raise Broken(f"档案只到第{walk.seq}条，应到第{stretch.to_seq}条")
    return stretch


def _entry(line: bytes) -> Entry:
    told = json.loads(line)
    return Entry(**{**told, "at": datetime.fromisoformat(told["at"])})


# -- putting away ----------------------------------------------------------------------------------------------------


def folder() -> Path:
    return Path(settings.DATA) / "audit" / "archive"


@transaction.atomic
def put_away(before: date, *, actor: AbstractBaseUser, today: date, now: datetime) -> Archive:
    """Move the entries before a day into a file beside the database. The chain stays verifiable across it.

    RuleViolation for a day less than half a year ago, and if there is nothing to put away. The file is on the disk, and
    was read back, before an entry leaves the table.
    """
    refuse_early(before, today=today)
    sealed = Entry.objects.filter(seq__isnull=False)
    later = sealed.filter(at__gte=_midnight(before)).aggregate(first=Min("seq"))["first"]
    entries = (sealed.filter(seq__lt=later) if later else sealed).order_by("seq")
    first, last = entries.first(), entries.last()
    if first is None or last is None or first.seq is None or last.seq is None:
        raise RuleViolation(f"{before:%Y年%m月%d日}之前没有可以归档的审计记录", field="before")
    name = f"audit-{first.seq:010d}-{last.seq:010d}.zip"
    folder().mkdir(mode=0o750, parents=True, exist_ok=True)
    with (folder() / name).open("w+b") as file:
        since = timezone.localdate(first.at)
        write(file, entries, since=since, until=timezone.localdate(last.at), by=str(actor), now=now)
        file.flush()
        os.fsync(file.fileno())
        read(file)
        file.seek(0)
        digest = sm3_of(iter(lambda: file.read(PIECE), b""))
    row = Archive(
        from_seq=first.seq, to_seq=last.seq, prev=first.prev, hash=last.hash, file=name, digest=digest, until=before,
        made_at=now, made_by_id=actor.pk,
    )  # fmt: skip
    row.mac = _mac(_signed(row))
    row.save()
    facts = {"before": before, "from_seq": first.seq, "to_seq": last.seq}
    note(actor=actor, action="audit.archive", about=f"审计档案:{name}", changes=facts, count=last.seq - first.seq + 1)
    entries.delete()
    return row


def walk_files(walk: Walk) -> None:
    """For `services.verify`: along the stretches that were put away. Broken where one is missing or was changed."""
    for row in Archive.objects.order_by("from_seq"):
        if not same(row.mac, _mac(_signed(row))):
            raise Broken(f"审计档案{row.file}的登记被改动")
        if not (folder() / row.file).exists():
            raise Broken(f"审计档案{row.file}不见了，请从备份恢复到{folder()}")
        stretch = read(folder() / row.file, walk=walk)
        if (stretch.to_seq, stretch.hash) != (row.to_seq, row.hash):
            raise Broken(f"审计档案{row.file}与登记不符")


def _signed(row: Archive) -> dict[str, Any]:
    names = ("from_seq", "to_seq", "prev", "hash", "file", "digest")
    return {**{name: getattr(row, name) for name in names}, "until": row.until.isoformat()}


def _mac(told: dict[str, Any]) -> str:
    return hmac_sm3(settings.KEYS["audit"], orjson.dumps(told, option=orjson.OPT_SORT_KEYS))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
