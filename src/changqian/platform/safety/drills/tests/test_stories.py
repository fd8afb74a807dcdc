"""From the plan to the drill, to what it brought to light."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.people.services import leave_person
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.records.services import forget_taken
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.safety.drills.models import Drill
from changqian.platform.safety.drills.services import (
    edit_drill,
    end_drill,
    plan_drill,
    postpone_drills,
    retire_plan,
    revise_plan,
)
from changqian.platform.safety.drills.tests.conftest import TODAY


def test_a_drill_is_held_by_people_with_pictures_and_the_principal(cast, do, api):
    plan = do.adopt()
    drill = do.plan(plan=plan)
    assert (drill.kind, drill.due_on) == ("special", date(2026, 3, 10))
    worker, boss = do.person(), do.person("周立新", "principal")
    held = do.hold(drill, attendees=[worker.pk, boss.pk], others=12)
    assert (held.status, held.participants, held.principal_attended) == ("held", 14, True)
    assert held.attendee_names == ["王小虎（打磨工）", "周立新（打磨工）"]
    assert held.next_due_on == date(2026, 12, 31), "湖塘机械厂 is 高危: again in the second half"
    assert held.due_on is None
    told = api(cast.wujin).get(f"/api/drills/{drill.pk}/").json()
    assert [photo["name"] for photo in told["photos"]] == ["演练.png"]
    assert told["to_report"]
    do.report(drill)
    assert not api(cast.wujin).get(f"/api/drills/{drill.pk}/").json()["to_report"]


def test_the_principal_may_be_declared_and_a_slip_corrected(cast, do):
    drill = do.plan()
    assert not do.hold(drill).principal_attended
    corrected = do.hold(drill, principal_attended=True, others=31)
    assert (corrected.principal_attended, corrected.participants, corrected.status) == (True, 31, "held")


def test_a_phone_whose_answer_was_lost_sends_again_and_nothing_is_done_twice(cast, do, api):
    drill, number = do.plan(), str(uuid4())
    body = {"version": drill.version, "held_on": "2026-03-12", "others": 30, "process": "按预案疏散"}
    body |= {"photos": [do.photo()]}

    def send(client, **changed):
        return client.post(f"/api/drills/{drill.pk}/hold/", body | changed, headers={"Idempotency-Key": number})

    client = api(cast.officer)
    assert send(client, others=0).status_code == 400, "nobody took part: refused, and the number is still free"
    first, again = send(client), send(client)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert Entry.objects.filter(action="drills.hold").count() == 1
    assert client.post(f"/api/drills/{drill.pk}/hold/", body).status_code == 409, "without a number it is another try"
    assert "提交编号已被使用" in send(api(cast.principal)).content.decode()
    assert send(api(cast.rival_officer)).status_code in (400, 404)
    number = "17"
    assert send(client).status_code == 400
    assert forget_taken(now=timezone.now()) == 0
    assert forget_taken(now=timezone.now() + timedelta(days=9)) == 1


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"held_on": date(2026, 3, 17)}, "演练日期不能晚于今天", "held_on"),
        ({"photos": []}, "请上传至少一张演练照片", "photos"),
        ({"others": 0}, "请选择参演人员，或填写其他参演人数", "attendees"),
        ({"attendees": [10**9]}, "参演人员应是本企业在册人员", "attendees"),
    ],
)
def test_what_cannot_have_been_held_is_refused(do, given, sentence, field):
    with pytest.raises(RuleViolation, match=sentence) as refused:
        do.hold(do.plan(), **given)
    assert refused.value.field == field


def test_only_people_of_the_firm_who_were_still_there_took_part(cast, do):
    drill = do.plan()
    with pytest.raises(RuleViolation, match="参演人员应是本企业在册人员"):
        do.hold(drill, attendees=[do.person("钱工", enterprise=cast.rival).pk])
    gone = do.person("李走")
    leave_person(gone.pk, actor=cast.officer, expected_version=None, left_on=date(2026, 3, 1), today=TODAY)
    with pytest.raises(RuleViolation, match="李走在演练前已离职"):
        do.hold(drill, attendees=[gone.pk])


def test_problems_become_hazards_and_stay_linked(cast, do, api):
    drill = do.plan(location="打磨车间")
    do.hold(drill)
    done = do.evaluate(
        drill,
        problems=[{"description": "应急照明不亮", "hazard": True}, {"description": "口令不统一", "hazard": False}],
    )
    hazard = Hazard.objects.get()
    assert (hazard.source, hazard.origin_kind, hazard.origin_id) == ("drill", "drill", drill.pk)
    assert (hazard.description, hazard.location, hazard.category) == ("应急照明不亮", "打磨车间", "emergency")
    assert [problem["hazard"] for problem in done.problems] == [hazard.pk, None]
    told = api(cast.town).get(f"/api/drills/{drill.pk}/").json()["problems"]
    assert (told[0]["hazard_number"], told[0]["hazard_status"]) == (hazard.number, "reported")
    behind = api(cast.town).get("/api/hazards/", {"origin_kind": "drill", "origin_id": drill.pk}).json()
    assert behind["count"] == 1


def test_an_opinion_on_the_plan_keeps_it_waiting_until_it_is_revised(cast, do):
    plan = do.adopt(filed_on=date(2025, 1, 20), filing_no="3204-1")
    drill = do.plan(plan=plan)
    do.hold(drill)
    with pytest.raises(RuleViolation, match="请填写预案修订意见"):
        do.evaluate(drill, revise_plan=True)
    do.evaluate(drill, revise_plan=True, revision_opinion="补充夜间联络方式")
    plan.refresh_from_db()
    assert (plan.to_revise, plan.revision_opinion) == (True, "补充夜间联络方式")
    told = Entry.objects.filter(target=f"drills.EmergencyPlan:{plan.pk}").order_by("pk").last()
    assert told.action == "drills.evaluate"

    def revise(**more):
        given = {"edition": "2026版", "published_on": date(2026, 3, 15), "today": TODAY}
        given |= {"revised_because": "found", "refile": True}
        return revise_plan(plan.pk, actor=cast.officer, expected_version=plan.version, **given | more)

    with pytest.raises(RuleViolation, match="版本号应与现行的2025版不同"):
        revise(edition="2025版")
    with pytest.raises(RuleViolation, match="新版公布日期应在现行版之后"):
        revise(published_on=date(2024, 1, 1))
    revised = revise()
    assert (revised.to_revise, revised.edition, revised.filed_on) == (False, "2026版", None)
    assert revised.file_by == date(2026, 4, 10)
    assert (revised.in_force_since, revised.revised_because) == (date(2025, 1, 5), "found")


def test_a_small_change_of_a_plan_is_not_filed_again(cast, do):
    """办法 art 37: only who commands, how to respond, by which measures and at which levels is filed anew."""
    plan = do.adopt(filed_on=date(2025, 1, 20), filing_no="3204-1")
    given = {"edition": "2026版", "published_on": date(2026, 3, 15), "revised_because": "resources", "refile": False}
    revised = revise_plan(plan.pk, actor=cast.officer, expected_version=1, today=TODAY, **given)
    assert (revised.edition, revised.filing_no, revised.published_on) == ("2026版", "3204-1", date(2025, 1, 5))
    assert revised.revised_on == date(2026, 3, 15)


def test_a_plan_in_use_is_not_retired_and_one_of_another_firm_not_used(cast, do):
    plan = do.adopt()
    drill = do.plan(plan=plan)
    with pytest.raises(RuleViolation, match="还有1项演练计划使用该预案"):
        retire_plan(plan.pk, actor=cast.officer, expected_version=None, reason="合并")
    end_drill(drill.pk, actor=cast.officer, expected_version=1, reason="取消")
    assert retire_plan(plan.pk, actor=cast.officer, expected_version=None, reason="合并").ended_at
    theirs = do.adopt(enterprise=cast.rival, actor=cast.rival_officer)
    with pytest.raises(RuleViolation, match="只能选择本企业的预案"):
        do.plan(plan=theirs)
    assert not Drill.objects.current().exists()
    with pytest.raises(ValidationError, match="请选择所演练的预案"):
        plan_drill(actor=cast.officer, site=cast.site, title="无", form="tabletop", planned_on=TODAY)


def test_many_are_postponed_together_or_none(cast, do):
    one, two = do.plan(title="甲"), do.plan(title="乙")
    moved = postpone_drills([one.pk, two.pk], actor=cast.officer, planned_on=date(2026, 4, 20))
    assert {(drill.due_on, drill.month) for drill in moved} == {(date(2026, 4, 20), date(2026, 4, 1))}
    do.hold(one)
    with pytest.raises(RuleViolation, match="已演练的演练不能调整演练日期"):
        postpone_drills([one.pk, two.pk], actor=cast.officer, planned_on=date(2026, 5, 20))
    assert Drill.objects.get(pk=two.pk).planned_on == date(2026, 4, 20)


def test_the_kind_follows_the_plan_when_it_is_changed(cast, do):
    drill = do.plan(plan=do.adopt())
    on_site = do.adopt(kind="on_site", name="配电房触电现场处置方案")
    changed = edit_drill(drill.pk, actor=cast.officer, expected_version=1, plan=on_site)
    assert changed.kind == "on_site"
    with pytest.raises(VersionConflict):
        edit_drill(drill.pk, actor=cast.officer, expected_version=1, location="东门")


def test_twice_the_same_drill_on_a_day_is_refused(do):
    do.plan()
    with pytest.raises(RuleViolation, match="该场所当天已有同名演练"):
        do.plan()


def test_a_report_lies_between_the_drill_and_today(do):
    drill = do.plan()
    do.hold(drill)
    for day in (date(2026, 3, 11), date(2026, 3, 17)):
        with pytest.raises(RuleViolation, match="报送日期应在演练之后"):
            do.report(drill, reported_on=day)


def test_a_calendar_of_what_is_planned_held_and_late(cast, do, api):
    do.hold(do.plan(title="甲"))
    do.plan(title="乙", planned_on=date(2026, 3, 12))
    do.plan(title="丙", planned_on=date(2099, 3, 12))
    told = api(cast.town).get("/api/drills/calendar/", {"since": "2026-03-01", "until": "2026-03-31"}).json()
    assert told["days"] == [{"date": "2026-03-12", "counts": {"planned": 0, "held": 1, "late": 1}}]
    assert [row["title"] for row in told["rows"]] == ["甲", "乙"]
    assert api(cast.liyang).get("/api/drills/calendar/", {"since": "2026-03-01", "until": "2026-03-31"}).json() == {
        "days": [],
        "rows": [],
    }
    far = api(cast.town).get("/api/drills/calendar/", {"since": "2020-01-01", "until": "2026-03-31"})
    assert far.json()["fields"]["until"] == ["起止日期应在一年以内"]
