"""The enterprise data service. Its second version tells enterprises with their sites; the first, enterprises that are
one address each, for systems that were built when they were: it is deprecated, and every answer says so.
"""

from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import http_date
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from changqian.platform.foundation.enterprises import sharing
from changqian.platform.foundation.enterprises.filters import EnterpriseFilter, region_ids
from changqian.platform.foundation.enterprises.models import Enterprise, LegacyRow
from changqian.platform.foundation.enterprises.rules import Gone, Restructure, SiteGone, Status
from changqian.platform.foundation.records.api import answer, checked
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.filters import AskedFilters

DEFAULT_LIMIT, MOST_LIMIT = 100, 500


class SharedFilter(EnterpriseFilter):
    """As in the list of enterprises; and by what other systems know: official codes, numbers of the old systems."""

    region_code = filters.CharFilter(method="in_coded_region", label="区划代码，含下级", max_length=12)
    uscc = filters.CharFilter(lookup_expr="iexact", label="统一社会信用代码", max_length=18)
    legacy_system = filters.CharFilter(method="known_as", label="来源系统", max_length=40)
    legacy_id = filters.CharFilter(method="known_as", label="旧系统编号", max_length=40)

    def in_coded_region(self, rows: Any, name: str, value: str) -> Any:
        return self.in_region(rows, name, coded(value))

    def known_as(self, rows: Any, name: str, value: str) -> Any:
        """Both conditions are asked of one and the same line of the table of numbers."""
        asked = {"system": self.data.get("legacy_system"), "legacy_id": self.data.get("legacy_id")}
        words = {column: text for column, text in asked.items() if text}
        return rows.filter(Exists(LegacyRow.objects.filter(enterprise=OuterRef("pk"), **words)))


def coded(code: str) -> int:
    """The region of this code; RuleViolation if there is none."""
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise RuleViolation(f"没有区划代码“{code}”", field="region_code")
    return found.pk


class SharedQuery(serializers.Serializer):
    limit = serializers.IntegerField(label="每页条数", min_value=1, max_value=MOST_LIMIT, default=DEFAULT_LIMIT)
    after = serializers.CharField(label="上一页返回的after", required=False, max_length=200)


class SharedChangesQuery(SharedQuery):
    changed_since = serializers.DateTimeField(label="上次返回的watermark", required=False)


