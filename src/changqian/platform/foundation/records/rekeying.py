"""Turning the keys of sealed columns while people work: a new key seals, the old one still opens, and row after row is
sealed anew until none needs the old one. What is left to do shows in the rows themselves, so that a turn that was
broken off goes on where it stopped.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import note
from changqian.platform.foundation.records.fields import SealedField, sealer
from changqian.platform.kernel.crypto import Unsealable, current
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.keyring import LOOK_EVERY

CHUNK = 500
"Rows in one transaction: each is locked for some hundredths of a second."
PASSES = 200
"How often rows that somebody else holds are come back to."
WAIT = 0.25


@dataclass(frozen=True, slots=True)
class Table:
    """A table with sealed columns, each with the name of its index column if it has one."""

    model: type[Model]
    columns: tuple[tuple[SealedField, str | None], ...]

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass(slots=True)
class Found:
    """What a look at every sealed value gave: how many under each key, and what does not fit."""

    by_key: dict[int, int] = field(default_factory=dict)
    unbound: int = 0
    "Sealed before columns were bound."
    damaged: list[str] = field(default_factory=list)
    "table:pk.column of what does not open, or whose index belongs to another value."

    @property
    def total(self) -> int:
        return sum(self.by_key.values())


def tables() -> list[Table]:
    """Every table of the platform that has sealed columns."""
    found = []
    for model in apps.get_models():
        sealed = [each for each in model._meta.concrete_fields if isinstance(each, SealedField)]
        names = {each.name for each in model._meta.concrete_fields}
        if sealed and model._meta.managed and not model._meta.proxy:
            pairs = [(each, index if (index := f"{each.name}_index") in names else None) for each in sealed]
            found.append(Table(model, tuple(pairs)))
    return found


def turn_key(*, actor: User, wait: float = 2 * LOOK_EVERY) -> int:
    """A new active key, or the one of a turn that has not come to its end; its number.

    Every process learns of the key before the first row is sealed with it, and from then on looks under both.
    """
    provider = sealer().provider
    keys = provider.keys()
    if keys.turning and (keys.active < max(keys.usable) or left_behind()):
        key = max(keys.usable)
    else:
        key = provider.add()
        note(actor=actor, action="audit.add_key", about=f"密钥:{key}", changes={"key": key})
        time.sleep(wait)
    if provider.keys().active != key:
        provider.activate(key)
        note(actor=actor, action="audit.activate_key", about=f"密钥:{key}", changes={"key": key})
        time.sleep(wait)
    return key


def left_behind() -> int:
    """Rows with a value that the active key did not seal."""
    key = sealer().provider.keys().active
    return sum(_count_stale(table, key) for table in tables())


def reseal(*, chunk: int = CHUNK, told: Callable[[str, int, int], None] = lambda label, done, all: None) -> int:
    """Seal with the active key whatever is not; how many rows that took. `told` hears label, rows done, rows in all.

    Rows that somebody holds are passed over and come back to. Versions do not change: nobody's edit is disturbed.
    RuleViolation if rows are still held at the end; what was done stays done.
    """
    done = 0
    for table in tables():
        key = sealer().provider.keys().active
        waiting = _count_stale(table, key)
        of_table, broken = 0, set[int]()
        for _ in range(PASSES):
            for count in _pass(table, chunk, broken):
                of_table += count
                told(table.label, of_table, max(waiting, of_table))
            if _count_stale(table, key) <= len(broken):
                break
            time.sleep(WAIT)
        else:
            raise RuleViolation(f"{table.label}有记录一直被占用，没有全部换成新密钥；已换的有效，请稍后再次执行")
        done += of_table
    return done


def _count_stale(table: Table, key: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE {_stale(table)}', _stale_params(table, key))
        return int(cursor.fetchone()[0])


def _pass(table: Table, chunk: int, broken: set[int]) -> Iterator[int]:
    """Once through the table, a chunk per transaction; how many rows each. `broken` gains those that do not open."""
    after = 0
    while True:
        with transaction.atomic():
            rows = _locked(table, after, chunk)
            for pk, *values in rows:
                if not _seal_anew(table, pk, values):
                    broken.add(pk)
        if not rows:
            return
        after = rows[-1][0]
        yield len(rows)


def _locked(table: Table, after: int, limit: int) -> list[tuple]:
    key = sealer().provider.keys().active
    columns = ", ".join(f'"{each.column}"' for each, _ in table.columns)
    pk = table.model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{pk}", {columns} FROM "{table.name}" WHERE ({_stale(table)}) AND "{pk}" > %s'
            f' ORDER BY "{pk}" LIMIT %s FOR UPDATE SKIP LOCKED',
            [*_stale_params(table, key), after, limit],
        )
        return list(cursor.fetchall())


def _seal_anew(table: Table, pk: int, values: Sequence[str | None]) -> bool:
    """Whether all of the row opened. What does not stays as it is, for `examine` to name."""
    told, whole = dict[str, str](), True
    for (each, index), value in zip(table.columns, values, strict=True):
        if not value:
            continue
        try:
            text = sealer().open(value, bound=each.bound())
        except Unsealable:
            whole = False
            continue
        told[str(each.column)] = sealer().seal(text, bound=each.bound())
        if index:
            told[index] = sealer().index(text)
    if told:
        _write(table, pk, told)
    return whole


def _write(table: Table, pk: int, told: dict[str, str]) -> None:
    columns = ", ".join(f'"{column}" = %s' for column in told)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table.name}" SET {columns} WHERE "{table.model._meta.pk.column}" = %s', [*told.values(), pk]
        )


def examine(*, mend: bool = False, chunk: int = 2000) -> Found:
    """Open every sealed value and compare it with its index. `mend` writes indexes anew that an older key made.

    An index that no key makes of the value means that the ciphertext was put there from another row.
    """
    found = Found()
    for table in tables():
        for pk, *values in _all(table, chunk):
            for (each, index), (sealed, indexed) in zip(table.columns, _pairs(table, values), strict=True):
                if sealed:
                    _look(found, table, pk, each, index, sealed, indexed, mend)
    return found


def _look(
    found: Found, table: Table, pk: int, each: SealedField, index: str | None, sealed: str, indexed: str, mend: bool
) -> None:
    try:
        text = sealer().open(sealed, bound=each.bound())
    except Unsealable:
        found.damaged.append(f"{table.name}:{pk}.{each.column} 打不开")
        return
    key, bound = sealed.partition(":")[0], ":" in sealed
    number = int(key if bound else sealed.partition(".")[0])
    found.by_key[number] = found.by_key.get(number, 0) + 1
    found.unbound += not bound
    if index is None or indexed == sealer().index(text):
        return
    if indexed not in sealer().indexes(text):
        if not _changed_meanwhile(table, pk, each, sealed):
            found.damaged.append(f"{table.name}:{pk}.{each.column} 的密文与索引不符")
    elif mend:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{each.column}" FROM "{table.name}" WHERE "{table.model._meta.pk.column}" = %s FOR UPDATE',
                [pk],
            )
            if (row := cursor.fetchone()) and row[0] == sealed:
                _write(table, pk, {index: sealer().index(text)})


def _changed_meanwhile(table: Table, pk: int, each: SealedField, sealed: str) -> bool:
    """Somebody wrote the row between our reading of it and now: what we read is past."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{each.column}" FROM "{table.name}" WHERE "{table.model._meta.pk.column}" = %s', [pk])
        row = cursor.fetchone()
    return row is None or row[0] != sealed


