"""What an authority looks at when it supervises risk control, over HTTP, as the city, a district and a town: execution
by area, who owes a report, cards, exemptions that wait, doubts, overdue hazards, whistles, changes of control."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from changqian.launcher.bench import Result
from changqian.launcher.bench_city import City, asked

LIMITS = {"figures": 60.0, "lists": 60.0, "owed": 60.0}
"As the overview's, which these pages stand beside."


def run(city: City) -> list[Result]:
    return asked(city, questions, LIMITS)


def questions(role: str, random: Random) -> Iterator[tuple[str, str, list[str]]]:
    """(which limit, what, addresses asked in turn)."""
    from django.utils import timezone

    from changqian.platform.foundation.accounts.models import User

    area = User.objects.get(username=role).assignments.get().region.path
    today = timezone.localdate()
    month, year = f"{today:%Y-%m-01}", f"{today.year}-12-31"
    of_year, of_month = f"since={today.year}-01-01&until={today}", f"since={month}&until={month}"
    yield (
        "figures",
        "execution by area",
        ["/api/overview/execution/?level=district", "/api/overview/execution/?level=town"],
    )
    yield "figures", "reports of the year by bureau", ["/api/overview/reports/"]
    yield "figures", "the month's tasks by level", [f"/api/tasks/stats/?{of_month}&split=true"]
    yield "figures", "the year's tasks, month by month", [f"/api/tasks/stats/?{of_year}&split=true"]
    yield "figures", "cards by level, ever", [f"/api/risk-cards/stats/?since=2000-01-01&until={today}&split=true"]
    yield "figures", "whistles of the year", [f"/api/whistles/stats/?{of_year}&level=town"]
    yield "figures", "changes of control", [f"/api/risk-changes/stats/?{of_year}&level=town&split=true"]
    yield "lists", "tasks with an exemption", ["/api/tasks/?exemption=true"]
    yield "lists", "hazards overdue", ["/api/hazards/?overdue=true"]
    yield "lists", "patrols in doubt", ["/api/patrols/?doubted=true"]
    yield "lists", "summaries of firms not confirmed", ["/api/firm-summaries/?confirmation=pending"]
    for duty in ("province-declarations", "whistle-policies", "drills", "posts", "regulations", "staffing"):
        yield "owed", f"who owes, by area: {duty}", [f"/api/{duty}/fulfilment/?due_on={year}"]
        yield "owed", f"firms that owe: {duty}", [f"/api/{duty}/unfulfilled/?due_on={year}&area={area}"]
