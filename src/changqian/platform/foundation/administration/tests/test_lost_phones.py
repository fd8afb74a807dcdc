"""Phone and recovery codes are lost: who says so, who asks, who approves; and that nobody does it for himself."""

from base64 import b32decode
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.oath import TOTP

from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.models import Assignment, RecoveryCode, Role, User, UserSession
from changqian.platform.foundation.accounts.services import set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, Browser
from changqian.platform.foundation.administration.rules import Kind, Status, closed_way
from changqian.platform.foundation.administration.services import approve, ask
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind

NOW = timezone.now


def second(cast, code):
    user = User.objects.create(username=f"{code}2", name=f"第二名{code}")
    Assignment.objects.create(user=user, role=Role.objects.get(code=code), region=cast.city_region)
    return user


def with_factor(user, phone=""):
    """Somebody with a password and a confirmed second factor, who is not signed in."""
    load_templates()
    user.phone, user.phone_index = phone, blind(phone)
    user.save()
    set_password(user, PASSWORD, now=NOW())
    totp = TOTP(b32decode(second_factor.begin(user)["secret"]))
    totp.time = NOW().timestamp()
    second_factor.confirm(user, f"{totp.token():06d}", now=NOW())
    return user


@pytest.fixture
def locked_out(cast):
    """The auditor, whose phone lies in a canal."""
    return with_factor(cast.auditor, "13812340009")


def asked(user, actor):
    return ask(actor=actor, kind=Kind.RESET_FACTOR, user=user.pk, reason="手机丢失，已当面核实", now=NOW())


def decided(row, actor):
    return approve(row.pk, actor=actor, expected_version=row.version, now=NOW())


class TestTheWholeWay:
    def test_reported_in_the_doorway_asked_approved_and_enrolled_anew(self, cast, locked_out):
        browser = Browser()
        assert browser.sign_in("auditor").json()["next"] == "second_factor"
        assert browser.post("/api/session/second-factor/lost/", {"reason": "手机落水"}).status_code == 204
        told = Notice.objects.get(user=cast.sysadmin)
        assert (told.title, told.body) == ("审计员（auditor）的动态口令丢失，请核实本人后申请重置", "手机落水")
        assert not Notice.objects.exclude(user=cast.sysadmin).exists()
        assert second_factor.enrolled(locked_out), "to say so takes nothing away"

        row = asked(locked_out, cast.sysadmin)
        assert row.summary == "重置审计员（auditor）的动态口令，下次登录时重新启用"
        UserSession.objects.create(user=locked_out, key_hash="k", started_at=NOW(), last_input_at=NOW())
        assert decided(row, cast.secadmin).status == Status.APPROVED
        assert not second_factor.enrolled(locked_out)
        assert not RecoveryCode.objects.filter(user=locked_out).exists()
        assert UserSession.objects.get(key_hash="k").end == "reset"
        assert Message.objects.filter(template__code="factor_reset").count() == 1
        assert Browser().sign_in("auditor").json()["next"] == "enrol"

        done = Entry.objects.get(action="administration.reset_factor")
        assert (done.actor, done.changes["requested_by"]) == (cast.secadmin, "系统管理员")
        assert {"accounts.lost_factor", "accounts.reset_factor"} <= set(Entry.objects.values_list("action", flat=True))

    def test_saying_it_again_the_same_day_tells_nobody_twice(self, cast, locked_out):
        browser = Browser()
        browser.sign_in("auditor")
        for _ in range(3):
            browser.post("/api/session/second-factor/lost/", {"reason": "手机落水"})
        assert Notice.objects.filter(user=cast.sysadmin).count() == 1

    def test_only_who_showed_his_password_may_say_it(self, cast, locked_out):
        browser = Browser()
        assert browser.post("/api/session/second-factor/lost/", {"reason": "手机落水"}).status_code == 400
        browser.sign_in("auditor", "Wrong#2026")
        assert browser.post("/api/session/second-factor/lost/", {"reason": "手机落水"}).status_code == 400
        assert not Notice.objects.exists()

    def test_the_request_shows_what_would_change(self, cast, api, locked_out):
        row = asked(locked_out, cast.sysadmin)
        said = api(cast.secadmin).get(f"/api/admin-requests/{row.pk}/").json()["facts"]
        assert said == [{"label": "动态口令", "old": ["已启用，还有10个恢复码"], "new": ["下次登录时重新启用"]}]
        assert api(cast.sysadmin).get(f"/api/users/{locked_out.pk}/").json()["second_factor"] is True


