"""Who reported: sealed, read by the named handlers only, each time with a reason that stands in the trail."""

import json
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import edit_person, link_user
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import changes_of
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.tests.samples import JPEG, VOICE
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.whistle import reporting, services
from changqian.platform.safety.whistle.models import WhistleIdentity, WhistleReport
from changqian.platform.safety.whistle.tests.conftest import NOW, TODAY

NAME, PHONE, CARD = "王小虎", "13800000001", "6222021100000001234"
OTHERS = (
    *("principal", "worker", "clerk", "nobody", "dismissed", "rival_officer", "two_roles"),
    *("town", "wujin", "liyang", "city", "bureau", "author", "expert", "auditor", "sysadmin", "secadmin"),
)


def read(report, actor):
    return services.identity_of(report.pk, actor=actor, reason="contact", note="")


@pytest.fixture
def hidden(do):
    """A report by 王小虎, his name hidden, handled by 陈安全 alone, confirmed, rewarded and claimed."""
    do.in_force(handlers=[do.staff.officer.pk])
    report, _ = do.blow(how="hidden")
    do.through(report, "accept", "confirm", "reward")
    reporting.claim(WhistleIdentity.objects.get(report=report), pay_by="bank", payee=NAME, card=CARD, now=NOW)
    return report


def test_the_named_handler_reads_it_and_the_trail_says_why(cast, hidden):
    found = read(hidden, cast.officer)
    assert (found.name, found.phone, found.card) == (NAME, PHONE, CARD)
    entry = Entry.objects.get(action="whistle.identify")
    assert (entry.actor, entry.target) == (cast.officer, f"whistle.WhistleReport:{hidden.pk}")
    assert entry.changes == {"reason": "联系本人", "note": ""}
    read(hidden, cast.officer)
    assert Entry.objects.filter(action="whistle.identify").count() == 2


def test_a_reason_that_says_nothing_opens_nothing(cast, hidden):
    with pytest.raises(RuleViolation, match="写明用途"):
        services.identity_of(hidden.pk, actor=cast.officer, reason="other", note="看看")
    assert not Entry.objects.filter(action="whistle.identify").exists()


@pytest.mark.parametrize("person", OTHERS)
def test_nobody_else_reads_it(cast, hidden, person):
    """Not the principal, who is no handler here; no authority; none of the three administrators."""
    with pytest.raises((WhistleReport.DoesNotExist, PermissionDenied)):
        read(hidden, getattr(cast, person))
    assert not Entry.objects.filter(action="whistle.identify").exists()


@pytest.mark.parametrize("person", ["city", "auditor", "sysadmin", "secadmin"])
def test_no_role_opens_it(cast, hidden, person):
    """Whatever an administrator writes into a role of the whole city: the policy does not name its holder."""
    everything = [f"whistle.{code}" for code, _ in services.WhistlePolicy._meta.permissions] + ["privacy.reveal"]
    role = Role.objects.create(code="all", name="全部", permissions=everything)
    Assignment.objects.create(user=getattr(cast, person), role=role, region=cast.city_region)
    actor = User.objects.get(pk=getattr(cast, person).pk)
    with pytest.raises(WhistleReport.DoesNotExist):
        read(hidden, actor)
    assert not WhistleReport.objects.within(actor, "whistle.read").exists()


def test_a_handlers_name_on_another_account_opens_nothing(cast, hidden):
    """The principal links his own account to 陈安全's entry among the people."""
    for username, name in (("", "周立新"), ("", "陈安全"), ("principal", "陈安全")):
        person = Person.objects.current().get(name=name)
        link_user(person.pk, actor=cast.principal, expected_version=None, username=username)
    with pytest.raises(WhistleReport.DoesNotExist):
        read(hidden, cast.principal)


