"""湖塘机械厂 reports that it stands still; the town is asked, hands it on, decides; and what comes of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.approvals import services
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.rules import Act, Asked, Seat, Status
from changqian.platform.foundation.approvals.services import (
    ask,
    decide,
    delegate,
    remind,
    resubmit,
    settle,
    todo_of,
    visible,
    withdraw,
)
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.models import Enterprise, StatusChange
from changqian.platform.foundation.enterprises.statuses import confirm_status, report_status
from changqian.platform.foundation.enterprises.tasks import follow_approval
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

CONFIRM = "enterprises.confirm_status"
TOWN = Asked("属地确认", CONFIRM, level="town", within=timedelta(days=3))


@pytest.fixture
def asking(cast):
    """Asks for something at 湖塘; the steps as they come."""

    def begin(*steps, actor=None):
        return ask(
            actor=actor or cast.officer,
            asked_as="enterprises.report_status",
            kind="test.thing",
            target=1,
            title="申请停产报备",
            body="设备检修",
            enterprise=cast.enterprise.pk,
            region=cast.hutang.pk,
            steps=steps or [TOWN],
            now=cast.now,
        )

    return begin


def open_step(approval):
    return approval.steps.filter(seat=Seat.OPEN).first()


def answer(approval, actor, act, opinion="", *, cast, version=None):
    step = open_step(approval).pk
    told = {"act": act, "opinion": opinion, "now": cast.now}
    return decide(approval.pk, step, actor=actor, expected_version=version, **told)


class TestWhoseTurn:
    def test_it_is_the_towns_to_do_and_nobody_elses(self, cast, asking):
        approval = asking()
        assert [each.approval_id for each in todo_of(cast.town)] == [approval.pk]
        others = (cast.wujin, cast.city, cast.liyang, cast.officer, cast.rival_officer, cast.auditor, cast.nobody)
        assert [list(todo_of(person)) for person in others] == [[]] * len(others)

    def test_the_town_is_told_once(self, cast, asking):
        asking()
        (notice,) = Notice.objects.filter(user=cast.town.pk)
        assert (notice.title, notice.link) == ("申请停产报备", "/todos")

    def test_in_order_the_district_comes_after_the_town(self, cast, asking):
        approval = asking(Asked("镇", CONFIRM, 1, "town"), Asked("区", CONFIRM, 2, "district"))
        assert list(todo_of(cast.wujin)) == []
        approval = answer(approval, cast.town, Act.APPROVE, cast=cast)
        assert approval.status == Status.PENDING
        assert [each.label for each in todo_of(cast.wujin)] == ["区"]
        assert answer(approval, cast.wujin, Act.APPROVE, cast=cast).status == Status.APPROVED

    def test_side_by_side_both_must_agree(self, cast, asking):
        approval = asking(Asked("镇", CONFIRM, 1, "town"), Asked("区", CONFIRM, 1, "district"))
        assert len(todo_of(cast.town)) == len(todo_of(cast.wujin)) == 1
        assert answer(approval, cast.town, Act.APPROVE, cast=cast).status == Status.PENDING
        approval = answer(approval, cast.wujin, Act.REFUSE, "不属实", cast=cast)
        assert (approval.status, list(todo_of(cast.town))) == (Status.REFUSED, [])


class TestDeciding:
    def test_out_of_reach_is_out_of_reach(self, cast, asking):
        approval = asking()
        step, told = open_step(approval).pk, {"expected_version": None, "act": Act.APPROVE, "now": cast.now}
        with pytest.raises(Approval.DoesNotExist):
            decide(approval.pk, step, actor=cast.liyang, **told)
        with pytest.raises(PermissionDenied):
            decide(approval.pk, step, actor=cast.rival_officer, **told)

    def test_nobody_decides_what_he_asked_for(self, cast, asking):
        person = User.objects.create(username="both", name="两头兼")
        Assignment.objects.create(user=person, role=Role.objects.get(code="officer"), enterprise_id=cast.enterprise.pk)
        Assignment.objects.create(user=person, role=Role.objects.get(code="town"), region=cast.hutang)
        approval = asking(actor=User.objects.get(pk=person.pk))
        assert list(todo_of(person)) == []
        with pytest.raises(RuleViolation, match="自己提出的申请"):
            answer(approval, User.objects.get(pk=person.pk), Act.APPROVE, cast=cast)

    def test_twice_is_once(self, cast, asking):
        approval = asking()
        step = open_step(approval).pk
        answer(approval, cast.town, Act.APPROVE, cast=cast)
        with pytest.raises(RuleViolation, match="已同意，不能再次办理"):
            decide(approval.pk, step, actor=cast.wujin, expected_version=None, act=Act.APPROVE, now=cast.now)

    def test_a_stale_page_is_refused(self, cast, asking):
        approval = asking()
        with pytest.raises(VersionConflict):
            answer(approval, cast.town, Act.APPROVE, cast=cast, version=approval.version + 1)

    @pytest.mark.parametrize("act", [Act.ASK, Act.PASS, Act.WITHDRAW, "x", ""])
    def test_only_decisions_decide(self, cast, asking, act):
        approval = asking()
        with pytest.raises(RuleViolation, match="请选择"):
            answer(approval, cast.town, act, cast=cast)

    def test_sent_back_and_asked_again(self, cast, asking):
        approval = answer(asking(), cast.town, Act.SEND_BACK, "请补充停产时间", cast=cast)
        assert (approval.status, list(todo_of(cast.town))) == (Status.RETURNED, [])
        assert Notice.objects.filter(user=cast.officer.pk, title="退回补充：申请停产报备").exists()
        with pytest.raises(PermissionDenied):
            resubmit(approval.pk, actor=cast.principal, expected_version=None, opinion="三月起", now=cast.now)
        with pytest.raises(RuleViolation, match="补充说明"):
            resubmit(approval.pk, actor=cast.officer, expected_version=None, opinion=" ", now=cast.now)
        resubmit(approval.pk, actor=cast.officer, expected_version=None, opinion="三月起", now=cast.now)
        assert len(todo_of(cast.town)) == 1
        assert [each.act for each in approval.events.all()] == [Act.ASK, Act.SEND_BACK, Act.RESUBMIT]

    def test_taken_back(self, cast, asking):
        approval = asking()
        with pytest.raises(PermissionDenied):
            withdraw(approval.pk, actor=cast.principal, expected_version=None, now=cast.now)
        approval = withdraw(approval.pk, actor=cast.officer, expected_version=None, now=cast.now)
        assert (approval.status, list(todo_of(cast.town))) == (Status.WITHDRAWN, [])
        asking()  # and it may be asked for again

    def test_one_thing_runs_once(self, cast, asking):
        asking()
        with pytest.raises(RuleViolation, match="已经在审批中"):
            asking()

    def test_handed_on_it_is_the_other_ones(self, cast, asking):
        colleague = User.objects.create(username="town2", name="湖塘镇值班员")
        Assignment.objects.create(user=colleague, role=Role.objects.get(code="town"), region=cast.hutang)
        approval = asking()
        step = open_step(approval).pk
        hand = {"actor": cast.town, "expected_version": None, "now": cast.now}
        for wrong in (cast.town.pk, cast.officer.pk, cast.liyang.pk, 10**9):
            with pytest.raises(RuleViolation, match="同样有权"):
                delegate(approval.pk, step, to=wrong, **hand)
        delegate(approval.pk, step, to=colleague.pk, opinion="我出差", **hand)
        assert (len(todo_of(colleague)), len(todo_of(cast.town))) == (1, 0)
        assert answer(approval, User.objects.get(pk=colleague.pk), Act.APPROVE, cast=cast).status == Status.APPROVED

    def test_whoever_is_due_is_reminded_once(self, cast, asking):
        asking()
        spans = [timedelta(days=1), timedelta(days=2, hours=1), timedelta(days=2, hours=2), timedelta(days=4)]
        assert [remind(now=cast.now + span) for span in spans] == [0, 1, 0, 1]
        assert Notice.objects.filter(user=cast.town.pk, title__startswith="已超过期限").count() == 1

    def test_every_act_is_audited(self, cast, asking):
        approval = asking()
        answer(approval, cast.town, Act.APPROVE, "属实", cast=cast)
        actions = Entry.objects.filter(target=f"approvals.Approval:{approval.pk}").values_list("action", flat=True)
        assert sorted(actions) == [CONFIRM, "enterprises.report_status"]

    def test_who_may_see_it(self, cast, asking):
        approval = asking()
        for person in (cast.officer, cast.town, cast.wujin, cast.city):
            assert visible(approval.pk, actor=person) == approval
        for person in (cast.rival_officer, cast.liyang, cast.auditor, cast.nobody, cast.worker):
            with pytest.raises(Approval.DoesNotExist):
                visible(approval.pk, actor=person)


class TestStatusChanges:
    """The flow that runs on it."""

    def report(self, cast):
        return report_status(
            cast.enterprise.pk,
            actor=cast.officer,
            expected_version=None,
            new="suspended",
            effective_on=date(2026, 3, 15),
            reason="设备检修",
            now=cast.now,
        )

    def told(self, approval, actor, opinion=""):
        facts = {"kind": approval.kind, "target": approval.target, "outcome": str(approval.status)}
        return follow_approval(approval=approval.pk, actor=actor.pk, opinion=opinion, **facts)

    def test_agreeing_in_the_to_dos_changes_the_status(self, cast):
        asked = self.report(cast)
        approval = Approval.objects.get(kind="enterprises.status", target=asked.pk)
        approval = answer(approval, cast.town, Act.APPROVE, "属实", cast=cast)
        self.told(approval, cast.town, "属实")
        assert self.told(approval, cast.town, "属实") is None  # told twice
        assert Enterprise.objects.get(pk=cast.enterprise.pk).status == "suspended"
        change = StatusChange.objects.get(pk=asked.pk)
        assert (change.state, change.decided_by_id, change.opinion) == ("confirmed", cast.town.pk, "属实")

    def test_refusing_and_taking_back_leave_it_as_it_was(self, cast):
        before = Enterprise.objects.get(pk=cast.enterprise.pk).status
        asked = self.report(cast)
        approval = Approval.objects.get(target=asked.pk)
        self.told(answer(approval, cast.town, Act.REFUSE, "仍在生产", cast=cast), cast.town, "仍在生产")
        assert StatusChange.objects.get(pk=asked.pk).state == "rejected"
        again = self.report(cast)
        running = Approval.objects.get(target=again.pk)
        self.told(withdraw(running.pk, actor=cast.officer, expected_version=None, now=cast.now), cast.officer)
        assert StatusChange.objects.get(pk=again.pk).opinion == "上报单位撤回"
        assert Enterprise.objects.get(pk=cast.enterprise.pk).status == before

    def test_deciding_on_its_own_page_closes_the_to_do(self, cast):
        asked = self.report(cast)
        confirm_status(asked.pk, actor=cast.town, expected_version=None, accept=True, opinion="属实", now=cast.now)
        approval = Approval.objects.get(target=asked.pk)
        assert (approval.status, list(todo_of(cast.town))) == (Status.APPROVED, [])
        settle("enterprises.status", asked.pk, actor=cast.town, outcome=Status.APPROVED, now=cast.now)

    def test_what_the_rules_refuse_now_is_told(self, cast):
        asked = self.report(cast)
        approval = answer(Approval.objects.get(target=asked.pk), cast.town, Act.APPROVE, cast=cast)
        Enterprise.objects.filter(pk=cast.enterprise.pk).update(status="suspended")
        assert self.told(approval, cast.town) is None
        assert Notice.objects.filter(user=cast.town.pk, title__startswith="状态变更没有办成").exists()

    def test_what_concerns_others_is_passed_over(self, cast):
        assert follow_approval(approval=1, kind="other", target=1, outcome="approved", actor=1, opinion="") is None


class TestOverHttp:
    def test_the_three_lists_and_a_decision(self, cast, api, asking):
        approval = asking()
        (todo,) = api(cast.town).get("/api/approvals/").json()["results"]
        assert (todo["title"], todo["now_at"], todo["asked_by_name"]) == ("申请停产报备", "属地确认", "陈安全")
        detail = api(cast.town).get(f"/api/approvals/{approval.pk}/").json()
        assert detail["events"][0]["act"] == "ask"
        body = {"version": detail["version"], "step": detail["mine"][0], "act": "approve", "opinion": "属实"}
        said = api(cast.town).post(f"/api/approvals/{approval.pk}/decide/", body).json()
        assert (said["status"], said["mine"]) == ("approved", [])
        assert api(cast.town).get("/api/approvals/").json()["count"] == 0
        assert api(cast.town).get("/api/approvals/", {"box": "done"}).json()["count"] == 1
        (mine,) = api(cast.officer).get("/api/approvals/", {"box": "asked"}).json()["results"]
        assert mine["status"] == "approved"

    def test_a_refusal_without_words(self, cast, api, asking):
        approval = asking()
        body = {"version": approval.version, "step": open_step(approval).pk, "act": "refuse"}
        said = api(cast.town).post(f"/api/approvals/{approval.pk}/decide/", body)
        assert (said.status_code, said.json()["fields"]) == (400, {"opinion": ["不同意或退回时请填写意见"]})


class TestLiveHints:
    """Whoever has a to-do, or had one until now, counts anew: nobody opens what a colleague has just decided."""

    @pytest.fixture
    def stirred(self, monkeypatch):
        told = []
        monkeypatch.setattr(services, "stir", lambda users: told.append({user.username for user in users}))
        return told

    @pytest.fixture
    def colleague(self, cast):
        user = User.objects.create(username="town2", name="湖塘镇另一人")
        Assignment.objects.create(user=user, role=Role.objects.get(code="town"), region=cast.hutang)
        return user

    def test_it_reaches_both_and_leaves_both(self, cast, asking, stirred, colleague):
        approval = asking()
        assert stirred == [{"town", "town2"}]
        stirred.clear()
        answer(approval, cast.town, Act.APPROVE, cast=cast)
        assert {"town", "town2"} in stirred, "also who has not decided it"

    def test_the_next_step_reaches_others(self, cast, asking, stirred):
        approval = asking(TOWN, Asked("区级复核", CONFIRM, order=2, level="district"))
        stirred.clear()
        answer(approval, cast.town, Act.APPROVE, cast=cast)
        assert stirred == [{"town"}, {"district", "two_roles"}]

    def test_handed_on_it_leaves_the_office_for_one(self, cast, asking, stirred, colleague):
        approval = asking()
        stirred.clear()
        step = open_step(approval).pk
        delegate(approval.pk, step, actor=cast.town, expected_version=None, to=colleague.pk, now=cast.now)
        assert stirred == [{"town", "town2"}, {"town2"}]

    def test_withdrawn_it_is_nobodys(self, cast, asking, stirred):
        approval = asking()
        stirred.clear()
        withdraw(approval.pk, actor=cast.officer, expected_version=None, now=cast.now)
        assert stirred == [{"town"}]
        settled = asking()
        stirred.clear()
        settle("test.thing", 1, actor=cast.town, outcome=Status.APPROVED, now=cast.now)
        assert stirred == [{"town"}], settled.pk
