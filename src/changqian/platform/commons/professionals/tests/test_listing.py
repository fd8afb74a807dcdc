"""The ledger of the city: filtered, searched, walked, exported, at the same number of queries however long."""

from io import BytesIO

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.ledgerkit.exports.writing import HEAD

URL = "/api/professionals/"


@pytest.fixture
def rows(cast, person, applied):
    """An expert of 武进, an insurer from outside, a school of 溧阳."""
    return [
        applied(person("李明华"), region=cast.wujin_region),
        applied(person("王建国"), "insurer"),
        applied(person("赵小燕"), "trainer", region=cast.liyang_region),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "expert"}, ["李明华"]),
        ({"status": "approved"}, []),
        ({"open": "true"}, ["赵小燕", "王建国", "李明华"]),
        ({"open": "false"}, []),
        ({"expertise": "process"}, ["李明华"]),
        ({"courses": "workers"}, []),
        ({"q": "财产保险"}, ["王建国"]),
        ({"q": "赵小"}, ["赵小燕"]),
        ({"mine": "true"}, []),
        ({"ordering": "id"}, ["李明华", "王建国", "赵小燕"]),
    ],
)
def test_the_city_finds_whom_it_looks_for(cast, api, rows, asked, found):
    listed = api(cast.city).get(URL, asked).json()["results"]
    assert [row["applicant"] for row in listed] == found


def test_a_district_sees_who_is_its_own(cast, api, rows):
    for who, found in (
        ("wujin", ["李明华"]),
        ("liyang", ["赵小燕"]),
        ("town", []),
        ("city", ["赵小燕", "王建国", "李明华"]),
    ):
        client = api(User.objects.get(pk=getattr(cast, who).pk))
        assert [row["applicant"] for row in client.get(URL).json()["results"]] == found, who
    near = api(cast.city).get(URL, {"region": cast.liyang_region.pk}).json()
    assert [row["applicant"] for row in near["results"]] == ["赵小燕"]


def test_a_long_list_costs_no_more_queries(cast, api, person, applied):
    costs = []
    for name in ("李明华", "王建国", "赵小燕"):
        applied(person(name), certificate_no=f"T{name}")
        with CaptureQueriesContext(connection) as queries:
            assert api(User.objects.get(pk=cast.city.pk)).get(URL).status_code == 200
        costs.append(len(queries))
    assert costs[1] == costs[2]


def test_every_order_is_walked_by_cursor(cast, api, rows):
    client = api(cast.city)
    for ordering in ("id", "-id", "decide_by", "-valid_until"):
        whole = client.get(URL, {"ordering": ordering}).json()["results"]
        seen, cursor = [], None
        while True:
            page = client.get(URL, {"ordering": ordering, "limit": 2, **({"after": cursor} if cursor else {})}).json()
            seen += page["results"]
            if not (cursor := page["after"]):
                break
        assert seen == whole


def test_what_is_seen_is_exported(cast, api, rows):
    for who, count in (("city", 3), ("wujin", 1), ("town", 0)):
        client = api(User.objects.get(pk=getattr(cast, who).pk))
        asked = client.post("/api/exports/", {"ledger": "professionals", "columns": ["unit", "applicant", "expertise"]})
        assert asked.status_code == 201, asked.content.decode()
        content = b"".join(saved(client, f"/api/exports/{asked.json()['id']}/file/").streaming_content)
        sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        lines = sheet.to_python()[HEAD:]
        assert len(lines) == count, who
        if who == "wujin":
            assert lines[0][:2] == ["常州化工研究院", "李明华"]
            assert "危险化学品" in lines[0][2]


def test_a_record_is_printed(cast, api, rows):
    assert saved(api(cast.city), f"/api/prints/professionals/{rows[0].pk}/").status_code == 200
    assert saved(api(cast.town), f"/api/prints/professionals/{rows[0].pk}/").status_code == 404


def test_sent_over_http_as_the_page_does(cast, api, person, picture):
    li = person("李明华")
    client = api(li)
    given = {
        "kind": "trainer",
        "unit": "常州安培职业培训学校",
        "uscc": "",
        "courses": ["workers"],
        "papers": [picture(li)],
    }
    wrong = client.post(URL, given, format="json")
    assert wrong.status_code == 400
    assert wrong.json()["fields"]["uscc"] == ["请填写统一社会信用代码"]
    given |= {"uscc": "91320412567890120K", "licence": [picture(li)], "region": None}
    made = client.post(URL, given, format="json")
    assert made.status_code == 201, made.content.decode()
    row = made.json()
    assert (row["status"], row["region_name"], len(row["papers"]), len(row["licence"])) == ("pending", "常州市", 1, 1)
    back = api(cast.city).post(f"{URL}{row['id']}/send_back/", {"version": row["version"], "opinion": "资质不全"})
    assert back.json()["status"] == "returned"
    again = client.post(
        f"{URL}{row['id']}/correct/",
        {"version": back.json()["version"], "courses": ["workers", "rescue"]},
        format="json",
    )
    assert again.json()["courses"] == ["workers", "rescue"]
    assert again.json()["unit"] == "常州安培职业培训学校"
    late = api(cast.city).post(f"{URL}{row['id']}/approve/", {"version": back.json()["version"]})
    assert late.status_code == 409
