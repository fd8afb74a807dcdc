"""王小虎 asks to be corrected, then erased: one administrator looks, another says so, and the law keeps its part."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.foundation.accounts.models import UserSession
from changqian.platform.foundation.accounts.services import set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, Browser
from changqian.platform.foundation.administration.own_requests import erase
from changqian.platform.foundation.administration.own_rules import (
    GONE,
    MOST_WORDS,
    NOBODY,
    in_words,
    kept,
    name_afterwards,
    refuse_asking,
    steps,
)
from changqian.platform.foundation.administration.rules import Own
from changqian.platform.foundation.administration.tasks import follow_own_request
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.services import decide, due_of
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind

PHONE = "13812340001"
URL = "/api/me/about/requests/"


@pytest.fixture
def worker(cast):
    load_templates()
    number = id_for(cast.today.replace(year=1985), 122)
    cast.worker.phone, cast.worker.phone_index = PHONE, blind(PHONE)
    cast.worker.id_number, cast.worker.id_number_index = number, blind(number)
    cast.worker.save()
    set_password(cast.worker, PASSWORD, now=timezone.now())
    return cast.worker


@pytest.fixture
def browser(worker):
    found = Browser()
    assert found.sign_in("worker").status_code == 200
    return found


def asked(browser, **given):
    said = browser.post(URL, given)
    assert said.status_code == 201, said.content.decode()
    return Approval.objects.get(pk=said.json()["requests"][0]["id"])


def decided(approval, actor, act="approve", opinion=""):
    """As the worker would: the outcome is followed once, and once more by mistake."""
    [place] = approval.steps.filter(seat="open")
    row = decide(
        approval.pk, place.pk, actor=actor, expected_version=None, act=act, opinion=opinion, now=timezone.now()
    )
    if row.status in ("approved", "refused"):
        facts = {"approval": row.pk, "kind": row.kind, "target": row.target, "outcome": row.status}
        for _ in range(2):
            follow_own_request(**facts, actor=actor.pk, opinion=opinion)
    return row


def test_a_wrong_name_is_asked_about_and_answered(cast, browser, worker):
    assert "请写明" in browser.post(URL, {"kind": Own.CORRECT, "words": "错"}).json()["detail"]
    row = asked(browser, kind=Own.CORRECT, words="姓名应为王晓虎")
    assert due_of(row) - row.created_at == timedelta(days=15)
    assert browser.post(URL, {"kind": Own.CORRECT, "words": "姓名应为王晓虎"}).status_code == 400, "it waits already"
    assert Notice.objects.filter(user=cast.sysadmin, title__contains="更正个人信息").exists()
    decided(row, cast.sysadmin, opinion="已改为王晓虎")
    [told] = browser.get(URL).json()["requests"]
    assert (told["status"], told["answer"]) == ("approved", "已改为王晓虎")
    assert Notice.objects.get(user=worker, kind="privacy").title == "已办理：您申请的更正个人信息"


def test_erasure_wants_the_password_and_two_of_the_three(cast, browser, worker):
    assert browser.post(URL, {"kind": Own.ERASE}).status_code == 400
    row = asked(browser, kind=Own.ERASE, words="已离职", password=PASSWORD)
    for said in ("已离职", "岗位从业人员", GONE, "安全生产法", "不能恢复"):
        assert said in row.body + str(browser.get(URL).json()["kept"])
    assert browser.get(URL).json()["requests"][0]["body"] == "原因：已离职"
    assert worker.name not in row.title + row.body, "an answered request names nobody who is without a name by then"
    decided(row, cast.sysadmin, opinion="已当面核实")
    worker.refresh_from_db()
    assert worker.is_active, "one of them alone erases nobody"
    assert browser.get(URL).json()["requests"][0]["answer"] == "", "what one step tells the next is no answer"
    with pytest.raises(PermissionDenied):
        decided(row, cast.sysadmin)
    decided(row, cast.secadmin)
    worker.refresh_from_db()
    assert (worker.is_active, worker.username, worker.name) == (False, f"erased-{worker.pk}", NOBODY)
    assert (worker.phone, worker.phone_index, worker.id_number, worker.id_number_index) == ("", "", "", "")
    assert not worker.assignments.exists()
    assert not UserSession.objects.filter(user=worker).exists()
    assert worker.erased_at is not None
    assert Message.objects.get().template.code == "erased", "of those sent to his phone only the last is left"
    assert browser.get("/api/me/").status_code in (401, 403)
    assert Browser().sign_in("worker").status_code == 400
    [entry] = Entry.objects.filter(action="privacy.erase", target=f"accounts.User:{worker.pk}")
    assert entry.actor == cast.secadmin
    assert PHONE not in str(entry.changes)


def test_who_is_erased_comes_back_for_nobody(cast, api, browser, worker):
    erase(worker.pk, actor=cast.secadmin, now=timezone.now())
    wanted = {"kind": "reenable", "user": worker.pk, "reason": "本人又回厂上班"}
    assert "新建账号" in api(cast.sysadmin).post("/api/admin-requests/", wanted).json()["detail"]
    said = api(cast.sysadmin).post(f"/api/users/{worker.pk}/edit/", {"name": "王小虎"})
    assert "新建账号" in said.json()["detail"]


def test_what_was_asked_beforehand_is_over_with_the_erasure(cast, browser, worker):
    wrong = asked(browser, kind=Own.CORRECT, words="姓名应为王晓虎")
    row = asked(browser, kind=Own.ERASE, password=PASSWORD)
    decided(row, cast.sysadmin)
    decided(row, cast.secadmin)
    wrong.refresh_from_db()
    assert wrong.status == "withdrawn"
    assert not Notice.objects.filter(user=worker).exists()


def test_an_answer_that_comes_late_is_told_beside_the_next(cast, browser, worker):
    first = asked(browser, kind=Own.CORRECT, words="姓名应为王晓虎")
    [place] = first.steps.all()
    given = {"actor": cast.sysadmin, "expected_version": None, "act": "refuse", "now": timezone.now()}
    decide(first.pk, place.pk, opinion="请附身份证", **given)
    second = asked(browser, kind=Own.CORRECT, words="姓名应为王晓虎，证件已带来")
    facts = {"kind": Own.CORRECT, "target": worker.pk, "outcome": "refused", "actor": cast.sysadmin.pk}
    follow_own_request(approval=first.pk, opinion="请附身份证", **facts)
    follow_own_request(approval=second.pk, opinion="字迹不清", **facts)
    assert [each.body for each in Notice.objects.filter(user=worker, kind="privacy").order_by("pk")] == [
        "请附身份证",
        "字迹不清",
    ]


def test_what_he_did_keeps_his_name(cast, worker):
    record(actor=worker, action="hazards.report", row=cast.site, changes={})
    before = list(Entry.objects.filter(actor=worker).order_by("pk").values())
    erase(worker.pk, actor=cast.secadmin, now=timezone.now())
    worker.refresh_from_db()
    assert (worker.is_active, worker.phone) == (False, "")
    assert worker.name != NOBODY
    assert list(Entry.objects.filter(actor=worker).order_by("pk").values())[: len(before)] == before
    [entry] = Entry.objects.filter(action="privacy.erase")
    assert "隐患、巡查" in str(entry.changes["kept"])


def test_refused_with_a_reason_he_stays_and_may_ask_again(cast, browser, worker):
    row = asked(browser, kind=Own.ERASE, password=PASSWORD)
    with pytest.raises(RuleViolation, match="请填写意见"):
        decided(row, cast.sysadmin, act="refuse")
    decided(row, cast.sysadmin, act="refuse", opinion="您仍在岗，企业须凭此账号落实岗位责任（安全生产法第二十二条）")
    [told] = browser.get(URL).json()["requests"]
    assert told["answer"].startswith("您仍在岗")
    worker.refresh_from_db()
    assert (worker.is_active, worker.phone) == (True, PHONE)
    assert asked(browser, kind=Own.ERASE, password=PASSWORD).pk != row.pk


def test_withdrawn_nothing_happens(cast, browser, worker):
    row = asked(browser, kind=Own.ERASE, password=PASSWORD)
    assert browser.post(f"/api/approvals/{row.pk}/withdraw/", {"version": row.version}).status_code == 200
    with pytest.raises(RuleViolation):
        decide(
            row.pk,
            row.steps.earliest("order").pk,
            actor=cast.sysadmin,
            expected_version=None,
            act="approve",
            now=timezone.now(),
        )
    worker.refresh_from_db()
    assert worker.is_active


def test_who_became_the_last_administrator_meanwhile_is_not_erased(cast):
    follow_own_request(
        approval=1, kind=Own.ERASE, target=cast.auditor.pk, outcome="approved", actor=cast.secadmin.pk, opinion=""
    )
    cast.auditor.refresh_from_db()
    assert cast.auditor.is_active
    for told in (cast.secadmin, cast.auditor):
        assert "没有办成" in Notice.objects.get(user=told, kind="privacy").title


def test_the_three_are_relieved_before_they_ask(cast, api):
    assert api(cast.auditor).get(URL).json()["may_ask"] is False
    said = api(cast.auditor).post(URL, {"kind": Own.CORRECT, "words": "姓名写错了"})
    assert said.json()["detail"].startswith("您担任管理员")


def test_the_rules():
    assert [name_afterwards("王小虎", acted=acted) for acted in (True, False)] == ["王小虎", NOBODY]
    assert len(kept(acted=True)) == len(kept(acted=False)) + 1
    assert [(each.order, each.permission) for each in steps(Own.ERASE, timedelta(days=10))] == [
        (1, "privacy.weigh"),
        (2, "privacy.erase"),
    ]
    assert sum((each.within for each in steps(Own.ERASE, timedelta(days=10))), timedelta()) == timedelta(days=10)
    refuse_asking(Own.ERASE, "", ["worker"])
    longest = in_words("因" * MOST_WORDS, [f"企业安管员（第{n}机械厂）" for n in range(50)], kept(acted=True))
    assert len(longest) <= 500, "an approval holds all of it"
    assert "共50个" in longest
    with pytest.raises(RuleViolation):
        refuse_asking(Own.ERASE, "", ["secadmin"])
