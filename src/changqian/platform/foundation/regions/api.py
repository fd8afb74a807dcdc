"""Regions and their borders: not secret, the same for everybody who is signed in."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request

from changqian.platform.foundation.regions.boundaries import LEVELS, collection
from changqian.platform.foundation.regions.models import Kind, Region
from changqian.platform.kernel.caching import kept


class RegionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField(label="区划代码", allow_null=True)
    name = serializers.CharField(label="名称")
    kind = serializers.ChoiceField(label="类别", choices=Kind.choices)
    parent = serializers.IntegerField(label="上级", allow_null=True)  # type: ignore[assignment]
    path = serializers.CharField()
    center = serializers.ListField(
        label="中心点", child=serializers.FloatField(), min_length=2, max_length=2, allow_null=True
    )


@extend_schema(responses=RegionSerializer(many=True))
@api_view(["GET"])
def regions(request: Request) -> HttpResponse:
    """The whole tree in order of path."""
    rows = [
        {
            "id": pk,
            "code": code,
            "name": name,
            "kind": kind,
            "parent": parent,
            "path": way,
            "center": lon and [lon, lat],
        }
        for pk, code, name, kind, parent, way, lon, lat in Region.objects.order_by("path").values_list(
            "pk", "code", "name", "kind", "parent_id", "path", "lon", "lat"
        )
    ]
    return kept(request, orjson.dumps(rows))


@extend_schema(
    parameters=[OpenApiParameter("level", enum=LEVELS, default="district")], responses={200: OpenApiTypes.OBJECT}
)
@api_view(["GET"])
def boundaries(request: Request) -> HttpResponse:
    """A GeoJSON FeatureCollection; `schematic` features are to be labelled 示意."""
    level = request.query_params.get("level", "district")
    if level not in LEVELS:
        raise serializers.ValidationError({"level": ["级别应为city、district或town"]})
    return kept(request, *collection(level, Region.objects.order_by("path")))


urlpatterns = [
    path("regions/", regions),
    path("regions/boundaries/", gzip_page(boundaries)),  # 200 KB of what is public anyway: nothing to be guessed at.
]
