"""What `changqian user`, `links` and `token` say."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import AccessToken, User
from changqian.platform.foundation.audit.models import Entry


def said(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_everybody_of_the_cast_gets_a_link_that_opens(cast, browser, settings):
    settings.PUBLIC_URL = "https://10.0.0.5:8443"
    lines = said("sign_in_links").splitlines()
    assert [line.split()[0] for line in lines] == [
        *("officer", "principal", "worker", "town", "district", "city", "rival"),
        *("expert", "auditor", "sysadmin", "secadmin", "two_roles"),
    ]
    assert lines[0].startswith("officer 陈安全 企业安管员 https://10.0.0.5:8443/sign-in?link=")
    assert "/m/sign-in?link=" in lines[2], "a worker works on the phone"
    token = lines[0].partition("link=")[2]
    assert browser.post("/api/session/link/", {"token": token}).json()["name"] == "陈安全"


def test_links_as_json_and_for_one(cast):
    [link] = json.loads(said("sign_in_links", "--json", "--user", "town"))
    assert (link["username"], link["name"], link["role"], link["role_label"]) == (
        "town",
        "湖塘镇安监员",
        "town",
        "镇街安监员",
    )
    assert json.loads(said("sign_in_links", "--json", "--user", "platform", "--user", "dismissed")) == []


def test_without_a_city_there_is_nobody_to_link(db):
    assert said("sign_in_links") == ""


@pytest.mark.parametrize(("role", "username"), [("officer", "officer"), ("two_roles", "two_roles"), ("CITY", "city")])
def test_a_token_for_a_role_of_the_cast(cast, role, username):
    token = said("make_token", role).strip()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert client.get("/api/me/").json()["username"] == username


def test_a_token_for_nobody_is_refused(cast):
    with pytest.raises(CommandError, match="没有账号或演示人员 emperor，可用的有：officer、principal、worker"):
        said("make_token", "emperor")
    with pytest.raises(CommandError, match="没有账号"):
        said("make_token", "platform")
    with pytest.raises(CommandError, match="有效天数应为1至366"):
        said("make_token", "officer", "--days", "0")
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("role", ["town", "city", "officer", "emperor"])
def test_a_role_is_not_given_without_two_people(cast, role):
    with pytest.raises(CommandError, match=f"不能授予角色{role}；请由系统管理员在“账号”页新建并申请"):
        said("make_user", "zhangsan", "张三", "--role", role, "--region", "牛塘镇")
    assert not User.objects.filter(username="zhangsan").exists()


def test_the_first_administrator_is_made_on_the_server_and_is_in_the_trail(cast):
    with pytest.raises(CommandError, match="已有这类管理员，请由系统管理员提出申请、安全保密管理员批准"):
        said("make_user", "first", "首任", "--role", "sysadmin", "--region", "常州市")
    User.objects.filter(pk=cast.sysadmin.pk).update(is_active=False)
    said("make_user", "first", "首任", "--role", "sysadmin", "--region", "常州市")
    told = Entry.objects.get(action="accounts.create", actor=cast.platform, target__endswith=str(cast_pk("first")))
    assert told.changes["roles"][0]["role"] == "sysadmin"


def cast_pk(username):
    return User.objects.get(username=username).pk


@pytest.fixture
def invented(settings):
    """The demonstration city, where rights are nobody's."""
    settings.DEMONSTRATION = True


def test_a_new_user_comes_in_by_link(cast, invented, browser):
    line = said("make_user", "zhangsan", "张三", "--role", "town", "--region", "牛塘镇").strip()
    assert line.startswith("zhangsan 张三 http")
    me = browser.post("/api/session/link/", {"token": line.partition("link=")[2]}).json()
    assert (me["name"], me["scope_label"], me["roles"][0]["role_label"]) == ("张三", "牛塘镇", "镇街安监员")


def test_a_new_user_of_a_firm_with_a_password(cast, invented, browser, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("Hutang#2026\n"))
    said("make_user", "lisi", "李四", "--role", "worker", "--enterprise", cast.enterprise.uscc, "--password-stdin")
    assert browser.sign_in("lisi").json()["scope_label"] == "常州湖塘机械厂有限公司"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--role", "town"], "请为角色镇街安监员指定区划、部门或企业"),
        (["--role", "town", "--region", "月球"], "没有找到区划 月球"),
        (["--role", "officer", "--enterprise", "91320000000000000X"], "没有找到企业 91320000000000000X"),
        (["--role", "bureau", "--department", "气象局"], "没有找到部门 气象局"),
        (["--role", "emperor", "--region", "常州市"], "没有角色emperor"),
        (["--password-stdin"], "密码长度应为8至64位"),
    ],
)
def test_a_user_that_cannot_be_is_refused_and_not_left_half_made(cast, invented, monkeypatch, options, sentence):
    monkeypatch.setattr("sys.stdin", StringIO("1234\n"))
    with pytest.raises(CommandError, match=sentence):
        said("make_user", "new", "新人", *options)
    assert not User.objects.filter(username="new").exists()


def test_reference_data_brings_the_roles_and_may_be_loaded_again(db):
    for _ in range(2):
        call_command("load_reference", stdout=StringIO())
    assert User.objects.get(is_system=True).name == "平台"
