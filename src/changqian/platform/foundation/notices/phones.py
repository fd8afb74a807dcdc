"""Messages that go to the phone as well: by the table of kinds, by the user's wish, and not at night."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.models import Notice, NoticeSms
from changqian.platform.foundation.notices.rules import Kind, kind_of, send_after
from changqian.platform.foundation.sms.rules import State
from changqian.platform.foundation.sms.services import send
from changqian.platform.kernel.errors import RuleViolation

USELESS_AFTER = timedelta(hours=24)
AT_ONCE = 200


def to_phone(kind: Kind, notices: Sequence[Notice], *, now: datetime) -> None:
    """Put these on their way: now, or in the morning."""
    after = send_after(kind, timezone.localtime(now))
    waiting = NoticeSms.objects.bulk_create(NoticeSms(notice=notice, send_after=after) for notice in notices)
    if after <= now:
        for each in waiting:
            _send(each, now=now)


@transaction.atomic
def send_waiting(*, now: datetime) -> int:
    """Send what waited for the morning and was not read meanwhile; how many went out."""
    waiting = NoticeSms.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        settled_at=None, send_after__lte=now
    )
    sent = 0
    for each in waiting.select_related("notice__user").order_by("send_after", "pk")[:AT_ONCE]:
        if each.notice.read_at:
            _settle(each, "已在平台阅读，未发短信", now=now)
        else:
            sent += _send(each, now=now)
    return sent


def number_of(user: User) -> str:
    """The number of an account's phone; empty where it has none."""
    return getattr(user, "phone", "") or ""


def _send(each: NoticeSms, *, now: datetime) -> bool:
    """Hand it to the gateway; false where there is no number to send it to."""
    notice = each.notice
    phone = number_of(notice.user)
    if not phone:
        _settle(each, "没有登记手机号，未发短信", now=now)
        return False
    try:
        each.message = send(
            phone,
            template=kind_of(notice.kind).sms,
            params={"title": notice.title},
            once=f"notice.{notice.pk}",
            useless_at=now + USELESS_AFTER,
            now=now,
        )
    except RuleViolation as error:
        _settle(each, str(error)[:60], now=now)
        return False
    _settle(each, "", now=now)
    return True


def sms_state(each: NoticeSms) -> str:
    """What became of it, for its user."""
    if each.message is not None:
        return State(each.message.state).label + (f"：{each.message.error}" if each.message.error else "")
    return each.remark or "等到早上再发"


def _settle(each: NoticeSms, remark: str, *, now: datetime) -> None:
    each.settled_at, each.remark = now, remark
    each.save(update_fields=["settled_at", "remark", "message"])
