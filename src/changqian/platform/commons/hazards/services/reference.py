"""Criteria of major hazards, and the numbers no regulation states: rows of dictionaries, with source and `verified`.

A platform whose dictionaries were not loaded yet goes by the delivered files, so that no report fails for want of them.
"""

import json
from datetime import date
from typing import Any

from django.core.cache import cache

from changqian.platform.commons.hazards.rules import Terms
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.services import DATA, STALE_AFTER, scheme_of

Rows = dict[str, dict[str, Any]]


def terms(day: date) -> Terms:
    """The deadlines and escalations in force on that day."""
    return Terms(**{code: extra["value"] for code, extra in _rows("hazard_terms", day).items()})


def is_criterion(code: str, day: date) -> bool:
    """Whether the criteria in force on that day have such an item, like MEM10-11-10."""
    return code in _rows("major_hazard_criteria", day)


def _rows(name: str, day: date) -> Rows:
    """What each code of the dictionary carries; read once a minute."""
    key = f"hazards.{name}.{day}"
    found: Rows | None = cache.get(key)
    if found is None:
        found = _stored(name, day) or _delivered(name)
        cache.set(key, found, STALE_AFTER)
    return found


def _stored(name: str, day: date) -> Rows:
    try:
        scheme = scheme_of(name, on=day)
    except Scheme.DoesNotExist:
        return {}
    return dict(scheme.items.filter(enabled=True).values_list("code", "extra"))


def _delivered(name: str) -> Rows:
    told = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return {item["code"]: item.get("extra", {}) for item in told["items"]}
