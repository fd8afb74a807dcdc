from django.core.cache import cache
from django.db import transaction

from changqian.platform.foundation.regions.models import WIDTH, Kind, Region

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
    """Add a region to the tree."""
    last = Region.objects.filter(parent=under).order_by("-path").first()
    number = int(last.path[-WIDTH:]) + 1 if last else 1
    path = f"{under.path if under else ''}{number:0{WIDTH}d}"
    region = Region.objects.create(code=code, name=name, kind=kind, parent=under, path=path, lon=lon, lat=lat)
    transaction.on_commit(lambda: cache.delete(PATHS))
    return region


def paths() -> dict[int, str]:
    """The path of every region, by id; read once a minute."""
    return cache.get_or_set(PATHS, lambda: dict(Region.objects.values_list("pk", "path")), STALE_AFTER) or {}


def subtree(region_id: int) -> frozenset[int] | None:
    """The region and all below it; None for the root, so that a whole-tree grant adds no predicate."""
    top = paths()[region_id]
    if len(top) == WIDTH:
        return None
    return frozenset(pk for pk, path in paths().items() if path.startswith(top))
