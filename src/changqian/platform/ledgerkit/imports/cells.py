"""What stands in a cell, and how it is kept: as JSON that gives the same cell back. Pure, and without Django."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

BROKEN = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


@dataclass(frozen=True, slots=True)
class Broken:
    """A formula that ended in an error, which no value stands for."""

    error: str

    def __str__(self) -> str:
        return self.error


Cell = str | int | float | bool | date | datetime | time | Broken | None
KINDS: dict[str, Callable[[str], Any]] = {
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "h": time.fromisoformat,
    "e": Broken,
}


def kept(cell: Cell) -> Any:
    """The cell as JSON: texts, numbers and booleans as they are, the others as [kind, text]."""
    match cell:
        case datetime():
            return ["t", cell.isoformat()]
        case date():
            return ["d", cell.isoformat()]
        case time():
            return ["h", cell.isoformat()]
        case Broken():
            return ["e", cell.error]
    return cell


def cell_of(said: Any) -> Cell:
    """The cell that `kept` made this of."""
    if isinstance(said, list):
        kind, text = said
        found: Cell = KINDS[kind](text)
        return found
    cell: Cell = said
    return cell


def shown(cell: Cell) -> str:
    """The cell in words, as a spreadsheet shows it."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.15g}" if abs(cell) < 1e15 else f"{cell:.14E}"
        case datetime():
            return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return str(cell)


def blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\u00a0\u200b\ufeff'"))
