"""Six digits that prove a phone: good once, for five minutes, for one purpose, five guesses."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction

from changqian.platform.foundation.sms.models import Code, Message
from changqian.platform.foundation.sms.rules import Purpose
from changqian.platform.foundation.sms.services import check_code, send_code
from changqian.platform.kernel.errors import RuleViolation

PHONE = "13812345678"


@pytest.fixture
def asked(cast, templates):
    """Somebody asked for a code to change a password; what the phone shows."""
    send_code(PHONE, Purpose.CHANGE_PASSWORD, now=cast.now)
    return shown()


def shown() -> str:
    return json.loads(Message.objects.latest("pk").params)["code"]


def refused(code, now, purpose=Purpose.CHANGE_PASSWORD, phone=PHONE) -> str:
    with pytest.raises(RuleViolation) as caught:
        check_code(phone, purpose, code, now=now)
    assert caught.value.field == "code"
    return str(caught.value)


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_is_good_once(cast, asked):
    check_code("138 1234 5678", Purpose.CHANGE_PASSWORD, f" {asked} ", now=cast.now + timedelta(minutes=4, seconds=59))
    assert "失效" in refused(asked, cast.now + timedelta(minutes=4, seconds=59))


def test_after_five_minutes_it_is_not(cast, asked):
    assert "失效" in refused(asked, cast.now + timedelta(minutes=5))


@pytest.mark.parametrize(("purpose", "phone"), [(Purpose.REGISTER, PHONE), (Purpose.CHANGE_PASSWORD, "13912345678")])
def test_it_is_good_for_its_phone_and_purpose_only(cast, asked, purpose, phone):
    assert "失效" in refused(asked, cast.now, purpose, phone)
    check_code(PHONE, Purpose.CHANGE_PASSWORD, asked, now=cast.now)


def test_five_wrong_guesses_spend_it(cast, asked):
    said = [refused(other(asked), cast.now) for _ in range(5)]
    assert said[0] == "短信验证码不正确，还可以再试4次"
    assert said[4] == "短信验证码输错次数过多，请重新获取"
    assert "过多" in refused(asked, cast.now)


def test_a_newer_code_replaces_the_older(cast, asked):
    later = cast.now + timedelta(seconds=61)
    send_code(PHONE, Purpose.CHANGE_PASSWORD, now=later)
    newer = shown()
    if newer != asked:
        assert "还可以再试4次" in refused(asked, later)
    check_code(PHONE, Purpose.CHANGE_PASSWORD, newer, now=later)


def test_too_many_are_refused_with_the_time_to_wait(cast, asked):
    with pytest.raises(RuleViolation, match="请50秒后再试"):
        send_code(PHONE, Purpose.CHANGE_PASSWORD, now=cast.now + timedelta(seconds=10))
    send_code(PHONE, Purpose.UNLOCK, now=cast.now + timedelta(seconds=10))  # another purpose has a share of its own


def test_the_digits_are_kept_nowhere_in_the_open(cast, asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sms_code::text FROM sms_code UNION ALL SELECT sms_message::text FROM sms_message")
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert asked not in rows.replace(Code.objects.get().mac, "")
    assert PHONE not in rows


@pytest.mark.parametrize("typed", ["", "12345", "１２３４５６", "\ud800", "0" * 500])
def test_nonsense_is_a_wrong_guess(cast, asked, typed):
    assert "还可以再试4次" in refused(typed, cast.now)


@pytest.mark.django_db(transaction=True)
def test_a_guess_cannot_be_undone_by_the_callers_transaction(transactional_db):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        check_code(PHONE, Purpose.REGISTER, "123456", now=None)
