"""What somebody does with a file: upload it, say what its columns mean, confirm or cancel. The work is in `running`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import origin, record
from changqian.platform.foundation.files.rules import extension_of, neat_name
from changqian.platform.foundation.files.storage import the_store
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.text import normal
from changqian.platform.ledgerkit.imports import headers, opening
from changqian.platform.ledgerkit.imports.cells import cell_of, shown
from changqian.platform.ledgerkit.imports.columns import columns_of
from changqian.platform.ledgerkit.imports.models import HeaderMemory, Import, ImportRow
from changqian.platform.ledgerkit.imports.places import own_enterprise
from changqian.platform.ledgerkit.imports.rules import (
    AT_WORK,
    KEPT_FOR,
    MOST_OPEN,
    OPEN,
    STEPS,
    Mode,
    RowState,
    Step,
    refuse_extent,
    refuse_mode,
)
from changqian.platform.ledgerkit.ledgers import Ledger, ledger, ledgers, may

SAMPLES = 5
NO_SUCH_COLUMN = "这张表没有这一列，请刷新后重新选择"


def importable(actor: User) -> list[Ledger]:
    """The ledgers into which somebody may import."""
    return [each for each in ledgers().values() if each.importing and may(actor, each.importing.permission)]


def importable_ledger(name: str, actor: User) -> Ledger:
    """PermissionDenied without the permission to add; RuleViolation for a ledger that takes no file."""
    found = ledger(name)
    if found.importing is None:
        raise RuleViolation(f"{found.title}不支持导入", field="ledger")
    if not may(actor, found.importing.permission):
        raise PermissionDenied("您没有此项权限")
    return found


@transaction.atomic
def upload(data: bytes, *, actor: User, ledger: str, name: str, now: datetime) -> Import:
    """Keep the file and propose what it means: the sheet that is best known, its header, a field per column."""
    known = importable_ledger(ledger, actor)
    if Import.objects.filter(user=actor, status__in=OPEN).count() >= MOST_OPEN:
        raise RuleViolation(f"您有{MOST_OPEN}个导入尚未完成，请先完成或取消", field="file")
    form = opening.recognised(data, name)
    sheets = opening.survey(data, form)
    best = max(sheets, key=lambda sheet: _score(_found(known, sheet, actor)))
    header = _found(known, best, actor)
    key, secret = opening.keep(data)
    row = Import(
        user=actor,
        ledger=known.name,
        name=neat_name(name, extension_of(name) or form),
        form=form,
        key=key,
        secret=secret,
        sheets=sheets,  # type: ignore[misc]
        sheet=best["name"],
        header_row=header.row + 1 if header else None,
        header_depth=header.depth if header else 1,
        headers=list(header.names) if header else [],
        created_at=now,
    )
    row.save()
    record(actor=actor, action="imports.upload", row=row, changes={"ledger": known.title, "file": row.name})
    return row


def proposal(
    row: Import, *, actor: User, sheet: str | None = None, header_row: int | None = None, header_depth: int = 1
) -> dict[str, Any]:
    """What the columns of a sheet probably mean, with samples; of another sheet or header row if asked."""
    known = importable_ledger(row.ledger, actor)
    found = _sheet(row, sheet or row.sheet)
    header = _header_at(found, header_row, header_depth) if header_row else _found(known, found, actor)
    names = header.names if header else ()
    columns = columns_of(known)
    matches = headers.assign(names, [each.named for each in columns], remembered(known, actor))
    first = header.row + header.depth if header else 0
    samples = [[shown(cell_of(cell)) for cell in line] for line in found["head"][first:]]
    taken = {match.field for match in matches}
    return {
        "sheet": found["name"],
        "header_row": header.row + 1 if header else None,
        "header_depth": header.depth if header else 1,
        "columns": [
            {
                "column": match.column,
                "header": match.header,
                "field": match.field,
                "confidence": match.confidence,
                "sure": match.confidence >= headers.SURE,
                "remembered": match.remembered,
                "samples": _samples(samples, match.column),
            }
            for match in matches
        ],
        "missing": [each.label for each in columns if each.required and each.name not in taken],
        "head": [[shown(cell_of(cell)) for cell in line] for line in found["head"][: first + SAMPLES]],
    }


@transaction.atomic
def map_columns(
    pk: int,
    *,
    actor: User,
    sheet: str,
    header_row: int,
    header_depth: int,
    mapping: Mapping[int, str | None],
    now: datetime,
) -> Import:
    """Say what each column means, remember it, and have the rows checked."""
    row = own(pk, actor=actor, lock=True)
    known = importable_ledger(row.ledger, actor)
    status = STEPS.after(row.status, Step.MAP)
    found = _sheet(row, sheet)
    refuse_extent(found["rows"], found["columns"])
    header = _header_at(found, header_row, header_depth)
    _refuse_mapping(known, header, mapping)
    _remember(known, actor, {header.names[at]: field for at, field in mapping.items() if header.names[at]})
    ImportRow.objects.filter(imported=row).delete()
    _set(
        row,
        status=status,
        sheet=sheet,
        header_row=header_row,
        header_depth=header_depth,
        headers=list(header.names),
        mapping={str(at): field for at, field in mapping.items() if field},
        **dict.fromkeys(("total", "checked", "ready", "wrong", "passed_over", "done"), 0),
        loaded=False,
        message="",
        started_at=now,
        finished_at=None,
    )
    have_done(row)
    return row


@transaction.atomic
def confirm(pk: int, *, actor: User, mode: str, rows: Sequence[int] | None = None, now: datetime) -> Import:
    """Import the right rows, or those of them that were chosen. From here on whoever confirmed is the author."""
    row = own(pk, actor=actor, lock=True)
    importable_ledger(row.ledger, actor)
    status = STEPS.after(row.status, Step.CONFIRM)
    if rows is not None and mode == Mode.ALL:
        raise RuleViolation(f"选择部分行时，请用“{Mode.RIGHT.label}”", field="mode")
    if rows is not None:
        left = ImportRow.objects.filter(imported=row, state=RowState.READY).exclude(number__in=list(rows))
        count = left.update(state=RowState.PASSED_OVER)
        row.ready, row.passed_over = row.ready - count, row.passed_over + count
    refuse_mode(mode, ready=row.ready, wrong=row.wrong)
    come = origin()
    _set(
        row,
        status=status,
        mode=mode,
        ready=row.ready,
        passed_over=row.passed_over,
        message="",
        started_at=now,
        request=come.request,
        address=come.address,
    )
    facts = {"mode": row.get_mode_display(), "ready": row.ready, "wrong": row.wrong}
    record(actor=actor, action="imports.confirm", row=row, changes=facts)
    have_done(row)
    return row


@transaction.atomic
def cancel(pk: int, *, actor: User, now: datetime) -> Import:
    """At once if nobody is at work on it; else between two chunks, and what was imported until then stays."""
    row = own(pk, actor=actor, lock=True)
    status = STEPS.after(row.status, Step.CANCEL)
    if row.status in AT_WORK:
        _set(row, cancel_asked_at=now)
        have_done(row)
        return row
    _set(row, status=status, message="已取消，没有导入任何一行", finished_at=now)
    record(actor=actor, action="imports.cancel", row=row, changes={"done": 0})
    drop_file(row)
    return row


def own(pk: int, *, actor: User, lock: bool = False) -> Import:
    """DoesNotExist for everybody but who uploaded it."""
    rows = Import.objects.select_for_update(no_key=True) if lock else Import.objects.all()
    return rows.get(pk=pk, user=actor.pk)


def have_done(row: Import) -> None:
    """Let a worker take it from here, once this transaction is committed."""
    app.configure_task("imports.advance", lock=f"imports.{row.pk}").defer(pk=row.pk)


def drop_file(row: Import) -> None:
    """Take the file out of the store once that is certain."""
    if key := row.key:
        _set(row, key="")
        transaction.on_commit(lambda: the_store().delete(key))


def forget(*, now: datetime) -> int:
    """Remove imports older than 30 days with their rows and files; those at work are left to finish."""
    old = list(Import.objects.filter(created_at__lt=now - KEPT_FOR).exclude(status__in=AT_WORK))
    for row in old:
        with transaction.atomic():
            drop_file(row)
            row.delete()
    for key in the_store().older_than(f"{opening.OWN}imports", now - KEPT_FOR - timedelta(days=1)):
        the_store().delete(key)  # Of a transaction that did not commit after the file was put there.
    return len(old)


def remembered(known: Ledger, actor: User) -> dict[str, str | None]:
    """What headers meant before, to everybody of this enterprise or to this user."""
    held = HeaderMemory.objects.filter(**_owner(known, actor), ledger=known.name)
    return {header: field or None for header, field in held.values_list("header", "field")}


def _remember(known: Ledger, actor: User, said: Mapping[str, str | None]) -> None:
    owned = _owner(known, actor)
    HeaderMemory.objects.filter(**owned, ledger=known.name, header__in=[_key(each) for each in said]).delete()
    HeaderMemory.objects.bulk_create(
        HeaderMemory(ledger=known.name, header=key, field=field or "", **owned)
        for key, field in {_key(header): field for header, field in said.items()}.items()
    )


def _key(header: str) -> str:
    return normal(header)[:200]


def _owner(known: Ledger, actor: User) -> dict[str, int | None]:
    assert known.importing is not None
    firm = own_enterprise(actor, known.importing.permission)
    return {"enterprise_id": firm, "user_id": None if firm else actor.pk}


def _found(known: Ledger, sheet: dict[str, Any], actor: User) -> headers.Header | None:
    head = [[shown(cell_of(cell)) for cell in line] for line in sheet["head"]]
    return headers.find(head, [each.named for each in columns_of(known)], remembered(known, actor))


def _score(header: headers.Header | None) -> int:
    return len([name for name in header.names if name]) if header else -1


def _header_at(sheet: dict[str, Any], row: int, depth: int) -> headers.Header:
    lines = [[shown(cell_of(cell)) for cell in line] for line in sheet["head"][row - 1 : row - 1 + depth]]
    if len(lines) < depth:
        raise RuleViolation(f"表头应在前{len(sheet['head'])}行之内", field="header_row")
    return headers.Header(row - 1, depth, headers.joined(lines))


def _sheet(row: Import, name: str) -> dict[str, Any]:
    found: dict[str, Any] | None = next((each for each in row.sheets if each["name"] == name), None)
    if found is None:
        raise RuleViolation(f"文件中没有工作表“{name}”", field="sheet")
    return found


def _samples(lines: Sequence[Sequence[str]], column: int) -> list[str]:
    cells = (line[column].strip() for line in lines if column < len(line))
    return list(dict.fromkeys(cell for cell in cells if cell))[:SAMPLES]


def _refuse_mapping(known: Ledger, header: headers.Header, mapping: Mapping[int, str | None]) -> None:
    columns = {each.name: each for each in columns_of(known)}
    fields = [field for field in mapping.values() if field]
    if any(not 0 <= at < len(header.names) for at in mapping):
        raise RuleViolation(NO_SUCH_COLUMN, field="mapping")
    if strange := [field for field in fields if field not in columns]:
        raise RuleViolation(f"{known.title}没有“{strange[0]}”这一项", field="mapping")
    if twice := [field for field in fields if fields.count(field) > 1]:
        raise RuleViolation(f"“{columns[twice[0]].label}”对应了两列，请只选一列", field="mapping")
    if lacking := [each.label for each in columns.values() if each.required and each.name not in fields]:
        raise RuleViolation(f"必填的“{'”“'.join(lacking)}”还没有对应到文件中的列", field="mapping")


def _set(row: Import, **fields: Any) -> None:
    """Write these columns and no others: a worker may be writing its own."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
