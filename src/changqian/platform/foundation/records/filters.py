"""What lists are narrowed by."""

from typing import Any

from django_filters import rest_framework as filters


class AnyOf(filters.MultipleChoiceFilter):
    """One value or several, as `?status=operating&status=suspended`.

    Without the DISTINCT its parent adds: on a column of the row itself it drops nothing, and sorts every column of
    every row to find that out.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(distinct=False, **kwargs)
