"""Enterprises and sites over HTTP. Merging and the like: restructuring_api."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises import departments, services, statuses, tagging
from changqian.platform.foundation.enterprises.counting import LEVELS, counts
from changqian.platform.foundation.enterprises.explaining import Explanation, explain
from changqian.platform.foundation.enterprises.filters import EnterpriseFilter, SiteFilter, StatusChangeFilter
from changqian.platform.foundation.enterprises.models import (
    Department,
    Enterprise,
    Site,
    StatusChange,
    Tag,
    TagKind,
)
from changqian.platform.foundation.enterprises.restructuring_api import Restructurings, RestructuringViewSet
from changqian.platform.foundation.enterprises.search import named, numbered
from changqian.platform.foundation.enterprises.serializers import (
    DepartmentEdit,
    DepartmentForm,
    DepartmentMove,
    DepartmentSerializer,
    EnterpriseContact,
    EnterpriseDetailSerializer,
    EnterpriseEdit,
    EnterpriseForm,
    EnterpriseSerializer,
    SiteEdit,
    SiteMoveInput,
    SiteOpen,
    SiteSerializer,
    StatusChangeSerializer,
    StatusDecision,
    StatusInput,
    TagInput,
    TagKindSerializer,
    TagWithdrawal,
)
from changqian.platform.foundation.enterprises.sharing_api import urlpatterns as sharing_urls
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordViewSet,
    answer,
    checked,
    record_urls,
    step,
)
from changqian.platform.foundation.regions.models import Region

RECENT_CHANGES = 20


SITE_COUNT = """
SELECT COUNT(*) FROM enterprises_site WHERE enterprise_id = enterprises_enterprise.id AND ended_at IS NULL
"""
TAG_NAMES = """
ARRAY(
    SELECT kind.name FROM enterprises_tagkind kind WHERE EXISTS (
        SELECT FROM enterprises_tag held WHERE held.code = kind.code AND held.enterprise_id = enterprises_enterprise.id
        AND held.withdrawn_at IS NULL AND held.valid_from <= %s AND (held.valid_to IS NULL OR held.valid_to >= %s)
    ) ORDER BY kind.id
)
"""
"Written out, for Django takes three milliseconds a page to put these two together."


def with_extras(rows: QuerySet) -> QuerySet:
    """The columns of a list that are not columns of the table: how many sites, which tags hold today."""
    today = timezone.localdate()
    count, names = RawSQL(SITE_COUNT, (), IntegerField()), RawSQL(TAG_NAMES, (today, today), ArrayField(CharField()))
    return rows.annotate(site_count=count, tag_names=names)


def tag_history(rows: QuerySet[Tag]) -> list[Tag]:
    """With names, newest first, each knowing whether it holds today."""
    today = timezone.localdate()
    names = dict(TagKind.objects.values_list("code", "name"))
    tags: list[Any] = list(rows.select_related("site", "given_by", "withdrawn_by").order_by("-pk"))
    for tag in tags:
        tag.name = names.get(tag.code, tag.code)
        running = tag.valid_from <= today and (tag.valid_to is None or tag.valid_to >= today)
        tag.in_force = tag.withdrawn_at is None and running
    return tags


class CountsQuery(serializers.Serializer):
    level = serializers.ChoiceField(list(LEVELS), default="district")


class AreaCountSerializer(serializers.Serializer):
    region = serializers.IntegerField(label="地区编号")
    name = serializers.CharField(label="地区")
    path = serializers.CharField()
    enterprises = serializers.IntegerField(label="企业数")
    sites = serializers.IntegerField(label="场所数")


class CountsSerializer(serializers.Serializer):
    """一照多址: the sum over areas is not the number of firms."""

    by_region = AreaCountSerializer(many=True)
    sum_by_region = serializers.IntegerField(label="各地区合计")
    distinct_total = serializers.IntegerField(label="企业总数")
    multi_site_overlap = serializers.IntegerField(label="一照多址重复数")
    sites = serializers.IntegerField(label="场所总数")


def firm_step(name: str, service: Callable[..., object], form: Any, *, clock: str = "") -> Any:
    """A step on a firm whose service returns something else than the firm: the answer is the firm as it is then.

    `clock` names the argument that takes the time of the request: `now` or `today`.
    """

    def then_firm(pk: int, **given: Any) -> Enterprise:
        if clock:
            given[clock] = timezone.now() if clock == "now" else timezone.localdate()
        service(pk, **given)
        return Enterprise.objects.get(pk=pk)

    return step(name, then_firm, form)


class EnterpriseViewSet(Restructurings, RecordViewSet):
    queryset = Enterprise.objects.all()
    serializer_class = EnterpriseSerializer
    detail_class = EnterpriseDetailSerializer
    filterset_class = EnterpriseFilter
    ordered = ("id", "name", "staff_count", "created_at")

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset().select_related("region", "department")
        return rows if self.action == "counts" else with_extras(rows)

    def looking_for(self, text: str) -> Q:
        return named(text) | numbered(text, "enterprise")

    def detail_of(self, row: Any) -> Mapping[str, object]:
        user = self.request.user
        row = with_extras(Enterprise.objects.select_related("region", "department")).get(pk=row.pk)
        mine = Site.objects.within(user, "enterprises.view").current().filter(enterprise=row)
        row.shown_sites = list(mine.select_related("enterprise", "region").order_by("-is_registered", "pk"))
        changes = StatusChange.objects.within(user, "enterprises.view").filter(enterprise=row)
        row.areas = Region.objects.filter(pk__in=row.regions.values("region")).order_by("path")
        row.sites_elsewhere = row.site_count - len(row.shown_sites)
        row.tag_history = tag_history(Tag.objects.filter(Q(site=None) | Q(site__in=mine), enterprise=row))
        row.recent_changes = changes.select_related("enterprise", "site", "created_by", "decided_by")[:RECENT_CHANGES]
        return EnterpriseDetailSerializer(row, context=self.get_serializer_context()).data

    @extend_schema(request=EnterpriseForm, responses={201: EnterpriseDetailSerializer})
    def create(self, request: Request) -> Response:
        row = services.register_enterprise(actor=self.request.user, **checked(EnterpriseForm, request.data))
        return Response(self.detail_of(row), status=status.HTTP_201_CREATED)

    edit = step("edit", services.edit_enterprise, EnterpriseEdit)
    edit_contact = step("edit_contact", services.edit_contact, EnterpriseContact)
    report_status = firm_step("report_status", statuses.report_status, StatusInput, clock="now")
    change_status = firm_step("change_status", statuses.change_status, StatusInput, clock="now")
    tag = firm_step("tag", tagging.give_tag, TagInput, clock="today")
    withdraw_tag = firm_step("withdraw_tag", tagging.withdraw_tag, TagWithdrawal)

    @extend_schema(request=EndInput, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        given = checked(EndInput, request.data)
        services.end_enterprise(
            int(pk), actor=self.request.user, expected_version=given["version"], reason=given["reason"]
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[CountsQuery], responses=CountsSerializer)
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> HttpResponse:
        """By area, and how often firms were counted in several; narrowed by the filters of the list."""
        level = checked(CountsQuery, request.query_params)["level"]
        rows = self.listed(self.filter_queryset(self.get_queryset()))
        return answer(asdict(counts(rows, actor=self.request.user, level=level)))

    @extend_schema(responses=Explanation)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def explain(self, request: Request, pk: str) -> Response:
        """Why this industry, this size, these tags: the rule, its source, and the facts it was applied to."""
        return Response(Explanation(explain(self.get_object(), today=timezone.localdate())).data)


class SiteContact(serializers.Serializer):
    contact = serializers.CharField(label="联系人")
    phone = serializers.CharField(label="联系电话")


class SiteViewSet(RecordViewSet):
    queryset = Site.objects.select_related("enterprise", "region")
    serializer_class = SiteSerializer
    filterset_class = SiteFilter
    searched = ("name", "address")
    ordered = ("id", "name", "created_at")

    def looking_for(self, text: str) -> Q:
        return super().looking_for(text) | named(text, "enterprise__") | numbered(text, "site")

    @extend_schema(request=SiteOpen, responses={201: SiteSerializer})
    def create(self, request: Request) -> Response:
        row = services.open_site_by(actor=self.request.user, **checked(SiteOpen, request.data))
        return Response(self.detail_of(row), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=SiteContact)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def call(self, request: Request, pk: str) -> Response:
        """Whom to call there, with the whole number. Who asked is in the trail."""
        return Response(SiteContact(services.contact_at(int(pk), actor=request.user)).data)  # type: ignore[arg-type]

    edit = step("edit", services.edit_site, SiteEdit)
    move = step("move", services.move_site, SiteMoveInput)

    @extend_schema(request=EndInput, responses={204: None})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        given = checked(EndInput, request.data)
        services.close_site(int(pk), actor=self.request.user, expected_version=given["version"], reason=given["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class StatusChangeViewSet(RecordViewSet):
    """Changes of status as the firms report them, for the regulator to confirm."""

    queryset = StatusChange.objects.select_related("enterprise", "site", "created_by", "decided_by")
    serializer_class = StatusChangeSerializer
    filterset_class = StatusChangeFilter
    searched = ("enterprise__name", "reason")
    ordered = ("id", "effective_on", "created_at")

    confirm = step(
        "confirm",
        lambda pk, **given: statuses.confirm_status(pk, now=timezone.now(), **given),
        StatusDecision,
    )


class TagKindViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The catalogue of tags: the same for everybody."""

    queryset = TagKind.objects.all()
    serializer_class = TagKindSerializer
    pagination_class = None


