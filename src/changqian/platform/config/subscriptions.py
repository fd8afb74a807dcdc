"""Who is told what: event → services of the ledgers that care. The only place where two ledgers meet.

An event is announced by `foundation.jobs.services.announce("hazards.close", hazard=7)` inside the transition's own
transaction. A listener takes the facts as keywords and must bear being told twice.
"""

from collections.abc import Callable, Mapping

from changqian.platform.commons.joining.tasks import follow_approval as follow_claim
from changqian.platform.commons.joining.tasks import follow_roles
from changqian.platform.commons.professionals.tasks import follow_approval as follow_application
from changqian.platform.foundation.administration.effects import ROLES_CHANGED
from changqian.platform.foundation.administration.tasks import follow_own_request
from changqian.platform.foundation.approvals.services import DECIDED, RESUBMITTED, RETURNED
from changqian.platform.foundation.enterprises.rules import STANDING
from changqian.platform.foundation.enterprises.tasks import follow_approval
from changqian.platform.foundation.jobs.services import REGISTRY, subscribe
from changqian.platform.safety.risks.tasks import follow_standing

SUBSCRIPTIONS: Mapping[str, tuple[Callable[..., object], ...]] = {
    STANDING: (follow_standing,),
    DECIDED: (follow_approval, follow_claim, follow_application, follow_own_request),
    RETURNED: (follow_application,),
    RESUBMITTED: (follow_application,),
    ROLES_CHANGED: (follow_roles,),
}


def load() -> None:
    """Make them known to the worker; again changes nothing."""
    for event, listeners in SUBSCRIPTIONS.items():
        if event not in REGISTRY.listeners:
            subscribe(event, *listeners)
