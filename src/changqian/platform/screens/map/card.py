"""What a regulator wants to know of a site before going there; each figure through its ledger, within the grants."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.services import industries
from changqian.platform.foundation.enterprises.models import Site, Tag, TagKind
from changqian.platform.foundation.enterprises.rules import Status
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.foundation.records.fields import masked
from changqian.platform.kernel.dates import month_of
from changqian.platform.ledgerkit.ledgers import may
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import DONE, IN_FORCE, Level, TaskStatus


def card(site: Site, *, actor: User, today: date) -> dict[str, Any]:
    """`hidden` names the ledgers the actor may not view: their figures are left at zero."""
    firm = site.enterprise
    industry = site.industry or firm.industry
    return {
        "id": site.pk,
        "name": site.name,
        "enterprise": firm.pk,
        "enterprise_name": firm.name,
        "uscc": firm.uscc,
        "region": site.region_id,
        "region_name": site.region.name,
        "address": site.address,
        "lon": site.lon,
        "lat": site.lat,
        "status": site.status,
        "status_label": Status(site.status).label,
        "industry": industry,
        "industry_label": industry_name(industry, today),
        "staff_count": site.staff_count or firm.staff_count,
        "contact": site.contact or firm.contact,
        "contact_phone": masked(site.contact_phone or firm.contact_phone),
        "tags": tag_names(site, today),
        "hidden": [ledger for ledger in ("risks", "hazards") if not may(actor, f"{ledger}.view")],
        **_risks(site, actor, today),
        **_hazards(site, actor, today),
    }


def industry_name(code: str, today: date) -> str:
    try:
        return industries(on=today).names.get(code, "") if code else ""
    except Scheme.DoesNotExist:
        return ""


def tag_names(site: Site, today: date) -> list[str]:
    """Of the site and of its enterprise as a whole."""
    held = Tag.objects.filter(in_force(today), Q(site=site) | Q(site=None), enterprise=site.enterprise_id)
    return list(TagKind.objects.filter(code__in=held.values("code")).values_list("name", flat=True))


def _risks(site: Site, actor: User, today: date) -> dict[str, Any]:
    levels, tasks = dict.fromkeys(Level.values, 0), {"total": 0, "done": 0}
    if may(actor, "risks.view"):
        points = RiskPoint.objects.within(actor, "risks.view").current().filter(site=site, status__in=IN_FORCE)
        levels |= dict(points.order_by().values_list("level").annotate(n=Count("pk")))
        month = RiskTask.objects.within(actor, "risks.view").current().filter(site=site, month=month_of(today))
        counted = month.exclude(status__in=[TaskStatus.EXEMPT, TaskStatus.CANCELLED])
        tasks = counted.aggregate(total=Count("pk"), done=Count("pk", filter=Q(status__in=DONE)))
    return {"risk_points": levels, "tasks": tasks}


def _hazards(site: Site, actor: User, today: date) -> dict[str, Any]:
    if not may(actor, "hazards.view"):
        return {"hazards": {"open": 0, "overdue": 0}}
    rows = Hazard.objects.within(actor, "hazards.view").current().filter(site=site)
    late = Count("pk", filter=Q(status__in=OPEN, due_on__lt=today))
    return {"hazards": rows.aggregate(open=Count("pk", filter=Q(status__in=OPEN)), overdue=late)}
