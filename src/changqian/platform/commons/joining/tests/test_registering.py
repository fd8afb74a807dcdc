"""A stranger registers: phone, real name, password. What is wrong is said; what was typed is kept; nobody learns more
than he must."""

from datetime import date

import pytest
from captcha.models import CaptchaStore
from django.db import IntegrityError, transaction

from changqian.platform.commons.joining.services import registering
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.accounts.tests.browser import Browser, Clock, shown
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.sms.models import Code
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.sealed import blind

PHONE, PASSWORD = "13700000001", "Renmin#2026"
IDENTITY = id_for(date(1988, 5, 20), 131)
SOMEBODY_ELSES = id_for(date(1988, 5, 20), 0)
"The simulated register says of sequence 000 that the name does not match."
BUSY = id_for(date(1988, 5, 20), 999)
"And is busy at first for 999."


@pytest.fixture
def browser(cast):
    load_templates()
    return Browser()


@pytest.fixture
def clock(monkeypatch):
    from django.utils import timezone

    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


def ask_code(browser, phone=PHONE, **wrong):
    key = browser.get("/api/captcha/").json()["key"]
    answer = CaptchaStore.objects.get(hashkey=key).response
    return browser.post("/api/join/code/", {"phone": phone, "captcha_key": key, "captcha": answer, **wrong})


def prove_phone(browser, phone=PHONE):
    ask_code(browser, phone)
    return browser.post("/api/join/phone/", {"phone": phone, "code": shown(phone)})


def prove_identity(browser, name="李明华", id_number=IDENTITY, agreed=True):
    return browser.post("/api/join/identity/", {"name": name, "id_number": id_number, "agreed": agreed})


def finish(browser, password=PASSWORD):
    return browser.post("/api/join/account/", {"password": password})


def test_somebody_registers_and_has_rights_over_his_own_things_only(browser, register):
    assert ask_code(browser).json() == {"again_in": 60}
    proved = browser.post("/api/join/phone/", {"phone": PHONE, "code": shown(PHONE)}).json()
    assert proved == {"phone": "137****0001", "name": ""}
    assert prove_identity(browser).json() == {"phone": "137****0001", "name": "李明华"}
    assert browser.get("/api/join/").json()["name"] == "李明华"  # as a page that was loaded again sees it
    me = finish(browser).json()
    assert (me["name"], me["roles"], me["enterprise"]) == ("李明华", [], None)
    assert "joining.claim" in me["permissions"]
    assert "joining.confirm" not in me["permissions"]
    assert browser.get("/api/claims/").json()["count"] == 0
    assert browser.get("/api/enterprises/").status_code == 403
    assert browser.get("/api/people/").status_code == 403
    user = User.objects.get(name="李明华")
    assert user.id_number == IDENTITY
    assert user.id_number_index == blind(IDENTITY)
    assert user.real_name_at
    assert not Assignment.objects.filter(user=user).exists()
    assert browser.get("/api/join/").json() == {"phone": "", "name": ""}


def test_the_number_lies_sealed_and_in_no_trail(browser, register):
    prove_phone(browser)
    prove_identity(browser)
    assert IDENTITY not in str(dict(browser.session))
    assert PHONE not in str(dict(browser.session))
    finish(browser)
    with transaction.atomic():
        rows = list(User.objects.extra(select={"raw": "id_number::text"}).filter(name="李明华").values_list("raw"))
    assert IDENTITY not in str(rows)
    entry = Entry.objects.get(action="accounts.register")
    assert entry.changes["id_number"] == IDENTITY[:6] + "********" + IDENTITY[-4:]
    assert IDENTITY not in str(list(Entry.objects.values()))


def test_one_signs_in_by_phone_afterwards(browser, register):
    prove_phone(browser)
    prove_identity(browser)
    finish(browser)
    assert Browser().sign_in(PHONE, PASSWORD).status_code == 200
    for _ in range(5):
        refused = Browser().sign_in(PHONE, "Wrong#2026")
    assert refused.json()["code"] == "locked"
    by_name = Browser().sign_in(User.objects.get(name="李明华").username, PASSWORD)
    assert by_name.json()["code"] == "locked"  # one account, not ten tries


def test_steps_are_not_skipped(browser, register):
    assert "请先完成手机号验证" in prove_identity(browser).json()["detail"]
    assert "请先完成手机号验证" in finish(browser).json()["detail"]
    prove_phone(browser)
    assert "请先完成实名核验" in finish(browser).json()["detail"]


def test_what_was_proved_holds_for_half_an_hour(browser, register, clock):
    prove_phone(browser)
    clock.pass_by(minutes=31)
    assert "请先完成手机号验证" in prove_identity(browser).json()["detail"]


def test_without_consent_nobody_is_asked_about(browser, register):
    prove_phone(browser)
    assert prove_identity(browser, agreed=False).json()["fields"]["agreed"]


@pytest.mark.parametrize(
    ("name", "id_number", "field", "sentence"),
    [
        ("李明华", IDENTITY[:-1] + ("0" if IDENTITY[-1] != "0" else "1"), "id_number", "校验不通过"),
        ("李", IDENTITY, "name", "请填写身份证上的姓名"),
        ("李明华", SOMEBODY_ELSES, "id_number", "对不上"),
        ("李小宝", id_for(date(2014, 1, 1), 11), "id_number", "未满16周岁"),
    ],
)
def test_what_is_wrong_with_an_identity_is_said_beside_it(browser, register, name, id_number, field, sentence):
    prove_phone(browser)
    refused = prove_identity(browser, name, id_number)
    assert refused.status_code == 400
    assert sentence in refused.json()["fields"][field][0]
    assert browser.get("/api/join/").json() == {"phone": "137****0001", "name": ""}


