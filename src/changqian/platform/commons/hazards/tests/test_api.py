"""How hazards are reached: twice-sent reports, filters, what is next, the story, and what garbage is told."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections
from django.utils import timezone

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.services import report_hazard

URL = "/api/hazards/"
OFFICIALS = ["镇街安监员 湖塘镇安监员", "区级应急部门 武进区应急局", "区级应急部门 钱兼职"]


def test_a_report_sent_twice_is_one_hazard(cast, api, submitted_body):
    phone = api(cast.worker)
    first, second = phone.post(URL, submitted_body), phone.post(URL, submitted_body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Hazard.objects.count() == 1
    assert first.json()["synced_late"]
    other = api(cast.officer).post(URL, submitted_body)
    assert other.status_code == 400
    assert "提交编号已被使用" in other.content.decode()


def test_a_report_of_last_week_is_refused_in_words(cast, api, submitted_body):
    old = submitted_body | {"captured_at": (timezone.now() - timedelta(days=8)).isoformat()}
    answer = api(cast.worker).post(URL, old)
    assert answer.status_code == 400
    assert "离线记录已超过7天" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_phones_sending_at_once_make_one_hazard(cast, submitted_body):
    """The second waits for the first, whichever it is."""
    now, made, failed = timezone.now(), [], []
    given = submitted_body | {"site": cast.site, "captured_at": now - timedelta(hours=3)}

    def send():
        try:
            made.append(report_hazard(actor=cast.worker, now=now, **given).pk)
        except Exception as error:
            failed.append(error)
        finally:
            close_old_connections()
            from django.db import connection

            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not failed
    assert len(made) == 4
    assert len(set(made)) == 1


def test_fixed_on_the_spot_in_one_go(cast, api, submitted_body):
    row = api(cast.worker).post(URL, submitted_body | {"fixed": "已更换灭火器"}).json()
    assert (row["status"], row["rounds"][0]["done"]) == ("submitted", "已更换灭火器")


def test_a_detail_says_all(cast, api, do):
    hazard = do.report()
    row = api(cast.worker).get(f"{URL}{hazard.pk}/").json()
    assert row["five"] == {"whole": False, "missing": ["责任", "措施"]}
    assert (row["found_by_name"], row["rounds"], row["extensions"], row["photos_before"]) == ("王小虎", [], [], [])


def test_a_stale_version_answers_with_the_row_as_it_is(cast, api, do):
    hazard = do.report()
    do.edit(hazard, cast.officer)
    body = {"version": 1, "level": "general"}
    answer = api(cast.officer).post(f"{URL}{hazard.pk}/grade/", body)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "灭火"}, {"fire"}),
        ({"q": "机修"}, {"guard"}),
        ({"q": "青龙纺织"}, {"rival"}),
        ({"q": "202603-000002"}, {"fire"}),
        ({"q": "没有这个"}, set()),
        ({"status": ["assigned", "closed"]}, {"guard"}),
        ({"level": "major"}, {"rival"}),
        ({"category": "fire"}, {"fire"}),
        ({"source": "expert"}, {"rival"}),
        ({"overdue": "true"}, {"guard", "fire"}),
        ({"overdue": "false"}, {"rival"}),
        ({"open": "false"}, set()),
        ({"deadline_before": "2026-03-20"}, {"guard"}),
        ({"found_on_after": "2026-03-17"}, set()),
        ({"month": "2026-03-01"}, {"guard", "fire", "rival"}),
    ],
)
def test_finding(cast, api, do, query, found):
    guard = do.report(deadline=None)
    do.assign(guard, cast.officer, deadline=guard.found_on)
    theirs = {"site": cast.rival_site, "location": "织机旁"}
    named = {
        guard.pk: "guard",
        do.report(description="灭火器压力不足", location="包装车间", category="fire").pk: "fire",
        do.report(cast.rival_officer, level="major", source="expert", **theirs).pk: "rival",
    }
    rows = api(cast.city).get(URL, query).json()["results"]
    assert {named[row["id"]] for row in rows} == found


def test_mine_and_the_region(cast, api, do):
    do.assign(do.report(), cast.officer)
    do.report()
    assert api(cast.worker).get(URL, {"mine": "true"}).json()["count"] == 1
    assert api(cast.worker).get(URL, {"mine": "false"}).json()["count"] == 1
    for region, count in ((cast.wujin_region, 2), (cast.hutang, 2), (cast.niutang, 0), (cast.tianning_region, 0)):
        assert api(cast.city).get(URL, {"region": region.pk}).json()["count"] == count


def test_days_left(cast, api, do):
    hazard = do.report()
    Hazard.objects.filter(pk=hazard.pk).update(due_on=timezone.localdate() - timedelta(days=4))
    (row,) = api(cast.officer).get(URL).json()["results"]
    assert row["days_left"] == -4


def test_what_is_next_and_why_not(cast, api, do):
    hazard = do.report(cast.town, source="enforcement")

    def asked(person):
        return {line["step"]: line for line in api(person).get(f"{URL}{hazard.pk}/next/").json()}

    mine = asked(cast.worker)
    assert mine["grade"] == {
        "step": "grade",
        "label": "评定等级",
        "allowed": False,
        "now": True,
        "reason": "您没有“评定等级”的权限",
        "who": ["企业安管员 陈安全", "企业主要负责人 周立新", *OFFICIALS],
        "after": [],
    }
    assert mine["submit"]["reason"] == "待分级的隐患不能提交整改"
    assert mine["submit"]["after"] == ["待整改", "整改中"]
    assert mine["lift"]["now"] is False

    do.assign(hazard, cast.officer)
    do.submit(hazard, cast.worker)
    officer = asked(cast.officer)["pass_review"]
    assert (officer["allowed"], officer["reason"]) == (False, "执法检查发现的隐患由监管部门复查")
    assert officer["who"] == OFFICIALS
    assert asked(cast.town)["pass_review"]["allowed"] is True
    assert asked(cast.city)["pass_review"]["reason"] == "您没有“复查合格”的权限"


EVERYTHING = {
    **dict.fromkeys(("comment", "reason", "description", "measures", "done", "words", "notified_to"), "无"),
    **dict.fromkeys(
        ("supervising_body", "supervise_no", "supervise_leader", "assessment", "lift_no", "announced"), "无"
    ),
    **dict.fromkeys(("until", "deadline", "supervise_deadline"), "2030-01-01"),
    "interim_control": "停用",
    "level": "general",
    "approved": True,
}


def test_what_next_promises_is_what_happens(cast, api, do):
    """Wherever `next` says allowed, the service agrees; wherever it refuses, the service refuses in the same words."""
    hazard = do.report()
    do.assign(hazard, cast.officer)
    do.submit(hazard, cast.worker)
    version = Hazard.objects.get(pk=hazard.pk).version
    body = EVERYTHING | {"version": version}
    for person in (cast.worker, cast.town):
        for line in api(person).get(f"{URL}{hazard.pk}/next/").json():
            if line["allowed"]:
                continue
            answer = api(person).post(f"{URL}{hazard.pk}/{line['step']}/", body)
            assert answer.status_code in (400, 403), line
            if answer.status_code == 400:
                assert answer.json()["detail"] == line["reason"]


def test_the_story(cast, api, do):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    do.submit(hazard, cast.worker)
    do.fail_review(hazard, cast.officer)
    lines = api(cast.town).get(f"{URL}{hazard.pk}/timeline/").json()
    assert [(line["step_label"], line["actor_name"], line["status"], line["round"]) for line in lines] == [
        ("登记隐患", "王小虎", "reported", None),
        ("派单整改", "陈安全", "assigned", None),
        ("提交整改", "王小虎", "submitted", 1),
        ("复查退回", "陈安全", "rectifying", 1),
    ]
    assert lines[3]["words"] == "防护罩松动，重新固定"
    assert api(cast.liyang).get(f"{URL}{hazard.pk}/timeline/").status_code == 404


GARBAGE = [
    {},
    {"site": 2**70, "description": "x", "category": "fire"},
    {"site": 1, "description": "a\0b", "category": "fire"},
    {"site": "一", "description": ["x"], "category": 5},
    {"site": 1, "description": "x" * 1001, "category": "fire"},
    {"site": 1, "description": "x", "category": "fire", "risk_point_id": 2**80},
    {"site": 1, "description": "x", "category": "fire", "lon": "nan", "lat": "inf"},
    {"site": 1, "description": "x", "category": "fire", "lon": 400},
    {"site": 1, "description": "x", "category": "fire", "client_uuid": "no"},
    {"site": 1, "description": "x", "category": "fire", "found_at": "9999-12-31T23:59:59Z"},
    {"site": 1, "description": "x", "category": "fire", "found_at": "0001-01-01T00:00:00Z"},
    {"site": 1, "description": "x", "category": "fire", "deadline": "9999-12-31"},
    {"site": 1, "description": "x", "category": "fire", "photos": [2**70]},
    {"site": 1, "description": "x", "category": "fire", "photos": {"a": 1}},
    [],
    "x",
    None,
]


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_told_so(cast, api, body):
    if isinstance(body, dict) and body.get("site") == 1:
        body = body | {"site": cast.site.pk}
    assert api(cast.officer).post(URL, body).status_code in (400, 201)


@pytest.mark.parametrize(
    "query",
    [
        {"status": "nothing"},
        {"deadline_after": "x"},
        {"site": 2**70},
        {"enterprise": "a"},
        {"region": -1},
        {"q": "\0灭火"},
        {"q": " "},
        {"ordering": "password"},
        {"origin_id": 2**64},
        {"limit": "a", "offset": -5},
        {"month": "9999-99-01"},
    ],
)
def test_odd_questions_are_answered(cast, api, query):
    assert api(cast.officer).get(URL, query).status_code in (200, 400)


def test_half_a_point_is_refused_in_words(cast, api):
    body = {"site": cast.site.pk, "description": "x", "category": "fire", "lon": 119.9}
    answer = api(cast.officer).post(URL, body)
    assert answer.status_code == 400
    assert "经度和纬度要一起填写" in answer.content.decode()
