"""A request that came through the gate is its client's."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.clients.gate import Call
from changqian.platform.foundation.clients.signing import SCHEME


class SignedCalls(BaseAuthentication):
    """`Authorization: HMAC-SM3 …`, checked before in config/calls.py."""

    def authenticate(self, request: Request) -> tuple[User, Call] | None:
        call: Any = getattr(request._request, "call", None)
        return (call.client.user, call) if call is not None else None

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class IsClient(BasePermission):
    """Only interface clients have what stands here."""

    message = "只有接口客户端可以调用"

    def has_permission(self, request: Request, view: object) -> bool:
        return isinstance(request.auth, Call)


class SignedScheme(OpenApiAuthenticationExtension):
    target_class = SignedCalls
    name = "signed"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "HMAC-SM3，见 docs/api.md"}
