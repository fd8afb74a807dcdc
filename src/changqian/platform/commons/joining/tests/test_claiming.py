"""Firms are claimed: one that is known, one that is not, one that has a principal; the town decides, and says why."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.commons.joining.models import Claim, Membership
from changqian.platform.commons.joining.rules import Kind, Status
from changqian.platform.commons.joining.services import claiming, members
from changqian.platform.commons.joining.tasks import follow_approval, follow_roles
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import add_person
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.administration.services import approve, ask
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.services import decide, todo_of
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.services import may_read
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

RIVAL, HUTANG = "91320402456789011K", "91320412567890120K"
UNKNOWN = uscc_for("MA1XW0A1")


def now():
    return timezone.now()


def fresh(user):
    return User.objects.get(pk=user.pk)


def places(user):
    return dict(user.assignments.values_list("enterprise__name", "role__code"))


@pytest.fixture
def claim(firm_people, licence):
    def make(actor, uscc=RIVAL, place="principal", **said):
        return claiming.claim_firm(actor=actor, uscc=uscc, place=place, licence=licence(actor), now=now(), **said)

    return make


@pytest.fixture
def town_of_rival(firm_people):
    """青龙街道's own people."""
    user = User.objects.create(username="qinglong", name="青龙街道安监员")
    Assignment.objects.create(user=user, role=Role.objects.get(code="town"), region=firm_people.qinglong)
    return user


def confirm(row, actor, **said):
    return claiming.confirm_claim(row.pk, actor=fresh(actor), expected_version=None, now=now(), **said)


def test_a_known_firm_without_a_principal(firm_people, person, claim, town_of_rival):
    """青龙纺织 has a safety officer only. 李明华 says that he is its principal; 青龙街道 confirms."""
    li = person("李明华")
    found = claiming.find_firm(RIVAL.lower(), actor=li)
    assert (found.name, found.town, found.has_principal, found.mine) == ("常州青龙纺织有限公司", "青龙街道", False, "")
    row = claim(li, message="法定代表人本人")
    assert (row.kind, row.status, row.region.name) == (Kind.CLAIM, Status.PENDING, "青龙街道")
    assert claiming.find_firm(RIVAL, actor=li).waiting == row.pk
    assert row.decide_by - row.created_at > timedelta(days=4)
    assert [step.approval.target for step in todo_of(town_of_rival)] == [row.pk]
    assert Notice.objects.filter(user=town_of_rival, kind="joining").exists()
    assert not places(li)

    confirm(row, town_of_rival)
    assert places(li) == {"常州青龙纺织有限公司": "principal"}
    assert not todo_of(town_of_rival).exists()
    assert Notice.objects.get(user=li).title == "认领企业已通过：常州青龙纺织有限公司"
    known = Person.objects.get(user=li)
    assert (known.name, known.roles, known.id_number) == ("李明华", ["principal"], li.id_number)
    member = Membership.objects.get(user=li)
    assert (member.place, member.how, member.invited_by) == ("principal", "claim", town_of_rival)
    assert fresh(li).grants[0].enterprises == frozenset({firm_people.rival.pk})


def test_whoever_is_among_its_people_already_is_that_person(firm_people, person, claim, town_of_rival):
    li = person("李明华")
    known = add_person(
        actor=firm_people.platform,
        enterprise=firm_people.rival,
        today=firm_people.today,
        name="李明华",
        roles=["deputy"],
        id_number=li.id_number,
    )
    confirm(claim(li), town_of_rival)
    assert Person.objects.get(user=li).pk == known.pk
    assert Person.objects.filter(enterprise=firm_people.rival).count() == 1


