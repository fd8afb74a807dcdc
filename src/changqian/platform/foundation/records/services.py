"""The verbs every service is written with.

Scope, permission, validation, version, audit and statistics happen here, so that every caller gets them: the API,
a background job, an import. `action` is the permission it takes and the name it gets in the audit trail.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record, record_set
from changqian.platform.foundation.records.fields import for_audit
from changqian.platform.foundation.records.models import Record, Submission, TakenStep
from changqian.platform.foundation.records.twins import refuse_twins
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.kernel.scope import reachable

T = TypeVar("T", bound=Record)
R = TypeVar("R")

LATE_AFTER = timedelta(minutes=10)
ACCEPTED_FOR = timedelta(days=7)


@transaction.atomic
def create(model: type[T], /, *, actor: User, action: str, **fields: object) -> T:
    """A new row. RuleViolation for a broken constraint, ValidationError for a bad value, PermissionDenied outside."""
    row = model(created_by=actor, **fields)
    _prepare(row)
    with _constraints_speak(model):
        row.save()
        refuse_twins(model, [row])
    model.counted([], [row])
    _refuse_outside(model, [row], actor=actor, action=action)
    record(actor=actor, action=action, row=row, changes=_told(row, fields))
    return row


def already(model: type[T], client_uuid: UUID | None, *, actor: User) -> T | None:
    """The row that this submission made before, if it arrives again. RuleViolation if somebody else made it.

    Inside a transaction the same submission arriving twice at once waits for the first to be written.
    """
    if client_uuid is None or not issubclass(model, Submission):
        return None
    _alone_with(client_uuid)
    row = model.objects.filter(client_uuid=client_uuid).first()
    if row and row.created_by_id != actor.pk:
        raise RuleViolation("提交编号已被使用，请重新登记")
    if row:
        row.repeated = True
    return row


def once(number: UUID | None, *, actor: User, what: str, now: datetime, do: Callable[[], R]) -> R | None:
    """`do`, unless it was done under this number before: then None. RuleViolation if that was something else.

    The number is written with what was done or not at all, so one that is known was acknowledged or should have been.
    Without a number `do` keeps its own transactions.
    """
    return do() if number is None else _once(number, actor=actor, what=what, now=now, do=do)


@transaction.atomic
def _once(number: UUID, *, actor: User, what: str, now: datetime, do: Callable[[], R]) -> R | None:
    _alone_with(number)
    before = TakenStep.objects.filter(number=number).first()
    if before is None:
        done = do()
        TakenStep.objects.create(number=number, actor=actor, what=what, taken_at=now)
        return done
    if (before.actor_id, before.what) != (actor.pk, what):
        raise RuleViolation("提交编号已被使用，请重新提交")
    return None


def forget_taken(*, now: datetime) -> int:
    """Numbers that can no longer come again; how many."""
    return TakenStep.objects.filter(taken_at__lt=now - ACCEPTED_FOR - timedelta(days=1)).delete()[0]


def _alone_with(number: UUID) -> None:
    """The same submission arriving twice at once waits here, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(number)])


def submission(*, client_uuid: UUID | None, captured_at: datetime | None, now: datetime) -> dict[str, object]:
    """The columns of a submission; RuleViolation if it is older than seven days or from the future."""
    if captured_at is None:
        return {"client_uuid": client_uuid, "captured_at": now, "synced_late": False}
    if captured_at > now + LATE_AFTER:
        raise RuleViolation("采集时间晚于当前时间，请检查手机时间", field="captured_at")
    if now - captured_at > ACCEPTED_FOR:
        raise RuleViolation("离线记录已超过7天，不能补传，请重新登记", field="captured_at")
    return {"client_uuid": client_uuid, "captured_at": captured_at, "synced_late": now - captured_at > LATE_AFTER}


def locked(model: type[T], pk: int, *, actor: User, action: str) -> T:
    """The row under a row lock; DoesNotExist unless the actor may do this to it."""
    return cast(T, model.objects.within(actor, action).current().select_for_update(of=("self",)).get(pk=pk))


