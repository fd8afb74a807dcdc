"""Writing to a phone, and finding out whether somebody holds it.

`send` defers the delivery in the caller's transaction: it is sent if that commits, and only then. `check_code` is a
transaction of its own, so that a wrong guess stays counted whatever becomes of what it was typed for.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from changqian.platform.foundation.sms.models import Code, Message, Template
from changqian.platform.foundation.sms.provider import Provider, provider
from changqian.platform.foundation.sms.rules import (
    CODE_LIVES,
    CODE_TRIES,
    CODES_PER_PHONE,
    MESSAGES_A_DAY,
    MOST_ATTEMPTS,
    RECEIPT_WITHIN,
    Purpose,
    State,
    filled,
    new_code,
    phone_number,
    refuse_too_often,
)
from changqian.platform.kernel.crypto import hmac_sm3, same
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind, blinds
from changqian.platform.kernel.signed import NotNow, Refused

TEMPLATES = Path(__file__).parent / "data" / "templates.json"
CODE_TEMPLATE = "code"
MOST_RECEIPTS = 100
"Messages asked about at a time."


def load_templates() -> int:
    """Bring the delivered templates up to date; what a city's operator numbered stays. Return how many there are."""
    delivered = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    for each in delivered:
        Template.objects.update_or_create(code=each.pop("code"), defaults=each)
    return len(delivered)


@transaction.atomic
def send(
    phone: str,
    *,
    template: str,
    params: Mapping[str, str],
    once: str | None = None,
    useless_at: datetime | None = None,
    now: datetime,
) -> Message:
    """A message on its way. `once` names what it tells: told before, the earlier message comes back.

    `phone` is eleven digits, `params` fill the template's places (KeyError for one missing). After `useless_at` it is
    not sent any more. Beyond what a phone gets in a day it is written down as refused. The caller asks for permission.
    """
    phone, indexes = phone_number(phone), blinds(phone_number(phone))
    _one_at_a_time(once or indexes[0])
    if once and (told := Message.objects.filter(once=once).first()):
        return told
    text = Template.objects.get(code=template)
    filled(text.body, params)
    refused = not text.secret and _today(indexes, now) >= MESSAGES_A_DAY
    message = Message.objects.create(
        phone=phone,
        phone_index=blind(phone),
        template=text,
        params=json.dumps(dict(params), ensure_ascii=False),
        once=once,
        state=State.REFUSED if refused else State.QUEUED,
        error=f"同一号码一天内已发{MESSAGES_A_DAY}条" if refused else "",
        created_at=now,
        useless_at=useless_at,
    )
    if not refused:
        app.configure_task("sms.deliver").defer(message=message.pk)
    return message


def _today(indexes: tuple[str, ...], now: datetime) -> int:
    since = now - timedelta(days=1)
    sent = Message.objects.filter(phone_index__in=indexes, created_at__gt=since, template__secret=False)
    return sent.exclude(state=State.REFUSED).count()


