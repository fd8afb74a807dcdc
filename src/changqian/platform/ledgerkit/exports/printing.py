"""A ledger on paper: its list with the columns that were chosen, and one of its records with the code that opens it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime
from rest_framework import serializers

from changqian.platform.foundation.dictionaries.services import names_in
from changqian.platform.kernel.paper import drawn, printed
from changqian.platform.ledgerkit.exports.columns import NOT_FOR_PEOPLE, Column, named, names_of, written
from changqian.platform.ledgerkit.exports.writing import Head
from changqian.platform.ledgerkit.ledgers import Ledger

DATA = Path(__file__).with_name("data")
NARROW = 20
"Characters up to which two facts stand side by side."
MOST_LINES = 200
"Lines of a table inside a record."
UNPRINTED = ("id", "version", "url", "token")


def write_pdf(file: IO[bytes], head: Head, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[int]:
    """A4 pages, lying where the columns need it; a page is made of all its rows, so the file is written at the end."""
    lines = []
    for values in rows:
        lines.append([_text(column.cell(value)) for column, value in zip(columns, values, strict=True)])
        yield len(lines)
    told = [
        {"label": column.label, "width": _room(column, lines, at), "right": column.numeric}
        for at, column in enumerate(columns)
    ]
    given = {"title": head.title, "line": head.line, "mark": head.mark, "columns": told, "rows": lines}
    file.write(printed(DATA / "list.typ", given))


def _room(column: Column, lines: Sequence[Sequence[str]], at: int) -> int:
    """What a column takes of the width: of its longest text so much as can be read over several lines."""
    longest = max((_breadth(line[at]) for line in lines[:500]), default=0)
    return max(_breadth(column.label), min(longest, 28), 4)


def _breadth(text: str) -> int:
    return sum(1 if each.isascii() else 2 for each in text)


def record_pdf(ledger: Ledger, told: Mapping[str, Any], head: Head, *, name: str, address: str) -> bytes:
    """One record as its detail says it: facts, then the tables inside it. `told` is the serialized detail."""
    view: Any = ledger.view
    serializer = (view.detail_class or view.serializer_class)()
    labels = names_of(ledger)
    facts: list[dict[str, str]] = []
    tables = []
    for key, field in serializer.fields.items():
        value = told.get(key)
        if key in NOT_FOR_PEOPLE or field.write_only or value in (None, "", [], {}):
            continue
        label = str(field.label or labels.get(key) or key)
        if dictionary := ledger.dictionaries.get(key):
            value = named(value, names_in(dictionary))
        if isinstance(field, serializers.ListSerializer):
            tables += _table(label, field.child, value)
        elif isinstance(field, serializers.Serializer):
            if (
                "enterprise" not in field.fields
            ):  # Another record, for example the task of the month, has its own sheet.
                facts += _facts(field, value)
        elif not isinstance(field, serializers.PrimaryKeyRelatedField) and _chinese(label):
            facts.append({"label": label, "text": _said(field, value)})
    line = f"打印人：{head.who}　打印时间：{head.when:%Y-%m-%d %H:%M}　{head.conditions}"
    given = {
        "title": head.title, "name": name, "line": line, "mark": head.mark,
        "svg": drawn(address, kind="svg", scale=1, border=1).decode(), "facts": list(_paired(facts)), "tables": tables,
    }  # fmt: skip
    return printed(DATA / "detail.typ", given)


def _facts(serializer: serializers.Serializer, value: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"label": str(field.label), "text": text}
        for key, field in _plain_fields(serializer)
        if (text := _said(field, value.get(key)))
    ]


def _table(label: str, child: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """A list inside the record as a table, without the columns in which it says nothing; none for a list of files."""
    if not isinstance(child, serializers.Serializer) or "kind" in child.fields and "size" in child.fields:
        return []
    lines = {key: [_said(field, row.get(key)) for row in rows[:MOST_LINES]] for key, field in _plain_fields(child)}
    shown = {key: texts for key, texts in lines.items() if any(texts)}
    if not shown:
        return []
    columns = [
        {"label": str(child.fields[key].label), "width": max(4, min(28, max(_breadth(text) for text in texts)))}
        for key, texts in shown.items()
    ]
    return [{"label": label, "columns": columns, "rows": [list(line) for line in zip(*shown.values(), strict=True)]}]


def _plain_fields(serializer: serializers.Serializer) -> Iterator[tuple[str, serializers.Field]]:
    for key, field in serializer.fields.items():
        plain = not isinstance(field, serializers.BaseSerializer | serializers.PrimaryKeyRelatedField)
        if plain and key not in UNPRINTED and _chinese(str(field.label)):
            yield key, field


def _paired(facts: Sequence[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Short facts two by two, a long one in a row of its own."""
    waiting: list[dict[str, str]] = []
    for fact in facts:
        if len(fact["text"]) > NARROW:
            yield from ([waiting.pop()] for _ in waiting[:])
            yield [fact]
        elif waiting:
            yield [waiting.pop(), fact]
        else:
            waiting = [fact]
    yield from ([each] for each in waiting)


def _said(field: serializers.Field, value: Any) -> str:
    """A serialized value in words."""
    if value is None or value == "":
        return ""
    if isinstance(field, serializers.DateTimeField) and isinstance(value, str):
        value = parse_datetime(value)
    return _text(written(field)(value))


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{localtime(cell) if is_aware(cell) else cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case Decimal() | float():
            return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    return str(cell)


def _chinese(label: str) -> bool:
    return bool(label) and not label.isascii()
