"""What every ledger promises, kept by the posts of a firm and by the rounds in which they are assessed."""

from datetime import date
from itertools import count

from changqian.platform.commons.people.services import add_person
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.posts.api import PostViewSet
from changqian.platform.safety.posts.assessing import begin_assessment, score_assessment
from changqian.platform.safety.posts.assessing_api import PostAssessmentViewSet
from changqian.platform.safety.posts.services import announce_post, edit_post, register_post

names = count(1)
TODAY = date(2026, 3, 16)


class TestPosts(LedgerContract):
    url = "/api/posts/"
    view = PostViewSet

    def make(self, cast):
        person = add_person(actor=cast.officer, enterprise=cast.enterprise, name="孙二", roles=["worker"], today=TODAY)
        return register_post(
            actor=cast.officer,
            enterprise=cast.enterprise,
            name=f"冲压工{next(names)}",
            kind="worker",
            department="一车间",
            scope="遵守操作规程。",
            holders=[person.pk],
            criteria=[{"item": "遵守规程", "standard": "违章一次扣5分", "points": 100}],
        )

    def touch(self, row, *, actor, expected_version):
        return edit_post(row.pk, actor=actor, expected_version=expected_version, department="二车间")


class TestAssessments(LedgerContract):
    url = "/api/post-assessments/"
    view = PostAssessmentViewSet

    def make(self, cast):
        row = TestPosts().make(cast)
        announce_post(row.pk, actor=cast.officer, expected_version=None, today=TODAY, now=cast.now)
        return begin_assessment(
            actor=cast.officer,
            enterprise=cast.enterprise,
            title="2026年一季度考核",
            kinds=["worker"],
            begin=TODAY,
            end_on=TODAY,
            assessors="安环部",
            today=TODAY,
        )

    def touch(self, row, *, actor, expected_version):
        score = row.scores.order_by("pk")[0]
        given = [{"id": score.pk, "points": [95]}]
        return score_assessment(row.pk, actor=actor, expected_version=expected_version, scores=given, today=TODAY)
