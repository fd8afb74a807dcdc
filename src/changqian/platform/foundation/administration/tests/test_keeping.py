"""Accounts found and made, people kicked out, roles tried before they are approved."""

import pytest
from django.utils import timezone

from changqian.platform.foundation.accounts.models import Role, User, UserSession
from changqian.platform.foundation.administration.accounts import accounts, create_account, looked_for
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.roles import modules
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.kernel.errors import RuleViolation

NOW = timezone.now


def session_of(user):
    return UserSession.objects.create(
        user=user, key_hash=user.username, address="10.1.2.3", started_at=NOW(), last_input_at=NOW()
    )


class TestAccounts:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("王小虎", "worker"),
            ("ＷＯＲＫＥＲ", "worker"),
            ("小 虎", "worker"),
            ("青龙纺织", "rival"),
            ("安全生产科", "town"),
        ],
    )
    def test_the_search_forgives(self, cast, text, found):
        User.objects.filter(pk=cast.town.pk).update(department=found_department(actor=cast.sysadmin, name="安全生产科"))
        assert found in {user.username for user in looked_for(accounts(now=NOW()), text)}

    def test_the_list_says_what_is_going_on(self, cast, api):
        session_of(cast.worker)
        client = api(cast.sysadmin)
        body = {"kind": "dismiss", "user": cast.worker.pk, "reason": "离职"}
        assert client.post("/api/admin-requests/", body).status_code == 201
        [row] = client.get("/api/users/", {"q": "王小虎"}).json()["results"]
        assert (row["is_online"], row["pending"], row["role_names"]) == (True, 1, ["岗位从业人员"])
        assert "platform" not in {each["username"] for each in client.get("/api/users/?limit=500").json()["results"]}

    def test_account_and_requests_in_one_form_and_nothing_if_one_is_wrong(self, cast):
        town = {"role": Role.objects.get(code="town").pk, "region": cast.hutang.pk}
        common = {"actor": cast.sysadmin, "reason": "新招录", "now": NOW()}
        user = create_account(username="Sun", name="孙新", roles=[town, {**town, "region": cast.niutang.pk}], **common)
        assert (user.username, user.given, Request.objects.filter(user=user).count()) == ("sun", (), 2)
        with pytest.raises(RuleViolation, match="第2个角色：请为角色镇街安监员指定"):
            create_account(username="li", name="李新", roles=[town, {"role": town["role"]}], **common)
        assert not User.objects.filter(username="li").exists()
        for username, name in [("", "孙新"), ("sun", "孙新"), ("a b", "孙新"), ("x" * 41, "孙新"), ("zhou", "周")]:
            with pytest.raises(RuleViolation):
                create_account(username=username, name=name, **common)

    def test_kicked_out_at_once_and_told_why(self, cast, api):
        session = session_of(cast.worker)
        client = api(cast.sysadmin)
        [row] = client.get("/api/online/").json()["results"]
        assert (row["name"], row["address"]) == ("王小虎", "10.1.2.3")
        assert client.post(f"/api/online/{session.pk}/end/", {"reason": "异地登录"}).status_code == 204
        session.refresh_from_db()
        assert session.end == "kicked"
        assert client.get("/api/online/").json()["count"] == 0
        assert Entry.objects.get(action="administration.end_session").changes["reason"] == "异地登录"

    def test_firms_can_be_named_but_not_read(self, cast, api):
        client = api(cast.sysadmin)
        assert [row["name"] for row in client.get("/api/users/firms/", {"q": "青龙"}).json()["results"]] == [
            "常州青龙纺织有限公司"
        ]
        assert client.get("/api/enterprises/").status_code == 403


class TestPreview:
    def ask(self, api, actor, **given):
        return api(actor).post("/api/roles/preview/", {"permissions": ["enterprises.view"], **given})

    def test_counts_within_bounds_and_shows_no_row(self, cast, api):
        town = Role.objects.get(code="town").pk
        said = self.ask(api, cast.sysadmin, role=town, region=cast.hutang.pk).json()
        assert said["bounds"] == "湖塘镇"
        assert [(row["label"], row["count"]) for row in said["seen"]] == [("企业", 1)]
        said = self.ask(api, cast.secadmin, role=town, region=cast.city_region.pk).json()
        assert [row["count"] for row in said["seen"]] == [2]

    def test_needs_bounds(self, cast, api):
        said = self.ask(api, cast.sysadmin, role=Role.objects.get(code="town").pk)
        assert (said.status_code, "指定区划" in said.json()["detail"]) == (400, True)

    def test_every_permission_belongs_to_a_module_and_has_a_label(self, cast):
        listed = {code for module in modules() for code, _ in module.permissions}
        held = {code for role in Role.objects.all() for code in role.permissions}
        assert held <= listed


def test_what_a_request_would_change_is_shown_side_by_side(cast, api):
    client = api(cast.sysadmin)
    role = Role.objects.get(code="expert")
    body = {"kind": "change_role", "role": role.pk, "name": role.name, "reason": "调整"}
    said = client.post(
        "/api/admin-requests/", {**body, "permissions": ["enterprises.view", "hazards.view", "people.view"]}
    )
    facts = {fact["label"]: (fact["old"], fact["new"]) for fact in said.json()["facts"]}
    assert facts["减少的权限"] == (["登记隐患"], [])
    assert len(facts["增加的权限"][1]) == 1


def test_the_auditor_finds_who_came_in(cast, api):
    Entry.objects.all().delete()
    client = api(cast.sysadmin)
    client.post("/api/users/", {"username": "sun", "name": "孙新", "reason": "新招录"})
    said = api(cast.auditor).get("/api/audit/", {"action": "accounts.sign_in,accounts.create"}).json()
    assert [row["action"] for row in said["results"]] == ["accounts.create"]
