"""Loading the delivered dictionaries, and asking them."""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet

from changqian.platform.foundation.dictionaries.models import Item, Scheme
from changqian.platform.foundation.dictionaries.rules import SupervisedRule, in_force
from changqian.platform.foundation.dictionaries.rules import supervised_industry as ruled
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.text import normal

DATA = Path(__file__).parent / "data"
STALE_AFTER = 60
"Seconds a process may go on with an old list after somebody changed it."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: schemes and items that were written."""

    schemes: int
    items: int


@transaction.atomic
def load_dictionaries(folder: Path = DATA) -> Loaded:
    """Bring the dictionaries up to the delivered files. A file that did not change since is left alone.

    Names, parents and extras follow the file, except where the city edited; `enabled` is its decision.
    """
    schemes = items = 0
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        rows = told.pop("items", None) or list(_industries(folder / told.pop("rows")))
        digest = sm3(json.dumps([told, rows], sort_keys=True).encode())
        key = {"name": told.pop("name"), "version": told.pop("version")}
        if Scheme.objects.filter(**key, digest=digest).exists():
            continue
        edited = Scheme.objects.filter(**key, own=True).exists()
        scheme, _ = Scheme.objects.update_or_create(**key, defaults={"digest": digest, **({} if edited else told)})
        items += _write(scheme, rows)
        schemes += 1
    cache.delete(CURRENT)
    return Loaded(schemes, items)


def _industries(file: Path) -> Iterable[dict[str, Any]]:
    """GB/T 4754 from `code,name` rows: C, C32, C325, C3252; a division stands below its section."""
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            code = row["code"]
            yield {"code": code, "name": row["name"], "parent": code[:-1] if len(code) != 3 else code[0]}


def _write(scheme: Scheme, rows: list[dict[str, Any]]) -> int:
    own = set(scheme.items.filter(own=True).values_list("code", flat=True))
    items = [
        Item(
            scheme=scheme,
            code=row["code"],
            name=row["name"],
            parent=row.get("parent") or None,
            extra=row.get("extra", {}),
            order=order,
        )
        for order, row in enumerate(rows)
        if row["code"] not in own
    ]
    for item in items:
        item.stamp()
    Item.objects.bulk_create(
        items,
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=["name", "parent", "extra", "order", "initials"],
    )
    return len(items)


def scheme_of(name: str, *, on: date, version: str | None = None) -> Scheme:
    """The version asked for, else the one in force on that day, else the next to come; DoesNotExist if none."""
    known = Scheme.objects.filter(name=name)
    if version is not None:
        return known.get(version=version)
    current = [each for each in known if in_force(each.effective_from, each.effective_to, on)]
    return current[-1] if current else known.latest("effective_from")


def items(name: str, *, on: date, version: str | None = None) -> QuerySet[Item]:
    """The codes of a dictionary in their order, those switched off included."""
    return Item.objects.filter(scheme=scheme_of(name, on=on, version=version))


def names_in(name: str) -> dict[str, str]:
    """Every code of a dictionary with its name, of all versions: rows keep the codes of the version they were made
    under. Where versions name a code differently, the newest has its say; up to a minute old."""
    key = f"dictionaries.names.{name}"
    found: dict[str, str] | None = cache.get(key)
    if found is None:
        told = Item.objects.filter(scheme__name=name).order_by("scheme__effective_from", "order")
        cache.set(key, found := dict(told.values_list("code", "name")), STALE_AFTER)
    return found


def search(rows: QuerySet[Item], text: str) -> list[Item]:
    """Items whose code begins with the text (the letter of an industry may be left out), whose name contains it, or
    whose reading has these initials; the closest first."""
    asked = normal(text)
    begins = Q(code__istartswith=asked)
    if asked.isascii() and asked.isdigit():
        begins |= Q(code__regex=f"^[A-Z]{asked}")
    found = rows.filter(begins | Q(name__icontains=text.strip()) | Q(name__icontains=asked) | _reads(asked))
    return sorted(found, key=lambda item: (_remoteness(item, asked), item.order))


def _reads(asked: str) -> Q:
    return Q(initials__contains=asked) if re.fullmatch("[A-Z]+", asked) else Q(pk__in=[])


def _remoteness(item: Item, asked: str) -> int:
    bare = item.code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or item.code
    ways = (
        asked in (item.code, bare),
        item.name == asked,
        item.code.startswith(asked) or bare.startswith(asked),
        item.name.startswith(asked),
        item.initials.startswith(asked),
        asked in item.name,
    )
    return ways.index(True) if True in ways else len(ways)


# --- industries -----------------------------------------------------------------------------------------------------

CURRENT = "dictionaries.current"


@dataclass(frozen=True, slots=True)
class Industries:
    names: dict[str, str]
    enabled: frozenset[str]
    rules: tuple[SupervisedRule, ...]


def industries(*, on: date) -> Industries:
    """The industries in force and the rules that make them supervised ones; read once a minute."""
    known: Industries | None = cache.get(CURRENT)
    if known is None:
        rows = items("industries", on=on)
        known = Industries(
            names={each.code: each.name for each in rows},
            enabled=frozenset(each.code for each in rows if each.enabled),
            rules=tuple(
                SupervisedRule(each.code, tuple(each.extra["include"]), tuple(each.extra["exclude"]))
                for each in items("supervised_industries", on=on)
                if each.enabled
            ),
        )
        cache.set(CURRENT, known, STALE_AFTER)
    return known


def industry_code(text: str, *, on: date) -> str:
    """The code as it is stored, C3252, from what people write: c3252, 3252, Ｃ３２５２; RuleViolation if it is none."""
    asked = normal(text)
    known = industries(on=on)
    if not asked:
        raise RuleViolation("请选择国民经济行业", field="industry")
    for code in (asked, *(f"{letter}{asked}" for letter in "ABCDEFGHIJKLMNOPQRST")):
        if code in known.enabled:
            return code
    raise RuleViolation(f"国民经济行业代码“{text.strip()[:20]}”不存在，请从行业列表中选择", field="industry")


def supervised_industry(industry: str, *, on: date) -> str:
    """The 监管行业 of an industry code, by the rules in force; empty if none covers it."""
    return ruled(industry, industries(on=on).rules)
