"""What the province shares, read by the firms it is about and by who supervises them."""

from datetime import date

import pytest
from django.utils import timezone

from changqian.platform.commons.people.services import add_certificate, add_person
from changqian.platform.commons.province.models import Batch, Declaration
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.services import match_firms, take
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.restructuring import merge
from changqian.platform.foundation.enterprises.services import register_enterprise
from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.platform.ledgerkit.ledgers import ledger

STAMP = "2026-03-01T08:00:00+08:00"
WELDER, STRANGER = id_for(date(1985, 3, 7), 101), id_for(date(1990, 6, 1), 102)


def told(feed, *rows):
    """As the province's rows arrive here, each with a number and a digest of its own."""
    batch = Batch.objects.create(feed=feed, started_at=timezone.now())
    whole = [{"source_id": f"{feed}{n}", "updated_at": STAMP, "digest": f"{n}", **row} for n, row in enumerate(rows)]
    return take(batch, whole)


def declaration(firm, *, on, kind="periodic", points=3):
    return {
        "uscc": firm.uscc, "name": firm.name, "reported_at": f"{on}T08:00:00+08:00", "kind": kind,
        "point_count": points, "major_count": None, "large_count": None, "production": "normal",
    }  # fmt: skip


def listed(firm, *, status="正常生产", listed_on="2021-03-01"):
    return {
        "uscc": firm.uscc, "name": firm.name, "region_code": "", "status": status, "report_mode": "",
        "reported_at": None, "above_scale": None, "listed_on": listed_on, "accepted_on": None,
    }  # fmt: skip


def certificate(number, *, name="王小虎", until="2030-04-30", item="熔化焊接与热切割作业"):
    return {
        "name": name, "id_number": number, "number": f"T{number}", "exam_on": None, "valid_from": "2024-05-01",
        "valid_to": until, "issuer": "江苏省应急管理厅", "category": "焊接与热切割作业", "item": item,
    }  # fmt: skip


@pytest.fixture
def reports(cast):
    """湖塘机械厂 reported last year only, 青龙纺织 this year."""
    told(Feed.ENTERPRISES, listed(cast.enterprise), listed(cast.rival))
    told(
        Feed.DECLARATIONS,
        declaration(cast.enterprise, on="2025-03-02"),
        declaration(cast.enterprise, on="2026-05-01", kind="change"),
        declaration(cast.rival, on="2026-02-01"),
    )
    return cast


@pytest.mark.parametrize(
    ("person", "count"),
    [("city", 3), ("wujin", 2), ("town", 2), ("liyang", 0), ("officer", 2), ("rival_officer", 1), ("bureau", 2)],
)
def test_everybody_reads_the_reports_of_his_own(reports, api, person, count):
    assert api(getattr(reports, person)).get("/api/province-declarations/").json()["count"] == count


def test_reports_are_found_by_kind_region_firm_and_words(reports, api):
    def found(query):
        return api(reports.city).get(f"/api/province-declarations/?{query}").json()["count"]

    assert found("kind=change") == 1
    assert found("kind=change&kind=periodic") == 3
    assert found(f"region={reports.wujin_region.pk}") == 2
    assert found(f"enterprise={reports.rival.pk}") == 1
    assert found("q=青龙") == 1


def test_what_belongs_to_no_firm_of_ours_only_the_city_sees(reports, api):
    batch = Batch.objects.create(feed=Feed.ENTERPRISES, started_at=timezone.now())
    row = {**listed(reports.rival), "uscc": uscc_for("MA000009"), "name": "常州外来有限公司"}
    take(batch, [{"source_id": "stranger", "updated_at": STAMP, "digest": "x", **row}])
    (seen,) = api(reports.city).get("/api/province-firms/?unmatched=true").json()["results"]
    assert (seen["name"], seen["enterprise"], seen["enterprise_name"]) == ("常州外来有限公司", None, None)
    assert api(reports.city).get("/api/province-firms/").json()["count"] == 3
    assert api(reports.wujin).get("/api/province-firms/").json()["count"] == 1


def test_reports_go_into_a_file_as_the_list_shows_them(reports):
    rows = ledger("province-declarations").listed(reports.wujin, "kind=change")
    assert [row.point_count for row in rows] == [3]


