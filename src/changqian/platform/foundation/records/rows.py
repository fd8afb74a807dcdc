"""Rows of a list, 50 or 50 000, without building a model instance or a serializer per row."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from rest_framework import serializers

from changqian.platform.foundation.records.fields import EmbeddedField, MaskedField

Convert = Callable[[Any], object]
M = TypeVar("M", bound=Model)


def _local(moment: Any) -> object:
    """As `timezone.localtime`, which asks each time whose request this is: nobody here has a time of his own."""
    return moment.astimezone(timezone.get_default_timezone())


def _as_it_is(field: serializers.Field) -> None:
    return None


CONVERTERS: dict[type[serializers.Field], Callable[[serializers.Field], Convert | None]] = {
    serializers.BigIntegerField: _as_it_is,
    serializers.BooleanField: _as_it_is,
    serializers.CharField: _as_it_is,
    serializers.ChoiceField: _as_it_is,
    serializers.DateField: _as_it_is,
    serializers.IntegerField: _as_it_is,
    serializers.PrimaryKeyRelatedField: _as_it_is,
    serializers.FloatField: _as_it_is,
    serializers.JSONField: _as_it_is,
    serializers.ListField: _as_it_is,
    serializers.MultipleChoiceField: _as_it_is,
    serializers.UUIDField: _as_it_is,
    serializers.DateTimeField: lambda field: _local,
    serializers.DecimalField: lambda field: field.to_representation,
    MaskedField: lambda field: field.to_representation,
    EmbeddedField: lambda field: field.to_representation,
}


@lru_cache
def compiled(serializer: type[serializers.Serializer]) -> tuple[tuple[str, str, Convert | None], ...]:
    """(name, path, converter) per column. Exact types only: an unknown field is refused, never guessed at."""
    columns = []
    for name, field in serializer().fields.items():
        if field.write_only:
            continue
        if type(field) not in CONVERTERS:
            raise TypeError(f"{serializer.__name__}.{name}: {type(field).__name__} cannot be a list column")
        columns.append((name, str(field.source).replace(".", "__"), CONVERTERS[type(field)](field)))
    return tuple(columns)


@cache
def made_once(serializer: type[serializers.Serializer]) -> Any:
    """Its one instance, which reads rows and checks input and keeps nothing of them: making its fields anew takes
    longer than either. Not for a serializer that asks its `context`."""
    return serializer()


def told_by(serializer: type[serializers.Serializer], row: object) -> dict[str, object]:
    """What `serializer(row).data` would say."""
    said: dict[str, object] = made_once(serializer).to_representation(row)
    return said


def with_names(rows: QuerySet[M], serializer: type[serializers.Serializer]) -> QuerySet[M]:
    """The rows with what the serializer says of the rows they point at, and no more of those: a person is thirty
    columns, some of them sealed. Left as they are if they say themselves what they bring along."""
    if rows.query.select_related:
        return rows
    paths = _pointed_at(serializer, rows.model)
    own = [column.name for column in rows.model._meta.concrete_fields]
    return rows.select_related(*{path.rpartition("__")[0] for path in paths}).only(*own, *paths) if paths else rows


@cache
def _pointed_at(serializer: type[serializers.Serializer], model: type[Model]) -> tuple[str, ...]:
    """`site__name` and the like: what the serializer reads by way of foreign keys."""
    dotted = (str(field.source).split(".") for field in made_once(serializer)._readable_fields)
    return tuple("__".join(parts) for parts in dotted if len(parts) > 1 and _leads(model, parts))


def _leads(model: type[Model] | None, parts: Sequence[str]) -> bool:
    for part in parts:
        columns = {column.name: column for column in model._meta.concrete_fields} if model else {}
        if part not in columns:
            return False
        model = columns[part].related_model if columns[part].is_relation else None  # type: ignore[assignment]
    return True


def streamed(
    rows: QuerySet, serializer: type[serializers.Serializer], names: Sequence[str], *, chunk: int
) -> Iterator[list[object]]:
    """These columns of every row in this order, from a cursor of the server: as many rows as there are, in the memory
    of one chunk. Decimals stay decimals."""
    known = {name: (path, convert) for name, path, convert in compiled(serializer)}
    fields = serializer().fields
    paths = [known[name][0] for name in names]
    converters = [None if isinstance(fields[name], serializers.DecimalField) else known[name][1] for name in names]
    for values in rows.values_list(*paths).iterator(chunk_size=chunk):
        yield [
            value if convert is None or value is None else convert(value)
            for convert, value in zip(converters, values, strict=True)
        ]


def fast_rows(rows: QuerySet, serializer: type[serializers.Serializer]) -> Iterator[dict[str, object]]:
    """What `serializer(rows, many=True).data` would say, one SELECT and one dict per row; for orjson.dumps."""
    return (row for _, row in placed_rows(rows, serializer, ()))


def placed_rows(
    rows: QuerySet, serializer: type[serializers.Serializer], places: Sequence[str]
) -> Iterator[tuple[tuple[object, ...], dict[str, object]]]:
    """`fast_rows`, each with the values of the columns `places`, from the same SELECT."""
    names, paths, converters = zip(*compiled(serializer), strict=True)
    wanted = [*paths, *(place for place in places if place not in paths)]
    at = [wanted.index(place) for place in places]
    for values in rows.values_list(*wanted):
        told = zip(names, converters, values, strict=False)  # The places stand behind the columns.
        yield (
            tuple(values[each] for each in at),
            {name: value if convert is None or value is None else convert(value) for name, convert, value in told},
        )
