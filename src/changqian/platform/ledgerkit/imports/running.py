"""Checking and importing. `advance` does one chunk in one transaction and says whether there is more.

A row's state is written in the transaction that makes its record, so a worker that dies leaves either both or neither,
and the next one goes on behind it. Two workers at the same import wait for each other at a lock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError, connection, transaction
from django.db.models import Count
from rest_framework import serializers

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import Origin, coming_from, record
from changqian.platform.foundation.notices.rules import kind_of
from changqian.platform.foundation.notices.services import Untold, gathered, notify
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.imports import opening
from changqian.platform.ledgerkit.imports.cells import cell_of, shown
from changqian.platform.ledgerkit.imports.converting import Converted, Converter
from changqian.platform.ledgerkit.imports.headers import why_passed_over
from changqian.platform.ledgerkit.imports.models import Import, ImportRow
from changqian.platform.ledgerkit.imports.rules import STEPS, Mode, RowState, Status, Step
from changqian.platform.ledgerkit.imports.services import drop_file
from changqian.platform.ledgerkit.ledgers import ledger, may

CHUNK = 100
"Rows in one transaction: a tried row holds the locks of a real one, for example on the series of numbers."
LOADED_AT_ONCE = 1000
REFUSED = (RuleViolation, PermissionDenied, ValidationError, serializers.ValidationError, ObjectDoesNotExist, DataError)
DONE_FIELDS = ["state", "record", "errors"]


class Undone(Exception):
    """Ends a transaction without leaving anything behind."""


def advance(pk: int, *, now: Callable[[], datetime]) -> bool:
    """One chunk of what is to be done; whether there is more."""
    try:
        with transaction.atomic():
            _alone(pk)
            row = Import.objects.select_related("user").get(pk=pk)
            with coming_from(Origin(row.request, row.address)):
                return _advance(row, now)
    except Import.DoesNotExist:
        return False
    except RuleViolation as refused:
        give_up(pk, str(refused), now())
        return False


def _advance(row: Import, now: Callable[[], datetime]) -> bool:
    if row.status not in (Status.CHECKING, Status.IMPORTING):
        return False
    if row.cancel_asked_at:
        _cancelled(row, now())
        return False
    _refuse_actor(row)
    if row.status == Status.IMPORTING:
        return _import_all(row, now) if row.mode == Mode.ALL else _import_chunk(row, now())
    if not row.loaded:
        return _load(row)
    return _check(row, now())


def _alone(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"imports.{pk}"])


def _refuse_actor(row: Import) -> None:
    """Asked again at every chunk: rights may end while a long import runs."""
    importing = ledger(row.ledger).importing
    if importing is None or not may(row.user, importing.permission):
        raise RuleViolation("您已没有此台账的登记权限")


# -- reading and checking --------------------------------------------------------------------------------------------


def _load(row: Import) -> bool:
    """All rows of the sheet into the table, in one transaction: a killed worker leaves none."""
    assert row.header_row is not None
    first, header = row.header_row + row.header_depth, row.headers
    lines = (line for line in opening.rows(opening.kept(row.key, row.secret), row.form, row.sheet) if line[0] >= first)
    total = passed = 0
    while batch := list(islice(lines, LOADED_AT_ONCE)):
        made = [_read(row, number, cells, header) for number, cells in batch]
        ImportRow.objects.bulk_create(made)
        total += len(made)
        passed += sum(each.state == RowState.PASSED_OVER for each in made)
    if total == passed:
        raise RuleViolation("表头以下没有可以导入的行，请核对工作表和表头行")
    _set(row, loaded=True, total=total, passed_over=passed)
    return True


def _read(row: Import, number: int, cells: list[Any], header: Sequence[str]) -> ImportRow:
    made = ImportRow(imported=row, number=number, cells=cells)  # type: ignore[misc]
    if why := why_passed_over([shown(cell_of(cell)) for cell in cells], header):
        made.state = RowState.PASSED_OVER
        made.errors = [{"column": None, "header": "", "field": None, "reason": f"{why}，不导入", "hint": True}]
    return made


def _check(row: Import, now: datetime) -> bool:
    """Convert a chunk, then add its rows and undo that: nobody knows better than the service what it will refuse."""
    rows = list(ImportRow.objects.filter(imported=row, state=RowState.READ)[:CHUNK])
    if not rows:
        _set(row, status=STEPS.after(row.status, Step.CHECK), finished_at=now)
        _tell(row, "校验完成", f"可导入{row.ready}行，有误{row.wrong}行，请确认", now)
        return False
    converter = _converter(row)
    converted = {each.number: converter.convert(each.cells) for each in rows}
    _name_repeated(row, rows, converted, converter)
    right = [each for each in rows if not _grave(converted[each.number])]
    try:
        with transaction.atomic(), gathered():
            _store(right, converted, converter)
            raise Undone
    except Undone:
        pass
    for each in rows:
        found = converted[each.number]
        if converter.importing.remark and not _grave(found) and (said := converter.remarked(found)):
            found.troubles.append(converter.trouble(None, said, hint=True))
        each.values, each.errors, each.record = found.told, found.troubles, None
        each.state = RowState.WRONG if _grave(found) else RowState.READY
    ImportRow.objects.bulk_update(rows, ["values", "errors", "state", "digest", "record"], batch_size=CHUNK)
    _count(row)
    return True


def _name_repeated(
    row: Import, rows: Sequence[ImportRow], converted: dict[int, Converted], converter: Converter
) -> None:
    """Rows about the same thing as an earlier one or as a row of the ledger; and, as a hint, identical ones."""
    for each in rows:
        found = converted[each.number]
        if not found.troubles:
            each.digest = converter.identity(found) or converter.whole(found)
    wanted = [each.digest for each in rows if each.digest]
    earlier = ImportRow.objects.filter(imported=row, digest__in=wanted, number__lt=rows[0].number)
    first = {digest: number for digest, number in earlier.order_by("-number").values_list("digest", "number")}
    for each in rows:
        if not each.digest:
            continue
        found, known = converted[each.number], bool(converter.identity(converted[each.number]))
        if (number := first.setdefault(each.digest, each.number)) != each.number:
            what = f"{converter.unique_labels}相同" if known else "内容完全相同"
            end = "请删除其中一行" if known else "请确认不是重复填写"
            found.troubles.append(converter.trouble(None, f"与第{number}行{what}，{end}", hint=not known))
        elif known and (there := converter.already(found)):
            reason = f"台账中已有相同的{converter.ledger.title}“{there}”（编号{there.pk}），不必再导入"
            found.troubles.append(converter.trouble(converter.importing.unique[0], reason))


# -- importing -------------------------------------------------------------------------------------------------------


def _import_chunk(row: Import, now: datetime) -> bool:
    rows = list(ImportRow.objects.filter(imported=row, state=RowState.READY)[:CHUNK])
    if not rows:
        _finished(row, now)
        return False
    _store_and_mark(row, rows, _converter(row))
    _count(row)
    return True


def _import_all(row: Import, now: Callable[[], datetime]) -> bool:
    """All rows in one transaction, or none of them. How far it is, is told beside the transaction."""
    rows = list(ImportRow.objects.filter(imported=row, state=RowState.READY).values_list("pk", flat=True))
    wrong: list[ImportRow] = []
    try:
        with transaction.atomic(), _beside() as tell:
            converter = _converter(row)
            for at in range(0, len(rows), CHUNK):
                if Import.objects.filter(pk=row.pk, cancel_asked_at__isnull=False).exists():
                    raise Undone
                chunk = list(ImportRow.objects.filter(pk__in=rows[at : at + CHUNK]))
                wrong += _store_and_mark(row, chunk, converter)
                tell(row.pk, min(at + CHUNK, len(rows)))
            if wrong:
                raise Undone
    except Undone:
        row.refresh_from_db(fields=["cancel_asked_at"])
    else:
        _count(row)
        _finished(row, now())
        return False
    if row.cancel_asked_at:
        _set(row, done=0)
        _cancelled(row, now())
        return False
    ImportRow.objects.bulk_update(wrong, ["state", "errors"], batch_size=CHUNK)
    _count(row)
    message = f"有{len(wrong)}行在导入时出错，没有导入任何一行；第一处在第{wrong[0].number}行"
    _set(row, status=STEPS.after(row.status, Step.REFUSE), message=message, finished_at=now())
    _tell(row, "导入未成功", message, now())
    return False


def _store_and_mark(row: Import, rows: Sequence[ImportRow], converter: Converter) -> list[ImportRow]:
    """Add the rows, and write with them their states and what is still to be told; those that were refused."""
    converted = {each.number: converter.convert(each.cells) for each in rows}
    for user, kind, title in _store(
        [each for each in rows if not _grave(converted[each.number])], converted, converter
    ):
        titles = row.untold.setdefault(str(user), {}).setdefault(kind, {})
        titles[title] = titles.get(title, 0) + 1
    _set(row, untold=row.untold)
    wrong = []
    for each in rows:
        if _grave(converted[each.number]):
            each.state, each.errors, each.record = RowState.WRONG, converted[each.number].troubles, None
            wrong.append(each)
        else:
            each.state = RowState.DONE
    ImportRow.objects.bulk_update(rows, DONE_FIELDS, batch_size=CHUNK)
    return wrong


def _store(rows: Sequence[ImportRow], converted: dict[int, Converted], converter: Converter) -> Untold:
    """Through the ledger's own service, each in a savepoint; many at once where the ledger can and all are right.
    What it would have told, row by row, comes back."""
    importing, untold = converter.importing, Untold()
    if importing.add_many and rows:
        given = [converted[each.number].values for each in rows]
        try:
            with transaction.atomic(), gathered() as said:
                made = importing.add_many(actor=converter.actor, given=given)
        except REFUSED:
            pass  # One by one, to learn which.
        else:
            for each, record_ in zip(rows, made, strict=True):
                each.record = record_.pk
            return said
    add: Any = importing.renew or converter.ledger.view.add  # type: ignore[attr-defined]
    for each in rows:
        found = converted[each.number]
        try:
            with transaction.atomic(), gathered() as said:
                each.record = add(actor=converter.actor, **found.values).pk
        except REFUSED as error:
            found.troubles += converter.troubles_of(error)
        else:
            untold += said
    return untold


@contextmanager
def _beside() -> Iterator[Callable[[int, int], None]]:
    """Tell the progress over a connection of its own, because this transaction shows nothing until it ends."""
    other = connection.copy()

    def tell(pk: int, done: int) -> None:
        with other.cursor() as cursor:
            cursor.execute(f"UPDATE {Import._meta.db_table} SET done = %s WHERE id = %s", [done, pk])

    try:
        yield tell
    finally:
        other.close()


# -- how it ends -----------------------------------------------------------------------------------------------------


def _finished(row: Import, now: datetime) -> None:
    message = f"导入{row.done}行" + (f"，有误{row.wrong}行" if row.wrong else "")
    _set(row, status=STEPS.after(row.status, Step.FINISH), message=message, finished_at=now)
    record(actor=row.user, action="imports.finish", row=row, changes={"done": row.done, "wrong": row.wrong})
    drop_file(row)
    _tell(row, "导入完成", message, now)
    _ended(row, now)


def _cancelled(row: Import, now: datetime) -> None:
    message = f"已取消，取消前导入了{row.done}行" if row.done else "已取消，没有导入任何一行"
    _set(row, status=STEPS.after(row.status, Step.CANCEL), message=message, finished_at=now)
    record(actor=row.user, action="imports.cancel", row=row, changes={"done": row.done})
    drop_file(row)
    _tell(row, "导入已取消", message, now)
    _ended(row, now)


@transaction.atomic
def give_up(pk: int, why: str, now: datetime) -> None:
    row = Import.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    if row.status in (Status.CHECKING, Status.IMPORTING):
        message = f"{why}（已导入{row.done}行）" if row.done else why
        _set(row, status=STEPS.after(row.status, Step.FAIL), message=message[:500], finished_at=now)
        drop_file(row)
        _tell(row, "导入未成功", message, now)
        _ended(row, now)


def _tell(row: Import, title: str, body: str, now: datetime) -> None:
    """By the notices, which the push server sends on."""
    what = f"{ledger(row.ledger).title}{title}"
    notify([row.user], kind="imports.done", title=what, body=f"{row.name}：{body}", link=f"/imports/{row.pk}", now=now)


def _ended(row: Import, now: datetime) -> None:
    """What follows from the rows that were made; and whoever they concern is told once of all of them."""
    known = ledger(row.ledger)
    if known.importing and known.importing.ended:
        made = ImportRow.objects.filter(imported=row, state=RowState.DONE).values_list("record", flat=True)
        known.importing.ended(actor=row.user, made=list(made), name=row.name, now=now)
    for user, told in row.untold.items():
        if int(user) == row.user_id:
            continue  # He was told how it ended.
        title, body = f"{row.user.name}导入了{row.done}条{known.title}", _counted(*told.values())
        if kind := next((kind for kind in told if kind_of(kind).sms_first), ""):
            title += f"，其中{_counted(told[kind])}"
        notify([int(user)], kind=kind or "imports.rows", title=title, body=body, link=f"/{known.name}", now=now)
    _set(row, untold={})


def _counted(*titles: Mapping[str, int]) -> str:
    return "；".join(f"{title}{count}条" for each in titles for title, count in each.items())


def _count(row: Import) -> None:
    states = ImportRow.objects.filter(imported=row).order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict.fromkeys(RowState.values, 0) | dict(states)
    checked = row.total - counted[RowState.READ] - counted[RowState.PASSED_OVER]
    names = (RowState.READY, RowState.WRONG, RowState.PASSED_OVER, RowState.DONE)
    _set(row, checked=checked, **{name.value: counted[name] for name in names})


def _converter(row: Import) -> Converter:
    user: User = row.user
    return Converter(ledger(row.ledger), actor=user, mapping=row.mapping, headers=row.headers)


def _grave(found: Converted) -> bool:
    return any(not each["hint"] for each in found.troubles)


def _set(row: Import, **fields: Any) -> None:
    """These columns only: whoever cancels meanwhile writes another."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
