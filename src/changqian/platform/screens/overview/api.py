from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.summaries.api import SHARE
from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.records.api import checked
from changqian.platform.kernel.dates import month_of
from changqian.platform.screens.overview.reading import overview
from changqian.platform.screens.overview.supervision import execution, reports


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


class ScanningFigures(serializers.Serializer):
    total = serializers.IntegerField(label="本月检查")
    scanned = serializers.IntegerField(label="扫码检查")
    abnormal = serializers.IntegerField(label="发现异常")
    percent = serializers.FloatField(label="扫码率(%)")


class QualityFigures(serializers.Serializer):
    summary = serializers.IntegerField(label="地区月度小结")
    month = serializers.DateField(label="月份")
    region_name = serializers.CharField(label="地区")
    value = serializers.FloatField(label="质效值")
    before = serializers.FloatField(label="上月", allow_null=True)
    parts = SHARE(many=True, label="质效值组成")


class WhistleFigures(serializers.Serializer):
    reports = serializers.IntegerField(label="本年吹哨")
    confirmed = serializers.IntegerField(label="核查属实")
    settled = serializers.IntegerField(label="已办结")
    late = serializers.IntegerField(label="逾期未办")
    paid = serializers.IntegerField(label="已发放奖励")
    money = serializers.IntegerField(label="奖励金额(元)")
    pay_days = serializers.IntegerField(label="发放用时合计(天)")


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
    quality = serializers.FloatField(label="质效值", allow_null=True)
    whistles = serializers.IntegerField(label="本年吹哨")
    whistle_money = serializers.IntegerField(label="吹哨奖励(元)")


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
    scanning = ScanningFigures()
    quality = QualityFigures(allow_null=True)
    whistles = WhistleFigures(allow_null=True)
    trend = TrendMonth(many=True)
    areas = AreaFigures(many=True)


@extend_schema(parameters=[OverviewQuery], responses=OverviewSerializer)
@api_view(["GET"])
def read(request: Request) -> Response:
    """The city, a district or a town at a glance, as far as the reader's grants reach."""
    asked = checked(OverviewQuery, request.query_params)
    told = overview(request.user, today=timezone.localdate(), level=asked["level"], regions=_regions(asked))  # type: ignore[arg-type]
    return Response(OverviewSerializer(told).data)


class ExecutionQuery(OverviewQuery):
    month = serializers.DateField(label="月份", required=False)


class ExecutionArea(serializers.Serializer):
    path = serializers.CharField()
    region = serializers.IntegerField()
    name = serializers.CharField(label="地区")
    enterprises = serializers.IntegerField(label="工业企业")
    tasks = LevelProgress(label="全部任务")
    levels = serializers.DictField(child=LevelProgress(), label="四类风险任务")


class ReportsQuery(serializers.Serializer):
    year = serializers.IntegerField(label="年份", required=False, min_value=2000, max_value=2100)
    region = serializers.IntegerField(label="地区", required=False, min_value=1, max_value=MOST)


class ReportsOfKind(serializers.Serializer):
    kind = serializers.CharField()
    label: Any = serializers.CharField(label="报告类型")
    n = serializers.IntegerField(label="报告数")


class ReportsOfDepartment(serializers.Serializer):
    department = serializers.IntegerField(label="主管部门编号", allow_null=True)
    name = serializers.CharField(label="主管部门")
    n = serializers.IntegerField(label="报告数")


class ReportsSerializer(serializers.Serializer):
    year = serializers.IntegerField(label="年份")
    total = serializers.IntegerField(label="报告数")
    kinds = ReportsOfKind(many=True)
    departments = ReportsOfDepartment(many=True)


def _regions(asked: dict[str, Any]) -> frozenset[int] | None:
    return region_ids(asked["region"]) if "region" in asked else None


@extend_schema(parameters=[ExecutionQuery], responses=ExecutionArea(many=True), operation_id="overview_execution")
@api_view(["GET"])
def read_execution(request: Request) -> Response:
    """The tasks of a month (this one if none is named) by area and risk level."""
    asked = checked(ExecutionQuery, request.query_params)
    month = month_of(asked.get("month") or timezone.localdate())
    told = execution(request.user, month=month, level=asked["level"], regions=_regions(asked))  # type: ignore[arg-type]
    return Response(ExecutionArea(told, many=True).data)


@extend_schema(parameters=[ReportsQuery], responses=ReportsSerializer, operation_id="overview_reports")
@api_view(["GET"])
def read_reports(request: Request) -> Response:
    """Reports to the province in a year (this one if none is named), by kind and by bureau."""
    asked = checked(ReportsQuery, request.query_params)
    year = asked.get("year") or timezone.localdate().year
    told = reports(request.user, year=year, regions=_regions(asked))  # type: ignore[arg-type]
    return Response(ReportsSerializer(told).data)


urlpatterns = [
    path("overview/", read),
    path("overview/execution/", read_execution),
    path("overview/reports/", read_reports),
]
