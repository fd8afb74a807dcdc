"""The tree of regions: planting it, and turning a region into the ids at and below it."""

from django.core.cache import cache
from django.db import transaction

from changqian.platform.foundation.regions.boundaries import delivered
from changqian.platform.foundation.regions.models import LEVELS, WIDTH, Kind, Region
from changqian.platform.kernel.errors import RuleViolation

PATHS = "regions.paths"
STALE_AFTER = 60
"Seconds another process may go on with an old tree after a region moved."


@transaction.atomic
def plant(
    code: str | None,
    name: str,
    *,
    kind: str = Kind.TOWN,
    under: Region | None = None,
    lon: float | None = None,
    lat: float | None = None,
) -> Region:
    """Add a region to the tree; RuleViolation below the fourth level."""
    path = _next_path(under)
    region = Region.objects.create(code=code, name=name, kind=kind, parent=under, path=path, lon=lon, lat=lat)
    cache.delete(PATHS)
    transaction.on_commit(lambda: cache.delete(PATHS))
    return region


@transaction.atomic
def load_regions() -> tuple[int, int]:
    """Plant the delivered regions that are missing and bring names and centres up to date: (planted, changed).

    A region that somebody moved to another parent stays there: that is the city's decision, not ours.
    """
    planted = changed = 0
    found: dict[str, Region] = {}
    for row in delivered():
        parent = found[row["parent"]] if row["parent"] else None
        told = {name: row[name] for name in ("name", "kind", "lon", "lat")}
        known = Region.objects.filter(code=row["code"]) if row["code"] else Region.objects.filter(name=row["name"])
        region = known.first()
        if region is None:
            region = plant(row["code"], told.pop("name"), under=parent, **told)
            planted += 1
        elif any(getattr(region, name) != value for name, value in told.items()):
            Region.objects.filter(pk=region.pk).update(**told)
            changed += 1
        found[row["key"]] = region
    return planted, changed


@transaction.atomic
def replant(region: Region, *, under: Region) -> Region:
    """Move a region, with all below it, under another; records keep pointing at it and need no change."""
    if under.path.startswith(region.path):
        raise RuleViolation(f"{region.name}不能移到自己的下级", field="parent")
    if region.parent_id == under.pk:
        return region
    old, new = region.path, _next_path(under)
    moved = list(Region.objects.select_for_update().filter(path__startswith=old).order_by("path"))
    if max(len(each.path) for each in moved) - len(old) + len(new) > LEVELS * WIDTH:
        raise RuleViolation(f"{region.name}移到{under.name}后超过{LEVELS}级", field="parent")
    for each in moved:
        each.path = new + each.path[len(old) :]
    Region.objects.bulk_update(moved, ["path"])
    region.path, region.parent = new, under
    region.save(update_fields=["path", "parent"])
    cache.delete(PATHS)
    transaction.on_commit(lambda: cache.delete(PATHS))
    return region


def paths() -> dict[int, str]:
    """The path of every region, by id; read once a minute."""
    found: dict[int, str] | None = cache.get(PATHS)
    if found is None:
        found = dict(Region.objects.values_list("pk", "path"))
        cache.set(PATHS, found, STALE_AFTER)
    return found


def path_of(region_id: int) -> str:
    """The path of one region, even if another process planted it a moment ago; KeyError if there is none."""
    known = paths()
    if region_id not in known:
        cache.delete(PATHS)
        known = paths()
    return known[region_id]


def subtree(region_id: int) -> frozenset[int] | None:
    """The region and all below it; None for the root, so that a whole-tree grant adds no predicate."""
    top = path_of(region_id)
    if len(top) == WIDTH:
        return None
    return frozenset(pk for pk, path in paths().items() if path.startswith(top))


def ancestors(region_id: int) -> tuple[int, ...]:
    """The ids above the region, the city first; empty for the city itself."""
    path = path_of(region_id)
    by_path = {each: pk for pk, each in paths().items()}
    return tuple(by_path[path[:end]] for end in range(WIDTH, len(path), WIDTH))


def _next_path(under: Region | None) -> str:
    """The path of the next child. The parent is locked, so that two plants do not take the same number."""
    if under is not None:
        under = Region.objects.select_for_update().get(pk=under.pk)
        if len(under.path) >= LEVELS * WIDTH:
            raise RuleViolation(f"行政区划最多{LEVELS}级，不能在{under.name}下新增", field="parent")
    last = Region.objects.filter(parent=under).order_by("-path").first()
    number = int(last.path[-WIDTH:]) + 1 if last else 1
    return f"{under.path if under else ''}{number:0{WIDTH}d}"