def test_who_did_not_report_is_computed(reports, api):
    """A change does not renew a report."""
    asked = f"due_on=2026-12-31&region={reports.city_region.pk}"
    figures = {
        each["measure"]: each["total"]
        for each in api(reports.city).get(f"/api/province-declarations/fulfilment/?{asked}").json()["figures"]
    }
    assert figures == {"required": 2, "met": 1, "open": 1, "late": 1}
    area = reports.city_region.path
    said = api(reports.city).get(f"/api/province-declarations/unfulfilled/?{asked}&area={area}").json()
    assert [row["enterprise"] for row in said["results"]] == [reports.enterprise.pk]
    assert said["results"][0]["missing"][0]["rule"] == "定期报告"
    assert said["results"][0]["missing"][0]["due_on"] == "2026-03-31"


@pytest.mark.parametrize("gone", ["province", "ours"])
def test_a_firm_that_is_gone_or_exempt_owes_nothing(reports, api, gone):
    if gone == "province":
        batch = Batch.objects.create(feed=Feed.ENTERPRISES, started_at=timezone.now())
        row = listed(reports.enterprise, status="注销")
        take(batch, [{"source_id": "enterprises0", "updated_at": "2026-04-01T08:00:00+08:00", "digest": "x", **row}])
    else:
        Enterprise.objects.filter(pk=reports.enterprise.pk).update(management="exempt")
    asked = f"due_on=2026-12-31&area={reports.city_region.path}"
    assert api(reports.city).get(f"/api/province-declarations/unfulfilled/?{asked}").json()["count"] == 0


def test_a_merged_firm_brings_its_reports_along(reports):
    twin = register_enterprise(
        actor=reports.platform, uscc=uscc_for("MA000009"), name="常州湖塘机械厂（旧）", region=reports.hutang,
        industry="C3484",
    )  # fmt: skip
    batch = Batch.objects.create(feed=Feed.DECLARATIONS, started_at=timezone.now())
    take(batch, [{"source_id": "old", "updated_at": STAMP, "digest": "old", **declaration(twin, on="2024-03-01")}])
    merge(
        reports.enterprise.pk, actor=reports.platform, expected_version=None, other=twin.pk, reason="同一家企业登记两次"
    )
    assert match_firms() == 1
    assert Declaration.objects.get(source_id="old").enterprise_id == reports.enterprise.pk


class TestCertificates:
    @pytest.fixture
    def welder(self, cast):
        return add_person(
            actor=cast.officer, enterprise=cast.enterprise, today=cast.today, name="王小虎",
            roles=["special_operator"], id_number=WELDER,
        )  # fmt: skip

    @pytest.fixture
    def entered(self, cast, welder):
        return add_certificate(
            actor=cast.officer, person=welder, kind="special_operation", category="熔化焊接与热切割作业",
            number=f"T{WELDER}", valid_from=date(2024, 5, 1), valid_to=date(2030, 4, 30),
        )  # fmt: skip

    def check(self, cast, api, person="officer"):
        said = api(getattr(cast, person)).get(f"/api/province-certificates/?enterprise={cast.enterprise.pk}")
        return said.json()

    def test_the_same_is_confirmed_and_nothing_is_written(self, cast, api, entered):
        told(Feed.CERTIFICATES, certificate(WELDER), certificate(STRANGER, name="别人"))
        (line,) = self.check(cast, api)
        assert (line["certificate"], line["verdict"], line["differences"]) == (entered.pk, "confirmed", [])
        entered.refresh_from_db()
        assert not entered.verified

    def test_what_differs_is_named(self, cast, api, entered):
        told(Feed.CERTIFICATES, certificate(WELDER, until="2027-04-30"))
        (line,) = self.check(cast, api)
        assert line["verdict"] == "differs"
        assert line["differences"] == [{"label": "有效期止", "ours": "2030-04-30", "theirs": "2027-04-30"}]

    def test_what_one_of_both_does_not_have(self, cast, api, entered):
        told(Feed.CERTIFICATES, certificate(WELDER, item="压力焊作业"))
        assert [(line["certificate"], line["verdict"]) for line in self.check(cast, api)] == [
            (entered.pk, "missing"), (None, "unregistered")
        ]  # fmt: skip

    def test_another_firm_is_not_there(self, cast, api, entered):
        assert self.check(cast, api, "rival_officer")["detail"]
        assert (
            api(cast.rival_officer).get(f"/api/province-certificates/?enterprise={cast.enterprise.pk}").status_code
            == 404
        )