@transaction.atomic
def change(row: T, *, actor: User, action: str, expected_version: int | None, **fields: object) -> T:
    """Set the fields of a locked row. `expected_version` is the one the user read; None for a job without a reader."""
    if expected_version not in (None, row.version):
        raise VersionConflict
    before = copy(row)
    changes = _apply(row, fields)
    with _constraints_speak(type(row)):
        row.save(update_fields=[*fields, "version", *_prepare(row)])
        refuse_twins(type(row), [row])
    type(row).counted([before], [row])
    _refuse_outside(type(row), [row], actor=actor, action=action)
    record(actor=actor, action=action, row=row, changes=changes)
    return row


@transaction.atomic
def noted(model: type[T], pk: int, *, actor: User, action: str, **facts: object) -> T:
    """The row, with a line in the trail: who looked at it, or ordered something of what it stands for, changed nothing
    of the row itself. DoesNotExist unless the actor may do this to it."""
    row = cast(T, model.objects.within(actor, action).current().get(pk=pk))
    record(actor=actor, action=action, row=row, changes=facts)
    return row


def end(row: T, *, actor: User, action: str, expected_version: int | None, reason: str) -> T:
    """Take the row out of the ledger. It stays in the table, and is no longer listed, counted or unique."""
    if not reason.strip():
        raise RuleViolation("请填写终止原因", field="reason")
    ended = {"ended_at": timezone.now(), "ended_by": actor, "end_reason": reason}
    return change(row, actor=actor, action=action, expected_version=expected_version, **ended)


@transaction.atomic
def create_many(model: type[T], given: Sequence[Mapping[str, object]], *, actor: User, action: str) -> list[T]:
    """All rows or none. Foreign keys must come as objects, fetched once by the caller."""
    if not given:
        return []
    rows = [model(created_by=actor, **fields) for fields in given]
    for number, row in enumerate(rows, start=1):
        try:
            _prepare(row)
        except ValidationError as error:
            raise RuleViolation(f"第{number}行：{'；'.join(error.messages)}") from error
    with _constraints_speak(model):
        model.objects.bulk_create(rows, batch_size=1000)
        refuse_twins(model, rows)
    model.counted([], rows)
    _refuse_outside(model, rows, actor=actor, action=action)
    record_set(
        actor=actor,
        action=action,
        rows=rows,
        changes=[_told(row, fields) for row, fields in zip(rows, given, strict=True)],
    )
    return rows


@transaction.atomic
def keep_rows(
    model: type[T],
    there: Iterable[T],
    wanted: Sequence[Mapping[str, Any]],
    *,
    key: str,
    common: Mapping[str, object],
    actor: User,
    action: str,
    reason: str,
) -> None:
    """Make `wanted` the current rows of a short list that belongs to something else, whose columns are `common`.

    A row is its `key`: one that stays keeps its number, one that is no longer wanted ends.
    """
    known = {getattr(row, key): row for row in there}
    asked = {each[key]: each for each in wanted}
    for name, row in known.items():
        if name not in asked:
            end(row, actor=actor, action=action, expected_version=None, reason=reason)
        elif any(getattr(row, column) != value for column, value in asked[name].items()):
            change(row, actor=actor, action=action, expected_version=None, **asked[name])
    fresh = [{**common, **each} for name, each in asked.items() if name not in known]
    create_many(model, fresh, actor=actor, action=action)


@transaction.atomic
def create_selected(
    model: type[T],
    columns: Mapping[str, str],
    source: str,
    params: Sequence[Any],
    *,
    unless: Sequence[str],
    returning: Sequence[str],
    actor: User,
    action: str,
) -> list[T]:
    """INSERT … SELECT for a job of the platform whose rows are too many to build one by one; what it made.

    `columns` maps each column to its SQL expression over `source` (the FROM and WHERE). Rows that exist by the columns
    `unless` are passed over, so the job can be repeated; the rows come back with `returning` only. Nothing is stamped
    or validated: the expressions must say what the model would.
    """
    _refuse_people(model, actor=actor, action=action)
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    told = [column.attname for column in model._meta.concrete_fields if column.attname in returning]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(columns.values())} {source}'
            f" ON CONFLICT ({', '.join(unless)}) DO NOTHING RETURNING {', '.join(told)}",
            params,
        )
        rows = [model.from_db(None, told, values) for values in cursor.fetchall()]
    if rows:
        model.counted([], rows)
        record_set(actor=actor, action=action, rows=rows, changes=[{}] * len(rows))
    return rows


