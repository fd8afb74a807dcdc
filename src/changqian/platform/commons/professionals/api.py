"""Applications of experts and institutions over HTTP: one's own, and what the city decides."""

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from changqian.platform.commons.professionals import services
from changqian.platform.commons.professionals.models import Application
from changqian.platform.commons.professionals.rules import OPEN, Course, Expertise
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import (
    Addable,
    RecordSerializer,
    RecordViewSet,
    form_of,
    on_time,
    record_urls,
    step,
)
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.forms import numbers, text
from changqian.platform.foundation.regions.models import Region
from changqian.platform.ledgerkit.api import LedgerFilter

OPINION: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}


def chosen(choices: Any, label: str, **how: Any) -> serializers.ListField:
    child = serializers.ChoiceField(choices=choices.choices)
    return serializers.ListField(child=child, label=label, max_length=20, **how)


def asked() -> dict[str, serializers.Field]:
    """What columns do not say of the form."""
    return {
        "expertise": chosen(Expertise, "专业领域", required=False),
        "courses": chosen(Course, "培训类别", required=False),
        "certificate_no": text("证书编号", 50, **OPINION),
        "region": serializers.PrimaryKeyRelatedField(
            queryset=Region.objects.all(), label="所在地区", required=False, allow_null=True
        ),
        "licence": numbers("营业执照", 5),
    }


class ApplicationSerializer(RecordSerializer):
    applicant = serializers.CharField(source="created_by.name", read_only=True, label="申请人")
    applicant_phone = MaskedField(source="created_by.phone", read_only=True, label="申请人手机号")
    region_name = serializers.CharField(source="region.name", read_only=True, label="所在地区")
    expertise = chosen(Expertise, "专业领域", read_only=True)
    courses = chosen(Course, "培训类别", read_only=True)
    decided_by_name = serializers.CharField(source="decided_by.name", read_only=True, allow_null=True, label="办理人")
    decision = serializers.CharField(
        source="opinion", read_only=True, label="办理意见", help_text="上一次办理的意见，不是下一步的草稿"
    )

    class Meta:
        model = Application
        fields: tuple[str, ...] = (
            *("id", "version", "kind", "status", "unit", "applicant", "applicant_phone", "region", "region_name"),
            *("expertise", "courses", "title", "worked_years", "valid_until", "created_at", "decide_by"),
            *("decided_by_name", "decided_at", "decision"),
        )
        read_only_fields = fields


class ApplicationDetailSerializer(ApplicationSerializer):
    applicant_id_number = MaskedField(source="created_by.id_number", read_only=True, label="申请人身份证号")
    certificate_no = MaskedField(label="证书编号", read_only=True)
    licence = StoredFileSerializer(many=True, read_only=True, label="营业执照")
    papers = StoredFileSerializer(many=True, read_only=True, label="证书和资质")
    mine = serializers.BooleanField(read_only=True, label="本人提出")

    class Meta(ApplicationSerializer.Meta):
        fields = (
            *ApplicationSerializer.Meta.fields,
            *("applicant_id_number", "uscc", "certificate_no", "permit_no", "message", "licence", "papers", "mine"),
        )
        read_only_fields = fields


# Without a unit it is the rule that refuses, with what each kind calls it.
ApplicationForm = form_of(
    services.apply,
    "ApplicationForm",
    unit=text("单位", allow_blank=True),
    papers=numbers("证书和资质", required=True),
    **asked(),
)
ApplicationCorrect = form_of(
    services.correct,
    "ApplicationCorrect",
    unit=text("单位", allow_blank=True, required=False),
    papers=numbers("证书和资质"),
    **asked(),
)


class ApplicationFilter(LedgerFilter):
    enterprise = None  # type: ignore[assignment]  # of no firm
    expertise = AnyOf(method="with_any", choices=Expertise.choices, label="专业领域")
    courses = AnyOf(method="with_any", choices=Course.choices, label="培训类别")
    open = filters.BooleanFilter(method="is_open", label="办理中")
    mine = filters.BooleanFilter(method="is_mine", label="本人提出")

    class Meta:
        model = Application
        fields = ("kind", "status", "valid_until")

    def with_any(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows.filter(**{f"{name}__overlap": value}) if value else rows

    def is_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(status__in=OPEN) if value else rows.exclude(status__in=OPEN)

    def is_mine(self, rows: Any, name: str, value: bool) -> Any:
        me = self.request.user.pk
        return rows.filter(created_by=me) if value else rows.exclude(created_by=me)


@extend_schema_view(create=extend_schema(request=ApplicationForm))
class ApplicationViewSet(Addable, RecordViewSet):
    """No ledger of firms: its rows are a person's own, and the authorities'."""

    queryset = Application.objects.select_related("region", "created_by", "decided_by")
    serializer_class = ApplicationSerializer
    detail_class = ApplicationDetailSerializer
    filterset_class = ApplicationFilter
    searched = ("unit", "uscc", "created_by__name")
    ordered = ("id", "decide_by", "valid_until")
    form = ApplicationForm
    add = staticmethod(on_time(services.apply))
    approve = step("approve", services.approve, opinion=text("意见", **OPINION))
    send_back = step("send_back", services.send_back)
    reject = step("reject", services.reject)
    revoke = step("revoke", services.revoke)
    correct = step("correct", services.correct, ApplicationCorrect)
    withdraw = step("withdraw", services.withdraw)

    def detail_of(self, row: Any) -> Any:
        files = attached(Application, [row.pk]).get(row.pk, [])
        row.licence, row.papers = ([each for each in files if each["slot"] == slot] for slot in services.LABELS)
        row.mine = row.created_by_id == self.request.user.pk
        return super().detail_of(row)


urlpatterns = record_urls("professionals", ApplicationViewSet)
