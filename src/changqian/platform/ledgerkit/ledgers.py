"""The record sets of all apps, as their `api.py` registers them: nobody lists them a second time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest, QueryDict
from rest_framework.request import Request

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.api import ListedViewSet
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.importing import Importing


@dataclass(frozen=True, slots=True)
class Ledger:
    """`name` is the first part of its address: people for /api/people/."""

    name: str
    view: type[ListedViewSet]

    @property
    def model(self) -> Any:
        return self.view.queryset.model

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def file_class(self) -> Any:
        """What a file of the list can say: its columns, and where the ledger wants it more."""
        return self.view.file_class or self.view.serializer_class

    @property
    def view_permission(self) -> str:
        return f"{self.model._meta.app_label}.view"

    @property
    def importing(self) -> Importing | None:
        found: Importing | None = getattr(self.view, "importing", None)
        return found

    @property
    def dictionaries(self) -> Mapping[str, str]:
        """Columns of codes, and the dictionary that names them."""
        found: Mapping[str, str] = getattr(self.view, "dictionaries", {})
        return found

    def list_view(self, actor: User, query: str) -> Any:
        """The view set as it answers a list with these query parameters to this user."""
        http = HttpRequest()
        http.method, http.GET = "GET", QueryDict(query)
        http.user = actor
        view: Any = self.view()
        view.action, view.args, view.kwargs, view.format_kwarg = "list", (), {}, None
        view.request = Request(http)
        view.request.user = actor
        return view

    def listed(self, actor: User, query: str) -> Any:
        """Exactly the rows of that list, in its order, and not yet read. ValidationError for a filter that is wrong."""
        view = self.list_view(actor, query)
        return view.listed(view.filter_queryset(view.get_queryset()))


def ledgers() -> Mapping[str, Ledger]:
    return {each.name: each for each in _ledgers()}


def ledger(name: str) -> Ledger:
    """RuleViolation if there is none of that name."""
    if (found := ledgers().get(name)) is None:
        raise RuleViolation("没有这个台账", field="ledger")
    return found


def may(actor: User, permission: str) -> bool:
    """Whether the permission is held on any row at all."""
    return any(permission in grant.permissions for grant in actor.grants)


@cache
def _ledgers() -> tuple[Ledger, ...]:
    return tuple(_registered())


def _registered() -> Iterator[Ledger]:
    seen = set()
    for app in apps.get_app_configs():
        if not app.name.startswith("changqian.platform.") or not find_spec(f"{app.name}.api"):
            continue
        for pattern in _flat(getattr(import_module(f"{app.name}.api"), "urlpatterns", ())):
            view, name = getattr(pattern.callback, "cls", None), _listed_as(pattern)
            if view and name and issubclass(view, ListedViewSet) and name not in seen:
                seen.add(name)
                yield Ledger(name, view)


def _flat(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern


def _listed_as(pattern: Any) -> str:
    """The name under which a router answers the list; empty for every other address."""
    lists = getattr(pattern.callback, "actions", {}).get("get") == "list"
    return str(pattern.callback.initkwargs.get("basename", "")) if lists else ""
