"""Saving a file as a page does: a ticket, then what it opens."""

from typing import Any


def saved(client: Any, path: str, query: dict[str, Any] | None = None) -> Any:
    """The answer with the file (`/api/files/5/`, `/api/exports/5/file/`); that to the ticket, where there is none."""
    told = client.post(path, query_params=query)
    return client.get(told.json()["address"]) if told.status_code == 201 else told
