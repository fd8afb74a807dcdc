"""Two people at the same moment, each on a connection of his own."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from changqian.platform.commons.joining.models import Invitation
from changqian.platform.commons.joining.services import claiming, inviting, members
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.registering import register
from changqian.platform.kernel.errors import RuleViolation

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds):
    """What became of each: None, or the sentence that refused it."""
    barrier, said = Barrier(len(deeds)), {}

    def run(number, deed):
        try:
            barrier.wait(10)
            deed()
            said[number] = None
        except RuleViolation as refused:
            said[number] = str(refused)
        except Exception as error:  # the test shows it
            said[number] = repr(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [said[number] for number in range(len(deeds))]


def test_of_two_who_take_the_last_use_one_gets_in(firm_people, person):
    row = inviting.invite(
        actor=firm_people.officer,
        enterprise=firm_people.enterprise,
        by="qr",
        place="worker",
        uses=1,
        now=timezone.now(),
    )
    both = [person("赵小燕"), person("钱小红")]
    said = together(*(lambda who=who: inviting.accept(actor=who, token=row.token, now=timezone.now()) for who in both))
    assert sorted(each or "" for each in said)[0] == ""
    assert "已用完" in sorted(each or "" for each in said)[1]
    assert Assignment.objects.filter(user__in=both).count() == 1
    assert Invitation.objects.get(pk=row.pk).uses == 1


def test_of_two_towns_people_who_decide_one_comes_too_late(firm_people, person, licence):
    li = person("李明华")
    towns = [User.objects.create(username=f"qinglong{n}", name=f"青龙街道{n}号") for n in (1, 2)]
    for user in towns:
        Assignment.objects.create(user=user, role=Role.objects.get(code="town"), region=firm_people.qinglong)
    uscc = "91320402456789011K"
    row = claiming.claim_firm(actor=li, uscc=uscc, place="principal", licence=licence(li), now=timezone.now())
    given = {"expected_version": None, "now": timezone.now()}
    said = together(
        lambda: claiming.confirm_claim(row.pk, actor=towns[0], **given),
        lambda: claiming.refuse_claim(row.pk, actor=towns[1], opinion="执照不清", **given),
    )
    assert [each is None for each in said].count(True) == 1
    assert "的申请不能" in next(each for each in said if each)
    row.refresh_from_db()
    held = Assignment.objects.filter(user=li).exists()
    assert held == (row.status == "confirmed")


def test_of_two_claims_that_are_confirmed_at_once_one_makes_the_principal(firm_people, person, licence):
    uscc = "91320402456789011K"
    rows = []
    for name in ("李明华", "王建国"):
        who = person(name)
        rows.append(
            claiming.claim_firm(actor=who, uscc=uscc, place="principal", licence=licence(who), now=timezone.now())
        )
    given = {"expected_version": None, "now": timezone.now()}
    said = together(*(lambda row=row: claiming.confirm_claim(row.pk, actor=firm_people.city, **given) for row in rows))
    assert [each is None for each in said].count(True) == 1
    held = Assignment.objects.filter(enterprise=firm_people.rival, role__code="principal")
    assert held.count() == 1


def test_the_last_two_principals_do_not_both_leave(firm_people, person):
    wang = person("王建国")
    Assignment.objects.create(user=wang, role=Role.objects.get(code="principal"), enterprise=firm_people.enterprise)
    members.settle([wang.pk], now=timezone.now())
    rows = [members.membership_of(each, firm_people.enterprise.pk) for each in (wang, firm_people.principal)]
    given = {"expected_version": None, "reason": "换厂", "now": timezone.now()}
    said = together(*(lambda row=row: members.leave_firm(row.pk, actor=row.user, **given) for row in rows))
    assert [each is None for each in said].count(True) == 1
    assert members.principals_of(firm_people.enterprise.pk).count() == 1


def test_one_person_who_registers_twice_at_once_has_one_account(firm_people):
    from datetime import date

    from changqian.platform.kernel.codes import id_for

    number = id_for(date(1985, 3, 7), 77)
    said = together(
        *(
            lambda phone=phone: register(
                phone=phone, name="李明华", id_number=number, password="Renmin#2026", now=timezone.now()
            )
            for phone in ("13900000101", "13900000102")
        )
    )
    assert [each is None for each in said].count(True) == 1
    assert "已经有账号" in next(each for each in said if each)
    assert User.objects.filter(name="李明华").count() == 1
