"""风控工业企业 as a list; what one firm's row is made of, its own ledgers show."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework import serializers

from changqian.platform.commons.industrial.models import IndustrialFirm
from changqian.platform.commons.industrial.rules import Level
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.rules import Management, Status
from changqian.platform.foundation.records.api import ListedViewSet, record_urls
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.ledgerkit.api import LedgerFilter


class IndustrialFirmSerializer(serializers.ModelSerializer):
    region_name = serializers.CharField(source="enterprise.region.name", default=None, read_only=True, label="注册地")
    status = serializers.ChoiceField(
        Status.choices, source="enterprise.status", default=None, allow_null=True, read_only=True, label="企业状态"
    )
    management = serializers.ChoiceField(
        Management.choices,
        source="enterprise.management",
        default=None,
        allow_null=True,
        read_only=True,
        label="管理方式",
    )
    supervised_industry = serializers.CharField(
        source="enterprise.supervised_industry", default=None, read_only=True, label="监管行业"
    )
    department_name = serializers.CharField(
        source="enterprise.department.name", default=None, read_only=True, label="行业主管部门"
    )

    class Meta:
        model = IndustrialFirm
        fields = (
            *("id", "enterprise", "name", "uscc", "known", "region_name", "status", "provincial_status"),
            *(
                "supervised_industry",
                "management",
                "department_name",
                "level",
                *Level.values,
                "declared",
                "without_card",
            ),
            *("report", "report_due_on", "reported_at", "zero_risk", "production"),
            *("change", "changed_on", "change_due_on"),
            *("tasks", "tasks_done", "hazards_open", "hazards_overdue", "refreshed_at"),
        )
        read_only_fields = fields


class IndustrialFirmFilter(LedgerFilter):
    status = AnyOf(field_name="enterprise__status", choices=Status.choices)
    management = AnyOf(field_name="enterprise__management", choices=Management.choices)
    supervised_industry = filters.BaseInFilter(field_name="enterprise__supervised_industry")
    department = filters.NumberFilter(field_name="enterprise__department", min_value=1, max_value=MOST)
    without_card = filters.BooleanFilter(field_name="without_card", method="which_has", label="缺告知卡")
    hazards_overdue = filters.BooleanFilter(field_name="hazards_overdue", method="which_has", label="有逾期隐患")
    undeclared = filters.BooleanFilter(method="which_undeclared", label="有较大以上风险未申报")

    class Meta:
        model = IndustrialFirm
        fields = ("known", "level", "report", "change", "zero_risk", "production")

    def which_has(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(**{f"{name}__gt": 0}) if value else rows.filter(**{name: 0})

    def which_undeclared(self, rows: Any, name: str, value: bool) -> Any:
        """Grave risks of its own and none at the province: 零风险 or not reported, and yet there is something."""
        grave = {"level__in": [Level.MAJOR, Level.LARGE], "declared": 0}
        return rows.filter(**grave) if value else rows.exclude(**grave)


class IndustrialFirmViewSet(ListedViewSet):
    queryset = IndustrialFirm.objects.order_by("-pk")
    serializer_class = IndustrialFirmSerializer
    filterset_class = IndustrialFirmFilter
    searched = ("name", "uscc")
    ordered = (
        "id",
        "name",
        "major",
        "large",
        "declared",
        "reported_at",
        "hazards_open",
        "hazards_overdue",
        "without_card",
    )


urlpatterns = record_urls("industrial-firms", IndustrialFirmViewSet)
