"""The workbench counts through the same door as the lists, so each number opens a list that equals it."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.people.services import add_certificate, add_person


def duties(api, person):
    told = api(person).get("/api/home/").json()
    return {duty["key"]: duty for duty in told["duties"]}, told["sentence"]


def report(cast, words="配电箱未关闭"):
    return report_hazard(
        actor=cast.worker, site=cast.site, description=words, category="electricity", now=timezone.now()
    )


def test_the_officer_sees_what_waits_to_be_assigned(cast, api):
    report(cast)
    waiting, sentence = duties(api, cast.officer)
    assert waiting["to_assign"]["count"] == 1
    assert sentence == "待派单的隐患 1 项"
    rows = api(cast.officer).get("/api/hazards/", waiting["to_assign"]["query"]).json()
    assert rows["count"] == 1


def test_a_rival_and_a_stranger_see_none_of_it(cast, api):
    report(cast)
    assert duties(api, cast.rival_officer)[0]["to_assign"]["count"] == 0
    assert duties(api, cast.nobody) == ({}, "今天没有待办，一切按计划进行")


def test_every_line_opens_a_list_of_its_length(cast, api):
    """Whoever signs in: the number on the workbench is the count of the list that it opens."""
    for words in ("配电箱未关闭", "安全出口堵塞"):
        report(cast, words)
    today = timezone.localdate()
    person = add_person(actor=cast.officer, enterprise=cast.enterprise, today=today, name="焊工老赵", roles=["worker"])
    for number, days in (("A1", 30), ("A2", 300)):
        add_certificate(
            actor=cast.officer, person=person, kind="cse", number=number, valid_to=today + timedelta(days=days)
        )
    assert duties(api, cast.officer)[0]["certificates"]["count"] == 1
    lists = {
        "/tasks": "/api/tasks/",
        "/hazards": "/api/hazards/",
        "/risks": "/api/risks/",
        "/risk-cards": "/api/risk-cards/",
        "/certificates": "/api/certificates/",
        "/plan-tasks": "/api/plan-tasks/",
        "/equipment": "/api/equipment/",
        "/whistles": "/api/whistles/",
        "/whistle-escalations": "/api/whistle-escalations/",
        "/firm-summaries": "/api/firm-summaries/",
    }
    for person in (cast.officer, cast.principal, cast.worker, cast.town, cast.wujin, cast.city):
        for duty in duties(api, person)[0].values():
            answer = api(person).get(lists[duty["path"]], duty["query"])
            assert answer.status_code == 200, (person, duty, answer.content)
            assert answer.json()["count"] == duty["count"], (person.username, duty)
