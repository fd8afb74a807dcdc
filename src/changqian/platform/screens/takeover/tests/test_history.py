"""A library in which an enterprise was one address: tried out, brought over, begun again, taken back."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, LegacyRow, Site, Tag
from changqian.platform.foundation.enterprises.services import edit_enterprise
from changqian.platform.foundation.enterprises.tagging import load_tags
from changqian.platform.kernel.codes import registration_number_for, uscc_for
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.screens.takeover.history import COLUMNS, Line, migrate, read, roll_back

HEAD = "企业编号,统一社会信用代码,企业名称,镇街,生产经营地址,经度,纬度,坐标系,状态,监管标签,职工人数,外部编号:危化系统"
JINGGONG = uscc_for("MA00000A")


@pytest.fixture
def library(cast):
    """The old library's export: a title, the head, and what such libraries hold."""
    load_tags()
    rows = [
        f"1,{JINGGONG},溧阳精工有限公司,溧城街道,天目路1号,119.4846,31.4279,GCJ-02,正常生产,粉尘涉爆,120,W-17",
        f"2,{JINGGONG},溧阳精工有限公司牛塘分厂,320412102,长虹路8号,,,,停产,,30,",
        f"3,{cast.enterprise.uscc},常州湖塘机械厂,湖塘镇,广电路2号,,,,,,,",
        f"4,{uscc_for('MA00000B')},青龙纺织二厂,青龙街道,青龙路3号,119.99,31.80,百度,,,,W-17",
        "5,91320412567890120X,错码厂,湖塘镇,,,,,,,,",
        f"6,{uscc_for('MA00000C')},人数不对的厂,湖塘镇,,,,,,,约五十人,",
        f"7,{uscc_for('MA00000D')},{'长' * 201},湖塘镇,,,,,,,,",
        f"8,{JINGGONG},完全不同的名字,溧城街道,天目路1号,,,,,,,",
        "",
    ]
    return "\n".join(["武进区企业一览", HEAD, *rows]).encode("gb18030")


def lines(library):
    return read(library, name="企业.csv")[0]


def digest():
    places = set(EnterpriseRegion.objects.values_list("enterprise", "region"))
    tables = [list(model.objects.order_by("pk").values()) for model in (Enterprise, Site, Tag, LegacyRow)]
    return places, tables


def fates(report):
    return {line.row["legacy_id"]: str(became.fate) for line, became in report.lines}


def brought(cast, given, **more):
    return migrate(given, actor=cast.city, system="旧平台", run="第一批", **more)


def test_rows_of_one_code_become_one_enterprise_with_its_sites(cast, library):
    report = brought(cast, lines(library), batch=3)
    assert fates(report) == {
        "1": "new", "2": "site", "3": "joined", "4": "refused", "5": "refused", "6": "refused", "7": "refused",
        "8": "site",
    }  # fmt: skip
    firm = Enterprise.objects.get(uscc=JINGGONG)
    assert firm.status == "operating"  # one of its places is
    first, second, _ = firm.sites.order_by("pk")
    assert (first.region.name, first.staff_count, first.status) == ("溧城街道", 120, "operating")
    assert (second.region.name, second.status) == ("牛塘镇", "suspended")
    assert (round(first.lon, 3), round(first.lat, 3), first.datum) == (119.479, 31.43, "gcj02")  # straightened
    assert list(Tag.objects.filter(site=first).values_list("code", flat=True)) == ["dust"]
    assert LegacyRow.objects.get(system="危化系统", legacy_id="W-17").site == first


def test_the_report_says_of_each_line_which_column_is_wrong_and_of_each_doubt_why(cast, library):
    given, heads = read(library, name="企业.csv")
    report = brought(cast, given, trial=True)
    report.heads = heads
    table = {row[1]: row[3:] for row in report.table()}
    assert table["5"] == ["不能接管", "统一社会信用代码", "统一社会信用代码校验不通过，请对照营业执照逐位核对"]
    assert table["6"] == ["不能接管", "职工人数", "“约五十人”不是数"]
    assert table["7"] == ["不能接管", "企业名称", "超过200字"]
    assert table["4"] == ["不能接管", "坐标系", "不认识坐标系“百度”，可用CGCS2000、WGS84、GCJ02、BD09"]
    assert table["8"][2] == (
        "信用代码相同而名称不同：“溧阳精工有限公司”与“完全不同的名字”；同一企业在同一地址已有场所，可能重复"
    )
    assert table["2"] == ["同一家企业的另一场所", "", ""]
    assert report.counts()["须核对"] == 1


def test_a_trial_says_what_would_happen_and_leaves_nothing(cast, library):
    before = digest()
    tried = brought(cast, lines(library), trial=True, batch=2)
    assert digest() == before
    assert fates(brought(cast, lines(library), batch=2)) == fates(tried)


def test_a_run_that_stopped_goes_on_where_it_stood(cast, library):
    given = lines(library)
    brought(cast, given[:1], batch=1)
    report = brought(cast, given, batch=3)
    assert [fates(report)[each] for each in "123"] == ["taken", "joined", "joined"]
    after = digest()
    again = brought(cast, given)
    assert "new" not in fates(again).values()
    assert digest() == after
    assert roll_back("第一批", actor=cast.city, reason="数据不对") == 3


def test_what_is_doubtful_can_wait(cast, library):
    report = brought(cast, lines(library), skip_doubtful=True)
    assert fates(report)["8"] == "doubtful"
    assert Enterprise.objects.get(uscc=JINGGONG).sites.count() == 2


