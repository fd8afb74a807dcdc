"""Plans of sites, and drawing on them."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from rest_framework import serializers

from changqian.platform.commons.siteplans import services
from changqian.platform.commons.siteplans.models import SitePlan
from changqian.platform.commons.siteplans.rules import MOST_CORNERS, MOST_MARKS, MOST_ZONES
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import Addable, EndInput, record_urls, step
from changqian.platform.foundation.records.forms import LONGEST_ID, form_of, numbers
from changqian.platform.ledgerkit.api import SITE_FIELDS, LedgerViewSet, SiteFilter, SiteSerializer

MOST_DRAWINGS = 50
"Revisions of one plan that are told, the newest first."


class SitePlanSerializer(SiteSerializer):
    class Meta:
        model = SitePlan
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "name", "metres", "north", "revision", "zone_count", "mark_count", "drawn_on"),
        )
        read_only_fields = fields


class DrawingSerializer(serializers.Serializer):
    """One revision of what is drawn, in the list of them."""

    revision = serializers.IntegerField(label="版次")
    drawn_at = serializers.DateTimeField(label="绘制时间")
    drawn_by_name = serializers.CharField(source="drawn_by.name", label="绘制人")


class SitePlanDetailSerializer(SitePlanSerializer):
    picture = StoredFileSerializer(many=True, read_only=True, label="底图")
    drawings = DrawingSerializer(many=True, read_only=True, source="drawn", label="历次绘制")

    class Meta(SitePlanSerializer.Meta):
        fields = (*SitePlanSerializer.Meta.fields, "picture", "drawings")
        read_only_fields = fields


class Share(serializers.FloatField):
    """Of the plan's width or height; a text like "nan" is no number here."""

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=1)

    def to_internal_value(self, data: Any) -> float:
        value = super().to_internal_value(data)
        if not isfinite(value):
            self.fail("invalid")
        return value


class ZoneInput(serializers.Serializer):
    name = serializers.CharField(label="区域名称", max_length=30)
    ring = serializers.ListField(
        child=serializers.ListField(child=Share(), min_length=2, max_length=2),
        label="边线",
        min_length=3,
        max_length=MOST_CORNERS,
    )


class MarkInput(serializers.Serializer):
    kind = serializers.CharField(label="点位类别", max_length=30)
    id = serializers.IntegerField(label="编号", min_value=1, max_value=LONGEST_ID)
    x = Share()
    y = Share()


class SitePlanFilter(SiteFilter):
    class Meta:
        model = SitePlan
        fields = ("drawn_on",)


class SitePlanViewSet(Addable, LedgerViewSet):
    queryset = SitePlan.objects.all()
    serializer_class = SitePlanSerializer
    detail_class = SitePlanDetailSerializer
    filterset_class = SitePlanFilter
    searched = ("name", "site__name")
    ordered = ("id", "drawn_on")
    slots = (services.PICTURE,)
    form = form_of(services.add_plan, "SitePlanAdd", picture=numbers("底图", most=1))
    add = staticmethod(services.add_plan)
    edit = step("edit", services.edit_plan, picture=numbers("底图", most=1))
    draw = step(
        "draw",
        services.draw_plan,
        zones=ZoneInput(many=True, label="区域", max_length=MOST_ZONES),  # type: ignore[call-arg]
        marks=MarkInput(many=True, label="点位", max_length=MOST_MARKS),  # type: ignore[call-arg]
    )
    end = step("end", services.end_plan, EndInput)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.drawn = row.drawings.select_related("drawn_by")[:MOST_DRAWINGS]
        return super().detail_of(row)


urlpatterns = record_urls("site-plans", SitePlanViewSet)
