"""Reading parameters, and keeping what one is set to. Who may set what: foundation/administration."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.functions import Now

from changqian.platform.foundation.parameters.models import Value
from changqian.platform.foundation.parameters.rules import PARAMETERS, known

VALUES = "parameters.values"
STALE_AFTER = 30
"Seconds another process may go on with an old value."


def value(key: str) -> Any:
    """What the parameter is now: as it was set, else its default. KeyError if there is none.

    One that was set when its bounds were wider is what comes nearest within them.
    """
    parameter = PARAMETERS[key]
    return parameter.within(_in_force().get(key, parameter.default))


def keep(key: str, given: object, *, by: Any, reason: str, effective_at: datetime, now: datetime) -> Value:
    """Note what a parameter is from `effective_at` on; RuleViolation outside of its bounds.

    It asks no permission and leaves no trail: its caller does both. `by` is a user, of a layer above this one.
    """
    checked = known(key).checked(given)
    row = Value.objects.create(
        key=key, value=checked, effective_at=max(effective_at, now), reason=reason, set_by=by, set_at=now
    )
    cache.delete(VALUES)
    transaction.on_commit(lambda: cache.delete(VALUES))
    return row


def _in_force() -> dict[str, Any]:
    """By key, of those that were ever set; read twice a minute. The database's clock says what has come into force."""
    found: dict[str, Any] | None = cache.get(VALUES)
    if found is None:
        rows = Value.objects.filter(effective_at__lte=Now()).order_by("effective_at", "pk")
        found = dict(rows.values_list("key", "value"))
        cache.set(VALUES, found, STALE_AFTER)
    return found
