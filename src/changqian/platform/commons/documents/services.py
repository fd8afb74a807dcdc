"""Filing documents and checking what was filed."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.documents.models import FiledDocument
from changqian.platform.commons.documents.rules import (
    RETENTION,
    Check,
    Facts,
    Found,
    Kind,
    Origin,
    examine,
    number_of,
    numbers_of,
    refuse_unfinished,
)
from changqian.platform.commons.documents.sources import Source, sources
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.scanning import refuse_infected
from changqian.platform.foundation.files.services import attach, attached, content, readable, store
from changqian.platform.foundation.files.sniffing import recognise
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.kernel.crypto import hmac_sm3, same, sm3
from changqian.platform.kernel.dates import month_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.paper import Part, numbered, report

FILES = "files"
SYSTEM = "常企安"
SIGNED = b"documents\n"
"What is signed here is signed for nothing else."
CHECKED_EVERY = timedelta(days=90)
AT_ONCE = 200


@transaction.atomic
def file_document(
    *, actor: User, enterprise: Enterprise, kind: str, month: date, now: datetime, files: Sequence[int] = ()
) -> FiledDocument:
    """File a month's document: the files given, else what the ledgers say, as PDF and Word. Again: a further edition.

    RuleViolation for a month that is not over, and without files for a kind that no ledger here tells of.
    """
    if not Enterprise.objects.within(actor, "documents.file").filter(pk=enterprise.pk).exists():
        raise PermissionDenied("这家企业不在您的管理范围内")
    first = month_of(month)
    refuse_unfinished(first, today=timezone.localdate(now))
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    edition = FiledDocument.objects.filter(enterprise=enterprise, kind=kind, month=first).count() + 1
    # By the number, not the firm: documents go along when firms merge or split, and keep their numbers.
    given = FiledDocument.objects.filter(number__startswith=numbers_of(first, enterprise.pk)).count()
    number = number_of(first, kind, enterprise.pk, given + 1)
    title = f"{enterprise.name}{first:%Y年%-m月}{_named(kind)}"
    if files:
        kept = [_mine(pk, actor=actor) for pk in dict.fromkeys(files)]
    else:
        kept = _made(_source(kind), title, number, edition, enterprise, first, actor=actor, now=now)
    metadata = {
        **{"number": number, "title": title, "kind": Kind(kind).label, "class": _class_of(first, enterprise, kind)},
        **{
            "enterprise": enterprise.name,
            "credit_code": enterprise.uscc,
            "month": f"{first:%Y-%m}",
            "edition": edition,
        },
        **{"origin": (Origin.FIRM if files else Origin.LEDGERS).label, "system": SYSTEM, "creator": actor.name},
        **{"made_at": timezone.localtime(now).isoformat(timespec="seconds"), "retention": RETENTION[Kind(kind)].label},
        "files": [
            {"name": name, "sm3": file.sm3, "size": file.size, "mime": file.mime} for name, file in _named_once(kept)
        ],
    }
    mac = signature(metadata)
    checks = examine(Facts(metadata, signed=True, found=[_found(name, file) for name, file in _named_once(kept)]))
    if faults := [each.sentence for each in checks if not each.passed]:
        raise RuleViolation(f"不能归档：{'；'.join(faults)}", field=FILES)
    row = create(
        FiledDocument,
        actor=actor,
        action="documents.file",
        enterprise=enterprise,
        kind=kind,
        month=first,
        origin=Origin.FIRM if files else Origin.LEDGERS,
        title=title,
        number=number,
        edition=edition,
        retention=RETENTION[Kind(kind)],
        metadata=metadata,
        mac=mac,
        checks=[asdict(each) for each in checks],
        checked_at=now,
    )
    attach(row, FILES, [file.pk for file in kept], actor=actor, label="文件")
    return row


@transaction.atomic
def check_document(pk: int, *, actor: User, expected_version: int | None, now: datetime) -> FiledDocument:
    """The four checks over what lies there now."""
    row = locked(FiledDocument, pk, actor=actor, action="documents.check")
    checks = checks_of(row)
    return change(
        row,
        actor=actor,
        action="documents.check",
        expected_version=expected_version,
        checks=[asdict(each) for each in checks],
        sound=all(each.passed for each in checks),
        checked_at=now,
    )


def check_due(*, actor: User, now: datetime) -> tuple[int, int]:
    """Check what was not checked for a quarter of a year, the oldest first: how many, and how many failed."""
    due = FiledDocument.objects.filter(checked_at__lt=now - CHECKED_EVERY).order_by("checked_at")
    done = [
        check_document(pk, actor=actor, expected_version=None, now=now)
        for pk in due.values_list("pk", flat=True)[:AT_ONCE]
    ]
    return len(done), sum(not each.sound for each in done)


def checks_of(row: FiledDocument) -> list[Check]:
    found = [_found(name, file) for name, file in files_of(row)]
    return examine(Facts(row.metadata, signed=same(row.mac, signature(row.metadata)), found=found))


def files_of(row: FiledDocument) -> list[tuple[str, StoredFile]]:
    """The files of a document under the names they were filed with."""
    pks = [each["id"] for each in attached(FiledDocument, [row.pk], slot=FILES).get(row.pk, [])]
    files = StoredFile.objects.in_bulk(pks)
    return _named_once([files[pk] for pk in pks])


def signature(told: dict[str, Any]) -> str:
    return hmac_sm3(settings.KEYS["audit"], SIGNED + orjson.dumps(told, option=orjson.OPT_SORT_KEYS))


def _named_once(files: Sequence[StoredFile]) -> list[tuple[str, StoredFile]]:
    """Two files of one name would be one in a package."""
    names = [file.name for file in files]
    return [
        (f"{n}-{file.name}" if names.count(file.name) > 1 else file.name, file) for n, file in enumerate(files, start=1)
    ]


def _mine(pk: int, *, actor: User) -> StoredFile:
    try:
        return readable(pk, actor=actor)
    except StoredFile.DoesNotExist:
        raise RuleViolation("文件不存在或不是您上传的，请重新上传", field=FILES) from None


def _source(kind: str) -> Source:
    if kind not in sources:
        raise RuleViolation(f"{Kind(kind).label}的台账尚未启用，请上传本企业的文档归档", field=FILES)
    return sources[kind]


def _named(kind: str) -> str:
    return sources[kind].title if kind in sources else f"{Kind(kind).label}文档"


def _class_of(month: date, firm: Enterprise, kind: str) -> str:
    return f"{month:%Y}-{firm.name}-{Kind(kind).label}"


def _made(
    source: Source, title: str, number: str, edition: int, firm: Enterprise, month: date, *, actor: User, now: datetime
) -> list[StoredFile]:
    from changqian.platform.kernel.word import word  # lxml takes its time to load.

    parts = numbered([*source.gather(firm, month, actor, now), *_signing()])
    on = timezone.localtime(now)
    lines = [f"档号 {number}　第{edition}版", f"{on:%Y年%-m月%-d日}由平台根据台账形成"]
    mark = f"{actor.name}　{on:%Y-%m-%d %H:%M}归档"
    made = {"pdf": report(title, lines, mark, parts), "docx": word(title, [*lines, mark], parts)}
    return [store(BytesIO(data), name=f"{title}.{ending}", actor=actor, now=now) for ending, data in made.items()]


def _signing() -> Iterator[Part]:
    blank = "＿" * 8
    yield Part("签字", [f"编制人：{blank}　　审核人：{blank}", f"主要负责人：{blank}　　日期：{blank}"])


def _found(name: str, file: StoredFile) -> Found:
    """What lies in the store under a file's digest, looked at anew."""
    try:
        with content(file) as stream:
            data = stream.read()
    except StoredFile.DoesNotExist:
        return Found(name, "", 0, fault="存储中没有这个文件")
    return looked_at(name, data)


def looked_at(name: str, data: bytes) -> Found:
    fault = threat = ""
    try:
        recognise(BytesIO(data), name)
    except RuleViolation as refused:
        fault = str(refused)
    try:
        refuse_infected(BytesIO(data))
    except RuleViolation as refused:
        threat = str(refused)
    return Found(name, sm3(data), len(data), fault=fault, threat=threat, scanned=bool(settings.CLAMD))
