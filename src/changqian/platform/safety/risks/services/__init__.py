"""What one can do with risks: the catalogue, risk points, monthly tasks, patrols."""

from changqian.platform.safety.risks.services.catalogue import add_entry, revise_entry, revisions_of, switch_entry
from changqian.platform.safety.risks.services.months import (
    Explanation,
    ask_exemption,
    ask_exemptions,
    cancel_task,
    create_month,
    explain,
    grant_exemption,
    grant_exemptions,
    refuse_exemption,
    required_of,
    task_for,
)
from changqian.platform.safety.risks.services.patrols import levels_open_to, patrol
from changqian.platform.safety.risks.services.points import (
    activate_point,
    approve_point,
    edit_point,
    end_point,
    judge,
    register_point,
    revise_point,
    stop_point,
    version_in_force,
)
from changqian.platform.safety.risks.services.reference import (
    Listed,
    accident_names,
    bands,
    frequencies,
    listed,
    load_catalogue,
)
from changqian.platform.safety.risks.services.standing import follow_sites

__all__ = [
    "Explanation",
    "Listed",
    "accident_names",
    "activate_point",
    "add_entry",
    "approve_point",
    "ask_exemption",
    "ask_exemptions",
    "bands",
    "cancel_task",
    "create_month",
    "edit_point",
    "end_point",
    "explain",
    "follow_sites",
    "frequencies",
    "grant_exemption",
    "grant_exemptions",
    "judge",
    "levels_open_to",
    "listed",
    "load_catalogue",
    "patrol",
    "refuse_exemption",
    "register_point",
    "required_of",
    "revise_entry",
    "revise_point",
    "revisions_of",
    "stop_point",
    "switch_entry",
    "task_for",
    "version_in_force",
]
