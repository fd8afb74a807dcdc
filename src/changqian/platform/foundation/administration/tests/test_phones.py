"""Telephone numbers of accounts: sealed, masked, found by the whole number, changed by request only."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from changqian.platform.foundation.accounts.models import AccessToken, Role, SecondFactor, User, UserSession
from changqian.platform.foundation.accounts.second_factor import enrolled
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.rules import Kind
from changqian.platform.foundation.administration.services import approve, ask
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.clients.tests.calling import in_force as in_force_client
from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind

NOW = timezone.now
PHONE, OTHER = "13912345678", "13987654321"
FORM = {"username": "sun", "name": "孙新", "reason": "新入职"}


@pytest.fixture
def office(cast, api):
    return api(cast.sysadmin)


@pytest.fixture
def newcomer(office):
    return User.objects.get(pk=office.post("/api/users/", {**FORM, "phone": "+86 139-1234-5678"}).json()["id"])


def asked(user, actor, **given):
    return ask(actor=actor, kind=Kind.CHANGE_PHONE, user=user.pk, reason="换号，已当面核实", now=NOW(), **given)


def decided(row, actor):
    return approve(row.pk, actor=actor, expected_version=row.version, now=NOW())


def test_it_is_sealed_at_rest_masked_on_the_page_and_not_in_the_trail(cast, office, newcomer):
    assert (newcomer.phone, newcomer.phone_index) == (PHONE, blind(PHONE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [newcomer.pk])
        assert PHONE not in cursor.fetchone()[0]
    [row] = office.get("/api/users/?q=sun").json()["results"]
    assert row["phone"] == "139****5678"
    assert office.get(f"/api/users/{newcomer.pk}/").json()["phone"] == "139****5678"
    assert not [entry for entry in Entry.objects.all() if PHONE in str(entry.changes)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (PHONE, 1),
        ("139 1234 5678", 1),
        ("１３９１２３４５６７８", 1),
        ("13912345679", 0),
        ("1391234567", 0),
        ("5678", 0),
    ],
)
def test_only_the_whole_number_finds_somebody(office, newcomer, typed, found):
    assert office.get("/api/users/", {"q": typed}).json()["count"] == found


def test_two_accounts_never_share_a_number(office, newcomer):
    said = office.post("/api/users/", {**FORM, "username": "qian", "phone": PHONE}).json()
    assert said["fields"]["phone"] == ["此手机号已用于另一个账号"]
    said = office.post("/api/users/", {**FORM, "username": "qian", "phone": "139****5678"}).json()
    assert said["fields"]["phone"] == ["请填写完整内容，不能带星号"]
    said = office.post("/api/users/", {**FORM, "username": "qian", "phone": "1234"}).json()
    assert said["fields"]["phone"] == ["请填写11位手机号"]
    assert not User.objects.filter(username="qian").exists()


class TestAnotherNumber:
    """Whoever holds the number resets the password: it changes like a right does."""

    def test_asked_and_approved_and_the_old_one_is_told(self, cast, api, newcomer):
        load_templates()
        row = asked(newcomer, cast.sysadmin, phone="139 8765 4321")
        assert row.summary == "更换孙新（sun）的手机号：139****4321"
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(r)::text FROM administration_request r WHERE id = %s", [row.pk])
            assert OTHER not in cursor.fetchone()[0]
        facts = api(cast.secadmin).get(f"/api/admin-requests/{row.pk}/").json()["facts"]
        assert facts == [{"label": "手机号", "old": ["139****5678"], "new": ["139****4321"]}]
        decided(row, cast.secadmin)
        newcomer.refresh_from_db()
        assert (newcomer.phone, newcomer.phone_index) == (OTHER, blind(OTHER))
        assert Message.objects.get(template__code="phone_changed").phone_index == blind(PHONE)
        told = Entry.objects.get(action="administration.change_phone").changes
        assert told["phone"] == ["139****5678", "139****4321"]

    @pytest.mark.parametrize(
        ("phone", "sentence"), [("", "11位"), ("123", "11位"), (PHONE, "登记的就是这个"), (OTHER, "已用于另一个账号")]
    )
    def test_what_makes_no_sense_is_refused(self, cast, newcomer, phone, sentence):
        User.objects.filter(pk=cast.worker.pk).update(phone=OTHER, phone_index=blind(OTHER))
        with pytest.raises(RuleViolation, match=sentence):
            asked(newcomer, cast.sysadmin, phone=phone)

    def test_taken_by_another_meanwhile(self, cast, newcomer):
        row = asked(newcomer, cast.sysadmin, phone=OTHER)
        User.objects.filter(pk=cast.worker.pk).update(phone=OTHER, phone_index=blind(OTHER))
        with pytest.raises(RuleViolation, match="已用于另一个账号"):
            decided(row, cast.secadmin)

    def test_not_by_editing(self, office, newcomer):
        office.post(f"/api/users/{newcomer.pk}/edit/", {"name": "孙新", "phone": OTHER})
        newcomer.refresh_from_db()
        assert newcomer.phone == PHONE


def test_who_made_an_account_does_not_become_the_administrator_it_turns_into(cast, newcomer):
    """He gave it his own number and set its password, and only then asks for the role."""
    newcomer.set_password("Hutang#2026")
    newcomer.save()
    role = Role.objects.get(code="secadmin")
    row = ask(
        actor=cast.sysadmin, kind=Kind.GRANT, user=newcomer.pk, role=role.pk, region=cast.city_region.pk,
        reason="增加一名", now=NOW(),
    )  # fmt: skip
    decided(row, cast.secadmin)
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()
    assert (newcomer.phone, newcomer.phone_index) == ("", "")
    assert Request.objects.get(pk=row.pk).status == "approved"


def test_who_takes_an_administrators_office_over_comes_in_anew(cast, newcomer):
    """Nor by 工作交接: password, number, second factor and open doors of the account are gone with the hand-over."""
    newcomer.set_password("Hutang#2026")
    newcomer.save()
    SecondFactor.objects.create(user=newcomer, secret="JBSWY3DPEHPK3PXP", confirmed_at=NOW())
    session = UserSession.objects.create(user=newcomer, key_hash="k", started_at=NOW(), last_input_at=NOW())
    own = {"name": "旧脚本", "created_at": NOW(), "expires_at": NOW() + timedelta(days=1)}
    token = AccessToken.objects.create(user=newcomer, token_hash="t", **own)
    row = ask(actor=cast.sysadmin, kind=Kind.HAND_OVER, user=cast.auditor.pk, to=newcomer.pk, reason="调岗", now=NOW())
    decided(row, cast.secadmin)
    newcomer.refresh_from_db()
    assert [each.role.code for each in newcomer.assignments.select_related("role")] == ["auditor"]
    assert not newcomer.has_usable_password()
    assert (newcomer.phone, newcomer.phone_index) == ("", "")
    assert not enrolled(newcomer)
    session.refresh_from_db()
    token.refresh_from_db()
    assert session.end == "reset"
    assert token.revoked_at is not None


def test_who_takes_over_anybody_elses_work_keeps_his_way_in(cast, newcomer):
    newcomer.set_password("Hutang#2026")
    newcomer.save()
    row = ask(actor=cast.sysadmin, kind=Kind.HAND_OVER, user=cast.town.pk, to=newcomer.pk, reason="调岗", now=NOW())
    decided(row, cast.secadmin)
    newcomer.refresh_from_db()
    assert newcomer.has_usable_password()
    assert newcomer.phone == PHONE


def test_other_systems_are_not_listed_as_people(cast, office):
    client = in_force_client(cast)
    assert client.user.username.startswith("app-")
    assert office.get("/api/users/?q=app-").json()["count"] == 0
    assert office.get(f"/api/users/{client.user.pk}/").status_code == 404
    with pytest.raises(RuleViolation, match="请选择账号"):
        asked(client.user, cast.sysadmin, phone=OTHER)
