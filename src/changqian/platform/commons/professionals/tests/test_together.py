"""Two people at the same moment, each on a connection of his own."""

import pytest
from django.utils import timezone

from changqian.platform.commons.joining.tests.test_together import together
from changqian.platform.commons.professionals import services
from changqian.platform.commons.professionals.models import Application
from changqian.platform.foundation.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_reviewers_one_comes_too_late(cast, person, applied, second_city):
    li = person("李明华")
    row = applied(li)
    given = {"expected_version": None, "now": timezone.now()}
    said = together(
        lambda: services.approve(row.pk, actor=cast.city, **given),
        lambda: services.reject(row.pk, actor=second_city, opinion="专业不符", **given),
    )
    assert [each is None for each in said].count(True) == 1
    assert "的入驻申请不能" in next(each for each in said if each)
    row.refresh_from_db()
    assert [each.role.code for each in li.assignments.all()] == (["expert"] if row.status == "approved" else [])


def test_sent_twice_at_once_it_is_one_application(cast, person, applied):
    li = person("李明华")
    said = together(*(lambda: applied(User.objects.get(pk=li.pk)) for _ in range(2)))
    assert [each is None for each in said].count(True) == 1
    assert "已有一份同类申请" in next(each for each in said if each)
    assert Application.objects.filter(created_by=li).count() == 1


def test_of_two_experts_with_one_certificate_one_is_admitted(cast, person, applied, second_city):
    rows = [applied(person(name)) for name in ("李明华", "王建国")]
    given = {"expected_version": None, "now": timezone.now()}
    said = together(
        *(
            lambda row=row, actor=actor: services.approve(row.pk, actor=actor, **given)
            for row, actor in zip(rows, (cast.city, second_city), strict=True)
        )
    )
    assert [each is None for each in said].count(True) == 1
    assert "证书编号已用于另一位" in next(each for each in said if each)
