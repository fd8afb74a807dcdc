"""管控变更: what became of the control of a risk, noted by the step that changed it."""

from datetime import date

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.services import create
from changqian.platform.safety.risks.models import ControlChange, RiskPoint, RiskPointVersion
from changqian.platform.safety.risks.rules import Change, change_of


def note_version(
    point: RiskPoint,
    before: RiskPointVersion,
    now: RiskPointVersion,
    *,
    actor: User,
    action: str,
    on: date,
    resumed: bool,
) -> ControlChange:
    """A version came into force in the place of another."""
    kind = change_of(before.content["level"], now.content["level"], resumed=resumed)
    columns = [name for name, value in now.content.items() if before.content.get(name) != value]
    return _note(point, kind, before=before.content["level"], columns=columns, actor=actor, action=action, on=on)


def note_stop(point: RiskPoint, *, actor: User, action: str, on: date) -> ControlChange:
    return _note(point, Change.STOPPED, before=point.level, reason=point.stop_reason, actor=actor, action=action, on=on)


def _note(
    point: RiskPoint,
    kind: Change,
    *,
    before: str,
    columns: list[str] | None = None,
    reason: str = "",
    actor: User,
    action: str,
    on: date,
) -> ControlChange:
    return create(
        ControlChange,
        actor=actor,
        action=action,
        site=point.site,
        risk_point=point,
        kind=kind,
        changed_on=on,
        level_before=before,
        level=point.level,
        columns=columns or [],
        reason=reason,
    )
