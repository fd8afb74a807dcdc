"""Signing in and out, who one is, and tickets for the servers beside this one."""

from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import path, re_path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts import account_api, captcha, entering_api, sessions
from changqian.platform.foundation.accounts.authentication import held_by
from changqian.platform.foundation.accounts.credentials import NO_PHONE
from changqian.platform.foundation.accounts.describing import Me, described
from changqian.platform.foundation.accounts.doorway import LINK, enter
from changqian.platform.foundation.accounts.entrance import Doorway, Entrance, let_in, solve_captcha
from changqian.platform.foundation.accounts.limits import locked_after, locked_for, password_days
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import (
    SETTING_KEY,
    TICKET_LIVES,
    Act,
    Audience,
    expired,
    locked_sentence,
    weaknesses,
)
from changqian.platform.foundation.accounts.services import (
    keep_setting,
    known_as,
    platform,
    redeem_link,
    setting_of,
)
from changqian.platform.foundation.audit.services import record
from changqian.platform.kernel.postgres import planned_once
from changqian.platform.kernel.tickets import encode, ticket


class Captcha(serializers.Serializer):
    key = serializers.CharField()
    image = serializers.CharField(help_text="data URL")


class SignIn(serializers.Serializer):
    username = serializers.CharField(label="账号", max_length=40)
    password = serializers.CharField(label="密码", max_length=128, trim_whitespace=False)
    captcha_key = serializers.CharField(label="验证码编号", max_length=40)
    captcha = serializers.CharField(label="验证码", max_length=8)


class LinkSignIn(serializers.Serializer):
    token = serializers.CharField(label="登录链接", max_length=100)


class TicketInput(serializers.Serializer):
    audience = serializers.ChoiceField(Audience.choices, label="用途")


class Ticket(serializers.Serializer):
    ticket = serializers.CharField()
    expires_at = serializers.DateTimeField()


class UserSettingBody(serializers.Serializer):
    value = serializers.JSONField(label="内容", allow_null=True)


class Locked(exceptions.PermissionDenied):
    default_code = "locked"


class WrongCredentials(exceptions.ValidationError):
    default_code = "credentials"


class MeView(APIView):
    @extend_schema(responses=Me)
    def get(self, request: Request) -> Response:
        user: Any = request.user
        with planned_once():
            return Response(described(user))


class SettingView(APIView):
    @extend_schema(responses=UserSettingBody, operation_id="me_settings_retrieve")
    def get(self, request: Request, key: str) -> Response:
        """How the user arranged something for himself; null where he did not."""
        user: Any = request.user
        return Response({"value": setting_of(user, key)})

    @extend_schema(request=UserSettingBody, responses=UserSettingBody, operation_id="me_settings_update")
    def put(self, request: Request, key: str) -> Response:
        """Keep it for the next time, on whatever computer; null forgets it."""
        form = UserSettingBody(data=request.data)
        form.is_valid(raise_exception=True)
        user: Any = request.user
        keep_setting(actor=user, key=key, value=form.validated_data["value"], now=timezone.now())
        return Response({"value": form.validated_data["value"]})


class CaptchaView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=Captcha)
    def get(self, request: Request) -> Response:
        key, image = captcha.draw()
        return Response({"key": key, "image": image}, headers={"Cache-Control": "no-store"})


class SessionView(Entrance):
    @extend_schema(request=SignIn, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """Sign in with password and captcha. Five wrong passwords lock the account for a quarter of an hour."""
        form = SignIn(data=request.data)
        form.is_valid(raise_exception=True)
        given, now = form.validated_data, timezone.now()
        solve_captcha(given)
        user = by_password(request._request, given["username"], given["password"], now=now)
        why = reason_to_change(user, given["password"], now=now)
        return let_in(user, enter(request._request, user, way="密码", why=why, now=now), why=why)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        sessions.sign_out(request._request, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class LinkSessionView(Entrance):
    @extend_schema(request=LinkSignIn, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """Sign in by a one-time link, which is used up."""
        form = LinkSignIn(data=request.data)
        form.is_valid(raise_exception=True)
        user = redeem_link(form.validated_data["token"], now=timezone.now())
        return let_in(user, enter(request._request, user, way=LINK, now=timezone.now()))


class TicketView(APIView):
    by_itself = True  # streams fetch a fresh ticket whenever they reconnect

    @extend_schema(request=TicketInput, responses={201: Ticket})
    def post(self, request: Request) -> Response:
        """A ticket for one connection within a minute; it names the session, so that the stream ends with it."""
        form = TicketInput(data=request.data)
        form.is_valid(raise_exception=True)
        expires_at = timezone.now() + TICKET_LIVES
        made = ticket(
            audience=form.validated_data["audience"],
            subject=str(request.user.pk),
            resource=held_by(request.auth),
            verbs=("listen",),
            expires_at=expires_at,
        )
        return Response(
            {"ticket": encode(made, settings.KEYS["tickets"]), "expires_at": timezone.localtime(expires_at)},
            status=status.HTTP_201_CREATED,
        )


def by_password(http: HttpRequest, username: str, password: str, *, now: datetime) -> User:
    """The user, or the sentence that says why not. A wrong password is never told from an unknown user."""
    username = known_as(username)  # else each spelling would have five tries of its own
    credentials = {"username": username}
    if AxesProxyHandler.is_locked(http, credentials):
        raise Locked(_until(username))
    user = authenticate(http, username=username, password=password)
    if isinstance(user, User):
        return user
    if known := User.objects.filter(username__iexact=username).first():
        record(actor=platform(), action=f"accounts.{Act.REFUSE}", row=known, changes={})
    left = locked_after() - AxesProxyHandler.get_failures(http, credentials)
    if left <= 0:
        raise Locked(_until(username))
    warning = f"，再错{left}次账号将锁定{int(locked_for().total_seconds() // 60)}分钟" if left <= 2 else ""
    raise WrongCredentials({"detail": [f"账号或密码不正确{warning}"]}, code="credentials")


def reason_to_change(user: User, password: str, *, now: datetime) -> str:
    """Why the password that was just shown must be changed before it lets anybody in; empty if it need not.

    RuleViolation for a weak one without a phone to prove who is changing it: whoever guesses it could name his own.
    """
    if weaknesses(password, user.username):
        if not user.phone:
            raise WrongCredentials({"detail": [f"密码过于简单，不能用它登录。{NO_PHONE}"]}, code="weak")
        return "密码过于简单，不能继续使用"
    if expired(user.password_changed_at, days=(days := password_days()), now=now):
        return f"密码已使用超过{days}天"
    return ""


def _until(username: str) -> str:
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    since = last.attempt_time if last else timezone.now()
    return locked_sentence(timezone.localtime(since + locked_for()), after=locked_after())


urlpatterns = [
    path("me/", MeView.as_view()),
    re_path(rf"^me/settings/(?P<key>{SETTING_KEY})/$", SettingView.as_view()),
    path("captcha/", CaptchaView.as_view()),
    path("session/", SessionView.as_view()),
    path("session/link/", LinkSessionView.as_view()),
    path("tickets/", TicketView.as_view()),
    *entering_api.urlpatterns,
    *account_api.urlpatterns,
]
