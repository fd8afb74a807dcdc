"""People: the contract every ledger keeps, then what is particular to them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from changqian.platform.commons.people.api import CertificateViewSet, PersonViewSet
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.rules import Expiry, expiry
from changqian.platform.commons.people.services import (
    add_certificate,
    add_person,
    edit_certificate,
    edit_person,
    end_person,
    leave_person,
    link_user,
    verify_certificate,
)
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.masking import id_number as shown
from changqian.platform.ledgerkit.testing import LedgerContract

ID = id_for(date(1985, 5, 20), 121)


def add(cast, **given):
    fields = {"actor": cast.officer, "enterprise": cast.enterprise, "today": cast.today}
    return add_person(**{**fields, "name": "王小虎", "roles": ["worker"], **given})


class TestPersonLedger(LedgerContract):
    url = "/api/people/"
    view = PersonViewSet

    def make(self, cast):
        return add(cast, name=f"人员{Person.objects.count()}", site=cast.site, phone="13861000001", id_number="")

    def touch(self, row, *, actor, expected_version):
        return edit_person(row.pk, actor=actor, expected_version=expected_version, today=date(2026, 3, 16), post="车工")


class TestCertificateLedger(LedgerContract):
    url = "/api/certificates/"
    view = CertificateViewSet

    def make(self, cast):
        person = Person.objects.first() or add_person(
            actor=cast.platform, enterprise=cast.enterprise, today=cast.today, name="王小虎", roles=["worker"]
        )
        number = f"2026{type(self).__name__}{person.certificates.count()}"
        return add_certificate(actor=cast.officer, person=person, kind="officer", number=number)

    def touch(self, row, *, actor, expected_version):
        return edit_certificate(row.pk, actor=actor, expected_version=expected_version, issuer="江苏省应急管理厅")

    @pytest.mark.skip(reason="a certificate's state is a column of the query, compared in the next test")
    def test_a_fast_row_is_what_the_serializer_says(self):
        """See test_a_list_says_what_a_detail_says."""


def test_a_list_says_what_a_detail_says(cast, api):
    certificate = TestCertificateLedger().make(cast)
    client = api(cast.officer)
    [row] = client.get("/api/certificates/").json()["results"]
    detail = client.get(f"/api/certificates/{certificate.pk}/").json()
    assert detail.pop("photos") == []
    assert row == detail
    assert row["expiry"] == "lasting"


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"id_number": "32041219850520121"}, "id_number", "身份证号应为18位，现为17位"),
        ({"id_number": ID[:-1] + ("1" if ID[-1] != "1" else "2")}, "id_number", "身份证号校验不通过"),
        ({"id_number": "320499198513201216"}, "id_number", "身份证号中的出生日期“19851320”不存在"),
        ({"id_number": "99" + ID[2:]}, "id_number", "不是有效的省级代码"),
        ({"id_number": id_for(date(2010, 3, 17), 11)}, "id_number", "按身份证号未满16周岁，不能登记为从业人员"),
        (
            {"id_number": id_for(date(2008, 3, 17), 11), "roles": ["special_operator"]},
            "roles",
            "特种作业人员应年满18周岁",
        ),
        ({"phone": "1386100000"}, "phone", "手机号应为11位，现为10位"),
        ({"phone": "12861000001"}, "phone", "手机号应以13至19开头"),
        ({"roles": []}, "roles", "请至少选择一个岗位角色"),
        ({"name": " "}, "name", "请填写姓名"),
        ({"joined_on": date(2026, 3, 17)}, "joined_on", "入职日期不能晚于今天"),
    ],
)
def test_what_is_wrong_is_said_precisely(cast, given, field, sentence):
    with pytest.raises(RuleViolation) as refused:
        add(cast, **given)
    assert sentence in str(refused.value)
    assert refused.value.field == field


def test_numbers_are_sealed_and_found_by_the_whole_number(cast, api):
    person = add(cast, phone="+86 138 6100 0001", id_number=ID.lower())
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number FROM people_person WHERE id = %s", [person.pk])
        assert not {"13861000001", ID} & set(cursor.fetchone())
    client = api(cast.officer)
    for asked, found in (("13861000001", 1), ("138 6100 0001", 1), (ID, 1), ("1386100", 0), ("小虎", 1), ("机械", 1)):
        assert client.get("/api/people/", {"q": asked}).json()["count"] == found, asked
    [row] = client.get("/api/people/").json()["results"]
    assert (row["phone"], row["id_number"]) == ("138****0001", f"{ID[:6]}********{ID[-4:]}")


def test_a_person_is_registered_once_and_again_after_leaving(cast):
    person = add(cast, id_number=ID, joined_on=date(2020, 1, 1))
    with pytest.raises(RuleViolation, match="该身份证号的人员已在本企业登记"):
        add(cast, id_number=ID)
    with pytest.raises(RuleViolation, match="离职日期不能早于入职日期"):
        leave(cast, person, date(2019, 12, 31))
    with pytest.raises(RuleViolation, match="离职日期不能晚于今天"):
        leave(cast, person, cast.today + timedelta(1))
    leave(cast, person, cast.today)
    with pytest.raises(RuleViolation, match="王小虎已于2026-03-16离职"):
        leave(cast, person, cast.today)
    add(cast, id_number=ID)


def leave(cast, person, day):
    return leave_person(person.pk, actor=cast.officer, expected_version=None, left_on=day, today=cast.today)


def test_a_person_works_at_a_site_of_the_firm(cast):
    with pytest.raises(RuleViolation, match="该场所不属于这家企业，或已关闭"):
        add(cast, site=cast.rival_site)


def test_an_account_of_the_firm_belongs_to_one_person(cast):
    person, other = add(cast), add(cast, name="李四")

    def link(row, username):
        return link_user(row.pk, actor=cast.officer, expected_version=None, username=username)

    assert link(person, "worker").user == cast.worker
    with pytest.raises(RuleViolation, match="该账号已关联本企业的另一名人员"):
        link(other, "worker")
    with pytest.raises(RuleViolation, match="没有找到本企业的这个账号"):
        link(other, "rival")
    assert link(person, "").user is None


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "state"),
    [
        (None, None, Expiry.LASTING),
        (date(2026, 3, 17), date(2032, 3, 16), Expiry.NOT_YET),
        (date(2020, 1, 1), date(2026, 3, 15), Expiry.EXPIRED),
        (date(2020, 1, 1), date(2026, 3, 16), Expiry.EXPIRING),
        (None, date(2026, 5, 15), Expiry.EXPIRING),
        (None, date(2026, 5, 16), Expiry.VALID),
    ],
)
def test_when_a_certificate_runs_out(valid_from, valid_to, state):
    assert expiry(valid_from, valid_to, today=date(2026, 3, 16)) == state


def test_the_state_of_a_list_is_the_rule(cast, api):
    today, person = timezone.localdate(), add(cast)
    spans = [(None, None), (1, 400), (-400, -1), (-400, 0), (None, 60), (None, 61), (0, 30)]
    days = [[None if shift is None else today + timedelta(shift) for shift in span] for span in spans]
    for number, (begins, ends) in enumerate(days):
        add_certificate(
            actor=cast.officer, person=person, kind="fire", number=f"F{number}", valid_from=begins, valid_to=ends
        )
    said = {row["number"]: row["expiry"] for row in api(cast.town).get("/api/certificates/").json()["results"]}
    assert said == {f"F{number}": expiry(*span, today=today) for number, span in enumerate(days)}
    expiring = api(cast.town).get("/api/certificates/", {"expiry": "expiring"}).json()["results"]
    assert {row["number"] for row in expiring} == {"F3", "F4", "F6"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number": f"T{ID}"}, "特种作业操作证必须填写有效期止"),
        ({"number": ID, "valid_to": date(2030, 1, 1)}, "特种作业操作证编号应为T加18位身份证号"),
        ({"number": f"T{id_for(date(1990, 1, 1), 1)}", "valid_to": date(2030, 1, 1)}, "与本人身份证号不一致"),
        (
            {"number": f"T{ID}", "valid_from": date(2030, 1, 2), "valid_to": date(2030, 1, 1)},
            "有效期止不能早于有效期起",
        ),
    ],
)
def test_a_special_operators_certificate_carries_the_identity_number(cast, given, sentence):
    person = add(cast, id_number=ID, roles=["special_operator"])
    with pytest.raises(RuleViolation, match=sentence):
        add_certificate(actor=cast.officer, person=person, kind="special_operation", **given)


def test_the_regulator_verifies_and_a_change_must_be_verified_anew(cast):
    certificate = TestCertificateLedger().make(cast)
    with pytest.raises(PermissionDenied):
        verify_certificate(certificate.pk, actor=cast.officer, expected_version=None)
    seen = verify_certificate(certificate.pk, actor=cast.town, expected_version=None)
    assert (seen.verified, seen.verified_by) == (True, cast.town)
    with pytest.raises(RuleViolation, match="该证书已核验"):
        verify_certificate(certificate.pk, actor=cast.town, expected_version=None)
    changed = edit_certificate(certificate.pk, actor=cast.officer, expected_version=None, issuer="市应急局")
    assert (changed.verified, changed.verified_by) == (False, None)
    with pytest.raises(RuleViolation, match="该人员还有证书"):
        end_person(changed.person_id, actor=cast.officer, expected_version=None, reason="重复")


def test_the_photo_of_a_certificate_is_read_by_whoever_sees_the_person(cast, api, files_dir):
    from io import BytesIO

    from PIL import Image

    from changqian.platform.foundation.files.services import may_read, store

    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    file = store(picture, name="证书.png", actor=cast.officer, now=timezone.now())
    body = {"person": add(cast).pk, "kind": "fire", "number": "F1", "photos": [file.pk]}
    made = api(cast.officer).post("/api/certificates/", body)
    assert made.status_code == 201, made.json()
    assert [photo["name"] for photo in made.json()["photos"]] == ["证书.png"]
    assert may_read(file, cast.town)
    assert not may_read(file, cast.rival_officer)
    other = store(picture, name="别人的.png", actor=cast.rival_officer, now=timezone.now())
    stolen = api(cast.officer).post("/api/certificates/", {**body, "number": "F2", "photos": [other.pk]})
    assert stolen.status_code == 400
    assert "附件不存在或不是您上传的" in stolen.content.decode()


def test_a_person_is_seen_wherever_the_firm_has_a_site(cast, api):
    add(cast)
    assert api(cast.liyang).get("/api/people/").json()["count"] == 0
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.licheng, name="溧阳分厂")
    assert api(cast.liyang).get("/api/people/").json()["count"] == 1
    assert api(cast.city).get("/api/people/", {"region": cast.liyang_region.pk}).json()["count"] == 1
    assert api(cast.city).get("/api/people/", {"region": cast.tianning_region.pk}).json()["count"] == 0


def test_over_http(cast, api):
    client = api(cast.officer)
    body = {"enterprise": cast.enterprise.pk, "name": "赵电工", "roles": ["special_operator"], "id_number": ID}
    made = client.post("/api/people/", body)
    assert made.status_code == 201, made.json()
    pk = made.json()["id"]
    certificate = {"person": pk, "kind": "special_operation", "number": f"T{ID}", "valid_to": "2030-01-01"}
    assert client.post("/api/certificates/", certificate).status_code == 201
    detail = client.get(f"/api/people/{pk}/").json()
    assert [each["number"] for each in detail["certificates"]] == [f"T{shown(ID)}"]
    masked = client.post(f"/api/people/{pk}/edit/", {"version": 1, "id_number": detail["id_number"]})
    assert masked.status_code == 400
    assert "不能带星号" in masked.content.decode()
    assert client.post(f"/api/people/{pk}/edit/", {"version": 1, "post": "电工"}).json()["post"] == "电工"
    assert client.get("/api/people/", {"role": "special_operator"}).json()["count"] == 1
    assert client.get("/api/people/", {"role": "principal"}).json()["count"] == 0
    elsewhere = {**body, "enterprise": cast.rival.pk}
    assert client.post("/api/people/", elsewhere).status_code == 403


@pytest.mark.parametrize("junk", ["\0", "9" * 30, "null", [], {}, "\ud7ff", True, -1], ids=range(8))
def test_garbage_is_never_a_fault_of_ours(cast, api, junk):
    client = api(cast.officer)
    client.raise_request_exception = False
    for name in ("q", "role", "site", "enterprise", "region", "left", "expiry", "kind", "person", "ordering"):
        for url in ("/api/people/", "/api/certificates/"):
            assert client.get(url, {name: junk}).status_code < 500, (url, name)
    good = {"enterprise": cast.enterprise.pk, "name": "赵", "roles": ["worker"]}
    for name in ("enterprise", "name", "roles", "site", "phone", "id_number", "joined_on", "duties"):
        assert client.post("/api/people/", {**good, name: junk}).status_code < 500, name
    for name in ("person", "kind", "number", "valid_from", "valid_to"):
        assert client.post("/api/certificates/", {"kind": "fire", "number": "1", name: junk}).status_code < 500, name
    row = add(cast)
    for step in ("edit", "leave", "link", "end"):
        assert client.post(f"/api/people/{row.pk}/{step}/", {"version": junk, "roles": junk}).status_code < 500
