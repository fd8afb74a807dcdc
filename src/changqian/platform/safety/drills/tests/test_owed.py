"""Who owes which drills: the facts that SQL gathers, the figures, the lists behind them, the reminders."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.foundation.enterprises.tagging import give_tag, load_tags
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.ledgerkit.duties.rules import halves
from changqian.platform.ledgerkit.stats import Level, figures, recompute, verify
from changqian.platform.safety.drills import owed
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import DONE, Facts, Kind
from changqian.platform.safety.drills.services import remind_due
from changqian.platform.safety.drills.stats import STATISTICS

DECEMBER = date(2026, 12, 31)
IN_JULY = date(2026, 7, 2)


def figures_of(actor, today=IN_JULY, level=Level.DISTRICT):
    return {figure.measure: figure for figure in owed.DUTIES.by_area(actor, until=DECEMBER, level=level, today=today)}


def test_a_firm_in_two_districts_owes_in_each_and_once_in_the_city(cast, do):
    open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.licheng, name="溧阳分厂")
    told = figures_of(cast.city)
    required = told["required"]
    assert required.by_region == {
        cast.wujin_region.path: 1,
        cast.liyang_region.path: 1,
        cast.tianning_region.path: 1,
    }
    assert (required.sum_by_region, required.distinct_total, required.multi_site_overlap) == (3, 2, 1)
    # 湖塘机械厂 is 高危: its first half-year has passed. 青龙纺织 has until December.
    assert (told["open"].total, told["late"].total, told["met"].total) == (2, 1, 0)
    assert list(told["late"].by_region) == [cast.wujin_region.path, cast.liyang_region.path]


def test_who_held_all_is_met_and_leaves_the_list_behind_the_number(cast, do):
    def behind(actor, **more):
        asked = {"until": DECEMBER, "area": cast.city_region.path, "today": IN_JULY, **more}
        total, found = owed.DUTIES.behind(actor, **asked)
        assert total == len(found)
        return {pk: [duty.rule for duty in missing] for pk, missing in found.items()}

    assert behind(cast.city) == {
        cast.enterprise.pk: ["high_risk", "high_risk", "general", "principal"],
        cast.rival.pk: ["general", "principal"],
    }
    assert behind(cast.city, late=True) == {cast.enterprise.pk: ["high_risk", "high_risk", "general", "principal"]}
    assert behind(cast.wujin).keys() == {cast.enterprise.pk}
    assert behind(cast.liyang) == behind(cast.author) == {}
    drill = do.plan(actor=cast.rival_officer, site=cast.rival_site)
    do.hold(drill, actor=cast.rival_officer, principal_attended=True)
    assert behind(cast.city).keys() == {cast.enterprise.pk}
    assert figures_of(cast.city)["met"].total == 1
    with pytest.raises(PermissionDenied):
        figures_of(cast.clerk)


def test_the_number_and_its_list_agree_for_everybody(cast, do, api):
    for person in (cast.city, cast.wujin, cast.town, cast.officer, cast.bureau, cast.two_roles):
        told = api(person).get("/api/drills/fulfilment/", {"due_on": "2026-12-31"}).json()
        total = next(each for each in told["figures"] if each["measure"] == "open")["distinct_total"]
        query = {"due_on": "2026-12-31", "area": cast.city_region.path}
        assert api(person).get("/api/drills/unfulfilled/", query).json()["count"] == total
        assert sum(area["open"] for area in told["areas"]) >= total > 0


def test_an_enterprise_is_told_what_it_owes_why_and_what_next(cast, do, api):
    load_tags()
    give_tag(cast.enterprise.pk, actor=cast.town, expected_version=None, code="smelting", today=timezone.localdate())
    on_site = do.adopt(kind="on_site", name="配电房触电现场处置方案")
    do.hold(do.plan(plan=on_site))
    do.plan(plan=on_site, title="再演", planned_on=date(2026, 9, 1))
    query = {"enterprise": cast.enterprise.pk, "year": 2026}
    told = api(cast.officer).get("/api/drills/requirements/", query).json()
    duties = {(duty["rule"], duty["due_on"]): duty for duty in told["duties"]}
    first = duties["on_site", "2026-06-30"]
    assert (first["needed"], first["held"], first["advice"]) == (1, 1, "已完成")
    assert [drill["title"] for drill in first["drills"]] == ["消防疏散演练"]
    assert "第三十三条" in first["basis"]
    assert duties["on_site", "2026-12-31"]["advice"] == "已计划2026-09-01演练“再演”，演练后请登记"
    assert ("general", "2026-12-31") not in duties, "现场处置方案 only"
    assert told["reasons"] == [
        "现行预案：现场处置方案1项",
        "属于每半年演练并报送的单位：监管标签“金属冶炼”、企业档案标明高危行业",
    ]
    assert [fault["text"] for fault in told["plan_faults"]] == ["配电房触电现场处置方案应在2025-01-31前备案"]
    assert api(cast.liyang).get("/api/drills/requirements/", query).status_code == 404
    assert api(cast.clerk).get("/api/drills/requirements/", query).status_code == 403


def test_a_firm_that_stands_still_owes_nothing(cast, do):
    Enterprise.objects.filter(pk=cast.rival.pk).update(status="suspended")
    firm = Enterprise.objects.get(pk=cast.rival.pk)
    told = owed.explain(firm, 2026, today=IN_JULY)
    assert (told.standing, told.duties) == ("free", [])
    assert told.reasons == ["企业状态为停产，停产期间不要求演练"]
    assert figures_of(cast.city)["required"].total == 1


days = st.dates(date(2025, 11, 1), date(2027, 1, 31))
plans = st.lists(st.tuples(st.sampled_from(Kind.values), st.dates(date(2025, 10, 1), date(2026, 12, 1))), max_size=4)
drills = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(Kind.values), days, st.booleans(), st.booleans()), max_size=6
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans, drills)
def test_sql_gathers_what_the_rows_say(cast, plans, drills):
    """A drill of plan n, of a kind where there is no such plan, on a day, by the principal, or ended."""
    Drill.objects.all().delete()
    EmergencyPlan.objects.all().delete()
    common = {"created_by": cast.officer, "enterprise": cast.enterprise}
    rows = [
        EmergencyPlan(
            **common,
            name=f"预案{n}",
            kind=kind,
            edition="1",
            published_on=day,
            file_by=day,
            review_due_on=day,
            in_force_since=day,
        )
        for n, (kind, day) in enumerate(plans)
    ]
    EmergencyPlan.objects.bulk_create(rows)
    made = []
    for n, (at, kind, day, principal, gone) in enumerate(drills):
        plan = rows[at] if at < len(rows) else None
        place = {"site": cast.site, "region": cast.hutang, "month": day.replace(day=1)}
        when = {"planned_on": day, "held_on": day, "happens_on": day, "status": "held", "participants": 9}
        kinds = {"plan": plan, "kind": plan.kind if plan else kind, "form": "tabletop"}
        ended = {"ended_at": timezone.now()} if gone else {}
        made.append(Drill(**common, **place, **when, **kinds, **ended, title=f"演练{n}", principal_attended=principal))
    Drill.objects.bulk_create(made)
    assert owed.facts_of(cast.enterprise.pk, 2026, today=IN_JULY) == by_hand(rows, made)


def by_hand(plans, drills):
    """The same facts, of the rows one by one."""
    held = [drill for drill in drills if drill.ended_at is None and drill.status in DONE and drill.held_on.year == 2026]
    on_site = [plan for plan in plans if plan.kind == Kind.ON_SITE]
    owed_in = [[plan for plan in on_site if plan.published_on < begin] for begin, _ in halves(2026)]
    in_half = [[drill for drill in held if begin <= drill.held_on <= last] for begin, last in halves(2026)]
    return Facts(
        operating=True,
        since=(True, True),
        high_risk=True,
        general=any(plan.kind != Kind.ON_SITE for plan in plans),
        on_site=(len(owed_in[0]), len(owed_in[1])),
        drilled=(len(in_half[0]), len(in_half[1])),
        drilled_general=sum(drill.kind != Kind.ON_SITE for drill in held),
        drilled_on_site=tuple(
            len({drill.plan_id for drill in there} & {plan.pk for plan in known})
            for there, known in zip(in_half, owed_in, strict=True)
        ),
        principal=sum(drill.principal_attended for drill in held),
    )


def test_reminded_thirty_and_seven_days_before_once_each(cast, do):
    do.plan(title="疏散演练", planned_on=date(2026, 4, 20))
    at = timezone.make_aware(datetime(2026, 3, 16, 8))
    said = []
    for day in range(40):
        now = at + timedelta(days=day)
        for _ in range(2):
            remind_due(today=timezone.localdate(now), now=now)
        said = list(Notice.objects.filter(user=cast.officer).order_by("pk").values_list("title", flat=True))
    assert said == ["演练还剩30天：疏散演练", "演练还剩7天：疏散演练"]
    assert not Notice.objects.filter(user__in=[cast.worker, cast.town, cast.rival_officer]).exists()


def test_who_still_owes_is_reminded_before_the_half_year_ends_and_the_others_are_not(cast, do):
    for day in (date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 23), date(2026, 6, 30)):
        remind_due(today=day, now=timezone.now())
    titles = list(Notice.objects.filter(user=cast.officer).order_by("pk").values_list("title", flat=True))
    assert titles == [
        "6月30日到期的演练要求还没有完成，还剩30天",
        "6月30日到期的演练要求还没有完成，还剩7天",
    ]
    assert not Notice.objects.filter(user=cast.rival_officer).exists(), "青龙纺织 owes by December only"


def test_what_is_counted_and_what_the_calendar_makes_late(cast, do):
    late, held = do.plan(title="甲", planned_on=date(2026, 3, 10)), do.plan(title="乙")
    do.hold(held, others=30, principal_attended=True)
    recompute(STATISTICS, today=do.now.date())
    march = (date(2026, 3, 1), date(2026, 3, 1))
    told = {each.measure: each for each in figures(STATISTICS, actor=cast.city, months=march, level=Level.DISTRICT)}
    assert {name: each.total for name, each in told.items()} == {
        "planned": 2,
        "held": 1,
        "evaluated": 0,
        "late": 1,
        "participants": 30,
        "principal": 1,
    }
    assert verify(STATISTICS, today=do.now.date()) == []
    assert late.due_on == date(2026, 3, 10)
