"""The numbers no regulation states: bands, frequencies, and the catalogue a city starts with.

They are dictionaries, with scheme, source and `verified`. A platform whose dictionaries were not loaded yet goes by the
delivered files, so that a patrol never fails for want of a table.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.services import DATA, names_in, scheme_of
from changqian.platform.foundation.records.services import create_many
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.models import CatalogueEntry
from changqian.platform.safety.risks.rules import Band, EntryState, Frequency, alike

ACCIDENT_TYPES = "accident_types"
ACCIDENTS = ("accident_types_1986", "accident_types_2025")


@dataclass(frozen=True, slots=True)
class Listed:
    """One version of a dictionary: where it is from, and what its rows carry."""

    version: str
    source: str
    verified: bool
    effective_from: date
    rows: tuple[Mapping[str, Any], ...]


def bands(day: date) -> list[Band]:
    """How scores become levels on that day."""
    table = listed("assessment_bands", day)
    return [Band(row["method"], row["level"], Decimal(row["at_least"]), verified=table.verified) for row in table.rows]


def frequencies(day: date) -> list[Frequency]:
    """How often each control level looks, on that day."""
    table = listed("control_frequencies", day)
    return [
        Frequency(row["level"], row["control_level"], row["times"], row["period"], verified=table.verified)
        for row in table.rows
    ]


def accident_names() -> dict[str, str]:
    """Every code of either scheme of GB 6441 with its name: 1986 stands in catalogues, 2025 is in force."""
    return names_in(ACCIDENT_TYPES) or {
        item["code"]: item["name"] for file in ACCIDENTS for item in _delivered(file)["items"]
    }


def refuse_unknown_accidents(codes: Sequence[str]) -> None:
    """Either scheme will do: 1986 stands in reports and catalogues, 2025 is in force since 2026-07-01."""
    known = accident_names() if codes else {}
    if unknown := [code for code in codes if code not in known]:
        raise RuleViolation(f"事故类型“{unknown[0]}”不在目录中", field="accident_types")


def accident_code(text: str) -> str | None:
    """The code of an accident type by name or code, in the scheme that catalogues are written in, else the newer."""
    items = [item for file in ACCIDENTS for item in _delivered(file)["items"]]
    return next((item["code"] for item in items if text in (item["name"], item["code"])), None)


def same_accident(code: str) -> set[str]:
    """The codes of either scheme that rows about this accident type may carry."""
    delivered = _delivered(ACCIDENTS[0])["items"]
    return alike(code, {item["code"]: item["extra"]["becomes"] for item in delivered})


@transaction.atomic
def load_catalogue(*, actor: User) -> int:
    """Fill an empty catalogue with the delivered entries; return how many."""
    if CatalogueEntry.objects.exists():
        return 0
    told = _delivered("risk_catalogue")
    entries = [
        {
            "scheme": told["version"],
            "code": item["code"],
            "name": item["name"],
            "source": told["source"],
            "verified": told["verified"],
            "effective_from": date.fromisoformat(told["effective_from"]),
            "state": EntryState.ENABLED,
            **item["extra"],
        }
        for item in told["items"]
    ]
    return len(create_many(CatalogueEntry, entries, actor=actor, action="risks.catalogue"))


def listed(name: str, day: date) -> Listed:
    try:
        scheme = scheme_of(name, on=day)
    except Scheme.DoesNotExist:
        told = _delivered(name)
        rows = tuple(item["extra"] for item in told["items"])
        since = date.fromisoformat(told["effective_from"])
        return Listed(told["version"], told["source"], told["verified"], since, rows)
    rows = tuple(scheme.items.filter(enabled=True).values_list("extra", flat=True))
    return Listed(scheme.version, scheme.source, scheme.verified, scheme.effective_from, rows)


@lru_cache
def _delivered(file: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))
    return told
