"""What can be done next, by whom, and why not; and what was done so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from changqian.platform.commons.hazards.models import Event, Hazard, Round
from changqian.platform.commons.hazards.rules import Asker, Facts, Step, passable, reachable_from, refusal
from changqian.platform.commons.hazards.services.acting import asker, facts_of, grants_over
from changqian.platform.commons.hazards.services.photos import BEFORE, after, of_event, review, shown
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.regions.services import ancestors

NAMED = 5
"So many people are named; nobody needs a longer list to find one."


@dataclass(frozen=True, slots=True)
class Next:
    """One step, as one user sees it at this moment."""

    step: str
    label: str
    allowed: bool
    now: bool
    "The status and the level allow it, whoever asks."
    reason: str
    who: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    permissions: frozenset[str]
    asker: Asker


def next_steps(hazard: Hazard, *, actor: User, today: date) -> list[Next]:
    """Every step, with the sentence why this actor cannot take it now, and who can."""
    facts, grants, people = facts_of(hazard), grants_over(hazard, actor), _candidates(hazard)
    held = {permission for grant in grants for permission in grant.permissions}
    steps = []
    for step in Step:
        now = passable(step, facts)
        if now and f"hazards.{step}" not in held:
            why = f"您没有“{step.label}”的权限"
        else:
            why = refusal(step, facts, asker(actor, grants, step), today=today) or ""
        who = [] if not why or not now else _who(step, facts, people, today)
        after = [] if now else [status.label for status in reachable_from(step)]
        steps.append(Next(step.value, str(step.label), not why, now, why, who, after))
    return steps


def _who(step: Step, facts: Facts, people: Iterable[Candidate], today: date) -> list[str]:
    fit = (
        person.name
        for person in people
        if f"hazards.{step}" in person.permissions and refusal(step, facts, person.asker, today=today) is None
    )
    return list(dict.fromkeys(fit))[:NAMED]


def _candidates(hazard: Hazard) -> list[Candidate]:
    """Everybody whose role reaches this hazard, one entry per assignment, the firm's people first. One query."""
    region = [hazard.region_id, *ancestors(hazard.region_id)]
    reach = (
        (Q(region=None) | Q(region__in=region))
        & (Q(enterprise=None) | Q(enterprise=hazard.enterprise_id))
        & (Q(department=None) | Q(department=hazard.enterprise.department_id))
        & (Q(own_only=False) | Q(user=hazard.created_by_id))
    )
    held = Assignment.objects.filter(reach, user__is_active=True, user__is_system=False).select_related("user", "role")
    people = []
    for assignment in sorted(held, key=lambda each: (each.enterprise_id is None, each.pk)):
        permissions = frozenset(assignment.role.permissions)
        who = Asker(
            user=assignment.user_id,
            authority=assignment.enterprise_id is None,
            manages="hazards.assign" in permissions,
        )
        people.append(Candidate(f"{assignment.role.name} {assignment.user.name}", permissions, who))
    return people


def story(hazard: Hazard) -> list[Event]:
    """Everything that happened, in order, each with its `photos` and `step_label`."""
    labels, photos = dict(Hazard._meta.permissions), shown(hazard)
    events = list(hazard.events.select_related("actor", "round").order_by("pk"))
    for event in events:
        event.step_label = labels.get(event.step, event.step)  # type: ignore[attr-defined]
        event.photos = photos.get(_slot(event), [])  # type: ignore[attr-defined]
    return events


def _slot(event: Event) -> str:
    """Where the pictures of this line lie."""
    match event.step, event.round:
        case "report", None:
            return BEFORE
        case ((Step.SUBMIT | Step.FIX_ON_THE_SPOT), Round(number=number)):
            return after(number)
        case ((Step.PASS_REVIEW | Step.FAIL_REVIEW | Step.ACCEPT | Step.REJECT), Round(number=number)):
            return review(number)
    return of_event(event.pk)
