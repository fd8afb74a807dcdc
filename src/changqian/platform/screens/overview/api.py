from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.records.api import checked
from changqian.platform.screens.overview.reading import overview


class OverviewQuery(serializers.Serializer):
    level = serializers.ChoiceField(["district", "town"], default="district")
    region = serializers.IntegerField(label="地区", required=False, min_value=1, max_value=MOST)


class EnterpriseFigures(serializers.Serializer):
    distinct_total = serializers.IntegerField(label="企业数")
    sum_by_region = serializers.IntegerField(label="各地区合计")
    multi_site_overlap = serializers.IntegerField(label="一照多址重复数")
    sites = serializers.IntegerField(label="场所数")


class PointFigures(serializers.Serializer):
    total = serializers.IntegerField(label="管控中风险点")
    by_level = serializers.DictField(child=serializers.IntegerField())


class LevelProgress(serializers.Serializer):
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    percent = serializers.FloatField()


class TaskFigures(serializers.Serializer):
    total = serializers.IntegerField(label="任务总数")
    done = serializers.IntegerField(label="已完成")
    late = serializers.IntegerField(label="逾期完成")
    abnormal = serializers.IntegerField(label="发现异常")
    overdue = serializers.IntegerField(label="逾期未完成")
    exempt = serializers.IntegerField(label="免检")
    percent = serializers.FloatField(label="检查完成率(%)")
    by_level = serializers.DictField(child=LevelProgress())


class HazardFigures(serializers.Serializer):
    total = serializers.IntegerField(label="本年发现")
    closed = serializers.IntegerField(label="其中已闭环")
    closed_on_time = serializers.IntegerField(label="按期闭环")
    major = serializers.IntegerField(label="重大隐患")
    open = serializers.IntegerField(label="未闭环")
    overdue = serializers.IntegerField(label="逾期未整改")
    supervised = serializers.IntegerField(label="挂牌督办中")
    closed_percent = serializers.FloatField(label="闭环率(%)")


class TrendMonth(serializers.Serializer):
    month = serializers.DateField()
    found = serializers.IntegerField(label="发现")
    closed = serializers.IntegerField(label="已闭环")


class AreaFigures(serializers.Serializer):
    path = serializers.CharField()
    region = serializers.IntegerField()
    name = serializers.CharField(label="地区")
    enterprises = serializers.IntegerField(label="企业数")
    sites = serializers.IntegerField(label="场所数")
    points = serializers.IntegerField(label="风险点")
    reported_points = serializers.IntegerField(label="较大以上风险点")
    tasks = serializers.IntegerField(label="本月任务")
    tasks_done = serializers.IntegerField(label="已完成")
    tasks_percent = serializers.FloatField(label="检查完成率(%)")
    hazards_open = serializers.IntegerField(label="未闭环隐患")
    hazards_overdue = serializers.IntegerField(label="逾期隐患")


class OverviewSerializer(serializers.Serializer):
    today = serializers.DateField()
    month = serializers.DateField()
    level = serializers.CharField()
    waiting = serializers.IntegerField(label="待重算")
    sentence = serializers.CharField()
    enterprises = EnterpriseFigures()
    points = PointFigures()
    tasks = TaskFigures()
    hazards = HazardFigures()
    trend = TrendMonth(many=True)
    areas = AreaFigures(many=True)


@extend_schema(parameters=[OverviewQuery], responses=OverviewSerializer)
@api_view(["GET"])
def read(request: Request) -> Response:
    """The city, a district or a town at a glance, as far as the reader's grants reach."""
    asked = checked(OverviewQuery, request.query_params)
    regions = region_ids(asked["region"]) if "region" in asked else None
    told = overview(request.user, today=timezone.localdate(), level=asked["level"], regions=regions)  # type: ignore[arg-type]
    return Response(OverviewSerializer(told).data)


urlpatterns = [path("overview/", read)]
