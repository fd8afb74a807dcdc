"""Rows of the old system, which knew one place per enterprise: each becomes exactly one site. (domain §1.5)

Rows with the same 统一社会信用代码 become several sites of one enterprise, whether they come together or one by one.
A row that was taken over already is left alone; one that cannot be is named with its reason and kept in the summary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.journal import Journal
from changqian.platform.foundation.enterprises.models import Enterprise, LegacyRow, Restructuring, Site
from changqian.platform.foundation.enterprises.registering import checked_site, read_codes, read_enterprise
from changqian.platform.foundation.enterprises.rules import Fate, Management, Restructure
from changqian.platform.foundation.enterprises.tagging import apply_rules
from changqian.platform.foundation.records.services import create, create_many
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation

TAKE_OVER = "enterprises.take_over"
OF_FIRM = ("uscc", "legacy_reg_no", "name", "address", "region", "industry", "legal_person", "staff_count", "revenue")
FOUND = (*OF_FIRM, "supervised_industry")
OF_SITE = ("address", "region", "lon", "lat", "datum", "industry", "staff_count", "contact", "contact_phone")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Became:
    """What becomes of a row: rows of one firm have the same `code`; `enterprise` is the registered one they meet."""

    fate: Fate
    code: str = ""
    enterprise: int | None = None
    reason: str = ""


@dataclass(slots=True)
class Intake:
    """Every given row is in exactly one of the four: nothing is lost on the way."""

    founding: dict[str, dict[str, Any]] = field(default_factory=dict)
    "New enterprises by code."
    sites: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    "(legacy id, code, fields) per new site."
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
            "joined": sum(code in self.known for _, code, _ in self.sites),
            "taken": self.taken,
            "refused": self.refused,
        }


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
        }
        for number, each in enumerate(intake.fates, start=1)
    ]
    return {**intake.summary(), "rows": told}


@transaction.atomic
def take_over(*, actor: User, system: str, rows: Sequence[Row], reason: str) -> Restructuring:
    """Take over what can be; the refused rows stand in the summary, to be corrected and sent again."""
    intake = _intake(system, rows)
    if not intake.sites:
        raise RuleViolation("没有可接管的数据：全部已接管或有错误", field="rows")
    book = Journal()
    founded = create_many(
        Enterprise,
        [{**fields, "management": Management.LOCAL} for fields in intake.founding.values()],
        actor=actor,
        action=TAKE_OVER,
    )
    firms = {**intake.known, **dict(zip(intake.founding, founded, strict=True))}
    given = [{"enterprise": firms[code], **fields} for _, code, fields in intake.sites]
    sites = create_many(Site, given, actor=actor, action=TAKE_OVER)
    links = LegacyRow.objects.bulk_create(
        LegacyRow(system=system, legacy_id=legacy_id, enterprise=firms[code], site=site)
        for (legacy_id, code, _), site in zip(intake.sites, sites, strict=True)
    )
    book.made([*founded, *sites, *links])
    row = create(
        Restructuring,
        actor=actor,
        action=TAKE_OVER,
        kind=Restructure.TAKE_OVER,
        reason=reason,
        summary={"system": system, **intake.summary()},
    )
    book.close(row)
    apply_rules([firm.pk for firm in founded], actor=actor)
    return row


def _intake(system: str, rows: Sequence[Row]) -> Intake:
    """Sort the rows; a handful of queries for any number of them."""
    found = Intake()
    ids = [str(row["legacy_id"]).strip() for row in rows]
    links = LegacyRow.objects.filter(system=system, legacy_id__in=ids)
    taken = dict(links.values_list("legacy_id", "enterprise"))
    regions = {region.code: region for region in Region.objects.exclude(code=None)}
    read: list[tuple[str, Row, dict[str, Any]] | None] = []
    seen: set[str] = set()
    for number, (legacy_id, row) in enumerate(zip(ids, rows, strict=True), start=1):
        read.append(None)
        fate = Became(Fate.TAKEN, enterprise=taken.get(legacy_id))
        try:
            if legacy_id in taken:
                found.taken.append(legacy_id)
            else:
                fate = Became(Fate.NEW)
                read[-1] = (legacy_id, row, _checked(legacy_id, row, regions, seen))
        except RuleViolation as error:
            fate = Became(Fate.REFUSED, reason=str(error))
            found.refused.append({"row": str(number), "legacy_id": legacy_id, "reason": fate.reason})
        found.fates.append(fate)
    found.known = _known([code_of(each[2]) for each in read if each])
    for number, each in enumerate(read):
        if each:
            found.fates[number] = _place(found, *each)
    return found


def _checked(legacy_id: str, row: Row, regions: Mapping[str | None, Region], seen: set[str]) -> dict[str, Any]:
    if not legacy_id:
        raise RuleViolation("请填写旧系统编号")
    if legacy_id in seen:
        raise RuleViolation("旧系统编号在本批中重复")
    seen.add(legacy_id)
    return _read(row, regions)


def _place(found: Intake, legacy_id: str, row: Row, fields: Mapping[str, Any]) -> Became:
    """Put a readable row to its firm: one that is registered, one that an earlier row founds, or a new one."""
    code = code_of(fields)
    known = found.known.get(code)
    fate = Fate.JOINED if known else Fate.SITE if code in found.founding else Fate.NEW
    if fate == Fate.NEW:
        found.founding[code] = {name: fields[name] for name in FOUND if name in fields}
    place = {name: fields[name] for name in OF_SITE if name in fields}
    name = str(row.get("site_name") or "").strip() or f"{fields['region'].name}场所"
    found.sites.append((legacy_id, code, {"name": name[:100], **place}))
    return Became(fate, code=code, enterprise=known.pk if known else None)


def code_of(fields: Row) -> str:
    return str(fields.get("uscc") or fields["legacy_reg_no"])


def _read(row: Row, regions: Mapping[str | None, Region]) -> dict[str, Any]:
    """The fields of one row; RuleViolation with what is wrong with it."""
    fields = {name: value for name, value in row.items() if name in {*OF_FIRM, *OF_SITE}}
    region = regions.get(str(row.get("region") or "").strip())
    if region is None:
        raise RuleViolation(f"没有区划代码“{row.get('region') or ''}”")
    fields["region"] = region
    read_codes(fields)
    if not fields.get("uscc") and not fields.get("legacy_reg_no"):
        raise RuleViolation("没有统一社会信用代码，也没有原注册号")
    firm = read_enterprise({name: fields[name] for name in OF_FIRM if name in fields})
    place = checked_site({name: fields[name] for name in OF_SITE if name in fields})
    return {**firm, **place}


def _known(codes: Sequence[str]) -> dict[str, Enterprise]:
    rows = Enterprise.objects.current().filter(Q(uscc__in=codes) | Q(legacy_reg_no__in=codes))
    found: dict[str, Enterprise] = {}
    for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk"):
        found |= {code: row for code in (row.uscc, row.legacy_reg_no) if code}
    return found
