"""What one can do with cases: write them, publish them to industries, read them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.notices.services import notify, staff_of_each
from changqian.platform.foundation.records.services import change, create, create_many, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.cases.models import AccidentCase, Reading
from changqian.platform.safety.cases.rules import STEPS, Status, Step, concerns

DELIVERED = Path(__file__).parent / "data" / "cases.json"
LISTED = 200


@transaction.atomic
def write_case(*, actor: User, today: date, papers: Sequence[int] = (), **fields: Any) -> AccidentCase:
    _refuse(fields, today=today)
    row = create(AccidentCase, actor=actor, action="cases.write", **fields)
    attach(row, "papers", papers, actor=actor, label="附件")
    return row


@transaction.atomic
def edit_case(pk: int, *, actor: User, expected_version: int | None, today: date, **fields: Any) -> AccidentCase:
    row = _step(pk, Step.EDIT, actor=actor)
    _refuse(fields, today=today)
    return change(row, actor=actor, action="cases.edit", expected_version=expected_version, **fields)


@transaction.atomic
def publish_case(
    pk: int, *, actor: User, expected_version: int | None, industries: Sequence[str] = (), now: datetime
) -> AccidentCase:
    """To the firms of these industries, or to all. They are told by the hourly job."""
    row = _step(pk, Step.PUBLISH, actor=actor)
    told = {"status": STEPS.after(row.status, Step.PUBLISH), "industries": sorted({*industries}), "published_at": now}
    return change(row, actor=actor, action="cases.publish", expected_version=expected_version, told_at=None, **told)


@transaction.atomic
def withdraw_case(pk: int, *, actor: User, expected_version: int | None) -> AccidentCase:
    row = _step(pk, Step.WITHDRAW, actor=actor)
    gone = {"status": STEPS.after(row.status, Step.WITHDRAW)}
    return change(row, actor=actor, action="cases.withdraw", expected_version=expected_version, **gone)


@transaction.atomic
def end_case(pk: int, *, actor: User, expected_version: int | None, reason: str) -> AccidentCase:
    row = _step(pk, Step.END, actor=actor)
    return end(row, actor=actor, action="cases.end", expected_version=expected_version, reason=reason)


@transaction.atomic
def read_case(pk: int, *, actor: User, expected_version: int | None, enterprise: Enterprise) -> AccidentCase:
    """A receipt in the firm's name; read again it stays the first."""
    row = AccidentCase.objects.within(actor, "cases.read").current().get(pk=pk)
    if row.status != Status.PUBLISHED:
        raise RuleViolation("案例还没有发布")
    if not Reading.objects.filter(case=row, enterprise=enterprise, created_by=actor).exists():
        create(Reading, actor=actor, action="cases.read", case=row, enterprise=enterprise)
    return row


def _step(pk: int, step: Step, *, actor: User) -> AccidentCase:
    row = locked(AccidentCase, pk, actor=actor, action=f"cases.{step}")
    STEPS.after(row.status, step)
    return row


def _refuse(fields: dict[str, Any], *, today: date) -> None:
    if fields.get("happened_on") and fields["happened_on"] > today:
        raise RuleViolation("发生日期不能晚于今天", field="happened_on")


# --- who has read it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Area:
    region: Annotated[int, "属地编号"]
    name: Annotated[str, "属地"]
    reached: Annotated[int, "应学企业"]
    read: Annotated[int, "已学企业"]


@dataclass(frozen=True, slots=True)
class Firm:
    id: Annotated[int, "企业编号"]
    name: Annotated[str, "企业"]
    region_name: Annotated[str, "属地"]


@dataclass(frozen=True, slots=True)
class Readings:
    reached: Annotated[int, "应学企业"]
    read: Annotated[int, "已学企业"]
    areas: Annotated[list[Area], "分属地"]
    unread: Annotated[list[Firm], "未学企业"]
    "The first two hundred."


def reached(case: AccidentCase) -> Q:
    """The firms a case was published to, as SQL says what `concerns` says."""
    return (
        reduce(or_, (Q(industry__startswith=each) for each in case.industries), Q(pk__in=[]))
        if case.industries
        else Q()
    )


def readings(case: AccidentCase, *, actor: User, region: Collection[int] | None = None) -> Readings:
    """Of the firms the actor sees, how many have read it, by area; and which have not."""
    firms = Enterprise.objects.within(actor, "cases.view").current().filter(reached(case))
    if region is not None:
        firms = firms.filter(region__in=region)
    seen = Exists(Reading.objects.filter(case=case, enterprise=OuterRef("pk")))
    counted = firms.annotate(seen=seen).values("region", "region__name").order_by("region__path")
    areas = [
        Area(each["region"], each["region__name"], each["n"], each["done"])
        for each in counted.annotate(n=Count("pk"), done=Count("pk", filter=Q(seen=True)))
    ]
    waiting = firms.exclude(seen).select_related("region").order_by("pk")[:LISTED]
    unread = [Firm(each.pk, each.name, each.region.name) for each in waiting]
    return Readings(sum(each.reached for each in areas), sum(each.read for each in areas), areas, unread)


def for_firm(enterprise: Enterprise, case: AccidentCase) -> bool:
    return concerns(case.industries, enterprise.industry)


def tell_firms(*, now: datetime) -> int:
    """One message to whoever runs safety in the firms that a case newly concerns; how many cases were told."""
    waiting = list(AccidentCase.objects.current().filter(status=Status.PUBLISHED, told_at=None))
    for case in waiting:
        firms = set(Enterprise.objects.current().filter(reached(case)).values_list("pk", flat=True))
        users = {user for staff in staff_of_each(firms, "cases.read").values() for user in staff}
        body = f"{case.place}，{case.happened_on}。请对照检查：{case.lessons[:120]}"
        title = f"典型事故案例：{case.title}"
        notify(
            users,
            kind="cases",
            title=title,
            body=body,
            link=f"/accident-cases/{case.pk}",
            once=f"cases.{case.pk}",
            now=now,
        )
        AccidentCase.objects.filter(pk=case.pk).update(told_at=now)
    return len(waiting)


@transaction.atomic
def load_cases(*, actor: User) -> int:
    """Fill an empty library with the delivered cases, published to their industries; return how many."""
    if AccidentCase.objects.exists():
        return 0
    now = timezone.now()
    rows = [
        {
            **each,
            "happened_on": date.fromisoformat(each["happened_on"]),
            "loss": None if each["loss"] is None else Decimal(str(each["loss"])),
            "status": Status.PUBLISHED,
            "published_at": now,
            "told_at": now,
        }
        for each in json.loads(DELIVERED.read_text(encoding="utf-8"))
    ]
    return len(create_many(AccidentCase, rows, actor=actor, action="cases.write"))
