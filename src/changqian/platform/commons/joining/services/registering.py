"""Showing that one is who one says: the register of persons is asked, never inside a transaction, and not too often."""

from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from changqian.platform.commons.people.rules import refuse_too_young
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.registering import prove_identity, refuse_second_account
from changqian.platform.foundation.limits.services import spend, stretch_end
from changqian.platform.kernel.codes import IdNumber
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind
from changqian.platform.kernel.signed import NotNow, Refused

log = structlog.get_logger("changqian.joining")

TRIES, TRIES_WITHIN = 5, timedelta(days=1)
"How often one phone, or one account, may ask the register: it is not there to find out whose number is whose."


class RegisterUnavailable(Exception):
    """The register of persons does not answer. The message is for the user."""


class Register(Protocol):
    def matches(self, *, name: str, id_number: str) -> bool:
        """Whether they belong to one person; NotNow or Refused if no answer comes."""


def the_register() -> Register:
    """The one that settings name."""
    made: Register = import_string(settings.REAL_NAME_REGISTER)()
    return made


def proved_person(name: str, id_number: str, *, who: str, now: datetime) -> tuple[str, str]:
    """Name and number as they are kept, once the register has said that they belong together.

    `who` is the phone or account that asks. RuleViolation for what is wrong or was tried too often,
    RegisterUnavailable if there is no answer: what was typed is then still worth another try.
    """
    name = "".join(name.split())
    if not 2 <= len(name) <= 50 or not name.isprintable():
        raise RuleViolation("请填写身份证上的姓名", field="name")
    today = timezone.localdate(now)
    try:
        number = IdNumber.parse(id_number, today=today)
    except RuleViolation as error:
        raise RuleViolation(str(error), field="id_number") from error
    refuse_too_young(number.age(today), ())
    _refuse_too_often(who, now)
    if not _asked(name, number.text):
        raise RuleViolation("姓名和身份证号对不上，请对照身份证逐字核对", field="id_number")
    return name, number.text


def prove_own_identity(*, actor: User, name: str, id_number: str, now: datetime) -> User:
    """Somebody whose account was made for him shows who he is."""
    if actor.real_name_at:
        raise RuleViolation("您的账号已经实名")
    name, id_number = proved_person(name, id_number, who=f"user {actor.pk}", now=now)
    refuse_second_account(id_number, actor)
    return prove_identity(actor, name=name, id_number=id_number, now=now)


def _asked(name: str, id_number: str) -> bool:
    try:
        return the_register().matches(name=name, id_number=id_number)
    except (NotNow, Refused) as error:
        log.warning("joining.register_unavailable", reason=str(error))
        raise RegisterUnavailable("实名核验服务暂时没有回应，填写的内容都还在，请过几分钟再点“下一步”") from error


def _refuse_too_often(who: str, now: datetime) -> None:
    """A transaction of its own: the try counts whatever comes of it, and the call that follows is in none."""
    with transaction.atomic(durable=True):
        wait = spend(f"real-name:{blind(who)[:40]}", most=TRIES, until=stretch_end(now, TRIES_WITHIN), now=now)
    if wait:
        hours = -(-wait // 3600)
        raise RuleViolation(f"实名核验次数已用完，请{hours}小时后再试，或到镇街安监部门办理", field="id_number")
