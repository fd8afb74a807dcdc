"""For whom social insurance was paid: of one person in one month, and of a firm beside its staff. Only read."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.db.models import Exists, Max, OuterRef, QuerySet

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.province.models import Insured
from changqian.platform.commons.province.rules import Paid, counted_month, month_said, paid
from changqian.platform.foundation.records.fields import blinds


def insured_in(*, enterprise: int, id_number: str, day: date) -> Paid:
    """Whether the firm had paid social insurance for this person in the month of that day."""
    month, own = counted_month(day), []
    rows = Insured.objects.filter(enterprise=enterprise)
    if id_number:
        for months in rows.filter(id_number_index__in=blinds(id_number)).values_list("months", flat=True):
            own += months
    anybody = rows.filter(last_month__gte=month, months__contains=[month]).exists()
    return paid(number=id_number, own=own, firm=[month] if anybody else [], month=month)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`both` are those of the staff who are insured; `without_number` cannot be looked for."""

    month: Annotated[str | None, "缴费月份"]
    insured: Annotated[int, "参保缴费人数"]
    staff: Annotated[int, "登记在岗人数"]
    both: Annotated[int, "在岗且已参保"]
    without_number: Annotated[int, "在岗但没有身份证号"]
    missing: Annotated[list[str], "在岗未见参保"]
    "The first fifty, by name."


SHOWN = 50


def coverage(enterprise: int, *, staff: QuerySet[Person]) -> Coverage:
    """By the newest month for which the firm paid for anybody; None if the city's data centre has told of none."""
    rows = Insured.objects.filter(enterprise=enterprise)
    month = rows.aggregate(newest=Max("last_month"))["newest"]
    if month is None:
        return Coverage(None, 0, staff.count(), 0, staff.filter(id_number_index="").count(), [])
    paid_for = rows.filter(last_month=month)
    told = staff.annotate(insured=Exists(paid_for.filter(id_number_index=OuterRef("id_number_index"))))
    numbered = told.exclude(id_number_index="")
    return Coverage(
        month=month_said(month),
        insured=paid_for.values("id_number_index").distinct().count(),
        staff=staff.count(),
        both=numbered.filter(insured=True).count(),
        without_number=staff.filter(id_number_index="").count(),
        missing=list(numbered.filter(insured=False).order_by("pk").values_list("name", flat=True)[:SHOWN]),
    )