def test_a_firm_nobody_registered(firm_people, person, claim, town_of_rival):
    """The claimant says what and where; the town completes it, and it is registered in the town's own name."""
    li = person("李明华")
    assert claiming.find_firm(UNKNOWN, actor=li).enterprise is None
    for missing, field in (
        ({}, "region"),
        ({"region": firm_people.hutang}, "firm_name"),
        ({"region": firm_people.hutang, "firm_name": "常州新来机电有限公司"}, "address"),
        (
            {"region": firm_people.wujin_region, "firm_name": "常州新来机电有限公司", "address": "延政路1号"},
            "region",
        ),
    ):
        with pytest.raises(RuleViolation) as refused:
            claim(li, UNKNOWN, **missing)
        assert refused.value.field == field
    row = claim(li, UNKNOWN, firm_name="常州新来机电有限公司", address="延政路1号", region=firm_people.hutang)
    with pytest.raises(PermissionDenied):
        claiming.confirm_claim(row.pk, actor=li, expected_version=None, now=now())
    with pytest.raises(Claim.DoesNotExist):
        confirm(row, town_of_rival)  # another town's
    decided = claiming.complete_claim(
        row.pk,
        actor=firm_people.town,
        expected_version=None,
        firm_name="常州新来机电制造有限公司",
        address="延政路1号",
        now=now(),
    )
    firm = Enterprise.objects.get(uscc=UNKNOWN)
    assert (firm.name, firm.created_by, decided.enterprise) == ("常州新来机电制造有限公司", firm_people.town, firm)
    assert firm.sites.get().address == "延政路1号"
    assert places(li) == {"常州新来机电制造有限公司": "principal"}


def test_registered_meanwhile_it_is_that_firm(firm_people, person, claim):
    from changqian.platform.foundation.enterprises.services import register_enterprise

    li = person("李明华")
    row = claim(li, UNKNOWN, firm_name="常州新来机电有限公司", address="延政路1号", region=firm_people.hutang)
    there = register_enterprise(
        actor=firm_people.platform, uscc=UNKNOWN, name="常州新来机电有限公司", region=firm_people.hutang
    )
    assert confirm(row, firm_people.town).enterprise == there


def test_only_a_firm_that_nobody_registered_is_completed(firm_people, person, claim, town_of_rival):
    row = claim(person("李明华"))
    said = {"firm_name": "别的名字", "address": "别处", "now": now()}
    with pytest.raises(RuleViolation, match="已经登记，请直接确认"):
        claiming.complete_claim(row.pk, actor=town_of_rival, expected_version=None, **said)


def test_nobody_asks_more_firms_than_anybody_works_for(firm_people, person, monkeypatch):
    monkeypatch.setattr(claiming, "ASKED_A_DAY", 1)
    zhao = person("赵小燕")
    claiming.wish_to_join(actor=zhao, uscc=HUTANG, place="worker", now=now())
    with pytest.raises(RuleViolation, match="请明天再来"):
        claiming.wish_to_join(actor=zhao, uscc=RIVAL, place="worker", now=now())


class TestThereIsAPrincipal:
    """湖塘机械厂 has 周立新. Somebody else says that he is principal now."""

    @pytest.fixture
    def li(self, person):
        return person("李明华")

    @pytest.fixture
    def row(self, li, claim):
        return claim(li, HUTANG)

    def test_the_claim_becomes_a_wish_to_take_over_and_he_is_asked(self, firm_people, li, row):
        assert claiming.find_firm(HUTANG, actor=li).has_principal
        assert (row.kind, row.status) == (Kind.TAKE_OVER, Status.ASKED)
        assert "请答复" in Notice.objects.get(user=firm_people.principal).title
        with pytest.raises(RuleViolation, match="还没有答复"):
            confirm(row, firm_people.town, opinion="工商变更")
        claiming.agree_to_hand_over(row.pk, actor=firm_people.principal, expected_version=None, now=now())
        confirm(row, firm_people.town)
        assert places(li) == {"常州湖塘机械厂有限公司": "principal"}
        assert places(firm_people.principal) == {}
        assert "由李明华接任" in Membership.objects.get(user=firm_people.principal).end_reason

    def test_he_objects_and_the_town_says_why_it_confirms(self, firm_people, row):
        with pytest.raises(RuleViolation, match="请写明理由"):
            claiming.object_to_hand_over(
                row.pk, actor=firm_people.principal, expected_version=None, answer=" ", now=now()
            )
        claiming.object_to_hand_over(
            row.pk, actor=firm_people.principal, expected_version=None, answer="不认识此人", now=now()
        )
        with pytest.raises(RuleViolation, match="请写明确认的依据"):
            confirm(row, firm_people.town)
        assert confirm(row, firm_people.town, opinion="市场监管局变更通知书").status == Status.CONFIRMED

    def test_he_is_silent_and_after_three_days_the_town_may_go_on(self, firm_people, row):
        late = now() + timedelta(days=3, minutes=1)
        given = {"actor": firm_people.town, "expected_version": None, "now": late}
        with pytest.raises(RuleViolation, match="依据"):
            claiming.confirm_claim(row.pk, **given)
        assert claiming.confirm_claim(row.pk, opinion="变更通知书", **given).status == Status.CONFIRMED

    @pytest.mark.parametrize("who", ["officer", "worker", "rival_officer", "town"])
    def test_only_the_principal_answers(self, firm_people, row, who):
        with pytest.raises((PermissionDenied, Claim.DoesNotExist)):
            claiming.agree_to_hand_over(row.pk, actor=getattr(firm_people, who), expected_version=None, now=now())

    def test_a_safety_officer_asks_the_firm(self, firm_people, li, claim):
        with pytest.raises(RuleViolation, match="请用“申请加入”"):
            claim(li, HUTANG, "officer")


