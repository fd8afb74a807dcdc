"""Pictures of a hazard: who may see the hazard sees them, and a change of them stands in its history.

They all hang on the hazard, each group in a slot of its own: `before`, `after.<round>`, `review.<round>` and
`event.<id>` for a report of progress.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.services import attach, attached
from changqian.platform.kernel.errors import RuleViolation

Photos = Mapping[str, list[dict[str, object]]]

BEFORE = "before"
LABELS = {"before": "整改前照片", "after": "整改后照片", "review": "复查照片", "event": "进度照片"}


def after(number: int) -> str:
    return f"after.{number}"


def review(number: int) -> str:
    return f"review.{number}"


def of_event(pk: int) -> str:
    return f"event.{pk}"


def keep(hazard: Hazard, slot: str, photos: Sequence[int], *, actor: User) -> None:
    """Put these files into the slot; RuleViolation about `photos` for one that is not the actor's."""
    if not photos:
        return
    try:
        attach(hazard, slot, photos, actor=actor, label=LABELS[slot.partition(".")[0]])
    except RuleViolation as violation:
        raise RuleViolation(str(violation), field="photos") from violation


def shown(hazard: Hazard) -> Photos:
    """All pictures of the hazard by slot; one query."""
    by_slot: dict[str, list[dict[str, object]]] = defaultdict(list)
    for file in attached(Hazard, [hazard.pk]).get(hazard.pk, []):
        by_slot[str(file["slot"])].append(file)
    return by_slot