def test_a_register_that_does_not_answer_loses_nothing(browser, register, settings):
    prove_phone(browser)
    busy = prove_identity(browser, id_number=BUSY)
    assert (busy.status_code, busy.json()["code"]) == (503, "register")
    assert "填写的内容都还在" in busy.json()["detail"]
    assert prove_identity(browser, id_number=BUSY).status_code == 200  # the same again, when it has time
    settings.REAL_NAME_URL = "http://127.0.0.1:1"
    other = Browser()
    prove_phone(other, "13700000002")
    assert prove_identity(other).status_code == 503
    settings.REAL_NAME_URL = ""
    assert prove_identity(other).status_code == 503
    assert other.get("/api/join/").json()["phone"] == "137****0002"


def test_nobody_finds_out_by_trying_whose_number_it_is(browser, register):
    prove_phone(browser)
    for _ in range(registering.TRIES):
        assert prove_identity(browser, id_number=SOMEBODY_ELSES).status_code == 400
    refused = prove_identity(browser)
    assert "次数已用完" in refused.json()["fields"]["id_number"][0]


def test_one_person_has_one_account_and_nobody_is_told_whose(browser, register):
    prove_phone(browser)
    prove_identity(browser)
    finish(browser)
    second = Browser()
    prove_phone(second, "13700000002")
    refused = prove_identity(second)
    sentence = refused.json()["fields"]["id_number"][0]
    assert sentence.startswith("这个身份证号已经有账号")
    user = User.objects.get(name="李明华")
    assert user.username not in sentence
    assert "137" not in sentence


def test_without_the_register_saying_yes_nobody_learns_who_is_registered(browser, register):
    """A stranger who knows the number only gets the same words whether or not there is an account."""
    prove_phone(browser)
    prove_identity(browser)
    finish(browser)
    register.persons[IDENTITY] = "李明华"
    second = Browser()
    prove_phone(second, "13700000002")
    assert "对不上" in prove_identity(second, name="张三丰").json()["fields"]["id_number"][0]


def test_a_phone_that_has_an_account_is_told_so_to_its_holder_only(browser, register):
    prove_phone(browser)
    prove_identity(browser)
    finish(browser)
    second = Browser()
    Code.objects.all().delete()  # another minute
    assert ask_code(second).json() == {"again_in": 60}
    wrong = second.post("/api/join/phone/", {"phone": PHONE, "code": "000000"})
    assert "已经注册" not in wrong.json()["detail"]
    right = second.post("/api/join/phone/", {"phone": PHONE, "code": shown(PHONE)})
    assert "已经注册" in right.json()["detail"]


@pytest.mark.parametrize("password", ["short", "alllowercase1#", "Ab1#"])
def test_a_password_that_will_not_do_leaves_one_at_that_step(browser, register, password):
    prove_phone(browser)
    prove_identity(browser)
    assert finish(browser, password).json()["fields"]["password"]
    assert finish(browser).status_code == 200


def test_a_code_needs_a_captcha_and_a_write_its_csrf_token(browser, register):
    assert ask_code(browser, captcha="0000").json()["code"] == "captcha"
    bare = Browser()
    bare.cookies.clear()
    assert bare.post("/api/join/identity/", {}).status_code == 403


def test_an_address_registers_only_so_often(browser, register):
    said = [prove_identity(browser).status_code for _ in range(61)]
    assert said[-1] == 429


def test_an_account_that_was_made_for_somebody_becomes_his(cast, register, api):
    client = api(cast.officer)
    body = {"name": "陈安全", "id_number": IDENTITY, "agreed": True}
    assert client.post("/api/me/real-name/", body).status_code == 200
    cast.officer.refresh_from_db()
    assert cast.officer.real_name_at
    assert cast.officer.id_number == IDENTITY
    again = api(User.objects.get(pk=cast.officer.pk)).post("/api/me/real-name/", body)
    assert "已经实名" in again.json()["detail"]
    assert "已经有账号" in api(cast.worker).post("/api/me/real-name/", body).json()["detail"]


def test_the_register_is_asked_outside_any_transaction(db, register, settings):
    from django.utils import timezone

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        registering.proved_person("李明华", IDENTITY, who="x", now=timezone.now())


def test_the_database_itself_keeps_one_account_per_person(cast, person):
    first = person("李明华")
    with pytest.raises(IntegrityError, match="one_account_per_person"), transaction.atomic():
        User.objects.filter(pk=cast.officer.pk).update(id_number_index=first.id_number_index)


def test_a_name_for_signing_in_is_made_up_and_says_nothing(cast, person):
    names = {person("李明华").username, person("赵小燕").username}
    assert len(names) == 2
    assert all(name.startswith("cz") and name[2:].isdigit() for name in names)


def test_keys_of_identity_numbers_turn_like_all_others(cast, person):
    from changqian.platform.foundation.records.rekeying import tables

    columns = {(table.name, column.name, index) for table in tables() for column, index in table.columns}
    assert ("accounts_user", "id_number", "id_number_index") in columns
    assert ("joining_invitation", "token", "token_index") in columns
