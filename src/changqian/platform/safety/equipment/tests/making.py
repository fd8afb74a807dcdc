"""Equipment of 湖塘机械厂 for stories."""

from datetime import date
from itertools import count
from typing import Any

from changqian.platform.commons.people.services import add_person, link_user
from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.equipment.services import register_equipment

TODAY = date(2026, 4, 1)
numbers = count(1)
PRESS: dict[str, Any] = {"name": "160吨冲床", "class_code": "press", "location": "冲压车间东侧"}
CRANE: dict[str, Any] = {
    **{"name": "10吨行车", "class_code": "crane", "location": "一车间东跨", "special": True},
    **{"registration_number": "起17苏D00123", "next_examination_on": date(2027, 3, 1), "result": "passed"},
}


def machine(cast: Any, *, today: date = TODAY, **given: Any) -> Equipment:
    """A press of 一号车间, in use since January, unless something else is said."""
    load_dictionaries()
    fields = {"number": f"SB{next(numbers):03d}", "started_on": date(2026, 1, 5), **PRESS, **given}
    return register_equipment(actor=cast.officer, site=cast.site, today=today, **fields)


def crane(cast: Any, **given: Any) -> Equipment:
    return machine(cast, **{**CRANE, **given})


def mechanic(cast: Any) -> Any:
    """王小虎 of the people ledger, with his account."""
    person = add_person(
        actor=cast.officer, enterprise=cast.enterprise, site=cast.site, today=TODAY, name="王小虎", roles=["worker"]
    )
    return link_user(person.pk, actor=cast.officer, expected_version=person.version, username="worker")
