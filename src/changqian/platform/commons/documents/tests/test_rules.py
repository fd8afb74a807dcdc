"""The four checks: each property broken once, and the sentence that names it."""

from dataclasses import replace
from datetime import date

import pytest

from changqian.platform.commons.documents.rules import REQUIRED, Facts, Found, examine, number_of, refuse_unfinished
from changqian.platform.kernel.errors import RuleViolation

FILE = Found("月报.pdf", "a1", 10)
WHOLE = Facts(
    {**dict.fromkeys(REQUIRED, "有"), "files": [{"name": "月报.pdf", "sm3": "a1"}]}, signed=True, found=[FILE]
)


def test_what_was_not_touched_passes_all_four():
    assert [(each.property, each.passed) for each in examine(WHOLE)] == [
        ("authentic", True), ("whole", True), ("usable", True), ("safe", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "fails", "sentence"),
    [
        (replace(WHOLE, signed=False), "authentic", "元数据与归档时的签名不符"),
        (replace(WHOLE, found=[replace(FILE, sm3="b2")]), "authentic", "“月报.pdf”的内容与归档时的SM3摘要不符"),
        (replace(WHOLE, found=[]), "whole", "缺少文件“月报.pdf”"),
        (replace(WHOLE, found=[FILE, Found("多.pdf", "c3", 1)]), "whole", "多出文件“多.pdf”"),
        (replace(WHOLE, metadata={**WHOLE.metadata, "creator": ""}), "whole", "缺少元数据：形成者"),
        (replace(WHOLE, found=[replace(FILE, fault="已损坏")]), "usable", "“月报.pdf”打不开：已损坏"),
        (replace(WHOLE, found=[replace(FILE, size=0)]), "usable", "“月报.pdf”是空文件"),
        (replace(WHOLE, found=[replace(FILE, threat="文件中发现病毒")]), "safe", "“月报.pdf”：文件中发现病毒"),
    ],
)
def test_each_property_breaks_by_itself(facts, fails, sentence):
    assert {each.property: each.sentence for each in examine(facts) if not each.passed} == {fails: sentence}


def test_without_a_scanner_nothing_is_called_scanned():
    assert "未配置病毒扫描" in examine(WHOLE)[3].evidence
    assert "病毒扫描未发现问题" in examine(replace(WHOLE, found=[replace(FILE, scanned=True)]))[3].evidence


def test_a_month_is_filed_when_it_is_over():
    refuse_unfinished(date(2026, 2, 1), today=date(2026, 3, 1))
    with pytest.raises(RuleViolation, match="本月的请下个月再归档"):
        refuse_unfinished(date(2026, 3, 1), today=date(2026, 3, 31))


def test_the_number_tells_year_firm_and_kind():
    assert number_of(date(2026, 2, 1), "rescue", 17, 3) == "2026-000017-08-00003"
