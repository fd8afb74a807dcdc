"""A gateway that delivers its events shows that it knows the key."""

import time

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.wire import signing

GATEWAY = "gateway"
SEEN = signing.Once()
"""Of this process only. That is enough: what a gateway tells is numbered, and told again it changes nothing."""


class OurGateways(BaseAuthentication):
    """`X-Signature` under the key `gateways` (`wire/signing.py`); whoever shows nothing is nobody."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        if "X-Signature" not in request.headers:
            return None
        given = request._request
        try:
            signing.check(
                *(given.headers, settings.KEYS["gateways"], given.method or "", given.path, given.body),
                seen=SEEN,
                now=time.time(),
            )
        except signing.BadCall as error:
            raise exceptions.AuthenticationFailed(str(error)) from error
        return platform(), GATEWAY

    def authenticate_header(self, request: Request) -> str:
        return "X-Signature"


class IsGateway(BasePermission):
    message = "只有平台的网关可以调用"

    def has_permission(self, request: Request, view: object) -> bool:
        return request.auth == GATEWAY


class OurGatewaysScheme(OpenApiAuthenticationExtension):
    target_class = OurGateways
    name = "gateways"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Signature", "description": "HMAC-SM3，见 wire/signing.py"}