class TestEscalation:
    """With a second factor out of the way a stolen password is enough: nobody gets there alone."""

    def test_nobody_asks_for_himself(self, cast):
        with_factor(cast.sysadmin)
        with pytest.raises(RuleViolation, match="不能为自己申请重置动态口令"):
            asked(cast.sysadmin, cast.sysadmin)

    def test_nobody_approves_his_own(self, cast):
        with_factor(cast.secadmin)
        row = asked(cast.secadmin, cast.sysadmin)
        with pytest.raises(RuleViolation, match="与自己账号有关"):
            decided(row, cast.secadmin)
        assert second_factor.enrolled(cast.secadmin)
        decided(row, second(cast, "secadmin"))
        assert not second_factor.enrolled(cast.secadmin)

    def test_who_asks_does_not_approve_and_who_approves_does_not_ask(self, cast, locked_out):
        row = asked(locked_out, cast.sysadmin)
        with pytest.raises(PermissionDenied):
            decided(row, cast.sysadmin)
        for actor in (cast.secadmin, cast.auditor, cast.officer):
            with pytest.raises(PermissionDenied):
                asked(locked_out, actor)

    def test_who_has_none_needs_no_reset(self, cast):
        with pytest.raises(RuleViolation, match="没有启用动态口令"):
            asked(cast.worker, cast.sysadmin)

    def test_a_factor_enrolled_anew_is_not_taken_by_the_old_request_twice(self, cast, locked_out):
        row = asked(locked_out, cast.sysadmin)
        second_factor.reset(locked_out, actor=cast.secadmin)
        with pytest.raises(RuleViolation, match="不需要重置"):
            decided(row, cast.secadmin)
        row.refresh_from_db()
        assert row.status == Status.PENDING


class TestWhereNobodyIsLeftToHelp:
    def said(self, *args):
        out = StringIO()
        call_command("reset_factor", *args, stdout=out)
        return out.getvalue()

    def test_the_only_security_administrator_is_helped_at_the_server(self, cast):
        with_factor(cast.secadmin)
        assert "已重置" in self.said("secadmin", "--reason", "手机丢失，运维在场核实")
        assert not second_factor.enrolled(cast.secadmin)
        done = Entry.objects.get(action="administration.reset_factor")
        assert done.actor == cast.platform
        assert done.changes["why"] == "没有另一名在用的安全保密管理员可以审批"
        assert set(Notice.objects.values_list("user__username", flat=True)) == {"sysadmin", "secadmin", "auditor"}

    def test_not_while_others_could(self, cast, locked_out):
        with pytest.raises(CommandError, match="有管理员可以办理"):
            self.said("auditor", "--reason", "手机丢失")
        with_factor(cast.secadmin)
        second(cast, "secadmin")
        with pytest.raises(CommandError, match="有管理员可以办理"):
            self.said("secadmin", "--reason", "手机丢失")

    @pytest.mark.parametrize(
        ("username", "sentence"), [("nemo", "没有在用的账号"), ("dismissed", "没有在用"), ("worker", "不需要重置")]
    )
    def test_nor_for_others(self, cast, username, sentence):
        with pytest.raises(CommandError, match=sentence):
            self.said(username, "--reason", "手机丢失")

    def test_in_the_doorway_he_is_told_whom_to_call(self, cast):
        with_factor(cast.secadmin)
        browser = Browser()
        browser.sign_in("secadmin")
        said = browser.post("/api/session/second-factor/lost/", {"reason": "手机落水"}).json()
        assert "没有另一名在用的安全保密管理员可以审批，请联系运维人员" in said["fields"]["reason"][0]

    def test_which_way_is_closed(self):
        assert closed_way(asker=True, judge=True) == ""
        assert closed_way(asker=False, judge=True) == "没有另一名在用的系统管理员可以提出申请"
        assert closed_way(asker=True, judge=False) == "没有另一名在用的安全保密管理员可以审批"
