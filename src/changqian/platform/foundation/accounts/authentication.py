"""How a request shows whose it is: a session cookie with its CSRF token, or a bearer token."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from changqian.platform.foundation.accounts import sessions
from changqian.platform.foundation.accounts.models import AccessToken, User, UserSession
from changqian.platform.foundation.accounts.services import token_holder

INPUT_HEADER = "X-User-Active"
"Sent by the web with the first request after a person touched the page."


class CsrfFailed(exceptions.PermissionDenied):
    default_detail = "页面校验已失效，请刷新页面后重试"
    default_code = "csrf"


class BearerTokens(BaseAuthentication):
    """`Authorization: Bearer <token>`, for scripts."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        given = get_authorization_header(request).split()
        if not given or given[0].lower() != b"bearer":
            return None
        found = token_holder(given[1].decode("latin-1"), now=timezone.now()) if len(given) == 2 else None
        if found is None:
            raise exceptions.AuthenticationFailed("访问令牌无效、已过期或已撤销", code="token")
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Sessions(SessionAuthentication):
    """The session cookie. A session that has ended leaves the request anonymous and says why in `session_end`."""

    def authenticate(self, request: Request) -> tuple[User, UserSession] | None:
        http: Any = request._request
        if settings.SESSION_COOKIE_NAME not in http.COOKIES:
            return None
        session, now = sessions.of(http), timezone.now()
        if session is None:
            return None
        if sessions.proves(http, session.user):
            http.user = session.user  # Came with the session: Django would read it once more.
        if not sessions.checked(session, now=now) or not http.user.is_authenticated:
            http.session_end = session.end
            return None
        self.enforce_csrf(http)
        view: Any = (request.parser_context or {}).get("view")
        by_itself = getattr(view, "by_itself", False)
        if request.headers.get(INPUT_HEADER) == "1" or (request.method not in SAFE_METHODS and not by_itself):
            sessions.note_input(session, now=now)
        return http.user, session

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfFailed from error


def held_by(auth: object) -> str:
    """What a ticket names, so that it ends with it: session:12, token:3."""
    match auth:
        case UserSession():
            return f"session:{auth.pk}"
        case AccessToken():
            return f"token:{auth.pk}"
    return ""


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerTokens
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = Sessions
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
