"""Asking for a list as a file, making it, taking it away, and leaving a trace of each."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from procrastinate.contrib.django import app
from rest_framework import exceptions

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import Origin, coming_from, note, origin, record, target
from changqian.platform.foundation.files.storage import OWN, the_store
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.models import Record
from changqian.platform.foundation.records.rows import streamed
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.exports.columns import chosen
from changqian.platform.ledgerkit.exports.conditions import in_words
from changqian.platform.ledgerkit.exports.models import Export
from changqian.platform.ledgerkit.exports.printing import record_pdf, write_pdf
from changqian.platform.ledgerkit.exports.rules import (
    AT_ONCE,
    KEPT_FOR,
    MOST_OPEN,
    MOST_PRINTED,
    OPEN,
    PRINTED_AT_ONCE,
    STEPS,
    Format,
    Status,
    Step,
    refuse_count,
)
from changqian.platform.ledgerkit.exports.writing import Head, write_csv, write_xlsx
from changqian.platform.ledgerkit.ledgers import Ledger, ledger, ledgers, may

CHUNK = 2000
"Rows fetched at once, after which the progress is told and a cancellation is looked for."
WRITERS = {Format.XLSX: write_xlsx, Format.CSV: write_csv, Format.PDF: write_pdf}
NAMES = ("title", "name", "description", "subject_name", "risk_point_name", "person_name", "number")
"What a record is called, the first that it has."
PAGING = ("limit", "offset", "after", "before", "format")


class Cancelled(Exception):
    """Whoever asked wants it no more."""


def exportable(actor: User) -> list[Ledger]:
    """The ledgers whose list answers this user: some ask for more than the permission to view."""
    return [each for each in ledgers().values() if may(actor, each.view_permission) and _answers(each, actor)]


def _answers(known: Ledger, actor: User) -> bool:
    try:
        known.listed(actor, "")
    except PermissionDenied:
        return False
    return True


def ask(*, actor: User, ledger_name: str, query: str, columns: Sequence[str], format: str, now: datetime) -> Export:
    """A file of what the list shows with this query. Few rows are written at once, many by the worker."""
    known = ledger(ledger_name)
    query = _without_paging(query)
    rows = known.listed(actor, query)  # PermissionDenied and wrong filters are told now, not by the worker.
    wanted = chosen(known, columns)
    if Export.objects.filter(user=actor, status__in=OPEN).count() >= MOST_OPEN:
        raise RuleViolation(f"您有{MOST_OPEN}个导出正在生成，请等其中一个完成")
    few = rows.order_by()[: AT_ONCE + 1].count() <= (PRINTED_AT_ONCE if format == Format.PDF else AT_ONCE)
    if format == Format.PDF:
        refuse_count(rows.order_by()[: MOST_PRINTED + 1].count(), format)
    come = origin()
    with transaction.atomic():
        row = Export.objects.create(
            user=actor,
            ledger=known.name,
            query=query,
            conditions=in_words(known, actor=actor, query=query)[:500],
            columns=[each.name for each in wanted],
            format=format,
            name=f"{known.title}-{timezone.localtime(now):%Y%m%d-%H%M}.{format}",
            created_at=now,
            request=come.request,
            address=come.address,
        )
        if not few:
            app.configure_task("exports.make", lock=f"exports.{row.pk}").defer(pk=row.pk)
    if few:
        make(row.pk, now=lambda: now, told=False)
        row.refresh_from_db()
    return row


def make(pk: int, *, now: Callable[[], datetime], told: bool = True) -> None:
    """Write the file, as the user may see the rows now. Begun anew if the worker that had begun died."""
    with transaction.atomic():
        row = Export.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
        if row is None or row.status not in OPEN:
            return
        _set(row, status=STEPS.after(row.status, Step.BEGIN), started_at=now(), done=0)
    with coming_from(Origin(row.request, row.address)):
        try:
            _make(row, now)
        except Cancelled:
            _set(row, status=STEPS.after(row.status, Step.CANCEL), message="已取消", finished_at=now())
        except (PermissionDenied, RuleViolation, exceptions.ValidationError) as refused:
            message = (
                str(refused) if not isinstance(refused, exceptions.ValidationError) else "筛选条件已失效，请重新导出"
            )
            give_up(row, message, now())
        if told and row.status != Status.CANCELLED:
            _tell(row, now())


def _make(row: Export, now: Callable[[], datetime]) -> None:
    known = ledger(row.ledger)
    columns = chosen(known, row.columns)
    rows = known.listed(row.user, row.query)
    count = rows.order_by().count()
    refuse_count(count, row.format)
    _set(row, total=count)
    head = Head(f"{known.title}台账", row.user.name, timezone.localtime(now()), row.conditions)
    key = f"{OWN}exports/{uuid4().hex}"
    with tempfile.TemporaryFile() as file:
        written = _written(row, file, head, columns, streamed(rows, known.file_class, row.columns, chunk=CHUNK))
        size = file.tell()
        the_store().put(key, file)
    with transaction.atomic():
        status, finished = STEPS.after(row.status, Step.FINISH), now()
        ready = {"status": status, "key": key, "size": size, "total": written, "done": written}
        _set(row, **ready, finished_at=finished, expires_at=finished + KEPT_FOR)
        facts = {"ledger": known.title, "conditions": row.conditions, "count": written, "columns": _labels(columns)}
        record(actor=row.user, action="exports.make", row=row, changes=facts)


def _written(row: Export, file: IO[bytes], head: Head, columns: Any, rows: Any) -> int:
    done = 0
    for done in WRITERS[Format(row.format)](file, head, columns, rows):
        if done % CHUNK == 0:
            _set(row, done=done)
            if Export.objects.filter(pk=row.pk, cancel_asked_at__isnull=False).exists():
                raise Cancelled
    file.seek(0, 2)
    return done


def _labels(columns: Any) -> str:
    return "、".join(each.label for each in columns)


def cancel(pk: int, *, actor: User, now: datetime) -> Export:
    """Waiting it ends at once; being written, within the next rows."""
    with transaction.atomic():
        row = own(pk, actor=actor, lock=True)
        status = STEPS.after(row.status, Step.CANCEL)
        if row.status == Status.RUNNING:
            _set(row, cancel_asked_at=now)
        else:
            _set(row, status=status, message="已取消", finished_at=now)
    return row


def own(pk: int, *, actor: User, lock: bool = False) -> Export:
    """DoesNotExist for everybody but who asked for it."""
    rows = Export.objects.select_for_update() if lock else Export.objects.all()
    return rows.get(pk=pk, user=actor.pk)


def download(pk: int, *, actor: User, now: datetime) -> tuple[Export, IO[bytes]]:
    """The file, for who asked for it and still may see the ledger; each time is written into the trail."""
    row = refuse_unready(own(pk, actor=actor), actor=actor, now=now)
    try:
        file = the_store().open(row.key)
    except KeyError:
        raise RuleViolation("文件已清理，请重新导出") from None
    with transaction.atomic():
        record(actor=actor, action="exports.download", row=row, changes={"name": row.name, "count": row.total})
    return row, file


def refuse_unready(row: Export, *, actor: User, now: datetime) -> Export:
    """The export, if there is a file of it now; PermissionDenied for a ledger its owner may not see any more."""
    if not may(actor, ledger(row.ledger).view_permission):
        raise PermissionDenied("您没有此项权限")
    if row.status != Status.READY or row.expires_at is None or row.expires_at <= now:
        raise RuleViolation("文件只保留24小时，请重新导出" if row.expires_at else "文件还没有生成")
    return row


def printable(pk: int, *, actor: User, ledger_name: str) -> tuple[Any, Any]:
    """The view of a ledger and its row that this user reads; DoesNotExist or Http404 for any other."""
    view = ledger(ledger_name).list_view(actor, "")
    view.action, view.kwargs = "retrieve", {"pk": str(pk)}
    if not hasattr(view, "retrieve"):
        raise RuleViolation("这个台账不能逐条打印，请打印列表", field="ledger")
    return view, view.get_object()


def print_record(pk: int, *, actor: User, ledger_name: str, now: datetime) -> bytes:
    """One record as it stands, on A4, for whoever may read it; written into the trail of the record."""
    known = ledger(ledger_name)
    view, row = printable(pk, actor=actor, ledger_name=ledger_name)
    told = view.detail_of(row)
    named = next((str(told[name]) for name in NAMES if told.get(name)), known.title)
    address = f"{settings.PUBLIC_URL}/{known.name}?id={row.pk}"
    head = Head(known.title, actor.name, timezone.localtime(now), f"编号{row.pk}")
    pdf = record_pdf(known, told, head, name=named, address=address)
    with transaction.atomic():
        record(actor=actor, action="exports.print", row=row, changes={})
    return pdf


@transaction.atomic
def note_print(rows: Sequence[Record], *, actor: User, what: str) -> None:
    """Into the trail: these rows left on paper together, as cards for instance. One row's entry is about the row."""
    if len(rows) == 1:
        record(actor=actor, action="exports.print", row=rows[0], changes={"what": what})
    else:
        told = {"what": what, "rows": [target(row) for row in rows]}
        note(actor=actor, action="exports.print", about=what, changes=told, count=len(rows))


