"""湖塘机械厂 says how it is organised, and changes it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from changqian.platform.commons.people.services import add_person, leave_person
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.organisation.services import (
    edit_organisation,
    end_organisation,
    establish_organisation,
    move_organisation,
    staff_of,
)


@pytest.fixture
def person(cast):
    def person(name="李建国", *roles, enterprise=None):
        given = {"enterprise": enterprise or cast.enterprise, "roles": list(roles) or ["principal"]}
        return add_person(actor=cast.platform, name=name, today=cast.today, **given)

    return person


@pytest.fixture
def organisation(cast):
    def organisation(name="安环部", kind="department", grade="company", **given):
        who = given.pop("actor", cast.officer), given.pop("enterprise", cast.enterprise)
        return establish_organisation(
            actor=who[0], enterprise=who[1], today=cast.today, name=name, kind=kind, grade=grade, **given
        )

    return organisation


@pytest.fixture
def tree(organisation):
    """安委会 above 安环部 and 一车间, which has one team."""
    board = organisation("安全生产委员会", "committee")
    safety = organisation("安环部", "safety", parent=board)
    hall = organisation("一车间", "workshop", "workshop", parent=board)
    return board, safety, hall, organisation("甲班", "team", "team", parent=hall)


def moved(cast, row, parent, *, actor=None):
    return move_organisation(row.pk, actor=actor or cast.officer, expected_version=None, parent=parent)


def edited(cast, row, **fields):
    return edit_organisation(row.pk, actor=cast.officer, expected_version=None, today=cast.today, **fields)


class TestTree:
    def test_a_team_moves_to_another_hall_and_what_stands_above_never_moves_below_it(self, cast, tree, organisation):
        board, _safety, hall, team = tree
        other = organisation("二车间", "workshop", "workshop", parent=board)
        assert moved(cast, team, other).parent == other
        organisation("综合部", "department", parent=board)
        with pytest.raises(RuleViolation, match="不能是它自己或它的下级"):
            moved(cast, hall, hall)
        with pytest.raises(RuleViolation, match="企业级机构不能隶属于车间级机构"):
            moved(cast, board, hall)
        assert moved(cast, other, None).parent is None

    def test_a_grade_does_not_change_under_what_stands_below(self, cast, organisation):
        above = organisation("制造部")
        organisation("一车间", "workshop", "workshop", parent=above)
        with pytest.raises(RuleViolation, match="车间级机构不能隶属于班组级机构"):
            edited(cast, above, grade="team")

    def test_what_others_stand_below_is_not_dissolved(self, cast, tree):
        _board, _safety, hall, team = tree
        with pytest.raises(RuleViolation, match="一车间还有下级机构：甲班"):
            end_organisation(hall.pk, actor=cast.officer, expected_version=hall.version, reason="合并车间")
        end_organisation(team.pk, actor=cast.officer, expected_version=team.version, reason="合并班组")
        end_organisation(hall.pk, actor=cast.officer, expected_version=hall.version, reason="合并车间")

    def test_the_tree_of_another_firm_is_no_place(self, cast, tree, organisation):
        theirs = organisation("安环部", actor=cast.rival_officer, enterprise=cast.rival)
        with pytest.raises(RuleViolation, match="本企业现有的机构"):
            moved(cast, tree[3], theirs)

    def test_two_teams_of_one_name_stand_in_two_halls_only(self, cast, tree, organisation):
        board, _safety, hall, team = tree
        other = organisation("二车间", "workshop", "workshop", parent=board)
        twin = organisation(team.name, "team", "team", parent=other)
        with pytest.raises(RuleViolation, match="同一上级下已有“甲班”"):
            moved(cast, twin, hall)


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_do_not_close_a_circle(cast, organisation):
    """制造部 goes below 综合部 while 综合部 goes below 制造部: whoever comes second is told."""
    first, second = organisation("制造部"), organisation("综合部")
    ready, said = threading.Barrier(2), []

    def move(row, parent):
        try:
            ready.wait(5)
            moved(cast, row, parent)
        except RuleViolation as error:
            said.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert said == ["上级机构不能是它自己或它的下级机构"]
    assert SafetyOrganisation.objects.filter(parent=None).count() == 1


class TestPeople:
    def test_who_has_left_is_shown_no_longer_and_his_place_is_vacant(self, cast, api, person, organisation):
        head, member = person("李建国"), person("王小虎", "worker")
        row = organisation(head=head, members=[member.pk, head.pk, member.pk])
        assert [each.name for each in staff_of(row)] == ["王小虎", "李建国"]
        ask = api(cast.town).get
        assert ask("/api/organisations/", {"headed": "no"}).json()["count"] == 0
        for each in (head, member):
            leave_person(each.pk, actor=cast.officer, expected_version=None, left_on=cast.today, today=cast.today)
        assert staff_of(row) == []
        [vacant] = ask("/api/organisations/", {"headed": "no"}).json()["results"]
        assert (vacant["head_name"], vacant["head_left_on"]) == ("李建国", cast.today.isoformat())

    def test_nobody_from_outside_leads_or_belongs(self, cast, person, organisation):
        stranger = person("周外人", enterprise=cast.rival)
        with pytest.raises(RuleViolation, match="负责人应是本企业在册人员"):
            organisation(head=stranger)
        with pytest.raises(RuleViolation, match="成员应是本企业在册人员"):
            organisation(members=[stranger.pk])


class TestPlace:
    BAIDU = {"lon": 119.9635, "lat": 31.7290, "datum": "bd09"}

    def test_a_point_of_another_map_is_straightened_once(self, cast, organisation):
        row = organisation(**self.BAIDU)
        where = row.lon, row.lat
        assert abs(row.lon - self.BAIDU["lon"]) > 0.005
        row = edited(cast, row, lon=row.lon, lat=row.lat, datum=row.datum, address="办公楼二层")
        assert ((row.lon, row.lat), row.address) == (where, "办公楼二层")

    def test_one_outside_the_city_is_refused_and_one_can_be_taken_away(self, cast, organisation):
        row = organisation(**self.BAIDU)
        with pytest.raises(RuleViolation, match="经度和纬度填反了"):
            edited(cast, row, lon=31.72, lat=119.96)
        assert edited(cast, row, lon=None, lat=None).lat is None


def test_it_was_not_set_up_tomorrow(cast, organisation):
    with pytest.raises(RuleViolation, match="成立日期不能晚于今天"):
        organisation(established_on=cast.today + timedelta(days=1))
