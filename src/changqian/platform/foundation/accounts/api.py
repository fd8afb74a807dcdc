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

from changqian.platform.foundation.accounts import captcha, sessions
from changqian.platform.foundation.accounts.authentication import Sessions
from changqian.platform.foundation.accounts.models import AccessToken, Assignment, User, UserSession
from changqian.platform.foundation.accounts.rules import (
    LOCKED_AFTER,
    LOCKED_FOR,
    SETTING_KEY,
    TICKET_LIVES,
    Act,
    Audience,
    Home,
    locked_sentence,
    weaknesses,
)
from changqian.platform.foundation.accounts.services import keep_setting, platform, redeem_link, setting_of
from changqian.platform.foundation.audit.services import record
from changqian.platform.kernel.tickets import encode, ticket


class RoleHeld(serializers.Serializer):
    role = serializers.CharField()
    role_label = serializers.CharField()
    region = serializers.IntegerField(allow_null=True)
    region_name = serializers.CharField()
    enterprise = serializers.IntegerField(allow_null=True)
    enterprise_name = serializers.CharField()


class MyEnterprise(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class MySite(MyEnterprise):
    region_name = serializers.CharField()


class Me(serializers.Serializer):
    """The signed-in user: roles with their bounds, permissions of all roles together, and where to begin."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    username = serializers.CharField()
    roles = RoleHeld(many=True)
    permissions = serializers.ListField(child=serializers.CharField())
    home = serializers.ChoiceField(Home.choices)
    scope_label = serializers.CharField()
    enterprise = MyEnterprise(allow_null=True)
    sites = MySite(many=True)


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


class Entrance(APIView):
    """Views through which somebody comes in: nobody yet, but from our own pages (a CSRF token is asked for)."""

    authentication_classes: Any = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        Sessions().enforce_csrf(request._request)


class SessionView(Entrance):
    @extend_schema(request=SignIn, responses=Me)
    def post(self, request: Request) -> Response:
        """Sign in with password and captcha. Five wrong passwords lock the account for a quarter of an hour."""
        form = SignIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if not captcha.solved(given["captcha_key"], given["captcha"]):
            raise exceptions.ValidationError({"captcha": ["验证码不正确或已过期，请重新输入"]}, code="captcha")
        user = by_password(request._request, given["username"], given["password"], now=timezone.now())
        sessions.begin(request._request, user, way="密码", now=timezone.now())
        return Response(described(user))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        sessions.sign_out(request._request, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class LinkSessionView(Entrance):
    @extend_schema(request=LinkSignIn, responses=Me)
    def post(self, request: Request) -> Response:
        """Sign in by a one-time link, which is used up."""
        form = LinkSignIn(data=request.data)
        form.is_valid(raise_exception=True)
        user = redeem_link(form.validated_data["token"], now=timezone.now())
        sessions.begin(request._request, user, way="一次性链接", now=timezone.now())
        return Response(described(user))


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
            resource=_held_by(request.auth),
            verbs=("listen",),
            expires_at=expires_at,
        )
        return Response(
            {"ticket": encode(made, settings.KEYS["tickets"]), "expires_at": timezone.localtime(expires_at)},
            status=status.HTTP_201_CREATED,
        )


def _held_by(auth: object) -> str:
    match auth:
        case UserSession():
            return f"session:{auth.pk}"
        case AccessToken():
            return f"token:{auth.pk}"
    return ""


def by_password(http: HttpRequest, username: str, password: str, *, now: datetime) -> User:
    """The user, or the sentence that says why not. A wrong password is never told from an unknown user."""
    username = username.strip().lower()  # else each spelling would have five tries of its own
    credentials = {"username": username}
    if AxesProxyHandler.is_locked(http, credentials):
        raise Locked(_until(username))
    user = authenticate(http, username=username, password=password)
    if isinstance(user, User):
        if weaknesses(password, username):
            raise WrongCredentials({"detail": ["密码过于简单，不能用它登录，请联系系统管理员重置"]}, code="weak")
        return user
    if known := User.objects.filter(username__iexact=username).first():
        record(actor=platform(), action=f"accounts.{Act.REFUSE}", row=known, changes={})
    left = LOCKED_AFTER - AxesProxyHandler.get_failures(http, credentials)
    if left <= 0:
        raise Locked(_until(username))
    warning = f"，再错{left}次账号将锁定{int(LOCKED_FOR.total_seconds() // 60)}分钟" if left <= 2 else ""
    raise WrongCredentials({"detail": [f"账号或密码不正确{warning}"]}, code="credentials")


def _until(username: str) -> str:
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    return locked_sentence(timezone.localtime((last.attempt_time if last else timezone.now()) + LOCKED_FOR))


def described(user: User) -> dict[str, object]:
    """The user as `Me`."""
    held = list(user.assignments.select_related("role", "region", "enterprise", "department").order_by("pk"))
    firm = next((each.enterprise for each in held if each.enterprise), None)
    sites = firm.sites.filter(ended_at=None).select_related("region").order_by("pk")[:200] if firm else []
    homes = [each.role.home for each in held]
    return {
        "id": user.pk,
        "name": user.name,
        "username": user.username,
        "roles": [_role(each) for each in held],
        "permissions": sorted({permission for each in held for permission in each.role.permissions}),
        "home": Home.MOBILE if homes and set(homes) == {Home.MOBILE} else Home.DESKTOP,
        "scope_label": "、".join(dict.fromkeys(_bounds(each) for each in held)),
        "enterprise": {"id": firm.pk, "name": firm.name} if firm else None,
        "sites": [{"id": site.pk, "name": site.name, "region_name": site.region.name} for site in sites],
    }


def _role(held: Assignment) -> dict[str, object]:
    return {
        "role": held.role.code,
        "role_label": held.role.name,
        "region": held.region_id,
        "region_name": held.region.name if held.region else "",
        "enterprise": held.enterprise_id,
        "enterprise_name": held.enterprise.name if held.enterprise else "",
    }


def _bounds(held: Assignment) -> str:
    """What a role reaches, in words: 武进区, 工信局, 常州湖塘机械厂有限公司, 武进区（仅本人）."""
    named = [each.name for each in (held.region, held.department, held.enterprise) if each]
    return "·".join(named) + ("（仅本人）" if held.own_only else "")


urlpatterns = [
    path("me/", MeView.as_view()),
    re_path(rf"^me/settings/(?P<key>{SETTING_KEY})/$", SettingView.as_view()),
    path("captcha/", CaptchaView.as_view()),
    path("session/", SessionView.as_view()),
    path("session/link/", LinkSessionView.as_view()),
    path("tickets/", TicketView.as_view()),
]