def forget(*, now: datetime) -> int:
    """Take away files older than a day; the lines stay, to show who took what."""
    late = list(Export.objects.filter(status=Status.READY, expires_at__lte=now))
    for row in late:
        key = row.key
        _set(row, status=STEPS.after(row.status, Step.EXPIRE), key="")
        the_store().delete(key)
    for key in the_store().older_than(f"{OWN}exports", now - 2 * KEPT_FOR):
        the_store().delete(key)  # Of a worker that died between the file and its line.
    return len(late)


def give_up(row: Export, why: str, now: datetime) -> None:
    _set(row, status=STEPS.after(row.status, Step.FAIL), message=why[:500], finished_at=now)


def _tell(row: Export, now: datetime) -> None:
    title = f"{ledger(row.ledger).title}导出{'完成' if row.status == Status.READY else '未成功'}"
    body = f"{row.name}，{row.total}行，24小时内可下载" if row.status == Status.READY else row.message
    notify([row.user], kind="exports.done", title=title, body=body, link=f"/exports/{row.pk}", now=now)


def _without_paging(query: str) -> str:
    asked = QueryDict(query, mutable=True)
    for name in PAGING:
        asked.pop(name, None)
    return asked.urlencode()


def _set(row: Export, **fields: Any) -> None:
    """These columns only: whoever cancels meanwhile writes another."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