@transaction.atomic
def end_selected(
    model: type[T], which: str, params: Sequence[Any], *, actor: User, action: str, reason: str
) -> list[T]:
    """`end` for a job of the platform whose rows are too many to end one by one: those that the SQL condition `which`
    names; they come back with their keys only."""
    _refuse_people(model, actor=actor, action=action)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET ended_at = %s, ended_by_id = %s, end_reason = %s,'
            f" version = version + 1 WHERE ended_at IS NULL AND {which} RETURNING id",
            [timezone.now(), actor.pk, reason, *params],
        )
        rows = [model.from_db(None, ["id"], values) for values in cursor.fetchall()]
    if rows:
        record_set(actor=actor, action=action, rows=rows, changes=[{}] * len(rows))
    return rows


def _refuse_people(model: type[Record], *, actor: User, action: str) -> None:
    if reachable(actor.grants, action, model):
        raise PermissionDenied("此操作只能由平台执行")


@transaction.atomic
def change_many(
    model: type[T], pks: Iterable[int], *, actor: User, action: str, rule: Callable[[T], object], **fields: object
) -> list[T]:
    """All rows or none. `rule` sees each locked row before the change and raises RuleViolation."""
    wanted = set(pks)
    found = model.objects.within(actor, action).current().select_for_update(of=("self",)).filter(pk__in=wanted)
    rows = cast(list[T], list(found.order_by("pk")))
    if not rows or len(rows) != len(wanted):
        raise model.DoesNotExist
    for row in rows:
        rule(row)
    before = [copy(row) for row in rows]
    changes = [_apply(row, fields) for row in rows]
    stamped = [_prepare(row) for row in rows][0]
    with _constraints_speak(model):
        model.objects.bulk_update(rows, [*fields, "version", *stamped], batch_size=500)
        refuse_twins(model, rows)
    model.counted(before, rows)
    _refuse_outside(model, rows, actor=actor, action=action)
    record_set(actor=actor, action=action, rows=rows, changes=changes)
    return rows


def _told(row: Record, fields: Mapping[str, object]) -> dict[str, object]:
    """What a new row was made of. A list is told as [nothing, list]: two accident types are not an old and a new."""
    told = {name: for_audit(row._meta.get_field(name), value) for name, value in fields.items()}
    return {name: [None, value] if isinstance(value, list) else value for name, value in told.items()}


def _apply(row: Record, fields: Mapping[str, object]) -> dict[str, object]:
    """Set the fields; return {name: [old, new]} of those that differ."""
    changes: dict[str, object] = {}
    for name, new in fields.items():
        old = getattr(row, name)
        if old != new:
            column = row._meta.get_field(name)
            changes[name] = [for_audit(column, old), for_audit(column, new)]
        setattr(row, name, new)
    row.version += 1
    return changes


def _prepare(row: Record) -> tuple[str, ...]:
    """Stamp and validate without a query: keys and constraints are the database's to judge, once, for any number."""
    stamped = row.stamp()
    row.clean_fields(exclude={field.name for field in row._meta.fields if isinstance(field, ForeignKey)})
    return stamped


@contextmanager
def _constraints_speak(model: type[Record]) -> Iterator[None]:
    """A broken constraint is a broken rule: answer with the sentence written beside the constraint."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = _whole(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                raise RuleViolation(str(constraint.get_violation_error_message())) from error
        raise


def _whole(constraint: str) -> str:
    """The name of a constraint on the whole table, from the name it has on the partition that complained."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT whole.relname FROM pg_inherits i JOIN pg_class part ON part.oid = i.inhrelid"
            " JOIN pg_class whole ON whole.oid = i.inhparent WHERE part.relname = %s",
            [constraint],
        )
        found = cursor.fetchone()
    return found[0] if found else constraint


def _refuse_outside(model: type[Record], rows: Sequence[Record], *, actor: User, action: str) -> None:
    """Asked after the write, inside its transaction: the rows as they now are must be within the actor's reach."""
    if model.objects.within(actor, action).filter(pk__in=[row.pk for row in rows]).count() != len(rows):
        raise PermissionDenied("不在您的管辖范围内")
