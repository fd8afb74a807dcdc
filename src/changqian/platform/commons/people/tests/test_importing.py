"""From the file on somebody's desk to rows of the ledger, through people and hazards."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.people.api import holder
from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.services import add_person
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.foundation.notices.models import Notice, NoticeSms
from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.imports import running, tests
from changqian.platform.ledgerkit.imports.models import Import, ImportRow
from changqian.platform.ledgerkit.imports.tests.making import (
    as_proposed,
    checked,
    confirmed,
    rows_of,
    send,
    work,
    xlsx,
)
from changqian.platform.ledgerkit.imports.values import BadCell

pytestmark = pytest.mark.usefixtures("files_dir")
OLD = Path(tests.__file__).with_name("data") / "roster.xls"
IDS = [id_for(date(1985, 5, 20), number) for number in range(100, 160, 2)]


def nasty(book, sheet):
    """A list as a firm keeps it: a title, a note, a header over two rows, a total, a signature."""
    day = book.add_format({"num_format": "yyyy年m月d日"})
    sheet.merge_range(0, 0, 0, 7, "湖塘机械厂从业人员花名册（2026年）")
    sheet.merge_range(1, 0, 1, 7, "填报单位：常州湖塘机械厂有限公司        填报日期：2026.3.16")
    for at, name in ((0, "序号"), (1, "姓 名"), (2, "人员类别"), (5, "工种"), (6, "入职时间"), (7, "备注")):
        sheet.merge_range(2, at, 3, at, name)
    sheet.merge_range(2, 3, 2, 4, "证件及联系方式")
    sheet.write(3, 3, "身份证号码")
    sheet.write(3, 4, "手机号码")
    sheet.write_row(4, 0, [1, " 王小虎 ", "岗位从业人员", f"'{IDS[0]}", 13861000001, "车工"])
    sheet.write_datetime(4, 6, date(2020, 3, 9), day)
    sheet.write_row(
        5, 0, [2, "李　四", "班组长、特种作业人员", f" {IDS[1]} ", "１３８６１０００００２", "焊工", "2026.3.9"]
    )
    sheet.write_row(6, 0, [3, "赵六", "班长", IDS[2], "1.39E+10", "钳工", "2026年2月30日"])
    sheet.write_row(8, 0, [4, "孙七", "worker", IDS[0], "13861000004", "", 46090])
    sheet.write_row(9, 0, ["合计", 4])
    sheet.merge_range(10, 0, 10, 7, "填表人：陈安全     审核人：周立新")


def test_a_list_as_a_firm_keeps_it_is_understood(cast, api):
    client = api(cast.officer)
    uploaded = send(client, xlsx(nasty), ledger="people").json()
    proposal = uploaded["proposal"]
    assert (proposal["header_row"], proposal["header_depth"], proposal["missing"]) == (4, 1, [])
    taken = {each["header"]: each["field"] for each in proposal["columns"] if each["field"]}
    assert taken == {
        "姓 名": "name",
        "人员类别": "roles",
        "身份证号码": "id_number",
        "手机号码": "phone",
        "工种": "post",
        "入职时间": "joined_on",
    }
    assert proposal["columns"][1]["samples"][:2] == ["王小虎", "李　四"]


def test_what_is_right_is_shown_as_it_will_be_stored_and_what_is_wrong_is_named(cast, api):
    client = api(cast.officer)
    found = checked(client, xlsx(nasty), ledger="people")
    assert (found["status"], found["total"], found["ready"], found["wrong"], found["passed_over"]) == (
        *("checked", 6, 2, 2),
        2,
    )
    one, two, three, four, total, signed = rows_of(client, found["id"])
    assert [each["number"] for each in (one, two, three, four)] == [5, 6, 7, 9]
    assert one["values"] == {
        **{"enterprise": "常州湖塘机械厂有限公司", "name": "王小虎", "roles": "岗位从业人员", "post": "车工"},
        **{"phone": "13861000001", "id_number": IDS[0], "joined_on": "2020-03-09"},
    } | {"site": "一号车间"}
    assert (two["values"]["phone"], two["values"]["joined_on"], two["values"]["name"]) == (
        "13861000002",
        "2026-03-09",
        "李 四",
    )
    said = [each["sentence"] for each in three["errors"]]
    assert said[0].startswith("第7行“人员类别”：“班长”不在可选项中，是否为“班组长”；可填：主要负责人、")
    assert "第7行“手机号码”：“1.39E+10”是表格软件改成科学计数法的号码" in said[1]
    assert said[2] == "第7行“入职时间”：“2026年2月30日”这一天不存在，请核对"
    assert [each["sentence"] for each in four["errors"]] == ["第9行：与第5行企业、身份证号相同，请删除其中一行"]
    assert (total["state"], signed["state"]) == ("passed_over", "passed_over")
    assert Person.objects.count() == 0
    assert not Entry.objects.filter(action="people.add").exists()


def test_the_right_rows_go_in_as_whoever_confirmed_and_the_wrong_ones_come_back(cast, api):
    client = api(cast.officer)
    pk = checked(client, xlsx(nasty), ledger="people")["id"]
    refused = client.post(f"/api/imports/{pk}/confirm/", {"mode": "all"})
    assert refused.status_code == 400
    assert refused.json()["detail"] == "还有2行有误，请改正后重新上传，或选择“只导入正确的行”"
    done = confirmed(client, pk, "right")
    assert (done["status"], done["done"], done["message"]) == ("done", 2, "导入2行，有误2行")
    assert set(Person.objects.values_list("name", "created_by__username")) == {
        ("王小虎", "officer"),
        ("李 四", "officer"),
    }
    assert Person.objects.get(name="李 四").roles == ["special_operator", "team_leader"]
    assert Entry.objects.filter(action="people.add", actor=cast.officer).count() == 2
    assert Entry.objects.filter(action="imports.finish", actor=cast.officer).count() == 1
    assert Notice.objects.filter(user=cast.officer, title="人员导入完成").count() == 1
    back = saved(client, f"/api/imports/{pk}/rejected/")
    cells = python_calamine.CalamineWorkbook.from_filelike(BytesIO(back.content)).get_sheet_by_index(0).to_python()
    assert cells[0][-1] == "错误原因"
    assert cells[1][:7] == [3.0, "赵六", "班长", IDS[2], "1.39E+10", "钳工", "2026年2月30日"]
    assert "请核对" in cells[1][-1]
    again = send(client, back.content, ledger="people", name="改正.xlsx").json()
    assert {each["header"]: each["field"] for each in again["proposal"]["columns"]}["错误原因"] is None
    assert again["proposal"]["missing"] == []


def test_what_a_header_means_is_remembered_for_the_enterprise(cast, api):
    rows = [["员工", "干什么的", "内部编号"], ["王小虎", "岗位从业人员", "A1"]]
    client = api(cast.officer)
    first = send(client, xlsx(rows), ledger="people").json()
    assert first["proposal"]["missing"]
    body = as_proposed(first, 员工="name", 干什么的="roles", 内部编号=None)
    assert client.post(f"/api/imports/{first['id']}/map/", body).status_code == 200
    second = send(api(cast.principal), xlsx(rows), ledger="people").json()
    assert [(each["field"], each["remembered"]) for each in second["proposal"]["columns"]] == [
        ("name", True),
        ("roles", True),
        (None, True),
    ]
    rival = send(api(cast.rival_officer), xlsx(rows), ledger="people").json()
    assert not any(each["remembered"] for each in rival["proposal"]["columns"])


def test_a_required_field_without_a_column_is_asked_for(cast, api):
    client = api(cast.officer)
    uploaded = send(client, xlsx([["姓名", "手机号"], ["王小虎", "13861000001"]]), ledger="people").json()
    refused = client.post(f"/api/imports/{uploaded['id']}/map/", as_proposed(uploaded))
    assert refused.status_code == 400
    assert refused.json()["fields"] == {"mapping": ["必填的“岗位角色”还没有对应到文件中的列"]}


def test_all_or_nothing_really_is(cast, api):
    """A row that was right when it was checked and is wrong when it is imported takes all others back with it."""
    client = api(cast.officer)
    rows = [["姓名", "岗位角色", "身份证号"], *([f"工人{n}", "岗位从业人员", IDS[n]] for n in range(5))]
    pk = checked(client, xlsx(rows), ledger="people")["id"]
    from changqian.platform.commons.people.services import add_person

    add_person(
        actor=cast.principal,
        enterprise=cast.enterprise,
        today=cast.today,
        name="工人3",
        roles=["worker"],
        id_number=IDS[3],
    )
    found = confirmed(client, pk, "all")
    assert found["status"] == "checked"
    assert found["message"] == "有1行在导入时出错，没有导入任何一行；第一处在第5行"
    assert Person.objects.count() == 1
    [wrong] = rows_of(client, pk, "wrong")
    assert wrong["errors"][0]["sentence"].startswith("第5行：该身份证号的人员已在本企业登记")
    assert confirmed(client, pk, "right")["done"] == 4
    assert Person.objects.count() == 5


def test_chosen_rows_only(cast, api):
    client = api(cast.officer)
    rows = [["姓名", "岗位角色"], *([f"工人{n}", "岗位从业人员"] for n in range(5))]
    pk = checked(client, xlsx(rows), ledger="people")["id"]
    assert client.post(f"/api/imports/{pk}/confirm/", {"mode": "all", "rows": [2]}).status_code == 400
    assert confirmed(client, pk, "right", rows=[2, 4])["done"] == 2
    assert set(Person.objects.values_list("name", flat=True)) == {"工人0", "工人2"}


def test_a_right_that_ended_while_importing_ends_the_import(cast, api):
    client = api(cast.officer)
    pk = checked(client, xlsx([["姓名", "岗位角色"], ["王小虎", "岗位从业人员"]]), ledger="people")["id"]
    client.post(f"/api/imports/{pk}/confirm/", {"mode": "right"})
    cast.officer.assignments.all().delete()
    found = work(pk)
    assert (found.status, found.message) == ("failed", "您已没有此台账的登记权限")
    assert Person.objects.count() == 0


def test_cancelled_before_and_between_chunks(cast, api, monkeypatch):
    from changqian.platform.ledgerkit.imports import running

    monkeypatch.setattr(running, "CHUNK", 2)
    client = api(cast.officer)
    rows = [["姓名", "岗位角色"], *([f"工人{n}", "岗位从业人员"] for n in range(5))]
    before = checked(client, xlsx(rows), ledger="people")["id"]
    assert client.post(f"/api/imports/{before}/cancel/").json()["status"] == "cancelled"
    assert (
        client.post(f"/api/imports/{before}/confirm/", {"mode": "right"}).json()["detail"] == "已取消的导入不能确认导入"
    )
    during = checked(client, xlsx(rows), ledger="people")["id"]
    client.post(f"/api/imports/{during}/confirm/", {"mode": "right"})
    from django.utils import timezone

    assert running.advance(during, now=timezone.now)
    assert client.post(f"/api/imports/{during}/cancel/").json()["cancelling"]
    found = work(during)
    assert (found.status, found.message) == ("cancelled", "已取消，取消前导入了2行")
    assert Person.objects.count() == 2


def test_nobody_else_sees_an_import(cast, api):
    pk = checked(api(cast.officer), xlsx([["姓名", "岗位角色"], ["王小虎", "岗位从业人员"]]), ledger="people")["id"]
    for person in (cast.principal, cast.wujin, cast.rival_officer, cast.city):
        client = api(person)
        assert client.get("/api/imports/").json()["count"] == 0
        for address in ("", "rows/", "rejected/", "proposal/"):
            assert client.get(f"/api/imports/{pk}/{address}").status_code == 404
        assert client.post(f"/api/imports/{pk}/cancel/").status_code == 404


@pytest.mark.parametrize("person", ["worker", "wujin", "bureau", "clerk", "nobody", "dismissed", "auditor"])
def test_without_the_permission_to_add_nothing_is_taken(cast, api, person):
    client = api(getattr(cast, person))
    assert send(client, xlsx([["姓名"], ["王小虎"]]), ledger="people").status_code == 403
    assert saved(client, "/api/imports/template/", {"ledger": "people"}).status_code == 403
    assert "people" not in [each["name"] for each in client.get("/api/imports/ledgers/").json()]


def test_a_regulator_names_the_enterprise_of_each_hazard(cast, api):
    """By code or by whole name; the site by name within it; what lies outside is not found."""
    second = open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.hutang, name="二号车间")
    rows = [
        ["检查情况汇总表"],
        ["单位名称", "所在场所", "存在的隐患", "隐患类型", "隐患级别"],
        ["常州湖塘机械厂有限公司", "二号车间", "砂轮机防护罩缺失", "设备设施", "一般隐患"],
        [cast.enterprise.uscc, "一号车间", "配电箱门未关", "用电安全", ""],
        ["常州湖塘机械厂有限公司", "", "灭火器过期", "消防安全", ""],
        ["常州青龙纺织有限公司", "织造车间", "通道堵塞", "消防安全", ""],
        [uscc_for("MA000009"), "本部", "通道堵塞", "消防安全", ""],
    ]
    client = api(cast.wujin)
    found = checked(client, xlsx(rows), ledger="hazards", name="检查.xlsx")
    wrong = {each["number"]: [error["reason"] for error in each["errors"]] for each in rows_of(client, found["id"])}
    assert wrong[3] == wrong[4] == [], wrong
    assert wrong[5] == ["请填写场所名称"]
    assert wrong[6] == ["没有找到企业“常州青龙纺织有限公司”，请填写统一社会信用代码或与登记一致的全称"]
    assert "没有找到企业" in wrong[7][0]
    assert confirmed(client, found["id"], "right")["done"] == 2
    assert Hazard.objects.get(description="砂轮机防护罩缺失").site == second


def test_what_the_ledger_has_already_is_named(cast, api):
    rows = [["姓名", "岗位角色", "身份证号"], ["王小虎", "岗位从业人员", IDS[0].lower()]]
    client = api(cast.officer)
    confirmed(client, checked(client, xlsx(rows), ledger="people")["id"], "right")
    again = checked(client, xlsx(rows), ledger="people")
    person = Person.objects.get()
    [row] = rows_of(client, again["id"])
    assert row["errors"][0]["reason"] == f"台账中已有相同的人员“王小虎”（编号{person.pk}），不必再导入"
    refused = client.post(f"/api/imports/{again['id']}/confirm/", {"mode": "right"})
    assert refused.json()["detail"] == "没有可以导入的行，请下载错误行改正后重新上传"


def test_identity_numbers_do_not_lie_about_in_the_tables_of_the_import(cast, api, files_dir):
    from django.db import connection

    client = api(cast.officer)
    send(client, xlsx(nasty), ledger="people")
    checked(client, xlsx(nasty), ledger="people")
    with connection.cursor() as cursor:
        for model in (Import, ImportRow):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {model._meta.db_table} t")
            assert IDS[0] not in cursor.fetchone()[0]
    for path in (files_dir / "own").rglob("*"):
        assert not path.is_file() or IDS[0].encode() not in path.read_bytes()


def test_imports_older_than_a_month_go_with_their_files(cast, api, files_dir):
    from datetime import timedelta

    from django.utils import timezone

    from changqian.platform.ledgerkit.imports.services import forget

    send(api(cast.officer), xlsx(nasty), ledger="people")
    assert forget(now=timezone.now() + timedelta(days=29)) == 0
    assert forget(now=timezone.now() + timedelta(days=31)) == 1
    assert not Import.objects.exists()


def test_the_template_says_what_to_fill_in_and_is_understood_when_it_comes_back(cast, api):
    client = api(cast.officer)
    said = saved(client, "/api/imports/template/", {"ledger": "people"})
    assert said.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(said.content))
    head = book.get_sheet_by_name("人员").to_python()[0]
    assert head[:4] == ["企业", "姓名*", "岗位角色*", "场所"]
    told = {row[0]: row[1:] for row in book.get_sheet_by_name("填写说明").to_python() if row[1]}
    assert told["岗位角色"][0] == "是"
    assert "主要负责人、分管负责人" in told["岗位角色"][2]
    with zipfile.ZipFile(BytesIO(said.content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "选项!$D$1:$D$1" in sheet, "the sites of the firm as a drop-down"
    filled = xlsx([head, ["", "王小虎", "岗位从业人员", "一号车间"]])
    found = checked(client, filled, ledger="people")
    assert (found["ready"], found["wrong"]) == (1, 0)


def test_every_ledger_that_takes_files_has_a_template_and_says_its_columns(cast, api):
    client = api(cast.officer)
    offered = {each["name"]: each for each in client.get("/api/imports/ledgers/").json()}
    assert set(offered) >= {"people", "certificates", "hazards", "risks"}
    for name, each in offered.items():
        assert saved(client, "/api/imports/template/", {"ledger": name}).status_code == 200
        assert any(column["required"] for column in each["columns"])
        assert not [column["label"] for column in each["columns"] if column["label"].isascii()]
    assert saved(client, "/api/imports/template/", {"ledger": "codes"}).json()["detail"] == "常安码不支持导入"


def test_another_sheet_and_another_header_row_may_be_chosen(cast, api):
    def draw(book, sheet):
        sheet.write_row(0, 0, ["姓名", "岗位角色", "手机号", "身份证号"])
        sheet.write_row(1, 0, ["目录", "见下表"])
        other = book.get_worksheet_by_name("二车间")
        other.write_row(2, 0, ["叫什么", "干什么"])
        other.write_row(3, 0, ["李四", "岗位从业人员"])

    client = api(cast.officer)
    uploaded = send(client, xlsx(draw, sheets=("一车间", "二车间")), ledger="people").json()
    assert [each["name"] for each in uploaded["sheets"]] == ["一车间", "二车间"]
    assert uploaded["proposal"]["sheet"] == "一车间"
    asked = {"sheet": "二车间", "header_row": 3}
    other = client.get(f"/api/imports/{uploaded['id']}/proposal/", asked).json()
    assert [each["header"] for each in other["columns"]] == ["叫什么", "干什么"]
    assert other["columns"][0]["samples"] == ["李四"]
    columns = [{"column": 0, "field": "name"}, {"column": 1, "field": "roles"}]
    assert client.post(f"/api/imports/{uploaded['id']}/map/", {**asked, "columns": columns}).status_code == 200
    work(uploaded["id"])
    assert confirmed(client, uploaded["id"], "all")["done"] == 1
    assert Person.objects.get().name == "李四"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"columns": [{"column": 9, "field": "name"}]}, "这张表没有这一列"),
        ({"columns": [{"column": 0, "field": "wage"}]}, "人员没有“wage”这一项"),
        ({"columns": [{"column": 0, "field": "name"}, {"column": 1, "field": "name"}]}, "“姓名”对应了两列"),
        ({"sheet": "没有"}, "文件中没有工作表“没有”"),
        ({"header_row": 30}, "表头应在前2行之内"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(cast, api, change, sentence):
    client = api(cast.officer)
    uploaded = send(client, xlsx([["姓名", "岗位角色"], ["王小虎", "岗位从业人员"]]), ledger="people").json()
    refused = client.post(f"/api/imports/{uploaded['id']}/map/", {**as_proposed(uploaded), **change})
    assert refused.status_code == 400
    assert sentence in refused.json()["detail"]
    assert Import.objects.get().status == "mapping"


def test_many_at_once_where_a_ledger_can_and_one_by_one_where_the_set_fails(cast, api, monkeypatch):
    """One wrong row among many does not keep the others out."""
    from dataclasses import replace

    from changqian.platform.commons.people.api import PersonViewSet
    from changqian.platform.foundation.records.services import create_many

    calls = []

    def add_people(*, actor, given):
        calls.append(len(given))
        return create_many(Person, given, actor=actor, action="people.add")

    monkeypatch.setattr(PersonViewSet, "importing", replace(PersonViewSet.importing, add_many=add_people))
    client = api(cast.officer)
    rows = [["姓名", "岗位角色"], *([f"工人{n}", "岗位从业人员"] for n in range(5))]
    assert confirmed(client, checked(client, xlsx(rows), ledger="people")["id"], "all")["done"] == 5
    assert calls == [5, 5]
    assert Entry.objects.get(action="people.add").count == 5
    rows = [["姓名", "岗位角色", "手机号"], ["甲", "岗位从业人员", ""], ["乙", "岗位从业人员", "1" * 12]]
    monkeypatch.setattr(
        PersonViewSet,
        "importing",
        replace(PersonViewSet.importing, add_many=lambda *, actor, given: refuse()),
    )
    found = checked(client, xlsx(rows), ledger="people")
    assert (found["ready"], found["wrong"]) == (1, 1)
    assert (
        rows_of(client, found["id"], "wrong")[0]["errors"][0]["sentence"] == "第3行“手机号”：手机号应为11位，现为12位"
    )


def refuse():
    raise RuleViolation("整批不行")


def test_too_many_open_imports_and_too_many_rows_are_refused_with_a_sentence(cast, api, monkeypatch):
    from changqian.platform.ledgerkit.imports import rules, services

    monkeypatch.setattr(services, "MOST_OPEN", 1)
    monkeypatch.setattr(rules, "MOST_ROWS", 2)
    client = api(cast.officer)
    rows = [["姓名", "岗位角色"], ["甲", "岗位从业人员"], ["乙", "岗位从业人员"]]
    uploaded = send(client, xlsx(rows), ledger="people").json()
    refused = client.post(f"/api/imports/{uploaded['id']}/map/", as_proposed(uploaded))
    assert refused.json()["detail"] == "一次最多导入2行，这张表有3行，请拆开后分别上传"
    assert send(client, xlsx(rows), ledger="people").json()["detail"] == "您有1个导入尚未完成，请先完成或取消"


def test_a_stroke_through_a_cell_means_nothing_to_write(cast, api):
    rows = [["姓名", "岗位角色", "手机号", "入职日期", "部门/车间"], ["甲", "岗位从业人员", "/", "—", "／"]]
    client = api(cast.officer)
    assert confirmed(client, checked(client, xlsx(rows), ledger="people")["id"], "all")["done"] == 1
    person = Person.objects.get()
    assert (person.phone, person.joined_on) == ("", None)


def test_risk_points_come_from_a_file_too(cast, api):
    rows = [
        ["风险点台账"],
        ["风险点名称", "类别", "评估方法", "可能性L", "暴露频繁程度E", "后果严重性C/S", "部位"],
        ["喷漆房", "设备设施", "作业条件危险性评价法", 3, 6, "15", "一号车间东侧"],
        ["打磨间", "设备设施", "作业条件危险性评价法", 3, 6, "十五", "二楼"],
    ]
    client = api(cast.officer)
    offered = {each["name"]: each for each in client.get("/api/imports/ledgers/").json()}["risks"]["columns"]
    options = {each["name"]: each["options"] for each in offered}
    for row in rows[2:]:
        row[1], row[2] = options["kind"][0], next(each for each in options["method"] if "LEC" in each or "条件" in each)
    found = checked(client, xlsx(rows), ledger="risks")
    assert (found["ready"], found["wrong"]) == (1, 1), rows_of(client, found["id"])
    assert confirmed(client, found["id"], "right")["done"] == 1
    [wrong] = rows_of(client, found["id"], "wrong")
    assert "“十五”不是数字" in wrong["errors"][0]["reason"]


@pytest.mark.parametrize("name", ["花名册.xls", "花名册.et"])
def test_a_file_of_the_old_format_is_read_like_any_other(cast, api, name):
    """A title over merged cells, phones as number and full-width text, days as date, serial and words, a total. WPS
    writes the same container under the ending of its own."""
    client = api(cast.officer)
    found = checked(client, OLD.read_bytes(), ledger="people", name=name)
    assert (found["ready"], found["wrong"], found["passed_over"]) == (3, 0, 1)
    assert confirmed(client, found["id"], "all")["done"] == 3
    people = Person.objects.order_by("pk")
    assert [(each.name, each.phone, str(each.joined_on)) for each in people] == [
        ("王小虎", "13861000001", "2020-03-09"),
        ("李四", "13861000002", "2024-03-09"),
        ("赵六", "13861000003", "2023-12-01"),
    ]


def test_certificates_name_their_holder(cast, api):
    """By name or identity number, within the firm; where two are called so, nobody is guessed at."""
    for name, number in (("王小虎", IDS[0]), ("李四", IDS[1]), ("李四", IDS[2])):
        add_person(
            actor=cast.officer,
            enterprise=cast.enterprise,
            today=cast.today,
            name=name,
            roles=["worker"],
            id_number=number,
        )
    sheet = [
        ["持证人", "证书类别", "证号", "作业项目", "发证日期", "有效期至"],
        ["王小虎", "安全生产管理人员合格证", "T001", "低压电工作业", "2024.3.9", "2030.3.8"],
        ["李四", "安全生产管理人员合格证", "T002", "熔化焊接与热切割作业", "2024.3.9", "2030.3.8"],
        [IDS[2], "安全生产管理人员合格证", "T003", "熔化焊接与热切割作业", "2024.3.9", "2030.3.8"],
        ["钱七", "安全生产管理人员合格证", "T004", "高处作业", "2024.3.9", "2030.3.8"],
    ]
    client = api(cast.officer)
    found = checked(client, xlsx(sheet), ledger="certificates")
    assert (found["ready"], found["wrong"]) == (2, 2)
    said = [row["errors"][0]["reason"] for row in rows_of(client, found["id"], "wrong")]
    assert "有2个人叫“李四”，请改填身份证号" in said[0]
    assert said[1] == "没有找到“钱七”，请先登记此人，或改填他的身份证号"
    assert confirmed(client, found["id"], "right")["done"] == 2
    assert [str(each.person.id_number) for each in Certificate.objects.order_by("pk")] == [IDS[0], IDS[2]]


def test_a_regulator_must_say_whose_certificate_it_is(cast):
    """Without a firm of his own nobody can be meant by a name alone."""
    with pytest.raises(BadCell, match="请另加一列“企业”"):
        holder(cast.wujin, "王小虎", {})


def test_imported_hazards_are_told_of_in_one_notice(cast, api, monkeypatch):
    """However many chunks they come in; checking them tells nobody."""
    monkeypatch.setattr(running, "CHUNK", 2)
    rows = [["单位名称", "所在场所", "存在的隐患", "隐患类型", "隐患级别"]]
    rows += [[cast.enterprise.uscc, "一号车间", f"配电箱门缺失{n}", "用电安全", "一般隐患"] for n in range(5)]
    client = api(cast.wujin)
    found = checked(client, xlsx(rows), ledger="hazards")
    told = Notice.objects.exclude(kind="imports.done")
    assert not told.exists()
    assert confirmed(client, found["id"], "right")["done"] == 5, rows_of(client, found["id"])
    assert told.exists()
    assert {each.kind for each in told} == {"imports.rows"}
    assert len({each.user_id for each in told}) == len(told), "one each"
    assert not told.filter(user=cast.wujin.pk).exists()
    assert all("导入了5条隐患" in each.title and "5条" in each.body for each in told)


def test_imported_major_hazards_reach_the_phone_once(cast, api):
    """By the rule of the kind, as each of them would have; the others of the file are told of beside them."""
    rows = [["单位名称", "所在场所", "存在的隐患", "隐患类型", "隐患级别", "判定依据"]]
    rows += [
        [cast.enterprise.uscc, "一号车间", f"除尘系统未泄爆{n}", "设备设施", "重大隐患", "MEM10-11-6"] for n in range(3)
    ]
    rows += [[cast.enterprise.uscc, "一号车间", "配电箱门缺失", "用电安全", "一般隐患", ""]]
    client = api(cast.officer)
    found = checked(client, xlsx(rows), ledger="hazards")
    assert confirmed(client, found["id"], "right")["done"] == 4, [row["errors"] for row in rows_of(client, found["id"])]
    [told] = Notice.objects.filter(user=cast.principal.pk)
    assert told.kind == "hazards.major"
    assert told.title == "陈安全导入了4条隐患，其中企业自查：新的重大隐患3条"
    assert NoticeSms.objects.filter(notice=told).count() == 1
