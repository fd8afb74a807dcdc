from math import isfinite
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from changqian.platform.foundation.enterprises.filters import SiteFilter
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.registering import straightened
from changqian.platform.foundation.enterprises.rules import Datum
from changqian.platform.foundation.records.api import answer, checked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import CHINA, Box, checked_point
from changqian.platform.safety.risks.rules import Level
from changqian.platform.screens.map import reading
from changqian.platform.screens.map.card import card
from changqian.platform.screens.map.reading import FARTHEST, MOST_VERTICES, Found


class Conditions(serializers.Serializer):
    """What every question about the map may be narrowed by; the same words as in the list of sites."""

    region = serializers.IntegerField(label="地区", required=False, min_value=1, max_value=2**53)
    tag = serializers.CharField(label="监管标签", required=False, allow_blank=True, max_length=200)
    status = serializers.CharField(label="状态", required=False, allow_blank=True, max_length=15)
    supervised_industry = serializers.CharField(label="监管行业", required=False, allow_blank=True, max_length=200)
    risk_level = serializers.ChoiceField(label="风险等级", choices=Level.choices, required=False, allow_blank=True)


class SearchQuery(Conditions):
    q = serializers.CharField(label="名称、信用代码、地址", max_length=50)


class NearbyQuery(Conditions):
    lon = serializers.FloatField(label="经度")
    lat = serializers.FloatField(label="纬度")
    radius = serializers.FloatField(label="半径(米)", min_value=1, max_value=FARTHEST)

    datum = serializers.ChoiceField(label="坐标来源", choices=Datum.choices, default=Datum.CGCS2000)


class AreasQuery(Conditions):
    level = serializers.ChoiceField(["district", "town"], default="district")


class ClustersQuery(Conditions):
    bbox = serializers.CharField(label="西,南,东,北", max_length=120)
    zoom = serializers.FloatField(label="缩放级别", min_value=0, max_value=24)

    def validate_bbox(self, text: str) -> Box:
        try:
            west, south, east, north = (float(each) for each in text.split(","))
        except ValueError:
            raise serializers.ValidationError("范围应为“西,南,东,北”四个数字") from None
        if not all(isfinite(each) for each in (west, south, east, north)) or west > east or south > north:
            raise serializers.ValidationError("范围应为“西,南,东,北”，西小于东、南小于北")
        return Box(west, south, east, north)


class AreaInput(serializers.Serializer):
    polygon = serializers.JSONField(
        label="区域", help_text=f"GeoJSON Polygon or MultiPolygon in CGCS2000, at most {MOST_VERTICES} vertices"
    )


class SitePlace(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(label="场所")
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField(label="企业")
    region_name = serializers.CharField(label="属地")
    address = serializers.CharField(label="地址")
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)


class FoundSite(SitePlace):
    metres = serializers.FloatField(label="距离(米)", required=False)


class FoundSites(serializers.Serializer):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = FoundSite(many=True)


class NearbySites(FoundSites):
    centre = serializers.ListField(child=serializers.FloatField(), label="圆心", help_text="CGCS2000的经度、纬度")


class MapMarker(serializers.Serializer):
    id = serializers.IntegerField(allow_null=True, label="场所（聚合点为空）")
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    count = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    level = serializers.ChoiceField(choices=Level.choices, allow_null=True, label="最高风险等级")


class MapMarkers(serializers.Serializer):
    count = serializers.IntegerField()
    results = MapMarker(many=True)


class MapDensity(serializers.Serializer):
    count = serializers.IntegerField(label="场所数")
    cells = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()), help_text="经度、纬度、场所数"
    )


class MapArea(serializers.Serializer):
    region = serializers.IntegerField(label="地区编号")
    path = serializers.CharField()
    name = serializers.CharField(label="地区")
    enterprises = serializers.IntegerField(label="企业数")
    sites = serializers.IntegerField(label="场所数")


class MapAreas(serializers.Serializer):
    """一照多址: the sum over areas is not the number of firms."""

    by_region = MapArea(many=True)
    sum_by_region = serializers.IntegerField(label="各地区合计")
    distinct_total = serializers.IntegerField(label="企业总数")
    multi_site_overlap = serializers.IntegerField(label="一照多址重复数")


