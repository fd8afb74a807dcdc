"""How lists read what they are narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request


class AskedFilters(filters.DjangoFilterBackend):  # type: ignore[misc]
    """Only the filters that a request names: a list has two dozen, and each is copied and made a field of a form."""

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: Any) -> filters.FilterSet | None:
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
