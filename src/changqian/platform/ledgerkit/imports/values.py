"""From a cell as people fill it in to the value a form takes. Pure: no database, no clock.

Each function returns the value, None for a cell that counts as empty, or raises BadCell with what is wrong and what to
do. Nothing is guessed at: where digits were lost or a date can be read in two ways, the cell is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches

from changqian.platform.kernel.text import normal
from changqian.platform.ledgerkit.imports.cells import BROKEN, Broken, Cell, blank, shown

EXACT = 10**15
"A spreadsheet keeps 15 digits of a number; from here on the last ones are made up."
EMPTY = frozenset({"/", "\\", "-", "--", "—", "——", "无", "N/A", "NULL", "NONE"})
"What people write where a number, a date or a choice does not apply."
EPOCH = datetime(1899, 12, 30)
"Day 0 of a date kept as a number. Day 60, the 29th of February 1900 that never was, lies before any date accepted."
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
"1927 to 2119."
SCIENTIFIC = re.compile(r"([+-]?)(\d)(?:\.(\d+))?[Ee]\+?(\d{1,3})")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(r"\d{4}(?:[-/.]|年)\d{1,2}月?")
CLOCK = re.compile(r"(\d{1,2})[:时点](\d{1,2})分?(?:[:]?(\d{1,2})(?:\.\d+)?秒?)?")
TRUE = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "T", "1"})
FALSE = frozenset({"否", "无", "没有", "错", "×", "✗", "✘", "☐", "N", "NO", "FALSE", "F", "0", "X"})
SEPARATORS = re.compile(r"[、,，;；/|\n]+")
LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"Full-width letters and digits. Chinese punctuation is full-width too, and stays."
SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), " ")


class BadCell(Exception):
    """The cell cannot be taken as it is. The message says why, and what to do about it."""


def text(cell: Cell) -> str | None:
    """The words of a cell: outer spaces, invisible characters, a leading apostrophe and full-width letters put right.

    A number becomes the digits it was typed as; BadCell where the spreadsheet no longer knows them.
    """
    cell = _whole(cell)
    if blank(cell):
        return None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _digits(cell)
    said = _tidy(str(cell) if isinstance(cell, str) else shown(cell))
    if scientific := SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", said)):
        return _unrolled(scientific, said)
    return said or None


def integer(cell: Cell) -> int | None:
    """A whole number. BadCell for a fraction, and for 万 or a unit behind it."""
    found = decimal(cell)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise BadCell(f"“{shown(cell)}”不是整数，请填写整数")
    return int(found)


def decimal(cell: Cell) -> Decimal | None:
    """A number as it is shown: of a float 15 digits, of a text without the commas between thousands."""
    cell = _whole(cell)
    if isinstance(cell, bool | date | time):
        raise BadCell(f"“{shown(cell)}”不是数字，请填写数字")
    if isinstance(cell, int | float):
        return Decimal(cell) if isinstance(cell, int) else Decimal(f"{cell:.15g}")
    said = _bare(cell)
    if said is None:
        return None
    said = said.removeprefix("¥").removeprefix("￥")
    if GROUPED.fullmatch(said):
        said = said.replace(",", "")
    if SCIENTIFIC.fullmatch(said) or PLAIN.fullmatch(said):
        return Decimal(said)
    if said[-1:] in ("万", "亿", "千"):
        raise BadCell(f"“{shown(cell)}”带有“{said[-1]}”，请换算后填写完整数字")
    raise BadCell(f"“{shown(cell)}”不是数字，请只填写数字，单位不要写在格子里")


def day(cell: Cell) -> date | None:
    """A date: of a date cell, of a number of days, of 2026.3.9, 2026年3月9日, 2026/3/9, 20260309."""
    found = _moment(cell)
    return found.date() if found else None


def moment(cell: Cell) -> datetime | None:
    """A date with a time of the local clock; midnight where only the day is given."""
    return _moment(cell)


def yes_or_no(cell: Cell) -> bool | None:
    """是/否, 有/无, √/×, Y/N, 1/0."""
    cell = _whole(cell)
    if isinstance(cell, bool):
        return cell
    if blank(cell):
        return None
    said = normal(text(cell) or "")
    if said in TRUE:
        return True
    if said in FALSE:
        return False
    raise BadCell(f"“{shown(cell)}”看不出是或否，请填写“是”或“否”")


def choice(cell: Cell, labels: Mapping[str, str]) -> str | None:
    """The code of a choice named by its label or its code; `labels` maps codes to labels."""
    said = _bare(cell)
    if said is None:
        return None
    by_name = {normal(code): code for code in labels} | {normal(label): code for code, label in labels.items()}
    if (found := by_name.get(normal(said))) is not None:
        return found
    near = get_close_matches(normal(said), by_name, n=1, cutoff=0.5)
    hint = f"，是否为“{labels[by_name[near[0]]]}”" if near else ""
    shown_labels = "、".join(list(labels.values())[:20])
    raise BadCell(f"“{said}”不在可选项中{hint}；可填：{shown_labels}")


def several(cell: Cell, one: Callable[[Cell], object]) -> list[object] | None:
    """A list whose members stand in one cell, separated by 、 or a comma, each read by `one`."""
    said = text(cell)
    if said is None or said in EMPTY:
        return None
    found = [one(part) for part in SEPARATORS.split(said) if part.strip()]
    return list(dict.fromkeys(each for each in found if each is not None)) or None


def _whole(cell: Cell) -> Cell:
    """The cell, unless its formula ended in an error."""
    error = cell.error if isinstance(cell, Broken) else cell.strip() if isinstance(cell, str) else ""
    if error in BROKEN or isinstance(cell, Broken):
        raise BadCell(f"公式结果是错误值“{error}”，请改正公式或直接填写内容")
    return cell


def _bare(cell: Cell) -> str | None:
    """Half-width, without spaces; None for what stands for nothing."""
    cell = _whole(cell)
    if blank(cell):
        return None
    said = cell if isinstance(cell, str) else text(cell) or ""
    said = "".join(unicodedata.normalize("NFKC", _tidy(said)).split())
    return None if said.upper() in EMPTY or not said else said


def _tidy(said: str) -> str:
    said = said.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").translate(LETTERS).translate(SPACES)
    seen = "".join(each for each in said if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co"))
    return seen.strip().removeprefix("'").removeprefix("‘").removeprefix("’").strip()


def _digits(number: int | float) -> str:
    if abs(number) >= EXACT:
        raise BadCell("这个号码超过15位且被存成了数字，末尾几位已被表格软件改掉，请把该列设为“文本”格式后重新填写")
    return str(int(number)) if number == int(number) else f"{number:.15g}"


def _unrolled(found: re.Match[str], said: str) -> str:
    """1.3861000001E+10 still has all its digits; 1.39E+10 has lost them."""
    sign, first, rest, power = found[1], found[2], found[3] or "", int(found[4])
    if len(rest) < power or len(rest.rstrip("0")) > power:
        raise BadCell(f"“{said}”是表格软件改成科学计数法的号码，后面的位数已丢失，请把该列设为“文本”格式后重新填写")
    return f"{sign.removeprefix('+')}{first}{rest[:power]}"


def _moment(cell: Cell) -> datetime | None:
    cell = _whole(cell)
    if isinstance(cell, datetime):
        return _sensible(cell.replace(tzinfo=None), cell)
    if isinstance(cell, date):
        return _sensible(datetime(cell.year, cell.month, cell.day), cell)
    if isinstance(cell, time | bool):
        raise BadCell(f"“{shown(cell)}”不是日期，请按2026-03-09的样子填写")
    if isinstance(cell, int | float):
        return _of_number(cell)
    said = _tidy(unicodedata.normalize("NFKC", str(cell or "")))
    if not said or said.upper() in EMPTY:
        return None
    if PLAIN.fullmatch(said):
        return _of_number(float(said))
    return _of_text(said)


def _of_number(number: int | float) -> datetime:
    """20260309, or the days since 1900 that a spreadsheet keeps a date as."""
    if FIRST_SERIAL <= number < LAST_SERIAL:
        # To the second: a serial is a float, and 14:30 comes as 14:29:59.999998.
        return EPOCH + timedelta(seconds=round(number * 86400))
    if number == int(number) and (found := RUN.fullmatch(str(int(number)))):
        return _made(found, str(int(number)))
    raise BadCell(f"“{shown(number)}”不是日期，请按2026-03-09的样子填写")


def _of_text(said: str) -> datetime:
    joined = re.sub(r"\s+日", "日", re.sub(r"\s*([-/.年月])\s*", r"\1", said))
    head, _, tail = joined.replace("T", " ").replace("日", "日 ").partition(" ")
    found = DAY.fullmatch(head)
    if found is None:
        if MONTH.fullmatch(joined):
            raise BadCell(f"“{said}”只有年月，请补上日，例如2026-03-09")
        raise BadCell(f"“{said}”不是能认出的日期，请按2026-03-09的样子填写；没有日期请留空")
    midnight, tail = _made(found, said), "".join(tail.split())
    if not tail:
        return midnight
    clock = CLOCK.fullmatch(tail) or re.fullmatch(r"(\d{1,2})[时点]()()", tail)
    if clock is None:
        raise BadCell(f"“{said}”中的时间认不出，请按2026-03-09 14:30的样子填写")
    hours, minutes, seconds = (int(part or 0) for part in clock.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        raise BadCell(f"“{said}”中的时间不存在，请核对")
    return midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _made(found: re.Match[str], said: str) -> datetime:
    try:
        made = datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]
    except ValueError:
        raise BadCell(f"“{said}”这一天不存在，请核对") from None
    return _sensible(made, made)


def _sensible(made: datetime, cell: Cell) -> datetime:
    if not 1900 <= made.year <= 2200:
        raise BadCell(f"“{shown(cell)}”的年份不对，请核对")
    return made
