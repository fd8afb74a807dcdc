"""Writing a city's rows by COPY: the verbs are for people, a city has millions of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import CharField, Field, ForeignKey, JSONField, Model
from django.utils import timezone
from psycopg.types.json import Jsonb

from changqian.platform.foundation.records.fields import SealedField


def numbered(model: type[Model], rows: Sequence[Model]) -> None:
    """Give the rows the next primary keys, in order, and move the table's sequence past them."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COALESCE(MAX("{column}"), 0) FROM "{table}"')  # Names of our own models, not input.
        last = cursor.fetchone()[0]
        for number, row in enumerate(rows, start=last + 1):
            row.pk = number
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, max(last + len(rows), 1)])


def pointed(rows: Iterable[Model]) -> None:
    """Let each row point at the keys that its related rows have been given since it was made."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if not isinstance(field, ForeignKey) or not field.is_cached(row):
                continue
            if (related := getattr(row, field.name)) is not None:
                setattr(row, field.attname, related.pk)


def copy(model: type[Model], rows: Iterable[Model]) -> int:
    """COPY the rows, which must have their primary keys, into the model's table; return how many."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    now = timezone.now()
    made = [(field.attname, _converter(field, now)) for field in fields]
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as sink,  # type: ignore[attr-defined]
    ):
        for row in rows:
            values = row.__dict__
            sink.write_row([convert(values[name]) if convert else values[name] for name, convert in made])
            count += 1
    return count


def _converter(field: Field[Any, Any], now: datetime) -> Callable[[Any], object] | None:
    """What psycopg cannot write by itself; None for everything it can."""
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return lambda value: value or now
    if isinstance(field, JSONField):
        return Jsonb
    if isinstance(field, SealedField):
        return field.get_prep_value
    if isinstance(field, CharField):  # A member of an enumeration is written as its value.
        return str_or_none
    return None


def str_or_none(value: object) -> str | None:
    return None if value is None else str(value)
