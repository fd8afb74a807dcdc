"""Registering by real name, step by step, for somebody who is nobody yet; and what an invitation offers.

What was proved stands in Django's own session under a cookie that stands for nobody, sealed where it is personal, for
half an hour: a page that was loaded again goes on where it was. Steps cannot be skipped.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.joining.rules import By, Place, State
from changqian.platform.commons.joining.services.inviting import offer_of
from changqian.platform.commons.joining.services.registering import (
    RegisterUnavailable,
    prove_own_identity,
    proved_person,
)
from changqian.platform.foundation.accounts.account_api import OwnView
from changqian.platform.foundation.accounts.describing import Me, described
from changqian.platform.foundation.accounts.doorway import enter
from changqian.platform.foundation.accounts.entering_api import AGAIN_IN, CodeInput, CodeSent, checked
from changqian.platform.foundation.accounts.entrance import CaptchaInput, Doorway, Entrance, let_in, solve_captcha
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.registering import refuse_second_account, register
from changqian.platform.foundation.accounts.services import refuse_taken
from changqian.platform.foundation.sms.rules import Purpose, phone_number
from changqian.platform.foundation.sms.services import check_code, send_code
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import masked, sealer

KEY, BOUND = "joining", "joining.registration"
LIVES = timedelta(minutes=30)
WAY = "实名注册"


class JoinPhone(serializers.Serializer):
    phone = serializers.CharField(label="手机号", max_length=20)


class JoinCode(CaptchaInput, JoinPhone):
    pass


class JoinProof(CodeInput, JoinPhone):
    pass


class RealName(serializers.Serializer):
    name = serializers.CharField(label="姓名", max_length=50)
    id_number = serializers.CharField(label="身份证号", max_length=40)
    agreed = serializers.BooleanField(label="同意为实名核验使用姓名和身份证号")

    def validate_agreed(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError("请先阅读并同意个人信息的使用说明")
        return value


class FirstPassword(serializers.Serializer):
    password = serializers.CharField(label="密码", max_length=128, trim_whitespace=False)


class Registration(serializers.Serializer):
    """How far somebody came."""

    phone = serializers.CharField(help_text="中间四位隐藏；空：还没有验证手机号")
    name = serializers.CharField(help_text="空：还没有实名核验")


class Token(serializers.Serializer):
    token = serializers.CharField(label="邀请码", max_length=100)


class OfferAnswer(serializers.Serializer):
    """What an invitation offers."""

    enterprise_name = serializers.CharField()
    place = serializers.ChoiceField(Place.choices)
    by = serializers.ChoiceField(By.choices)
    invited_by = serializers.CharField()
    expires_at = serializers.DateTimeField()
    state = serializers.ChoiceField(State.choices)


class Unavailable(exceptions.APIException):
    status_code, default_code = status.HTTP_503_SERVICE_UNAVAILABLE, "register"


class RegistrationView(Entrance):
    @extend_schema(responses=Registration)
    def get(self, request: Request) -> Response:
        """How far one came, for a page that was loaded again."""
        kept = standing(request._request, now=timezone.now())
        return Response({"phone": masked(kept.get("phone", "")), "name": kept.get("name", "")})


class JoinCodeView(Entrance):
    @extend_schema(request=JoinCode, responses=CodeSent)
    def post(self, request: Request) -> Response:
        """Six digits to a phone. The same answer for every number: who holds it learns more, nobody else."""
        given = checked(JoinCode, request)
        phone = phone_number(given["phone"])
        solve_captcha(given)
        send_code(phone, Purpose.REGISTER, now=timezone.now())
        return Response({"again_in": AGAIN_IN})


class JoinPhoneView(Entrance):
    @extend_schema(request=JoinProof, responses=Registration)
    def post(self, request: Request) -> Response:
        """The phone is proved; RuleViolation to its holder if it has an account already."""
        given, now = checked(JoinProof, request), timezone.now()
        phone = phone_number(given["phone"])
        check_code(phone, Purpose.REGISTER, given["code"], now=now)
        if User.with_phone(phone):
            raise RuleViolation("这个手机号已经注册，请直接登录；忘记密码可以找回", field="phone")
        refuse_taken(phone, User())
        request._request.session.cycle_key()
        keep(request._request, {"since": now.timestamp(), "phone": phone})
        return Response({"phone": masked(phone), "name": ""})


class JoinIdentityView(Entrance):
    @extend_schema(request=RealName, responses={200: Registration, 503: None})
    def post(self, request: Request) -> Response:
        """Name and identity number, held against the register of persons. 503 without an answer: nothing is lost."""
        given, now = checked(RealName, request), timezone.now()
        kept = standing(request._request, now=now)
        phone = proved(kept, "phone")
        try:
            name, number = proved_person(given["name"], given["id_number"], who=phone, now=now)
        except RegisterUnavailable as error:
            raise Unavailable(str(error)) from error
        refuse_second_account(number)
        keep(request._request, {**kept, "name": name, "id_number": number})
        return Response({"phone": masked(phone), "name": name})


class JoinAccountView(Entrance):
    @extend_schema(request=FirstPassword, responses={200: Me, 202: Doorway})
    def post(self, request: Request) -> Response:
        """The account, with a password by the rules; one is signed in."""
        given, now = checked(FirstPassword, request), timezone.now()
        kept = standing(request._request, now=now)
        who = {name: proved(kept, name) for name in ("phone", "name", "id_number")}
        user = register(**who, password=given["password"], now=now)
        request._request.session.pop(KEY, None)
        return let_in(user, enter(request._request, user, way=WAY, now=now))


class OfferView(Entrance):
    @extend_schema(request=Token, responses=OfferAnswer)
    def post(self, request: Request) -> Response:
        """Who invites to what, before one registers. The token is the permission."""
        offer = offer_of(checked(Token, request)["token"], now=timezone.now())
        return Response(OfferAnswer(asdict(offer)).data)


class OwnRealNameView(OwnView):
    @extend_schema(request=RealName, responses={200: Me, 503: None})
    def post(self, request: Request) -> Response:
        """Somebody whose account was made for him shows who he is."""
        given = checked(RealName, request)
        try:
            user = prove_own_identity(
                actor=self.user, name=given["name"], id_number=given["id_number"], now=timezone.now()
            )
        except RegisterUnavailable as error:
            raise Unavailable(str(error)) from error
        return Response(described(user))


def standing(http: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """What this browser proved within the last half hour."""
    kept: Any = http.session.get(KEY)
    if not kept or now.timestamp() - kept["since"] > LIVES.total_seconds():
        http.session.pop(KEY, None)
        return {}
    return {
        name: sealer().open(value, bound=BOUND) if name in ("phone", "id_number") else value
        for name, value in kept.items()
    }


def keep(http: HttpRequest, told: Mapping[str, Any]) -> None:
    http.session[KEY] = {
        name: sealer().seal(value, bound=BOUND) if name in ("phone", "id_number") else value
        for name, value in told.items()
    }


def proved(kept: Mapping[str, Any], name: str) -> str:
    """RuleViolation that leads back to the step that was skipped, or took too long."""
    if name not in kept:
        step = "手机号验证" if name == "phone" else "实名核验"
        raise RuleViolation(f"请先完成{step}；验证后半小时内有效")
    return str(kept[name])
