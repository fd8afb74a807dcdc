"""What a regulator wants to know of a site before he goes there."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.services import items
from changqian.platform.foundation.enterprises.models import Site, Tag, TagKind
from changqian.platform.foundation.enterprises.rules import Status
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.foundation.records.fields import masked
from changqian.platform.kernel.dates import month_of
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import DONE
from changqian.platform.screens.map.reading import points_by_level


def card_of(actor: User, pk: int, *, today: date) -> dict[str, Any]:
    """One site of the reader's, with what its ledgers say today. Site.DoesNotExist outside his reach."""
    rows = Site.objects.within(actor, "enterprises.view").current().select_related("enterprise", "region")
    site = rows.get(pk=pk)
    return {
        "id": site.pk,
        "name": site.name,
        "enterprise": site.enterprise_id,
        "enterprise_name": site.enterprise.name,
        "region_name": site.region.name,
        "address": site.address,
        "lon": site.lon,
        "lat": site.lat,
        "status": site.status,
        "status_label": Status(site.status).label,
        "industry_label": _industry(site.industry or site.enterprise.industry, today),
        "staff_count": site.staff_count,
        "contact": site.contact,
        "contact_phone": masked(site.contact_phone),
        "tags": _tags(site, today),
        "risk_points": points_by_level(actor, site.pk),
        "tasks": _tasks(actor, site.pk, today),
        "hazards": _hazards(actor, site.pk, today),
    }


def _industry(code: str, today: date) -> str:
    """What the code is called; the code itself where the dictionary was not loaded."""
    try:
        found = items("industries", on=today).filter(code=code).first()
    except Scheme.DoesNotExist:
        return code
    return found.name if found else code


def _tags(site: Site, today: date) -> list[str]:
    own = Tag.objects.filter(in_force(today)).filter(Q(site=site) | Q(site__isnull=True, enterprise=site.enterprise_id))
    names = dict(TagKind.objects.values_list("code", "name"))
    return [names.get(code, code) for code in sorted(set(own.values_list("code", flat=True)))]


def _tasks(actor: User, site: int, today: date) -> dict[str, int]:
    try:
        rows = RiskTask.objects.within(actor, "risks.view").current().filter(site=site, month=month_of(today))
    except PermissionDenied:
        return {"total": 0, "done": 0}
    counted: dict[str, int] = rows.order_by().aggregate(total=Count("pk"), done=Count("pk", filter=Q(status__in=DONE)))
    return counted


def _hazards(actor: User, site: int, today: date) -> dict[str, int]:
    try:
        rows = Hazard.objects.within(actor, "hazards.view").current().filter(site=site)
    except PermissionDenied:
        return {"open": 0, "overdue": 0}
    counted: dict[str, int] = rows.order_by().aggregate(
        open=Count("pk", filter=Q(status__in=OPEN)), overdue=Count("pk", filter=Q(due_on__lt=today))
    )
    return counted
