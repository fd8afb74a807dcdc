"""What gateways tell of their files, and what is there of a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from changqian.platform.commons.recordings.models import Segment
from changqian.platform.commons.terminals.models import Terminal


def stored(terminal: Terminal, *, officer: int | None, path: str, **file: Any) -> None:
    """A whole file is on the disk. Told again, it is the same file; it may have been labelled since."""
    whose = {"department": terminal.department_id, "region": terminal.region_id, "officer": officer}
    Segment.objects.bulk_create(
        [Segment(terminal=terminal, path=path, **{f"{name}_id": pk for name, pk in whose.items()}, **file)],
        ignore_conflicts=True,
    )


def dropped(terminal: Terminal, paths: Iterable[str], *, why: str, at: datetime) -> int:
    """Files that are there no longer. That there was footage, of whom and when, stays known."""
    gone = Segment.objects.filter(terminal=terminal, path__in=list(paths), gone_at=None)
    return gone.update(gone_at=at, gone=why)


def there(terminal: int, channel: str, since: datetime, until: datetime) -> Any:
    """The files that have anything between two times, in order."""
    return Segment.objects.filter(
        terminal=terminal, channel=channel, stopped_at__gt=since, started_at__lt=until, gone_at=None
    ).order_by("started_at")


def totals(rows: Any) -> Mapping[str, int]:
    """How much there is: files, seconds, bytes."""
    found = rows.values_list("started_at", "stopped_at", "bytes")
    seconds = sum((stop - start).total_seconds() for start, stop, _ in found)
    return {"files": len(found), "seconds": round(seconds), "bytes": sum(each[2] for each in found)}