class DepartmentViewSet(Addable, RecordViewSet):
    """The tree is the same for everybody; who may edit it, the verbs decide."""

    queryset = Department.objects.all()
    serializer_class = DepartmentSerializer
    pagination_class: Any = None
    filter_backends = []
    add = staticmethod(departments.found_department)
    form = DepartmentForm
    edit = step("edit", departments.edit_department, DepartmentEdit)
    move = step("move", departments.move_department, DepartmentMove)
    end = step("end", departments.end_department, EndInput)

    def get_queryset(self) -> QuerySet:
        staff = User.objects.filter(department=OuterRef("pk"), is_active=True).order_by().values("department")
        people = Coalesce(Subquery(staff.annotate(n=Count("pk")).values("n"), IntegerField()), 0)
        rows = Department.objects.current().select_related("region").annotate(people=people).order_by("pk")
        if getattr(self, "action", "") == "history":
            rows = rows.within(self.request.user, departments.ACTION)
        return rows

    def list(self, request: Request) -> Response:
        return Response(DepartmentSerializer(self.get_queryset(), many=True).data)

    def detail_of(self, row: Department) -> Mapping[str, object]:
        found = self.get_queryset().filter(pk=row.pk).first()
        return DepartmentSerializer(found).data if found else {"id": row.pk, "name": row.name, "version": row.version}


urlpatterns = [
    *record_urls("enterprises", EnterpriseViewSet),
    *record_urls("sites", SiteViewSet),
    *record_urls("status-changes", StatusChangeViewSet),
    *record_urls("restructurings", RestructuringViewSet),
    *record_urls("tag-kinds", TagKindViewSet),
    *record_urls("departments", DepartmentViewSet),
    *sharing_urls,
]
