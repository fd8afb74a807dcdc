"""What the province knows of the demonstration city, for its simulator: our firms as they would have reported.

Every ninth firm has declared nothing; the firm of the cast one risk that it does not keep itself; a few operators'
certificates say another last day than ours.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.rules import CertificateKind
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.codes import id_for
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import Level

SILENT, DIFFERENT = 9, 7
ELECTRICIAN = "电工"
DECLARED = (Level.MAJOR, Level.LARGE)


def firms() -> Iterator[dict[str, Any]]:
    """One object for each, as the simulator reads them."""
    points = dict(
        RiskPoint.objects.current()
        .filter(level__in=DECLARED)
        .order_by()
        .values_list("enterprise")
        .annotate(Count("pk"))
    )
    operators, personnel = _operators(), _personnel()
    rows = Enterprise.objects.current().exclude(Q(uscc=None) | Q(uscc="")).select_related("region").order_by("pk")
    for place, firm in enumerate(rows.iterator(chunk_size=2000)):
        yield {
            "uscc": firm.uscc,
            "name": firm.name,
            "region": firm.region.code or "",
            "industry": _industry(firm.industry),
            "above_scale": firm.is_above_scale,
            "status": firm.get_status_display(),
            "operators": operators.get(firm.pk, []),
            "personnel": personnel.get(firm.pk, []),
            "points": points.get(firm.pk, 1 if place == 0 else 0),
            "reports": place % SILENT != SILENT - 1,
        }


def _industry(code: str) -> dict[str, str]:
    """C3484 by the names of the province, which calls the third level 小类 and the fourth 子类."""
    return {"category": code[:1] or "C", "class2": code[1:3] or "33", "class3": code[1:4], "class4": code[1:5]}


def _operators() -> dict[int, list[dict[str, Any]]]:
    """The firms' electricians, whose certificates the province knows whether or not the firm has entered them."""
    held = {
        row.person_id: row
        for row in Certificate.objects.current().filter(kind=CertificateKind.SPECIAL_OPERATION).order_by("-pk")
    }
    found = defaultdict(list)
    people = Person.objects.current().filter(Q(pk__in=held) | Q(post=ELECTRICIAN)).exclude(id_number_index="")
    for place, person in enumerate(people.order_by("pk").iterator(chunk_size=2000)):
        ours = held.get(person.pk)
        category, _, item = (ours.category if ours else "").partition("/")
        begin = (ours.valid_from if ours else None) or date(2023, 1 + place % 12, 1)
        until = (ours.valid_to if ours else None) or begin.replace(year=begin.year + 6)
        until -= timedelta(days=30 if place % DIFFERENT == DIFFERENT - 1 else 0)
        found[person.enterprise_id].append(
            {
                "name": person.name,
                "id_number": person.id_number,
                "category": category or "电工作业",
                "item": item or "低压电工作业",
                "valid_from": begin.isoformat(),
                "valid_to": until.isoformat(),
            }
        )
    return found


KINDS = {"principal": "主要负责人", "officer_full": "安全生产管理人员", "officer_part": "安全生产管理人员"}
LEFT, MISWRITTEN = 11, 8


def _personnel() -> dict[int, list[dict[str, Any]]]:
    """The principals and officers of the firms: every eleventh left long ago for the province, and every eighth stands
    there under another number, as happens when somebody types it."""
    found = defaultdict(list)
    people = Person.objects.current().filter(roles__overlap=list(KINDS), left_on=None).exclude(id_number_index="")
    for place, person in enumerate(people.order_by("pk").iterator(chunk_size=2000)):
        if place % LEFT == LEFT - 1:
            continue
        mistyped = place % MISWRITTEN == 1
        number = id_for(date(1979, 1 + place % 12, 8), place % 1000) if mistyped else person.id_number
        for role in set(person.roles).intersection(KINDS):
            found[person.enterprise_id].append(
                {
                    "name": person.name,
                    "id_number": number,
                    "kind": KINDS[role],
                    "full_time": {"officer_full": "是", "officer_part": "否"}.get(role),
                    "certificate": f"AQ{person.pk:010d}",
                    "valid_to": date(2026 + place % 3, 1 + place % 12, 28).isoformat(),
                }
            )
    return found


def write_lines(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    """For a simulator: one object a line, whole or not at all, and read by nobody else, for people stand in it."""
    partial = file.with_name(f".{file.name}")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    partial.replace(file)
