"""What the views share through which somebody comes in."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts import captcha
from changqian.platform.foundation.accounts.authentication import Sessions
from changqian.platform.foundation.accounts.describing import described
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import Next
from changqian.platform.kernel.sealed import masked


class Doorway(serializers.Serializer):
    """What still has to be done before one is in."""

    next = serializers.ChoiceField(Next.choices)
    username = serializers.CharField()
    why = serializers.CharField(help_text="为什么要修改密码")
    phone = serializers.CharField(help_text="中间四位隐藏；空：还没有登记")


class CaptchaInput(serializers.Serializer):
    captcha_key = serializers.CharField(label="验证码编号", max_length=40)
    captcha = serializers.CharField(label="验证码", max_length=8)


class WrongCaptcha(serializers.ValidationError):
    default_code = "captcha"


class Entrance(APIView):
    """Views through which somebody comes in: nobody yet, but from our own pages (a CSRF token is asked for)."""

    authentication_classes: Any = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        Sessions().enforce_csrf(request._request)


def solve_captcha(given: dict[str, Any]) -> None:
    """WrongCaptcha unless the digits are right; they are used up either way."""
    if not captcha.solved(given["captcha_key"], given["captcha"]):
        raise WrongCaptcha({"captcha": ["验证码不正确或已过期，请重新输入"]}, code="captcha")


def let_in(user: User, upcoming: Next | None, *, why: str = "") -> Response:
    """200 with who one is, or 202 with what is still to do."""
    if upcoming is None:
        return Response(described(user))
    return Response(standing_at(user, upcoming, why), status=202)


def standing_at(user: User, upcoming: Next, why: str) -> dict[str, str]:
    return {"next": upcoming, "username": user.username, "why": why, "phone": masked(user.phone)}
