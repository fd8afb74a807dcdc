"""Asking to be corrected or erased, and what comes of it. (个人信息保护法 第四十六、四十七、五十条)"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from changqian.platform.foundation.accounts.models import (
    Assignment,
    Identity,
    OldPassword,
    RecoveryCode,
    SecondFactor,
    SignInLink,
    User,
    UserSession,
    UserSetting,
)
from changqian.platform.foundation.accounts.professions import whole_city
from changqian.platform.foundation.accounts.rules import End
from changqian.platform.foundation.accounts.services import platform, tell
from changqian.platform.foundation.administration.concerning import codes_of, roles_in_words
from changqian.platform.foundation.administration.effects import ROLES_CHANGED, close, locked_account, refuse_last
from changqian.platform.foundation.administration.models import Request, Wish
from changqian.platform.foundation.administration.own_rules import in_words, kept, name_afterwards, refuse_asking, steps
from changqian.platform.foundation.administration.rules import Own
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.rules import Status
from changqian.platform.foundation.approvals.services import ask, settle
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.jobs.services import announce
from changqian.platform.foundation.notices.models import Notice, NoticeWish
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.sms.models import Message
from changqian.platform.kernel.sealed import blinds

PAGE = "/about-me"
ABOUT_HIMSELF = ("accounts.", "privacy.")
"What the trail says of somebody who did nothing but come and go."
PERSONAL: tuple[Any, ...] = (
    *(
        SecondFactor,
        RecoveryCode,
        OldPassword,
        Identity,
        SignInLink,
        UserSession,
        UserSetting,
        Notice,
        NoticeWish,
        Wish,
    ),
)


def answer_within() -> timedelta:
    return timedelta(days=value("privacy.answer_days"))


def ask_about_oneself(kind: str, *, actor: User, words: str, now: datetime) -> Approval:
    """A request under 我的待办 of whoever keeps the accounts. RuleViolation while the same waits already.

    It does not name him, who may be without a name one day: whoever reads it is told who asked.
    """
    refuse_asking(kind, words, codes_of(actor))
    return ask(
        actor=actor,
        asked_as="privacy.ask",
        kind=kind,
        target=actor.pk,
        title=f"申请{Own(kind).label}",
        body=in_words(words, roles_in_words(actor), kept(acted=acted(actor))) if kind == Own.ERASE else words.strip(),
        link=f"/users?id={actor.pk}",
        region=whole_city().pk,
        steps=steps(kind, answer_within()),
        now=now,
    )


def asked_about_oneself(user: User) -> QuerySet[Approval]:
    return Approval.objects.filter(created_by=user, kind__in=Own.values).prefetch_related("steps", "events")


def acted(user: User) -> bool:
    """Whether the trail knows him for anything but his own account."""
    did = Entry.objects.filter(actor=user)
    for app in ABOUT_HIMSELF:
        did = did.exclude(action__startswith=app)
    return did.exists()


def follow(approval: int, *, kind: str, target: int, outcome: str, actor: User, opinion: str, now: datetime) -> None:
    """What was decided happens, and whoever asked is told with the reason. Told twice, it happens once."""
    if outcome == Status.APPROVED and kind == Own.ERASE:
        erase(target, actor=actor, now=now)
    elif outcome in (Status.APPROVED, Status.REFUSED):
        said = "已办理" if outcome == Status.APPROVED else "不同意"
        title = f"{said}：您申请的{Own(kind).label}"
        notify([target], kind="privacy", title=title, body=opinion, link=PAGE, once=f"privacy.{approval}", now=now)


@transaction.atomic
def erase(pk: int, *, actor: User, now: datetime) -> User:
    """Close the account and take away what no law wants kept; the rest is stored and used for nothing else.

    RuleViolation if the city would lose its last administrator of a kind.
    """
    user = locked_account(pk)
    if user.erased_at:
        return user
    refuse_last(user, codes_of(user))
    did, before = acted(user), roles_in_words(user)
    settle(Own.CORRECT, user.pk, actor=platform(), outcome=Status.WITHDRAWN, now=now)
    close(user, why=End.DISMISSED, now=now)
    if user.phone:
        Message.objects.filter(phone_index__in=blinds(user.phone)).delete()
        tell(user, "erased", now=now)
    Assignment.objects.filter(user=user).delete()
    announce(ROLES_CHANGED, users=[user.pk])
    for model in PERSONAL:
        model.objects.filter(user=user).delete()
    Request.objects.filter(user=user).update(phone="")
    user.set_unusable_password()
    user.username, user.name = f"erased-{user.pk}", name_afterwards(user.name, acted=did)
    user.is_active, user.erased_at = False, now
    user.phone = user.phone_index = user.id_number = user.id_number_index = ""
    user.department = user.real_name_at = user.password_changed_at = None
    user.save()
    stays = "；".join(each.what for each in kept(acted=did))
    record(
        actor=actor,
        action=Own.ERASE,
        row=user,
        changes={"is_active": [True, False], "roles": [before, []], "kept": stays},
    )
    return user
