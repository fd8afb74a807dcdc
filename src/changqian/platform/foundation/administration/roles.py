"""Roles by module, and what somebody who holds one would see before anybody approves it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.accounts.roles import ROLES
from changqian.platform.foundation.administration.rules import RESERVED
from changqian.platform.kernel.pages import COUNT_CAP
from changqian.platform.kernel.permissions import require
from changqian.platform.kernel.scope import Grant

DELIVERED = {role.code: role.permissions for role in ROLES}


@dataclass(frozen=True, slots=True)
class Module:
    """What one part of the platform lets people do: (permission, label), the viewing first."""

    code: str
    label: str
    permissions: tuple[tuple[str, str], ...]


def modules() -> list[Module]:
    """By app, as its models say; what belongs to the three administrators stands last."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for model in _ours():
        app, told = model._meta.app_label, model._meta.permissions
        if not told:
            continue
        name, held = found.get(app, (str(model._meta.verbose_name), []))
        own = [(f"{app}.{code}", str(label)) for code, label in told]
        if any(code == "view" for code, _ in told):  # the ledger's main model names the module and comes first
            name, held = str(model._meta.verbose_name), [*own, *held]
        else:
            held = [*held, *own]
        found[app] = (name, held)
    made = [Module(app, name, tuple(held)) for app, (name, held) in found.items()]
    return sorted(made, key=lambda each: RESERVED.issuperset(code for code, _ in each.permissions))


@dataclass(frozen=True, slots=True)
class Seen:
    """How many rows of a ledger somebody would see; None where it is not counted by rows."""

    module: str
    label: str
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whoever would hold the role: an actor for the one door to rows, and nothing else."""

    grants: tuple[Grant, ...]


def preview(*, actor: User, permissions: Collection[str], bounds: Assignment) -> list[Seen]:
    """What each ledger would show to somebody with these permissions within the bounds of an unsaved assignment.

    Rows are counted, none is shown: who prepares a role need not see what it opens.
    """
    require(actor, "administration.view")
    held = bounds.bounded(frozenset(permissions))
    somebody = Somebody((held,))
    found = []
    for model in _ours():
        view = f"{model._meta.app_label}.view"
        if view not in held.permissions or not _main(model):
            continue
        rows: Any = model._default_manager
        seen = rows.within(somebody, view).current().order_by()[: COUNT_CAP + 1].count()
        found.append(Seen(model._meta.app_label, str(model._meta.verbose_name), min(seen, COUNT_CAP), seen > COUNT_CAP))
    return found


def _ours() -> Iterator[Any]:
    return (model for model in apps.get_models() if model.__module__.startswith("changqian."))


def _main(model: Any) -> bool:
    """The model that carries its ledger's permissions, if its rows know of grants."""
    viewable = any(code == "view" for code, _ in model._meta.permissions)
    return viewable and hasattr(model._default_manager, "within") and hasattr(model, "ended_at")
