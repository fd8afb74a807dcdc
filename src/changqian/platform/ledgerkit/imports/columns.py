"""The columns a file may have for a ledger: the fields of its own form, said once and read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from rest_framework import serializers

from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.records.api import SubmissionInput
from changqian.platform.ledgerkit.importing import Lookup, of_dictionary
from changqian.platform.ledgerkit.imports.headers import Named
from changqian.platform.ledgerkit.imports.rules import Kind
from changqian.platform.ledgerkit.ledgers import Ledger

FIRM_NAMES = ("企业", "企业名称", "单位名称", "所属企业", "统一社会信用代码", "单位")
SITE_NAMES = ("场所", "场所名称", "所在场所", "所属场所", "经营场所")
HINTS = {
    Kind.TEXT: "文字；号码请把单元格设为“文本”格式",
    Kind.WHOLE: "整数，不带单位",
    Kind.NUMBER: "数字，不带单位",
    Kind.DAY: "日期，例如2026-03-09",
    Kind.MOMENT: "日期和时间，例如2026-03-09 14:30",
    Kind.YES_NO: "填“是”或“否”",
    Kind.CHOICE: "从下拉列表中选一项",
    Kind.CHOICES: "可填多项，用顿号“、”隔开",
    Kind.WORDS: "可填多项，用顿号“、”隔开",
    Kind.ENTERPRISE: "统一社会信用代码或企业全称；只管一家企业的用户可不填",
    Kind.SITE: "本企业的场所名称；企业只有一个场所时可不填",
}
BY_FIELD: tuple[tuple[type[serializers.Field], Kind], ...] = (
    (serializers.BooleanField, Kind.YES_NO),
    (serializers.IntegerField, Kind.WHOLE),
    (serializers.FloatField, Kind.NUMBER),
    (serializers.DecimalField, Kind.NUMBER),
    (serializers.DateTimeField, Kind.MOMENT),
    (serializers.DateField, Kind.DAY),
    (serializers.ChoiceField, Kind.CHOICE),
    (serializers.CharField, Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    kind: Kind
    required: bool
    known_as: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    "Of a choice: its codes and their labels."
    longest: int | None = None
    lookup: Lookup | None = None
    dictionary: str = ""
    "That the lookup looks in."

    @property
    def hint(self) -> str:
        told = self.lookup.hint if self.lookup else HINTS[self.kind]
        return f"{told}，最多{self.longest}字" if self.kind == Kind.TEXT and self.longest else told

    @property
    def named(self) -> Named:
        return Named(self.name, self.known_as)


def form_of(ledger: Ledger) -> type[serializers.Serializer]:
    """The input that the ledger's `add` takes."""
    view: Any = ledger.view
    return getattr(view, "form", None) or view.serializer_class


@cache
def columns_of(ledger: Ledger) -> tuple[Column, ...]:
    """In the order of the form. A form of sites or people only gets an enterprise beside them: names repeat."""
    found = list(_columns(ledger))
    if any(each.kind in (Kind.SITE, Kind.FOUND) for each in found) and not any(
        each.kind == Kind.ENTERPRISE or each.name == "enterprise" for each in found
    ):
        found.insert(0, Column("enterprise", "企业", Kind.ENTERPRISE, required=False, known_as=FIRM_NAMES))
    return tuple(found)


def _columns(ledger: Ledger) -> Iterator[Column]:
    importing = ledger.importing
    assert importing is not None, f"{ledger.name} declares no importing"
    passed_over = {*importing.left_out, *SubmissionInput().fields}
    listed = ledger.view.serializer_class().fields
    for name, each in form_of(ledger)().fields.items():
        if each.read_only or name in passed_over or isinstance(each, serializers.HiddenField):
            continue
        dictionary = ledger.dictionaries.get(name, "")
        lookup = importing.lookups.get(name) or (of_dictionary(dictionary) if dictionary else None)
        kind = _kind(each, lookup)
        if kind is None:
            if each.required:
                raise TypeError(f"{ledger.name}.{name}: {type(each).__name__} cannot come from a file")
            continue
        own = (str(each.label or name), _verbose(ledger, name), *_labels_in(listed, name))
        usual = {Kind.SITE: SITE_NAMES, Kind.ENTERPRISE: FIRM_NAMES}.get(kind, ())
        names = dict.fromkeys(each for each in (*own, *importing.aliases.get(name, ()), *usual) if each)
        yield Column(
            name=name,
            label=next(iter(names)),
            kind=kind,
            required=each.required and kind not in (Kind.SITE, Kind.ENTERPRISE),
            known_as=tuple(names),
            labels=_choices(each),
            longest=getattr(each, "max_length", None),
            lookup=lookup,
            dictionary=dictionary,
        )


def _kind(each: serializers.Field, lookup: Lookup | None) -> Kind | None:
    if lookup and not isinstance(each, serializers.ListField):
        return Kind.FOUND
    if isinstance(each, serializers.PrimaryKeyRelatedField):
        rows: Any = getattr(each, "queryset", None)
        known: dict[Any, Kind] = {Enterprise: Kind.ENTERPRISE, Site: Kind.SITE}
        return known.get(rows.model) if rows is not None else None
    if isinstance(each, serializers.ListField):
        if isinstance(each.child, serializers.ChoiceField):
            return Kind.CHOICES
        return Kind.WORDS if isinstance(each.child, serializers.CharField) else None
    return next((kind for known, kind in BY_FIELD if isinstance(each, known)), None)


def _choices(each: serializers.Field) -> dict[str, str]:
    source = each.child if isinstance(each, serializers.ListField) else each
    choices = getattr(source, "choices", None)
    return {str(code): str(label) for code, label in choices.items()} if choices else {}


def _verbose(ledger: Ledger, name: str) -> str:
    try:
        return str(getattr(ledger.model._meta.get_field(name), "verbose_name", ""))
    except FieldDoesNotExist:
        return ""


def _labels_in(listed: Any, name: str) -> Iterator[str]:
    for shown in (name, f"{name}_name"):
        if shown in listed and listed[shown].label:
            yield str(listed[shown].label)
