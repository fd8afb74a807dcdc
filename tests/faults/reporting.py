"""Hazards that somebody reports while things break."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx


def first_site(officer: httpx.Client) -> int:
    return int(officer.get("/api/sites/").raise_for_status().json()["results"][0]["id"])


def report(site: int, text: str, **more: Any) -> dict[str, Any]:
    """What a phone sends; to be sent again as it is."""
    moment = datetime.now(UTC).isoformat()
    said = {"site": site, "description": text, "category": "fire", "client_uuid": str(uuid4()), "captured_at": moment}
    return said | more
