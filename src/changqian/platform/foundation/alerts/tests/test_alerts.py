"""From the trail to the auditor: found once, told once, answered with an opinion."""

import pytest
from django.utils import timezone

from changqian.platform.foundation.alerts.models import Alert, Watch
from changqian.platform.foundation.alerts.services import watch
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import Origin, coming_from, note, record, seal
from changqian.platform.foundation.notices.models import Notice


def fail(cast, user, times=1, address="61.160.1.1"):
    with coming_from(Origin("ab12cd34", address)):
        for _ in range(times):
            record(actor=cast.platform, action="accounts.refuse", row=user, changes={})


def look():
    while seal():
        pass
    while watch(now=timezone.now()):
        pass


@pytest.fixture
def watched(cast):
    look()
    Alert.objects.all().delete()
    return cast


def test_failed_sign_ins_become_one_alert_that_the_auditor_hears_of(watched, api):
    fail(watched, watched.worker, 4)
    look()
    assert not Alert.objects.exists()
    fail(watched, watched.worker, 1)
    look()
    (alert,) = Alert.objects.all()
    assert (alert.rule, alert.status, alert.amount) == ("failed_sign_in", "new", 5)
    assert "登录失败5次，来自61.160.1.1" in alert.sentence
    (notice,) = Notice.objects.filter(user=watched.auditor)
    assert (notice.title, notice.link) == ("审计预警：连续登录失败", f"/alerts?id={alert.pk}")
    assert not Notice.objects.filter(kind="alerts.new").exclude(user=watched.auditor).exists()


def test_what_follows_grows_the_alert_and_is_not_told_again(watched):
    fail(watched, watched.worker, 5)
    look()
    fail(watched, watched.worker, 3)
    look()
    (alert,) = Alert.objects.all()
    assert alert.amount == 8
    assert len(alert.entries) == 8
    assert Notice.objects.filter(kind="alerts.new").count() == 1


def test_judging_again_finds_nothing_new(watched):
    """A worker that died before it wrote how far it had read judges the same entries once more."""
    fail(watched, watched.worker, 6)
    look()
    before = list(Alert.objects.values("pk", "amount", "first_entry", "version"))
    Watch.objects.update(seq=0)
    look()
    assert list(Alert.objects.filter(rule="failed_sign_in").values("pk", "amount", "first_entry", "version")) == before
    assert Notice.objects.filter(kind="alerts.new", title__contains="连续登录失败").count() == 1


def test_the_same_entries_in_small_pieces_give_the_same(watched):
    fail(watched, watched.worker, 7)
    seal()
    while watch(now=timezone.now(), limit=1):
        pass
    (alert,) = Alert.objects.all()
    assert alert.amount == 7


def test_five_accounts_from_one_address_are_guessing(watched):
    for user in (watched.worker, watched.officer, watched.principal, watched.town, watched.city):
        fail(watched, user)
    look()
    (alert,) = Alert.objects.all()
    assert (alert.rule, alert.severity) == ("guessing", "high")
    assert alert.sentence == "地址61.160.1.1在30分钟内用5个账号登录失败"


def test_an_export_of_many_rows(watched):
    note(actor=watched.city, action="audit.export_list", about="audit", changes={"rows": 25_000})
    look()
    (alert,) = Alert.objects.all()
    assert alert.rule == "mass_export"
    assert "导出25000行数据" in alert.sentence


def test_doors_tried_again_and_again(watched, api):
    from django.core.cache import cache

    client = api(watched.worker)
    for _ in range(20):
        cache.clear()  # else tries within seconds are counted to the first
        assert client.get("/api/audit/").status_code == 403
    look()
    (alert,) = Alert.objects.all()
    assert (alert.rule, alert.name, alert.amount) == ("refusals", watched.worker.name, 20)


def test_a_script_that_hammers_at_one_door_is_noticed_although_its_tries_are_merged(watched, api):
    client = api(watched.worker)
    for _ in range(21):
        assert client.get("/api/audit/").status_code == 403
    look()
    (alert,) = Alert.objects.all()
    assert (alert.rule, alert.amount) == ("refusals", 21)


class TestAnswering:
    @pytest.fixture
    def alert(self, watched):
        fail(watched, watched.worker, 5)
        look()
        return Alert.objects.get()

    def test_read_acknowledged_and_closed_with_words(self, watched, alert, api):
        client = api(watched.auditor)
        listed = client.get("/api/alerts/", {"status": "new"}).json()
        assert [row["id"] for row in listed["results"]] == [alert.pk]
        told = client.get(f"/api/alerts/{alert.pk}/").json()
        assert len(told["behind"]) == 5
        assert {row["action_label"] for row in told["behind"]} == {"登录被拒绝"}
        assert told["query"]["target"] == f"accounts.User:{watched.worker.pk}"
        body = {"version": alert.version, "opinion": ""}
        assert client.post(f"/api/alerts/{alert.pk}/acknowledge/", body).status_code == 400
        closing = client.post(f"/api/alerts/{alert.pk}/close/", {**body, "opinion": "本人忘记密码"})
        assert closing.json()["detail"] == "待处置的预警不能关闭"
        said = client.post(f"/api/alerts/{alert.pk}/acknowledge/", {**body, "opinion": "已电话联系本人"}).json()
        assert (said["status"], said["opinion"]) == ("acknowledged", "已电话联系本人")
        stale = client.post(f"/api/alerts/{alert.pk}/close/", {**body, "opinion": "本人忘记密码"})
        assert stale.status_code == 409
        said = client.post(
            f"/api/alerts/{alert.pk}/close/", {"version": said["version"], "opinion": "本人忘记密码，已重置"}
        ).json()
        assert (said["status"], said["conclusion"]) == ("closed", "本人忘记密码，已重置")
        history = client.get(f"/api/alerts/{alert.pk}/history/").json()
        assert [each["action_label"] for each in history] == ["关闭", "确认", "发现预警"]

    @pytest.mark.parametrize("person", ["sysadmin", "secadmin", "city", "officer"])
    def test_nobody_but_the_auditor(self, watched, alert, api, person):
        client = api(getattr(watched, person))
        assert client.get("/api/alerts/").status_code == 403
        assert client.get(f"/api/alerts/{alert.pk}/").status_code == 403
        assert client.get("/api/alerts/rules/").status_code == 403
        answered = client.post(f"/api/alerts/{alert.pk}/acknowledge/", {"version": 1, "opinion": "无事"})
        assert answered.status_code == 403

    def test_the_rules_say_from_when_on_they_warn(self, watched, api):
        rules = api(watched.auditor).get("/api/alerts/rules/").json()
        night = next(rule for rule in rules if rule["code"] == "night_sign_in")
        assert night["hours"] == "22时至次日6时"
        assert len(rules) == 7


def test_entries_of_the_platform_at_night_warn_nobody(watched):
    Entry.objects.count()
    note(actor=watched.platform, action="jobs.run", about="jobs", changes={})
    look()
    assert not Alert.objects.exists()
