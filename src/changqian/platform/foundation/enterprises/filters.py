"""What lists of enterprises and sites can be narrowed by."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_filters import rest_framework as filters

from changqian.platform.foundation.dictionaries.rules import Scale
from changqian.platform.foundation.enterprises.models import Enterprise, Site, StatusChange, Tag, has_a_site_in
from changqian.platform.foundation.enterprises.rules import Change, Management, Status
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.regions.services import subtree

MOST = 2**53
"Ids beyond this do not exist, and beyond 2^63 the database would refuse the question."


def region_ids(pk: Any) -> frozenset[int] | None:
    """The region and all below it; None for the whole city; empty for a region that does not exist."""
    try:
        return subtree(int(pk))
    except KeyError:
        return frozenset()


def tagged(column: str, codes: list[str], path: str = "pk") -> Q:
    """Rows that carry one of these tags today, by themselves or, for a site, by its enterprise."""
    today = timezone.localdate()
    return Q(Exists(Tag.objects.filter(in_force(today), code__in=codes, **{column: OuterRef(path)})))


class EnterpriseFilter(filters.FilterSet):
    """`region` finds a town's firms, and a district's with all its towns, wherever they have a site."""

    status = AnyOf(choices=Status.choices)
    scale = AnyOf(choices=Scale.choices)
    management = AnyOf(choices=Management.choices)
    supervised_industry = filters.BaseInFilter(field_name="supervised_industry")
    industry = filters.CharFilter(field_name="industry", lookup_expr="istartswith")
    department = filters.NumberFilter(min_value=1, max_value=MOST)
    is_above_scale = filters.BooleanFilter()
    high_risk = filters.BooleanFilter()
    tag = filters.BaseInFilter(method="with_tag")
    region = filters.NumberFilter(method="in_region", min_value=1, max_value=MOST)
    has_coordinates = filters.BooleanFilter(method="with_point")
    several_sites = filters.BooleanFilter(method="with_several_sites")

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def with_tag(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows.filter(tagged("enterprise", value))

    def in_region(self, rows: Any, name: str, value: Any) -> Any:
        ids = region_ids(value)
        return rows if ids is None else rows.filter(has_a_site_in(ids, enterprise="pk"))

    def with_point(self, rows: Any, name: str, value: bool) -> Any:
        located = Exists(Site.objects.current().filter(enterprise=OuterRef("pk"), lon__isnull=False))
        return rows.filter(located) if value else rows.filter(~located)

    def with_several_sites(self, rows: Any, name: str, value: bool) -> Any:
        sites = Site.objects.current().filter(enterprise=OuterRef("pk"))
        several = Exists(sites.order_by("pk")[1:2])
        return rows.filter(several) if value else rows.filter(~several)


class SiteFilter(filters.FilterSet):
    enterprise = filters.NumberFilter(min_value=1, max_value=MOST)
    status = AnyOf(choices=Status.choices)
    supervised_industry = filters.BaseInFilter(field_name="enterprise__supervised_industry")
    management = AnyOf(field_name="enterprise__management", choices=Management.choices)
    department = filters.NumberFilter(field_name="enterprise__department", min_value=1, max_value=MOST)
    tag = filters.BaseInFilter(method="with_tag")
    region = filters.NumberFilter(method="in_region", min_value=1, max_value=MOST)
    has_coordinates = filters.BooleanFilter(field_name="lon", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Site
        fields: list[str] = []

    def with_tag(self, rows: Any, name: str, value: list[str]) -> Any:
        of_firm = Q(site__isnull=True, enterprise=OuterRef("enterprise")) | Q(site=OuterRef("pk"))
        return rows.filter(Exists(Tag.objects.filter(in_force(timezone.localdate()), of_firm, code__in=value)))

    def in_region(self, rows: Any, name: str, value: Any) -> Any:
        ids = region_ids(value)
        return rows if ids is None else rows.filter(region__in=ids)


class StatusChangeFilter(filters.FilterSet):
    enterprise = filters.NumberFilter(min_value=1, max_value=MOST)
    state = AnyOf(choices=Change.choices)
    new = AnyOf(choices=Status.choices)

    class Meta:
        model = StatusChange
        fields: list[str] = []
