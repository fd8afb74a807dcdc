"""Enterprises with their sites for other systems: pages that stay in place, and what changed since a watermark.

What is delivered is a state and never a step: whoever keeps the newest answer per enterprise, and drops the ones told
as gone, holds what a full reading would give. An answer may come twice.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

import orjson
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import (
    Enterprise,
    EnterpriseTrace,
    LegacyRow,
    Restructuring,
    Site,
    SiteMove,
    Tag,
    TagKind,
)
from changqian.platform.foundation.enterprises.rules import Gone, Restructure, SiteGone
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.cursors import LOST
from changqian.platform.kernel.errors import RuleViolation

VIEW = "enterprises.view"
OVERLAP = timedelta(minutes=5)
"A watermark lies so far back: a write that had begun before it was given may be committed after it."
DEPRECATED_ON, SUNSET_ON = date(2026, 12, 1), date(2027, 12, 31)
"Of the first version. 待核: until when the city's other systems need it, the city says."
PLACE = ("address", "region", "region_code", "region_name", "lon", "lat")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading stands: it goes on behind `after`, and all its pages belong to the moment `as_of`."""

    as_of: datetime
    since: datetime | None = None
    after: int = 0

    @classmethod
    def begin(cls, changed_since: datetime | None, *, now: datetime) -> Self:
        if changed_since and changed_since > now:
            raise RuleViolation("changed_since不能晚于现在，请使用上次返回的watermark", field="changed_since")
        return cls(as_of=now - OVERLAP, since=changed_since)

    @classmethod
    def read(cls, cursor: str) -> Self:
        try:
            after, since, as_of = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            return cls(as_of=_moment(as_of), since=_moment(since) if since else None, after=abs(int(after)))
        except (ValueError, TypeError) as error:
            raise RuleViolation(LOST, field="after") from error

    def cursor(self, after: int) -> str:
        since = said(self.since) if self.since else None
        return urlsafe_b64encode(orjson.dumps([after, since, said(self.as_of)])).rstrip(b"=").decode()


def said(moment: datetime) -> str:
    """In UTC and without a plus sign, which a query would have to escape."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found):
        raise ValueError(text)
    return found


def page(
    wanted: QuerySet[Enterprise], *, actor: User, place: Place, regions: frozenset[int] | None, limit: int
) -> dict[str, Any]:
    """One page: of the enterprises `wanted` among those the actor sees; or, from a watermark on, of those that changed,
    in which case those that are not wanted, or not seen any more, are told as gone. `regions` is what `wanted` was
    narrowed to, None for no bound.
    """
    seen = wanted.within(actor, VIEW).current()  # type: ignore[attr-defined]
    if place.since is None:
        pks = list(seen.filter(pk__gt=place.after).order_by("pk").values_list("pk", flat=True)[: limit + 1])
    else:
        changed = EnterpriseTrace.objects.within(actor, VIEW).filter(
            changed_at__gte=place.since, enterprise__gt=place.after
        )
        changed = changed if regions is None else changed.filter(region__in=regions)
        found = changed.order_by("enterprise").values_list("enterprise", flat=True).distinct()
        pks = list(found[: limit + 1])
    shown = pks[:limit]
    rows = list(seen.filter(pk__in=shown).select_related("region").order_by("pk"))
    more = len(pks) > limit
    return {
        "results": told(rows, actor=actor),
        "gone": gone(set(shown) - {row.pk for row in rows}) if place.since else [],
        "after": place.cursor(shown[-1]) if more else None,
        "watermark": None if more else said(place.as_of),
    }


def told(firms: Collection[Enterprise], *, actor: User) -> list[dict[str, Any]]:
    """Each with its sites within the actor's reach; a dozen queries for any number of them."""
    mine = Site.objects.within(actor, VIEW).filter(enterprise__in=firms).select_related("region").order_by("pk")
    sites: dict[int, list[Site]] = defaultdict(list)
    for site in mine:
        sites[site.enterprise_id].append(site)
    tags = _tags(firms)
    legacy, moves = _legacy(mine), _moves(mine)
    restructured, moved = _restructured(firms), _moved_away(firms, mine, actor=actor)
    return [
        {
            "id": firm.pk,
            **{name: getattr(firm, name) for name in FIRM},
            **_region(firm.region),
            "tags": tags.get((firm.pk, None), []),
            "sites": [
                {
                    "id": site.pk,
                    **{name: getattr(site, name) for name in SITE},
                    **_region(site.region),
                    "tags": tags.get((firm.pk, site.pk), []),
                    "legacy": legacy.get(site.pk, []),
                    "moves": moves.get(site.pk, []),
                }
                for site in sites[firm.pk]
                if site.ended_at is None
            ],
            "gone_sites": [*(_closed(site) for site in sites[firm.pk] if site.ended_at), *moved.get(firm.pk, [])],
            "restructured": restructured.get(firm.pk, []),
        }
        for firm in firms
    ]


FIRM = (
    *("uscc", "legacy_reg_no", "name", "address", "industry", "supervised_industry", "scale", "is_above_scale"),
    *("status", "legal_person", "founded_on"),
)
SITE = ("name", "address", "lon", "lat", "industry", "is_registered", "status", "staff_count")


