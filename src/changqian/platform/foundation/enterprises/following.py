"""Rows that carry copies of their site's enterprise and region, found by walking all models: nobody has to register.

A row lies at the site that its model's `site_path` names (`site`, where the model has such a column; `person__site`
for a certificate). Its columns `enterprise` and `region` are copies. Models with `derived = True` are left alone: they
are computed from other rows, by whoever is told through `told_of_sites`.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, ForeignKey, Model, OuterRef, Q, QuerySet, Subquery

from changqian.platform.foundation.enterprises.models import Enterprise, Restructuring, Site
from changqian.platform.foundation.regions.models import Region

CHUNK = 1000
told_of_sites: list[Callable[[Collection[int]], None]] = []
"Called with the ids of sites whose enterprise or region changed, after their rows followed."


def label_of(model: type[Model]) -> str:
    """What a user calls the rows of this table."""
    name = str(model._meta.verbose_name)
    return name if not name.isascii() else "其他记录"


@dataclass(frozen=True, slots=True)
class Follower:
    """A table whose rows point at enterprises, and perhaps lie at sites."""

    model: type[Model]
    enterprises: tuple[str, ...]
    "Columns that point at an enterprise."
    site_path: str | None
    region: bool
    "Whether it copies its site's region."

    @property
    def label(self) -> str:
        return label_of(self.model)

    @property
    def rows(self) -> QuerySet:
        return self.model._base_manager.all()

    def at(self, sites: Collection[int]) -> QuerySet:
        """The rows that lie at these sites."""
        return self.rows.filter(**{f"{self.site_path}__in": sites})

    @property
    def copies(self) -> dict[str, str]:
        """Column by column, the path to what it copies."""
        found = {}
        if self.site_path and "enterprise" in self.enterprises:
            found["enterprise_id"] = f"{self.site_path}__enterprise_id"
        if self.site_path and self.region:
            found["region_id"] = f"{self.site_path}__region_id"
        return found


@cache
def followers() -> tuple[Follower, ...]:
    """Every table that points at enterprises or sites, apart from sites themselves, derived ones and the journal."""
    return tuple(_followers())


def _followers() -> Iterator[Follower]:
    for model in apps.get_models():
        if model in (Enterprise, Site, Restructuring) or getattr(model, "derived", False) or model._meta.proxy:
            continue
        keys = {
            field.name: field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)
        }
        enterprises = tuple(name for name, target in keys.items() if target is Enterprise)
        path = getattr(model, "site_path", "site" if keys.get("site") is Site else None)
        if enterprises or path:
            yield Follower(model, enterprises, path, keys.get("region") is Region)


def behind(sites: Collection[int], follower: Follower) -> QuerySet:
    """Rows at these sites whose copies are not what the sites say."""
    differs = Q(pk__in=[])
    for column, path in follower.copies.items():
        differs |= ~Q(**{column: F(path)})
    return follower.at(sites).filter(differs)


def restamp(sites: Collection[int], *, chunk: int = CHUNK) -> int:
    """Bring the copies of all rows at these sites up to date, in chunks of their own transactions; return how many.

    Run again it finds nothing left. Versions stay: a copy is not something a user read and may overwrite.
    """
    done = 0
    for follower in followers():
        while follower.copies:
            with transaction.atomic():
                late = list(behind(sites, follower).values_list("pk", flat=True)[:chunk])
                done += _follow(follower, late)
            if len(late) < chunk:
                break
    with transaction.atomic():
        for tell in told_of_sites:
            tell(sites)
    return done


def _follow(follower: Follower, pks: Collection[Any]) -> int:
    if not pks:
        return 0
    said = follower.rows.filter(pk=OuterRef("pk"))
    values = {column: Subquery(said.values(path)[:1]) for column, path in follower.copies.items()}
    return follower.rows.filter(pk__in=pks).update(**values)
