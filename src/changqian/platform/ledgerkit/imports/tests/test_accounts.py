"""Accounts from a file: checked row by row, made without a right or a password, and one request for all roles."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.foundation.accounts.models import SignInLink, User
from changqian.platform.foundation.accounts.services import set_password
from changqian.platform.foundation.accounts.tests.browser import Browser, shown
from changqian.platform.foundation.administration.models import Request, Wish
from changqian.platform.foundation.administration.services import approve
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.imports.models import Import
from changqian.platform.ledgerkit.imports.tests.making import checked, confirmed, rows_of, send, xlsx

pytestmark = pytest.mark.usefixtures("files_dir")

HEAD = ["姓名", "登录名", "手机号码", "所在部门", "角色", "属地", "主管部门", "企业名称"]
GOOD = [
    ["孙新", "sun", "13912340001", "工信局", "镇街安监员", "湖塘镇", None, None],
    ["钱进", "qian", "139 1234 0002", None, "镇街安监员", "320412102", None, None],
    ["赵敏", "zhao", "13912340003", None, "企业安管员", None, None, "常州湖塘机械厂有限公司"],
    ["李闲", "li", "13912340004", "住建局", None, None, None, None],
]
BAD = [
    ["周一", "sun", "13912340005", None, None, None, None, None],
    ["吴二", "wu", "13912340001", None, None, None, None, None],
    ["郑三", "zheng", "1391234", None, None, None, None, None],
    ["王四", "wang", "13912340006", None, "安全保密管理员", "常州市", None, None],
    ["冯五", "feng", "13912340007", None, "镇街安监员", None, None, None],
    ["陈六", "officer", "13912340008", None, None, None, None, None],
    ["楚七", "chu", "13912340009", "没有这个局", None, None, None, None],
    ["卫八", "wei", None, None, None, None, None, None],
    ["蒋九", "jiang", "13912340010", None, None, "湖塘镇", None, None],
]


@pytest.fixture
def office(cast, api):
    load_templates()
    return api(cast.sysadmin)


def taken_in(client, rows):
    state = checked(client, xlsx([HEAD, *rows]), ledger="users", name="新招录人员.xlsx")
    confirmed(client, state["id"], mode="right")
    return Import.objects.get(pk=state["id"])


def test_a_list_of_new_colleagues_becomes_accounts_and_one_request(cast, office):
    row = taken_in(office, GOOD)
    assert (row.done, row.wrong) == (4, 0)
    made = {user.username: user for user in User.objects.filter(username__in=["sun", "qian", "zhao", "li"])}
    assert (made["sun"].name, made["sun"].phone, made["sun"].department.name) == ("孙新", "13912340001", "工信局")
    assert not any(user.has_usable_password() or user.assignments.exists() for user in made.values()), (
        "no way in and no right yet"
    )
    assert not Wish.objects.exists()

    [request] = Request.objects.all()
    assert request.summary == "为3个新账号授予角色：企业安管员、镇街安监员"
    assert request.reason == "从文件“新招录人员.xlsx”批量新建账号"
    assert Notice.objects.filter(user=cast.secadmin, title__startswith="待审批：为3个新账号").count() == 1


def test_the_security_administrator_reads_who_gets_what_and_approves_once(cast, office, api):
    taken_in(office, GOOD)
    request = Request.objects.get()
    facts = api(cast.secadmin).get(f"/api/admin-requests/{request.pk}/").json()["facts"]
    assert facts == [
        {"label": "企业安管员，1人", "old": [], "new": ["赵敏（zhao）：常州湖塘机械厂有限公司"]},
        {"label": "镇街安监员，2人", "old": [], "new": ["孙新（sun）：湖塘镇", "钱进（qian）：牛塘镇"]},
    ]
    with pytest.raises(PermissionDenied):
        approve(request.pk, actor=cast.sysadmin, expected_version=request.version, now=timezone.now())
    approve(request.pk, actor=cast.secadmin, expected_version=request.version, now=timezone.now())
    [held] = User.objects.get(username="sun").assignments.all()
    assert (held.role.code, held.region) == ("town", cast.hutang)
    assert Entry.objects.filter(action="administration.grant_many").count() == 3
    assert Message.objects.filter(template__code="account_opened").count() == 3, "a link to the phone of each"
    link = json.loads(Message.objects.filter(template__code="account_opened").first().params)["link"]
    assert "/m/sign-in?link=" in link, "it is opened on the phone that shows it"
    assert link.endswith("&next=/mine/account"), "where he sets his password"
    assert SignInLink.objects.filter(user__username="sun").count() == 1


def test_what_cannot_hold_any_more_is_not_approved_and_says_whose(cast, office):
    taken_in(office, GOOD)
    request = Request.objects.get()
    User.objects.filter(username="qian").update(is_active=False)
    with pytest.raises(RuleViolation, match="钱进的账号已停用"):
        approve(request.pk, actor=cast.secadmin, expected_version=request.version, now=timezone.now())
    assert not User.objects.get(username="sun").assignments.exists()


def test_the_first_sign_in_is_by_a_code_to_the_phone(cast, office):
    taken_in(office, GOOD)
    browser = Browser()
    browser.lost("sun")
    body = {"username": "sun", "code": shown("13912340001"), "password": "Xin#Ren2026"}
    assert browser.post("/api/session/lost/reset/", body).status_code == 204
    assert browser.sign_in("sun", "Xin#Ren2026").status_code == 200


def test_what_is_wrong_is_said_per_row_and_given_back(office):
    state = checked(office, xlsx([HEAD, GOOD[0], *BAD]), ledger="users", name="人员.xlsx")
    said = {
        row["number"]: "；".join(each["reason"] for each in row["errors"])
        for row in rows_of(office, state["id"])
        if row["errors"]
    }
    told = list(said.values())
    assert len(told) == len(BAD)
    for sentence, wanted in zip(
        told,
        [
            "与第2行账号相同",
            "此手机号已用于另一个账号",
            "请填写11位手机号",
            "三类管理员须逐个申请",
            "请为角色镇街安监员指定区划、部门或企业",
            "账号officer已存在",
            "没有找到“没有这个局”",
            "手机号必填",
            "请同时填写角色",
        ],
        strict=True,
    ):
        assert wanted in sentence
    assert not User.objects.filter(username="sun").exists(), "checking leaves nothing behind"
    confirmed(office, state["id"], mode="right")
    assert Import.objects.get(pk=state["id"]).done == 1
    assert not User.objects.filter(username__in=["wu", "zheng", "wang", "feng", "chu", "wei", "jiang"]).exists()


def test_only_the_system_administrator_imports_accounts(cast, api):
    for who in (cast.secadmin, cast.auditor, cast.city, cast.officer):
        assert send(api(who), xlsx([HEAD, *GOOD]), ledger="users").status_code == 403


def test_the_template_names_what_is_needed_and_no_firm_twice(office):
    [columns] = [each["columns"] for each in office.get("/api/imports/ledgers/").json() if each["name"] == "users"]
    assert [each["label"] for each in columns] == [
        *("账号", "姓名", "手机号", "部门", "申请的角色", "管辖区划", "管辖部门", "所属企业"),
    ]
    assert [each["label"] for each in columns if each["required"]] == ["账号", "姓名", "手机号"]


def test_an_account_that_has_a_password_is_sent_no_link(cast, office):
    taken_in(office, GOOD[:1])
    set_password(User.objects.get(username="sun"), "Xin#Ren2026", now=timezone.now())
    request = Request.objects.get()
    approve(request.pk, actor=cast.secadmin, expected_version=request.version, now=timezone.now())
    assert not Message.objects.filter(template__code="account_opened").exists()
