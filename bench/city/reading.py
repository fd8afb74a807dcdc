"""What regulators look at all day, over HTTP: the month by region and level, the sites behind a number, two Chinese
characters of a name, and the map at every zoom. All from the whole stack, as the city, a district and a town."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from changqian.launcher.bench import Result
from changqian.launcher.bench_city import ROUNDS, City, asked

NAMES, FILES = 200, 20
LIMITS = {
    **{"overview": 60, "month_by_region_and_level": 60, "drill_down": 60, "two_characters": 15, "clusters": 80},
    "enterprise_file": 300,
}
WHOLE = (119.05, 31.1, 120.25, 32.1)
ZOOMS = range(8, 18)


def run(city: City) -> list[Result]:
    return asked(city, questions, LIMITS)


def questions(role: str, random: Random) -> Iterator[tuple[str, str, list[str]]]:
    """(which limit, what, addresses asked in turn)."""
    from django.utils import timezone

    from changqian.platform.foundation.accounts.models import User
    from changqian.platform.foundation.enterprises.models import Enterprise
    from changqian.platform.foundation.regions.models import Region

    top = Region.objects.get(pk=User.objects.get(username=role).assignments.values("region")[:1])
    regions = list(Region.objects.filter(path__startswith=top.path))
    month = f"{timezone.localdate():%Y-%m-01}"
    within, places = (
        f"since={month}&until={month}",
        [f"region={each.pk}" for each in random.sample(regions, min(len(regions), ROUNDS))],
    )
    yield "overview", "overview page, own region", [f"/api/overview/?level={level}" for level in ("district", "town")]
    yield "overview", "overview page, any region", [f"/api/overview/?level=town&{place}" for place in places]
    for ledger in ("risks", "tasks", "hazards"):
        yield (
            "month_by_region_and_level",
            f"{ledger} by region and level",
            [f"/api/{ledger}/stats/?{within}&level=town&split=true&{place}" for place in places],
        )
    yield (
        "drill_down",
        "sites behind a number",
        [
            f"/api/tasks/behind/?{within}&measure=total&area={each.path}"
            for each in random.sample(regions, min(len(regions), ROUNDS))
        ],
    )
    names = list(Enterprise.objects.values_list("name", flat=True).order_by("pk")[: 20 * NAMES : 20])
    pairs = [name[start : start + 2] for name in names for start in [random.randrange(len(name) - 1)]]
    yield "two_characters", "two characters of a name", [f"/api/enterprises/?q={pair}" for pair in pairs]
    firms = Enterprise.objects.filter(region__path__startswith=top.path).values_list("pk", flat=True)
    some = random.sample(list(firms), FILES)
    yield (
        "enterprise_file",
        "enterprise file",
        [f"/api/archive/{pk}/{part}" for pk in some for part in ("", "timeline/")],
    )
    yield (
        "clusters",
        "map",
        [f"/api/map/clusters/?zoom={zoom}&bbox={box(zoom, random)}" for zoom in ZOOMS for _ in range(3)],
    )


def box(zoom: int, random: Random) -> str:
    """What a desktop's screen of 1 440 by 900 shows there, somewhere in the city."""
    width = min(360 / (256 * 2**zoom) * 1440, WHOLE[2] - WHOLE[0])
    height = min(width * 0.55, WHOLE[3] - WHOLE[1])
    west, south = random.uniform(WHOLE[0], WHOLE[2] - width), random.uniform(WHOLE[1], WHOLE[3] - height)
    return f"{west:.5f},{south:.5f},{west + width:.5f},{south + height:.5f}"
