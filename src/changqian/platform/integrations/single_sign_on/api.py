"""The buttons under the sign-in form, the way there and back, and the first binding."""

from dataclasses import asdict
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.accounts import sessions
from changqian.platform.foundation.accounts.describing import Me
from changqian.platform.foundation.accounts.doorway import enter
from changqian.platform.foundation.accounts.entering_api import AGAIN_IN, CodeInput, CodeSent, checked
from changqian.platform.foundation.accounts.entrance import Doorway, Entrance, let_in
from changqian.platform.foundation.accounts.rules import DOORWAY_LIVES, Next
from changqian.platform.foundation.sms.rules import Purpose
from changqian.platform.foundation.sms.services import send_code
from changqian.platform.integrations.single_sign_on import client, services
from changqian.platform.integrations.single_sign_on.client import Asked, BadIdentity, Provider, Unreachable
from changqian.platform.kernel.crypto import same
from changqian.platform.kernel.errors import RuleViolation

log = structlog.get_logger("changqian.sso")
ASKED, CLAIM, BY = "sso_asked", "sso_claim", "sso_by"
AGAIN = "统一身份登录没有完成，请重新点击登录"


class ProviderSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class Start(serializers.Serializer):
    phone = serializers.BooleanField(label="手机端", default=False)


class Away(serializers.Serializer):
    url = serializers.CharField(allow_blank=True)


class CameBack(serializers.Serializer):
    code = serializers.CharField(label="授权码", max_length=2000)
    state = serializers.CharField(label="状态", max_length=200)


class BindPhone(serializers.Serializer):
    phone = serializers.CharField(label="手机号", max_length=20)


class Binding(CodeInput, BindPhone):
    """The phone of one's account, and the code it received."""


class ProvidersView(Entrance):
    @extend_schema(responses=ProviderSerializer(many=True), operation_id="sso_list")
    def get(self, request: Request) -> Response:
        """By which systems one may sign in."""
        return Response([{"code": each.code, "name": each.name} for each in client.providers().values()])


class StartView(Entrance):
    @extend_schema(request=Start, responses=Away)
    def post(self, request: Request, code: str) -> Response:
        """Where to send the browser; what it must bring back is kept in its session."""
        provider = provider_named(code)
        back = f"{origin(request._request)}{'/m' if checked(Start, request)['phone'] else ''}/sign-in"
        with _provider_answers(provider):
            url, asked = client.begin(provider, redirect_uri=back, now=timezone.now())
        if sessions.of(request._request) is None:
            request._request.session.cycle_key()  # a cookie that somebody planted shares nothing of what follows
        request._request.session[ASKED] = asdict(asked)
        return Response({"url": url})


class CallbackView(Entrance):
    @extend_schema(request=CameBack, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """Somebody came back: in, into the doorway, or asked which account is his."""
        given, now, http = checked(CameBack, request), timezone.now(), request._request
        kept: Any = http.session.pop(ASKED, None)  # good once, whatever comes of it
        asked = Asked(**kept) if kept else None
        if asked is None or not same(asked.state, given["state"]):
            raise RuleViolation(AGAIN)
        if now.timestamp() - asked.since > DOORWAY_LIVES.total_seconds():
            raise RuleViolation(AGAIN)
        provider = provider_named(asked.provider)
        with _provider_answers(provider):
            found = client.finish(provider, asked, code=given["code"], now=now)
        user = services.known(provider, found.subject, now=now)
        if user is None:
            http.session[CLAIM] = {"provider": provider.code, "subject": found.subject, "since": now.timestamp()}
            told = {"next": Next.BIND, "username": found.name, "why": provider.name, "phone": ""}
            return Response(told, status=202)
        return _entered(http, provider, user, now)


class BindCodeView(Entrance):
    @extend_schema(request=BindPhone, responses=CodeSent)
    def post(self, request: Request) -> Response:
        """A code to the phone of the account that is to be bound."""
        given = checked(BindPhone, request)
        claimed(request._request)
        send_code(given["phone"], Purpose.BIND_LOGIN, now=timezone.now())
        return Response({"again_in": AGAIN_IN})


class BindView(Entrance):
    @extend_schema(request=Binding, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """Bind the account of this phone, and come in."""
        given, now, http = checked(Binding, request), timezone.now(), request._request
        provider, subject = claimed(http)
        user = services.bind(provider, subject, phone=given["phone"], code=given["code"], now=now)
        http.session.pop(CLAIM, None)
        return _entered(http, provider, user, now)


class LeaveView(Entrance):
    @extend_schema(request=None, responses=Away)
    def post(self, request: Request) -> Response:
        """Sign out here, and say where to sign out of the provider one came by; empty if by none."""
        http = request._request
        provider = client.providers().get(http.session.get(BY, ""))
        sessions.sign_out(http, now=timezone.now())
        try:
            url = client.leave_url(provider, back=f"{origin(http)}/sign-in") if provider else ""
        except (BadIdentity, Unreachable):
            url = ""
        return Response({"url": url})


def _entered(http: HttpRequest, provider: Provider, user: Any, now: Any) -> Response:
    upcoming = enter(http, user, way=provider.name, now=now)
    http.session[BY] = provider.code
    return let_in(user, upcoming)


def provider_named(code: str) -> Provider:
    found = client.providers().get(code)
    if found is None:
        raise exceptions.NotFound
    return found


def claimed(http: HttpRequest) -> tuple[Provider, str]:
    """Whose identity waits in this browser to be bound. RuleViolation if none does, or for too long."""
    kept: Any = http.session.get(CLAIM)
    if not kept or timezone.now().timestamp() - kept["since"] > DOORWAY_LIVES.total_seconds():
        raise RuleViolation(AGAIN)
    return provider_named(kept["provider"]), kept["subject"]


def origin(http: HttpRequest) -> str:
    """Where this browser opened the platform, if that is one of our addresses."""
    said = http.build_absolute_uri("/").rstrip("/")
    return said if said in settings.ORIGINS else settings.PUBLIC_URL


class _provider_answers:
    """Turns what the provider did wrong into a sentence, and the reason into a line of the log."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadIdentity):
            log.warning("identity refused", provider=self.provider.code, reason=str(error))
            raise RuleViolation(AGAIN) from error
        if isinstance(error, Unreachable):
            log.warning("provider unreachable", provider=self.provider.code, reason=str(error))
            raise RuleViolation(f"{self.provider.name}暂时无法登录，请稍后再试，或用账号和密码登录") from error


urlpatterns = [
    path("sso/", ProvidersView.as_view()),
    path("sso/callback/", CallbackView.as_view()),
    path("sso/bind/code/", BindCodeView.as_view()),
    path("sso/bind/", BindView.as_view()),
    path("sso/leave/", LeaveView.as_view()),
    path("sso/<slug:code>/start/", StartView.as_view()),
]
