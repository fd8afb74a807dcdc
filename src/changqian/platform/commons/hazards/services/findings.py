"""What another ledger brings to light: some of it becomes hazards, and stays linked to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.services.reporting import report_hazard
from changqian.platform.foundation.accounts.models import User


def findings_of(
    told: Sequence[Mapping[str, Any]], *, actor: User, now: datetime, **hazard: Any
) -> list[dict[str, Any]]:
    """[{description, hazard: its number or None}], as a row keeps them. Those told with `hazard` set are reported;
    `hazard` says where they are, of which category, and what they came from."""
    return [
        {
            "description": each["description"],
            "hazard": report_hazard(actor=actor, description=each["description"], now=now, **hazard).pk
            if each.get("hazard")
            else None,
        }
        for each in told
    ]


def with_hazards(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The findings with number and status of the hazards they became."""
    found = Hazard.objects.filter(pk__in=[each["hazard"] for each in findings if each["hazard"]], ended_at=None)
    known = {hazard.pk: hazard for hazard in found.only("number", "status")}
    return [
        {**each, **{f"hazard_{name}": getattr(known.get(each["hazard"]), name, None) for name in ("number", "status")}}
        for each in findings
    ]
