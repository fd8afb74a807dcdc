"""An accident from the phone to its closing; one injury told by three."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.ledgerkit.stats import Level, figures, rebuild
from changqian.platform.safety.accidents import services
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.stats import ACCIDENTS, INJURIES

NOW = timezone.make_aware(datetime(2026, 11, 10, 10))
TODAY = date(2026, 11, 10)
WANG = id_for(date(1988, 3, 4), 17, region="320411")
LI = id_for(date(1979, 8, 21), 23, region="320411")


@pytest.fixture
def do(cast):
    load_dictionaries()

    def report(actor=None, **more):
        given = {
            "site": cast.site, "kind": "WSA10004", "happened_at": NOW - timedelta(minutes=20), "location": "一车间冲床",
            "description": "送料时手指被压伤", "serious": 1, "now": NOW,
        }  # fmt: skip
        return services.report_accident(actor=actor or cast.officer, **given | more)

    def step(name, row, *, actor=None, **given):
        fresh = type(row).objects.get(pk=row.pk)
        return getattr(services, name)(row.pk, actor=actor or cast.officer, expected_version=fresh.version, **given)

    def hurt(name="王小虎", number=WANG, day=date(2026, 11, 9), **more):
        given = {"name": name, "id_number": number, "happened_on": day, "site": cast.site, "today": TODAY}
        return services.enter_injury(actor=cast.officer, **given | more)

    def claim(name="王小虎", number=WANG, day=date(2026, 11, 9), **more):
        given = {"name": name, "id_number": number, "happened_on": day, "site": cast.site, "today": TODAY}
        return services.enter_claim(actor=cast.officer, **{"insurer": "太保产险", **given, **more})

    def fed(name="王小虎", number=WANG, day=date(2026, 11, 11), key="GS-1", **more):
        given = {"name": name, "id_number": number, "happened_on": day, "site": cast.site, "today": date(2026, 11, 20)}
        return services.receive_injury(actor=cast.platform, feed_key=key, **given | more)

    return SimpleNamespace(report=report, step=step, hurt=hurt, claim=claim, fed=fed)


def again(row):
    return type(row).objects.get(pk=row.pk)


def counted(statistics, actor):
    rebuild(statistics, today=TODAY)
    year = (date(2026, 1, 1), date(2026, 12, 1))
    found = figures(statistics, actor=actor, months=year, level=Level.TOWN, dimension=None, regions=None)
    return {each.measure: each.total for each in found}


class TestAccidents:
    def test_a_worker_reports_and_the_firm_and_the_town_hear_of_it(self, cast, do):
        row = do.report(actor=cast.worker)
        assert (row.level, row.investigator, row.status) == ("general", "county", "reported")
        assert row.report_by == NOW + timedelta(hours=1)
        heard = set(Notice.objects.filter(kind="accidents.report").values_list("user", flat=True))
        assert {cast.officer.pk, cast.principal.pk, cast.town.pk} <= heard
        assert cast.liyang.pk not in heard
        assert cast.rival_officer.pk not in heard

    def test_of_a_bruise_the_authority_is_not_told(self, cast, do):
        row = do.report(serious=0, minor=1)
        assert (row.level, row.report_by) == ("below", None)
        assert cast.town.pk not in set(Notice.objects.values_list("user", flat=True))

    def test_from_a_phone_it_arrives_once(self, cast, do):
        one = uuid4()
        first = do.report(client_uuid=one, captured_at=NOW - timedelta(minutes=15))
        assert do.report(client_uuid=one, captured_at=NOW - timedelta(minutes=15)).pk == first.pk
        assert first.report_by == NOW + timedelta(minutes=45)  # The firm knew when it was written, not when it arrived.

    def test_late_stays_late(self, cast, do):
        row = do.report()
        row = do.step(
            "tell_authority",
            row,
            told_at=NOW + timedelta(minutes=61),
            told_to="武进区应急管理局",
            now=NOW + timedelta(hours=2),
        )
        assert row.told_late
        row = do.step(
            "tell_authority", row, told_at=NOW + timedelta(hours=3), told_to="市局", now=NOW + timedelta(hours=3)
        )
        assert (row.told_to, row.told_late) == ("武进区应急管理局", True)

    def test_one_minute_earlier_is_in_time(self, cast, do):
        row = do.report()
        row = do.step(
            "tell_authority", row, told_at=NOW + timedelta(minutes=60), told_to="区局", now=NOW + timedelta(hours=1)
        )
        assert not row.told_late

    @pytest.mark.parametrize("told_at", [NOW - timedelta(hours=1), NOW + timedelta(hours=1)])
    def test_nobody_is_told_before_it_happened_nor_in_the_future(self, do, told_at):
        with pytest.raises(RuleViolation, match="上报时间"):
            do.step("tell_authority", do.report(), told_at=told_at, told_to="区局", now=NOW)

    def test_more_dead_than_thought_make_it_graver(self, cast, do):
        row = do.report()
        row = do.step("correct_accident", row, deaths=3, serious=0, now=NOW + timedelta(days=2))
        assert (row.level, row.investigator) == ("larger", "city")
        assert Notice.objects.filter(kind="accidents.report", user=cast.town, title__startswith="较大事故").exists()

    def test_the_county_investigates_who_was_gravely_hurt(self, cast, do):
        row = do.report()
        with pytest.raises(RuleViolation, match="一般事故由县级人民政府组织调查"):
            do.step("investigate_accident", row, team="安环部")
        row = do.step("investigate_accident", row, actor=cast.wujin, team="区应急局、公安、工会")
        assert row.status == "investigating"
        with pytest.raises(Accident.DoesNotExist):
            do.step("extend_investigation", row, actor=cast.liyang, more_days=30)

    def test_from_report_to_the_end(self, cast, do):
        row = do.report(serious=0, minor=1)
        row = do.step("investigate_accident", row, team="安环部、工会")
        with pytest.raises(RuleViolation, match="延长天数"):
            do.step("extend_investigation", row, more_days=61)
        row = do.step("extend_investigation", row, more_days=30)
        assert row.due_on == date(2026, 11, 10) + timedelta(days=90)
        with pytest.raises(RuleViolation, match="不能四不放过结案"):
            do.step("close_accident", row, handled="批评", rectified="加装光栅", educated="全员培训", today=TODAY)
        row = do.step(
            "conclude_accident",
            row,
            nature="liability",
            direct_cause="光电保护装置失效仍作业",
            concluded_on=TODAY,
            today=TODAY,
        )
        assert (row.status, row.due_on) == ("concluded", None)
        with pytest.raises(RuleViolation, match="责任人员未处理不放过"):
            do.step("close_accident", row, handled=" ", rectified="加装光栅", educated="全员培训", today=TODAY)
        row = do.step(
            "close_accident", row, handled="班组长停职", rectified="加装光栅", educated="全员培训", today=TODAY
        )
        assert (row.status, row.closed_on) == ("closed", TODAY)
        with pytest.raises(RuleViolation, match="已结案的事故不能补报更正"):
            do.step("correct_accident", row, minor=2, now=NOW)

    def test_a_worker_reads_no_accidents(self, cast, do, api):
        do.report(actor=cast.worker)
        assert api(cast.worker).get("/api/accidents/").status_code == 403
        with pytest.raises(PermissionDenied):
            do.step("tell_authority", Accident.objects.get(), actor=cast.worker, told_at=NOW, told_to="区局", now=NOW)

    def test_an_unknown_type_and_a_future_hour_are_refused(self, do):
        with pytest.raises(RuleViolation, match="请从列表中选择事故类别"):
            do.report(kind="99")
        with pytest.raises(RuleViolation, match="发生时间不能晚于现在"):
            do.report(happened_at=NOW + timedelta(hours=1))

    def test_with_people_hurt_it_is_no_mistake(self, do):
        row = do.report()
        do.hurt(accident=row)
        with pytest.raises(RuleViolation, match="已登记伤亡人员"):
            do.step("end_accident", row, reason="误报")

    def test_its_numbers(self, cast, do):
        do.report()
        do.report(deaths=1, serious=0, location="二车间")
        found = counted(ACCIDENTS, cast.wujin)
        assert (found["total"], found["general"], found["deaths"], found["serious"], found["open"]) == (2, 2, 1, 1, 2)


class TestOneInjuryByThree:
    def test_three_sources_stand_side_by_side(self, do):
        firm, claim, fed = do.hurt(), do.claim(), do.fed()
        assert {again(claim).head_id, again(fed).head_id} == {firm.pk}
        assert [each.source for each in services.beside_of(again(firm))] == ["insurer", "feed"]
        assert Injury.objects.current().count() == 3  # None was merged into another.

    def test_the_accident_that_one_names_holds_for_all(self, do):
        accident = do.report()
        fed = do.fed(day=date(2026, 11, 9))
        do.hurt(accident=accident)
        assert again(fed).accident_id == accident.pk

    @pytest.mark.parametrize("day", [date(2026, 11, 5), date(2026, 11, 13)])
    def test_four_days_apart_are_two_injuries(self, do, day):
        do.hurt()
        assert do.fed(day=day).head_id is None

    def test_a_name_alone_raises_a_suspicion_that_somebody_confirms(self, cast, do):
        firm, fed = do.hurt(number=""), do.fed()
        assert fed.head_id is None
        assert [each.pk for each, _ in services.suspects_of(again(firm))] == [fed.pk]
        do.step("join_injury", firm, other=fed.pk)
        assert again(fed).head_id == firm.pk
        assert Entry.objects.filter(action="accidents.join", target=f"accidents.Injury:{fed.pk}").exists()

    def test_whoever_is_somebody_else_is_not_joined(self, cast, do):
        firm, other = do.hurt(), do.fed(name="李建国", number=LI)
        with pytest.raises(RuleViolation, match="三日内"):
            do.step("join_injury", firm, other=other.pk)
        with pytest.raises(VersionConflict):
            services.join_injury(
                firm.pk, actor=cast.officer, expected_version=99, other=do.fed(number="", key="GS-2").pk
            )

    def test_what_was_parted_stays_parted(self, do):
        firm, fed = do.hurt(), do.fed()
        do.step("part_injury", fed, apart_reason="上下班途中另一次受伤")
        assert again(fed).head_id is None
        assert services.suspects_of(again(firm)) == services.suspects_of(again(fed)) == []
        do.fed(disability=9)
        assert again(fed).head_id is None
        assert again(fed).disability == 9

    def test_when_the_oldest_goes_the_next_heads_the_rest(self, do):
        firm, claim, fed = do.hurt(), do.claim(), do.fed()
        do.step("part_injury", firm, apart_reason="登记错人")
        assert (again(firm).head_id, again(claim).head_id, again(fed).head_id) == (None, None, claim.pk)

    def test_another_number_looks_for_another_match(self, do):
        firm, fed = do.hurt(), do.fed()
        do.step("amend_injury", firm, id_number=LI, today=TODAY)
        assert again(fed).head_id is None

    def test_what_the_city_tells_twice_is_one_row(self, do):
        first = do.fed()
        assert do.fed(disability=8).pk == first.pk
        assert again(first).disability == 8

    def test_what_the_city_told_is_not_removed(self, do):
        with pytest.raises(RuleViolation, match="不能删除"):
            do.step("remove_injury", do.fed(), reason="不对")

    def test_one_source_does_not_tell_the_same_twice(self, do):
        do.hurt()
        with pytest.raises(RuleViolation, match="已经登记"):
            do.hurt()

    def test_the_number_is_sealed_and_masked(self, cast, do, api):
        row = do.hurt()
        with connection.cursor() as cursor:
            cursor.execute("SELECT id_number FROM accidents_injury WHERE id = %s", [row.pk])
            [stored] = cursor.fetchone()
        assert WANG not in stored
        for url in ("/api/injuries/", f"/api/injuries/{row.pk}/"):
            told = api(cast.officer).get(url).content.decode()
            assert WANG not in told
            assert f"{WANG[:6]}********{WANG[-4:]}" in told
        with pytest.raises(RuleViolation, match="身份证号"):
            do.hurt(number="320411198803041231")

    def test_a_claim_is_settled(self, do):
        row = do.claim(claimed=80000)
        with pytest.raises(RuleViolation, match="已赔付的请填写金额"):
            do.step("settle_claim", row, claim_status="paid", paid=0, settled_on=TODAY, today=TODAY)
        row = do.step("settle_claim", row, claim_status="paid", paid=65000, settled_on=TODAY, today=TODAY)
        assert (row.claim_status, row.paid) == ("paid", 65000)
        with pytest.raises(RuleViolation, match="只有安责险事故"):
            do.step("settle_claim", do.hurt(number=LI), claim_status="refused", settled_on=TODAY, today=TODAY)

    def test_the_rival_reaches_none_of_it(self, cast, do):
        with pytest.raises(Injury.DoesNotExist):
            do.step("amend_injury", do.hurt(), actor=cast.rival_officer, lost_days=3, today=TODAY)

    def test_a_case_counts_once(self, cast, do):
        firm = do.hurt(gravity="serious")
        do.step("settle_claim", do.claim(), claim_status="paid", paid=65000, settled_on=TODAY, today=TODAY)
        do.fed(disability=9)
        found = counted(INJURIES, cast.wujin)
        assert (found["cases"], found["linked"], found["serious"], found["paid"]) == (1, 2, 1, 65000)
        assert again(firm).apply_by == date(2026, 12, 9)

    def test_days_are_told_before_they_come(self, cast, do):
        do.hurt()
        do.report()
        sent = services.remind_due(today=date(2026, 12, 1), now=NOW)
        assert sent == 2  # The officer and the principal, of the application; the investigation has time.
        assert services.remind_due(today=date(2026, 12, 1), now=NOW) == 0
        assert Notice.objects.filter(kind="accidents.due", title__contains="还剩8天").count() == 2
