"""Force on a day, kinds, and citations in texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.foundation.laws.rules import Citation, Force, Kind, bare, citations, cite, force, kind_of

NAMES = {
    "安全生产法": 1,
    "特种设备安全法": 2,
    "生产安全事故应急预案管理办法": 3,
    "应急预案管理办法": 3,
    "消防法": 4,
    "安全生产条例": 5,
}


@pytest.mark.parametrize(
    ("on", "replaced", "repealed", "stands"),
    [
        (date(2007, 10, 31), None, None, Force.COMING),
        (date(2007, 11, 1), None, None, Force.IN_FORCE),
        (date(2024, 10, 31), date(2024, 11, 1), None, Force.IN_FORCE),
        (date(2024, 11, 1), date(2024, 11, 1), None, Force.REPLACED),
        (date(2024, 11, 1), date(2024, 11, 1), date(2010, 1, 1), Force.REPEALED),
        (date(2026, 5, 1), None, date(2026, 5, 1), Force.REPEALED),
        (date(2026, 4, 30), None, date(2026, 5, 1), Force.IN_FORCE),
    ],
)
def test_how_a_version_stands(on, replaced, repealed, stands):
    assert force(date(2007, 11, 1), replaced, repealed, on) == stands


@pytest.mark.parametrize(
    ("title", "issuer", "kind"),
    [
        ("中华人民共和国安全生产法", "全国人民代表大会常务委员会", Kind.LAW),
        ("生产安全事故应急条例", "国务院", Kind.ADMINISTRATIVE),
        ("安全生产许可证条例", "", Kind.ADMINISTRATIVE),
        ("工贸企业粉尘防爆安全规定", "应急管理部", Kind.DEPARTMENTAL),
        ("档案法实施办法", "国家档案局", Kind.DEPARTMENTAL),
        ("江苏省安全生产条例", "江苏省人民代表大会常务委员会", Kind.LOCAL),
        ("GB 15577 粉尘防爆安全规程", "", Kind.STANDARD),
    ],
)
def test_kinds(title, issuer, kind):
    assert kind_of(title, issuer) == kind


def test_names_are_compared_without_what_varies():
    assert bare("《中华人民共和国 安全生产法》") == "安全生产法"
    assert bare("工贸企业粉尘防爆安全规定（应急管理部令第6号）") == "工贸企业粉尘防爆安全规定"


def told(text):
    return [(f.law, f.article, f.branch, f.paragraph, f.item, text[f.start : f.end]) for f in citations(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("《安全生产法》第四十一条第二款", [(1, 41, 0, 2, 0, "《安全生产法》第四十一条第二款")]),
        ("特种设备安全法第四十条: 检验", [(2, 40, 0, 0, 0, "特种设备安全法第四十条")]),
        (
            "依照中华人民共和国消防法第16条第1款第（三）项处罚",
            [(4, 16, 0, 1, 3, "中华人民共和国消防法第16条第1款第（三）项")],
        ),
        (
            "《生产安全事故应急预案管理办法》第三十四条、第三十六条",
            [(3, 34, 0, 0, 0, "《生产安全事故应急预案管理办法》第三十四条"), (3, 36, 0, 0, 0, "第三十六条")],
        ),
        (
            "安全生产法第二十一条和特种设备安全法第三十三条",
            [(1, 21, 0, 0, 0, "安全生产法第二十一条"), (2, 33, 0, 0, 0, "特种设备安全法第三十三条")],
        ),
        (
            "《安全生产法》（2021年修正）第一百零一条之二",
            [(1, 101, 2, 0, 0, "《安全生产法》（2021年修正）第一百零一条之二")],
        ),
        ("《江苏省安全生产条例》第十五条：主要负责人", []),
        ("江苏省安全生产条例第十五条", []),
        ("《不认识的法》第一条、第二条", []),
        ("根据《安全生产法》制定", []),
        ("《安全生产法》第零条", []),
        ("《安全生产法》第十百条", []),
        ("", []),
    ],
)
def test_citations_in_texts(text, places):
    assert told(text) == places


@given(st.sampled_from(["安全生产法", "消防法"]), st.integers(1, 9999), st.integers(0, 30), st.integers(0, 30))
def test_what_rules_cite_is_found_again(law, article, paragraph, item):
    text = cite(law, article, paragraph, item)
    (found,) = citations(f"依据{text}，", NAMES)
    assert (found.law, found.article, found.paragraph, found.item) == (NAMES[law], article, paragraph, item)
    assert text == str(Citation(law, article, paragraph, item))


@given(st.text(st.sampled_from("《》安全生产法第四十一条款项之（）、和 10省消防"), max_size=60))
def test_no_text_is_an_error_and_places_are_in_order(text):
    end = 0
    for found in citations(text, NAMES):
        assert end <= found.start < found.end <= len(text)
        assert found.article > 0
        end = found.end


def test_nothing_is_found_in_an_empty_library():
    assert list(citations("《安全生产法》第四十一条", {})) == []
