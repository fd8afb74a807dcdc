"""What this platform does differently on a connection to PostgreSQL: `base` is the backend that Django is told of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from changqian.platform.kernel.scope import Grant

backend: Any = connection


@contextmanager
def planned_once() -> Iterator[None]:
    """Statements in here are prepared on the server: whatever they are given leads to few rows."""
    before = backend.plans_once
    backend.plans_once = True
    try:
        yield
    finally:
        backend.plans_once = before


def plan_once(narrow: bool) -> None:
    """The same for the rest of a request; whoever turns it on turns it off in its end."""
    backend.plans_once = narrow


def few_rows(grants: Iterable[Grant]) -> bool:
    """Whether somebody reaches no more than the rows of his own firms, wherever he looks. Who looks at a town or a city
    needs a plan for each look: for one street an index is right, for a whole district another."""
    return all(grant.enterprises is not None for grant in grants)
