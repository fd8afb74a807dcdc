"""What the city's data centre knows of the demonstration city, for its simulator.

Of every eleven people one is not insured at all, and for one the last two months were not paid. Injuries that a firm
has entered are appraised a while later; one that was appraised belongs to a firm which nobody here has registered.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.safety.accidents.models import Injury
from changqian.platform.safety.accidents.rules import Source

MOST = 2000
"Firms: a laptop plays the data centre, and a hundred thousand firms would have nine million payments."
MONTHS, UNPAID_MONTHS, ROUND = 6, 2, 11
NEVER, LATELY = 4, 8
APPRAISED_AFTER, REGISTERED_AFTER = 30, 88
"Days."
GRADES = ("十级", "九级", None, "八级", "七级")


def firms(*, today: date) -> Iterator[dict[str, Any]]:
    """One object for each, as the simulator reads them."""
    months = [f"{add_months(month_of(today), -back):%Y-%m}" for back in range(MONTHS, 0, -1)]
    rows = list(Enterprise.objects.current().exclude(Q(uscc=None) | Q(uscc="")).order_by("pk")[:MOST])
    known = [firm.pk for firm in rows]
    people, injured = _people(known, months), _injured(known, today=today)
    for firm in rows:
        told = {"people": people.get(firm.pk, []), "injured": injured.get(firm.pk, [])}
        yield {"uscc": firm.uscc, "name": firm.name, **told}
    yield _stranger(today=today)


def _people(firms: Sequence[int], months: Sequence[str]) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    rows = Person.objects.current().filter(enterprise__in=firms, left_on=None).exclude(id_number_index="")
    for place, person in enumerate(rows.order_by("pk").iterator(chunk_size=2000)):
        if place % ROUND != NEVER:
            paid = months[:-UNPAID_MONTHS] if place % ROUND == LATELY else months
            found[person.enterprise_id].append(
                {"name": person.name, "id_number": person.id_number, "months": list(paid)}
            )
    return found


def _injured(firms: Sequence[int], *, today: date) -> dict[int, list[dict[str, Any]]]:
    """What the data centre has told before, by the same number; and what firms entered long enough ago."""
    rows = Injury.objects.current().filter(enterprise__in=firms).exclude(id_number_index="").order_by("pk")
    told = list(rows.filter(source=Source.FEED))
    seen = {(row.enterprise_id, row.id_number_index, row.happened_on) for row in told}
    ripe = rows.filter(source=Source.FIRM, happened_on__lte=today - timedelta(days=APPRAISED_AFTER))
    fresh = [row for row in ripe if (row.enterprise_id, row.id_number_index, row.happened_on) not in seen]
    found = defaultdict(list)
    for place, row in enumerate([*told, *fresh]):
        registered = row.registered_on or min(row.happened_on + timedelta(days=REGISTERED_AFTER), today)
        grade = GRADES[place % len(GRADES)] if row.source == Source.FIRM else row.disability and f"{row.disability}级"
        found[row.enterprise_id].append(
            {
                "id": row.feed_key or f"CITY{row.pk:012d}",
                "name": row.name,
                "id_number": row.id_number,
                "happened_on": row.happened_on.isoformat(),
                "recognised_on": (row.recognised_on or row.happened_on + timedelta(days=20)).isoformat(),
                "registered_at": f"{registered:%Y-%m-%d} 09:00:00",
                "disability": grade,
                "post": row.post,
                "part": row.part,
            }
        )
    return found


def _stranger(*, today: date) -> dict[str, Any]:
    hurt = {
        "name": "孙外来", "id_number": id_for(date(1988, 2, 9), 417), "post": "装卸工", "part": "足部骨折",
        "happened_on": (today - timedelta(days=120)).isoformat(), "disability": "十级",
        "registered_at": f"{today - timedelta(days=20):%Y-%m-%d} 10:00:00",
    }  # fmt: skip
    return {"uscc": uscc_for("MC000417"), "name": "常州城外装卸服务有限公司", "people": [], "injured": [hurt]}
