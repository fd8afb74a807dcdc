"""From a row as the city's data centre writes it to the columns of the copy, and on to an injury. Pure.

The requirement names 企业名称、统一社会信用代码、人员信息、登记时间、伤残等级 and 企业名称、缴纳人员、缴纳月份; the
names of columns are ours until the data centre publishes its own (待核).
"""

import re
from datetime import date
from typing import Any

from changqian.platform.commons.province.models import Appraisal
from changqian.platform.commons.province.rules import Feed, counted_month
from changqian.platform.integrations.provincial_risk.mapping import (
    ROW,
    USCC,
    Column,
    Unfit,
    day,
    identity,
    one_of,
    text,
)

NUMERALS = "一二三四五六七八九十"
GRADES: dict[Any, int | None] = {
    **{form: grade for grade, word in enumerate(NUMERALS, start=1) for form in (f"{grade}", f"{grade}级", f"{word}级")},
    **dict.fromkeys(("无", "未达级", "未达等级"), None),
}
"工伤保险条例 art 22: 伤残等级 has ten grades, the gravest is 一级."


def month(value: Any) -> int:
    """2026-05 or 202605, counted."""
    said = re.fullmatch(r"(\d{4})-?(\d{2})", str(value).strip())
    if not said:
        raise Unfit("应为月份，如2026-05")
    try:
        return counted_month(date.fromisoformat(day(f"{said[1]}-{said[2]}-01")))
    except Unfit:
        raise Unfit("月份超出范围") from None


NUMBER = Column("source_id", "id", "编号", text(60))
FIRM = Column("enterprise_name", "enterprise_name", "企业名称", text(200), required=False)
PERSON = Column("name", "person_name", "姓名", text(50))

APPRAISALS = (
    *(NUMBER, ROW[1], USCC, FIRM, PERSON),
    Column("id_number", "id_number", "身份证号", identity, required=False),
    Column("happened_on", "happened_on", "受伤日期", day),
    Column("recognised_on", "recognised_on", "工伤认定日期", day, required=False),
    Column("registered_on", "registered_at", "登记时间", day),
    Column("disability", "disability", "伤残等级", one_of(GRADES), required=False),
    Column("post", "post", "岗位", text(50), required=False),
    Column("part", "part", "伤情", text(200), required=False),
)
CONTRIBUTIONS = (
    *(NUMBER, ROW[1], USCC, FIRM, PERSON),
    Column("id_number", "id_number", "身份证号", identity),
    Column("month", "month", "缴纳月份", month),
)
COLUMNS = {Feed.APPRAISALS: APPRAISALS, Feed.CONTRIBUTIONS: CONTRIBUTIONS}

TOLD = ("name", "id_number", "happened_on", "recognised_on", "registered_on", "disability", "post", "part")


def injury_of(row: Appraisal) -> dict[str, Any]:
    """What the city tells of an injury. What it leaves open stays as the ledger has it."""
    return {name: value for name in TOLD if (value := getattr(row, name)) not in (None, "")}


def as_received(row: Appraisal) -> dict[str, Any]:
    """A row of the copy by the data centre's names, for whoever looks why the ledger would not take it."""
    told = {each.theirs: getattr(row, each.ours, None) for each in APPRAISALS}
    return {name: None if value is None else str(value) for name, value in told.items()}
