"""Going on in a list from one of its rows, without reading or counting the rows before it.

A cursor holds the columns that the list is ordered by and their values in one row. It is opaque to whoever sends it
back, and harmless if made up: its values say where to begin, and never which rows may be seen.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from changqian.platform.kernel.errors import RuleViolation

LOST = "列表的这个位置已失效，请回到第一页重新查看"


@dataclass(frozen=True, slots=True)
class Column:
    path: str
    falling: bool
    field: Any
    nullable: bool

    def past(self, value: object, *, falling: bool, ties: Q | None) -> Q:
        """The rows past this value, and of those that have it the `ties`. PostgreSQL takes NULL for the greatest."""
        if value is None:
            equal = Q(**{f"{self.path}__isnull": True})
            beyond = Q(**{f"{self.path}__isnull": False}) if falling else Q(pk__in=[])
            return beyond if ties is None else beyond | equal & ties
        beyond = Q(**{f"{self.path}__{'lt' if falling else 'gt'}": value})
        if ties is None:
            found = beyond
        else:  # Said as one range that an index knows, not as an OR.
            found = Q(**{f"{self.path}__{'lte' if falling else 'gte'}": value}) & (beyond | ties)
        return found | Q(**{f"{self.path}__isnull": True}) if self.nullable and not falling else found


class Order:
    """What a list is ordered by, down to the key, so that no two rows are in the same place."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        names = rows.query.order_by or (rows.model._meta.ordering if rows.query.default_ordering else ())
        key = rows.model._meta.pk.name
        self.columns: list[Column] = []
        for name in [*map(str, names), key]:
            path = key if name.lstrip("-") == "pk" else name.lstrip("-")
            self.columns.append(_column(rows, path, name.startswith("-")))
            if path == key:
                break

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(each.path for each in self.columns)

    @property
    def _names(self) -> list[str]:
        return [f"{'-' if each.falling else ''}{each.path}" for each in self.columns]

    def cursor(self, values: Sequence[object]) -> str:
        """The place of the row with these values of `paths`."""
        return urlsafe_b64encode(orjson.dumps([self._names, values], default=str)).rstrip(b"=").decode()

    def beyond(self, rows: QuerySet[Any], cursor: str, *, backwards: bool = False) -> QuerySet[Any]:
        """The rows behind that place in this order; `backwards` those before it, the nearest first."""
        found: Q | None = None
        for column, value in reversed(list(zip(self.columns, self._read(cursor), strict=True))):
            found = column.past(value, falling=column.falling != backwards, ties=found)
        rows = rows.filter(found).order_by(*self._names)
        return rows.reverse() if backwards else rows

    def _read(self, cursor: str) -> list[Any]:
        """RuleViolation for a cursor of another order, and for one that is none."""
        try:
            names, values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if names != self._names or len(values) != len(self.columns):
                raise RuleViolation(LOST)
            return [each.field.to_python(value) for each, value in zip(self.columns, values, strict=True)]
        except (ValueError, TypeError, ValidationError) as error:
            raise RuleViolation(LOST) from error


def _column(rows: QuerySet[Any], path: str, falling: bool) -> Column:
    if (made := rows.query.annotations.get(path)) is not None:
        return Column(path, falling, made.output_field, nullable=True)
    field = rows.model._meta.get_field(path)
    return Column(path, falling, field, nullable=field.null)
