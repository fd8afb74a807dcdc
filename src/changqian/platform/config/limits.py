"""How often may be tried what costs much or can be guessed at, per user and per address; Retry-After says when again.

Counted in PostgreSQL, so that the limit is the same whatever copy of `web` answers (decision 0013). Behind the office's
one address many people sign in: limits per address are wide, those per user narrow.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from changqian.platform.config.errors import refusal
from changqian.platform.foundation.accounts.services import digest
from changqian.platform.foundation.audit.services import origin
from changqian.platform.foundation.limits.services import spend, stretch_end

Handler = Callable[[HttpRequest], HttpResponse]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    method: str
    path: re.Pattern[str]
    within: timedelta
    per_user: int | None
    per_address: int | None


def _limit(
    name: str, method: str, path: str, within: timedelta, *, user: int | None = None, address: int | None = None
) -> Limit:
    return Limit(name, method, re.compile(path), within, user, address)


LIMITS = (
    _limit("sign-in", "POST", r"/api/session/[\w/-]*", MINUTE, address=60),
    _limit("join", "POST", r"/api/join/[\w/-]*", MINUTE, address=60),
    _limit("invitations", "POST", r"/api/(invitations/accept|claims/firm|me/real-name)/", MINUTE, user=20, address=120),
    _limit("captcha", "GET", r"/api/captcha/", MINUTE, address=120),
    _limit("codes", "POST", r"/api/(session|me|join\w*)/[\w/-]*code/", HOUR, user=20, address=200),
    _limit("whistle", "POST", r"/api/whistle/\w+/", HOUR, user=60, address=60),
    _limit("whistle codes", "POST", r"/api/whistle-codes/\w+/", MINUTE, user=20, address=20),
    _limit("files", "POST", r"/api/files/", MINUTE, user=120, address=600),
    _limit("imports", "POST", r"/api/imports/", HOUR, user=60),
    _limit("exports", "POST", r"/api/exports/", HOUR, user=60),
)


class Limits:
    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        concerned = (each for each in LIMITS if request.method == each.method and each.path.fullmatch(request.path))
        wait = max((_spent(limit, request) for limit in concerned), default=0)
        if not wait:
            return self.handler(request)
        response = refusal(request, 429, code="throttled", detail=f"操作太频繁，请{wait}秒后再试")
        response["Retry-After"] = str(wait)
        return response


def _spent(limit: Limit, request: HttpRequest) -> int:
    """The seconds to wait; 0 if it may go on."""
    now = timezone.now()
    until = stretch_end(now, limit.within)
    held = ((_who(request), limit.per_user), (f"address:{origin().address}", limit.per_address))
    waits = [
        spend(f"{limit.name}:{who}", most=most, until=until, now=now) for who, most in held if who and most is not None
    ]
    return max(waits, default=0)


def _who(request: HttpRequest) -> str:
    """The user; a token's holder by the token; nobody for somebody who is not signed in."""
    if header := request.headers.get("Authorization"):
        return f"token:{digest(header)[:32]}"
    return f"user:{request.user.pk}" if request.user.is_authenticated else ""
