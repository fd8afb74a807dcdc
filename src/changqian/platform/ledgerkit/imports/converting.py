"""One row of a file into what the ledger's `add` takes, with everything that is wrong with it said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.services import names_in
from changqian.platform.foundation.records.fields import SealedField, blind, blinds
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.imports import values
from changqian.platform.ledgerkit.imports.cells import Cell, cell_of, shown
from changqian.platform.ledgerkit.imports.columns import Column, columns_of, form_of
from changqian.platform.ledgerkit.imports.places import Places
from changqian.platform.ledgerkit.imports.rules import Kind
from changqian.platform.ledgerkit.imports.values import BadCell
from changqian.platform.ledgerkit.ledgers import Ledger, may

Trouble = dict[str, Any]
PLACES = (Kind.ENTERPRISE, Kind.SITE)


@dataclass(slots=True)
class Converted:
    values: dict[str, Any] = field(default_factory=dict)
    "What `add` is called with."
    told: dict[str, str] = field(default_factory=dict)
    "The same in words, for the preview."
    troubles: list[Trouble] = field(default_factory=list)


class Converter:
    """Knows the form, the mapping and the places; asked row by row."""

    def __init__(self, ledger: Ledger, *, actor: User, mapping: Mapping[str, str], headers: Sequence[str]) -> None:
        importing = ledger.importing
        assert importing is not None
        self.ledger, self.actor, self.importing, self.headers = ledger, actor, importing, headers
        self.columns = {each.name: each for each in columns_of(ledger)}
        self.places = Places(actor, importing.permission)
        self.form = form_of(ledger)()
        self.at = {name: int(column) for column, name in mapping.items() if name in self.columns}

    def convert(self, cells: Sequence[Any]) -> Converted:
        row = Converted()
        for name, column in sorted(self.columns.items(), key=lambda pair: _order(pair[1])):
            try:
                self._take(row, column, self._cell(cells, name))
            except BadCell as bad:
                row.troubles.append(self.trouble(name, str(bad)))
        if not row.troubles:
            self._together(row)
        return row

    def _cell(self, cells: Sequence[Any], name: str) -> Cell:
        at = self.at.get(name)
        return cell_of(cells[at]) if at is not None and at < len(cells) else None

    def _take(self, row: Converted, column: Column, cell: Cell) -> None:
        if column.kind in (Kind.SITE, Kind.FOUND) and any(each["field"] == "enterprise" for each in row.troubles):
            return  # Of an enterprise that is not known there can be no site and no person.
        form_field = self.form.fields.get(column.name)
        found = self._read(row, column, cell)
        if column.kind in (*PLACES, Kind.FOUND):
            if found is not None:
                row.values[column.name] = found
                row.told[column.name] = self._told(found, column)
            elif form_field is not None and form_field.required:
                raise BadCell(_missing(column))
            return
        if found is None and column.required:
            raise BadCell(_missing(column))
        assert form_field is not None
        try:
            value = form_field.run_validation(serializers.empty if found is None else found)
            if own := getattr(self.form, f"validate_{column.name}", None):
                value = own(value)
        except serializers.SkipField:
            return
        except serializers.ValidationError as error:
            raise BadCell(_sentence(error)) from error
        row.values[column.name] = value
        if value not in (None, "", []):
            row.told[column.name] = self._told(value, column)

    def _read(self, row: Converted, column: Column, cell: Cell) -> Any:
        match column.kind:
            case Kind.WHOLE:
                return values.integer(cell)
            case Kind.NUMBER:
                return values.decimal(cell)
            case Kind.DAY:
                return values.day(cell)
            case Kind.MOMENT:
                found = values.moment(cell)
                return timezone.make_aware(found) if found else None
            case Kind.YES_NO:
                return values.yes_or_no(cell)
            case Kind.CHOICE:
                return values.choice(cell, column.labels)
            case Kind.CHOICES:
                return values.several(cell, lambda part: values.choice(part, column.labels))
            case Kind.WORDS:
                if column.lookup is None:
                    return values.several(cell, values.text)
                return values.several(cell, lambda part: self._looked_up(row, column, values.text(part)))
            case Kind.ENTERPRISE:
                return self.places.enterprise(values.text(cell))
            case Kind.SITE:
                return self.places.site(values.text(cell), row.values.get("enterprise") or self.places.own)
            case Kind.FOUND:
                return self._looked_up(row, column, values.text(cell))
        return _not_a_stroke(values.text(cell))

    def _told(self, value: Any, column: Column) -> str:
        return _told(value, names_in(column.dictionary) if column.dictionary else column.labels)

    def _looked_up(self, row: Converted, column: Column, text: str | None) -> Any:
        if text is None or column.lookup is None:
            return None
        if "enterprise" in self.columns:
            row.values.setdefault("enterprise", self.places.own)
        if (found := column.lookup.find(self.actor, text, row.values)) is None:
            raise BadCell(f"没有找到“{text}”，{column.lookup.hint}")
        return found

    def _together(self, row: Converted) -> None:
        """What the form asks of its fields together; the enterprise beside a site has served its turn."""
        if "enterprise" not in self.form.fields:
            row.values.pop("enterprise", None)
        try:
            row.values = dict(self.form.validate(row.values))
        except serializers.ValidationError as error:
            row.troubles += self.troubles_of(error)

    def trouble(self, name: str | None, reason: str, *, hint: bool = False) -> Trouble:
        """One thing wrong with a row, under the header it has in their file."""
        column = self.at.get(name or "")
        known = self.columns.get(name or "")
        header = self.headers[column] if column is not None else known.label if known else ""
        return {"column": column, "header": header, "field": name, "reason": reason, "hint": hint}

    def troubles_of(self, error: Exception) -> list[Trouble]:
        """What a service or a form refused, at the columns it concerns."""
        match error:
            case RuleViolation():
                return [self.trouble(error.field if error.field in self.columns else None, str(error))]
            case serializers.ValidationError() if isinstance(error.detail, Mapping):
                said = [(name, each) for name, many in error.detail.items() for each in _listed(many)]
            case serializers.ValidationError():
                said = [("", each) for each in _listed(error.detail)]
            case ValidationError() if hasattr(error, "error_dict"):
                said = [(name, each) for name, many in error.message_dict.items() for each in many]
            case ValidationError():
                said = [("", each) for each in error.messages]
            case PermissionDenied():
                said = [("", str(error) or "您没有此项权限")]
            case _:
                said = [("", "涉及的记录不存在或不在您的管辖范围内")]
        return [self.trouble(name if name in self.columns else None, str(each)) for name, each in said]

    def identity(self, row: Converted) -> str:
        """The digest of what says which thing the row is about; empty where that is not filled in."""
        parts = [_key(row.values.get(name)) for name in self.importing.unique]
        return blind(orjson.dumps(parts).decode()) if parts and all(parts) else ""

    def whole(self, row: Converted) -> str:
        return blind(orjson.dumps(row.told, option=orjson.OPT_SORT_KEYS).decode())

    def already(self, row: Converted) -> Model | None:
        """The row of the ledger that is about the same thing, among those the importer may see."""
        model, wanted = self.ledger.model, {}
        importing = self.importing
        if not importing.unique or importing.renew or not may(self.actor, self.ledger.view_permission):
            return None
        for name in importing.unique:
            if not (value := row.values.get(name)):
                return None
            sealed = isinstance(model._meta.get_field(name), SealedField)
            wanted[f"{name}_index__in" if sealed else name] = blinds(str(value)) if sealed else value
        seen = model.objects.within(self.actor, self.ledger.view_permission).current()
        found: Model | None = seen.filter(**wanted).first()
        return found

    def remarked(self, row: Converted) -> str:
        """What the ledger says of a row that is right."""
        return self.importing.remark(self.actor, row.values) if self.importing.remark else ""

    @property
    def unique_labels(self) -> str:
        return "、".join(self.columns[name].label for name in self.importing.unique if name in self.columns)


def _order(column: Column) -> int:
    """Enterprise before site before the rest, because each is looked up within the one before."""
    return 0 if column.kind == Kind.ENTERPRISE else 1 if column.kind == Kind.SITE else 2


def _missing(column: Column) -> str:
    match column.kind:
        case Kind.ENTERPRISE:
            return "请填写企业的统一社会信用代码或全称"
        case Kind.SITE:
            return "请填写场所名称"
    return f"{column.label}必填，请补上"


def _not_a_stroke(text: str | None) -> str | None:
    """A stroke through a cell says that there is nothing to write."""
    return None if text in ("/", "\\", "—", "——", "-", "--") else text


def _told(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(labels.get(str(each), str(each)) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return shown(timezone.localtime(value).replace(tzinfo=None))
    return labels.get(str(value), str(value))


def _key(value: Any) -> str:
    if isinstance(value, Model):
        return f"#{value.pk}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _sentence(error: serializers.ValidationError) -> str:
    return "；".join(str(each) for each in _listed(error.detail))


def _listed(detail: Any) -> list[str]:
    if isinstance(detail, Mapping):
        return [each for inner in detail.values() for each in _listed(inner)]
    if isinstance(detail, list):
        return [each for inner in detail for each in _listed(inner)]
    return [str(detail) if isinstance(detail, ErrorDetail | str) else ""]
