"""Four-colour maps over HTTP: to look at and draw on, and as PDF that leaves by ticket."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import checked
from changqian.platform.ledgerkit.exports.services import note_print
from changqian.platform.safety.risks.rules import Level
from changqian.platform.screens.fourcolour.printing import map_pdf
from changqian.platform.screens.fourcolour.reading import FourColour, four_colour

PDF = "application/pdf"


class MapQuery(serializers.Serializer):
    revision = serializers.IntegerField(label="版次", min_value=1, max_value=2**31 - 1, required=False)


class MapPoint(serializers.Serializer):
    """A risk point as a map tells it."""

    id = serializers.IntegerField()
    number = serializers.CharField(label="风险点编号")
    name = serializers.CharField(label="风险点")
    location = serializers.CharField(label="位置")
    level = serializers.ChoiceField(Level.choices, label="风险等级")


class MapMark(MapPoint):
    x = serializers.FloatField()
    y = serializers.FloatField()


class MapLeft(MapPoint):
    elsewhere = serializers.CharField(label="所在的其他图")


class MapZone(serializers.Serializer):
    name = serializers.CharField(label="区域名称")
    ring = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    level = serializers.ChoiceField([*Level.choices, ("", "无风险点")], label="区域等级")


class FourColourMap(serializers.Serializer):
    """A plan with everything on it. Zone colours are computed: the highest level inside."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(label="版本")
    name = serializers.CharField(label="图名")
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField(label="企业")
    site = serializers.IntegerField()
    site_name = serializers.CharField(label="场所")
    lon = serializers.FloatField(allow_null=True, label="场所经度")
    lat = serializers.FloatField(allow_null=True, label="场所纬度")
    metres = serializers.IntegerField(allow_null=True, label="图上宽度(米)")
    north = serializers.IntegerField(label="正北方向(度)")
    revision = serializers.IntegerField(label="版次")
    picture = StoredFileSerializer(allow_null=True, label="底图")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    zones = MapZone(many=True)
    marks = MapMark(many=True)
    unplaced = MapLeft(many=True)


def told(found: FourColour) -> dict[str, Any]:
    plan, (width, height) = found.plan, found.size
    return {
        **{name: getattr(plan, name) for name in ("id", "version", "name", "metres", "north")},
        "enterprise": plan.enterprise_id,
        "enterprise_name": plan.enterprise.name,
        "site": plan.site_id,
        "site_name": plan.site.name,
        "lon": plan.site.lon,
        "lat": plan.site.lat,
        "revision": found.revision,
        "picture": found.picture,
        "width": width,
        "height": height,
        "zones": found.zones,
        "marks": [{**_point(each.point), "x": each.x, "y": each.y} for each in found.placed],
        "unplaced": [{**_point(point), "elsewhere": elsewhere} for point, elsewhere in found.unplaced],
    }


def _point(point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in ("id", "number", "name", "location", "level")}


class FourColourView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(parameters=[MapQuery], responses=FourColourMap, operation_id="four_colour_read")
    def get(self, request: Request, pk: int) -> Response:
        """The map as it is drawn now, or was drawn in a revision; coloured by the risks in force today."""
        actor: Any = request.user
        found = four_colour(pk, actor=actor, **checked(MapQuery, request.query_params))
        return Response(FourColourMap(told(found)).data)


PRINTED: Any = {(200, PDF): OpenApiTypes.BINARY, 503: OpenApiResponse(description="没有中文字体")}


@extend_schema_view(
    get=extend_schema(responses=PRINTED, operation_id="four_colour_file"),
    post=extend_schema(operation_id="four_colour_ticket"),
)
class MapFileView(FileByTicket):
    """The map on A3, with legend and list; each time is audited."""

    def refuse(self, request: Request, pk: int) -> None:
        actor: Any = request.user
        four_colour(pk, actor=actor)

    def file(self, request: Request, pk: int) -> HttpResponseBase:
        actor: Any = request.user
        found = four_colour(pk, actor=actor)
        pdf = map_pdf(found, now=timezone.now())
        note_print([found.plan], actor=actor, what="四色分布图")
        return as_file(pdf, PDF, f"四色分布图-{found.plan.name}.pdf", shown=True)


urlpatterns = [
    path("four-colour/<int:pk>/", FourColourView.as_view()),
    path("four-colour/<int:pk>/file/", MapFileView.as_view()),
]
