"""Files leave the house by ticket: one file, to one user in one session, once, within a minute.

A cookie goes along with whatever a browser asks for, whoever made it ask; a ticket is asked for by a page of ours, with
the CSRF token. So an address that was copied, logged or sent around opens nothing. Whoever shows a secret with each
request (a script's token, a signed call) needs none. Pictures and films that a page shows are read by session.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from changqian.platform.foundation.accounts.authentication import held_by
from changqian.platform.foundation.limits.services import spend
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.tickets import BadTicket, encode, ticket, verify

AUDIENCE, VERBS = "files", ("download",)
LIVES = timedelta(seconds=60)
AGAIN = "请回到页面重新点“下载”"


class DownloadTicket(serializers.Serializer[Any]):
    address = serializers.CharField(label="下载地址")
    expires_at = serializers.DateTimeField(label="失效时间")


def download_ticket(request: Request, resource: str, address: str, *, now: datetime) -> dict[str, object]:
    """Where to fetch `resource` (`exports:12`) within a minute. The caller has checked that the user may have it."""
    made = ticket(
        audience=AUDIENCE, subject=_whose(request), resource=resource, verbs=VERBS, expires_at=now + LIVES,
    )  # fmt: skip
    told = f"{address}?ticket={encode(made, settings.KEYS['tickets'])}"
    return {"address": told, "expires_at": timezone.localtime(now + LIVES)}


def use_ticket(request: Request, resource: str, *, now: datetime, always: bool = False) -> None:
    """RuleViolation unless the request shows a ticket for this, not used before; it is used up by this.

    `always`: also from whoever shows a secret with each request.
    """
    if request.headers.get("Authorization") and not always:
        return
    try:
        given = request.query_params.get("ticket", "")
        found = verify(given, settings.KEYS["tickets"], audience=AUDIENCE, now=now)
    except BadTicket as error:
        why = "下载链接已过期" if "过期" in str(error) else "文件凭一次性链接下载"
        raise RuleViolation(f"{why}，{AGAIN}") from error
    if (found.subject, found.resource, found.verbs) != (_whose(request), resource, VERBS):
        raise RuleViolation(f"下载链接不是为您和这个文件签发的，{AGAIN}")
    if spend(f"ticket:{found.id}", most=1, until=datetime.fromtimestamp(found.expires, UTC), now=now):
        raise RuleViolation(f"下载链接已用过，{AGAIN}")


def _whose(request: Request) -> str:
    return f"{request.user.pk} {held_by(request.auth)}".strip()
