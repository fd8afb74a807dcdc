"""What every request and every answer gets: an id, a log line and a count, and headers that keep browsers careful."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from changqian.platform.config.errors import refusal
from changqian.platform.config.health import REQUESTS, SECONDS
from changqian.platform.foundation.audit.rules import agent_of
from changqian.platform.foundation.audit.services import Origin, coming_from
from changqian.platform.foundation.clients.rules import comes_from

Handler = Callable[[HttpRequest], HttpResponse]
GIVEN = re.compile(r"^[0-9a-f]{8,32}$")
SLOW_SECONDS = 3.0
log = structlog.get_logger("changqian.requests")


class RequestIds:
    """A short id on the request, the answer, the log lines and the audit entries in between."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if GIVEN.match(given) else uuid4().hex[:12]  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        try:
            with coming_from(_origin(request)):
                response = self.handler(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


def _origin(request: HttpRequest) -> Origin:
    agent = agent_of(request.headers.get("User-Agent", ""))
    return Origin(request=request.id, address=address(request), agent=agent)  # type: ignore[attr-defined]


def address(request: HttpRequest) -> str:
    """Who asks. A proxy of ours adds the address it sees at the end; what stands before is hearsay."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))[:45]
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.PROXIES and len(seen) >= settings.PROXIES and is_ours(nearest):
        return seen[-settings.PROXIES][:45]
    return nearest


def is_ours(address: str) -> bool:
    """Whether a proxy of ours stands at this address."""
    return not settings.PROXY_ADDRESSES or comes_from(address, settings.PROXY_ADDRESSES)


class Measured:
    """Counts and times what is answered; a write, a failure or a slow answer leaves a line in the log."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.handler(request)
        seconds = time.perf_counter() - begun
        match = request.resolver_match
        route = f"/{match.route}" if match else "unknown"
        REQUESTS.labels(request.method, route, response.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        if request.method not in ("GET", "HEAD") or response.status_code >= 500 or seconds > SLOW_SECONDS:
            log.info(
                "answered",
                method=request.method,
                path=request.path,
                status=response.status_code,
                seconds=round(seconds, 3),
                user=getattr(getattr(request, "user", None), "pk", None),
            )
        return response


class NoNul:
    """PostgreSQL stores no NUL, so no address may carry one: refused once, here, for every filter and search."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal(request, 400, code="bad_request", detail="地址中含有不能识别的字符")
        return self.handler(request)


HSTS_SECONDS = 365 * 24 * 3600


def _has_a_name(host: str) -> bool:
    """Browsers keep HSTS for names only; and nobody's own machine is to be bound by it for a year."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    return "." in name and not re.fullmatch(r"[\d.]+|\[.*\]", name)


def _socket(url: str) -> str:
    """The same address for WebSockets, which browsers count as another."""
    return url.replace("http", "ws", 1)


class SecurityHeaders:
    """No inline script, no foreign origin but the push server and the map's tiles; cookies as safe as the way."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        video = settings.VIDEO_URL
        tiles = "https://*.tianditu.gov.cn" if settings.TIANDITU_KEY else ""
        self.policy = "; ".join(
            (
                "default-src 'self'",
                "script-src 'self'",
                f"connect-src 'self' {settings.PUSH_URL} {video} {_socket(video)} {tiles}".rstrip(),
                f"img-src 'self' data: blob: {tiles}".rstrip(),
                f"media-src 'self' blob: {video}",
                "style-src 'self'",  # what scripts set on an element's `style` object is no inline style
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
            )
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handler(request)
        response.setdefault("Content-Security-Policy", self.policy)
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")  # what frame-ancestors says, for browsers that do not know it
        if request.is_secure() and _has_a_name(request.get_host()):
            response.setdefault("Strict-Transport-Security", f"max-age={HSTS_SECONDS}; includeSubDomains")
        for cookie in response.cookies.values():
            cookie["secure"] = request.is_secure()
        return response
