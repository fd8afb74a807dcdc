"""200 people for three minutes, four fifths of them from firms: lists, details, the overview, searches, the map,
hazards and patrols. A closed loop with a second of thinking; the crowd is a process of its own on the same machine,
which at two cores takes its part of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

from changqian.launcher.bench import Result, p95
from changqian.launcher.bench_city import City

PEOPLE, SECONDS = 200, int(os.environ.get("BENCH_LOAD_SECONDS", "180"))
REGULATORS = {"city": 2, "district": 8, "town": 30}
PER_ADDRESS = 40
"Loopback addresses, as a building's: signing in is limited per address and minute."


def run(city: City) -> list[Result]:
    with city.platform() as web:
        told = json.dumps({"web": web, "seconds": SECONDS, "people": people()})
        crowd = [sys.executable, str(Path(__file__).with_name("_crowd.py"))]
        done = subprocess.run(crowd, input=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    times = {kind: taken for kind, taken in found["milliseconds"].items() if len(taken) > 1}
    for kind, taken in sorted(times.items()):
        print(
            f"  {kind}: {len(taken)}, p50 {sorted(taken)[len(taken) // 2]:.0f} ms, p95 {p95(taken, 0):.0f} ms",
            flush=True,
        )
    for error in sorted(set(found["errors"]))[:10]:
        print(f"  {error}", flush=True)
    every = [each for taken in times.values() for each in taken]
    return [
        Result("load_errors", len(found["errors"]), 0, any_size=True),
        Result("load_p95", p95(every, 0), 400, "ms"),
        Result("load_requests_per_second", round(len(every) / SECONDS, 1)),
    ]


def people() -> list[dict[str, Any]]:
    """Who comes, and what each may ask; regulators are made for the run, the firms' officers are the city's."""
    from django.utils import timezone

    from changqian.platform.foundation.accounts.models import Assignment
    from changqian.platform.foundation.accounts.services import create_user, issue_link, platform
    from changqian.platform.foundation.regions.models import Region

    random, author, now = Random(20260316), platform(), timezone.now()
    found = []
    for kind, count in REGULATORS.items():
        places = list(Region.objects.filter(kind=kind).order_by("pk"))
        for number in range(count):
            place = places[number % len(places)]
            roles = [(kind, {"region": place})]
            user = create_user(actor=author, username=f"bench-{kind}-{number}", name=f"{place.name}基准", roles=roles)
            found.append({"user": user, "asks": regulator_asks(place, random), "writes": {}})
    officers = Assignment.objects.filter(role__code="officer", user__is_active=True).order_by("pk")
    firms = officers.values_list("user", "enterprise").distinct()[: 40 * PEOPLE]
    for user, firm in random.sample(list(firms), PEOPLE - len(found)):
        found.append({"user": user, "asks": firm_asks(firm), "writes": firm_writes(firm)})
    for number, each in enumerate(found):
        user = each.pop("user")
        user = user if not isinstance(user, int) else type(author).objects.get(pk=user)
        each["token"] = issue_link(user, actor=author, now=now)
        each["address"] = f"127.0.0.{2 + number // PER_ADDRESS}"
    random.shuffle(found)
    return found


def month() -> str:
    from django.utils import timezone

    return f"{timezone.localdate():%Y-%m-01}"


def regulator_asks(place: Any, random: Random) -> dict[str, list[str]]:
    from changqian.platform.foundation.enterprises.models import Enterprise

    names = (
        Enterprise.objects.filter(region__path__startswith=place.path)
        .order_by("pk")
        .values_list("name", flat=True)[:50]
    )
    pairs = [name[start : start + 2] for name in names for start in [random.randrange(len(name) - 1)]] or ["机械"]
    lists = [f"/api/{name}/?region={place.pk}" for name in ("enterprises", "risks", "hazards")]
    return {
        "reads": [*lists, f"/api/tasks/?month={month()}&open=true", "/api/overview/?level=district", "/api/me/"],
        "searches": [f"/api/enterprises/?q={pair}" for pair in pairs],
        "maps": [f"/api/map/clusters/?zoom={zoom}&bbox=119.5,31.5,120.1,31.9" for zoom in (9, 11)],
    }


def firm_asks(firm: int) -> dict[str, list[str]]:
    from changqian.platform.commons.hazards.models import Hazard
    from changqian.platform.safety.risks.models import RiskPoint

    hazards = Hazard.objects.current().filter(enterprise=firm).order_by("-pk").values_list("pk", flat=True)[:5]
    points = RiskPoint.objects.current().filter(enterprise=firm).order_by("pk").values_list("pk", flat=True)[:5]
    lists = ["/api/risks/", f"/api/tasks/?month={month()}&open=true", "/api/hazards/", "/api/patrols/", "/api/me/"]
    details = [*(f"/api/hazards/{pk}/" for pk in hazards), *(f"/api/risks/{pk}/" for pk in points)]
    return {"reads": [*lists, *details], "searches": ["/api/risks/?q=机床", "/api/hazards/?q=配电"]}


def firm_writes(firm: int) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """A hazard at its site, and a look at each of its risk points by somebody of the workshop."""
    from changqian.platform.commons.checks.services import items_of
    from changqian.platform.foundation.enterprises.models import Site
    from changqian.platform.safety.risks.models import RiskPoint
    from changqian.platform.safety.risks.rules import IN_FORCE, SUBJECT

    site = Site.objects.current().filter(enterprise=firm).order_by("pk").values_list("pk", flat=True)[0]
    hazard = {"site": site, "description": "通道堆放物料，影响疏散", "category": "environment", "location": "二车间"}
    patrols = []
    points = RiskPoint.objects.current().filter(enterprise=firm, status__in=IN_FORCE).order_by("pk")[:5]
    for point in points:
        answers = [{"item": item.pk, "answer": "ok"} for item in items_of(SUBJECT, [point.pk])]
        if answers:
            look = {
                "risk_point": point.pk,
                "control_level": "workshop",
                "answers": answers,
                "position_missing": "denied",
            }
            patrols.append(("/api/patrols/", look))
    return {"hazard": [("/api/hazards/", hazard)], "patrol": patrols or [("/api/hazards/", hazard)]}
