"""Two versions of a regulation side by side. What is said of laws holds here: parts are paired by what they say."""

import re
from dataclasses import dataclass
from typing import Annotated

from changqian.platform.foundation.laws.comparing import Change, Run, Words, compared
from changqian.platform.kernel.numerals import NUMERAL

LABEL = re.compile(rf"^(第(?:{NUMERAL}|\d{{1,4}})[章节条]|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|(?:{NUMERAL})、)[\s\u3000]*")
"How a part begins that has a number: 第三条, 5.2.1, 三、."


@dataclass(frozen=True, slots=True)
class Part:
    change: Annotated[str, "变化代码"]
    change_label: Annotated[str, "变化"]
    old_label: Annotated[str | None, "旧版"]
    new_label: Annotated[str | None, "新版"]
    runs: Annotated[list[Run], "文字"]


@dataclass(frozen=True, slots=True)
class Compared:
    changed: Annotated[int, "有变化的部分"]
    rows: Annotated[list[Part], "逐段"]


def compared_with(old: str, new: str) -> Compared:
    """The parts of both in their order, each once."""
    before, after = parts(old), parts(new)
    rows = [
        Part(
            row.change.value,
            row.change.label,
            None if row.old is None else before[row.old].label,
            None if row.new is None else after[row.new].label,
            row.runs,
        )
        for row in compared(before, after)
    ]
    return Compared(sum(each.change != Change.SAME.value for each in rows), rows)


def parts(text: str) -> list[Words]:
    """The parts of a text: each begins at a line with a number of its own and goes on to the next."""
    found: list[Words] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        label = LABEL.match(line)
        if label or not found:
            found.append(Words(label[1] if label else "", line[label.end() :] if label else line))
        else:
            found[-1] = Words(found[-1].label, f"{found[-1].text}\n{line}".lstrip("\n"))
    return found
