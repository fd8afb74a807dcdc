"""Notice cards (安全风险告知卡): what was printed to hang at a risk point, when and by whom."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.services import create_many
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.models import NoticeCard, RiskPoint, RiskPointVersion
from changqian.platform.safety.risks.rules import IN_FORCE, card_state

MAKE = "risks.make_cards"


@transaction.atomic
def make_cards(versions: Iterable[RiskPointVersion], *, actor: User, now: datetime) -> list[NoticeCard]:
    """Keep that cards of these versions hang from now on: all or none. RuleViolation for a point not in force.

    What a point knows of its card is no change of the point: nobody who is editing it has to read it again.
    """
    shown = {version.risk_point_id: version for version in versions}  # type: ignore[attr-defined]
    found = RiskPoint.objects.within(actor, MAKE).current().select_for_update(of=("self",)).select_related("site")
    points = list(found.filter(pk__in=shown).order_by("pk"))
    if len(points) != len(shown):
        raise RiskPoint.DoesNotExist
    refuse_idle(points)
    common = {"batch": uuid4(), "made_at": now}
    made = create_many(
        NoticeCard,
        [{"site": point.site, "risk_point": point, "shows": shown[point.pk], **common} for point in points],
        actor=actor,
        action=MAKE,
    )
    for point in points:
        point.card_revision, point.card_made_on = shown[point.pk].revision, timezone.localdate(now)
        point.card_state = card_state(point.status, revision=point.revision, shown=point.card_revision)
    RiskPoint.objects.bulk_update(points, ["card_revision", "card_made_on", "card_state"], batch_size=500)
    RiskPoint.counted(points, points)
    return made


def refuse_idle(points: Iterable[RiskPoint]) -> None:
    """RuleViolation for a point that is not in force: no card hangs at it."""
    if idle := [point.name for point in points if point.status not in IN_FORCE]:
        raise RuleViolation(f"“{idle[0]}”没有生效，没有告知卡；请先启用，或去掉它再打印")