class MapTag(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField(label="监管标签")
    sites = serializers.IntegerField(label="场所数")


class MapTags(serializers.Serializer):
    results = MapTag(many=True)


class CardTasks(serializers.Serializer):
    total = serializers.IntegerField(label="本月任务")
    done = serializers.IntegerField(label="已完成")


class CardHazards(serializers.Serializer):
    open = serializers.IntegerField(label="未闭环隐患")
    overdue = serializers.IntegerField(label="逾期隐患")


class SiteCard(SitePlace):
    uscc = serializers.CharField(allow_null=True, label="统一社会信用代码")
    region = serializers.IntegerField()
    status = serializers.CharField()
    status_label = serializers.CharField(label="状态")
    industry = serializers.CharField()
    industry_label = serializers.CharField(label="行业")
    staff_count = serializers.IntegerField(label="从业人数")
    contact = serializers.CharField(label="联系人")
    contact_phone = serializers.CharField(label="联系电话")
    tags = serializers.ListField(child=serializers.CharField(), label="监管标签")
    hidden = serializers.ListField(child=serializers.CharField())
    risk_points = serializers.DictField(child=serializers.IntegerField(), label="风险点")
    tasks = CardTasks()
    hazards = CardHazards()


class MapView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    def narrowed(self, asked: dict[str, Any]) -> Any:
        """The actor's sites under the conditions of the question."""
        level = asked.get("risk_level")
        rows = SiteFilter(self.request.query_params, queryset=reading.sites(self.request.user))  # type: ignore[arg-type]
        if not rows.is_valid():
            raise RuleViolation("筛选条件有误：" + "；".join(f"{name}不可用" for name in rows.errors))
        return reading.with_level(rows.qs, level, actor=self.request.user) if level else rows.qs  # type: ignore[arg-type]

    def listed(self, found: Found, **more: Any) -> HttpResponse:
        rows = Site.objects.select_related("enterprise", "region").in_bulk(found.ids)
        results = [_told(rows[pk], found) for pk in found.ids]
        return answer({"count": found.count, "capped": found.capped, "results": results, **more})


def _told(site: Site, found: Found) -> dict[str, object]:
    told: dict[str, object] = {
        "id": site.pk,
        "name": site.name,
        "enterprise": site.enterprise_id,
        "enterprise_name": site.enterprise.name,
        "region_name": site.region.name,
        "address": site.address,
        "lon": site.lon,
        "lat": site.lat,
    }
    return told if found.metres is None else told | {"metres": found.metres[site.pk]}


class SearchView(MapView):
    @extend_schema(parameters=[SearchQuery], responses=FoundSites, operation_id="map_search")
    def get(self, request: Request) -> HttpResponse:
        asked = checked(SearchQuery, request.query_params)
        return self.listed(reading.search(self.narrowed(asked), asked["q"]))


class AreaView(MapView):
    @extend_schema(parameters=[Conditions], request=AreaInput, responses=FoundSites, operation_id="map_area")
    def post(self, request: Request) -> HttpResponse:
        """Sites in a drawn area. A question, although it is a POST: a polygon does not fit into an address."""
        drawn = reading.polygon(checked(AreaInput, request.data)["polygon"])
        found = reading.inside(self.narrowed(checked(Conditions, request.query_params)), drawn)
        return self.listed(found)


class NearbyView(MapView):
    @extend_schema(parameters=[NearbyQuery], responses=NearbySites, operation_id="map_nearby")
    def get(self, request: Request) -> HttpResponse:
        asked = checked(NearbyQuery, request.query_params)
        given = checked_point(asked["lon"], asked["lat"], within=CHINA)
        centre = straightened(given, asked["datum"])
        return self.listed(reading.nearby(self.narrowed(asked), centre, asked["radius"]), centre=[*centre])


class ClustersView(MapView):
    @extend_schema(parameters=[ClustersQuery], responses=MapMarkers, operation_id="map_clusters")
    def get(self, request: Request) -> HttpResponse:
        asked = checked(ClustersQuery, request.query_params)
        rows = self.narrowed(asked)
        count, markers = reading.clusters(rows, asked["bbox"], asked["zoom"], actor=request.user)  # type: ignore[arg-type]
        return answer({"count": count, "results": markers})


class DensityView(MapView):
    @extend_schema(parameters=[ClustersQuery], responses=MapDensity, operation_id="map_density")
    def get(self, request: Request) -> HttpResponse:
        asked = checked(ClustersQuery, request.query_params)
        count, cells = reading.density(self.narrowed(asked), asked["bbox"], asked["zoom"])
        return answer({"count": count, "cells": cells})


class AreasView(MapView):
    @extend_schema(parameters=[AreasQuery], responses=MapAreas, operation_id="map_areas")
    def get(self, request: Request) -> HttpResponse:
        asked = checked(AreasQuery, request.query_params)
        total, found = reading.areas(self.narrowed(asked), asked["level"])
        summed = sum(area["enterprises"] for area in found)
        figures = {"sum_by_region": summed, "distinct_total": total, "multi_site_overlap": summed - total}
        return answer({"by_region": found, **figures})


class TagsView(MapView):
    @extend_schema(parameters=[Conditions], responses=MapTags, operation_id="map_tags")
    def get(self, request: Request) -> HttpResponse:
        asked = checked(Conditions, request.query_params)
        return answer({"results": reading.tags(self.narrowed(asked), today=timezone.localdate())})


class CardView(MapView):
    @extend_schema(responses=SiteCard, operation_id="map_site_card")
    def get(self, request: Request, pk: int) -> HttpResponse:
        actor: Any = request.user
        site = reading.sites(actor).select_related("enterprise", "region").get(pk=pk)
        return answer(card(site, actor=actor, today=timezone.localdate()))


urlpatterns = [
    path("map/search/", SearchView.as_view()),
    path("map/area/", AreaView.as_view()),
    path("map/nearby/", NearbyView.as_view()),
    path("map/clusters/", ClustersView.as_view()),
    path("map/density/", DensityView.as_view()),
    path("map/areas/", AreasView.as_view()),
    path("map/tags/", TagsView.as_view()),
    path("map/sites/<int:pk>/card/", CardView.as_view()),
]