class SharedTag(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class SharedRegion(serializers.Serializer):
    region = serializers.IntegerField(label="属地编号")
    region_code = serializers.CharField(label="属地区划代码", allow_null=True)
    region_name = serializers.CharField(label="属地")


class SharedLegacy(serializers.Serializer):
    system = serializers.CharField(label="来源系统")
    id = serializers.CharField(label="旧系统编号")


class SharedMove(serializers.Serializer):
    on = serializers.DateField(label="迁移日期")
    from_code = serializers.CharField(label="迁出地区划代码", allow_null=True)
    to_code = serializers.CharField(label="迁入地区划代码", allow_null=True)


class SharedSite(SharedRegion):
    id = serializers.IntegerField()
    name = serializers.CharField(label="场所名称")
    address = serializers.CharField(label="地址")
    lon = serializers.FloatField(label="经度", allow_null=True, help_text="CGCS2000")
    lat = serializers.FloatField(label="纬度", allow_null=True, help_text="CGCS2000")
    industry = serializers.CharField(label="国民经济行业")
    is_registered = serializers.BooleanField(label="注册地场所")
    status = serializers.ChoiceField(Status.choices, label="状态")
    staff_count = serializers.IntegerField(label="从业人数")
    tags = SharedTag(many=True, label="监管标签")
    legacy = SharedLegacy(many=True, label="旧系统编号")
    moves = SharedMove(many=True, label="迁移记录")


class SharedGoneSite(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(label="场所名称")
    became = serializers.ChoiceField(SiteGone.choices, label="去向")
    on = serializers.DateField(label="日期")
    reason = serializers.CharField(label="关闭原因")
    to_code = serializers.CharField(label="迁入地区划代码", allow_null=True)


class SharedRestructuring(serializers.Serializer):
    kind = serializers.ChoiceField(Restructure.choices, label="类型")
    on = serializers.DateField(label="日期")
    from_code = serializers.CharField(label="场所原属企业")
    to_code = serializers.CharField(label="场所现属企业")
    sites = serializers.ListField(child=serializers.IntegerField(), label="场所编号")


class SharedFirm(SharedRegion):
    id = serializers.IntegerField()
    uscc = serializers.CharField(label="统一社会信用代码", allow_null=True)
    legacy_reg_no = serializers.CharField(label="原注册号", allow_null=True)
    name = serializers.CharField(label="企业名称")
    address = serializers.CharField(label="地址")
    industry = serializers.CharField(label="国民经济行业")
    supervised_industry = serializers.CharField(label="监管行业")
    scale = serializers.CharField(label="企业规模")
    is_above_scale = serializers.BooleanField(label="规上企业")
    status = serializers.ChoiceField(Status.choices, label="状态")
    legal_person = serializers.CharField(label="法定代表人")
    founded_on = serializers.DateField(label="成立日期", allow_null=True)


class SharedEnterprise(SharedFirm):
    tags = SharedTag(many=True, label="监管标签")
    sites = SharedSite(many=True, label="场所")
    gone_sites = SharedGoneSite(many=True, label="已关闭或迁出的场所")
    restructured = SharedRestructuring(many=True, label="合并、拆分与划转")


class SharedOnePlace(SharedFirm):
    lon = serializers.FloatField(label="经度", allow_null=True)
    lat = serializers.FloatField(label="纬度", allow_null=True)
    site_count = serializers.IntegerField(label="场所数")
    staff_count = serializers.IntegerField(label="从业人数")


class SharedGone(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField(label="统一社会信用代码或原注册号")
    became = serializers.ChoiceField(Gone.choices, label="去向")
    merged_into = serializers.IntegerField(label="并入企业编号", allow_null=True)
    merged_into_code = serializers.CharField(label="并入企业代码")


class SharedPage(serializers.Serializer):
    results = SharedEnterprise(many=True)
    gone = SharedGone(many=True)
    after = serializers.CharField(allow_null=True, label="下一页")
    watermark = serializers.CharField(allow_null=True, label="下次的changed_since，最后一页才有")


class SharedOnePlacePage(serializers.Serializer):
    results = SharedOnePlace(many=True)
    after = serializers.CharField(allow_null=True, label="下一页")


class SharedView(GenericAPIView):
    permission_classes = [permissions.IsAuthenticated]
    queryset = Enterprise.objects.all()
    filter_backends = [AskedFilters]
    filterset_class = SharedFilter
    pagination_class = None

    def page(self, asked: dict[str, Any]) -> dict[str, Any]:
        wanted = self.filter_queryset(self.get_queryset())
        begun = sharing.Place.begin(asked.get("changed_since"), now=timezone.now())
        place = sharing.Place.read(asked["after"]) if asked.get("after") else begun
        actor: Any = self.request.user
        return sharing.page(wanted, actor=actor, place=place, regions=self._regions(), limit=asked["limit"])

    def _regions(self) -> frozenset[int] | None:
        """The area that the filter asks for: an enterprise that left it is told as gone."""
        code, region = (self.request.query_params.get(name) for name in ("region_code", "region"))
        if code:
            return region_ids(coded(code))
        return region_ids(region) if region else None


class EnterprisesV2(SharedView):
    called = "数据服务（企业及其场所）"

    @extend_schema(
        parameters=[SharedChangesQuery], filters=True, responses=SharedPage, operation_id="enterprise_data_v2"
    )
    def get(self, request: Request) -> HttpResponse:
        """Enterprises with their sites; with `changed_since`, what changed since and what became of what is gone."""
        return answer(self.page(checked(SharedChangesQuery, request.query_params)))


class EnterprisesV1(SharedView):
    called = "数据服务（旧版，一企一址）"

    @extend_schema(
        parameters=[SharedQuery],
        filters=True,
        responses=SharedOnePlacePage,
        operation_id="enterprise_data_v1",
        deprecated=True,
    )
    def get(self, request: Request) -> HttpResponse:
        """One line per enterprise: the address of its main site, the totals of its sites. Use the second version."""
        page = self.page(checked(SharedQuery, request.query_params))
        lines = [sharing.as_one_place(firm) for firm in page["results"]]
        response = answer({"results": lines, "after": page["after"]})
        response["Deprecation"] = f"@{_midnight(sharing.DEPRECATED_ON)}"
        response["Sunset"] = http_date(_midnight(sharing.SUNSET_ON))
        response["Link"] = '</api/enterprise-data/v2/>; rel="successor-version"'
        return response


def _midnight(day: Any) -> int:
    return int(timezone.make_aware(datetime.combine(day, time.min)).timestamp())


urlpatterns = [
    path("enterprise-data/v1/", EnterprisesV1.as_view()),
    path("enterprise-data/v2/", EnterprisesV2.as_view()),
]
