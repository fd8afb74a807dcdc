"""What lists are narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request


class AnyOf(filters.MultipleChoiceFilter):
    """One value or several, as `?status=operating&status=suspended`.

    Without the DISTINCT its parent adds: on a column of the row itself it drops nothing, and sorts every column of
    every row to find that out.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(distinct=False, **kwargs)


class AskedFilters(filters.DjangoFilterBackend):
    """Only the filters that a request names: a ledger has two dozen, and each is copied and made a field of a form."""

    def get_filterset(self, request: Request, queryset: QuerySet, view: Any) -> filters.FilterSet | None:
        kind = self.get_filterset_class(view, queryset)
        if kind is None:
            return None
        asked = {name: each for name, each in kind.base_filters.items() if _named(name, request.query_params)}
        filterset: filters.FilterSet = kind.__new__(kind)
        filterset.base_filters = asked  # What the constructor copies.
        filterset.__init__(**self.get_filterset_kwargs(request, queryset, view))  # type: ignore[misc]
        return filterset


def _named(name: str, given: Any) -> bool:
    """Also by its ends: `found_on` is asked as `found_on_after`."""
    return any(key == name or key.startswith(f"{name}_") for key in given)