def _all(table: Table, chunk: int) -> Iterator[tuple]:
    columns = [each.column for each, _ in table.columns] + [index for _, index in table.columns if index]
    names, pk, after = ", ".join(f'"{each}"' for each in columns), table.model._meta.pk.column, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{pk}", {names} FROM "{table.name}" WHERE "{pk}" > %s ORDER BY "{pk}" LIMIT %s', [after, chunk]
            )
            rows = cursor.fetchall()
        yield from rows
        if not rows:
            return
        after = rows[-1][0]


def _pairs(table: Table, values: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    """(ciphertext, index) of each sealed column, from a row of `_all`."""
    indexes = iter(values[len(table.columns) :])
    for (_, index), sealed in zip(table.columns, values, strict=False):
        yield sealed or "", (next(indexes) or "") if index else ""


def used_by(key: int) -> dict[str, int]:
    """How many rows of each table hold a value under this key, by the table's label."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            under = " OR ".join(f'"{each.column}" LIKE %s OR "{each.column}" LIKE %s' for each, _ in table.columns)
            params = [pattern for _ in table.columns for pattern in (f"{key}:%", f"{key}.%")]
            cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE {under}', params)
            if count := cursor.fetchone()[0]:
                found[table.label] = count
    return found


def retire_key(key: int, *, actor: User) -> None:
    """Take an old key out of use. RuleViolation while it is the active one or rows are sealed with it."""
    keys = sealer().provider.keys()
    if key == keys.active:
        raise RuleViolation(f"密钥{key}正在启用，不能停用；请先执行 keys rotate 换成新密钥")
    if key not in keys.usable:
        raise RuleViolation(f"密钥{key}不存在或已停用")
    if used := used_by(key):
        told = "、".join(f"{label}{count}条" for label, count in used.items())
        raise RuleViolation(f"密钥{key}还在使用（{told}），请先执行 keys rotate")
    found = examine(mend=True)
    if found.damaged:
        raise RuleViolation(f"有{len(found.damaged)}处密文不对（{found.damaged[0]}），请先查明再停用密钥")
    sealer().provider.retire(key)
    note(actor=actor, action="audit.retire_key", about=f"密钥:{key}", changes={"key": key})


def _stale(table: Table) -> str:
    """The condition for rows with a value that the active key did not seal."""
    return " OR ".join(f'("{each.column}" <> \'\' AND "{each.column}" NOT LIKE %s)' for each, _ in table.columns)


def _stale_params(table: Table, key: int) -> list[str]:
    return [f"{current(key)}%" for _ in table.columns]
