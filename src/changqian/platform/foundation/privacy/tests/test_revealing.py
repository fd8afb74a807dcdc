"""One number at a time, for a reason, within reach, and never without a trace."""

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import changes_of
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.services import edit_site
from changqian.platform.foundation.privacy.services import reveal
from changqian.platform.kernel.errors import RuleViolation

PHONE = "13861000009"


@pytest.fixture
def site(cast):
    return edit_site(cast.site.pk, actor=cast.officer, expected_version=None, contact_phone=PHONE)


def ask(site, **given):
    return {"kind": "enterprises.Site", "id": site.pk, "field": "contact_phone", "reason": "contact", **given}


def test_the_whole_number_for_a_reason_and_the_reason_in_the_trail(cast, site, api):
    client = api(cast.town)
    assert client.get(f"/api/sites/{site.pk}/").json()["contact_phone"] == "138****0009"
    answered = client.post("/api/privacy/reveal/", ask(site, note="通知台风停工"))
    assert answered.json() == {"value": PHONE, "seconds": 30}
    assert answered["Cache-Control"] == "no-store"
    entry = Entry.objects.order_by("-pk").first()
    assert (entry.actor_id, entry.action, entry.target) == (
        cast.town.pk, "privacy.reveal", f"enterprises.Site:{site.pk}",
    )  # fmt: skip
    told = {each["label"]: each["new"] for each in changes_of([entry])[0]}
    assert told == {"项目": "联系电话", "事由": "联系本人", "说明": "通知台风停工"}
    assert PHONE not in str(entry.changes), "the trail says that it was read, not what it is"


@pytest.mark.parametrize("person", ["liyang", "rival_officer"])
def test_not_beyond_ones_reach(cast, site, api, person):
    before = Entry.objects.count()
    assert api(getattr(cast, person)).post("/api/privacy/reveal/", ask(site)).status_code == 404
    assert Entry.objects.filter(action="privacy.reveal").count() == 0
    assert Entry.objects.count() == before


def test_not_without_the_permission_and_the_refusal_is_written(cast, site, api):
    assert api(cast.worker).post("/api/privacy/reveal/", ask(site)).status_code == 403
    entry = Entry.objects.order_by("-pk").first()
    assert (entry.actor_id, entry.result, entry.action) == (cast.worker.pk, "refused", "privacy.post")


def test_what_was_refused_is_no_part_of_the_records_history(cast, site, api):
    assert api(cast.officer).post(f"/api/sites/{site.pk}/call/").status_code == 403
    assert Entry.objects.filter(action="enterprises.call", result="refused").exists()
    told = api(cast.town).get(f"/api/sites/{site.pk}/history/").json()
    assert "查看联系电话" not in [each["action_label"] for each in told]


def test_rights_of_two_roles_do_not_add_up(cast, site):
    """Officer of the rival firm, who may read numbers there; supervisor of 武进区, who may see this one's record."""
    with pytest.raises((Site.DoesNotExist, PermissionDenied)):
        reveal("enterprises.Site", site.pk, "contact_phone", actor=cast.rival_officer, reason="contact", note="")


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "enterprises.Site", "field": "name"},
        {"kind": "enterprises.Site", "field": "contact_phone_index"},
        {"kind": "enterprises.Site", "field": "nothing"},
        {"kind": "accounts.User", "field": "password"},
        {"kind": "sessions.Session", "field": "session_data"},
        {"kind": "nothing", "field": "phone"},
        {"kind": "a.b.c", "field": "phone"},
    ],
)
def test_nothing_but_sealed_fields_of_records(cast, site, given):
    with pytest.raises(RuleViolation, match="没有这一项敏感信息"):
        reveal(given["kind"], site.pk, given["field"], actor=cast.city, reason="contact", note="")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": "curious"}, "事由"),
        ({"reason": "other"}, "请写明用途，至少4个字"),
        ({"reason": "other", "note": "看看"}, "请写明用途，至少4个字"),
        ({"id": 0}, "编号"),
    ],
)
def test_a_reason_that_says_nothing_is_not_taken(cast, site, api, given, sentence):
    answered = api(cast.town).post("/api/privacy/reveal/", ask(site, **given))
    assert answered.status_code == 400
    assert sentence in answered.json()["detail"]
    assert not Entry.objects.filter(action="privacy.reveal").exists()
