"""A ledger by the calendar: how many rows on each day, and the rows themselves where they are few enough to draw."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from changqian.platform.foundation.records.api import answer, checked
from changqian.platform.foundation.records.rows import fast_rows

LONGEST = timedelta(days=366)
DRAWN = 200
"So many rows are drawn by name; beyond that a day shows its numbers."


class CalendarQuery(serializers.Serializer):
    since = serializers.DateField(label="自")
    until = serializers.DateField(label="至")


class CalendarDay(serializers.Serializer):
    date = serializers.DateField(label="日期")
    counts = serializers.DictField(child=serializers.IntegerField(), label="数量")


class Calendar(serializers.Serializer):
    days = CalendarDay(many=True, label="有记录的日子")
    rows = serializers.ListField(child=serializers.DictField(), allow_null=True, label="记录，很多时为空")


class WithCalendar:
    """Adds `GET /<ledger>/calendar/`, narrowed by the ledger's own filters."""

    calendar_on: str
    "The local-date column."
    calendar_counts: Callable[[date], Mapping[str, Q]]
    "What is counted on each day, by name; the day of the answer comes in."

    @extend_schema(parameters=[CalendarQuery], responses=Calendar)
    @action(detail=False, pagination_class=None)
    def calendar(self: Any, request: Request) -> HttpResponse:
        asked = checked(CalendarQuery, request.query_params)
        if not timedelta(0) <= asked["until"] - asked["since"] <= LONGEST:
            raise exceptions.ValidationError({"until": ["起止日期应在一年以内"]})
        rows = self.listed(self.filter_queryset(self.get_queryset()))
        rows = rows.filter(**{f"{self.calendar_on}__range": (asked["since"], asked["until"])})
        counts = {
            f"n_{name}": Count("pk", filter=wanted)
            for name, wanted in type(self).calendar_counts(timezone.localdate()).items()
        }
        days = [
            {"date": day.pop("day"), "counts": {name[2:]: n for name, n in day.items()}}
            for day in rows.order_by().values(day=F(self.calendar_on)).annotate(**counts).order_by("day")
        ]
        few = list(fast_rows(rows.order_by(self.calendar_on, "pk")[: DRAWN + 1], self.serializer_class))
        return answer({"days": days, "rows": few if len(few) <= DRAWN else None})
