"""What one can do with a hazard: one verb-named function per step, and two that only ask."""

from changqian.platform.commons.hazards.services.asking import next_steps, story
from changqian.platform.commons.hazards.services.rectifying import (
    assign_hazard,
    decide_extension,
    fail_review,
    fix_on_the_spot,
    pass_review,
    request_extension,
    start_rectifying,
    submit_rectification,
)
from changqian.platform.commons.hazards.services.reminding import remind_due
from changqian.platform.commons.hazards.services.reporting import (
    dismiss_hazard,
    edit_hazard,
    end_hazard,
    grade_hazard,
    report_hazard,
    take_number,
)
from changqian.platform.commons.hazards.services.supervising import (
    accept_hazard,
    apply_acceptance,
    approve_plan,
    close_hazard,
    lift_supervision,
    reject_hazard,
    report_authority,
    report_progress,
    return_plan,
    submit_plan,
    supervise_hazard,
)

__all__ = [
    "accept_hazard",
    "apply_acceptance",
    "approve_plan",
    "assign_hazard",
    "close_hazard",
    "decide_extension",
    "dismiss_hazard",
    "edit_hazard",
    "end_hazard",
    "fail_review",
    "fix_on_the_spot",
    "grade_hazard",
    "lift_supervision",
    "next_steps",
    "pass_review",
    "reject_hazard",
    "remind_due",
    "report_authority",
    "report_hazard",
    "report_progress",
    "request_extension",
    "return_plan",
    "start_rectifying",
    "story",
    "submit_plan",
    "submit_rectification",
    "supervise_hazard",
    "take_number",
]
