"""What the push server reads. Plain synchronous queries; the hub calls them in a thread."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.db.models import Max
from django.utils import timezone

from changqian.platform.foundation.accounts.models import AccessToken, UserSession
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.services import ORDER
from changqian.platform.push.stream import Message

PAGE = 200
COLUMNS = ("pk", "user_id", "title", "body", "link", "kind", "created_at")


def horizon(*, wait: bool) -> int | None:
    """The number up to which every notice is there to be read; None if somebody is writing one just now.

    Numbers are given out before the commit, so 8 may appear before 7. Writers share a lock until they commit; whoever
    gets it alone knows that nothing is under way. With `wait` the lock is queued for, for a second.
    """
    close_old_connections()
    with transaction.atomic(), connection.cursor() as cursor:
        if wait:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ORDER])
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [ORDER])
            if not cursor.fetchone()[0]:
                return None
        return Notice.objects.aggregate(top=Max("pk"))["top"] or 0


def between(after: int, until: int, user: int | None = None) -> list[Message]:
    """A page of the notices of one user or of all, numbers in (after, until], oldest first."""
    close_old_connections()
    rows = Notice.objects.filter(pk__gt=after, pk__lte=until, held=False).order_by("pk")
    if user is not None:
        rows = rows.filter(user=user)
    return [_message(row) for row in rows.values(*COLUMNS)[:PAGE]]


def newest(until: int, user: int) -> list[Message]:
    """The last page of a user's notices, oldest first: for a browser that has seen none."""
    close_old_connections()
    rows = Notice.objects.filter(pk__lte=until, user=user, held=False).order_by("-pk")
    return [_message(row) for row in reversed(rows.values(*COLUMNS)[:PAGE])]


def alive(holders: Collection[str]) -> set[str]:
    """Those sessions and tokens that still stand."""
    close_old_connections()
    now = timezone.now()
    sessions, tokens = _ids(holders, "session"), _ids(holders, "token")
    found = UserSession.objects.live(now).filter(pk__in=sessions).values_list("pk", flat=True)
    valid = AccessToken.objects.filter(pk__in=tokens, revoked_at=None, expires_at__gt=now, user__is_active=True)
    return {f"session:{pk}" for pk in found} | {f"token:{pk}" for pk in valid.values_list("pk", flat=True)}


def hang_up() -> None:
    """Close the connection of the thread that queries run in."""
    connection.close()


def _ids(holders: Collection[str], kind: str) -> list[int]:
    split = (holder.partition(":") for holder in holders)
    return [int(number) for name, _, number in split if name == kind and number.isdigit()]


def _message(row: dict[str, Any]) -> Message:
    created_at: datetime = timezone.localtime(row["created_at"])
    data = {name: row[name] for name in ("title", "body", "link", "kind")}
    return Message(row["pk"], row["user_id"], {"id": row["pk"], **data, "created_at": created_at.isoformat()})
