"""Counting what may be done only so often.

Stretches of time are fixed (this minute, this hour, today), so one row and one statement decide; around the turn of a
stretch twice the limit can pass, which is what a limit against programs can bear.
"""

from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import connection

from changqian.platform.foundation.limits.models import Spent

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def stretch_end(now: datetime, length: timedelta) -> datetime:
    """When the stretch of this length that `now` lies in is over."""
    return EPOCH + ((now - EPOCH) // length + 1) * length


def spend(key: str, *, most: int, until: datetime, now: datetime) -> int:
    """Count one more; the seconds to wait if that is more than `most` before `until`, 0 if it is not."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{Spent._meta.db_table}" AS held (key, until, count) VALUES (%s, %s, 1)'
            " ON CONFLICT (key, until) DO UPDATE SET count = held.count + 1 RETURNING count",
            [key[:200], until],
        )
        count: int = cursor.fetchone()[0]
    return 0 if count <= most else max(1, ceil((until - now).total_seconds()))


def spent(key: str, *, until: datetime) -> int:
    """How often it was done so far."""
    return Spent.objects.filter(key=key[:200], until=until).values_list("count", flat=True).first() or 0


def forget_past(*, now: datetime) -> int:
    """Remove the counts of stretches that are over."""
    return Spent.objects.filter(until__lt=now).delete()[0]
