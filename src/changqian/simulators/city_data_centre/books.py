"""What the data centre knows: whose injuries were appraised, and for whom firms paid social insurance in which month.

Payments come in the order of months, and within one by firm, as a bureau would work them off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from changqian.simulators.provincial_platform.books import Feed, Row, Shared

LABELS = {"appraisals": "工伤鉴定", "contributions": "社保缴费"}
Person = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Firm:
    uscc: str
    name: str
    people: Sequence[Person] = ()
    "Each with name, id_number, and months (2026-05) for which the firm paid."
    injured: Sequence[Person] = ()
    "Each with name, id_number, happened_on, registered_at; and recognised_on, disability, post, part where known."


@dataclass
class Books(Shared):
    firms: Sequence[Firm]
    feeds: dict[str, Feed] = field(init=False)

    def __post_init__(self) -> None:
        injured = [(firm, each) for firm in self.firms for each in firm.injured]
        payments = [(month, firm, each) for firm in self.firms for each in firm.people for month in each["months"]]
        payments.sort(key=lambda payment: payment[0])
        self.feeds = {
            "appraisals": Feed(len(injured), lambda n: _appraisal(n, *injured[n])),
            "contributions": Feed(len(payments), lambda n: _payment(n, *payments[n])),
        }


def _appraisal(n: int, firm: Firm, person: Person) -> Row:
    return {
        "id": person.get("id") or f"GS{n:08d}", "enterprise_name": firm.name, "uscc": firm.uscc,
        "person_name": person["name"], "id_number": person["id_number"], "happened_on": person["happened_on"],
        "recognised_on": person.get("recognised_on"), "registered_at": person["registered_at"],
        "disability": person.get("disability"), "post": person.get("post", ""), "part": person.get("part", ""),
    }  # fmt: skip


def _payment(n: int, month: str, firm: Firm, person: Person) -> Row:
    return {
        "id": f"SB{n:010d}", "enterprise_name": firm.name, "uscc": firm.uscc, "person_name": person["name"],
        "id_number": person["id_number"], "month": month,
    }  # fmt: skip
