from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import PermissionDenied as Refused
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.enterprises.models import TagKind
from changqian.platform.foundation.records.api import checked, spoken
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Box, Point
from changqian.platform.safety.risks.rules import Level
from changqian.platform.screens.map import reading
from changqian.platform.screens.map.card import card_of


class MapFilters(serializers.Serializer):
    region = serializers.IntegerField(required=False, min_value=1, max_value=2**53)
    tag = serializers.CharField(required=False, allow_blank=True, max_length=200)
    supervised_industry = serializers.CharField(required=False, allow_blank=True, max_length=200)
    risk_level = serializers.ChoiceField(choices=Level.choices, required=False, allow_blank=True)


class MapSearch(MapFilters):
    q = serializers.CharField(max_length=50)


class MapNearby(MapFilters):
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-85, max_value=85)
    radius = serializers.FloatField(min_value=10, max_value=reading.MOST_METRES)


class MapClusters(MapFilters):
    bbox = serializers.CharField(max_length=120)
    zoom = serializers.IntegerField(min_value=0, max_value=22)

    def validate_bbox(self, value: str) -> Box:
        try:
            west, south, east, north = (float(part) for part in value.split(","))
        except ValueError as error:
            raise serializers.ValidationError("范围应为“西,南,东,北”四个经纬度") from error
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise serializers.ValidationError("范围的西、南必须小于东、北")
        return Box(west, south, east, north)


class Polygon(serializers.Serializer):
    """A GeoJSON Polygon; only its outer ring counts."""

    type = serializers.RegexField("^Polygon$")
    coordinates = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(
                child=serializers.FloatField(min_value=-180, max_value=180), min_length=2, max_length=2
            ),
            min_length=3,
            max_length=reading.MOST_VERTICES + 1,
        ),
        min_length=1,
        max_length=1,
    )


class MapArea(serializers.Serializer):
    polygon = Polygon()


class FoundSite(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField()
    region_name = serializers.CharField()
    address = serializers.CharField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    metres = serializers.IntegerField(required=False)


class FoundSites(serializers.Serializer):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = FoundSite(many=True)


class MapMarker(serializers.Serializer):
    id = serializers.IntegerField(required=False)
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    count = serializers.IntegerField()
    name = serializers.CharField(required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False, allow_null=True)


class MapMarkers(serializers.Serializer):
    count = serializers.IntegerField()
    results = MapMarker(many=True)


class SiteCard(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField()
    region_name = serializers.CharField()
    address = serializers.CharField()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    status = serializers.CharField()
    status_label = serializers.CharField()
    industry_label = serializers.CharField()
    staff_count = serializers.IntegerField()
    contact = serializers.CharField()
    contact_phone = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    risk_points = serializers.DictField(child=serializers.IntegerField())
    tasks = serializers.DictField(child=serializers.IntegerField())
    hazards = serializers.DictField(child=serializers.IntegerField())


def answering(view: Callable[..., Any]) -> Callable[..., Response]:
    """Refusals and broken rules become the answers that every endpoint gives."""

    @wraps(view)
    def answered(request: Request, **given: Any) -> Response:
        try:
            return Response(view(request, **given))
        except (Refused, RuleViolation, ObjectDoesNotExist) as refused:
            raise spoken(refused) from refused

    return answered


def narrowed(asked: dict[str, Any]) -> dict[str, Any]:
    """The filters; an unknown tag is said, not silently found nowhere."""
    tags = [code for code in str(asked.get("tag") or "").split(",") if code]
    if tags and TagKind.objects.filter(code__in=tags).count() != len(set(tags)):
        raise exceptions.ValidationError({"tag": ["没有这个监管标签"]})
    return {name: asked.get(name) for name in ("region", "tag", "supervised_industry", "risk_level")}


@extend_schema(parameters=[MapSearch], responses=FoundSites)
@api_view(["GET"])
@answering
def search(request: Request) -> Any:
    """Sites by the name or code of their enterprise, or by their address."""
    asked = checked(MapSearch, request.query_params)
    return reading.search(reading.sites(request.user, narrowed(asked)), asked["q"])  # type: ignore[arg-type]


@extend_schema(request=MapArea, parameters=[MapFilters], responses=FoundSites)
@api_view(["POST"])
@answering
def area(request: Request) -> Any:
    """Sites inside a drawn polygon of at most 500 corners."""
    asked = checked(MapFilters, request.query_params)
    drawn = checked(MapArea, request.data)
    return reading.in_area(reading.sites(request.user, narrowed(asked)), drawn["polygon"])  # type: ignore[arg-type]


@extend_schema(parameters=[MapNearby], responses=FoundSites)
@api_view(["GET"])
@answering
def nearby(request: Request) -> Any:
    """Sites within a radius of at most 20 km, nearest first."""
    asked = checked(MapNearby, request.query_params)
    rows = reading.sites(request.user, narrowed(asked))  # type: ignore[arg-type]
    return reading.nearby(rows, Point(asked["lon"], asked["lat"]), asked["radius"])


@extend_schema(parameters=[MapClusters], responses=MapMarkers)
@api_view(["GET"])
@answering
def clusters(request: Request) -> Any:
    """What a map in sight shows at its zoom."""
    asked = checked(MapClusters, request.query_params)
    return reading.clusters(reading.sites(request.user, narrowed(asked)), asked["bbox"], asked["zoom"])  # type: ignore[arg-type]


@extend_schema(responses=SiteCard)
@api_view(["GET"])
@answering
def card(request: Request, pk: int) -> Any:
    """The card of one site."""
    return card_of(request.user, pk, today=timezone.localdate())  # type: ignore[arg-type]


urlpatterns = [
    path("map/search/", search),
    path("map/area/", area),
    path("map/nearby/", nearby),
    path("map/clusters/", clusters),
    path("map/sites/<int:pk>/card/", card),
]
