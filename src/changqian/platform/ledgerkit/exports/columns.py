"""The columns of a list that a file can have, and how their values look in a cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from rest_framework import serializers

from changqian.platform.foundation.dictionaries.services import names_in
from changqian.platform.foundation.records.rows import compiled
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.ledgers import Ledger

NOT_FOR_PEOPLE = ("id", "version")
Cell = str | int | float | Decimal | date | datetime | None
NUMBERS = (serializers.IntegerField, serializers.FloatField, serializers.DecimalField)
WIDTHS = ((serializers.DateTimeField, 18), (serializers.DateField, 12), (serializers.BooleanField, 8))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    width: int
    cell: Callable[[Any], Cell]
    numeric: bool = False
    dictionary: str = ""
    "That names its codes; `chosen` asks it, each time a file is made."


@cache
def columns_of(ledger: Ledger) -> tuple[Column, ...]:
    """The columns of the list but keys, beside which stand the names."""
    return tuple(_columns(ledger))


def chosen(ledger: Ledger, names: Sequence[str]) -> list[Column]:
    """These, in this order; RuleViolation for one that the list does not have, or has twice. None named: all."""
    known = {each.name: each for each in columns_of(ledger)}
    if strange := [name for name in names if name not in known]:
        raise RuleViolation(f"{ledger.title}没有“{strange[0]}”这一列", field="columns")
    if len(set(names)) != len(names):
        raise RuleViolation("同一列只能选一次", field="columns")
    return [_named(each) for each in [known[name] for name in names] or known.values()]


def _named(column: Column) -> Column:
    """A column of codes says their names."""
    if not column.dictionary:
        return column
    names = names_in(column.dictionary)
    return replace(column, cell=lambda value: column.cell(named(value, names)))


def named(value: Any, names: Mapping[str, str]) -> Any:
    """The name of a code, or of each in a list; a code that no dictionary knows any more stays as it is."""
    return [named(each, names) for each in value] if isinstance(value, list) else names.get(str(value), value)


def _columns(ledger: Ledger) -> Iterator[Column]:
    serializer = ledger.file_class
    fields, labels = serializer().fields, names_of(ledger)
    for name, _, _ in compiled(serializer):
        field = fields[name]
        if name in NOT_FOR_PEOPLE or isinstance(field, serializers.PrimaryKeyRelatedField):
            continue
        label = str(field.label or labels.get(name) or name)
        width = next((width for kind, width in WIDTHS if isinstance(field, kind)), _width(field, label))
        yield Column(name, label, width, written(field), isinstance(field, NUMBERS), ledger.dictionaries.get(name, ""))


def names_of(ledger: Ledger) -> dict[str, str]:
    """What the columns of the ledger's table are called."""
    return {field.name: str(getattr(field, "verbose_name", "")) for field in ledger.model._meta.get_fields()}


def _width(field: serializers.Field, label: str) -> int:
    longest = getattr(field, "max_length", None) or 30
    return max(len(label) * 2 + 4, min(longest, 40))


def written(field: serializers.Field) -> Callable[[Any], Cell]:
    """How a value of this field looks on paper and in a cell."""
    if isinstance(field, serializers.ListField):
        labels = _labels(field.child)
        return lambda values: "、".join(labels.get(str(each), str(each)) for each in values or ())
    if isinstance(field, serializers.ChoiceField):
        named = _labels(field)
        return lambda value: named.get(str(value), str(value))
    if isinstance(field, serializers.BooleanField):
        return lambda value: "是" if value else "否"
    if isinstance(field, serializers.DateTimeField):
        return lambda value: value.replace(tzinfo=None, microsecond=0)
    return _plain


def _labels(field: Any) -> dict[str, str]:
    return {str(code): str(label) for code, label in (getattr(field, "choices", None) or {}).items()}


def _plain(value: Any) -> Cell:
    if isinstance(value, dict):
        return "；".join(f"{key}：{each}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "、".join(str(each) for each in value)
    if isinstance(value, str | int | float | Decimal | date):
        return value
    return str(value)
