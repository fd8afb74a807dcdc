"""The quality value (风控质效) of regions, from the newest month that was summed up."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from changqian.platform.commons.summaries.models import RegionSummary
from changqian.platform.commons.summaries.services import parts_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.kernel.dates import add_months


@dataclass(frozen=True, slots=True)
class Qualities:
    """Summaries by the paths of their regions: of the newest month there is, and of the month before."""

    month: date | None
    newest: Mapping[str, RegionSummary]
    before: Mapping[str, RegionSummary]

    def of(self, path: str) -> float | None:
        return _value(self.newest.get(path))

    def told(self, regions: frozenset[int] | None) -> dict[str, Any] | None:
        """Of the region that was asked for, else of the one region that all others seen lie in; None without such."""
        seen = {path: row for path, row in self.newest.items() if regions is None or row.region_id in regions}
        path = min(seen, default="")
        if not seen or seen[path].quality is None or not all(each.startswith(path) for each in seen):
            return None
        return {
            "summary": seen[path].pk,
            "month": self.month,
            "region_name": seen[path].region.name,
            "value": _value(seen[path]),
            "before": _value(self.before.get(path)),
            "parts": parts_of(seen[path]),
        }


def _value(row: RegionSummary | None) -> float | None:
    return float(row.quality) if row and row.quality is not None else None


def qualities(actor: User, *, month: date) -> Qualities:
    """What the actor sees of it before `month`; nothing for whoever does not see whole regions."""
    with suppress(PermissionDenied):
        seen = RegionSummary.objects.within(actor, "summaries.view").current()
        newest = seen.filter(month__lt=month).order_by("-month").values_list("month", flat=True).first()
        if newest:
            earlier = add_months(newest, -1)
            rows = list(seen.filter(month__in=[newest, earlier]).select_related("region"))
            return Qualities(
                newest,
                {row.region.path: row for row in rows if row.month == newest},
                {row.region.path: row for row in rows if row.month == earlier},
            )
    return Qualities(None, {}, {})
