"""Accounts that people make themselves. Whoever calls has seen the phone and the identity proved, in that order."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import Act
from changqian.platform.foundation.accounts.services import refuse_password, refuse_taken, set_password
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.sms.rules import phone_number
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind, blinds, masked

REGISTERED = (
    "这个身份证号已经有账号。请用原来的手机号或账号登录，忘记密码可以找回；不是本人注册的，请联系所在镇街安监部门"
)
"Said to whoever has shown name and identity number, never whose account it is or what it is called."


def refuse_second_account(id_number: str, user: User | None = None) -> None:
    """RuleViolation if this natural person has an account, other than `user`."""
    found = User.objects.filter(id_number_index__in=blinds(id_number))
    if (found.exclude(pk=user.pk) if user else found).exists():
        raise RuleViolation(REGISTERED, field="id_number")


def fresh_name() -> str:
    """A user name for somebody who will sign in with the number of his phone: the number itself is not for everybody
    to read."""
    while True:
        name = f"cz{secrets.randbelow(10**8):08d}"
        if not User.objects.filter(username=name).exists():
            return name


@transaction.atomic
def register(*, phone: str, name: str, id_number: str, password: str, now: datetime) -> User:
    """A new account with a password and no role. RuleViolation for a phone or a person that has one already."""
    phone = phone_number(phone)
    refuse_taken(phone, User())
    refuse_second_account(id_number)
    user = User(username=fresh_name(), name=name, phone=phone, phone_index=blind(phone))
    refuse_password(user, password)
    user.set_unusable_password()
    _named(user, name, id_number, now)
    set_password(user, password, now=now)
    changes = {"username": user.username, "name": name, "phone": masked(phone), "id_number": masked(id_number)}
    record(actor=user, action=f"accounts.{Act.REGISTER}", row=user, changes=changes)
    return user


@transaction.atomic
def prove_identity(user: User, *, name: str, id_number: str, now: datetime) -> User:
    """An account that was made for somebody becomes one under his real name."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.real_name_at:
        raise RuleViolation("您的账号已经实名")
    refuse_second_account(id_number, user)
    before = user.name
    _named(user, name, id_number, now)
    changes = {"name": [before, name], "id_number": ["", masked(id_number)]}
    record(actor=user, action=f"accounts.{Act.PROVE_IDENTITY}", row=user, changes=changes)
    return user


def _named(user: User, name: str, id_number: str, now: datetime) -> None:
    """Keep name and number. Of two who register at the same moment the constraint turns the later one away."""
    user.name, user.id_number, user.id_number_index, user.real_name_at = name, id_number, blind(id_number), now
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        broken = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
        if broken == "one_account_per_person":
            raise RuleViolation(REGISTERED, field="id_number") from error
        if broken == "phone_of_one_user":
            raise RuleViolation("此手机号已用于另一个账号，请直接登录", field="phone") from error
        raise
