"""账号与安全: one's own password, phone, second factor, bound identities and signed-in devices."""

from datetime import timedelta
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts import second_factor, sessions
from changqian.platform.foundation.accounts.credentials import move_phone, proved_password, refuse_wrong_present
from changqian.platform.foundation.accounts.entering_api import (
    AGAIN_IN,
    CodeInput,
    CodeSent,
    PhoneInput,
    RecoveryCodes,
    checked,
    only,
)
from changqian.platform.foundation.accounts.limits import password_days
from changqian.platform.foundation.accounts.models import Identity, User, UserSession
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Act, End
from changqian.platform.foundation.accounts.services import refuse_taken
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.sms.rules import Purpose, phone_number
from changqian.platform.foundation.sms.services import send_code
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import masked

PURPOSES = (
    *(Purpose.FIRST_PASSWORD, Purpose.CHANGE_PASSWORD, Purpose.CHANGE_PHONE, Purpose.NEW_PHONE, Purpose.CONFIRM),
)


class BoundIdentity(serializers.ModelSerializer):
    class Meta:
        model = Identity
        fields = ("id", "provider", "bound_at", "last_used_at")


class MyAccount(serializers.Serializer):
    """What one signs in with, and what protects it."""

    username = serializers.CharField(label="账号")
    name = serializers.CharField(label="姓名")
    phone = serializers.CharField(label="手机号", help_text="中间四位隐藏")
    has_password = serializers.BooleanField()
    password_changed_at = serializers.DateTimeField(label="密码修改时间", allow_null=True)
    password_expires_at = serializers.DateTimeField(label="密码到期时间", allow_null=True)
    second_factor = serializers.BooleanField(label="动态口令")
    second_factor_required = serializers.BooleanField()
    recovery_codes_left = serializers.IntegerField(label="剩余恢复码")
    identities = BoundIdentity(many=True)


class AccountCode(PhoneInput):
    purpose = serializers.ChoiceField(Purpose.choices, label="用途")

    def validate_purpose(self, value: str) -> str:
        return only(value, PURPOSES)


class OwnPassword(CodeInput, PhoneInput):
    password = serializers.CharField(label="新密码", max_length=128, trim_whitespace=False)
    present = serializers.CharField(
        label="当前密码", max_length=128, trim_whitespace=False, required=False, allow_blank=True, default=""
    )


class OwnPhone(serializers.Serializer):
    phone = serializers.CharField(label="新手机号", max_length=20)
    new_code = serializers.CharField(label="新手机号收到的验证码", max_length=8)
    old_code = serializers.CharField(
        label="原手机号收到的验证码", max_length=8, required=False, allow_blank=True, default=""
    )


class Device(serializers.ModelSerializer):
    this = serializers.BooleanField(label="本机")

    class Meta:
        model = UserSession
        fields = ("id", "address", "agent", "started_at", "last_input_at", "this")


class Ended(serializers.Serializer):
    count = serializers.IntegerField()


class OwnView(APIView):
    """Things of the signed-in user himself."""

    @property
    def user(self) -> User:
        user: Any = self.request.user
        return user

    @property
    def session(self) -> UserSession | None:
        return self.request.auth if isinstance(self.request.auth, UserSession) else None


class AccountView(OwnView):
    @extend_schema(responses=MyAccount)
    def get(self, request: Request) -> Response:
        user, days = self.user, password_days()
        has = user.has_password
        expires = user.password_changed_at + timedelta(days=days) if has and user.password_changed_at else None
        roles = user.assignments.values_list("role__code", flat=True)
        told = {
            "username": user.username,
            "name": user.name,
            "phone": masked(user.phone),
            "has_password": has,
            "password_changed_at": user.password_changed_at,
            "password_expires_at": expires,
            "second_factor": second_factor.enrolled(user),
            "second_factor_required": bool(ADMINISTRATORS.intersection(roles)),
            "recovery_codes_left": second_factor.codes_left(user),
            "identities": user.identities.order_by("pk"),
        }
        return Response(MyAccount(told).data)


