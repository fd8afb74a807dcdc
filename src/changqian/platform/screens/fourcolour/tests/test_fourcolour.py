"""四色分布图: what stands on a plan, in which colours, for whom, and on paper."""

from io import BytesIO

import pytest
from django.utils import timezone

from changqian.platform.commons.siteplans.models import SitePlan
from changqian.platform.commons.siteplans.services import add_plan, draw_plan, edit_plan
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.files.tests.samples import picture
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import stop_point
from changqian.platform.safety.risks.tests.making import MORNING, draft, in_force
from changqian.platform.screens.fourcolour.printing import map_pdf
from changqian.platform.screens.fourcolour.reading import four_colour, highest

HALL = {"name": "打磨车间", "ring": [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]}
STORE = {"name": "仓库", "ring": [[0.6, 0.6], [0.9, 0.6], [0.9, 0.9]]}


@pytest.fixture
def plan(cast):
    return add_plan(actor=cast.officer, site=cast.site, name="一层", metres=200)


def drawn(cast, plan, *marks, zones=(HALL, STORE)):
    marks = [{"kind": SUBJECT, "id": point.pk, "x": x, "y": y} for point, x, y in marks]
    return draw_plan(plan.pk, actor=cast.officer, expected_version=None, zones=zones, marks=marks, now=MORNING)


@pytest.mark.parametrize(
    ("levels", "level"),
    [((), ""), (("low",), "low"), (("low", "major", "general"), "major"), (("general", "large"), "large")],
)
def test_a_zone_has_the_colour_of_the_highest_risk_in_it(levels, level):
    assert highest(levels) == level


def test_zones_follow_the_risks_that_stand_in_them_today(cast, plan):
    """条例第十六条: 四色分布图. A risk out of force colours nothing any more, and is not told."""
    large, low = in_force(cast, "large"), in_force(cast, "low")
    drawn(cast, plan, (large, 0.2, 0.2), (low, 0.3, 0.3))
    told = four_colour(plan.pk, actor=cast.town)
    assert [(zone.name, zone.level, zone.points) for zone in told.zones] == [
        ("打磨车间", "large", [large.pk, low.pk]),
        ("仓库", "", []),
    ]
    stop_point(large.pk, actor=cast.officer, expected_version=large.version, reason="设备拆除", now=MORNING)
    told = four_colour(plan.pk, actor=cast.town)
    assert told.zones[0].level == "low"
    assert [placed.point for placed in told.placed] == [low]


def test_what_is_not_on_the_plan_is_listed_the_highest_first_with_where_it_is(cast, plan):
    low, major, elsewhere = in_force(cast, "low"), in_force(cast, "major"), in_force(cast, "low")
    draft(cast, "major")
    drawn(cast, add_plan(actor=cast.officer, site=cast.site, name="二层", metres=200), (elsewhere, 0.5, 0.5), zones=())
    told = four_colour(plan.pk, actor=cast.officer)
    assert told.unplaced == [(major, ""), (low, ""), (elsewhere, "二层")]


def test_an_earlier_revision_is_read_with_todays_colours(cast, plan):
    point = in_force(cast)
    drawn(cast, plan, (point, 0.2, 0.2))
    drawn(cast, plan, zones=())
    assert [zone.name for zone in four_colour(plan.pk, actor=cast.officer, revision=1).zones] == ["打磨车间", "仓库"]
    assert four_colour(plan.pk, actor=cast.officer).zones == []
    with pytest.raises(SitePlan.DoesNotExist):
        four_colour(plan.pk, actor=cast.officer, revision=3)


def test_who_does_not_see_the_site_sees_no_map(cast, plan, api):
    assert api(cast.wujin).get(f"/api/four-colour/{plan.pk}/").json()["site_name"] == "一号车间"
    assert api(cast.rival_officer).get(f"/api/four-colour/{plan.pk}/").status_code == 404
    assert api(cast.liyang).post(f"/api/four-colour/{plan.pk}/file/").status_code == 404
    assert api(cast.clerk).get(f"/api/four-colour/{plan.pk}/").status_code == 403


def test_it_is_printed_with_a_picture_and_without_and_each_time_audited(cast, plan, api, files_dir):
    awkward = in_force(cast, "major", name='#eval("1") $x$ *粗* <标签>')
    drawn(cast, plan, (awkward, 0.2, 0.2), *((in_force(cast), 0.3 + n / 100, 0.7) for n in range(3)))
    client = api(cast.officer)
    for below in ([], [store(BytesIO(picture("PNG")), name="平面.png", actor=cast.officer, now=timezone.now()).pk]):
        edit_plan(plan.pk, actor=cast.officer, expected_version=None, picture=below)
        made = client.post(f"/api/four-colour/{plan.pk}/file/")
        assert made.status_code == 201, made.content.decode()
        answer = client.get(made.json()["address"])
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert Entry.objects.filter(action="exports.print", target=f"siteplans.SitePlan:{plan.pk}").count() == 2


def test_an_empty_plan_is_printed_too(cast, plan):
    assert map_pdf(four_colour(plan.pk, actor=cast.officer), now=MORNING).startswith(b"%PDF-")
