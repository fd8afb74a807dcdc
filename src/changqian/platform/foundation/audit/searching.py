"""Finding entries among millions. Each condition is an index in order of time, so that a page costs what it shows."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django_filters import rest_framework as filters

from changqian.platform.foundation.audit.models import Entry, module_of
from changqian.platform.foundation.audit.reading import actions
from changqian.platform.foundation.audit.rules import Result
from changqian.platform.kernel.pages import COUNT_CAP

MOST_NAMED = 200
"Users whose name a text may stand for."


class EntryFilter(filters.FilterSet):
    """`actor` is an id; `action` one, several with commas, or a part (`hazards`); `target` one row or all of a kind;
    `before` the last entry of the page before, for going on without counting pages."""

    actor = filters.NumberFilter(min_value=1, max_value=2**53)
    action = filters.CharFilter(method="acted", max_length=200)
    target = filters.CharFilter(method="about", max_length=120)
    address = filters.CharFilter(max_length=45)
    result = filters.ChoiceFilter(choices=Result.choices)
    hour = filters.NumberFilter(method="at_hour", min_value=0, max_value=23, label="时段")
    since = filters.DateFilter(method="begin", label="起")
    until = filters.DateFilter(method="end", label="止")
    before = filters.NumberFilter(method="older", min_value=1, max_value=2**53)
    q = filters.CharFilter(method="looked_for", max_length=50, label="操作人、操作、对象、地址或请求编号")

    def acted(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        if "." in value:
            return entries.filter(action__in=value.split(","))
        return entries.alias(module=module_of()).filter(module=value)

    def about(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        if ":" in value:
            return entries.filter(target=value)
        return entries.filter(Q(target=value) | Q(target__startswith=f"{value}:"))

    def at_hour(self, entries: QuerySet, name: str, value: Any) -> QuerySet:
        return entries.alias(of_day=ExtractHour("at")).filter(of_day=int(value))

    def begin(self, entries: QuerySet, name: str, value: Any) -> QuerySet:
        return entries.filter(at__gte=_midnight(value))

    def end(self, entries: QuerySet, name: str, value: Any) -> QuerySet:
        return entries.filter(at__lt=_midnight(value + timedelta(days=1)))

    def older(self, entries: QuerySet, name: str, value: Any) -> QuerySet:
        last = Entry.objects.filter(pk=int(value)).first()
        if last is None:
            return entries.none()
        return entries.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(pk__lt=last.pk))

    def looked_for(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        """Several indexes answer, each with its newest; an OR over all of them would read the whole table."""
        users = get_user_model()._default_manager.filter(Q(name__icontains=value) | Q(username__iexact=value))
        labelled = [action for action, label in actions().items() if value in label]
        asked = [
            Q(actor__in=list(users.values_list("pk", flat=True)[:MOST_NAMED])),
            Q(action__in=labelled),
            Q(target=value),
            Q(target__startswith=f"{value}:"),
            Q(request=value),
            Q(address=value),
        ]
        newest = [entries.filter(each).order_by("-at", "-pk").values("pk")[: COUNT_CAP + 1] for each in asked]
        return entries.filter(pk__in=newest[0].union(*newest[1:], all=True))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
