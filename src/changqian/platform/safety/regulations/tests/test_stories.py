"""湖塘机械厂 makes a regulation, hears union and staff, publishes, teaches, looks it over, revises and repeals it."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.commons.people.services import add_person
from changqian.platform.foundation.files.services import may_read, store
from changqian.platform.foundation.files.tests.samples import PDF
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level
from changqian.platform.safety.regulations import owed, services
from changqian.platform.safety.regulations.models import Opinion, Receipt

NOW = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
TEXT = "第一条 为了加强培训，制定本制度。\n第二条 新员工培训不少于24学时。"


@pytest.fixture
def draft(cast):
    def draft(title="安全教育培训制度", category="training", *, enterprise=None, **fields):
        given = {"text": TEXT, **fields, "category": category, "title": title}
        return services.draft_regulation(actor=cast.officer, enterprise=enterprise or cast.enterprise, **given)

    return draft


@pytest.fixture
def step(cast):
    """`step("publish", row, effective_on=…)` by whoever may, told of day and hour where the service asks."""

    def step(name, row, actor=None, **given):
        service = getattr(services, name)
        asked = service.__annotations__
        given |= {"today": given.get("today", TODAY)} if "today" in asked else {}
        given |= {"now": NOW} if "now" in asked else {}
        return service(row.pk, actor=actor or cast.principal, expected_version=None, **given)

    return step


@pytest.fixture
def heard(step):
    """Laid before the union, which has nothing against it."""

    def heard(row, **given):
        step("consult_regulation", row, consulted_until=TODAY + timedelta(days=7))
        step("record_opinion", row, voice="union", by="工会主席", said="无意见", said_on=TODAY)
        (opinion,) = Opinion.objects.filter(version_of__regulation=row, adoption="open")
        step("answer_opinion", row, opinion=opinion.pk, adoption="adopted")
        return step("conclude_consultation", row)

    return heard


@pytest.fixture
def published(draft, step, heard):
    def published(title="安全教育培训制度", category="training", effective_on=TODAY):
        row = draft(title, category)
        heard(row)
        step("approve_regulation", row, approver="周立新")
        return step("publish_regulation", row, effective_on=effective_on)

    return published


class TestConsultation:
    def test_a_worker_is_asked_says_his_opinion_and_is_answered(self, cast, draft, step):
        row = draft()
        step("consult_regulation", row, consulted_until=TODAY + timedelta(days=7))
        assert Notice.objects.filter(user=cast.worker, kind="regulations.consult").count() == 1
        step("comment_regulation", row, actor=cast.worker, said="夜班也要安排培训")
        (opinion,) = Opinion.objects.all()
        assert (opinion.by, opinion.voice) == (cast.worker.name, "staff")
        with pytest.raises(RuleViolation, match="请说明理由"):
            step("answer_opinion", row, opinion=opinion.pk, adoption="rejected")
        with pytest.raises(RuleViolation, match="第七条要求听取工会意见"):
            step("conclude_consultation", row)
        step("record_opinion", row, voice="union", by="工会主席", said="同意", said_on=TODAY)
        with pytest.raises(RuleViolation, match="还有2条意见没有答复"):
            step("conclude_consultation", row)

    def test_what_was_sent_back_is_heard_anew(self, draft, step, heard):
        row = draft()
        heard(row)
        step("return_regulation", row, opinion="培训学时有误")
        step("edit_regulation", row, text=TEXT.replace("24", "72"))
        step("consult_regulation", row, consulted_until=TODAY)
        with pytest.raises(RuleViolation, match="听取工会意见"):
            step("conclude_consultation", row)

    def test_opinions_come_only_while_they_are_asked_for(self, cast, draft, step):
        with pytest.raises(RuleViolation, match="不在征求意见"):
            step("comment_regulation", draft(), actor=cast.worker, said="晚了")

    def test_an_empty_draft_is_not_laid_before_anybody(self, draft, step):
        with pytest.raises(RuleViolation, match="请填写制度正文，或上传制度文件"):
            step("consult_regulation", draft(text=""), consulted_until=TODAY)


class TestLife:
    def test_published_it_is_fixed_read_taught_and_due_in_three_years(self, cast, published, step):
        row = published()
        assert (row.status, row.edition, row.review_due_on) == ("in_force", 1, date(2029, 3, 16))
        assert len(row.in_force.digest) == 64
        with pytest.raises(RuleViolation, match="现行有效的制度不能修改草案"):
            step("edit_regulation", row, text="改一改")
        for _ in range(2):
            step("read_regulation", row, actor=cast.worker)
        assert Receipt.objects.count() == 1
        person = add_person(
            actor=cast.platform, enterprise=cast.enterprise, name="王小虎", roles=["worker"], today=TODAY
        )
        step("train_regulation", row, held_on=TODAY, content="全文", attendees=[person.pk], others=3)
        (version,) = services.versions_of(row, actor=cast.worker)
        assert version.readers == 1
        assert [each.attendee_names for each in version.happened["trainings"]] == [["王小虎"]]

    def test_the_old_edition_holds_while_the_new_one_is_made(self, cast, published, step, heard):
        row = published()
        row = step("revise_regulation", row, cause="law", note="条例修改")
        assert (row.status, row.edition) == ("drafting", 1)
        step("edit_regulation", row, text=TEXT.replace("24", "72"))
        assert [each.edition for each in services.versions_of(row, actor=cast.officer)] == [2, 1]
        assert [each.edition for each in services.versions_of(row, actor=cast.worker)] == [1], "a draft is not theirs"
        heard(row)
        step("approve_regulation", row, approver="周立新")
        with pytest.raises(RuleViolation, match="应晚于现行版本"):
            step("publish_regulation", row, effective_on=TODAY)
        row = step("publish_regulation", row, effective_on=TODAY + timedelta(days=30))
        assert row.edition == 2
        old, new = sorted(services.versions_of(row, actor=cast.worker), key=lambda each: each.edition)
        assert "24" in old.text
        assert "72" in new.text

    def test_a_revision_that_is_given_up_leaves_the_old_in_force(self, published, step):
        row = published()
        step("revise_regulation", row, cause="other")
        row = step("discard_revision", row, reason="不必修订")
        assert (row.status, row.edition) == ("in_force", 1)
        assert step("revise_regulation", row, cause="other").status == "drafting"

    def test_a_review_that_finds_it_unfit_leaves_it_due(self, published, step):
        row = published(effective_on=TODAY - timedelta(days=1))
        kept = step("review_regulation", row, reviewed_on=TODAY, reviewers="安委会", conclusion="revise")
        assert kept.reviewed_on is None
        kept = step("review_regulation", row, reviewed_on=TODAY, reviewers="安委会", conclusion="fit")
        assert kept.review_due_on == date(2029, 3, 16)

    def test_repealed_it_is_kept_and_its_name_is_free_again(self, published, step, draft):
        row = published()
        with pytest.raises(RuleViolation, match="同名制度已登记"):
            draft()
        row = step("repeal_regulation", row, repealed_on=TODAY, repealed_because="并入综合制度")
        assert (row.status, row.in_force, row.review_due_on) == ("repealed", None, None)
        draft()

    def test_days_come_near_and_who_drafts_is_told_once(self, cast, published):
        row = published("安全{教育}培训制度")
        near = row.review_due_on - timedelta(days=20)
        assert services.remind_reviews(today=near, now=NOW) > 0
        assert services.remind_reviews(today=near, now=NOW) == 0
        told = Notice.objects.filter(kind="regulations.review").values_list("title", flat=True)
        assert set(told) == {"制度评审还剩20天：安全{教育}培训制度"}


def test_the_file_of_a_draft_is_for_who_drafts(cast, draft, step, heard, files_dir):
    paper = store(BytesIO(PDF), name="培训制度.pdf", actor=cast.officer, now=NOW)
    row = draft(text="", originals=[paper.pk])
    assert may_read(paper, cast.principal)
    assert not may_read(paper, cast.worker)
    assert not may_read(paper, cast.wujin)
    heard(row)
    step("approve_regulation", row, approver="周立新")
    assert not may_read(paper, cast.worker), "what was heard is a draft again until it is published"
    step("publish_regulation", row, effective_on=TODAY)
    assert may_read(paper, cast.worker)
    assert may_read(paper, cast.wujin)
    assert not may_read(paper, cast.rival_officer)


class TestCompleteness:
    def test_what_is_missing_is_said_with_the_article_and_the_next_step(self, cast, draft, published):
        published()
        draft("隐患排查治理制度", "dual_control")
        told = owed.explain(cast.enterprise, today=TODAY)
        by = {each.category: each for each in told.asked}
        assert by["training"].met
        assert "征求意见" not in by["dual_control"].advice
        assert by["dual_control"].advice == "“隐患排查治理制度”编制中，发布后计入"
        assert by["funds"].advice == "请编制并发布这类制度"
        assert "《安全生产法》第二十三条" in by["funds"].basis
        assert (told.met, told.standing) == (1, "open")
        assert "signs" in by, "the firm's file says that it is 高危"

    def test_the_authorities_count_firms_by_area(self, cast, published):
        published()
        seen = {
            figure.measure: figure.total
            for figure in owed.DUTIES.by_area(
                cast.wujin, until=date(2026, 12, 31), level=Level.TOWN, today=TODAY, within=""
            )
        }
        assert (seen["required"], seen["met"], seen["open"]) == (1, 0, 1)
        total, page = owed.DUTIES.behind(cast.wujin, until=date(2026, 12, 31), area=cast.wujin_region.path, today=TODAY)
        assert total == 1
        assert "training" not in {duty.rule for duty in page[cast.enterprise.pk]}
