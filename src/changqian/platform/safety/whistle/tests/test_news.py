"""Whoever reported hears of it in his account; nothing under the account, and no time, says that he did."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.safety.whistle import reporting
from changqian.platform.safety.whistle.models import WhistleIdentity, WhistleReport
from changqian.platform.safety.whistle.tests.conftest import NOW


def unseen(client):
    return client.get("/api/notices/unread_count/").json()["apart"]["whistle"]


@pytest.mark.parametrize("how", ["named", "hidden"])
def test_each_step_is_told_once_on_the_own_page(cast, api, do, how):
    do.in_force(handlers=[do.staff.officer.pk])
    worker = api(cast.worker)
    report, _ = do.blow(how=how)
    assert unseen(worker) == 0
    for n, step in enumerate(("accept", "confirm", "reward", "pay"), start=1):
        report = do.take(step, report)
        assert unseen(worker) == n
    [mine] = worker.get("/api/my-whistles/").json()
    assert mine["news"] == ["企业已受理", "核查属实", "已确定奖励", "奖励已发放"]
    assert worker.post("/api/my-whistles/seen/").status_code == 204
    assert unseen(worker) == 0
    assert worker.get("/api/my-whistles/").json()[0]["news"] == []


def test_not_accepted_comes_with_the_reason(cast, api, do):
    do.in_force(handlers=[do.staff.officer.pk])
    do.take("reject", do.blow(how="named")[0], findings="现场核查无此情况")
    [mine] = api(cast.worker).get("/api/my-whistles/").json()
    assert (mine["news"], mine["refusal"], mine["findings"]) == (["企业不予受理"], "不是隐患", "现场核查无此情况")


def test_the_authoritys_answer_is_told(cast, api, do):
    from changqian.platform.safety.whistle.services import answer_report

    do.in_force(handlers=[do.staff.officer.pk])
    report, _ = do.blow(how="hidden")
    reporting.turn_to_authority(WhistleIdentity.objects.get(report=report), wish="没有回音", now=NOW)
    answer_report(report.pk, actor=cast.town, expected_version=None, answer="已责令核查", now=NOW)
    assert api(cast.worker).get("/api/my-whistles/").json()[0]["news"] == ["监管部门已答复"]


def test_an_anonymous_one_is_told_to_no_account(cast, api, do):
    do.in_force(handlers=[do.staff.officer.pk])
    do.take("accept", do.blow(account=cast.worker)[0])
    for person in ("worker", "officer", "principal", "town", "sysadmin"):
        assert unseen(api(getattr(cast, person))) == 0, person
    assert WhistleIdentity.objects.get().news == ["accepted"], "noted like every other"


def test_nobody_but_he_himself_learns_that_there_is_news(cast, api, do):
    """Not by a message under his account, not by asking as somebody else, and marking as read is one's own too."""
    do.in_force(handlers=[do.staff.officer.pk])
    do.through(do.blow(how="hidden")[0], "accept", "confirm", "reward", "pay")
    assert not Notice.objects.filter(user=cast.worker).exists()
    for person in ("officer", "principal", "clerk", "town", "city", "auditor", "sysadmin", "secadmin"):
        client = api(getattr(cast, person))
        assert unseen(client) == 0, person
        assert client.post("/api/my-whistles/seen/").status_code == 204
    assert unseen(api(cast.worker)) == 4
    assert api(None).post("/api/my-whistles/seen/").status_code in (401, 403)


def test_no_row_of_the_database_joins_the_account_to_the_report(cast, api, do):
    """Every table with a column for an account: what the steps, the news and the look at it added names no reporter."""
    tables = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    }

    def rows():
        with connection.cursor() as cursor:
            counted = {}
            for table, column in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = %s', [cast.worker.pk])
                counted[table, column] = cursor.fetchone()[0]
        return counted

    do.in_force(handlers=[do.staff.officer.pk])
    worker = api(cast.worker)
    report, _ = do.blow(how="hidden")
    before = rows()
    do.through(report, "accept", "confirm", "reward")
    worker.get("/api/my-whistles/")
    worker.post("/api/my-whistles/seen/")
    assert rows() == before
    kept = WhistleIdentity.objects.values("news", "seen").get()
    assert kept == {"news": ["accepted", "confirmed", "rewarded"], "seen": 3}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM whistle_whistleidentity")
        stored = cursor.fetchone()
        times = [each.type_code for each in cursor.description if each.type_code in (1082, 1114, 1184)]
    assert not times, "no date and no time beside who reported"
    assert str(cast.worker.pk) not in [str(each) for each in stored[2:] if isinstance(each, str)]


def test_a_share_and_its_loss_are_told_too(cast, api, do):
    do.in_force(handlers=[do.staff.officer.pk])
    (first, _), (second, _) = do.blow(), do.blow(how="named")
    first = do.through(first, "accept", "confirm")
    do.take("reject", second, refusal="duplicate", duplicate=first.pk)
    first = do.take("reward", first, whole_reward=100, split="equal", split_reason="都有作用")
    do.take("reward", first, whole_reward=100)
    [mine] = api(cast.worker).get("/api/my-whistles/").json()
    assert mine["news"] == ["企业不予受理", "已确定奖励", "奖励分配已调整"]
    assert WhistleReport.objects.get(pk=second.pk).reward == 0
