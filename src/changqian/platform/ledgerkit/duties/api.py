"""What a ledger whose rules ask something of enterprises answers beside its rows."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.api import answer, checked
from changqian.platform.foundation.regions.models import Region
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.ledgerkit.stats import Level

PAGE = 50


class FulfilmentQuery(serializers.Serializer):
    due_on = serializers.DateField(label="截至")
    level = serializers.ChoiceField([level.name.lower() for level in Level], default="district")
    region = serializers.IntegerField(label="属地", min_value=1, max_value=MOST, required=False)


class DutyFigure(serializers.Serializer):
    measure = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    total = serializers.IntegerField()
    sum_by_region = serializers.IntegerField(label="各地区合计")
    distinct_total = serializers.IntegerField(label="去重企业数")
    multi_site_overlap = serializers.IntegerField(label="一照多址重复数")


class DutyArea(serializers.Serializer):
    path = serializers.CharField()
    region = serializers.IntegerField()
    name = serializers.CharField(label="地区")
    required = serializers.IntegerField(label="有要求的企业")  # type: ignore[assignment]
    met = serializers.IntegerField(label="已完成")
    open = serializers.IntegerField(label="未完成")
    late = serializers.IntegerField(label="其中逾期")


class DutyRule(serializers.Serializer):
    rule = serializers.CharField(label="要求")
    required = serializers.IntegerField(label="有要求的企业")  # type: ignore[assignment]
    met = serializers.IntegerField(label="已完成")


class DutyFulfilment(serializers.Serializer):
    due_on = serializers.DateField(label="截至")
    rules = DutyRule(many=True, label="各项要求")
    figures = DutyFigure(many=True, label="合计")
    areas = DutyArea(many=True, label="各地区")


class UnfulfilledQuery(FulfilmentQuery):
    area = serializers.RegexField(r"^(\d{4}){1,4}$", label="地区")
    late = serializers.BooleanField(label="只看逾期", default=False)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class DutyMissing(serializers.Serializer):
    rule = serializers.CharField(label="要求")
    due_on = serializers.DateField(label="期限")
    missing = serializers.IntegerField(label="还差")
    late = serializers.BooleanField(label="逾期")


class DutyDebtor(serializers.Serializer):
    enterprise = serializers.IntegerField()
    enterprise_name = serializers.CharField(label="企业")
    missing = DutyMissing(many=True, label="缺项")


class DutyDebtors(serializers.Serializer):
    count = serializers.IntegerField(label="企业数")
    results = DutyDebtor(many=True)


class WithDuties:
    """Adds `GET /<ledger>/fulfilment/` and, behind its numbers, `GET /<ledger>/unfulfilled/`."""

    duties: ClassVar[Fulfilment]

    @extend_schema(parameters=[FulfilmentQuery], responses=DutyFulfilment)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def fulfilment(self: Any, request: Request) -> HttpResponse:
        """Enterprises by area with all that is due in that year up to the day: required, met, open, late."""
        asked = checked(FulfilmentQuery, request.query_params)
        region = Region.objects.filter(pk=asked["region"]).first() if "region" in asked else None
        figures, rules = self.duties.fulfilled(
            request.user,
            until=asked["due_on"],
            level=Level[asked["level"].upper()],
            today=timezone.localdate(),
            within=region.path if region else "",
        )
        by_area = {figure.measure: figure.by_region for figure in figures}
        areas = [
            {"path": region.path, "region": region.pk, "name": region.name}
            | {name: found.get(region.path, 0) for name, found in by_area.items()}
            for region in Region.objects.filter(path__in=by_area["required"]).order_by("path")
        ]
        totals = [
            {name: value for name, value in asdict(figure).items() if name in DutyFigure().fields} for figure in figures
        ]
        told = {"due_on": asked["due_on"], "rules": [asdict(each) for each in rules]}
        return answer({**told, "figures": totals, "areas": areas})

    @extend_schema(parameters=[UnfulfilledQuery], responses=DutyDebtors)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def unfulfilled(self: Any, request: Request) -> HttpResponse:
        """The enterprises behind 未完成, fifty at a time, each with what is missing."""
        asked = checked(UnfulfilledQuery, request.query_params)
        today = timezone.localdate()
        total, page = self.duties.behind(
            request.user,
            until=asked["due_on"],
            area=asked["area"],
            late=asked["late"],
            today=today,
            first=asked["offset"],
            most=PAGE,
        )
        names = dict(Enterprise.objects.filter(pk__in=page).values_list("pk", "name"))
        results = [
            {
                "enterprise": pk,
                "enterprise_name": names[pk],
                "missing": [
                    {"rule": each.rule, "due_on": each.due_on, "missing": each.missing, "late": each.late(today)}
                    for each in missing
                ],
            }
            for pk, missing in page.items()
        ]
        return answer({"count": total, "results": results})
