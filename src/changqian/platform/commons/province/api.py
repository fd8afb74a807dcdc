"""What the province shares, for whoever supervises or runs the firms it is about. Only read."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.province.checking import checked as checked_with_the_province
from changqian.platform.commons.province.insured import Coverage, coverage
from changqian.platform.commons.province.models import Declaration, DeclaredPoint, ListedFirm, ProvincialPerson
from changqian.platform.commons.province.owed import REPORTS
from changqian.platform.commons.province.personnel import Beside, adopt_person, beside, decide_person, doubtful
from changqian.platform.commons.province.rules import Verdict
from changqian.platform.commons.province.services import MATCH_PERSON
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Department, Enterprise
from changqian.platform.foundation.records.api import ListedViewSet, answer, checked, record_urls, spoken
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import LedgerFilter
from changqian.platform.ledgerkit.duties.api import WithDuties

OF_FIRM = ("id", "source_id", "uscc", "enterprise", "enterprise_name", "updated_at", "mended")


class OfFirmSerializer(serializers.ModelSerializer):
    enterprise_name = serializers.CharField(source="enterprise.name", default="", read_only=True, label="本市企业")


class DeclarationSerializer(OfFirmSerializer):
    class Meta:
        model = Declaration
        fields = (
            *(*OF_FIRM, "name", "reported_at", "kind"),
            *("point_count", "major_count", "large_count", "production"),
        )


class DeclaredPointSerializer(OfFirmSerializer):
    class Meta:
        model = DeclaredPoint
        fields = (*OF_FIRM, "name", "code", "accident_types", "level", "department", "measures", "location")


class ListedFirmSerializer(OfFirmSerializer):
    class Meta:
        model = ListedFirm
        fields = (
            *(*OF_FIRM, "name", "region_code", "status", "report_mode", "reported_at"),
            *("above_scale", "listed_on", "accepted_on"),
        )


class OfFirmFilter(LedgerFilter):
    unmatched = filters.BooleanFilter(field_name="enterprise", lookup_expr="isnull", label="本市没有的企业")


class DeclarationFilter(OfFirmFilter):
    year = filters.NumberFilter(
        field_name="reported_at", lookup_expr="year", min_value=2000, max_value=2100, label="年份"
    )
    department = filters.NumberFilter(method="of_bureau", min_value=1, max_value=MOST, label="主管部门")
    unassigned = filters.BooleanFilter(
        field_name="enterprise__department", lookup_expr="isnull", label="未明确主管部门"
    )

    class Meta:
        model = Declaration
        fields = ("kind", "production")

    def of_bureau(self, rows: Any, name: str, value: Any) -> Any:
        """The firms of a bureau and of its offices."""
        bureau = Department.objects.filter(pk=value).first()
        return rows.filter(enterprise__department__in=bureau.below()) if bureau else rows.none()


class DeclaredPointFilter(OfFirmFilter):
    class Meta:
        model = DeclaredPoint
        fields = ("level", "code")


class ListedFirmFilter(OfFirmFilter):
    class Meta:
        model = ListedFirm
        fields = ("above_scale",)


class DeclarationViewSet(WithDuties, ListedViewSet):
    """首次、定期、变更报告, and who owes one (`fulfilment`, `unfulfilled`)."""

    queryset = Declaration.objects.order_by("-reported_at", "-pk")
    serializer_class = DeclarationSerializer
    filterset_class = DeclarationFilter
    searched = ("name", "uscc")
    ordered = ("reported_at", "point_count")
    duties = REPORTS


class DeclaredPointViewSet(ListedViewSet):
    queryset = DeclaredPoint.objects.order_by("-pk")
    serializer_class = DeclaredPointSerializer
    filterset_class = DeclaredPointFilter
    searched = ("name", "uscc", "code")
    ordered = ("id",)


class ListedFirmViewSet(ListedViewSet):
    queryset = ListedFirm.objects.order_by("-pk")
    serializer_class = ListedFirmSerializer
    filterset_class = ListedFirmFilter
    searched = ("name", "uscc")
    ordered = ("id", "name", "reported_at")


class CertificatesQuery(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)


class ProvincialPersonSerializer(OfFirmSerializer):
    class Meta:
        model = ProvincialPerson
        fields = (*OF_FIRM, "firm_name", "name", "kind", "full_time", "valid_to")


class ProvincialPersonFilter(OfFirmFilter):
    doubtful = filters.BooleanFilter(method="in_doubt", label="疑似同一人，待核对")

    class Meta:
        model = ProvincialPerson
        fields = ("kind",)

    def in_doubt(self, rows: Any, name: str, value: bool) -> Any:
        open_ones = doubtful(rows)
        return open_ones if value else rows.exclude(pk__in=open_ones.values("pk"))


class SharedPersonInput(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)
    shared = serializers.IntegerField(label="省系统人员", min_value=1, max_value=MOST)


class PersonDecision(SharedPersonInput):
    person = serializers.IntegerField(
        label="本企业人员", min_value=1, max_value=MOST, allow_null=True, default=None, help_text="空：不是其中任何一人"
    )
    reason = serializers.CharField(label="核对说明", max_length=200, allow_blank=True, default="")


class PersonAdopted(serializers.Serializer):
    person = serializers.IntegerField(label="本企业人员")


PERSONNEL_BESIDE = answer_of(Beside, "PersonnelBeside")


class ProvincialPersonViewSet(ListedViewSet):
    """Whom the province names of the firms, and how that stands to whom they have entered (ES01.3)."""

    queryset = ProvincialPerson.objects.order_by("-pk")
    serializer_class = ProvincialPersonSerializer
    filterset_class = ProvincialPersonFilter
    searched = ("name", "firm_name", "uscc")
    ordered = ("id", "valid_to")

    @extend_schema(parameters=[CertificatesQuery], responses=PERSONNEL_BESIDE(many=True))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def beside(self, request: Request) -> HttpResponse:
        """The four kinds of people of one firm, as the province and the firm name them."""
        return answer(beside(self._firm(request, request.query_params, "province.view").pk))

    @extend_schema(request=PersonDecision, responses=PERSONNEL_BESIDE(many=True))
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def decide(self, request: Request) -> HttpResponse:
        """Somebody looked: it is this person of the firm, or none of them."""
        firm, given = self._firm(request, request.data, MATCH_PERSON), checked(PersonDecision, request.data)
        decide_person(
            actor=self._actor(request),
            enterprise=firm,
            shared=given["shared"],
            person=given["person"],
            reason=given["reason"],
        )
        return answer(beside(firm.pk))

    @extend_schema(request=SharedPersonInput, responses=PersonAdopted)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def adopt(self, request: Request) -> HttpResponse:
        """Enter in the people ledger what the province says and the firm has not."""
        firm, given = self._firm(request, request.data, MATCH_PERSON), checked(SharedPersonInput, request.data)
        actor, today = self._actor(request), timezone.localdate()
        return answer({"person": adopt_person(actor=actor, enterprise=firm, shared=given["shared"], today=today).pk})

    def _firm(self, request: Request, given: Any, permission: str) -> Enterprise:
        firm = checked(CertificatesQuery, given)["enterprise"]
        return Enterprise.objects.within(self._actor(request), permission).current().get(pk=firm)

    @staticmethod
    def _actor(request: Request) -> Any:
        return request.user


class Contradiction(serializers.Serializer):
    """What both say, and say differently."""

    label: Any = serializers.CharField(label="字段")
    ours = serializers.CharField(label="本企业", allow_blank=True)
    theirs = serializers.CharField(label="省系统")


class CertificateChecked(serializers.Serializer):
    person = serializers.IntegerField()
    person_name = serializers.CharField(label="姓名")
    certificate = serializers.IntegerField(allow_null=True, label="证书")
    category = serializers.CharField(label="作业类别/准操项目")
    valid_to = serializers.DateField(allow_null=True, label="有效期止")
    verdict = serializers.ChoiceField(Verdict.choices, label="核对结果")
    differences = Contradiction(many=True, label="不一致之处")


class CertificatesView(GenericAPIView):
    permission_classes = [permissions.IsAuthenticated]
    queryset = Person.objects.none()
    pagination_class = None

    @extend_schema(
        parameters=[CertificatesQuery], responses=CertificateChecked(many=True), operation_id="province_certificates"
    )
    def get(self, request: Request) -> HttpResponse:
        """The special operators of a firm: each certificate beside the province's."""
        firm = checked(CertificatesQuery, request.query_params)["enterprise"]
        actor: Any = request.user
        Enterprise.objects.within(actor, "province.view").get(pk=firm)
        people = Person.objects.within(actor, "people.view").current().filter(enterprise=firm, left_on=None)
        return answer(CertificateChecked(checked_with_the_province(list(people.order_by("pk"))), many=True).data)

    def handle_exception(self, exc: Exception) -> Any:
        return super().handle_exception(spoken(exc))


class InsuredView(GenericAPIView):
    permission_classes = [permissions.IsAuthenticated]
    queryset = Person.objects.none()
    pagination_class = None

    @extend_schema(
        parameters=[CertificatesQuery],
        responses=answer_of(Coverage, "InsuredCoverage"),
        operation_id="province_insured",
    )
    def get(self, request: Request) -> HttpResponse:
        """For how many a firm pays social insurance, beside the staff it has entered."""
        firm = checked(CertificatesQuery, request.query_params)["enterprise"]
        actor: Any = request.user
        Enterprise.objects.within(actor, "province.view").get(pk=firm)
        staff = Person.objects.within(actor, "people.view").current().filter(enterprise=firm, left_on=None)
        return answer(coverage(firm, staff=staff))

    def handle_exception(self, exc: Exception) -> Any:
        return super().handle_exception(spoken(exc))


urlpatterns = [
    path("province-certificates/", CertificatesView.as_view()),
    path("province-insured/", InsuredView.as_view()),
    *record_urls("province-personnel", ProvincialPersonViewSet),
    *record_urls("province-declarations", DeclarationViewSet),
    *record_urls("province-points", DeclaredPointViewSet),
    *record_urls("province-firms", ListedFirmViewSet),
]