class TestWhoIsReported:
    def test_he_never_sees_it_though_he_is_a_handler(self, cast, do):
        do.in_force()
        report, _ = do.blow(how="hidden", about_name="陈安全")
        assert report.handlers == [cast.principal.pk] or not report.handlers
        with pytest.raises(WhistleReport.DoesNotExist):
            read(report, cast.officer)
        assert not WhistleReport.objects.within(cast.officer, "whistle.read").exists()
        assert not Notice.objects.filter(user=cast.officer, kind="whistle").exists()

    def test_his_superior_never_sees_it_though_he_is_a_handler(self, cast, do):
        do.in_force()
        report, _ = do.blow(how="hidden", about_name="孙大海")
        assert report.handlers == [cast.officer.pk]
        with pytest.raises(WhistleReport.DoesNotExist):
            read(report, cast.principal)
        assert read(report, cast.officer).name == NAME

    def test_a_handler_named_in_the_text_is_left_out(self, cast, do):
        do.in_force()
        report, _ = do.blow(how="hidden", text="周立新让我们拆掉光电保护赶工")
        assert report.handlers == [cast.officer.pk]

    def test_who_became_his_superior_since_is_refused(self, cast, do):
        do.in_force()
        report, _ = do.blow(how="hidden", about_name="孙大海")
        edit_person(do.staff.officer.pk, actor=cast.platform, expected_version=None, roles=["deputy"], today=TODAY)
        with pytest.raises(PermissionDenied, match="上下级关系"):
            read(report, cast.officer)
        assert not Entry.objects.filter(action="whistle.identify").exists()

    def test_where_nobody_may_handle_it_the_authority_hears_at_once(self, cast, do):
        do.in_force(handlers=[do.staff.principal.pk])
        report, _ = do.blow(about_name="孙大海")
        assert (report.handlers, report.escalated_for) == ([], "no_handler")
        [notice] = Notice.objects.filter(kind="whistle")
        assert notice.user == cast.town
        assert "孙大海" not in notice.title + notice.body


class TestNowhereElse:
    """王小虎, his number and his card: wherever one might look."""

    def test_not_in_the_rows(self, hidden):
        with connection.cursor() as cursor:
            for table in ("whistle_whistleidentity", "whistle_whistlereport"):
                cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
                said = " ".join(row for (row,) in cursor.fetchall())
                assert not [each for each in (NAME, PHONE, CARD, "光电保护被拆掉") if each in said]

    def test_not_in_the_trail_nor_who_or_where_he_is(self, cast, hidden):
        entries = list(Entry.objects.filter(action__startswith="whistle."))
        assert len(entries) > 4
        said = json.dumps([entry.changes for entry in entries], ensure_ascii=False) + str(changes_of(entries))
        assert not [each for each in (NAME, PHONE, CARD, "光电保护被拆掉") if each in said]
        blown = Entry.objects.get(action="whistle.blow")
        assert (blown.actor, blown.address, blown.agent, blown.request) == (cast.platform, "", "", "")
        assert not Entry.objects.filter(actor=cast.worker).exists()
        assert hidden.created_by == cast.platform

    def test_not_by_where_it_came_from(self, cast, api, do):
        """Reported by phone, with a photo; claimed by code: no address, no browser, no request, nobody's account."""
        do.in_force()
        before = Entry.objects.latest("pk").pk
        phone = api(cast.worker)
        phone.defaults = {"REMOTE_ADDR": "10.9.8.7", "HTTP_USER_AGENT": "Mozilla/5.0 (iPhone) Safari/605.1"}
        told = {
            "how": "hidden",
            "hazard_class": "unsafe_act",
            "location": "装配线",
            "text": "跨越皮带机",
            "phone": PHONE,
        }
        given = {**told, "site": cast.site.pk, "photos": [BytesIO(JPEG)]}
        receipt = phone.post("/api/my-whistles/", given, format="multipart").json()
        do.through(WhistleReport.objects.get(pk=receipt["number"]), "accept", "confirm", "reward")
        assert phone.post(f"/api/my-whistles/{receipt['number']}/claim/", {"pay_by": "cash"}).status_code == 200
        written = Entry.objects.filter(pk__gt=before).exclude(actor=cast.officer)
        assert {entry.action for entry in written} == {
            "whistle.blow",
            "files.upload",
            "whistle.attach",
            "whistle.claim",
        }
        assert {(e.actor_id, e.address, e.agent, e.request) for e in written} == {(cast.platform.pk, "", "", "")}

    def test_not_in_lists_details_history_exports_and_search(self, cast, api, hidden):
        client = api(cast.officer)
        answers = [
            client.get("/api/whistles/"),
            client.get(f"/api/whistles/?q={NAME}"),
            client.get(f"/api/whistles/{hidden.pk}/"),
            client.get(f"/api/whistles/{hidden.pk}/history/"),
            client.get("/api/whistles/stats/?since=2026-01-01&until=2026-12-01"),
        ]
        made = client.post("/api/exports/", {"ledger": "whistles", "format": "csv"})
        assert made.status_code == 201, made.content.decode()
        said = " ".join(each.content.decode() for each in answers)
        assert all(each.status_code == 200 for each in answers)
        assert "光电保护被拆掉" in said
        assert not [each for each in (NAME, PHONE, CARD) if each in said]
        assert client.get(f"/api/whistles/?q={NAME}").json()["count"] == 0

    @pytest.mark.parametrize("field", ["text", "about_name", "wish"])
    def test_not_by_showing_one_sealed_value(self, cast, api, hidden, field):
        asked = {"id": hidden.pk, "field": field, "reason": "contact"}
        assert (
            api(cast.officer).post("/api/privacy/reveal/", {"kind": "whistle.WhistleReport", **asked}).status_code
            == 400
        )
        asked = {"kind": "whistle.WhistleIdentity", "id": 1, "field": "name", "reason": "contact"}
        assert api(cast.officer).post("/api/privacy/reveal/", asked).status_code == 400

    def test_not_in_a_refusal(self, cast, api, hidden):
        for person in ("principal", "worker", "town", "auditor", "sysadmin"):
            refused = api(getattr(cast, person)).post(f"/api/whistles/{hidden.pk}/identify/", {"reason": "contact"})
            assert refused.status_code in (403, 404)
            assert not [each for each in (NAME, PHONE, CARD) if each in refused.content.decode()]

    def test_not_in_what_is_published(self, cast, do, hidden):
        report = do.take("pay", hidden)
        with pytest.raises(RuleViolation, match="不能出现吹哨人姓名"):
            do.take("publish", report, bulletin=f"{NAME}报告隐患，奖励200元")
        assert "200元" in do.take("publish", report).bulletin

    def test_not_in_the_hazard_it_became(self, cast, api, hidden):
        hazard = WhistleReport.objects.get(pk=hidden.pk).hazard
        said = api(cast.worker).get(f"/api/hazards/{hazard}/").content.decode()
        assert "光电保护未接入" in said
        assert "被拆掉" not in said


