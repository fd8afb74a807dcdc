"""湖塘机械厂 posts up who answers for what, has it signed, assesses its people, and makes the result known."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.commons.people.services import add_person, leave_person, link_user
from changqian.platform.commons.summaries.rules import Paper
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level
from changqian.platform.safety.posts import assessing, owed, services
from changqian.platform.safety.posts.board import board_of, on_paper, own_posts
from changqian.platform.safety.posts.models import Post, PostAssessment, PostEdition, PostScore

NOW = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
CRITERIA = [
    {"item": "遵守规程", "standard": "违章一次扣5分", "points": 60},
    {"item": "隐患报告", "standard": "知情不报的不得分", "points": 40},
]


@pytest.fixture
def person(cast):
    def person(name, role="worker", post="", workshop="", user=None):
        given = {"roles": [role], "post": post, "workshop": workshop, "today": TODAY}
        row = add_person(actor=cast.officer, enterprise=cast.enterprise, name=name, **given)
        if user:
            row = link_user(row.pk, actor=cast.officer, expected_version=None, username=user.username)
        return row

    return person


@pytest.fixture
def post(cast):
    def post(name="冲压工", *holders, kind="worker", **fields):
        given = {"scope": "遵守操作规程。\n发现隐患立即报告。", "criteria": CRITERIA, **fields}
        return services.register_post(
            actor=cast.officer,
            enterprise=cast.enterprise,
            name=name,
            kind=kind,
            holders=[each.pk for each in holders],
            **given,
        )

    return post


@pytest.fixture
def announce(cast):
    def announce(row, actor=None, **given):
        told = {"actor": actor or cast.officer, "expected_version": None, "today": TODAY, "now": NOW}
        return services.announce_post(row.pk, **told, **given)

    return announce


@pytest.fixture
def begin(cast):
    def begin(kinds=("worker",), **given):
        told = {"title": "2026年一季度考核", "begin": date(2026, 1, 1), "end_on": date(2026, 3, 31), **given}
        return assessing.begin_assessment(
            actor=cast.officer, enterprise=cast.enterprise, kinds=kinds, assessors="安环部", today=TODAY, **told
        )

    return begin


def score(cast, row, **points):
    """`score(cast, round, 孙二=(60, 40))`."""
    rows = {each.person.name: each for each in assessing.scores_of(row)}
    given = [{"id": rows[name].pk, "points": list(each)} for name, each in points.items()]
    return assessing.score_assessment(row.pk, actor=cast.officer, expected_version=None, scores=given, today=TODAY)


def conclude(cast, row):
    return assessing.conclude_assessment(row.pk, actor=cast.principal, expected_version=None, today=TODAY, now=NOW)


def test_what_was_posted_up_stands_until_the_next_is(cast, person, post, announce):
    row = announce(post("冲压工", person("孙二")), place="一车间门口")
    services.edit_post(row.pk, actor=cast.officer, expected_version=None, scope="新的责任范围。")
    row.refresh_from_db()
    assert (row.status, row.edition) == ("changed", 1)
    [posted] = board_of(cast.enterprise).posts
    assert posted.scope.startswith("遵守操作规程")
    announce(row, note="补充内容")
    [posted] = board_of(cast.enterprise).posts
    assert (posted.scope, posted.edition) == ("新的责任范围。", 2)
    assert PostEdition.objects.get(post=row, edition=1).scope.startswith("遵守操作规程")


def test_an_edit_that_changes_nothing_asks_for_no_new_posting(cast, person, post, announce):
    row = announce(post("冲压工", person("孙二")))
    services.edit_post(row.pk, actor=cast.officer, expected_version=None, scope=row.scope, criteria=CRITERIA)
    row.refresh_from_db()
    assert row.status == "posted"


def test_a_post_that_nobody_holds_is_not_posted_up(cast, person, post, announce):
    gone = person("孙二")
    row = post("冲压工", gone)
    leave_person(gone.pk, actor=cast.officer, expected_version=None, left_on=TODAY, today=TODAY)
    with pytest.raises(RuleViolation, match="请填写责任人员"):
        announce(row)


def test_people_of_another_firm_hold_no_post_here(cast, post):
    other = add_person(actor=cast.rival_officer, enterprise=cast.rival, name="外人", roles=["worker"], today=TODAY)
    with pytest.raises(RuleViolation, match="本企业在册人员"):
        post("冲压工", other)


def test_one_name_in_one_department(person, post):
    post("冲压工", department="一车间")
    post("冲压工", department="二车间")
    with pytest.raises(RuleViolation, match="同名岗位"):
        post("冲压工", department="一车间")


def test_posts_are_proposed_from_the_roll_once(cast, person):
    person("周立新", "principal", "总经理")
    first, second = person("孙二", post="冲压工", workshop="一车间"), person("李三", post="冲压工", workshop="一车间")
    made = services.propose_posts(actor=cast.officer, enterprise=cast.enterprise)
    assert [(each.kind, each.name) for each in made] == [("principal", "总经理"), ("worker", "冲压工")]
    assert made[1].holders == [first.pk, second.pk]
    assert sum(each["points"] for each in made[0].criteria) == 100
    with pytest.raises(RuleViolation, match="都已有岗位责任"):
        services.propose_posts(actor=cast.officer, enterprise=cast.enterprise)
    third = person("王五", post="冲压工", workshop="一车间")
    assert services.propose_posts(actor=cast.officer, enterprise=cast.enterprise) == []
    assert Post.objects.get(name="冲压工").holders == [first.pk, second.pk, third.pk]


def test_a_holder_signs_for_himself_and_nobody_else_does(cast, person, post, announce):
    row = announce(post("冲压工", person("孙二", user=cast.worker)))
    assert Notice.objects.filter(user=cast.worker, kind="posts.announce").count() == 1
    with pytest.raises(RuleViolation, match="不是这个岗位的责任人员"):
        services.acknowledge_post(row.pk, actor=cast.officer, expected_version=None, today=TODAY)
    for day in (TODAY, TODAY + timedelta(days=1)):
        services.acknowledge_post(row.pk, actor=cast.worker, expected_version=None, today=day)
    [own] = own_posts(cast.worker)
    assert (own.signed_on, own.post.signed, own.post.holders) == (TODAY, 1, ["孙二"])


def test_the_wall_names_whom_it_forgets(cast, person, post, announce):
    person("无岗者")
    announce(post("冲压工", person("孙二")))
    post("焊工")
    board = board_of(cast.enterprise)
    assert (board.people, board.covered, board.missing, board.waiting) == (2, 1, ["无岗者"], 1)


def test_the_wall_on_paper(cast, person, post, announce):
    announce(post("冲压工", person("孙二"), department="一车间"))
    board = board_of(cast.enterprise)
    assert on_paper(board, Paper.PDF, reader=cast.officer, now=NOW).startswith(b"%PDF")
    with ZipFile(BytesIO(on_paper(board, Paper.WORD, reader=cast.officer, now=NOW))) as word:
        told = word.read("word/document.xml").decode()
    for said in ("岗位从业人员", "冲压工（一车间）", "孙二", "知情不报的不得分", "40分"):
        assert said in told


def test_a_round_from_the_first_point_to_the_result(cast, person, post, announce, begin):
    announce(post("冲压工", person("孙二", user=cast.worker), person("李三")))
    row = begin()
    assert (row.people, row.scored) == (2, 0)
    row = score(cast, row, 孙二=(55, 40))
    with pytest.raises(RuleViolation, match="还有1人没有打分：李三"):
        conclude(cast, row)
    assert own_posts(cast.worker)[0].marks == [], "nothing is told before it is concluded"
    score(cast, row, 李三=(20, 30))
    row = conclude(cast, row)
    assert (row.status, row.people, row.failed, row.mean) == ("concluded", 2, 1, pytest.approx(72.5))
    [mark] = own_posts(cast.worker)[0].marks
    assert (mark.total, mark.grade, mark.points) == (95, "good", [55, 40])
    assert Notice.objects.filter(user=cast.worker, kind="posts.conclude").count() == 1
    with pytest.raises(RuleViolation, match="已公布的考核不能打分"):
        score(cast, row, 李三=(60, 40))


def test_points_of_a_later_posting_do_not_touch_an_open_round(cast, person, post, announce, begin):
    posted = announce(post("冲压工", person("孙二")))
    row = begin()
    services.edit_post(posted.pk, actor=cast.officer, expected_version=None, criteria=[{"item": "新", "points": 100}])
    announce(posted)
    score(cast, row, 孙二=(60, 40))
    assert PostScore.objects.get(assessment=row).total == 100


def test_who_left_before_the_result_is_left_out(cast, person, post, announce, begin):
    leaving = person("李三")
    announce(post("冲压工", person("孙二"), leaving))
    row = score(cast, begin(), 孙二=(60, 30))
    leave_person(leaving.pk, actor=cast.officer, expected_version=None, left_on=TODAY, today=TODAY)
    row = conclude(cast, row)
    assert (row.people, row.mean) == (1, pytest.approx(90))


def test_a_round_without_posted_posts_is_not_begun(post, begin):
    post("冲压工")
    with pytest.raises(RuleViolation, match="还没有已公示的岗位"):
        begin()


def test_colleagues_do_not_read_who_was_assessed_how(cast, api, person, post, announce, begin):
    announce(post("冲压工", person("孙二")))
    row = begin()
    assert api(cast.worker).get("/api/post-assessments/").status_code == 403
    assert api(cast.worker).get(f"/api/post-assessments/{row.pk}/").status_code == 403
    assert api(cast.wujin).get(f"/api/post-assessments/{row.pk}/").status_code == 200
    assert api(cast.liyang).get(f"/api/post-assessments/{row.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        assessing.cancel_assessment(row.pk, actor=cast.worker, expected_version=None, reason="不想")


def test_a_cancelled_round_is_gone(cast, person, post, announce, begin):
    announce(post("冲压工", person("孙二")))
    row = begin()
    assessing.cancel_assessment(row.pk, actor=cast.officer, expected_version=None, reason="日期填错")
    assert not PostAssessment.objects.current().exists()


def test_who_owes_what_by_area(cast, person, post, announce, begin):
    def missing():
        _, rules = owed.DUTIES.fulfilled(cast.city, until=date(2026, 12, 31), level=Level.CITY, today=TODAY)
        return {each.rule: each.required - each.met for each in rules}

    before = missing()
    announce(post("冲压工", person("孙二")))
    announce(post("总经理", person("周立新", "principal"), kind="principal"))
    row = score(cast, begin(), 孙二=(60, 40))
    after = missing()
    assert {rule: before[rule] - after[rule] for rule in before} == {"principal": 1, "worker": 1, "assessed": 0}
    conclude(cast, row)
    assert missing()["assessed"] == before["assessed"] - 1