def test_two_claim_and_the_second_becomes_a_wish_to_take_over(firm_people, person, claim, town_of_rival):
    first, second = claim(li := person("李明华")), claim(person("王建国"))
    confirm(first, town_of_rival)
    second.refresh_from_db()
    assert (second.kind, second.status) == (Kind.TAKE_OVER, Status.ASKED)
    assert "王建国申请接任" in Notice.objects.filter(user=li).latest("pk").title


def test_a_refusal_says_why_and_the_claimant_may_come_again_but_not_for_ever(firm_people, person, claim, town_of_rival):
    li = person("李明华")
    for _ in range(3):
        row = claim(li)
        with pytest.raises(RuleViolation, match="请写明理由"):
            claiming.refuse_claim(row.pk, actor=town_of_rival, expected_version=None, opinion=" ", now=now())
        claiming.refuse_claim(row.pk, actor=town_of_rival, expected_version=None, opinion="执照不清", now=now())
        with pytest.raises(RuleViolation, match="未通过的申请不能确认认领"):
            confirm(row, town_of_rival)
    assert not places(li)
    assert Notice.objects.filter(user=li, body="执照不清").count() == 3
    with pytest.raises(RuleViolation, match="当面办理"):
        claim(li)


def test_a_claim_is_withdrawn_by_whoever_made_it(firm_people, person, claim, town_of_rival):
    li = person("李明华")
    row = claim(li)
    with pytest.raises(Claim.DoesNotExist):
        claiming.withdraw(row.pk, actor=person("王建国"), expected_version=None, now=now())
    claiming.withdraw(row.pk, actor=li, expected_version=row.version, now=now())
    assert not todo_of(town_of_rival).exists()
    with pytest.raises(RuleViolation, match="已撤回的申请不能确认认领"):
        confirm(row, town_of_rival)
    claim(li)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"uscc": RIVAL[:-1] + "A"}, "校验"),
        ({"place": "worker"}, "从业人员请申请加入"),
        ({"licence": []}, "请上传营业执照照片"),
    ],
)
def test_what_a_claim_must_say(firm_people, person, licence, said, sentence):
    li = person("李明华")
    given = {"uscc": RIVAL, "place": "principal", "licence": licence(li), **said}
    with pytest.raises(RuleViolation, match=sentence):
        claiming.claim_firm(actor=li, now=now(), **given)


def test_one_claim_at_a_time_and_only_under_a_real_name(firm_people, person, claim):
    li = person("李明华")
    claim(li)
    with pytest.raises(RuleViolation, match="已有一份同样的申请"):
        claim(li)
    with pytest.raises(RuleViolation, match="请先完成实名核验"):
        claiming.find_firm(RIVAL, actor=firm_people.nobody)


def test_a_picture_of_somebody_else_is_no_licence(firm_people, person, licence):
    theirs = licence(person("王建国"))
    with pytest.raises(RuleViolation, match="不是您上传的"):
        claiming.claim_firm(actor=person("李明华"), uscc=RIVAL, place="principal", licence=theirs, now=now())


