"""How much of a personal datum is shown: the one place that says so. (GB/T 35273-2020; domain §12.4)"""

import re
from collections.abc import Callable, Mapping

STAR = "*"
COMPOUND = frozenset((
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙",
    "司徒", "夏侯", "轩辕", "宇文", "端木", "独孤", "南宫", "西门", "百里", "申屠", "钟离",
))  # fmt: skip
"Surnames of two characters, as they occur today."
STREETS = ("路", "街", "大道", "巷", "弄", "村", "镇", "街道", "社区")


def phone(value: str) -> str:
    """138****5678: the middle four of a mobile number; of another number the area code and the last four."""
    if len(value) == 11 and value.startswith("1"):
        return f"{value[:3]}****{value[-4:]}"
    head, dash, rest = value.rpartition("-")
    return f"{head}{dash}{_ending(rest, 4)}" if rest else _ending(value, 4)


def id_number(value: str) -> str:
    """320411********1234: where one is from, and the last four."""
    return f"{value[:6]}{STAR * (len(value) - 10)}{value[-4:]}" if len(value) > 10 else _ending(value, 4)


def name(value: str) -> str:
    """张*, 欧阳*: the surname."""
    kept = 2 if value[:2] in COMPOUND and len(value) > 2 else 1
    return value[:kept] + STAR * max(len(value) - kept, 1) if value else value


def bank_card(value: str) -> str:
    """The last four digits."""
    return _ending(value.replace(" ", ""), 4)


def address(value: str) -> str:
    """To the street: 常州市武进区湖塘镇武宜路****. Without one, the first half."""
    ends = [value.rfind(each) + len(each) for each in STREETS if each in value]
    kept = max(ends, default=len(value) // 2)
    return f"{value[:kept]}****" if value else value


def number(value: str) -> str:
    """A phone or an identity number, told by its length."""
    return id_number(value) if len(value) in (15, 18) and "-" not in value else phone(value)


LONG = re.compile(r"\d{15,}X?")
"An identity number, whatever digits stand before or behind it. Serial numbers are hardly ever as long."


def embedded(value: str) -> str:
    """T320411********1234: a text with the identity numbers in it hidden, and as it is where there are none."""
    return LONG.sub(lambda found: id_number(found[0]), value)


MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": phone,
    "id_number": id_number,
    "name": name,
    "bank_card": bank_card,
    "address": address,
    "number": number,
}


def _ending(value: str, kept: int) -> str:
    """At least one star, however short it is."""
    shown = value[-kept:] if len(value) > kept else ""
    return STAR * max(len(value) - len(shown), 1) + shown if value else value
