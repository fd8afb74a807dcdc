"""Messages reach whom they concern, once, and when what they tell has happened."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.services import CHANNEL, notify, regulators_of, staff_of

NOW = timezone.now()
LIST = "/api/notices/"


def tell(*people, title="请整改隐患", **more):
    return notify(people, kind="hazards.assign", title=title, now=NOW, **more)


def names(people) -> list[str]:
    return [person.username for person in people]


def test_everybody_once_however_often_named(cast):
    told = tell(cast.worker, cast.worker.pk, cast.officer, title="长" * 200)
    assert {notice.user_id for notice in told} == {cast.worker.pk, cast.officer.pk}
    assert len(told) == 2
    assert len(told[0].title) == 100
    assert tell() == []


def test_who_in_the_firm_holds_a_permission(cast):
    assert names(staff_of(cast.enterprise.pk, "hazards.submit")) == ["officer", "principal", "worker"]
    assert names(staff_of(cast.enterprise.pk, "hazards.assign")) == ["officer", "principal"]
    assert names(staff_of(cast.enterprise.pk, "hazards.supervise")) == []
    assert "dismissed" not in names(staff_of(cast.enterprise.pk, "hazards.view"))


def test_which_authorities_stand_above_a_place(cast):
    place = cast.hutang.pk
    assert names(regulators_of(place, "hazards.view", level="town")) == ["town"]
    assert names(regulators_of(place, "hazards.pass_review", level=("district", "functional_zone"))) == [
        "district",
        "two_roles",
    ]
    assert names(regulators_of(place, "hazards.supervise")) == ["district", "city", "two_roles"]
    assert names(regulators_of(cast.licheng.pk, "hazards.dismiss")) == ["liyang"]
    assert "author" not in names(regulators_of(place, "hazards.report")), "who sees his own rows only is not told"


def test_two_halves_of_a_role_do_not_make_one(cast):
    """`two_roles` is officer in 青龙纺织 and district in 武进: no officer of 湖塘机械厂, no regulator of 天宁."""
    assert "two_roles" in names(staff_of(cast.rival.pk, "hazards.assign"))
    assert "two_roles" not in names(staff_of(cast.enterprise.pk, "hazards.assign"))
    assert "two_roles" not in names(regulators_of(cast.qinglong.pk, "hazards.supervise"))


def test_ones_own_and_nobody_elses(cast, api):
    tell(cast.worker, title="一")
    tell(cast.worker, cast.officer, title="二")
    mine = api(cast.worker).get(LIST).json()
    assert (mine["count"], [row["title"] for row in mine["results"]]) == (2, ["二", "一"])
    assert api(cast.town).get(LIST).json()["results"] == []


def test_reading_on_where_one_stopped(cast, api):
    seqs = [tell(cast.worker, title=str(number))[0].pk for number in range(5)]
    rows = api(cast.worker).get(LIST, {"after": seqs[1], "limit": 2}).json()
    assert [row["seq"] for row in rows["results"]] == seqs[2:4]
    assert rows["count"] == 3


def test_what_is_read_is_read(cast, api):
    first, second = tell(cast.worker)[0], tell(cast.worker)[0]
    theirs = tell(cast.officer)[0]
    phone = api(cast.worker)
    assert phone.get(f"{LIST}unread_count/").json() == {"count": 2, "groups": {"hazards": 2}, "apart": {"whistle": 0}}
    assert phone.post(f"{LIST}read/", {"ids": [first.pk, theirs.pk]}).json() == {"count": 1}
    assert [row["id"] for row in phone.get(LIST, {"unread": 1}).json()["results"]] == [second.pk]
    assert phone.post(f"{LIST}read/", {"ids": [first.pk]}).json() == {"count": 0}
    assert phone.post(f"{LIST}read/", {"all": True}).json() == {"count": 1}
    assert Notice.objects.get(pk=theirs.pk).read_at is None


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": 2**70}, {"after": -1}, {"limit": 0}, {"limit": 10**6}, {"unread": "vielleicht"}]
)
def test_odd_questions_are_refused(cast, api, query):
    assert api(cast.worker).get(LIST, query).status_code == 400


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": "x"}, {"ids": [2**70]}, {"ids": [None]}, [], {"all": False}])
def test_odd_marks_are_refused(cast, api, body):
    assert api(cast.worker).post(f"{LIST}read/", body).status_code == 400


def test_strangers_are_sent_away(db, client):
    for url in (LIST, f"{LIST}unread_count/"):
        assert client.get(url).status_code in (401, 403)


@pytest.mark.django_db(transaction=True)
def test_the_hint_comes_with_the_commit_and_not_without_it(db):
    person = User.objects.create(username="hinted", name="王小虎")
    settings = connection.get_connection_params()
    wanted = {name: settings[name] for name in ("host", "port", "user", "password", "dbname") if settings.get(name)}
    with psycopg.connect(**wanted, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            tell(person)
            transaction.set_rollback(True)
        with transaction.atomic():
            told = notify([person], kind="x", title="一", now=NOW + timedelta(seconds=1))
        heard = [note.payload for note in listener.notifies(timeout=2, stop_after=1)]
    assert heard == [str(told[0].pk)]
    assert list(Notice.objects.values_list("pk", flat=True)) == [told[0].pk]