def test_nobody_decides_his_own_claim(firm_people, person, claim):
    """The town's own person claims a firm of his town."""
    town = firm_people.town
    town.real_name_at = now()
    town.save()
    row = claim(town, HUTANG)
    with pytest.raises(RuleViolation, match="自己提出"):
        confirm(row, town, opinion="我知道")


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_an_administrator_has_no_firm_and_asks_for_none(firm_people, claim, who):
    administrator = getattr(firm_people, who)
    User.objects.filter(pk=administrator.pk).update(real_name_at=now())
    administrator = fresh(administrator)
    with pytest.raises(PermissionDenied):
        claim(administrator)
    with pytest.raises(PermissionDenied):
        claiming.find_firm(HUTANG, actor=administrator)
    with pytest.raises(PermissionDenied):
        claiming.wish_to_join(actor=administrator, uscc=HUTANG, place="worker", now=now())
    assert not Claim.objects.filter(created_by=administrator).exists()


def test_who_became_an_administrator_meanwhile_gets_no_firm(firm_people, person, claim, town_of_rival):
    li = person("李明华")
    row = claim(li)
    Assignment.objects.create(user=li, role=Role.objects.get(code="auditor"), region=firm_people.city_region)
    with pytest.raises(RuleViolation, match="不能同时担任企业角色"):
        confirm(row, town_of_rival)
    assert places(li) == {None: "auditor"}


def test_a_decision_on_what_somebody_else_changed_is_told(firm_people, person, claim, town_of_rival):
    row = claim(person("李明华"))
    with pytest.raises(VersionConflict):
        claiming.confirm_claim(row.pk, actor=town_of_rival, expected_version=row.version + 1, now=now())


def test_the_licence_is_for_the_town_the_firm_and_the_claimant(firm_people, person, claim, town_of_rival, api):
    li = person("李明华")
    row = claim(li)
    shown = api(li).get(f"/api/claims/{row.pk}/").json()
    assert shown["claimant_id_number"] == li.id_number[:6] + "********" + li.id_number[-4:]
    file = StoredFile.objects.get(pk=shown["licence"][0]["id"])
    for reader in (li, town_of_rival, firm_people.rival_officer, firm_people.city):
        assert may_read(file, fresh(reader))
    for other in (person("王建国"), firm_people.officer, firm_people.town, firm_people.liyang):
        assert not may_read(file, other)


def test_a_decision_under_todos_does_the_same(firm_people, person, claim, town_of_rival):
    li = person("李明华")
    row = claim(li)
    approval = Approval.objects.get(kind="joining.claim", target=row.pk)
    step = approval.steps.get()
    decide(approval.pk, step.pk, actor=town_of_rival, expected_version=None, act="approve", now=now())
    told = {"approval": approval.pk, "kind": approval.kind, "target": row.pk, "outcome": "approved", "opinion": ""}
    assert follow_approval(actor=town_of_rival.pk, **told).status == Status.CONFIRMED
    assert follow_approval(actor=town_of_rival.pk, **told) is None  # told twice
    assert places(li) == {"常州青龙纺织有限公司": "principal"}


def test_what_the_rules_refuse_under_todos_is_told_to_who_decided(firm_people, person, claim):
    row = claim(person("李明华"), HUTANG)
    approval = Approval.objects.get(target=row.pk, kind="joining.claim")
    told = {"approval": approval.pk, "kind": approval.kind, "target": row.pk, "outcome": "approved", "opinion": ""}
    assert follow_approval(actor=firm_people.town.pk, **told) is None
    assert "没有办成" in Notice.objects.filter(user=firm_people.town).latest("pk").title
    row.refresh_from_db()
    assert row.status == Status.ASKED