class TestFiles:
    def test_photos_lose_what_the_camera_said_and_belong_to_nobody(self, cast, api, do):
        do.in_force(handlers=[do.staff.officer.pk])
        report, _ = do.blow(how="hidden", photos=[BytesIO(JPEG)], voice=BytesIO(VOICE))
        photo, voice = StoredFile.objects.order_by("pk")
        assert (photo.created_by, voice.created_by) == (cast.platform, cast.platform)
        content = b"".join(api(cast.officer).get(f"/api/files/{photo.pk}/").streaming_content)
        assert b"Camera of" not in content
        assert b"Exif" not in content
        for person, sees in (("officer", 200), ("principal", 404), ("town", 404), ("city", 404), ("sysadmin", 404)):
            for file in (photo, voice):
                answered = api(getattr(cast, person)).get(f"/api/files/{file.pk}/")
                assert answered.status_code == sees, (person, file)
                b"".join(answered.streaming_content if answered.streaming else ())

    def test_the_authority_sees_photos_of_what_was_brought_before_it_and_hears_no_voice(self, cast, api, do):
        do.in_force(handlers=[do.staff.officer.pk])
        report, receipt = do.blow(photos=[BytesIO(JPEG)], voice=BytesIO(VOICE))
        reporting.turn_to_authority(reporting.by_code("query", receipt.query_code), wish="请来看看", now=NOW)
        photo, voice = StoredFile.objects.order_by("pk")
        seen = api(cast.town).get(f"/api/files/{photo.pk}/")
        assert seen.status_code == 200
        assert b"".join(seen.streaming_content)
        assert api(cast.town).get(f"/api/files/{voice.pk}/").status_code == 404
