"""Rows of the old system, which knew one place per enterprise: each becomes exactly one site. (domain §1.5)

Rows with the same 统一社会信用代码 become several sites of one enterprise, whether they come together or one by one.
A row that was taken over already is left alone; one that cannot be is named with its reason and kept in the summary.
What other systems call the place stays known by LegacyRow: a record that carries the old number finds its site.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.doubting import Doubting, code_of
from changqian.platform.foundation.enterprises.journal import Journal
from changqian.platform.foundation.enterprises.models import Enterprise, LegacyRow, Restructuring, Site, Tag
from changqian.platform.foundation.enterprises.registering import checked_site, read_codes, read_enterprise
from changqian.platform.foundation.enterprises.rules import Fate, Management, Restructure, Status, TagSource
from changqian.platform.foundation.enterprises.tagging import apply_rules
from changqian.platform.foundation.records.services import create, create_many
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation

TAKE_OVER = "enterprises.take_over"
OF_FIRM = ("uscc", "legacy_reg_no", "name", "address", "region", "industry", "legal_person", "staff_count", "revenue")
FOUND = (*OF_FIRM, "supervised_industry", "status")
ALIVE = (
    *(Status.OPERATING, Status.PLANNED, Status.SUSPENDED, Status.CEASED),
    *(Status.CLOSED, Status.MOVED, Status.DEREGISTERED),
)
OF_SITE = ("address", "region", "lon", "lat", "datum", "industry", "staff_count", "contact", "contact_phone", "status")
Row = Mapping[str, Any]
"As the old system has it; `tags` are codes, `aliases` numbers by the system that knows the place under them."


@dataclass(frozen=True, slots=True)
class Became:
    """What becomes of a row: rows of one firm have the same `code`; `enterprise` is the registered one they meet."""

    fate: Fate
    code: str = ""
    enterprise: int | None = None
    reason: str = ""
    field: str = ""
    "Which input the reason is about."
    doubts: tuple[str, ...] = ()
    "Why a row that can be taken over should be looked at."


@dataclass(frozen=True, slots=True)
class NewSite:
    """A row that can be taken over: whose site, what it is like, and what else hangs on it."""

    legacy_id: str
    code: str
    fields: dict[str, Any]
    tags: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    "(system, number) under which other systems know the place."


@dataclass(slots=True)
class Intake:
    """Every given row is in exactly one of the four: nothing is lost on the way."""

    founding: dict[str, dict[str, Any]] = field(default_factory=dict)
    "New enterprises by code."
    sites: list[NewSite] = field(default_factory=list)
    known: dict[str, Enterprise] = field(default_factory=dict)
    "Enterprises that are registered already, by code."
    taken: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    fates: list[Became] = field(default_factory=list)
    "In the order of the rows."

    def summary(self) -> dict[str, Any]:
        return {
            "enterprises": len(self.founding),
            "sites": len(self.sites),
            "joined": sum(site.code in self.known for site in self.sites),
            "taken": self.taken,
            "refused": self.refused,
        }


@dataclass(slots=True)
class Numbers:
    """Under which numbers other systems know places already: each stands for one place."""

    taken: set[tuple[str, str]]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        asked = {pair for row in rows for pair in (row.get("aliases") or {}).items()}
        links = LegacyRow.objects.filter(
            system__in={system for system, _ in asked}, legacy_id__in={number for _, number in asked}
        )
        return cls(set(links.values_list("system", "legacy_id")))

    def refuse_taken(self, row: Row) -> None:
        aliases = (row.get("aliases") or {}).items()
        for system, number in aliases:
            if (system, number) in self.taken:
                raise RuleViolation(f"{system}编号“{number}”已对应另一场所", field=system)
        self.taken.update(aliases)


@transaction.atomic  # what is known is locked, as when it is carried out
def preview_take_over(*, actor: User, system: str, rows: Sequence[Row]) -> dict[str, Any]:
    """What would become of each row, and of all together; nothing is written.

    `rows` holds {row, fate, code, enterprise, enterprise_name, reason} per given row, `row` counting from 1; the firm a
    row meets is named as far as the actor sees it.
    """
    seen = Enterprise.objects.within(actor, TAKE_OVER)
    intake = _intake(system, rows)
    met = {each.enterprise for each in intake.fates if each.enterprise}
    names = dict(seen.filter(pk__in=met).values_list("pk", "name"))
    told = [
        {
            "row": number,
            "fate": each.fate,
            "code": each.code,
            "enterprise": each.enterprise if each.enterprise in names else None,
            "enterprise_name": names.get(each.enterprise or 0, ""),
            "reason": each.reason,
            "doubts": each.doubts,
        }
        for number, each in enumerate(intake.fates, start=1)
    ]
    return {**intake.summary(), "rows": told}


@transaction.atomic
def take_over(*, actor: User, system: str, rows: Sequence[Row], reason: str) -> Restructuring:
    """Take over what can be; the refused rows stand in the summary, to be corrected and sent again."""
    row, _ = take_over_told(actor=actor, system=system, rows=rows, reason=reason)
    if row is None:
        raise RuleViolation("没有可接管的数据：全部已接管或有错误", field="rows")
    return row


@transaction.atomic
def take_over_told(
    *, actor: User, system: str, rows: Sequence[Row], reason: str, run: str = "", skip_doubtful: bool = False
) -> tuple[Restructuring | None, list[Became]]:
    """The same as one batch of a `run`, with what became of each row; None where none of them could be taken over."""
    intake = _intake(system, rows, skip_doubtful=skip_doubtful)
    if not intake.sites:
        return None, intake.fates
    book = Journal()
    founded = create_many(
        Enterprise,
        [{**fields, "management": Management.LOCAL} for fields in intake.founding.values()],
        actor=actor,
        action=TAKE_OVER,
    )
    firms = {**intake.known, **dict(zip(intake.founding, founded, strict=True))}
    given = [{"enterprise": firms[new.code], **new.fields} for new in intake.sites]
    sites = create_many(Site, given, actor=actor, action=TAKE_OVER)
    links = LegacyRow.objects.bulk_create(
        LegacyRow(system=where, legacy_id=number, enterprise=site.enterprise, site=site)
        for new, site in zip(intake.sites, sites, strict=True)
        for where, number in ((system, new.legacy_id), *new.aliases)
    )
    today = timezone.localdate()
    tags = Tag.objects.bulk_create(
        Tag(
            enterprise=site.enterprise, site=site, code=code, source=TagSource.SYSTEM, valid_from=today,
            note=f"{system}迁入"[:200], given_by=actor,
        )
        for new, site in zip(intake.sites, sites, strict=True)
        for code in new.tags
    )  # fmt: skip
    book.made([*founded, *sites, *links, *tags])
    row = create(
        Restructuring,
        actor=actor,
        action=TAKE_OVER,
        kind=Restructure.TAKE_OVER,
        reason=reason,
        summary={"system": system, **({"run": run} if run else {}), **intake.summary()},
    )
    book.close(row)
    apply_rules([firm.pk for firm in founded], actor=actor)
    return row, intake.fates


def batches_of(run: str) -> QuerySet[Restructuring]:
    """The batches of a run that still hold, the last one first: in that order they are undone."""
    rows: QuerySet[Restructuring] = Restructuring.objects.filter(
        kind=Restructure.TAKE_OVER, undone_at=None, summary__run=run
    )
    return rows.order_by("-pk")


def _intake(system: str, rows: Sequence[Row], *, skip_doubtful: bool = False) -> Intake:
    """Sort the rows; a handful of queries for any number of them."""
    found = Intake()
    ids = [str(row["legacy_id"]).strip() for row in rows]
    links = LegacyRow.objects.filter(system=system, legacy_id__in=ids)
    taken = dict(links.values_list("legacy_id", "enterprise"))
    regions = _regions()
    read: list[tuple[str, Row, dict[str, Any]] | None] = []
    seen: set[str] = set()
    numbers = Numbers.of(rows)
    for number, (legacy_id, row) in enumerate(zip(ids, rows, strict=True), start=1):
        read.append(None)
        fate = Became(Fate.TAKEN, enterprise=taken.get(legacy_id))
        try:
            if legacy_id in taken:
                found.taken.append(legacy_id)
            else:
                fate = Became(Fate.NEW)
                read[-1] = (legacy_id, row, _checked(legacy_id, row, regions, seen))
                numbers.refuse_taken(row)
        except RuleViolation as error:
            read[-1] = None
            fate = Became(Fate.REFUSED, reason=str(error), field=error.field or "")
            found.refused.append({"row": str(number), "legacy_id": legacy_id, "reason": fate.reason})
        found.fates.append(fate)
    found.known = _known([code_of(each[2]) for each in read if each])
    doubting = Doubting.about([each[2] for each in read if each], found.known)
    for number, each in enumerate(read):
        if each:
            found.fates[number] = _place(found, *each, doubting=doubting, skip=skip_doubtful)
    return found


def _regions() -> dict[str, Region]:
    """By code; by name where one region alone in the city has it, as old tables say where a firm lies."""
    every = list(Region.objects.all())
    named = Counter(region.name for region in every)
    alone = {region.name: region for region in every if named[region.name] == 1}
    return {**alone, **{region.code: region for region in every if region.code}}


def _checked(legacy_id: str, row: Row, regions: Mapping[str, Region], seen: set[str]) -> dict[str, Any]:
    if not legacy_id:
        raise RuleViolation("请填写旧系统编号", field="legacy_id")
    if legacy_id in seen:
        raise RuleViolation("旧系统编号在本批中重复", field="legacy_id")
    seen.add(legacy_id)
    return _read(row, regions)


def _place(
    found: Intake, legacy_id: str, row: Row, fields: Mapping[str, Any], *, doubting: Doubting, skip: bool
) -> Became:
    """Put a readable row to its firm: one that is registered, one that an earlier row founds, or a new one."""
    code = code_of(fields)
    known = found.known.get(code)
    met = known.pk if known else None
    doubts = doubting.doubts(code, fields)
    if doubts and skip:
        return Became(Fate.DOUBTFUL, code=code, enterprise=met, doubts=doubts)
    doubting.remember(code, fields)
    fate = Fate.JOINED if known else Fate.SITE if code in found.founding else Fate.NEW
    if fate == Fate.NEW:
        found.founding[code] = {name: fields[name] for name in FOUND if name in fields}
    elif not known and "status" in fields:  # a firm is as alive as the most alive of its places
        founding = found.founding[code]
        founding["status"] = min(founding.get("status", fields["status"]), fields["status"], key=ALIVE.index)
    place = {name: fields[name] for name in OF_SITE if name in fields}
    name = str(row.get("site_name") or "").strip() or f"{fields['region'].name}场所"
    more = {"tags": tuple(row.get("tags") or ()), "aliases": tuple((row.get("aliases") or {}).items())}
    found.sites.append(NewSite(legacy_id, code, {"name": name[:100], **place}, **more))
    return Became(fate, code=code, enterprise=met, doubts=doubts)


def _read(row: Row, regions: Mapping[str, Region]) -> dict[str, Any]:
    """The fields of one row; RuleViolation with what is wrong with it."""
    fields = {name: value for name, value in row.items() if name in {*OF_FIRM, *OF_SITE}}
    region = regions.get(str(row.get("region") or "").strip())
    if region is None:
        raise RuleViolation(f"没有区划代码“{row.get('region') or ''}”", field="region")
    fields["region"] = region
    read_codes(fields)
    if not fields.get("uscc") and not fields.get("legacy_reg_no"):
        raise RuleViolation("没有统一社会信用代码，也没有原注册号", field="uscc")
    firm = read_enterprise({name: fields[name] for name in OF_FIRM if name in fields})
    place = checked_site({name: fields[name] for name in OF_SITE if name in fields})
    return {**firm, **place}


def _known(codes: Sequence[str]) -> dict[str, Enterprise]:
    rows = Enterprise.objects.current().filter(Q(uscc__in=codes) | Q(legacy_reg_no__in=codes))
    found: dict[str, Enterprise] = {}
    for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk"):
        found |= {code: row for code in (row.uscc, row.legacy_reg_no) if code}
    return found
