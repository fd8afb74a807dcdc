"""Texts in, articles out: not a character lost, and what is odd is said."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.foundation.laws.delivered import DATA, catalogue
from changqian.platform.foundation.laws.reading import Article, Heading, doubts, plain, proposed, read
from changqian.platform.foundation.laws.rules import article_label
from changqian.platform.foundation.laws.tests.samples import PUMPS, VALVES
from changqian.platform.kernel.errors import RuleViolation

SHARED = next((p / "shared/data/laws" for p in Path(__file__).parents if (p / "shared/data/laws").is_dir()), None)
REAL = [*(DATA / facts["file"] for facts in catalogue()), *(sorted(SHARED.glob("*.md")) if SHARED else ())]
ODD = {"危险化学品安全法(2025-12-27).md": ["文件没有提供文号，请补充"]}
"What is reported about the real texts beyond their dates."


def test_articles_under_headings():
    parsed = read(PUMPS)
    assert parsed.title == "常州市水泵安全条例"
    assert [(each.number, each.branch) for each in parsed.articles] == [(1, 0), (2, 0), (3, 0), (3, 1), (4, 0)]
    second = parsed.articles[1]
    assert [p.text for p in second.paragraphs] == [
        "本市行政区域内水泵的使用，适用本条例。",
        "前款所称水泵，是指下列设备：",
        "法律另有规定的，从其规定。",
    ]
    items = second.paragraphs[1].items
    assert [(each.number, each.text) for each in items] == [
        (1, "（一）离心泵；"),
        (2, "（二）潜水泵，包括："),
        (3, "（三）其他泵。"),
    ]
    assert [each.text for each in items[1].items] == ["1．井用潜水泵；", "2．污水潜水泵；"]
    assert [(each.level, each.label, each.title) for each in parsed.body if isinstance(each, Heading)] == [
        (3, "第一章", "总 则"),
        (3, "第二章", "使用"),
        (4, "第一节", "一般规定"),
        (3, "第三章", "附则"),
    ]
    assert parsed.warnings == []


def test_what_the_head_proposes():
    fields = proposed(read(PUMPS))
    assert fields["kind"] == "local"
    assert (fields["published_on"], fields["effective_on"]) == (date(2024, 5, 6), date(2020, 6, 1))
    assert len(fields["history"]) == 2
    assert any("施行日期早于公布日期" in each for each in doubts(read(PUMPS), fields))


def test_articles_that_are_headings_behind_a_list():
    parsed = read(VALVES)
    fields = proposed(parsed)
    assert (parsed.title, parsed.number) == ("常州市阀门安全规定", "常州市应急管理局令第3号")
    assert (fields["published_on"], fields["effective_on"]) == (date(2025, 1, 10), date(2025, 3, 1))
    assert [len(each.paragraphs) for each in parsed.articles] == [1, 2, 1]
    assert [item.text for item in parsed.articles[1].paragraphs[1].items] == ["（一）日期；", "（二）检查人。"]
    assert doubts(parsed, fields) == []


@pytest.mark.parametrize("text", [PUMPS, VALVES])
def test_nothing_of_the_samples_is_lost(text):
    assert plain("".join(read(text).lines())) == plain(text)


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_nothing_of_the_real_texts_is_lost(file):
    text = file.read_text(encoding="utf-8")
    parsed = read(text)
    assert plain("".join(parsed.lines())) == plain(text)
    assert [(each.number, each.branch) for each in parsed.articles] == [(n + 1, 0) for n in range(len(parsed.articles))]
    assert parsed.warnings == ODD.get(file.name, [])
    assert all(plain("".join(each.lines())) != plain(each.label) for each in parsed.articles)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 甲\n第一条 一。\n第三条 三。", "条号不连续：第一条之后是第三条"),
        ("# 甲\n第二条 二。", "第一个条号是第二条"),
        ("# 甲\n第一条 一。\n第一条 又一。", "第一条出现了不止一次"),
        ("# 甲\n第一条 一。\n第二条", "第二条没有内容"),
        ("# 甲\n第一条 一。\n第二条为了方便，这样写。", "第二条为了方便，……条号后没有空格，已按新的一条读入，请核对"),
        ("第一条 一。", "没有读到标题，请填写名称"),
    ],
)
def test_what_is_odd_is_said(text, said):
    assert said in read(text).warnings


def test_a_paragraph_that_begins_with_an_article_of_its_own_law_is_no_new_article():
    parsed = read("# 甲\n第一条 一。\n第二条规定的单位，适用本法。\n第二条 二。")
    assert [[p.text for p in each.paragraphs] for each in parsed.articles] == [
        ["一。", "第二条规定的单位，适用本法。"],
        ["二。"],
    ]


def test_an_annex_stands_behind_the_articles():
    parsed = read("# 甲\n第一条 一。\n附件：清单\n灭火器")
    assert [(each.number, each.label) for each in parsed.articles] == [(1, "第一条"), (0, "附件：清单")]


@pytest.mark.parametrize("text", ["", "# 只有标题", "随便写的一段话。", "# 甲\n\n没有条文的正文。"])
def test_what_is_no_law_is_refused(text):
    with pytest.raises(RuleViolation, match="没有读到条文"):
        read(text)


def test_a_file_too_long_is_refused():
    with pytest.raises(RuleViolation, match="太长"):
        read("# 甲\n第一条 " + "长" * 400_001)


LINES = st.lists(
    st.text(st.sampled_from("第一二三十条章节款（）1．、附件为了安全 \u3000：。"), min_size=1, max_size=14),
    min_size=1,
    max_size=12,
)


@given(LINES)
def test_whatever_stands_between_nothing_is_lost(lines):
    text = "# 甲法\n第一条 总则。\n" + "\n".join(lines)
    parsed = read(text)
    assert plain("".join(parsed.lines())) == plain(text)
    labels = [each.label for each in parsed.body if isinstance(each, Article) and each.number]
    assert labels[0] == article_label(1)
