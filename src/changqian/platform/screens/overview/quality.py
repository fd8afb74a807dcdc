"""The quality value (风控质效) of regions, from the newest month that was summed up."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from changqian.platform.commons.summaries.models import RegionSummary
from changqian.platform.commons.summaries.services import parts_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.regions.services import paths
from changqian.platform.kernel.dates import add_months


@dataclass(frozen=True, slots=True)
class Qualities:
    """Values by the paths of their regions: of the newest month there is, and of the month before."""

    month: date | None
    newest: Mapping[str, float | None]
    before: Mapping[str, float | None]
    seen: QuerySet[RegionSummary]

    def of(self, path: str) -> float | None:
        return self.newest.get(path)

    def told(self, regions: frozenset[int] | None) -> dict[str, Any] | None:
        """Of the region that was asked for, else of the one region that all others seen lie in; None without such."""
        asked = self.newest if regions is None else [path for pk, path in paths().items() if pk in regions]
        seen = [path for path in asked if path in self.newest]
        path = min(seen, default="")
        value = self.newest.get(path)
        if self.month is None or value is None or not all(each.startswith(path) for each in seen):
            return None
        row = self.seen.select_related("region").get(month=self.month, region__path=path)
        return {
            "summary": row.pk,
            "month": self.month,
            "region_name": row.region.name,
            "value": value,
            "before": self.before.get(path),
            "parts": parts_of(row),
        }


def qualities(actor: User, *, month: date) -> Qualities:
    """What the actor sees of it before `month`; nothing for whoever does not see whole regions."""
    with suppress(PermissionDenied):
        seen = RegionSummary.objects.within(actor, "summaries.view").current()
        newest = seen.filter(month__lt=month).order_by("-month").values_list("month", flat=True).first()
        if newest:
            earlier = add_months(newest, -1)
            found: dict[date, dict[str, float | None]] = {newest: {}, earlier: {}}
            rows = seen.filter(month__in=found).order_by().values_list("month", "region__path", "quality")
            for each, path, value in rows:
                found[each][path] = None if value is None else float(value)
            return Qualities(newest, found[newest], found[earlier], seen)
    return Qualities(None, {}, {}, RegionSummary.objects.none())
