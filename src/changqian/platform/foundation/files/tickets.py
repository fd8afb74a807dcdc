"""Files leave the house by ticket: one file, to one user in one session, once, within a minute.

A cookie goes along with whatever a browser asks for, whoever made it ask; a ticket is asked for by a page of ours, with
the CSRF token. So an address that was copied, logged or sent around opens nothing. Whoever shows a secret with each
request (a script's token, a signed call) needs none. Pictures and films that a page shows are read by session.
"""

from datetime import UTC, datetime, timedelta
from typing import IO, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import FileResponse, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.views import APIView

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


class FileByTicket(APIView):
    """A file that leaves by ticket: POST asks for one, GET of the address it answers has the file, once."""

    proven_each_time = False
    "Whether a ticket is wanted also from whoever shows a secret with each request."

    def refuse(self, request: Request, *args: Any, **where: Any) -> None:
        """Raise what stands against this user having this file now."""
        raise NotImplementedError

    def file(self, request: Request, *args: Any, **where: Any) -> HttpResponseBase:
        raise NotImplementedError

    @extend_schema(request=None, responses={201: DownloadTicket}, filters=False)
    def post(self, request: Request, **where: Any) -> Response:
        """Where the file is to be had once, within a minute."""
        self.refuse(request, **where)
        return Response(DownloadTicket(download_ticket(request, now=timezone.now())).data, status=HTTP_201_CREATED)

    def get(self, request: Request, **where: Any) -> HttpResponseBase:
        """The file, by ticket."""
        self.refuse(request, **where)
        use_ticket(request, now=timezone.now(), always=self.proven_each_time)
        return self.file(request, **where)


def as_file(content: IO[bytes] | bytes, mime: str, name: str, *, shown: bool = False) -> HttpResponseBase:
    """A file to be saved under its name, or shown as a page of its own; kept by no cache."""
    of = HttpResponse if isinstance(content, bytes) else FileResponse
    answered = of(content, content_type=mime, headers={"Cache-Control": "private, no-store"})
    answered["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
    return answered


def download_ticket(request: Request, *, now: datetime) -> dict[str, object]:
    """For a GET of the address asked at, within a minute. The caller has checked that the user may have the file."""
    address, query = _asked(request)
    made = ticket(
        audience=AUDIENCE, subject=_whose(request), resource=f"{address}?{query}", verbs=VERBS, expires_at=now + LIVES,
    )  # fmt: skip
    shown = urlencode({"ticket": encode(made, settings.KEYS["tickets"])})
    told = f"{address}?{query}&{shown}" if query else f"{address}?{shown}"
    return {"address": told, "expires_at": timezone.localtime(now + LIVES)}


def use_ticket(request: Request, *, now: datetime, always: bool = False) -> None:
    """RuleViolation unless the request shows a ticket for its address, not used before; it is used up by this.

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
    if (found.subject, found.resource, found.verbs) != (_whose(request), "?".join(_asked(request)), VERBS):
        raise RuleViolation(f"下载链接不是为您和这个文件签发的，{AGAIN}")
    if spend(f"ticket:{found.id}", most=1, until=datetime.fromtimestamp(found.expires, UTC), now=now):
        raise RuleViolation(f"下载链接已用过，{AGAIN}")


def without_ticket(request: Request) -> QueryDict:
    """What was asked for, without what opens it."""
    asked = request.query_params.copy()
    asked.pop("ticket", None)
    return asked


def _asked(request: Request) -> tuple[str, str]:
    return request.path, without_ticket(request).urlencode()


def _whose(request: Request) -> str:
    return f"{request.user.pk} {held_by(request.auth)}".strip()
