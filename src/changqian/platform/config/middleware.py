"""What every request and every answer gets: an id, and headers that keep browsers careful."""

import re
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from changqian.platform.foundation.audit.services import Origin, coming_from

Handler = Callable[[HttpRequest], HttpResponse]
GIVEN = re.compile(r"^[0-9a-f]{8,32}$")


class RequestIds:
    """A short id on the request, the answer, the log lines and the audit entries in between."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if GIVEN.match(given) else uuid4().hex[:12]  # type: ignore[attr-defined]
        address = request.META.get("REMOTE_ADDR", "")
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        try:
            with coming_from(Origin(request=request.id, address=address)):  # type: ignore[attr-defined]
                response = self.handler(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class SecurityHeaders:
    """No inline script, no foreign origin but the push server and the map's tiles."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        tiles = "https://*.tianditu.gov.cn" if settings.TIANDITU_KEY else ""
        self.policy = "; ".join(
            (
                "default-src 'self'",
                f"connect-src 'self' {settings.PUSH_URL} {tiles}".rstrip(),
                f"img-src 'self' data: blob: {tiles}".rstrip(),
                "media-src 'self' blob:",
                "style-src 'self'",
                "style-src-attr 'unsafe-inline'",
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
        return response
