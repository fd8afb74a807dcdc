"""Two feeds, walked as the province's are; payments come month by month."""

from datetime import datetime

import httpx

from changqian.simulators.city_data_centre.books import LABELS, Books, Firm
from changqian.simulators.provincial_platform.server import Platform, application
from changqian.simulators.serving import serving
from changqian.simulators.signed import Door

NOON = datetime(2026, 3, 1, 12)
PEOPLE = (
    {"name": "甲", "id_number": "1", "months": ["2026-01", "2026-02"]},
    {"name": "乙", "id_number": "2", "months": ["2026-01"]},
)
HURT = ({"name": "甲", "id_number": "1", "happened_on": "2026-01-05", "registered_at": "2026-02-20 09:00:00"},)


def centre() -> Platform:
    books = Books([Firm("91320412X", "某厂", PEOPLE, HURT)])
    return Platform(Door("changqian", b"secret"), books, title="市大数据中心模拟器", labels=LABELS)


def test_payments_come_month_by_month() -> None:
    first = centre().page("contributions", {"size": 2}, now=NOON)
    assert [(row["person_name"], row["month"]) for row in first["rows"]] == [("甲", "2026-01"), ("乙", "2026-01")]
    rest = centre().page("contributions", {"size": 2, "cursor": first["next"]}, now=NOON)
    assert ([row["month"] for row in rest["rows"]], rest["next"]) == (["2026-02"], None)


def test_an_appraisal_names_firm_person_and_days() -> None:
    [row] = centre().page("appraisals", {}, now=NOON)["rows"]
    assert (row["uscc"], row["person_name"], row["happened_on"]) == ("91320412X", "甲", "2026-01-05")
    assert row["disability"] is None


def test_a_person_sees_what_it_has_and_switches_faults() -> None:
    with serving(application(centre())) as url:
        told = httpx.get(url, trust_env=False).text
        assert "市大数据中心模拟器" in told
        assert "社保缴费" in told
        said = httpx.post(f"{url}/faults", json={"errors": 1}, trust_env=False)
        assert said.json()["errors"] == 1
        assert httpx.post(f"{url}/feeds/appraisals", json={}, trust_env=False).status_code == 503
