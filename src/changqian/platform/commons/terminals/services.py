"""What terminals tell of themselves, and where they were."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from changqian.platform.commons.terminals.models import Position, Terminal
from changqian.platform.commons.terminals.rules import Fix, plausible
from changqian.platform.kernel.dates import add_months, month_of


def came(terminal: Terminal, *, at: datetime, address: str, transport: str, protocol: str, agent: str) -> None:
    """It is there; one that was there already keeps since when."""
    if not terminal.online:
        terminal.since = at
    terminal.online, terminal.reason = True, ""
    terminal.address, terminal.transport = address, transport
    terminal.protocol, terminal.agent = protocol, agent[:100]
    terminal.save(update_fields=["online", "since", "reason", "address", "transport", "protocol", "agent"])


def went(terminal: Terminal, *, at: datetime, reason: str) -> None:
    if terminal.online:
        terminal.online, terminal.since, terminal.reason = False, at, reason[:200]
        terminal.save(update_fields=["online", "since", "reason"])


def moved(terminal: Terminal, *, address: str, transport: str) -> None:
    terminal.address, terminal.transport = address, transport
    terminal.save(update_fields=["address", "transport"])


def located(fixes: Mapping[int, Sequence[Fix]]) -> int:
    """Keep where terminals were, by key; how many fixes were new. What is told twice is kept once.

    A receiver without a fix says nowhere, and that is not kept. Local date decides the month, as everywhere.
    """
    rows = [
        Position(
            terminal_id=pk,
            month=month_of(timezone.localtime(fix.at).date()),
            at=fix.at.replace(microsecond=0),
            **{"lon": fix.lon, "lat": fix.lat, "speed": fix.speed, "direction": fix.direction},
        )
        for pk, told in fixes.items()
        for fix in told
        if plausible(fix.lon, fix.lat)
    ]
    Position.objects.bulk_create(rows, ignore_conflicts=True)
    newest: dict[int, Position] = {}
    for row in rows:
        if row.terminal_id not in newest or newest[row.terminal_id].at < row.at:
            newest[row.terminal_id] = row
    for pk, row in newest.items():
        older = Q(located_at__isnull=True) | Q(located_at__lt=row.at)
        place = {"lon": row.lon, "lat": row.lat, "speed": row.speed, "direction": row.direction}
        Terminal.objects.filter(older, pk=pk).update(located_at=row.at, **place)
    return len(rows)


def track(terminal: int, since: datetime, until: datetime) -> list[Fix]:
    """Its fixes in order, from `since` to before `until`."""
    first, last = (month_of(timezone.localtime(each).date()) for each in (since, until))
    months = [first]
    while months[-1] < last:
        months.append(add_months(months[-1], 1))
    rows = Position.objects.filter(terminal=terminal, month__in=months, at__gte=since, at__lt=until).order_by("at")
    return [Fix(*values) for values in rows.values_list("at", "lon", "lat", "speed", "direction")]


def alarm(terminals: Iterable[int], at: datetime | None) -> None:
    """Mark them as having an alarm that waits; None when nothing waits any longer."""
    Terminal.objects.filter(pk__in=list(terminals)).update(alarm_at=at)
