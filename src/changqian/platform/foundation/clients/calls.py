"""What the log of calls says: pages of it, and how a client was used."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Max, Q
from django.db.models.functions import TruncDate, TruncHour
from django.utils import timezone

from changqian.platform.foundation.clients.models import Client, ClientCall
from changqian.platform.foundation.clients.operations import table
from changqian.platform.foundation.clients.rules import Why

PERIODS = {"day": 1, "week": 7, "month": 30}


def usage(row: Client, *, period: str, now: datetime) -> dict[str, Any]:
    """Calls by hour (of a day) or by day, by method and by reason of refusal. Milliseconds are of answered calls."""
    days = PERIODS[period]
    today = timezone.localdate(now)
    first = today - timedelta(days=days - 1)
    since = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    calls: Any = ClientCall.objects.filter(client=row, at__gte=since)
    labels = {each.id: f"{each.group}·{each.label}" for each in table().values()}
    return {
        "steps": _by_hour(calls, today) if days == 1 else _by_day(calls, first, today),
        "methods": [
            {**each, "label": labels.get(each["operation"], each["operation"] or "（未识别）")}
            for each in calls.values("operation").annotate(**_COUNTS).order_by("-total")[:20]
        ],
        "refusals": [
            {"why": each["refused"], "label": Why(each["refused"]).label, "total": each["total"]}
            for each in _refusals(calls)
        ],
        **{name: value or 0 for name, value in calls.aggregate(**_COUNTS).items()},
    }


_COUNTS: Mapping[str, Any] = {
    "total": Count("pk"),
    "refused_count": Count("pk", filter=~Q(refused="")),
    "failed_count": Count("pk", filter=Q(status__gte=500)),
    "average": Avg("milliseconds", filter=Q(refused="")),
    "slowest": Max("milliseconds", filter=Q(refused="")),
}


def _refusals(calls: Any) -> Any:
    return calls.exclude(refused="").values("refused").annotate(total=Count("pk")).order_by("-total")


def _by_hour(calls: Any, today: date) -> list[dict[str, Any]]:
    rows = calls.annotate(step=TruncHour("at")).values("step").annotate(**_COUNTS)
    found = {timezone.localtime(row["step"]).hour: row for row in rows}
    return [_step(f"{hour:02}:00", found.get(hour)) for hour in range(24)]


def _by_day(calls: Any, first: date, last: date) -> list[dict[str, Any]]:
    found = {row["step"]: row for row in calls.annotate(step=TruncDate("at")).values("step").annotate(**_COUNTS)}
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [_step(f"{day:%m-%d}", found.get(day)) for day in days]


def _step(name: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    total, refused = (row["total"], row["refused_count"]) if row else (0, 0)
    return {"step": name, "answered": total - refused, "refused": refused}
