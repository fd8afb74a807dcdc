"""Changing what one signs in with: the password, after a short message; a locked account opened by one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import check_password
from django.db import transaction

from changqian.platform.foundation.accounts import sessions
from changqian.platform.foundation.accounts.models import User, UserSession
from changqian.platform.foundation.accounts.rules import Act, End
from changqian.platform.foundation.accounts.services import (
    change_phone,
    known_as,
    refuse_old_password,
    refuse_password,
    refuse_taken,
    set_password,
    tell,
)
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.limits.services import spend, stretch_end
from changqian.platform.foundation.sms.rules import Purpose, phone_number
from changqian.platform.foundation.sms.services import allow_asking, check_code, send_code
from changqian.platform.kernel.errors import RuleViolation

PROOFS = 10
NO_PHONE = "账号没有登记手机号，请向管理员索取登录链接，登录后在“账号与安全”中登记"


def proved_password(
    user: User,
    password: str,
    *,
    purpose: Purpose,
    code: str,
    phone: str = "",
    present: UserSession | None,
    now: datetime,
) -> None:
    """A new password for whoever holds the user's phone; all other sessions end and locks open.

    `phone` names the number of a user who has none yet: it becomes his. RuleViolation says what is wrong; a right code
    is not used up by a password that will not do.
    """
    refuse_password(user, password)
    number = user.phone or phone_number(phone)
    if not user.phone:
        refuse_taken(number, user)
    check_code(number, purpose, code, keep=True, now=now)
    refuse_old_password(user, password)
    check_code(number, purpose, code, now=now)
    with transaction.atomic():
        if not user.phone:
            change_phone(user, number, actor=user, now=now)
        set_password(user, password, now=now)
        record(actor=user, action=f"accounts.{Act.SET_PASSWORD}", row=user, changes={"way": purpose.label})
        forget_failures(username=user.username)
        sessions.end_others(user, End.PASSWORD, but=present, now=now)
        tell(user, "password_changed", now=now)


def reset_forgotten(username: str, password: str, *, code: str, now: datetime) -> None:
    """The same for somebody who is not signed in. An unknown name is not told from a wrong code."""
    user = reachable(username)
    refuse_password(user or User(username=username), password)
    with _one_sentence():
        if user is None:
            raise RuleViolation("", field="code")
        proved_password(user, password, purpose=Purpose.RESET_PASSWORD, code=code, present=None, now=now)


def unlock(username: str, *, code: str, now: datetime) -> None:
    """Forget wrong passwords of an account whose phone the caller holds."""
    user = reachable(username)
    with _one_sentence():
        if user is None:
            raise RuleViolation("", field="code")
        check_code(user.phone, Purpose.UNLOCK, code, now=now)
    with transaction.atomic():
        forget_failures(username=user.username)
        record(actor=user, action=f"accounts.{Act.UNLOCK}", row=user, changes={})


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Whatever is wrong with a code: the same words, so that nobody learns which accounts there are."""
    try:
        yield
    except RuleViolation as refused:
        if refused.field != "code":
            raise
        raise RuleViolation("短信验证码不正确或已失效，请核对后重试，或重新获取", field="code") from refused


def ask_code(username: str, purpose: Purpose, *, now: datetime) -> None:
    """Send a code to the phone of that user, if there is one: whoever asks is told the same either way."""
    allow_asking(f"user {known_as(username)}", purpose, now=now)
    if user := reachable(username):
        with suppress(RuleViolation):  # the phone had its share by other ways: waiting helps, and says nothing
            send_code(user.phone, purpose, now=now)


def reachable(username: str) -> User | None:
    """The user of that name, in any case, or with that phone, who may sign in and has a phone."""
    found = User.objects.filter(username__iexact=known_as(username), is_active=True, is_system=False)
    return found.exclude(phone_index="").first()


def move_phone(user: User, phone: str, *, old_code: str, new_code: str, now: datetime) -> None:
    """Another number, with a code from each; from the new one alone where there was none before."""
    phone = phone_number(phone)
    if phone == user.phone:
        raise RuleViolation("新手机号与现在的相同", field="phone")
    refuse_taken(phone, user)
    if user.phone:
        _named("old_code", user.phone, Purpose.CHANGE_PHONE, old_code, keep=True, now=now)
    _named("new_code", phone, Purpose.NEW_PHONE, new_code, keep=False, now=now)
    if user.phone:
        _named("old_code", user.phone, Purpose.CHANGE_PHONE, old_code, keep=False, now=now)
    change_phone(user, phone, actor=user, now=now)


def _named(name: str, phone: str, purpose: Purpose, code: str, *, keep: bool, now: datetime) -> None:
    try:
        check_code(phone, purpose, code, keep=keep, now=now)
    except RuleViolation as refused:
        raise RuleViolation(str(refused), field=name) from refused


def refuse_wrong_present(user: User, password: str) -> None:
    """RuleViolation unless this is the user's password; for whoever is at an unattended desk."""
    if user.has_password and not check_password(password, user.password):
        raise RuleViolation("当前密码不正确", field="present")


def refuse_unproved(user: User, *, password: str, code: str, act: Act, now: datetime) -> None:
    """RuleViolation unless whoever sits there is the account's owner: by the password, or by a code to the phone.

    What he then does (`act`) is in the trail. A few tries an hour, counted apart from those of signing in.
    """
    until = stretch_end(now, timedelta(hours=1))
    if password and spend(f"prove:{user.pk}", most=PROOFS, until=until, now=now):
        raise RuleViolation("密码试得太多，请改用短信验证码，或一小时后再试", field="password")
    if password and user.has_password:
        if not check_password(password, user.password):
            raise RuleViolation("密码不正确", field="password")
    elif code and user.phone:
        check_code(user.phone, Purpose.CONFIRM, code, now=now)
    else:
        raise RuleViolation(
            "请输入密码，或用手机收到的验证码验证本人", field="password" if user.has_password else "code"
        )
    record(actor=user, action=f"accounts.{act}", row=user, changes={})