class AccountCodeView(OwnView):
    @extend_schema(request=AccountCode, responses=CodeSent)
    def post(self, request: Request) -> Response:
        """A short message to the user's phone; to a new one where that is to be proved."""
        given = checked(AccountCode, request)
        purpose = Purpose(given["purpose"])
        phone = self.user.phone
        if purpose == Purpose.NEW_PHONE or not phone:
            phone = phone_number(given["phone"])
            refuse_taken(phone, self.user)
        if purpose == Purpose.CONFIRM and not self.user.phone:
            raise RuleViolation("账号没有登记手机号，请先设置密码或登记手机号", field="phone")
        send_code(phone, purpose, now=timezone.now())
        return Response({"again_in": AGAIN_IN})


class OwnPasswordView(OwnView):
    @extend_schema(request=OwnPassword, responses={204: None})
    def post(self, request: Request) -> Response:
        """Set the first password, or another one. Other devices are signed out."""
        given = checked(OwnPassword, request)
        refuse_wrong_present(self.user, given.pop("present"))
        has = self.user.has_password
        purpose = Purpose.CHANGE_PASSWORD if has else Purpose.FIRST_PASSWORD
        proved_password(self.user, **given, purpose=purpose, present=self.session, now=timezone.now())
        sessions.keep_after_password(request._request, self.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnPhoneView(OwnView):
    @extend_schema(request=OwnPhone, responses={204: None})
    def post(self, request: Request) -> Response:
        """Another number, with the code that each of the two received."""
        given = checked(OwnPhone, request)
        move_phone(self.user, **given, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class DevicesView(OwnView):
    @extend_schema(responses=Device(many=True), operation_id="me_sessions_list")
    def get(self, request: Request) -> Response:
        """Where the user is signed in, the latest first."""
        mine = self.session
        live = UserSession.objects.live(timezone.now()).filter(user=self.user).order_by("-last_input_at")
        rows = [{**vars(each), "this": each.pk == (mine and mine.pk)} for each in live]
        return Response(Device(rows, many=True).data)

    @extend_schema(request=None, responses=Ended)
    def delete(self, request: Request) -> Response:
        """Sign out everywhere but here."""
        count = sessions.end_others(self.user, End.ELSEWHERE, but=self.session, now=timezone.now())
        return Response({"count": count})


class DeviceView(OwnView):
    @extend_schema(responses={204: None}, operation_id="me_sessions_end")
    def delete(self, request: Request, pk: int) -> Response:
        """Sign out one device of one's own."""
        found = UserSession.objects.filter(user=self.user, pk=pk, ended_at=None).select_related("user").first()
        if found is None:
            raise exceptions.NotFound
        sessions.end(found, End.ELSEWHERE, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnRecoveryCodesView(OwnView):
    @extend_schema(request=CodeInput, responses=RecoveryCodes)
    def post(self, request: Request) -> Response:
        """New recovery codes, shown this once; the old ones are void."""
        codes = second_factor.renew_codes(self.user, checked(CodeInput, request)["code"], now=timezone.now())
        return Response({"codes": codes}, headers={"Cache-Control": "no-store"})


class OwnIdentityView(OwnView):
    @extend_schema(responses={204: None}, operation_id="me_identities_unbind")
    def delete(self, request: Request, pk: int) -> Response:
        """No longer sign in by that system. RuleViolation if nothing else is left to sign in with."""
        found = Identity.objects.filter(user=self.user, pk=pk).first()
        if found is None:
            raise exceptions.NotFound
        others = self.user.identities.exclude(pk=pk).exists()
        if not others and not self.user.has_password:
            raise RuleViolation("这是您唯一的登录方式，请先设置密码再解除绑定")
        record(actor=self.user, action=f"accounts.{Act.UNBIND}", row=self.user, changes={"provider": found.provider})
        found.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


urlpatterns = [
    path("me/account/", AccountView.as_view()),
    path("me/account/code/", AccountCodeView.as_view()),
    path("me/account/password/", OwnPasswordView.as_view()),
    path("me/account/phone/", OwnPhoneView.as_view()),
    path("me/account/recovery-codes/", OwnRecoveryCodesView.as_view()),
    path("me/sessions/", DevicesView.as_view()),
    path("me/sessions/<int:pk>/", DeviceView.as_view()),
    path("me/identities/<int:pk>/", OwnIdentityView.as_view()),
]
