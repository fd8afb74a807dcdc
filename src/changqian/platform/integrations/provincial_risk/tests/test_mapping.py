"""Whatever the province sends is either taken or refused with a reason; nothing else happens."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.province.rules import PROVINCE, Feed, Kind, Level
from changqian.platform.integrations.provincial_risk.client import Page, decoded
from changqian.platform.integrations.provincial_risk.mapping import (
    COLUMNS,
    Fault,
    digest_of,
    missing_everywhere,
    read_row,
    shown,
    who,
)
from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.platform.kernel.crypto import hmac_sm3, sm3
from changqian.platform.kernel.signed import Answer, NotNow, Refused

CODE = uscc_for("MA000001")
POINT = {
    "id": "FX1", "updated_at": "2026-03-09 14:05:00", "uscc": CODE, "name": "涂装作业", "code": "1602", "level": "较大",
    "accident_types": "火灾、其他爆炸", "department": "设备部", "measures": "通风",
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FEEDS = st.sampled_from(PROVINCE)


def fault(feed, **changed):
    said = read_row(feed, {**POINT, **changed})
    assert isinstance(said, Fault), said
    return said.column, said.reason


def test_a_point():
    said = read_row(Feed.POINTS, POINT)
    assert said["updated_at"] == "2026-03-09T14:05:00+08:00"
    assert (said["level"], said["accident_types"], said["location"]) == (Level.LARGE, ["火灾", "其他爆炸"], "")


def test_the_levels_of_an_industry_are_those_of_the_standard():
    row = {"id": "1", "updated_at": "2026-03-09", "uscc": CODE, "category": "c", "class2": "32", "class3": "325"}
    said = read_row(Feed.INDUSTRIES, row | {"class4": "3252"})
    assert (said["category"], said["class3"], said["class4"]) == ("C", "325", "3252")


@pytest.mark.parametrize(
    ("said", "kind"), [("1", Kind.INITIAL), (2, Kind.PERIODIC), ("变更报告", Kind.CHANGE), ("定期", Kind.PERIODIC)]
)
def test_kinds_of_reports_by_code_or_word(said, kind):
    row = {**POINT, "reported_at": "2026-03-01 08:00:00", "kind": said, "point_count": "3"}
    assert read_row(Feed.DECLARATIONS, row)["kind"] == kind


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"level": "不详"}, "level", "风险点等级：不认识“不详”"),
        ({"level": None}, "level", "缺少风险点等级（level）"),
        ({"uscc": CODE[:-1] + "0"}, "uscc", "校验不通过"),
        ({"updated_at": "昨天"}, "updated_at", "应为日期时间"),
        ({"updated_at": "0001-01-01"}, "updated_at", "日期超出范围"),
        ({"name": "长" * 201}, "name", "超过200字"),
        ({"name": "坏\0名"}, "name", "无法识别的字符"),
        ({"name": ["数组"]}, "name", "应为文字"),
    ],
)
def test_what_is_wrong_is_said(changed, column, words):
    where, reason = fault(Feed.POINTS, **changed)
    assert where == column
    assert words in reason


def test_an_operator_of_any_age_is_taken():
    row = {"id": "1", "updated_at": "2026-03-09", "name": "王", "number": "T1", "category": "电工作业"}
    for born in (date(1958, 1, 2), date(2007, 5, 6)):
        number = id_for(born, 3)
        assert read_row(Feed.CERTIFICATES, row | {"id_number": number})["id_number"] == number


@given(FEEDS, JSON)
def test_anything_at_all_is_taken_or_refused(feed, raw):
    said = read_row(feed, raw)
    assert isinstance(said, Fault)
    assert who(raw).keys() == {"source_id", "uscc", "name"}
    assert len(digest_of(raw)) == 64


@given(FEEDS, st.data())
def test_a_row_with_anything_in_one_column_is_taken_or_refused_for_it(feed, data):
    whole = {
        **POINT, "id_number": id_for(date(1985, 3, 7), 1), "number": "T1", "category": "C", "class2": "34",
        "reason": "停产", "result": "通过", "status": "停产", "kind": "2", "point_count": 3,
        "reported_at": "2026-03-09 14:05:00",
    }  # fmt: skip
    assert not isinstance(read_row(feed, whole), Fault)
    column = data.draw(st.sampled_from(COLUMNS[feed]))
    said = read_row(feed, {**whole, column.theirs: data.draw(JSON)})
    if isinstance(said, Fault):
        assert said.column == column.theirs
        assert 0 < len(said.reason) <= 300
    else:
        assert said.keys() == {"digest", *(each.ours for each in COLUMNS[feed])}
        json.dumps(said, ensure_ascii=False).encode()


@given(st.lists(st.dictionaries(st.sampled_from(["id", "uscc", "name"]), st.text(max_size=3)), min_size=1))
def test_a_column_is_gone_when_no_row_has_it(rows):
    gone = missing_everywhere(Feed.POINTS, rows)
    assert ("uscc" in gone) == (not any("uscc" in row for row in rows))
    assert "level" in gone


@given(
    st.text(st.characters(codec="gb18030", exclude_categories=("Cs",)), max_size=60).filter(lambda s: s[:1] != "\ufeff")
)
def test_text_in_utf_8_is_read_as_it_is(text):
    assert decoded(text.encode()) == text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3, max_size=60))
def test_gbk_is_read_as_gbk(text):
    """As a JSON answer has it: Chinese between ASCII. No such run of GBK bytes is UTF-8 by chance."""
    said = json.dumps({"name": text}, ensure_ascii=False)
    try:
        said.encode("gb18030").decode()
    except UnicodeDecodeError:
        assert json.loads(decoded(said.encode("gb18030"))) == {"name": text}


class TestAnswers:
    def read(self, content, status=200, *, nonce="word", secret="secret"):
        mark = hmac_sm3(b"secret", f"word\n{status}\n{sm3(content)}".encode())
        return Page.read(Answer(status, {"x-signature": mark}, content, nonce), secret=secret)

    def test_a_page(self):
        page = self.read(b'{"as_of": "2026-03-09 14:05:00", "total": 1, "rows": [{}], "next": null}')
        assert (page.total, page.rows, page.next) == (1, [{}], "")
        assert page.as_of.isoformat() == "2026-03-09T14:05:00+08:00"

    @pytest.mark.parametrize("given", [{"nonce": "another"}, {"secret": "another"}])
    def test_whose_signature_is_not_the_provinces_is_thrown_away(self, given):
        with pytest.raises(NotNow, match="签名"):
            self.read(b"{}", **given)

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xff", b'{"as_of": 1}', b"not json"])
    def test_what_is_no_page_is_worth_another_try(self, content):
        with pytest.raises(NotNow):
            self.read(content)

    def test_a_refusal_is_told_in_its_words(self):
        with pytest.raises(Refused, match="没有此接口"):
            self.read('{"message": "没有此接口"}'.encode(), 404)


def test_numbers_of_people_are_hidden_when_a_refused_row_is_shown():
    number = id_for(date(1985, 3, 7), 101)
    columns = {column.theirs: column for column in COLUMNS[Feed.POINTS]}
    assert number not in shown(columns["measures"], f"责任人{number}")
    assert shown(columns["measures"], None) == ""
    assert shown(columns["uscc"], "913204993000007905") == "913204993000007905"
