"""Safety organisations over HTTP. The chart is drawn from the list of one firm."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters
from rest_framework import serializers

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import Addable, EndInput, RecordSerializer, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, on_time
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.ledgerkit.importing import Importing, by_name
from changqian.platform.safety.organisation import services
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.organisation.rules import Headed

MOST_MEMBERS = 500


class SafetyOrganisationSerializer(LedgerSerializer):
    parent_name = serializers.CharField(
        source="parent.name", read_only=True, allow_null=True, default=None, label="上级机构"
    )
    head_name = serializers.CharField(source="head.name", read_only=True, allow_null=True, default=None, label="负责人")
    head_post = serializers.CharField(
        source="head.post", read_only=True, allow_null=True, default=None, label="负责人岗位"
    )
    head_left_on = serializers.DateField(
        source="head.left_on", read_only=True, allow_null=True, default=None, label="负责人离职日期"
    )

    class Meta:
        model = SafetyOrganisation
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "name", "kind", "grade", "parent", "parent_name", "head", "head_name", "head_post"),
            *("head_left_on", "established_on", "address", "lon", "lat", "datum"),
        )
        read_only_fields = fields


class MemberSerializer(RecordSerializer):
    class Meta:
        model = Person
        fields = ("id", "name", "workshop", "post")


class SafetyOrganisationDetailSerializer(SafetyOrganisationSerializer):
    members = serializers.ListField(child=serializers.IntegerField(), read_only=True, label="成员")
    staff = MemberSerializer(many=True, read_only=True, label="成员")
    documents = StoredFileSerializer(many=True, read_only=True, label="成立文件")

    class Meta(SafetyOrganisationSerializer.Meta):
        fields = (*SafetyOrganisationSerializer.Meta.fields, "duties", "members", "staff", "documents")
        read_only_fields = fields


class SafetyOrganisationFilter(LedgerFilter):
    headed = filters.ChoiceFilter(choices=Headed.choices, method="which_headed", label="负责人情况")
    has_coordinates = filters.BooleanFilter(field_name="lon", lookup_expr="isnull", exclude=True, label="有坐标")

    class Meta:
        model = SafetyOrganisation
        fields = ("kind", "grade", "parent")

    def which_headed(self, rows: Any, name: str, value: str) -> Any:
        nobody = Q(head__isnull=True) | Q(head__left_on__isnull=False)
        return rows.filter(nobody) if value == Headed.NO else rows.exclude(nobody)


def belongings() -> dict[str, Any]:
    return {"members": numbers("成员", MOST_MEMBERS), services.DOCUMENTS: numbers("成立文件")}


class SafetyOrganisationViewSet(Addable, LedgerViewSet):
    queryset = SafetyOrganisation.objects.all()
    serializer_class = SafetyOrganisationSerializer
    detail_class = SafetyOrganisationDetailSerializer
    filterset_class = SafetyOrganisationFilter
    searched = ("name", "head__name")
    ordered = ("id", "name", "established_on")
    slots = (services.DOCUMENTS,)
    form = form_of(services.establish_organisation, "SafetyOrganisationForm", **belongings())
    add = staticmethod(on_time(services.establish_organisation))
    edit = step("edit", services.edit_organisation, **belongings())
    move = step("move", services.move_organisation)
    end = step("end", services.end_organisation, EndInput)
    importing = Importing(
        permission="organisation.establish",
        aliases={"name": ("机构", "部门名称"), "kind": ("类别",), "grade": ("级别",), "parent": ("上级", "上级部门")},
        left_out=("members", services.DOCUMENTS),
        unique=("enterprise", "parent", "name"),
        lookups={
            "parent": by_name(SafetyOrganisation, "organisation.view", "本企业已登记的机构名称"),
            "head": by_name(Person, "people.view", "本企业人员台账中的姓名"),
        },
    )

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.staff = services.staff_of(row)
        return super().detail_of(row)


urlpatterns = record_urls("organisations", SafetyOrganisationViewSet)
