"""Setting a parameter that concerns no security; the others go by request and approval."""

from datetime import datetime

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.parameters.models import Value
from changqian.platform.foundation.parameters.rules import known
from changqian.platform.foundation.parameters.services import keep, value
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import require


@transaction.atomic
def set_parameter(
    key: str, *, actor: User, value_given: object, reason: str, effective_at: datetime | None, now: datetime
) -> Value:
    """RuleViolation out of bounds, and for what changes by request only."""
    require(actor, "parameters.set")
    parameter = known(key)
    if parameter.guarded:
        raise RuleViolation(f"“{parameter.label}”涉及安全，请提出申请，由安全保密管理员批准后生效", field="value")
    if len(reason.strip()) < 2:
        raise RuleViolation("请写明修改原因", field="reason")
    old = value(key)
    row = keep(key, value_given, by=actor, reason=reason.strip(), effective_at=effective_at or now, now=now)
    told = {"key": key, "value": [old, row.value], "effective_at": row.effective_at}
    record(actor=actor, action="parameters.set", row=row, changes=told)
    return row
