"""In the doorway: the second factor, a new password; and for those who are locked out, a code by short message."""

from collections.abc import Collection
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.credentials import ask_code, proved_password, reset_forgotten, unlock
from changqian.platform.foundation.accounts.describing import Me
from changqian.platform.foundation.accounts.doorway import go_on, standing
from changqian.platform.foundation.accounts.entrance import (
    CaptchaInput,
    Doorway,
    Entrance,
    let_in,
    solve_captcha,
    standing_at,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import Next
from changqian.platform.foundation.sms.rules import Purpose
from changqian.platform.foundation.sms.services import send_code
from changqian.platform.kernel.errors import RuleViolation

AGAIN_IN = 60


class CodeSent(serializers.Serializer):
    again_in = serializers.IntegerField(help_text="多少秒后可以重新获取")


class CodeInput(serializers.Serializer):
    code = serializers.CharField(label="验证码", max_length=20)


class PhoneInput(serializers.Serializer):
    phone = serializers.CharField(label="手机号", max_length=20, required=False, allow_blank=True, default="")


class NewPassword(CodeInput, PhoneInput):
    password = serializers.CharField(label="新密码", max_length=128, trim_whitespace=False)


def only(value: str, allowed: Collection[str]) -> str:
    """The purpose, if codes for it are to be had here."""
    if value not in allowed:
        raise serializers.ValidationError("不能在这里获取此用途的验证码")
    return value


class Lost(CaptchaInput):
    username = serializers.CharField(label="账号", max_length=40)
    purpose = serializers.ChoiceField(Purpose.choices, label="用途")

    def validate_purpose(self, value: str) -> str:
        return only(value, (Purpose.RESET_PASSWORD, Purpose.UNLOCK))


class Unlock(CodeInput):
    username = serializers.CharField(label="账号", max_length=40)


class Reset(Unlock):
    password = serializers.CharField(label="新密码", max_length=128, trim_whitespace=False)


class Enrolment(serializers.Serializer):
    secret = serializers.CharField()
    uri = serializers.CharField()
    image = serializers.CharField(help_text="data URL")


class RecoveryCodes(serializers.Serializer):
    codes = serializers.ListField(child=serializers.CharField())


def checked(form: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    body = form(data={} if request.data is None else request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class DoorwayView(Entrance):
    @extend_schema(responses=Doorway)
    def get(self, request: Request) -> Response:
        """What is still to do, for a page that was loaded again."""
        found, user, upcoming = standing(request._request, now=timezone.now())
        return Response(standing_at(user, upcoming, found.why))


def at(request: Request, wanted: Next) -> tuple[Any, User]:
    """Who stands here and has this to do next; RuleViolation otherwise: steps are not skipped."""
    found, user, upcoming = standing(request._request, now=timezone.now())
    if upcoming != wanted:
        raise RuleViolation(f"请先完成：{upcoming.label}")
    return found, user


class SecondFactorView(Entrance):
    @extend_schema(request=CodeInput, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """A code of the moment, or a recovery code."""
        given, now = checked(CodeInput, request), timezone.now()
        found, user = at(request, Next.SECOND_FACTOR)
        second_factor.check(user, given["code"], now=now)
        upcoming = go_on(request._request, found, user, Next.SECOND_FACTOR, now=now)
        return let_in(user, upcoming, why=found.why)


class DoorwayCodeView(Entrance):
    @extend_schema(request=PhoneInput, responses=CodeSent)
    def post(self, request: Request) -> Response:
        """A short message to the user's phone; to the one given, if he has none yet."""
        given = checked(PhoneInput, request)
        _, user = at(request, Next.PASSWORD)
        send_code(user.phone or given["phone"], Purpose.CHANGE_PASSWORD, now=timezone.now())
        return Response({"again_in": AGAIN_IN})


class DoorwayPasswordView(Entrance):
    @extend_schema(request=NewPassword, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """A new password instead of the weak or old one."""
        given, now = checked(NewPassword, request), timezone.now()
        found, user = at(request, Next.PASSWORD)
        proved_password(user, **given, purpose=Purpose.CHANGE_PASSWORD, present=None, now=now)
        return let_in(user, go_on(request._request, found, user, Next.PASSWORD, now=now))


class EnrolView(Entrance):
    @extend_schema(request=None, responses=Enrolment)
    def post(self, request: Request) -> Response:
        """A secret for the authenticator app; a new one each time, until one is confirmed."""
        return Response(second_factor.begin(at(request, Next.ENROL)[1]))


class EnrolConfirmView(Entrance):
    @extend_schema(request=CodeInput, responses=RecoveryCodes)
    def post(self, request: Request) -> Response:
        """The first code of the app: one is in, and is shown the recovery codes this once."""
        given, now = checked(CodeInput, request), timezone.now()
        found, user = at(request, Next.ENROL)
        codes = second_factor.confirm(user, given["code"], now=now)
        found.proved.append(Next.SECOND_FACTOR)
        go_on(request._request, found, user, Next.ENROL, now=now)
        return Response({"codes": codes}, headers={"Cache-Control": "no-store"})


class LostCodeView(Entrance):
    @extend_schema(request=Lost, responses=CodeSent)
    def post(self, request: Request) -> Response:
        """A code for somebody who forgot his password or locked himself out. The same answer for any name."""
        given = checked(Lost, request)
        solve_captcha(given)
        ask_code(given["username"], Purpose(given["purpose"]), now=timezone.now())
        return Response({"again_in": AGAIN_IN})


class ResetView(Entrance):
    @extend_schema(request=Reset, responses={204: None})
    def post(self, request: Request) -> Response:
        """A new password by the code that was sent. All sessions end, a lock opens."""
        given = checked(Reset, request)
        reset_forgotten(given["username"], given["password"], code=given["code"], now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class UnlockView(Entrance):
    @extend_schema(request=Unlock, responses={204: None})
    def post(self, request: Request) -> Response:
        """Open an account that wrong passwords have locked."""
        given = checked(Unlock, request)
        unlock(given["username"], code=given["code"], now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


urlpatterns = [
    path("session/doorway/", DoorwayView.as_view()),
    path("session/second-factor/", SecondFactorView.as_view()),
    path("session/password/code/", DoorwayCodeView.as_view()),
    path("session/password/", DoorwayPasswordView.as_view()),
    path("session/enrol/", EnrolView.as_view()),
    path("session/enrol/confirm/", EnrolConfirmView.as_view()),
    path("session/lost/code/", LostCodeView.as_view()),
    path("session/lost/reset/", ResetView.as_view()),
    path("session/lost/unlock/", UnlockView.as_view()),
]
