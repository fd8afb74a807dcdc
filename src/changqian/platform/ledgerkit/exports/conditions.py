"""What a list was narrowed by, in words, for the head of the file and for the trail."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import QueryDict

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.services import names_in
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.regions.models import Region
from changqian.platform.ledgerkit.exports.columns import columns_of, named
from changqian.platform.ledgerkit.ledgers import Ledger, may

PLACES = {"enterprise": Enterprise, "site": Site, "region": Region}
PLACE_LABELS = {"enterprise": "企业", "site": "场所", "region": "属地"}


def in_words(ledger: Ledger, *, actor: User, query: str) -> str:
    """等级：重大隐患；整改期限：2026-03-01至2026-03-31；关键词：湖塘. Empty for the whole list."""
    return "；".join(f"{label}：{said}" for label, said in _said(ledger, actor, QueryDict(query)))


def _said(ledger: Ledger, actor: User, asked: QueryDict) -> Iterator[tuple[str, str]]:
    labels = {each.name: each.label for each in columns_of(ledger)}
    filters = getattr(ledger.view, "filterset_class", None)
    form: Any = filters(asked, queryset=ledger.model.objects.none()) if filters else None
    if form is not None and form.is_valid():
        for name, each in form.filters.items():
            value = form.form.cleaned_data.get(name)
            if value in (None, "", []):
                continue
            label = PLACE_LABELS.get(name) or _chinese(each.label) or labels.get(name) or name
            if dictionary := ledger.dictionaries.get(name):
                value = named(value, names_in(dictionary))
            yield label, _value(actor, name, value, getattr(form.form.fields[name], "choices", ()))
    if text := asked.get("q", "").strip():
        yield "关键词", text[:50]
    ordering = asked.get("ordering", "")
    if ordering.lstrip("-") in ledger.view.ordered:
        column = ordering.lstrip("-")
        yield (
            "排序",
            labels.get(column, "编号" if column == "id" else column) + ("（倒序）" if ordering[0] == "-" else ""),
        )


def _chinese(label: Any) -> str:
    """A label that somebody wrote; the others are made of column names by the library."""
    return str(label) if label and not str(label).isascii() else ""


def _value(actor: User, name: str, value: Any, choices: Any) -> str:
    if name in PLACES:
        return _place(actor, name, value)
    if isinstance(value, slice):
        return f"{_day(value.start)}至{_day(value.stop)}"
    if isinstance(value, bool):
        return "是" if value else "否"
    labels = {str(code): str(label) for code, label in choices}
    if isinstance(value, list):
        return "、".join(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


def _day(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _place(actor: User, name: str, value: Any) -> str:
    """Its name, if whoever asks may see it: a number tells nothing to the others."""
    rows = PLACES[name]._default_manager.all()
    if name != "region":
        if not may(actor, "enterprises.view"):
            return str(value)
        rows = PLACES[name].objects.within(actor, "enterprises.view")  # type: ignore[attr-defined]
    found: Any = rows.filter(pk=int(value)).first()
    return str(found.name) if found else str(value)