def _one_at_a_time(what: str) -> None:
    """Whoever counts and then writes waits until the other who does so has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sms.{what}"])


# -- codes -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def send_code(phone: str, purpose: Purpose, *, now: datetime) -> datetime:
    """Send six digits that are good for five minutes; when they expire. Earlier ones for the same purpose are void.

    RuleViolation with the time to wait if the phone got its share. Whoever calls for somebody who is not signed in
    asks for a captcha first.
    """
    phone, indexes = phone_number(phone), blinds(phone_number(phone))
    _one_at_a_time(f"{indexes[0]}.{purpose}")
    _refuse_too_often(indexes, purpose, now)
    before = Code.objects.filter(phone_index__in=indexes, purpose=purpose, used_at=None, expires_at__gt=now)
    before.update(expires_at=now)
    code, salt, expires_at = new_code(), secrets.token_hex(16), now + CODE_LIVES
    made = {"salt": salt, "mac": _mac(salt, code), "created_at": now, "expires_at": expires_at}
    Code.objects.create(phone_index=blind(phone), purpose=purpose, **made)
    params = {"code": code, "purpose": Purpose(purpose).label, "minutes": str(int(CODE_LIVES.total_seconds() // 60))}
    send(phone, template=CODE_TEMPLATE, params=params, useless_at=expires_at, now=now)
    return expires_at


@transaction.atomic
def allow_asking(who: str, purpose: Purpose, *, now: datetime) -> None:
    """RuleViolation if this name asked for codes as often as a phone may: said of names that exist and others alike."""
    indexes = blinds(who)
    _one_at_a_time(f"{indexes[0]}.{purpose}")
    _refuse_too_often(indexes, purpose, now)
    Code.objects.create(phone_index=blind(who), purpose=purpose, created_at=now, expires_at=now)


def _refuse_too_often(indexes: tuple[str, ...], purpose: Purpose, now: datetime) -> None:
    since = now - max(span for span, _ in CODES_PER_PHONE)
    before = Code.objects.filter(phone_index__in=indexes, purpose=purpose, created_at__gt=since)
    refuse_too_often(list(before.values_list("created_at", flat=True)), now=now)


def check_code(phone: str, purpose: Purpose, code: str, *, keep: bool = False, now: datetime) -> None:
    """Use the code up. RuleViolation (field `code`) if it is wrong, expired, used, or was guessed at too often.

    A code is good once: check everything else first, or ask with `keep`, which leaves a right one unused. Not to be
    called inside a transaction, which could undo the count of a wrong guess; Django refuses that.
    """
    with transaction.atomic(durable=True):
        verdict = _tried(blinds(phone_number(phone)), purpose, code.strip(), now, keep)
    if verdict:
        raise RuleViolation(verdict, field="code")


def _tried(indexes: tuple[str, ...], purpose: Purpose, code: str, now: datetime, keep: bool) -> str:
    """The sentence that refuses, or nothing."""
    codes = Code.objects.select_for_update().filter(phone_index__in=indexes, purpose=purpose).order_by("-pk")
    found = codes.first()
    if found is None or found.used_at or found.expires_at <= now:
        return "短信验证码已失效，请重新获取"
    if found.tries >= CODE_TRIES:
        return "短信验证码输错次数过多，请重新获取"
    if not same(found.mac, _mac(found.salt, code)):
        found.tries += 1
        found.save(update_fields=["tries"])
        left = CODE_TRIES - found.tries
        return f"短信验证码不正确，还可以再试{left}次" if left else "短信验证码输错次数过多，请重新获取"
    if not keep:
        found.used_at = now
        found.save(update_fields=["used_at"])
    return ""


def _mac(salt: str, code: str) -> str:
    return hmac_sm3(settings.KEYS["django"] + b"sms code", f"{salt}.{code}".encode("utf-8", "replace"))


# -- delivery --------------------------------------------------------------------------------------------------------


def deliver(pk: int, *, now: datetime, through: Provider | None = None) -> Message:
    """Hand a queued message to the gateway; NotNow if that should be tried again later. Bears being done twice."""
    message = Message.objects.select_related("template").get(pk=pk)
    if message.state != State.QUEUED:
        return message
    if message.useless_at and message.useless_at <= now:
        return _settle(message, State.FAILED, error="发出前已过有效期", now=now)
    Message.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
    message.attempts += 1
    try:
        accepted = (through or provider()).send(
            reference=message.reference,
            phone=message.phone,
            template=message.template.provider_code or message.template.code,
            params=(params := json.loads(message.params)),
            text=filled(message.template.body, params),
        )
    except Refused as error:
        return _settle(message, State.FAILED, error=str(error), now=now)
    except NotNow as error:
        if message.attempts >= MOST_ATTEMPTS:
            return _settle(message, State.FAILED, error=str(error), now=now)
        Message.objects.filter(pk=pk).update(error=str(error)[:200])
        raise
    return _settle(message, State.SENT, provider_id=accepted, now=now)


def _settle(message: Message, state: State, *, error: str = "", provider_id: str = "", now: datetime) -> Message:
    """What came of handing it over; a code does not stay behind."""
    message.state, message.error, message.provider_id = state, error[:200].replace("\0", ""), provider_id[:80]
    if state == State.SENT:
        message.sent_at = now
    else:
        message.finished_at = now
    if message.template.secret:
        message.params = ""
    message.save(update_fields=["state", "error", "provider_id", "sent_at", "finished_at", "params"])
    return message


def fetch_receipts(*, now: datetime, through: Provider | None = None) -> int:
    """Ask the gateway what became of messages it took; return how many it told. NotNow if it does not answer."""
    open_ones = Message.objects.filter(state=State.SENT, sent_at__gt=now - RECEIPT_WITHIN).order_by("sent_at")
    asked = {str(message.reference): message.pk for message in open_ones[:MOST_RECEIPTS]}
    if not asked:
        return 0
    told = 0
    for reference, delivered, reason in (through or provider()).receipts([UUID(each) for each in asked]):
        if pk := asked.get(reference):
            state = State.DELIVERED if delivered else State.FAILED
            told += Message.objects.filter(pk=pk, state=State.SENT).update(
                state=state, error=reason[:200].replace("\0", ""), finished_at=now
            )
    return told


def forget(*, before: datetime) -> int:
    """Remove codes and messages older than that; return how many."""
    return (
        Code.objects.filter(created_at__lt=before).delete()[0]
        + (Message.objects.filter(created_at__lt=before).exclude(state=State.QUEUED).delete()[0])
    )
