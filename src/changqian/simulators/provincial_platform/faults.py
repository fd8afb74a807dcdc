"""How the province misbehaves, as real systems do. Each fault is a switch; they can be on together."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from changqian.simulators.provincial_platform.books import Row

NOBODY = "91320499MA9999996R"
"A code whose check digits are right, and which is nobody's."

SPOILED = {"status", "reported_at", "reviewed_at", "valid_to", "level", "class4", "registered_at", "month"}
"Columns that can hold what cannot be."


@dataclass
class Faults:
    slow: float = 0
    "Seconds before an answer."
    errors: int = 0
    "So many of the next requests are answered 503."
    duplicates: bool = False
    "Every row is served twice, and the last of a page again on the next."
    changed_schema: bool = False
    "`uscc` is called `credit_code` from now on, and there is a column nobody was told of."
    broken_rows: int = 0
    "Every so manieth row has a value that cannot be."
    gbk: bool = False
    "The text is GBK, and the header does not say so."
    unknown: int = 0
    "Every so manieth row is about a firm the city has never heard of."
    out_of_order: bool = False
    "Behind each row comes what it was the day before."

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Faults":
        """TypeError or ValueError for what is none."""
        none = cls()
        known = {each.name for each in fields(cls)} & given.keys()
        return cls(**{name: type(getattr(none, name))(given[name]) for name in known})

    def applied(self, rows: list[Row], *, first: int) -> list[Row]:
        """The rows of a page as they are served; `first` is the position of the first of them."""
        served: list[Row] = []
        for place, row in enumerate(rows, start=first + 1):
            told = self._spoiled(dict(row), place)
            served.append(told)
            if self.out_of_order:
                served.append({**told, "updated_at": f"2025-12-31{told['updated_at'][10:]}", **self._older(told)})
            if self.duplicates:
                served.append(dict(told))
        return served

    def _spoiled(self, row: Row, place: int) -> Row:
        if self.unknown and place % self.unknown == 0 and "uscc" in row:
            row["uscc"] = NOBODY
        if self.broken_rows and place % self.broken_rows == 0:
            row |= dict.fromkeys(row.keys() & SPOILED, "不详")
        if self.changed_schema and "uscc" in row:
            row["credit_code"] = row.pop("uscc")
            row["new_column"] = "1"
        return row

    @staticmethod
    def _older(row: Row) -> Row:
        if "disability" in row:
            return {"disability": None}
        return {"name": f"{row['name']}（旧）"} if "name" in row else {}
