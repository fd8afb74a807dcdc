"""What a file of a list says, to whom, for how long, and what trace it leaves."""

import csv
import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
import python_calamine
from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.people.services import add_person, edit_person
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.codes import id_for
from changqian.platform.ledgerkit.exports import services
from changqian.platform.ledgerkit.exports.models import Export
from changqian.platform.ledgerkit.exports.rules import DANGEROUS, harmless

pytestmark = pytest.mark.usefixtures("files_dir")
ID = id_for(date(1985, 5, 20), 121)


def add(cast, name, **given):
    fields = {"roles": ["worker"], "phone": "13861000001", "joined_on": date(2020, 3, 9), **given}
    return add_person(actor=cast.officer, enterprise=cast.enterprise, today=cast.today, name=name, **fields)


def ask(client, **given):
    said = client.post("/api/exports/", {"ledger": "people", **given})
    assert said.status_code == 201, said.content.decode()
    return said.json()


def file_of(client, row):
    said = saved(client, f"/api/exports/{row['id']}/file/")
    assert said.status_code == 200, said.content.decode()
    return b"".join(said.streaming_content)


def cells_of(content):
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def csv_of(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_chosen_columns_in_the_chosen_order_with_labels_masks_and_real_dates(cast, api):
    add(cast, "王小虎", id_number=ID, roles=["team_leader", "worker"])
    client = api(cast.officer)
    row = ask(client, columns=["roles", "name", "phone", "id_number", "joined_on", "created_at"])
    title, line, head, data = cells_of(file_of(client, row))
    assert title[0] == "人员台账"
    assert line[0].startswith("导出人：陈安全　导出时间：2")
    assert line[0].endswith("条件：全部")
    assert head == ["岗位角色", "姓名", "手机号", "身份证号", "入职日期", "登记时间"]
    assert data[:5] == ["班组长、岗位从业人员", "王小虎", "138****0001", f"{ID[:6]}********{ID[-4:]}", date(2020, 3, 9)]
    assert isinstance(data[5], datetime)


def test_the_same_rows_as_the_list_with_its_filters_search_and_order(cast, api):
    for name, post in (("甲", "焊工"), ("乙", "车工"), ("丙", "焊工"), ("丁", "钳工")):
        add(cast, name, post=post)
    client = api(cast.officer)
    for query in ("", "q=焊工&ordering=name", "role=worker&ordering=-name", "role=principal", "limit=1&offset=2"):
        listed = [
            each["name"]
            for each in client.get(f"/api/people/?{query.replace('limit=1&offset=2', '')}").json()["results"]
        ]
        row = ask(client, query=query, columns=["name"], format="csv")
        assert [name for (name,) in csv_of(file_of(client, row))[1:]] == listed, query
        assert row["total"] == len(listed)


def test_a_wrong_filter_and_a_wrong_column_are_told_at_once(cast, api):
    client = api(cast.officer)
    for given in ({"query": "role=king"}, {"columns": ["phone_index"]}, {"columns": ["name", "name"]}, {"ledger": "x"}):
        assert client.post("/api/exports/", {"ledger": "people", **given}).status_code == 400, given
    assert not Export.objects.exists()


def test_conditions_are_said_in_words(cast, api):
    client = api(cast.officer)
    query = f"role=worker&role=principal&site={cast.site.pk}&enterprise={cast.rival.pk}&q=虎&ordering=-joined_on"
    row = ask(client, query=query)
    assert (
        row["conditions"].split("；")
        == [
            f"企业：{cast.rival.pk}",
            "场所：一号车间",
            "岗位角色：主要负责人、岗位从业人员",
            "关键词：虎",
            "排序：入职日期（倒序）",
        ]
        or "场所：一号车间" in row["conditions"]
    )
    assert "青龙" not in row["conditions"], "the name of a firm that the officer may not see"


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_text_is_never_a_formula(cast, api, start):
    words = f"{start}HYPERLINK(1)"
    row = report_hazard(
        actor=cast.officer, site=cast.site, description=f"x{words}", category="other", now=timezone.now()
    )
    type(row).objects.filter(pk=row.pk).update(description=words)
    client = api(cast.officer)
    asked = client.post("/api/exports/", {"ledger": "hazards", "columns": ["description"], "format": "csv"}).json()
    assert file_of(client, asked).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")
    asked = client.post("/api/exports/", {"ledger": "hazards", "columns": ["description"]}).json()
    with zipfile.ZipFile(BytesIO(file_of(client, asked))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    assert harmless("王小虎") == "王小虎"


def test_every_printed_page_says_who_took_it(cast, api):
    client = api(cast.officer)
    with zipfile.ZipFile(BytesIO(file_of(client, ask(client)))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    head, foot = sheet.partition("<oddHeader>")[2], sheet.partition("<oddFooter>")[2]
    assert "陈安全" in head.partition("</oddHeader>")[0]
    assert "陈安全" in foot.partition("</oddFooter>")[0]
    assert 'state="frozen"' in sheet


def test_making_and_taking_are_audited_and_only_one_person_takes(cast, api):
    add(cast, "王小虎")
    client = api(cast.officer)
    row = ask(client, query="role=worker", columns=["name"])
    made = Entry.objects.get(action="exports.make")
    assert (made.actor, made.target) == (cast.officer, f"exports.Export:{row['id']}")
    assert made.changes["count"] == 1
    assert "岗位从业人员" in made.changes["conditions"]
    assert authentic(made)
    for person in (cast.principal, cast.wujin, cast.city, cast.rival_officer, cast.clerk):
        other = api(person)
        assert other.get(f"/api/exports/{row['id']}/").status_code == 404
        assert other.get(f"/api/exports/{row['id']}/file/").status_code == 404
        assert other.post(f"/api/exports/{row['id']}/cancel/").status_code == 404
        assert other.get("/api/exports/").json()["count"] == 0
    assert not Entry.objects.filter(action="exports.download").exists()
    file_of(client, row)
    file_of(client, row)
    assert Entry.objects.filter(action="exports.download", actor=cast.officer).count() == 2


def test_a_file_is_kept_for_a_day(cast, api, files_dir):
    client = api(cast.officer)
    row = ask(client)
    now = timezone.now()
    assert services.forget(now=now + timedelta(hours=23)) == 0
    assert services.forget(now=now + timedelta(hours=25)) == 1
    refused = saved(client, f"/api/exports/{row['id']}/file/")
    assert (refused.status_code, refused.json()["detail"]) == (400, "文件只保留24小时，请重新导出")
    assert client.get(f"/api/exports/{row['id']}/").json()["status"] == "expired"
    assert not [path for path in (files_dir / "own").rglob("*") if path.is_file()]


@pytest.fixture
def many(cast, monkeypatch):
    """Five people, who count as many."""
    for name in "甲乙丙丁戊":
        add(cast, name)
    monkeypatch.setattr(services, "AT_ONCE", 2)
    monkeypatch.setattr(services, "CHUNK", 2)


def test_many_rows_are_left_to_the_worker_who_asks_the_rights_again(cast, api, many):
    client = api(cast.officer)
    row = ask(client, columns=["name"])
    assert row["status"] == "waiting"
    assert saved(client, f"/api/exports/{row['id']}/file/").json()["detail"] == "文件还没有生成"
    services.make(row["id"], now=timezone.now)
    done = client.get(f"/api/exports/{row['id']}/").json()
    assert (done["status"], done["total"], done["done"]) == ("ready", 5, 5)
    assert Notice.objects.get(user=cast.officer).title == "人员导出完成"
    second = ask(client, columns=["name"])
    cast.officer.assignments.all().delete()
    services.make(second["id"], now=timezone.now)
    failed = Export.objects.get(pk=second["id"])
    assert (failed.status, failed.message) == ("failed", "您没有此项权限")
    assert Entry.objects.filter(action="exports.make").count() == 1


def test_cancelled_while_waiting_and_while_being_written(cast, api, many, monkeypatch):
    client = api(cast.officer)
    waiting = ask(client)
    assert client.post(f"/api/exports/{waiting['id']}/cancel/").json()["status"] == "cancelled"
    services.make(waiting["id"], now=timezone.now)
    assert client.post(f"/api/exports/{waiting['id']}/cancel/").json()["detail"] == "已取消的导出不能取消"
    written = ask(client)
    Export.objects.filter(pk=written["id"]).update(cancel_asked_at=timezone.now())
    services.make(written["id"], now=timezone.now)
    assert client.get(f"/api/exports/{written['id']}/").json()["status"] == "cancelled"


def test_a_file_begun_by_a_worker_that_died_is_begun_anew(cast, api, many):
    client = api(cast.officer)
    row = ask(client, columns=["name"])
    Export.objects.filter(pk=row["id"]).update(status="running", done=2)
    services.make(row["id"], now=timezone.now)
    assert len(cells_of(file_of(client, row))) == 3 + 5


def test_a_change_after_asking_is_in_the_file(cast, api, many):
    from changqian.platform.commons.people.models import Person

    row = ask(api(cast.officer), columns=["name"], query="ordering=name")
    person = Person.objects.get(name="甲")
    edit_person(person.pk, actor=cast.officer, expected_version=1, today=cast.today, name="甲乙")
    services.make(row["id"], now=timezone.now)
    assert ["甲乙"] in cells_of(file_of(api(cast.officer), row))


def test_every_ledger_can_be_exported_by_whoever_sees_it(cast, api):
    client = api(cast.city)
    offered = client.get("/api/exports/ledgers/").json()
    names = {each["name"] for each in offered}
    assert {"people", "certificates", "hazards", "risks", "tasks", "patrols", "enterprises", "sites"} <= names
    for each in offered:
        labels = [column["label"] for column in each["columns"]]
        assert not any(label.isascii() for label in labels), (each["name"], labels)
        ask(client, ledger=each["name"])
    assert client.get("/api/exports/").json()["count"] == len(offered)
    own = {"claims", "invitations", "members", "professionals"}  # everybody may see his own
    assert {each["name"] for each in api(cast.nobody).get("/api/exports/ledgers/").json()} <= own
