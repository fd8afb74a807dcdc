"""What every ledger endpoint adds to a record's: enterprise, site and region in each row, and statistics."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.search import named
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import RecordSerializer, RecordViewSet, answer, checked
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.ledgerkit.stats import Level, Statistics, behind, count_firms, figures, split

ENTERPRISE_FIELDS = ("id", "version", "enterprise", "enterprise_name", "created_at")
MOST_FIRMS = 500
"Enterprises whose name answers `q`: beyond that the words were too few to mean one."
SITE_FIELDS = (*ENTERPRISE_FIELDS, "site", "site_name", "region", "region_name")


class LedgerSerializer(RecordSerializer):
    enterprise_name = serializers.CharField(source="enterprise.name", read_only=True, label="企业")


class SiteSerializer(LedgerSerializer):
    site_name = serializers.CharField(source="site.name", read_only=True, label="场所")
    region_name = serializers.CharField(source="region.name", read_only=True, label="属地")


class LedgerFilter(filters.FilterSet):
    """`region` finds the rows of a town, and of a district with all its towns, as a grant there would.

    What `Meta.fields` names is asked as its column says: several of a choice, a row by number, days from and to.
    """

    enterprise = filters.NumberFilter(min_value=1, max_value=MOST)
    region = filters.NumberFilter(method="in_region", min_value=1, max_value=MOST)

    def in_region(self, rows: Any, name: str, value: Any) -> Any:
        ids = region_ids(value)
        return rows if ids is None else rows.filter(rows.model.in_regions(ids))

    @classmethod
    def filter_for_field(cls, field: Any, field_name: str, lookup_expr: str | None = None) -> Any:
        label = str(field.verbose_name)
        if field.choices:
            return AnyOf(choices=field.choices, field_name=field_name, label=label)
        if isinstance(field, models.ForeignKey):
            return filters.NumberFilter(field_name=field_name, min_value=1, max_value=MOST, label=label)
        if type(field) is models.DateField and field_name != "month":
            return filters.DateFromToRangeFilter(field_name=field_name, label=label)
        return super().filter_for_field(field, field_name, lookup_expr)


class SiteFilter(LedgerFilter):
    site = filters.NumberFilter(min_value=1, max_value=MOST)


class AreasQuery(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    level = serializers.ChoiceField([level.name.lower() for level in Level], default="district")
    region = serializers.IntegerField(required=False, min_value=1, max_value=MOST)


class StatsQuery(AreasQuery):
    dimension = serializers.CharField(default=None, max_length=40)
    split = serializers.BooleanField(default=False, label="同时按类别分")
    firms = serializers.CharField(default="", max_length=40, label="同时数出涉及企业的指标")


class BehindQuery(StatsQuery):
    measure = serializers.CharField(max_length=40)
    area = serializers.RegexField(r"^(\d{4}){1,4}$")


class LedgerViewSet(RecordViewSet):
    """`q` also finds the rows of enterprises by any neighbouring characters of their name or code.

    With `importing` said, its rows may also come from a file: each goes to `add`, checked by `form`.
    """

    importing: ClassVar[Importing | None] = None
    dictionaries: ClassVar[Mapping[str, str]] = {}
    "Columns of codes, and the dictionary that names them: files and paper say the names."
    slots: ClassVar[tuple[str, ...]] = ()
    "Places of attached files; the detail names a field like each."

    def detail_of(self, row: Any) -> Mapping[str, object]:
        files = attached(type(row), [row.pk]).get(row.pk, []) if self.slots else []
        for slot in self.slots:
            setattr(row, slot, [file for file in files if file["slot"] == slot])
        return super().detail_of(row)

    def looking_for(self, text: str) -> Q:
        # Two steps: one OR over two tables could use neither index.
        firms = Enterprise.objects.filter(named(text)).values_list("pk", flat=True)[:MOST_FIRMS]
        return super().looking_for(text) | Q(enterprise__in=list(firms))


class CountedViewSet(LedgerViewSet):
    """A ledger of site records also answers with its statistics, and with the sites behind each number."""

    statistics: Statistics

    @extend_schema(parameters=[StatsQuery])
    @action(detail=False, filter_backends=[], pagination_class=None)
    def stats(self, request: Request) -> HttpResponse:
        asked = stats_asked(StatsQuery, request)
        split_too, firms_of = asked.pop("split"), asked.pop("firms")
        areas = {name: asked.pop(name) for name in ("level", "dimension")}
        given: dict[str, Any] = {"actor": request.user, **asked}
        found = figures(self.statistics, **areas, **given)
        for figure in (each for each in found if each.measure == firms_of):
            count_firms(figure, self.statistics, **areas, **given)
        if split_too:
            by_dimension = split(self.statistics, **given)
            for figure in found:
                figure.by_dimension = by_dimension[figure.measure]
        return answer(found)

    @extend_schema(parameters=[BehindQuery])
    @action(detail=False, filter_backends=[], pagination_class=None)
    def behind(self, request: Request) -> HttpResponse:
        asked = stats_asked(BehindQuery, request)
        for name in ("level", "split", "firms", "regions"):
            del asked[name]
        return answer(behind(self.statistics, actor=request.user, **asked))  # type: ignore[arg-type]


def stats_asked(form: type[AreasQuery], request: Request) -> dict[str, Any]:
    """What is asked of statistics, as `figures` wants it; ValidationError for what cannot be."""
    asked = checked(form, request.query_params)
    months: tuple[date, date] = (asked.pop("since"), asked.pop("until"))
    if months[0] > months[1]:
        raise exceptions.ValidationError({"until": ["结束月份不能早于开始月份"]})
    regions = region_ids(asked.pop("region")) if "region" in asked else None
    return {**asked, "months": months, "level": Level[asked["level"].upper()], "regions": regions}
