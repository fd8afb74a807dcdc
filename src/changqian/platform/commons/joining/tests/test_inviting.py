"""湖塘机械厂 asks people in, by phone and by code; hands over; changes roles, and lets go. And what nobody gets by."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.joining.models import Invitation, Membership
from changqian.platform.commons.joining.services import claiming, inviting, members
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.privacy.services import reveal
from changqian.platform.foundation.sms.models import Message
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind

FIRM = "常州湖塘机械厂有限公司"


def now():
    return timezone.now()


def fresh(user):
    return User.objects.get(pk=user.pk)


def role_at(user, firm):
    return list(Assignment.objects.filter(user=user, enterprise=firm).values_list("role__code", flat=True))


def by_phone(cast, actor, phone, place="worker", **said):
    return inviting.invite(
        actor=actor, enterprise=cast.enterprise, by="phone", place=place, phone=phone, now=now(), **said
    )


def by_code(cast, actor, **said):
    given = {"place": "worker", "days": 7, "uses": 2, **said}
    return inviting.invite(actor=actor, enterprise=cast.enterprise, by="qr", now=now(), **given)


def accept(actor, row, **said):
    return inviting.accept(actor=fresh(actor), token=row.token, now=now(), **said)


def member(user):
    return Membership.objects.current().get(user=user)


class TestByPhone:
    def test_the_principal_invites_a_safety_officer_who_finds_it_by_his_phone(self, firm_people, person):
        wang = person("王建国")
        row = by_phone(firm_people, firm_people.principal, wang.phone, "officer", invitee="王建国")
        message = Message.objects.get(phone_index=blind(wang.phone), template__code="joining.invitation")
        params = json.loads(message.params)
        assert params["firm"] == FIRM
        assert row.token in params["link"]
        assert list(inviting.to_phone_of(wang, now())) == [row]
        inviting.accept(actor=wang, invitation=row.pk, now=now())
        assert role_at(wang, firm_people.enterprise) == ["officer"]
        assert member(wang).invited_by == firm_people.principal
        assert Person.objects.get(user=wang).roles == ["officer_full"]
        assert "王建国已加入" in Notice.objects.filter(user=firm_people.principal).latest("pk").title

    def test_somebody_elses_invitation_is_not_accepted_even_with_its_link(self, firm_people, person):
        wang, thief = person("王建国"), person("贾冒")
        row = by_phone(firm_people, firm_people.principal, wang.phone, "officer")
        with pytest.raises(RuleViolation, match="发给了另一个手机号"):
            accept(thief, row)
        with pytest.raises(RuleViolation, match="不存在"):
            inviting.accept(actor=thief, invitation=row.pk, now=now())
        assert not role_at(thief, firm_people.enterprise)

    def test_a_phone_is_written_to_once(self, firm_people):
        by_phone(firm_people, firm_people.principal, "13900009999")
        with pytest.raises(RuleViolation, match="已经向这个手机号发出邀请"):
            by_phone(firm_people, firm_people.officer, "139 0000 9999")

    def test_a_firm_writes_to_so_many_a_day(self, firm_people, monkeypatch):
        monkeypatch.setattr(inviting, "MESSAGES_A_DAY", 1)
        by_phone(firm_people, firm_people.principal, "13900009998")
        with pytest.raises(RuleViolation, match="请明天再发"):
            by_phone(firm_people, firm_people.principal, "13900009997")

    def test_a_worker_is_made_an_officer_by_an_invitation(self, firm_people, person):
        wang = person("王建国")
        accept(wang, by_code(firm_people, firm_people.officer))
        accept(wang, by_phone(firm_people, firm_people.principal, wang.phone, "officer"))
        assert role_at(wang, firm_people.enterprise) == ["officer"]
        with pytest.raises(RuleViolation, match="您已是"):
            accept(wang, by_code(firm_people, firm_people.officer))


class TestByCode:
    def test_a_worker_joins_by_a_code_and_sees_the_firm(self, firm_people, person):
        zhao = person("赵小燕")
        row = by_code(firm_people, firm_people.officer)
        offer = inviting.offer_of(row.token, now=now())
        assert (offer.enterprise_name, offer.place, offer.invited_by, offer.state) == (FIRM, "worker", "陈**", "open")
        assert not zhao.grants[:-1]
        accept(zhao, row)
        assert fresh(zhao).grants[0].enterprises == frozenset({firm_people.enterprise.pk})
        row.refresh_from_db()
        assert row.uses == 1

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"revoked_at": timezone.now()}, "已撤销"),
            ({"expires_at": timezone.now() - timedelta(seconds=1)}, "已过期"),
            ({"uses": 2}, "已用完"),
        ],
    )
    def test_a_code_that_is_over_lets_nobody_in(self, firm_people, person, change, sentence):
        row = by_code(firm_people, firm_people.officer)
        Invitation.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(RuleViolation, match=sentence):
            accept(person("赵小燕"), row)

    def test_it_is_revoked_by_the_firm_only(self, firm_people, person):
        row = by_code(firm_people, firm_people.officer)
        given = {"expected_version": None, "now": now()}
        for who in (firm_people.rival_officer, firm_people.worker, firm_people.town):
            with pytest.raises((PermissionDenied, Invitation.DoesNotExist)):
                inviting.revoke(row.pk, actor=who, **given)
        inviting.revoke(row.pk, actor=firm_people.principal, **given)
        with pytest.raises(RuleViolation, match="已撤销"):
            accept(person("赵小燕"), row)
        with pytest.raises(RuleViolation, match="已撤销"):
            inviting.revoke(row.pk, actor=firm_people.principal, **given)

    @pytest.mark.parametrize("token", ["", "x", "A" * 32, "%00", "\0", "A" * 5000])
    def test_a_guessed_code_is_none(self, firm_people, person, token):
        with pytest.raises(RuleViolation, match="不存在"):
            inviting.accept(actor=person("赵小燕"), token=token, now=now())
        with pytest.raises(RuleViolation, match="不存在"):
            inviting.offer_of(token, now=now())

    def test_it_dies_with_the_place_of_who_made_it(self, firm_people, person):
        row = by_code(firm_people, firm_people.officer)
        members.remove_member(
            member(firm_people.officer).pk,
            actor=firm_people.principal,
            expected_version=None,
            reason="离职",
            now=now(),
        )
        with pytest.raises(RuleViolation, match="已无权邀请"):
            accept(person("赵小燕"), row)

    def test_a_code_is_for_workers(self, firm_people):
        with pytest.raises(RuleViolation, match="只能邀请从业人员"):
            by_code(firm_people, firm_people.principal, place="officer")


class TestNobodyRaisesHimself:
    """Every way by which somebody might become more than he is, tried."""

    @pytest.mark.parametrize("place", ["worker", "officer", "principal"])
    def test_a_worker_invites_nobody(self, firm_people, place):
        with pytest.raises(PermissionDenied):
            by_phone(firm_people, firm_people.worker, "13900009999", place)

    def test_an_officer_makes_neither_officers_nor_principals(self, firm_people):
        for place in ("officer", "principal"):
            with pytest.raises(RuleViolation):
                by_phone(firm_people, firm_people.officer, "13900009999", place)
        with pytest.raises(PermissionDenied):
            inviting.hand_over(
                actor=firm_people.officer, enterprise=firm_people.enterprise, phone="13900009999", now=now()
            )

    def test_a_principal_makes_no_second_one(self, firm_people):
        with pytest.raises(RuleViolation, match="不能由邀请产生"):
            by_phone(firm_people, firm_people.principal, "13900009999", "principal")

    def test_somebody_of_another_firm_invites_to_his_own_only(self, firm_people, person):
        boss = person("李明华")
        Assignment.objects.create(user=boss, role=Role.objects.get(code="principal"), enterprise=firm_people.rival)
        for who in (fresh(boss), firm_people.rival_officer, firm_people.city, firm_people.nobody):
            with pytest.raises((Enterprise.DoesNotExist, PermissionDenied)):
                by_code(firm_people, who)

    def test_a_worker_promotes_neither_himself_nor_others(self, firm_people):
        for pk in (member(firm_people.worker).pk, member(firm_people.officer).pk):
            with pytest.raises(PermissionDenied):
                members.change_role(pk, actor=firm_people.worker, expected_version=None, place="officer", now=now())

    def test_an_officer_promotes_nobody_and_removes_workers_only(self, firm_people):
        given = {"actor": firm_people.officer, "expected_version": None, "now": now()}
        with pytest.raises(PermissionDenied):
            members.change_role(member(firm_people.worker).pk, place="officer", **given)
        with pytest.raises(RuleViolation, match="主要负责人不能被移除"):
            members.remove_member(member(firm_people.principal).pk, reason="x", **given)
        members.remove_member(member(firm_people.worker).pk, reason="离职", **given)

    def test_nobody_manages_another_firms_people(self, firm_people):
        given = {"expected_version": None, "now": now()}
        pk = member(firm_people.worker).pk
        for who in (firm_people.rival_officer, firm_people.two_roles, firm_people.town, firm_people.nobody):
            with pytest.raises((PermissionDenied, Membership.DoesNotExist)):
                members.remove_member(pk, actor=who, reason="x", **given)
            with pytest.raises(Membership.DoesNotExist):
                members.leave_firm(pk, actor=who, reason="x", **given)

    def test_a_row_that_lags_behind_makes_nobody_removable(self, firm_people):
        """The table says worker, the roles say principal: the roles count."""
        row = member(firm_people.principal)
        Membership.objects.filter(pk=row.pk).update(place="worker")
        with pytest.raises(RuleViolation, match="主要负责人不能被移除"):
            members.remove_member(row.pk, actor=firm_people.officer, expected_version=None, reason="x", now=now())

    def test_fields_that_no_form_has_move_nothing(self, firm_people, api):
        sent = {
            "enterprise": firm_people.enterprise.pk,
            "by": "qr",
            "place": "worker",
            "most": 9999,
            "expires_at": "2099-01-01",
            "token": "abc",
            "created_by": firm_people.principal.pk,
            "stays_as": "principal",
        }
        made = api(firm_people.officer).post("/api/invitations/", sent, format="json").json()
        row = Invitation.objects.get(pk=made["id"])
        assert (row.most, row.stays_as, row.created_by) == (20, "", firm_people.officer)
        assert row.token != "abc"
        assert row.expires_at < now() + timedelta(days=8)


class TestHandingOver:
    def test_the_successor_accepts_and_the_old_one_stays_as_he_wished(self, firm_people, person):
        boss, wang = firm_people.principal, person("王建国")
        given = {"actor": boss, "enterprise": firm_people.enterprise, "now": now()}
        row = inviting.hand_over(phone=wang.phone, invitee="王建国", stays_as="officer", **given)
        assert role_at(boss, firm_people.enterprise) == ["principal"]  # nothing before he accepts
        with pytest.raises(RuleViolation, match="已经有一份移交"):
            inviting.hand_over(phone="13900009999", **given)
        accept(wang, row)
        assert role_at(wang, firm_people.enterprise) == ["principal"]
        assert role_at(boss, firm_people.enterprise) == ["officer"]
        assert member(boss).place == "officer"
        assert Notice.objects.filter(user=firm_people.town, title__contains="移交给王建国").exists()

    def test_or_leaves(self, firm_people, person):
        boss, wang = firm_people.principal, person("王建国")
        row = inviting.hand_over(actor=boss, enterprise=firm_people.enterprise, phone=wang.phone, now=now())
        accept(wang, row)
        assert role_at(boss, firm_people.enterprise) == []
        assert not Membership.objects.current().filter(user=boss).exists()

    def test_it_lapses_when_he_is_principal_no_longer(self, firm_people, person):
        boss, wang = firm_people.principal, person("王建国")
        row = inviting.hand_over(actor=boss, enterprise=firm_people.enterprise, phone=wang.phone, now=now())
        claim = claiming.resign(actor=boss, enterprise=firm_people.enterprise, message="退休", now=now())
        claiming.confirm_claim(claim.pk, actor=firm_people.town, expected_version=None, now=now())
        with pytest.raises(RuleViolation, match="已无权邀请"):
            accept(wang, row)
        assert role_at(wang, firm_people.enterprise) == []

    def test_an_officer_does_not_take_it_back(self, firm_people, person):
        boss = firm_people.principal
        row = inviting.hand_over(actor=boss, enterprise=firm_people.enterprise, phone="13900009999", now=now())
        with pytest.raises(RuleViolation):
            inviting.revoke(row.pk, actor=firm_people.officer, expected_version=None, now=now())
        inviting.revoke(row.pk, actor=boss, expected_version=None, now=now())


class TestLeaving:
    def test_whoever_is_removed_sees_nothing_with_his_next_request(self, firm_people, person, api):
        zhao = person("赵小燕")
        accept(zhao, by_code(firm_people, firm_people.officer))
        assert api(fresh(zhao)).get("/api/risks/").status_code == 200
        made = Person.objects.get(user=zhao)
        members.remove_member(
            member(zhao).pk, actor=firm_people.officer, expected_version=None, reason="试用期满", now=now()
        )
        assert api(fresh(zhao)).get("/api/risks/").status_code == 403
        assert role_at(zhao, firm_people.enterprise) == []
        made.refresh_from_db()
        assert made.user is None
        assert made.left_on is None
        assert Notice.objects.filter(user=zhao).latest("pk").body == "试用期满"
        former = api(firm_people.principal).get("/api/members/?former=true").json()["results"]
        assert [(row["name"], row["end_reason"]) for row in former] == [("赵小燕", "试用期满")]
        assert api(fresh(zhao)).get("/api/members/").json()["count"] == 0

    def test_one_leaves_oneself_and_may_be_asked_in_again(self, firm_people, person):
        zhao = person("赵小燕")
        row = by_code(firm_people, firm_people.officer)
        accept(zhao, row)
        members.leave_firm(member(zhao).pk, actor=fresh(zhao), expected_version=None, reason="换厂", now=now())
        assert "已退出" in Notice.objects.filter(user=firm_people.principal).latest("pk").title
        accept(zhao, row)
        assert Membership.objects.filter(user=zhao).count() == 2
        assert Person.objects.filter(user=zhao).count() == 1

    def test_what_he_did_stays(self, firm_people, person):
        from changqian.platform.commons.hazards.services import report_hazard

        zhao = person("赵小燕")
        accept(zhao, by_code(firm_people, firm_people.officer))
        hazard = report_hazard(
            actor=fresh(zhao),
            site=firm_people.site,
            description="砂轮机防护罩缺失",
            location="机修间",
            category="equipment",
            now=now(),
        )
        members.leave_firm(member(zhao).pk, actor=fresh(zhao), expected_version=None, reason="换厂", now=now())
        assert Hazard.objects.get(pk=hazard.pk).created_by == zhao


def test_one_person_at_two_firms_sees_each_by_its_role(firm_people, person, api):
    wang = person("王建国")
    accept(wang, by_phone(firm_people, firm_people.principal, wang.phone, "officer"))
    Assignment.objects.create(user=wang, role=Role.objects.get(code="worker"), enterprise=firm_people.rival)
    members.settle([wang.pk], now=now())
    client = api(fresh(wang))
    assert client.get("/api/me/").json()["enterprise"]["name"] == FIRM
    client.put("/api/me/settings/firm/", {"value": firm_people.rival.pk}, format="json")
    assert client.get("/api/me/").json()["enterprise"]["name"] == "常州青龙纺织有限公司"
    client.put("/api/me/settings/firm/", {"value": firm_people.city_region.pk + 10_000}, format="json")
    assert client.get("/api/me/").json()["enterprise"]["name"] == FIRM  # not his: the first of his own
    mine = {row["enterprise_name"]: row["place"] for row in client.get("/api/members/?mine=true").json()["results"]}
    assert mine == {FIRM: "officer", "常州青龙纺织有限公司": "worker"}
    with pytest.raises(Enterprise.DoesNotExist):
        inviting.invite(actor=fresh(wang), enterprise=firm_people.rival, by="qr", place="worker", now=now())


def test_the_code_is_drawn_for_who_manages_members(firm_people, api):
    row = by_code(firm_people, firm_people.officer)
    picture = api(firm_people.principal).get(f"/api/invitations/{row.pk}/qr/")
    assert picture.status_code == 200
    assert b"<svg" in picture.content
    for who in (firm_people.worker, firm_people.rival_officer, firm_people.nobody):
        assert api(who).get(f"/api/invitations/{row.pk}/qr/").status_code in (403, 404)
    assert row.token not in str(list(Invitation.objects.filter(pk=row.pk).values("token_index")))


def test_what_opens_a_firm_is_read_by_who_may_invite_and_by_nobody_by_other_ways(firm_people, api, person):
    """The town sees who belongs to a firm. Its links are none of its business, revealed, printed or exported."""
    row = by_code(firm_people, firm_people.officer)
    for who in (firm_people.town, firm_people.officer):
        with pytest.raises(RuleViolation, match="没有这一项敏感信息"):
            reveal("joining.Invitation", row.pk, "token", actor=who, reason="contact", note="")
    assert saved(api(firm_people.town), f"/api/prints/invitations/{row.pk}/").status_code in (403, 404)
    assert api(firm_people.town).get(f"/api/invitations/{row.pk}/history/").status_code == 403
    history = api(firm_people.officer).get(f"/api/invitations/{row.pk}/history/").content.decode()
    assert row.token not in history


def test_whoever_decides_may_call_the_claimant_for_a_reason(firm_people, person, licence):
    li = person("李明华")
    given = {"actor": li, "uscc": "91320412567890120K", "place": "principal", "licence": licence(li), "now": now()}
    row = claiming.claim_firm(**given)
    told = reveal("joining.Claim", row.pk, "phone", actor=firm_people.town, reason="contact", note="")
    assert told == li.phone
    with pytest.raises(PermissionDenied):
        reveal("joining.Claim", row.pk, "phone", actor=firm_people.worker, reason="contact", note="")
