"""Who may do what to which rows. An actor holds grants, one per role assignment.

Inside a grant every condition must hold; of several grants one is enough. Rights never mix across grants:
"edit in my firm" and "view in my district" do not add up to "edit in my district".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol, Self, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


class Scoped(Protocol):
    """How one kind of row answers the four questions a grant can ask."""

    def in_regions(self, ids: frozenset[int]) -> Q: ...
    def in_departments(self, ids: frozenset[int]) -> Q: ...
    def of_enterprises(self, ids: frozenset[int]) -> Q: ...
    def created_by_user(self, pk: int) -> Q: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """None means "not narrowed by this". There are no defaults: whoever builds a grant answers every question."""

    permissions: frozenset[str]
    regions: frozenset[int] | None
    departments: frozenset[int] | None
    enterprises: frozenset[int] | None
    own_only: int | None

    def condition(self, rows: Scoped) -> Q:
        asked: tuple[tuple[Callable[[Any], Q], object], ...] = (
            (rows.in_regions, self.regions),
            (rows.in_departments, self.departments),
            (rows.of_enterprises, self.enterprises),
            (rows.created_by_user, self.own_only),
        )
        return reduce(and_, (ask(value) for ask, value in asked if value is not None), Q())


def reachable(grants: Iterable[Grant], permission: str, rows: Scoped) -> Q:
    """The rows on which some grant carries the permission; PermissionDenied if none carries it at all."""
    conditions = [grant.condition(rows) for grant in grants if permission in grant.permissions]
    if not conditions:
        raise PermissionDenied("您没有此项权限")
    if not all(conditions):
        return Q()  # The whole city. Not left to `|`: Django drops an empty Q from an OR, which would narrow it.
    return reduce(or_, conditions)


def sees_by_region_only(grants: Iterable[Grant], permission: str) -> bool:
    """Whether sums over regions may be told instead of rows: no grant that carries the permission asks for more."""
    carrying = [grant for grant in grants if permission in grant.permissions]
    return all((grant.departments, grant.enterprises, grant.own_only) == (None, None, None) for grant in carrying)


def regions_reached(grants: Iterable[Grant], permission: str) -> frozenset[int] | None:
    """Where somebody sees everything, if he `sees_by_region_only`; None is the whole city."""
    reached: frozenset[int] = frozenset()
    for grant in grants:
        if permission in grant.permissions:
            if grant.regions is None:
                return None
            reached |= grant.regions
    return reached


class Actor(Protocol):
    """Whoever acts: a user, or a job acting in the system's own name."""

    @property
    def grants(self) -> Iterable[Grant]: ...


class ScopedQuerySet(QuerySet[M]):
    def within(self, actor: Actor, permission: str) -> Self:
        """The only door to rows: those on which the actor holds this permission; PermissionDenied if on none."""
        return self.filter(reachable(actor.grants, permission, cast(Scoped, self.model)))

    def current(self) -> Self:
        """Without the rows that were ended."""
        return self.filter(ended_at__isnull=True)