def as_one_place(firm: Mapping[str, Any]) -> dict[str, Any]:
    """The same enterprise as systems know it to which an enterprise is one address: its main site, and the totals.

    Without a site in reach it lies where it is registered.
    """
    sites = firm["sites"]
    main = min(sites, key=lambda site: (not site["is_registered"], -site["staff_count"], site["id"]), default=None)
    where = main or {**firm, "lon": None, "lat": None}
    return {
        **{name: firm[name] for name in ("id", *FIRM)},
        **{name: where[name] for name in PLACE},
        "site_count": len(sites),
        "staff_count": sum(site["staff_count"] for site in sites),
    }


def gone(pks: Collection[int]) -> list[dict[str, Any]]:
    """What became of these enterprises, in few words: some lie beyond what the actor sees."""
    codes = dict(
        EnterpriseTrace.objects.filter(enterprise__in=pks).order_by("changed_at").values_list("enterprise", "code")
    )
    rows = Enterprise.objects.in_bulk(pks)
    found = []
    for pk in sorted(pks):
        row = rows.get(pk)
        heir = _heir(row) if row else None
        if row is None:
            became = Gone.REMOVED
        elif row.ended_at:
            became = Gone.MERGED if heir else Gone.ENDED
        else:
            became = Gone.LEFT
        into = {"merged_into": heir.pk if heir else None, "merged_into_code": _code(heir) if heir else ""}
        found.append({"id": pk, "code": codes.get(pk, ""), "became": became, **into})
    return found


def _heir(row: Enterprise) -> Enterprise | None:
    """Where a merged enterprise is now, however often that one was merged in turn."""
    heir = None
    while row.merged_into_id and row.ended_at:
        heir = row = Enterprise.objects.get(pk=row.merged_into_id)
    return heir


def _code(row: Enterprise) -> str:
    return row.uscc or row.legacy_reg_no or ""


def _region(region: Region) -> dict[str, Any]:
    return {"region": region.pk, "region_code": region.code, "region_name": region.name}


def _tags(firms: Collection[Enterprise]) -> dict[tuple[int, int | None], list[dict[str, Any]]]:
    """By enterprise and site, None for the enterprise itself: what was not withdrawn, with the days it holds."""
    names = dict(TagKind.objects.values_list("code", "name"))
    found = defaultdict(list)
    for tag in Tag.objects.filter(enterprise__in=firms, withdrawn_at=None).order_by("pk"):
        days = {"valid_from": tag.valid_from, "valid_to": tag.valid_to}
        found[tag.enterprise_id, tag.site_id].append({"code": tag.code, "name": names.get(tag.code, tag.code), **days})
    return found


def _legacy(sites: Iterable[Site]) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for site, system, number in (
        LegacyRow.objects.filter(site__in=sites).order_by("pk").values_list("site", "system", "legacy_id")
    ):
        found[site].append({"system": system, "id": number})
    return found


def _moves(sites: Iterable[Site]) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    rows = SiteMove.objects.filter(site__in=sites).order_by("moved_on", "pk")
    for each in rows.annotate(came_from=F("old_region__code"), went_to=F("new_region__code")):
        move: Any = each
        found[each.site_id].append({"on": each.moved_on, "from_code": move.came_from, "to_code": move.went_to})
    return found


def _closed(site: Any) -> dict[str, Any]:
    on, why = timezone.localdate(site.ended_at), site.end_reason
    return {"id": site.pk, "name": site.name, "became": SiteGone.CLOSED, "on": on, "reason": why, "to_code": None}


def _moved_away(firms: Collection[Enterprise], mine: Iterable[Site], *, actor: User) -> dict[int, list[dict[str, Any]]]:
    """Sites that lay within the actor's reach and went elsewhere, each with the last move that took it away."""
    reach = EnterpriseTrace.objects.within(actor, VIEW).filter(enterprise__in=[firm.pk for firm in firms])
    rows = SiteMove.objects.filter(site__enterprise__in=firms, old_region__in=reach.values("region"))
    last = {row.site_id: row for row in rows.select_related("site", "new_region").order_by("moved_on", "pk")}
    found = defaultdict(list)
    for pk in sorted(last.keys() - {site.pk for site in mine}):
        move = last[pk]
        away = {"on": move.moved_on, "reason": "", "to_code": move.new_region.code}
        line = {"id": pk, "name": move.site.name, "became": SiteGone.MOVED, **away}
        found[move.site.enterprise_id].append(line)
    return found


def _restructured(firms: Collection[Enterprise]) -> dict[int, list[dict[str, Any]]]:
    """Merges, splits and transfers that hold, told to both enterprises: which sites went from whom to whom."""
    found = defaultdict(list)
    rows = Restructuring.objects.filter(undone_at=None).exclude(kind=Restructure.TAKE_OVER)
    rows = (rows.filter(enterprise__in=firms) | rows.filter(other__in=firms)).select_related("enterprise", "other")
    for row in rows.order_by("pk"):
        if row.enterprise is None or row.other is None:
            continue
        giving, taking = (row.enterprise, row.other) if row.kind == Restructure.SPLIT else (row.other, row.enterprise)
        line = {
            "kind": row.kind,
            "on": timezone.localdate(row.created_at),
            "from_code": _code(giving),
            "to_code": _code(taking),
            "sites": [site["id"] for site in row.summary.get("sites", [])],
        }
        for firm in (giving, taking):
            found[firm.pk].append(line)
    return found
