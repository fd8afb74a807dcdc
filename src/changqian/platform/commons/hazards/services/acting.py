"""How each step is done: lock the row, ask the rules who and when, write, say it in the story, tell people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from changqian.platform.commons.hazards.models import Event, Extension, Hazard, Round
from changqian.platform.commons.hazards.rules import STEPS, Asker, Decision, Facts, Step, refusal
from changqian.platform.commons.hazards.services.reference import terms
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.jobs.services import announce
from changqian.platform.foundation.notices.services import News, notify_all, regulators_of, staff_holding, staff_of
from changqian.platform.foundation.records.services import change, locked
from changqian.platform.foundation.regions.models import Kind
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.kernel.scope import Grant

NEARBY = (Kind.TOWN, Kind.DISTRICT, Kind.FUNCTIONAL_ZONE)
"The authorities that hear of a single hazard; the city reads figures and the board."
DISTRICT = (Kind.DISTRICT, Kind.FUNCTIONAL_ZONE)


def facts_of(hazard: Hazard) -> Facts:
    asked = hazard.extensions.filter(decision=Decision.PENDING).values_list("requested_by", flat=True).first()
    return Facts(
        terms=terms(hazard.found_on),
        status=hazard.status,
        level=hazard.level,
        source=hazard.source,
        reported_by=hazard.created_by_id,
        responsible=hazard.responsible_id,
        responsible_name=hazard.responsible_name,
        rectified_by=hazard.rectified_by_id,
        deadline=hazard.deadline,
        notified=hazard.notified_at is not None,
        supervised=hazard.is_supervised,
        extension_by=asked,
        extensions=hazard.extensions_count,
    )


def grants_over(hazard: Hazard, actor: User) -> list[Grant]:
    """The actor's grants that reach this hazard."""
    return [grant for grant in actor.grants if Hazard.objects.filter(grant.condition(Hazard), pk=hazard.pk).exists()]


def asker(actor: User, grants: Iterable[Grant], step: str) -> Asker:
    """As whom the actor takes this step: for an authority if a grant not bounded to a firm carries it."""
    return Asker(
        user=actor.pk,
        authority=any(f"hazards.{step}" in grant.permissions and grant.enterprises is None for grant in grants),
        manages=any("hazards.assign" in grant.permissions for grant in grants),
    )


def authority_at(site: Site, actor: User, permission: str) -> bool:
    """Whether the actor may do this at the site, and not for the firm."""
    held = [grant for grant in actor.grants if permission in grant.permissions and grant.enterprises is None]
    return any(Site.objects.filter(grant.condition(Site), pk=site.pk).exists() for grant in held)


@dataclass(slots=True)
class Turn:
    """One step, allowed and not yet written."""

    hazard: Hazard
    actor: User
    step: Step
    expected_version: int | None
    now: datetime
    facts: Facts
    asker: Asker
    status: str = field(init=False)

    def __post_init__(self) -> None:
        self.status = STEPS.after(self.hazard.status, self.step)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def write(self, *, words: str = "", round: Round | None = None, **fields: Any) -> Hazard:
        """Change the row, add the line to its story, and tell the ledger it came from."""
        row = change(
            self.hazard,
            actor=self.actor,
            action=f"hazards.{self.step}",
            expected_version=self.expected_version,
            status=fields.pop("status", self.status),
            **fields,
        )
        note(row, step=self.step, actor=self.actor, now=self.now, words=words, round=round)
        if row.origin_kind:
            facts = {"hazard": row.pk, "origin_kind": row.origin_kind, "origin_id": row.origin_id}
            announce(f"hazards.{self.step}", **facts)
        return row

    def tell(self, people: Iterable[User | int | None], *, title: str, body: str = "") -> None:
        tell(self.hazard, people, but=self.actor, kind=f"hazards.{self.step}", title=title, body=body, now=self.now)


def take(pk: int, *, actor: User, step: Step, expected_version: int | None, now: datetime) -> Turn:
    """The locked row, once the rules let this actor take the step.

    DoesNotExist out of reach, VersionConflict before any rule: whoever read an old row is told that first.
    """
    hazard = locked(Hazard, pk, actor=actor, action=f"hazards.{step}")
    if expected_version not in (None, hazard.version):
        raise VersionConflict
    facts, who = facts_of(hazard), asker(actor, grants_over(hazard, actor), step)
    if why := refusal(step, facts, who, today=timezone.localdate(now)):
        raise RuleViolation(why)
    return Turn(hazard, actor, step, expected_version, now, facts, who)


def note(
    hazard: Hazard, *, step: str, actor: User, now: datetime, words: str = "", round: Round | None = None
) -> Event:
    # The story is a part of the hazard without a scope of its own; the verb on the hazard has just audited the write.
    (event,) = Event.objects.bulk_create(
        [Event(hazard=hazard, step=step, status=hazard.status, actor=actor, at=now, words=words, round=round)]
    )
    return event


def tell(
    hazard: Hazard,
    people: Iterable[User | int | None],
    *,
    but: User | None = None,
    kind: str,
    title: str,
    body: str = "",
    now: datetime,
) -> None:
    """Send the same notice to each of these people except whoever did it."""
    ids = {person if isinstance(person, int) else person.pk for person in people if person is not None}
    ids -= {but.pk} if but else set()
    if ids:
        notify_all([about(hazard, ids, kind=kind, title=title, body=body)], now=now)


def about(hazard: Hazard, people: Iterable[int], *, kind: str, title: str, body: str = "") -> News:
    """What is told of a hazard."""
    body = body or f"{hazard.enterprise.name}：{hazard.description}"
    return News(users=people, kind=kind, title=title, body=body, link=link(hazard))


def link(hazard: Hazard) -> str:
    return f"/hazards/{hazard.pk}"


def firm(hazard: Hazard, step: str) -> Iterable[User]:
    """The people of the firm who may take this step."""
    return staff_of(hazard.enterprise_id, f"hazards.{step}")


def officers(hazard: Hazard) -> list[int]:
    """Who runs the daily work of hazards in the firm: those who assign it, or who answers for it if nobody else."""
    return leading(*staff_holding(hazard.enterprise_id, f"hazards.{Step.ASSIGN}", f"hazards.{Step.APPROVE_PLAN}"))


def leading(assigning: Sequence[int], answering: Sequence[int]) -> list[int]:
    """Those who assign work and do not answer for the firm, or who answers for it if there is nobody else."""
    return [person for person in assigning if person not in answering] or [*answering]


def principals(hazard: Hazard) -> Iterable[User]:
    """Who answers for the firm."""
    return firm(hazard, Step.APPROVE_PLAN)


def authority(hazard: Hazard, step: str, level: Iterable[str] = NEARBY) -> Iterable[User]:
    """The people of the authorities around who may take this step."""
    return authority_of(hazard.region_id, step, level)


def authority_of(region: int, step: str, level: Iterable[str] = NEARBY) -> Iterable[User]:
    """The same around a region."""
    return regulators_of(region, f"hazards.{step}", level=[*level])


def forget_extension(hazard: Hazard) -> None:
    """Work was submitted, or it is no such work any more: nobody needs to decide about more time."""
    waiting = list(hazard.extensions.filter(decision=Decision.PENDING))
    for extension in waiting:
        extension.decision = Decision.MOOT
    Extension.objects.bulk_update(waiting, ["decision"])


def pending_extension(hazard: Hazard) -> Extension:
    """The extension that `refusal` has found waiting."""
    return hazard.extensions.select_related("requested_by").get(decision=Decision.PENDING)
