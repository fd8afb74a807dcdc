"""Lists as every endpoint answers them: a page, its count, and whether counting stopped early."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework import pagination
from rest_framework.request import Request

from changqian.platform.kernel.cursors import Order

COUNT_CAP = 10_000
"Counting and numbered pages stop here: a full count of a city takes seconds."
LIST_CAP = 1_000
"The same in lists, which go on by cursor: to count nine thousand more rows took longer than all the rest of a page."
WHOLE = "whole"
"`count=whole` counts to the end: asked for by whoever wants to know."


class Page(pagination.LimitOffsetPagination):
    default_limit = 50
    max_limit = 500
    capped = False
    cap = COUNT_CAP
    limit: int
    offset: int

    def get_count(self, queryset: Any) -> int:
        found: int = queryset.order_by()[: self.cap + 1].count()
        self.capped = found > self.cap
        return min(found, self.cap)

    def paginate_queryset(self, queryset: Any, request: Request, view: object = None) -> Any:
        """Like the parent, but leave the page unread: `fast_rows` reads it in its own way."""
        self._place(request)
        self.count = self.get_count(queryset)
        return queryset[self.offset : self.offset + self.limit]

    def _place(self, request: Request) -> None:
        self.limit = self.get_limit(request) or self.default_limit
        self.offset = min(self.get_offset(request), self.cap)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["count", "capped", "results"],
            "properties": {
                "count": {"type": "integer"},
                "capped": {"type": "boolean"},
                "results": schema,
            },
        }


class ListPage(Page):
    """A page that also says where it begins and ends: its cursors lead on and back, however long the list is."""

    cap = LIST_CAP
    counted: Any

    def paginate_queryset(self, queryset: Any, request: Request, view: object = None) -> Any:
        """The page and one row more, unread; backwards if the page before a row is asked for. RuleViolation for a
        cursor that does not fit the order of the list."""
        after, before = (request.query_params.get(name, "") for name in ("after", "before"))
        self.order, self.placed, self.backwards = Order(queryset), bool(after or before), bool(before and not after)
        self._place(request)
        self.counted, self.wholly = queryset, request.query_params.get("count") == WHOLE
        if self.placed:
            queryset, self.offset = self.order.beyond(queryset, after or before, backwards=self.backwards), 0
        return queryset[self.offset : self.offset + self.limit + 1]

    def told(self, read: list[tuple[Sequence[object], object]]) -> dict[str, object]:
        """The answer, from the rows of that page, each with its values of `order.paths`. A cursor is null where
        nothing lies beyond it."""
        more, shown = len(read) > self.limit, read[: self.limit]
        # What fits on its first page, as most lists of a firm do, is not counted once more.
        alone = not (more or self.placed or self.offset)
        # Rows are counted, not what they show: each column that a list works out would be worked out a thousand times.
        counted = self.counted.values("pk")
        self.count = len(read) if alone else self.get_count(counted)
        if self.capped and self.wholly:
            self.count, self.capped = counted.order_by().count(), False
        onward, back = more, self.placed or self.offset > 0
        if self.backwards:
            shown, onward, back = shown[::-1], True, more
        return {
            "count": self.count,
            "capped": self.capped,
            "after": self.order.cursor(shown[-1][0]) if shown and onward else None,
            "before": self.order.cursor(shown[0][0]) if shown and back else None,
            "results": [row for _, row in shown],
        }

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        said = super().get_paginated_response_schema(schema)
        cursor = {"type": "string", "nullable": True}
        said["properties"] |= {"after": cursor, "before": cursor}
        said["required"] += ["after", "before"]
        return said


def answer(data: object, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data, default=str), content_type="application/json", status=status)
