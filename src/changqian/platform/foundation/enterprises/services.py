"""Enterprises and their sites: registering, editing, opening, closing, moving. Merging and the like: restructuring."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.enterprises.models import Enterprise, Site, SiteMove, Tag
from changqian.platform.foundation.enterprises.registering import (
    checked_contact,
    checked_coordinates,
    checked_enterprise,
    checked_region,
    checked_site,
    held_by,
)
from changqian.platform.foundation.enterprises.rules import STANDING
from changqian.platform.foundation.enterprises.tagging import apply_rules, withdraw_all
from changqian.platform.foundation.enterprises.tasks import follow_sites
from changqian.platform.foundation.jobs.services import announce
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.foundation.regions.models import WIDTH, Region
from changqian.platform.kernel.errors import RuleViolation

REGISTER, EDIT, EDIT_CONTACT = "enterprises.register", "enterprises.edit", "enterprises.edit_contact"
OPEN_SITE, EDIT_SITE = "enterprises.open_site", "enterprises.edit_site"
MOVE_SITE, CLOSE_SITE = "enterprises.move_site", "enterprises.close_site"
CALL = "enterprises.call"


@transaction.atomic
def register_enterprise(*, actor: User, site: Mapping[str, Any] | None = None, **fields: Any) -> Enterprise:
    """A new enterprise, and its first site if one is given.

    A firm registered outside the city (region 常州市) lies where its first site is: it is created there first, so
    that whoever registers it can see it.
    """
    checked = checked_enterprise(fields, actor=actor)
    region = checked["region"]
    if site and len(region.path) == WIDTH:
        checked["region"] = checked_region(site["region"])
    row = create(Enterprise, actor=actor, action=REGISTER, **checked)
    if site:
        open_site(actor=actor, enterprise=row, **site)
        if checked["region"] != region:
            change(row, actor=actor, action=REGISTER, expected_version=None, region=region)
    apply_rules([row.pk], actor=actor)
    return row


@transaction.atomic
def edit_enterprise(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> Enterprise:
    row = locked(Enterprise, pk, actor=actor, action=EDIT)
    checked = checked_enterprise(fields, actor=actor, known=row)
    change(row, actor=actor, action=EDIT, expected_version=expected_version, **checked)
    apply_rules([row.pk], actor=actor)
    return row


@transaction.atomic
def edit_contact(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> Enterprise:
    """What the firm itself knows best: whom to call, how many work there, what they earn."""
    row = locked(Enterprise, pk, actor=actor, action=EDIT_CONTACT)
    return change(
        row, actor=actor, action=EDIT_CONTACT, expected_version=expected_version, **checked_contact(dict(fields))
    )


@transaction.atomic
def end_enterprise(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Enterprise:
    """Take a wrongly registered enterprise out. One that has sites was not registered wrongly: close those first."""
    row = locked(Enterprise, pk, actor=actor, action="enterprises.end")
    if count := row.sites.filter(ended_at=None).count():
        raise RuleViolation(f"该企业还有{count}个场所，请先关闭场所；企业歇业请改用状态变更")
    withdraw_all(Tag.objects.filter(enterprise=row), actor=actor, reason="企业删除")
    return end(row, actor=actor, action="enterprises.end", expected_version=expected_version, reason=reason)


@transaction.atomic
def open_site(*, actor: User, enterprise: Enterprise, **fields: Any) -> Site:
    """A new site. Whoever may open sites in its region may open it for any enterprise, wherever that has others.

    The enterprise is locked and read anew: a merge that ends it at this moment must not leave a site behind.
    """
    firm = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    if firm.ended_at:
        raise RuleViolation("该企业已删除或合并，不能新增场所", field="enterprise")
    if fields.get("is_registered"):
        _refuse_second_registered(enterprise)
    return create(Site, actor=actor, action=OPEN_SITE, enterprise=enterprise, **checked_site(fields))


def contact_at(pk: int, *, actor: User) -> dict[str, str]:
    """Whom to call at a site, with the whole number: lists and details hide it, so each look is in the trail."""
    site = Site.objects.within(actor, CALL).current().select_related("enterprise").get(pk=pk)
    record(actor=actor, action=CALL, row=site, changes={})
    known = site if site.contact_phone else site.enterprise
    return {"contact": known.contact, "phone": known.contact_phone}


def open_site_by(
    *, actor: User, enterprise: int | None = None, uscc: str | None = None, region: Region, **fields: Any
) -> Site:
    """A new site of an enterprise that the actor sees, or of any whose code the actor knows."""
    if enterprise is not None:
        firm = Enterprise.objects.within(actor, "enterprises.view").current().filter(pk=enterprise).first()
    else:
        firm = held_by({"uscc": (uscc or "").strip().upper()})
    if firm is None:
        raise RuleViolation(
            "没有找到该企业，请核对信用代码；未登记的企业请先登记", field="uscc" if enterprise is None else "enterprise"
        )
    return open_site(actor=actor, enterprise=firm, region=region, **fields)


@transaction.atomic
def edit_site(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> Site:
    row = locked(Site, pk, actor=actor, action=EDIT_SITE)
    if fields.get("is_registered") and not row.is_registered:
        _refuse_second_registered(row.enterprise)
    if "lon" in fields or "lat" in fields:
        fields.setdefault("lon", row.lon)
        fields.setdefault("lat", row.lat)
    return change(row, actor=actor, action=EDIT_SITE, expected_version=expected_version, **checked_site(fields))


@transaction.atomic
def close_site(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Site:
    row = locked(Site, pk, actor=actor, action=CLOSE_SITE)
    withdraw_all(Tag.objects.filter(site=row), actor=actor, reason="场所关闭")
    announce(STANDING, sites=[pk])
    return end(row, actor=actor, action=CLOSE_SITE, expected_version=expected_version, reason=reason)


@transaction.atomic
def move_site(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    region: Region,
    moved_on: date,
    address: str | None = None,
    lon: float | None = None,
    lat: float | None = None,
    datum: str = "cgcs2000",
) -> Site:
    """The site goes to another region: its records follow in a job, facts of earlier months stay where they were.

    Without a new point the old one is dropped: it would show the site in the region it left.
    """
    row = locked(Site, pk, actor=actor, action=MOVE_SITE)
    if row.region_id == region.pk:
        raise RuleViolation(f"该场所已在{region.name}", field="region")
    last = row.moves.order_by("-moved_on").first()
    if last and moved_on < last.moved_on:
        raise RuleViolation(f"迁移日期不能早于上次迁移（{last.moved_on}）", field="moved_on")
    place: dict[str, Any] = {"region": checked_region(region), **checked_coordinates(lon, lat, datum)}
    if address is not None:
        place["address"] = address
    SiteMove.objects.create(site=row, old_region_id=row.region_id, new_region=region, moved_on=moved_on, moved_by=actor)
    change(row, actor=actor, action=MOVE_SITE, expected_version=expected_version, **place)
    follow_sites([row.pk])
    return row


def _refuse_second_registered(enterprise: Enterprise) -> None:
    first = enterprise.sites.filter(is_registered=True, ended_at=None).first()
    if first:
        raise RuleViolation(f"注册地场所已是“{first.name}”，请先取消它的标记", field="is_registered")
