"""Pictures before, after and of the review: kept with the hazard, seen by who sees it, and in its history."""

from io import BytesIO

import pytest
from PIL import Image

from changqian.platform.foundation.files.services import may_read, store
from changqian.platform.kernel.errors import RuleViolation


@pytest.fixture
def picture(files_dir, clock):
    def taken(actor, colour="red"):
        content = BytesIO()
        Image.new("RGB", (40, 30), colour).save(content, "JPEG")
        content.seek(0)
        return store(content, name="现场.jpg", actor=actor, now=clock.now)

    return taken


def test_before_after_and_review(cast, do, api, picture):
    before, after, looked = (picture(cast.worker), picture(cast.worker, "green"), picture(cast.officer, "blue"))
    hazard = do.report(photos=[before.pk])
    do.assign(hazard, cast.officer)
    do.submit(hazard, cast.worker, photos=[after.pk])
    do.pass_review(hazard, cast.officer, photos=[looked.pk])

    row = api(cast.town).get(f"/api/hazards/{hazard.pk}/").json()
    assert [photo["id"] for photo in row["photos_before"]] == [before.pk]
    assert [photo["id"] for photo in row["rounds"][0]["photos"]] == [after.pk]
    assert [photo["id"] for photo in row["rounds"][0]["review_photos"]] == [looked.pk]
    lines = api(cast.town).get(f"/api/hazards/{hazard.pk}/timeline/").json()
    assert [[photo["id"] for photo in line["photos"]] for line in lines] == [[before.pk], [], [after.pk], [looked.pk]]
    labels = [change["label"] for entry in api(cast.town).get(f"/api/hazards/{hazard.pk}/history/").json()
              for change in entry["changes"]]  # fmt: skip
    assert {"整改前照片", "整改后照片", "复查照片"} <= set(labels)


def test_who_sees_the_hazard_sees_its_pictures(cast, do, picture):
    photo = picture(cast.worker)
    assert not may_read(photo, cast.town)
    do.report(photos=[photo.pk])
    assert may_read(photo, cast.town)
    assert not may_read(photo, cast.liyang)
    assert not may_read(photo, cast.clerk)


def test_somebody_elses_picture_is_refused_and_nothing_is_kept(cast, do, api, picture):
    theirs = picture(cast.rival_officer)
    with pytest.raises(RuleViolation, match="附件不存在或不是您上传的"):
        do.report(photos=[theirs.pk])


def test_each_round_has_its_own_pictures(cast, do, api, picture):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    shots = [picture(cast.worker, colour) for colour in ("red", "green")]
    do.submit(hazard, cast.worker, photos=[shots[0].pk])
    do.fail_review(hazard, cast.officer)
    do.submit(hazard, cast.worker, photos=[shots[1].pk])
    rounds = api(cast.officer).get(f"/api/hazards/{hazard.pk}/").json()["rounds"]
    assert [[photo["id"] for photo in each["photos"]] for each in rounds] == [[shot.pk] for shot in shots]
