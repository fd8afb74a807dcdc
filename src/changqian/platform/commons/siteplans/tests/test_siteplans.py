"""A firm keeps the plans of its sites and draws on them."""

from io import BytesIO
from itertools import count

import pytest
from django.utils import timezone

from changqian.platform.commons.siteplans.api import SitePlanViewSet
from changqian.platform.commons.siteplans.models import Drawing
from changqian.platform.commons.siteplans.services import (
    add_plan,
    draw_plan,
    drawing_of,
    edit_plan,
    end_plan,
    picture_of,
    placeable,
)
from changqian.platform.foundation.files.services import may_read, store
from changqian.platform.foundation.files.tests.samples import picture
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.ledgerkit.testing import LedgerContract

SUBJECT = "machine"
HERE, ELSEWHERE = 7, 8
"Numbers of things of this site, and of another one."
names = count(1)


@pytest.fixture(autouse=True)
def things(monkeypatch):
    """A ledger that has one thing at the site."""
    monkeypatch.setitem(placeable, SUBJECT, lambda site: {HERE})


HALL = {"name": "打磨车间", "ring": [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]}


def uploaded(actor, content=None, name="总平面.png"):
    return store(BytesIO(content or picture("PNG")), name=name, actor=actor, now=timezone.now())


def plan_of(cast, **given):
    fields = {"name": f"{next(names)}层平面", "picture": [uploaded(cast.officer).pk], **given}
    return add_plan(actor=cast.officer, site=cast.site, **fields)


def drawn(cast, plan, *, actor=None, zones=(HALL,), marks=(), version=None):
    marks = [{"kind": SUBJECT, "id": pk, "x": x, "y": y} for pk, x, y in marks]
    return draw_plan(
        plan.pk, actor=actor or cast.officer, expected_version=version, zones=zones, marks=marks, now=timezone.now()
    )


@pytest.mark.usefixtures("files_dir")
class TestContract(LedgerContract):
    url = "/api/site-plans/"
    view = SitePlanViewSet

    def make(self, cast):
        return plan_of(cast, picture=[], metres=240)

    def touch(self, row, *, actor, expected_version):
        return edit_plan(row.pk, actor=actor, expected_version=expected_version, north=90)


@pytest.mark.usefixtures("files_dir")
class TestDrawing:
    def test_each_saving_is_a_revision_and_the_old_ones_can_be_read(self, cast):
        plan = plan_of(cast)
        drawn(cast, plan, marks=[(HERE, 0.2, 0.3)])
        plan = drawn(cast, plan, zones=(), marks=[(HERE, 0.8, 0.9)])
        assert (plan.revision, plan.zone_count, plan.mark_count) == (2, 0, 1)
        assert drawing_of(plan).marks == [{"kind": SUBJECT, "id": HERE, "x": 0.8, "y": 0.9}]
        assert [zone["name"] for zone in drawing_of(plan, 1).zones] == ["打磨车间"]

    def test_a_thing_of_another_site_is_no_mark_here(self, cast):
        plan = plan_of(cast)
        with pytest.raises(RuleViolation, match="不属于本场所"):
            drawn(cast, plan, marks=[(ELSEWHERE, 0.2, 0.3)])

    def test_who_saves_what_somebody_else_changed_is_told(self, cast):
        plan = plan_of(cast)
        drawn(cast, plan, version=1)
        with pytest.raises(VersionConflict):
            drawn(cast, plan, version=1)
        assert Drawing.objects.count() == 1

    def test_a_number_that_is_none_is_refused_with_words(self, cast, api):
        plan = plan_of(cast)
        for x in ("nan", "inf", 1.5, -0.1):
            mark = {"kind": SUBJECT, "id": 1, "x": x, "y": 0.5}
            answer = api(cast.officer).post(
                f"/api/site-plans/{plan.pk}/draw/", {"version": 1, "zones": [], "marks": [mark]}, format="json"
            )
            assert answer.status_code == 400, x


@pytest.mark.usefixtures("files_dir")
class TestPicture:
    def test_it_is_a_picture_whatever_it_is_called(self, cast):
        paper = store(
            BytesIO(b"%PDF-1.4\n" + b"x" * 200 + b"\n%%EOF\n"),
            name="总平面.pdf",
            actor=cast.officer,
            now=timezone.now(),
        )
        with pytest.raises(RuleViolation, match="底图为一张图片"):
            plan_of(cast, picture=[paper.pk])
        with pytest.raises(RuleViolation, match="请上传底图"):
            plan_of(cast, picture=[])

    def test_whoever_sees_the_plan_reads_it_and_nobody_else(self, cast):
        below = picture_of(plan_of(cast))
        assert may_read(below, cast.town)
        assert not may_read(below, cast.rival_officer)

    def test_a_new_one_leaves_what_is_drawn_and_the_old_revision_keeps_its_own(self, cast):
        plan = plan_of(cast)
        first = picture_of(plan)
        plan = drawn(cast, plan)
        second = uploaded(cast.officer, picture("PNG", (90, 60)))
        plan = edit_plan(plan.pk, actor=cast.officer, expected_version=plan.version, picture=[second.pk])
        assert picture_of(plan) == second
        assert drawing_of(plan).picture == first
        assert drawing_of(plan).zones == [HALL]

    def test_without_one_the_map_around_the_site_lies_below(self, cast):
        plan = plan_of(cast, picture=[], metres=300)
        assert picture_of(plan) is None
        with pytest.raises(RuleViolation, match="请上传底图"):
            edit_plan(plan.pk, actor=cast.officer, expected_version=plan.version, metres=None)


@pytest.mark.usefixtures("files_dir")
def test_a_name_is_free_again_once_its_plan_is_gone(cast):
    plan = plan_of(cast, name="总平面")
    with pytest.raises(RuleViolation, match="已有同名的平面图"):
        plan_of(cast, name="总平面")
    end_plan(plan.pk, actor=cast.officer, expected_version=plan.version, reason="重新绘制")
    assert plan_of(cast, name="总平面").revision == 0