def test_a_name_that_is_registered_under_another_code_and_a_point_far_away_are_doubtful(cast):
    cast.hutang.lon, cast.hutang.lat = 119.94, 31.71
    cast.hutang.save()
    text = (
        "编号,原注册号,名称,镇街,经度,纬度\n"
        f"1,{registration_number_for('32041200000077')},常州湖塘机械厂有限公司,湖塘镇,119.3,31.2\n"
    )
    [(_, became)] = brought(cast, read(text.encode(), name="a.csv")[0]).lines
    assert became.doubts[0] == f"与代码为{cast.enterprise.uscc}的企业同名，请核对是否为同一家"
    assert became.doubts[1].startswith("坐标距湖塘镇中心8")


def test_the_number_of_another_system_stands_for_one_place(cast):
    head = "编号,统一社会信用代码,名称,镇街,外部编号:危化系统\n"
    text = f"{head}1,{uscc_for('MA00000E')},甲厂,湖塘镇,W1\n2,{uscc_for('MA00000F')},乙厂,湖塘镇,W1\n"
    report = brought(cast, read(text.encode(), name="a.csv")[0])
    assert [became.reason for _, became in report.lines] == ["", "危化系统编号“W1”已对应另一场所"]


def test_rolling_back_is_refused_as_a_whole_where_somebody_worked_on(cast, library):
    brought(cast, lines(library), batch=1)
    firm = Enterprise.objects.get(uscc=JINGGONG)
    edit_enterprise(firm.pk, actor=cast.city, expected_version=None, legal_person="李四")
    before = digest()
    with pytest.raises(RuleViolation, match="不能撤销：企业1条在之后又有变更"), transaction.atomic():
        roll_back("第一批", actor=cast.city, reason="数据不对")
    assert digest() == before
    with pytest.raises(RuleViolation, match="没有可撤销的迁移批次“没有”"):
        roll_back("没有", actor=cast.city, reason="数据不对")


def test_a_file_without_the_needed_columns_says_which(cast):
    with pytest.raises(RuleViolation, match="没有找到表头：表中要有旧系统编号、企业名称、区划代码这几列"):
        read(b"a,b\n1,2\n", name="a.csv")


def test_the_command_tells_and_writes_both_reports(cast, library, tmp_path):
    file = tmp_path / "企业.csv"
    file.write_bytes(library)

    def said(*arguments):
        out = StringIO()
        call_command("migrate_history", *arguments, stdout=out)
        return out.getvalue()

    before = digest()
    assert said(str(file), "--dry-run").startswith("试运行 企业-")
    assert digest() == before
    told = said(str(file), "--run", "首批", "--batch", "2")
    assert "批次 首批，共 8 行" in told
    assert "新增企业：1" in told
    with (tmp_path / "企业.未迁移.csv").open(encoding="utf-8-sig") as written:
        assert [row["旧系统编号"] for row in csv.DictReader(written)] == ["4", "5", "6", "7"]
    assert "已撤销 首批，共 2 个事务批次" in said("--undo", "首批", "--as", "city")
    assert digest() == before
    with pytest.raises(CommandError, match="请给出文件"):
        said()
    with pytest.raises(CommandError, match="没有账号 nobody-here"):
        said(str(file), "--as", "nobody-here")


texts = st.sampled_from(["甲厂", "乙机械厂", "", "长" * 300])
rows = st.fixed_dictionaries(
    {
        "legacy_id": st.sampled_from(["1", "2", "3", "4", "5", ""]),
        "uscc": st.sampled_from([JINGGONG, uscc_for("MA00000B"), "91320412567890120K", "坏的", ""]),
        "name": texts,
        "region": st.sampled_from(["湖塘镇", "320412102", "青龙街道", "无此镇"]),
        "address": st.sampled_from(["一路1号", "二路2号", ""]),
        "lon": st.sampled_from(["119.9", "x", ""]),
        "lat": st.sampled_from(["31.7", "91", ""]),
        "datum": st.sampled_from(["GCJ-02", "BD09", "WGS-84", "", "?"]),
        "status": st.sampled_from(["正常生产", "closed", "", "怪"]),
        "tags": st.sampled_from(["粉尘涉爆", "dust、有限空间", "", "没有的"]),
    }
)


@settings(
    max_examples=max(12, settings().max_examples // 8),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_rows=st.lists(rows, min_size=1, max_size=8), batch=st.integers(1, 4), known=st.booleans())
def test_whatever_the_library_holds_nothing_is_lost_and_all_of_it_can_be_taken_back(cast, given_rows, batch, known):
    with transaction.atomic():
        load_tags()
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow([COLUMNS[name][0] for name in given_rows[0]])
        writer.writerows(row.values() for row in given_rows)
        given = read(out.getvalue().encode(), name="a.csv")[0]
        if known:
            brought(cast, [Line(1, {"legacy_id": "1", "uscc": JINGGONG, "name": "甲厂", "region": "湖塘镇"})])
        before = digest()
        report = migrate(given, actor=cast.city, system="旧平台", run="随机", batch=batch)
        assert [line.number for line, _ in report.lines] == [line.number for line in given]
        made = [became for _, became in report.lines if became.fate in ("new", "site", "joined")]
        assert LegacyRow.objects.count() - len(before[1][3]) == len(made)
        after = digest()
        assert not {"new", "site", "joined"} & set(fates(migrate(
            given, actor=cast.city, system="旧平台", run="再次", batch=batch
        )).values())  # fmt: skip
        assert digest() == after
        if made:
            roll_back("随机", actor=cast.city, reason="撤销")
        assert digest() == before
        transaction.set_rollback(True)