class TestWishes:
    def test_a_firm_takes_somebody_in_who_asked(self, firm_people, person):
        zhao = person("赵小燕")
        row = claiming.wish_to_join(actor=zhao, uscc=HUTANG, place="worker", message="机修车间", now=now())
        assert [step.approval.target for step in todo_of(firm_people.officer)] == [row.pk]
        claiming.admit(row.pk, actor=firm_people.officer, expected_version=None, now=now())
        assert places(zhao) == {"常州湖塘机械厂有限公司": "worker"}
        assert Membership.objects.get(user=zhao).invited_by == firm_people.officer

    def test_an_officer_does_not_let_in_an_officer(self, firm_people, person):
        row = claiming.wish_to_join(actor=person("赵小燕"), uscc=HUTANG, place="officer", now=now())
        with pytest.raises(RuleViolation, match="请由主要负责人办理"):
            claiming.admit(row.pk, actor=firm_people.officer, expected_version=None, now=now())
        claiming.admit(row.pk, actor=firm_people.principal, expected_version=None, now=now())

    @pytest.mark.parametrize("who", ["worker", "rival_officer", "town", "city"])
    def test_who_lets_nobody_in(self, firm_people, person, who):
        row = claiming.wish_to_join(actor=person("赵小燕"), uscc=HUTANG, place="worker", now=now())
        with pytest.raises((PermissionDenied, Claim.DoesNotExist)):
            claiming.admit(row.pk, actor=getattr(firm_people, who), expected_version=None, now=now())

    def test_turned_down_with_a_reason(self, firm_people, person):
        zhao = person("赵小燕")
        row = claiming.wish_to_join(actor=zhao, uscc=HUTANG, place="worker", now=now())
        given = {"actor": firm_people.principal, "expected_version": None, "now": now()}
        claiming.turn_down(row.pk, opinion="不是本厂职工", **given)
        assert Notice.objects.get(user=zhao).body == "不是本厂职工"
        assert not places(zhao)

    def test_nobody_wishes_himself_principal_or_into_a_firm_that_nobody_manages(self, firm_people, person):
        zhao = person("赵小燕")
        with pytest.raises(RuleViolation, match="认领企业"):
            claiming.wish_to_join(actor=zhao, uscc=HUTANG, place="principal", now=now())
        with pytest.raises(RuleViolation, match="还没有人在平台上管理"):
            claiming.wish_to_join(actor=zhao, uscc=UNKNOWN, place="worker", now=now())

    def test_the_town_has_no_word_in_it(self, firm_people, person):
        row = claiming.wish_to_join(actor=person("赵小燕"), uscc=HUTANG, place="worker", now=now())
        with pytest.raises(RuleViolation, match="不能确认认领"):
            confirm(row, firm_people.town)


class TestResigning:
    def test_the_last_principal_tells_the_town_which_lets_him_go(self, firm_people):
        boss = firm_people.principal
        mine = Membership.objects.get(user=boss)
        with pytest.raises(RuleViolation, match="请先移交给接任者，或向属地申请离任"):
            members.leave_firm(mine.pk, actor=boss, expected_version=None, reason="退休", now=now())
        given = {"actor": boss, "enterprise": firm_people.enterprise, "now": now()}
        with pytest.raises(RuleViolation, match="请写明理由"):
            claiming.resign(message="", **given)
        row = claiming.resign(message="退休，新负责人未定", **given)
        assert places(boss)
        confirm(row, firm_people.town)
        assert not places(boss)

    def test_nobody_resigns_for_another(self, firm_people):
        given = {"enterprise": firm_people.enterprise, "message": "x", "now": now()}
        for who in ("officer", "rival_officer", "nobody"):
            with pytest.raises(RuleViolation, match="不是这家企业的主要负责人"):
                claiming.resign(actor=getattr(firm_people, who), **given)


def test_what_an_administrator_gives_and_takes_shows_among_the_members(firm_people):
    """The three administrators' own way (administration) leads to the same list."""
    wanted = {"role": Role.objects.get(code="officer").pk, "enterprise": firm_people.enterprise.pk}
    user = firm_people.nobody
    row = ask(actor=firm_people.sysadmin, kind="grant", user=user.pk, reason="补录", now=now(), **wanted)
    approve(row.pk, actor=firm_people.secadmin, expected_version=None, now=now())
    assert follow_roles(users=[user.pk]) == 1
    member = Membership.objects.current().get(user=user)
    assert (member.place, member.how) == ("officer", "given")
    held = user.assignments.get()
    row = ask(actor=firm_people.sysadmin, kind="revoke", user=user.pk, assignment=held.pk, reason="误补", now=now())
    approve(row.pk, actor=firm_people.secadmin, expected_version=None, now=now())
    assert follow_roles(users=[user.pk]) == 1
    assert follow_roles(users=[user.pk]) == 0
    assert not Membership.objects.current().filter(user=user).exists()
