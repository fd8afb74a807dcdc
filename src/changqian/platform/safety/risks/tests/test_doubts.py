"""A patrol that was made at the desk is taken in like any other, and whoever reviews it sees what speaks against it."""

from datetime import timedelta
from io import BytesIO

import pytest

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.stats import STATISTICS
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.files.tests.samples import PNG
from changqian.platform.kernel.geometry import Point, distance
from changqian.platform.ledgerkit.stats import Level, figures, recompute
from changqian.platform.safety.risks.tests.making import MORNING, answers, in_force
from changqian.platform.safety.risks.tests.test_patrols import ON_THE_SPOT, walk

AT_HOME = {"lon": 119.98, "lat": 31.75, "accuracy": 12.0}


@pytest.fixture
def shoot(cast, files_dir):
    """A new upload of the same picture each time, as two phones would send it."""
    return lambda: store(BytesIO(PNG), name="现场.png", actor=cast.worker, now=MORNING).pk


def with_photo(point, photo):
    said = answers(point, item0="压差超限")
    return [{**said[0], "photos": [photo]}, *said[1:]]


def test_an_honest_look_has_no_doubts(cast, shoot):
    point = in_force(cast)
    made = walk(
        cast, point, answers=with_photo(point, shoot()), begun_at=MORNING - timedelta(minutes=3),
        photographed_at=MORNING - timedelta(minutes=2),
    )  # fmt: skip
    assert (made.seconds, made.doubts) == (180, [])


def test_from_the_desk_and_in_four_seconds(cast, api):
    made = walk(cast, in_force(cast), **AT_HOME, begun_at=MORNING - timedelta(seconds=4))
    assert made.doubts == ["far", "quick"]
    row = api(cast.town).get(f"/api/patrols/{made.pk}/").json()
    assert (row["doubts"], row["seconds"]) == (["far", "quick"], 4)
    assert row["distance"] == pytest.approx(distance(Point(119.98, 31.75), Point(119.95, 31.72)), abs=1)


def test_the_picture_of_last_month_again(cast, shoot):
    first, second = in_force(cast), in_force(cast)
    assert walk(cast, first, answers=with_photo(first, shoot())).doubts == []
    again = walk(cast, second, answers=with_photo(second, shoot()), photographed_at=MORNING - timedelta(days=30))
    assert again.doubts == ["reused", "old_photo"]
    assert again.photographed_at == MORNING - timedelta(days=30)


def test_who_says_nothing_of_time_and_photos_is_not_suspected(cast):
    assert walk(cast, in_force(cast), begun_at=MORNING + timedelta(days=1)).seconds is None
    assert walk(cast, in_force(cast), **{**ON_THE_SPOT, "accuracy": 900.0}).doubts == ["vague"]


def test_doubts_are_looked_for_and_counted(cast, api):
    walk(cast, in_force(cast))
    quick = walk(cast, in_force(cast), begun_at=MORNING - timedelta(seconds=1))
    far = walk(cast, in_force(cast), **AT_HOME)

    def found(query):
        return {row["id"] for row in api(cast.town).get(f"/api/patrols/?{query}").json()["results"]}

    assert found("doubted=true") == {quick.pk, far.pk}
    assert found("doubt=quick") == {quick.pk}
    assert found("doubt=quick&doubt=far") == {quick.pk, far.pk}
    assert len(found("doubted=false")) == Inspection.objects.count() - 2
    assert api(cast.liyang).get("/api/patrols/?doubted=true").json()["count"] == 0
    recompute(STATISTICS, today=MORNING.date())
    month = MORNING.date().replace(day=1)
    counted = figures(STATISTICS, actor=cast.city, months=(month, month), level=Level.DISTRICT, only=["doubted"])
    assert counted[0].by_region == {cast.wujin_region.path: 2}
