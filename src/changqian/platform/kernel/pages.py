"""Lists as every endpoint answers them: a page, its count, and whether counting stopped early."""

from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework import pagination
from rest_framework.request import Request

COUNT_CAP = 10_000
"Counting stops here: nobody pages beyond it, and a full count of a city takes seconds."


class Page(pagination.LimitOffsetPagination):
    default_limit = 50
    max_limit = 500
    capped = False

    def get_count(self, queryset: Any) -> int:
        found: int = queryset.order_by()[: COUNT_CAP + 1].count()
        self.capped = found > COUNT_CAP
        return min(found, COUNT_CAP)

    def paginate_queryset(self, queryset: Any, request: Request, view: object = None) -> Any:
        """Like the parent, but leave the page unread: `fast_rows` reads it in its own way."""
        self.count, self.limit, self.offset = (
            self.get_count(queryset),
            self.get_limit(request) or self.default_limit,
            min(self.get_offset(request), COUNT_CAP),
        )
        return queryset[self.offset : self.offset + self.limit]

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


def answer(data: object, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data, default=str), content_type="application/json", status=status)
