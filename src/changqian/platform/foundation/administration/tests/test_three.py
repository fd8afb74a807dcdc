"""三员分立: what each of the three can do, what none of them gets by any way, and that it holds under a race."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import Assignment, Role, User, UserSession
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS
from changqian.platform.foundation.accounts.services import create_user, load_roles, platform
from changqian.platform.foundation.administration.accounts import (
    create_account,
    edit_account,
    end_session,
    sign_in_link,
)
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.rules import RESERVED, Kind, Status, refuse_together
from changqian.platform.foundation.administration.services import approve, ask, refuse, withdraw
from changqian.platform.foundation.administration.setting import set_parameter
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.parameters.services import value
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

NOW = timezone.now


def asked(cast, kind, *, actor=None, reason="工作需要", **given):
    ids = {name: getattr(each, "pk", each) for name, each in given.items()}
    return ask(actor=actor or cast.sysadmin, kind=kind, reason=reason, now=NOW(), **ids)


def decided(cast, row, *, actor=None):
    return approve(row.pk, actor=actor or cast.secadmin, expected_version=row.version, now=NOW())


def granted(cast, user, code, **bounds):
    return decided(cast, asked(cast, Kind.GRANT, user=user, role=Role.objects.get(code=code), **bounds))


def newcomer(cast, username="sun", name="孙新"):
    return create_account(actor=cast.sysadmin, username=username, name=name, reason="新入职", now=NOW())


def fresh(user):
    return User.objects.get(pk=user.pk)


class TestTheWayOfARole:
    def test_asked_approved_and_in_the_trail_with_old_and_new(self, cast):
        user = newcomer(cast)
        row = asked(cast, Kind.GRANT, user=user, role=Role.objects.get(code="town"), region=cast.hutang)
        assert row.summary == "授予孙新（sun）角色镇街安监员（湖塘镇）"
        assert fresh(user).given == (), "nothing holds before it is approved"
        assert Notice.objects.filter(user=cast.secadmin, title__startswith="待审批").exists()
        decided(cast, row)
        [grant] = fresh(user).given
        assert "hazards.pass_review" in grant.permissions
        assert grant.regions == frozenset({cast.hutang.pk})
        told = Entry.objects.get(action="administration.grant")
        assert (told.actor, told.changes["requested_by"]) == (cast.secadmin, "系统管理员")
        assert told.changes["roles"] == [[], ["镇街安监员（湖塘镇）"]]
        assert [entry.action for entry in Entry.objects.filter(target=f"administration.Request:{row.pk}")] == [
            "administration.ask",
            "administration.approve",
        ]
        assert Notice.objects.filter(user=cast.sysadmin, title__startswith="已生效").exists()

    def test_refused_with_a_reason_that_the_requester_reads(self, cast):
        row = asked(cast, Kind.DISMISS, user=cast.worker)
        with pytest.raises(RuleViolation, match="请写明退回的原因"):
            refuse(row.pk, actor=cast.secadmin, expected_version=row.version, decision=" ", now=NOW())
        done = refuse(row.pk, actor=cast.secadmin, expected_version=row.version, decision="仍在岗", now=NOW())
        assert (done.status, fresh(cast.worker).is_active) == (Status.REFUSED, True)
        assert Notice.objects.get(user=cast.sysadmin, title__startswith="已退回").body == "仍在岗"
        with pytest.raises(RuleViolation, match="已退回的申请不能批准"):
            decided(cast, done)

    def test_withdrawn_by_who_asked(self, cast):
        row = asked(cast, Kind.DISMISS, user=cast.worker)
        assert withdraw(row.pk, actor=cast.sysadmin, expected_version=row.version, now=NOW()).status == "withdrawn"

    def test_two_readers_one_decision(self, cast):
        row = asked(cast, Kind.DISMISS, user=cast.worker)
        with pytest.raises(VersionConflict):
            approve(row.pk, actor=cast.secadmin, expected_version=row.version + 1, now=NOW())

    def test_what_cannot_hold_any_more_is_not_approved(self, cast):
        row = asked(cast, Kind.GRANT, user=cast.nobody, role=Role.objects.get(code="town"), region=cast.hutang)
        User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
        with pytest.raises(RuleViolation, match="账号已停用"):
            decided(cast, row)
        assert Request.objects.get(pk=row.pk).status == Status.PENDING

    def test_the_same_is_not_asked_twice(self, cast):
        asked(cast, Kind.DISMISS, user=cast.worker)
        with pytest.raises(RuleViolation, match="已有相同的申请"):
            asked(cast, Kind.DISMISS, user=cast.worker)

    @pytest.mark.parametrize(
        ("kind", "given", "sentence"),
        [
            (Kind.GRANT, {}, "请选择账号"),
            (Kind.GRANT, {"user": "worker"}, "请选择角色"),
            (Kind.GRANT, {"user": "worker", "role": "town"}, "指定区划、部门或企业"),
            (Kind.GRANT, {"user": "worker", "role": "worker", "enterprise": "enterprise"}, "王小虎已有角色"),
            (Kind.GRANT, {"user": "dismissed", "role": "town", "region": "hutang"}, "账号已停用"),
            (Kind.GRANT, {"user": "nobody", "role": "sysadmin", "region": "hutang"}, "请只指定全市区划"),
            (Kind.GRANT, {"user": "platform", "role": "town", "region": "hutang"}, "请选择账号"),
            (Kind.REVOKE, {}, "请选择要撤销的角色"),
            (Kind.REENABLE, {"user": "worker"}, "不需要恢复"),
            (Kind.HAND_OVER, {"user": "worker", "to": "worker"}, "请选择另一个账号"),
            (Kind.HAND_OVER, {"user": "nobody", "to": "worker"}, "没有角色可以交接"),
            (Kind.HAND_OVER, {"user": "sysadmin", "to": "secadmin"}, "不能由同一人担任"),
            (Kind.HAND_OVER, {"user": "worker", "to": "auditor"}, "不能同时担任其他角色"),
            (Kind.SET_PARAMETER, {"key": "accounts.idle_minutes", "value": 600}, "应在5至30分钟之间"),
            (Kind.SET_PARAMETER, {"key": "accounts.idle_minutes", "value": 30}, "现在就是30 分钟"),
            (Kind.SET_PARAMETER, {"key": "jobs.keep_days", "value": 9}, "可以直接修改"),
            (Kind.SET_PARAMETER, {"key": "no.such"}, "没有参数"),
            (Kind.DEFINE_ROLE, {"name": "甲", "permissions": ["hazards.view"]}, "2至50字"),
            (Kind.DEFINE_ROLE, {"name": "镇街安监员", "permissions": ["hazards.view"]}, "已有名为"),
            (Kind.DEFINE_ROLE, {"name": "看客", "permissions": []}, "至少选择一项"),
            (Kind.DEFINE_ROLE, {"name": "看客", "permissions": ["hazards.fly"]}, "没有这项权限：hazards.fly"),
        ],
    )
    def test_what_makes_no_sense_is_refused_in_words(self, cast, kind, given, sentence):
        roles = {"town", "worker", "sysadmin"}
        words = {
            name: Role.objects.get(code=each) if name == "role" and each in roles else getattr(cast, str(each), each)
            for name, each in given.items()
        }
        with pytest.raises(RuleViolation, match=sentence):
            asked(cast, kind, **words)
        with pytest.raises(RuleViolation, match="请写明申请理由"):
            asked(cast, Kind.DISMISS, user=cast.worker, reason=" ")


class TestEverythingThatCanBeAsked:
    def test_revoke(self, cast):
        held = cast.town.assignments.get()
        decided(cast, asked(cast, Kind.REVOKE, assignment=held))
        assert fresh(cast.town).given == ()
        assert Entry.objects.get(action="administration.revoke").changes["roles"] == [["镇街安监员（湖塘镇）"], []]

    def test_dismiss_closes_every_door_and_reenable_opens_none_but_the_account(self, cast):
        session = UserSession.objects.create(user=cast.worker, key_hash="k", started_at=NOW(), last_input_at=NOW())
        decided(cast, asked(cast, Kind.DISMISS, user=cast.worker))
        session.refresh_from_db()
        assert (session.end, fresh(cast.worker).grants) == ("dismissed", ())
        decided(cast, asked(cast, Kind.REENABLE, user=cast.worker))
        assert len(fresh(cast.worker).given) == 1
        assert UserSession.objects.get().ended_at is not None

    def test_hand_over(self, cast):
        decided(cast, asked(cast, Kind.HAND_OVER, user=cast.town, to=cast.nobody))
        assert not fresh(cast.town).is_active
        [grant] = fresh(cast.nobody).given
        assert grant.regions == frozenset({cast.hutang.pk})
        assert Entry.objects.filter(action="administration.hand_over").count() == 2

    def test_a_role_of_the_citys_own_and_its_change(self, cast):
        body = {"name": "园区网格员", "permissions": ["hazards.view", "hazards.report"]}
        decided(cast, asked(cast, Kind.DEFINE_ROLE, **body))
        role = Role.objects.get(name="园区网格员")
        assert role.permissions == ["hazards.report", "hazards.view"]
        row = asked(cast, Kind.CHANGE_ROLE, role=role, **{**body, "permissions": ["hazards.view"]})
        assert row.summary == "修改角色“园区网格员”：减少1项权限"
        decided(cast, row)
        told = Entry.objects.get(action="administration.change_role")
        assert told.changes["permissions"] == [["hazards.report", "hazards.view"], ["hazards.view"]]

    def test_a_change_prepared_on_an_old_role_is_not_approved(self, cast):
        role = Role.objects.get(code="town")
        row = asked(cast, Kind.CHANGE_ROLE, role=role, name=role.name, permissions=["hazards.view"])
        Role.objects.filter(pk=role.pk).update(permissions=["hazards.view", "people.view"])
        with pytest.raises(RuleViolation, match="角色在申请之后又有变化"):
            decided(cast, row)

    def test_a_reset_password_ends_sessions_and_allows_one_link(self, cast):
        UserSession.objects.create(user=cast.worker, key_hash="k", started_at=NOW(), last_input_at=NOW())
        with pytest.raises(RuleViolation, match="请先提出“重置密码”申请"):
            sign_in_link(cast.worker.pk, actor=cast.sysadmin, now=NOW())
        decided(cast, asked(cast, Kind.RESET_PASSWORD, user=cast.worker))
        assert UserSession.objects.get().end == "reset"
        assert not fresh(cast.worker).has_usable_password()
        assert "/sign-in?link=" in sign_in_link(cast.worker.pk, actor=cast.sysadmin, now=NOW())[0]

    def test_a_parameter_of_security(self, cast):
        with pytest.raises(RuleViolation, match="由安全保密管理员批准后生效"):
            set_parameter(
                "accounts.idle_minutes",
                actor=cast.sysadmin,
                value_given=10,
                reason="试试",
                effective_at=None,
                now=NOW(),
            )
        decided(cast, asked(cast, Kind.SET_PARAMETER, key="accounts.idle_minutes", value=10))
        assert value("accounts.idle_minutes") == 10
        assert Entry.objects.get(action="administration.set_parameter").changes["value"] == [30, 10]

    def test_a_parameter_of_no_danger_is_set_at_once(self, cast):
        set_parameter(
            "jobs.keep_days", actor=cast.sysadmin, value_given=14, reason="排查", effective_at=None, now=NOW()
        )
        assert Entry.objects.get(action="parameters.set").changes["value"] == [7, 14]


class TestEscalation:
    """Each administrator tries to become more than he is."""

    def test_the_system_administrator_cannot_approve(self, cast):
        row = asked(cast, Kind.GRANT, user=cast.nobody, role=Role.objects.get(code="town"), region=cast.hutang)
        with pytest.raises(PermissionDenied):
            decided(cast, row, actor=cast.sysadmin)

    def test_nor_make_himself_anything_else_even_if_somebody_would_approve(self, cast):
        for code in ("secadmin", "auditor", "city"):
            with pytest.raises(RuleViolation, match="不能"):
                asked(cast, Kind.GRANT, user=cast.sysadmin, role=Role.objects.get(code=code), region=cast.city_region)

    def test_nor_put_his_power_or_anothers_into_a_role(self, cast):
        for permission in ("administration.approve", "administration.ask", "audit.view", "audit.export", "jobs.run"):
            with pytest.raises(RuleViolation, match="只属于三类管理员"):
                asked(cast, Kind.DEFINE_ROLE, name="特权", permissions=["hazards.view", permission])
            with pytest.raises(RuleViolation, match="只属于三类管理员"):
                asked(cast, Kind.CHANGE_ROLE, role=Role.objects.get(code="town"), name="镇街", permissions=[permission])

    def test_nor_change_what_the_three_may(self, cast):
        for code in ADMINISTRATORS:
            with pytest.raises(RuleViolation, match="由平台规定，不能修改"):
                asked(
                    cast,
                    Kind.CHANGE_ROLE,
                    role=Role.objects.get(code=code),
                    name="管理员",
                    permissions=["hazards.view"],
                )

    def test_nor_sign_in_as_another_administrator(self, cast):
        judge = second(cast, "secadmin")
        for other in (cast.secadmin, cast.auditor):
            decided(cast, asked(cast, Kind.RESET_PASSWORD, user=other), actor=judge)
            with pytest.raises(RuleViolation, match="管理员的登录链接不在这里签发"):
                sign_in_link(other.pk, actor=cast.sysadmin, now=NOW())

    def test_nor_take_a_link_before_the_role_of_an_administrator_is_approved(self, cast):
        user = newcomer(cast)
        asked(cast, Kind.GRANT, user=user, role=Role.objects.get(code="secadmin"), region=cast.city_region)
        with pytest.raises(RuleViolation, match="管理员的登录链接不在这里签发"):
            sign_in_link(user.pk, actor=cast.sysadmin, now=NOW())

    def test_nor_read_the_trail(self, cast, api):
        assert api(cast.sysadmin).get("/api/audit/").status_code == 403
        assert api(cast.sysadmin).get(f"/api/users/{cast.worker.pk}/history/").status_code == 404

    def test_the_security_administrator_creates_nobody_and_asks_for_nothing(self, cast):
        with pytest.raises(PermissionDenied):
            create_account(actor=cast.secadmin, username="x1", name="某人", reason="试试", now=NOW())
        with pytest.raises(PermissionDenied):
            asked(cast, Kind.DISMISS, user=cast.worker, actor=cast.secadmin)
        with pytest.raises(PermissionDenied):
            edit_account(cast.worker.pk, actor=cast.secadmin, name="王大虎", now=NOW())

    def test_nor_decides_about_himself(self, cast):
        row = asked(cast, Kind.RESET_PASSWORD, user=cast.secadmin)
        with pytest.raises(RuleViolation, match="与自己账号有关"):
            decided(cast, row)

    def test_nor_reads_or_touches_the_trail(self, cast, api):
        client = api(cast.secadmin)
        assert client.get("/api/audit/").status_code == 403
        assert {client.delete("/api/audit/").status_code, client.post("/api/audit/").status_code} == {403}

    def test_the_auditor_operates_nothing(self, cast, api):
        row = asked(cast, Kind.DISMISS, user=cast.worker)
        for deed in (
            lambda: decided(cast, row, actor=cast.auditor),
            lambda: asked(cast, Kind.REENABLE, user=cast.dismissed, actor=cast.auditor),
            lambda: create_account(actor=cast.auditor, username="x1", name="某人", reason="试试", now=NOW()),
            lambda: sign_in_link(cast.worker.pk, actor=cast.auditor, now=NOW()),
            lambda: end_session(1, actor=cast.auditor, reason="试", now=NOW()),
        ):
            with pytest.raises(PermissionDenied):
                deed()
        assert api(cast.auditor).get("/api/users/").status_code == 403
        assert api(cast.auditor).get("/api/audit/?action=administration").json()["count"] > 0

    def test_an_administrator_within_a_district_administers_nothing(self, cast):
        Assignment.objects.filter(user=cast.sysadmin).update(region=cast.wujin_region)
        with pytest.raises(PermissionDenied):
            asked(cast, Kind.DISMISS, user=cast.worker, actor=fresh(cast.sysadmin))

    def test_who_asked_never_approves_whatever_he_became(self, cast):
        """The database itself says no, should the services ever forget."""
        row = asked(cast, Kind.DISMISS, user=cast.worker)
        with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
            Request.objects.filter(pk=row.pk).update(decided_by=cast.sysadmin, status=Status.APPROVED)

    def test_no_role_delivered_but_theirs_holds_what_is_theirs(self):
        assert {"administration.approve", "administration.ask", "audit.view", "audit.export"} <= RESERVED
        with pytest.raises(RuleViolation):
            refuse_together(["sysadmin"], ["town"])


def second(cast, code):
    """Another administrator of a kind."""
    user = User.objects.create(username=f"{code}2", name=f"第二名{code}")
    Assignment.objects.create(user=user, role=Role.objects.get(code=code), region=cast.city_region)
    return user


class TestTheLastOfAKind:
    @pytest.mark.parametrize("code", sorted(ADMINISTRATORS))
    def test_cannot_be_dismissed_or_lose_the_role(self, cast, code):
        user, judge = getattr(cast, code), second(cast, "secadmin")
        if code == "secadmin":
            decided(cast, asked(cast, Kind.DISMISS, user=cast.secadmin), actor=judge)
            user, judge = judge, None
            with pytest.raises(RuleViolation, match="与自己账号有关"):
                decided(cast, asked(cast, Kind.DISMISS, user=user), actor=user)
            return
        for row in (asked(cast, Kind.DISMISS, user=user), asked(cast, Kind.REVOKE, assignment=user.assignments.get())):
            with pytest.raises(RuleViolation, match="是最后一名在用的"):
                decided(cast, row, actor=judge)

    def test_with_a_second_one_the_first_may_go(self, cast):
        second(cast, "auditor")
        decided(cast, asked(cast, Kind.DISMISS, user=cast.auditor))
        assert not fresh(cast.auditor).is_active

    def test_the_command_line_makes_the_first_of_each_kind_only(self, cast):
        with pytest.raises(RuleViolation, match="已有这类管理员"):
            create_user(
                actor=platform(), username="s2", name="又一个", roles=[("sysadmin", {"region": cast.city_region})]
            )
        User.objects.filter(pk=cast.sysadmin.pk).update(is_active=False)
        create_user(actor=platform(), username="s2", name="又一个", roles=[("sysadmin", {"region": cast.city_region})])


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def run(self, *deeds):
        """All at once; what each raised, or None."""
        said, barrier = [], Barrier(len(deeds))

        def do(deed):
            try:
                barrier.wait()
                deed()
                said.append(None)
            except (RuleViolation, IntegrityError) as error:
                said.append(error)
            finally:
                connection.close()

        threads = [Thread(target=do, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return said

    def test_two_approvals_at_once_make_nobody_two_of_the_three(self, cast):
        user = newcomer(cast)
        rows = [
            asked(cast, Kind.GRANT, user=user, role=Role.objects.get(code=code), region=cast.city_region)
            for code in ("secadmin", "auditor")
        ]
        said = self.run(*(lambda row=row: decided(cast, row) for row in rows))
        assert sorted(map(bool, said)) == [False, True]
        assert user.assignments.count() == 1

    def test_the_last_two_cannot_both_go_at_once(self, cast):
        other = second(cast, "auditor")
        rows = [asked(cast, Kind.DISMISS, user=user) for user in (cast.auditor, other)]
        said = self.run(*(lambda row=row: decided(cast, row) for row in rows))
        assert sorted(map(bool, said)) == [False, True]
        assert User.objects.filter(assignments__role__code="auditor", is_active=True).count() == 1

    def test_the_database_refuses_a_second_of_the_three_past_all_services(self, cast):
        with pytest.raises(IntegrityError, match="one_administrator_at_most"), transaction.atomic():
            Assignment.objects.create(
                user=cast.sysadmin, role=Role.objects.get(code="auditor"), region=cast.city_region
            )


class TestUpgrades:
    def test_what_the_city_changed_stays_changed_and_what_is_delivered_anew_is_added(self, cast):
        role = Role.objects.get(code="town")
        delivered = list(role.permissions)
        mine = sorted({*delivered, "drills.hold"} - {"hazards.dismiss"})
        Role.objects.filter(pk=role.pk).update(
            permissions=mine, edited=True, delivered=sorted(set(delivered) - {"hazards.grade"} | {"hazards.fly"})
        )
        load_roles()
        role.refresh_from_db()
        assert set(role.permissions) == (set(delivered) | {"drills.hold"}) - {"hazards.dismiss"}
        assert role.delivered == delivered
        load_roles()
        assert Entry.objects.filter(action="accounts.deliver_role").count() <= 1

    def test_the_three_are_always_as_delivered(self, cast):
        role = Role.objects.get(code="auditor")
        Role.objects.filter(pk=role.pk).update(permissions=["audit.view", "hazards.close"], edited=True, delivered=[])
        load_roles()
        role.refresh_from_db()
        assert role.permissions == role.delivered


def test_there_is_no_superuser(db):
    """Neither a column, nor a line of code that would make or ask for one."""
    assert not [field.name for field in User._meta.get_fields() if field.name in ("is_superuser", "is_staff")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name IN ('is_superuser', 'is_staff')"
        )
        assert cursor.fetchall() == []
    source = Path(__file__).parents[5]
    named = [
        str(file.relative_to(source))
        for file in source.rglob("*.py")
        if "superuser" in file.read_text(encoding="utf-8") and file != Path(__file__)
    ]
    assert [name for name in named if "launcher" not in name] == []
