"""Enterprises, their sites, and what is known about both. Uniqueness and scope live here."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.cache import cache
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from changqian.platform.foundation.dictionaries.rules import Scale, scale
from changqian.platform.foundation.enterprises.rules import (
    Change,
    Datum,
    DepartmentKind,
    Management,
    Restructure,
    Status,
    Step,
    TagSource,
    above_scale,
)
from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.foundation.records.models import CityWide, InRegion, OfEnterprise, Record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.scope import ScopedQuerySet
from changqian.platform.kernel.text import bigrams_and_letters, initials, normal

PARENTS = "departments.parents"
STALE_AFTER = 60
"Seconds another process may go on with an old tree of departments."


class Department(CityWide):
    """A bureau of city or district, an office within it, a department of a town: who supervises firms, who employs."""

    name = models.CharField("部门名称", max_length=50)
    kind = models.CharField("类别", max_length=10, choices=DepartmentKind, default=DepartmentKind.BUREAU)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级部门")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name="所属区划")

    class Meta(CityWide.Meta):
        verbose_name = "部门"
        permissions = [("edit_departments", "维护部门")]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(ended_at__isnull=True),
                name="department_once_below",
                violation_error_message="同一上级部门下已有同名的部门",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(ended_at__isnull=True, parent__isnull=True),
                name="department_once_on_top",
                violation_error_message="已有同名的部门",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def below(self) -> frozenset[int]:
        """This department and all below it: whoever is bound to a bureau reaches the firms of its offices."""
        parents: dict[int, int | None] | None = cache.get(PARENTS)
        if parents is None or self.pk not in parents:
            parents = dict(Department.objects.values_list("pk", "parent_id"))
            cache.set(PARENTS, parents, STALE_AFTER)
        found, grown = {self.pk}, True
        while grown:
            more = {pk for pk, parent in parents.items() if parent in found} - found
            found, grown = found | more, bool(more)
        return frozenset(found)


class Enterprise(Record):
    """A legal person: one per 统一社会信用代码. What it does somewhere hangs on its sites."""

    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True)
    legacy_reg_no = models.CharField("原注册号", max_length=15, null=True, blank=True)
    name = models.CharField("企业名称", max_length=200)
    address = models.CharField("注册地址", max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="注册地区划")
    industry = models.CharField("国民经济行业", max_length=5, blank=True)
    supervised_industry = models.CharField("监管行业", max_length=30, blank=True, editable=False)
    scale = models.CharField("企业规模", max_length=10, choices=Scale, blank=True, editable=False)
    is_above_scale = models.BooleanField("规上企业", default=False)
    status = models.CharField("企业状态", max_length=15, choices=Status, default=Status.OPERATING, editable=False)
    management = models.CharField("管理方式", max_length=12, choices=Management, default=Management.LOCAL)
    legal_person = models.CharField("法定代表人", max_length=50, blank=True)
    staff_count = models.PositiveIntegerField("从业人数", default=0)
    revenue = models.DecimalField("年主营业务收入(万元)", max_digits=14, decimal_places=2, null=True, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业主管部门"
    )
    high_risk = models.BooleanField("高危行业", default=False)
    contact = models.CharField("联系人", max_length=50, blank=True)
    contact_phone = SealedField("联系电话", blank=True)
    contact_phone_index = models.CharField(max_length=64, blank=True, editable=False)
    search = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    search_text = models.CharField(max_length=450, blank=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(Record.Meta):
        verbose_name = "企业"
        permissions = [("view", "查看企业"), ("register", "登记企业"), *Step.choices]
        indexes = [GinIndex(fields=["search"], name="enterprise_search")]
        constraints = [
            models.UniqueConstraint(
                name="enterprise_uscc_once",
                fields=["uscc"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该统一社会信用代码已登记，请搜索后在原企业下新增场所",
            ),
            models.UniqueConstraint(
                name="enterprise_legacy_once",
                fields=["legacy_reg_no"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该注册号已登记",
            ),
            models.CheckConstraint(
                name="enterprise_has_a_code",
                condition=Q(uscc__isnull=False) | Q(legacy_reg_no__isnull=False),
                violation_error_message="请填写统一社会信用代码或原注册号",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.search_text = " ".join(
            normal(text) for text in (self.name, self.uscc, self.legacy_reg_no, initials(self.name)) if text
        )
        self.search = sorted({pair for word in self.search_text.split() for pair in bigrams_and_letters(word)})
        self.scale = scale(self.industry, self.staff_count, self.revenue) or ""
        above = above_scale(self.industry, self.revenue)
        self.is_above_scale = self.is_above_scale if above is None else above
        self.contact_phone_index = blind(self.contact_phone)
        return "search", "search_text", "scale", "is_above_scale", "supervised_industry", "contact_phone_index"

    @classmethod
    def counted(cls, before: Collection[Self], after: Collection[Self]) -> None:
        place_enterprises({row.pk for row in (*before, *after)})

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return has_a_site_in(ids, enterprise="pk")

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=ids)


class Site(InRegion, Record):
    """A place of work: address, region and point. Everything operational hangs here."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="sites", verbose_name="企业")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="属地")
    name = models.CharField("场所名称", max_length=100)
    address = models.CharField("地址", max_length=200, blank=True)
    lon = models.FloatField("经度", null=True, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    datum = models.CharField("坐标来源", max_length=10, choices=Datum, default=Datum.CGCS2000)
    industry = models.CharField("国民经济行业", max_length=5, blank=True)
    is_registered = models.BooleanField("注册地场所", default=False)
    status = models.CharField("状态", max_length=15, choices=Status, default=Status.OPERATING, editable=False)
    staff_count = models.PositiveIntegerField("从业人数", default=0)
    contact = models.CharField("联系人", max_length=50, blank=True)
    contact_phone = SealedField("联系电话", blank=True)
    contact_phone_index = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "场所"
        indexes = [
            models.Index(fields=["region", "enterprise"], name="site_region"),
            models.Index(fields=["lon", "lat"], name="site_point"),
        ]
        constraints = [
            models.CheckConstraint(
                name="site_point_is_whole",
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                violation_error_message="经度和纬度要一起填写",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.contact_phone_index = blind(self.contact_phone)
        return ("contact_phone_index",)

    @classmethod
    def counted(cls, before: Collection[Self], after: Collection[Self]) -> None:
        place_enterprises({row.enterprise_id for row in (*before, *after)})


class EnterpriseRegion(InRegion, OfEnterprise):
    """An enterprise has a current site in this region, or is registered there and has none anywhere.

    Derived from sites and enterprises by every write of them; read by every EnterpriseRecord.
    """

    derived: ClassVar[bool] = True

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enterprise", "region"], name="enterprise_region_once")]
        indexes = [models.Index(fields=["region", "enterprise"], name="enterprise_region_by_region")]

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(enterprise__created_by=pk)


class Census(models.Model):
    """How many firms at work and how many of their sites there are in an area; see `census`."""

    width = models.PositiveSmallIntegerField()
    "How much of a region's path names the area: its level."
    area = models.CharField(max_length=16)
    "The path; shorter than that for what lies right in a region that is divided further."
    enterprises = models.PositiveIntegerField()
    sites = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["width", "area"], name="census_once")]

    def __str__(self) -> str:
        return self.area


class EnterpriseTrace(InRegion):
    """When an enterprise last changed, for each region and department it ever lay in.

    Whoever follows the changes of an area is told by it of those that left the area, went up in another or were taken
    back altogether; that is why it knows them by number and survives them.
    """

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    enterprise = models.BigIntegerField("企业编号")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    department = models.BigIntegerField("行业主管部门编号")
    "0 for none."
    code = models.CharField("统一社会信用代码或原注册号", max_length=18)
    changed_at = models.DateTimeField("变更时间")

    class Meta:
        verbose_name = "企业变更"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "region", "department"], name="enterprise_trace_once")
        ]
        indexes = [models.Index(fields=["changed_at"], name="enterprise_trace_changed")]

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(enterprise__in=ids)

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(enterprise__in=Enterprise.objects.filter(created_by=pk).values("pk"))


def has_a_site_in(regions: frozenset[int], *, enterprise: str) -> Q:
    """Rows whose enterprise, in this column, has a current site in one of the regions."""
    return Q(Exists(EnterpriseRegion.objects.filter(enterprise=OuterRef(enterprise), region__in=regions)))


LOCK_FIRMS = "SELECT id FROM enterprises_enterprise WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE"
RIGHT_REGIONS = """
WITH firm AS (
    SELECT id, region_id FROM enterprises_enterprise WHERE id = ANY(%(ids)s)
), place AS (
    SELECT DISTINCT site.enterprise_id, site.region_id
    FROM enterprises_site site JOIN firm ON firm.id = site.enterprise_id
    WHERE site.ended_at IS NULL
), wanted AS (
    SELECT enterprise_id, region_id FROM place
    UNION ALL
    SELECT firm.id, firm.region_id FROM firm
    WHERE NOT EXISTS (SELECT 1 FROM place WHERE place.enterprise_id = firm.id)
), gone AS (
    DELETE FROM enterprises_enterpriseregion old
    WHERE old.enterprise_id = ANY(%(ids)s)
      AND NOT EXISTS (
        SELECT 1 FROM wanted WHERE wanted.enterprise_id = old.enterprise_id AND wanted.region_id = old.region_id
      )
)
INSERT INTO enterprises_enterpriseregion (enterprise_id, region_id)
SELECT enterprise_id, region_id FROM wanted ON CONFLICT DO NOTHING
"""


def place_enterprises(ids: Collection[int]) -> None:
    """Bring EnterpriseRegion in line with the sites of these enterprises. Call it inside the write that changed them.

    The enterprises are locked first, by a statement of its own: the second one then sees what others committed while
    we waited, so that a site opened here and a site closed there cannot leave a region out. NO KEY UPDATE, because
    inserting a site holds KEY SHARE on its enterprise: two inserts must not wait for each other.
    """
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(LOCK_FIRMS, {"ids": sorted(ids)})
            cursor.execute(RIGHT_REGIONS, {"ids": sorted(ids)})
        trace_enterprises(ids)


TRACE = """
INSERT INTO enterprises_enterprisetrace (enterprise, region_id, department, code, changed_at)
SELECT firm.id, place.region_id, COALESCE(firm.department_id, 0), COALESCE(firm.uscc, firm.legacy_reg_no), %(now)s
FROM enterprises_enterprise firm JOIN enterprises_enterpriseregion place ON place.enterprise_id = firm.id
WHERE firm.id = ANY(%(ids)s)
ON CONFLICT (enterprise, region_id, department) DO UPDATE SET code = EXCLUDED.code
"""
TOUCH = "UPDATE enterprises_enterprisetrace SET changed_at = %(now)s WHERE enterprise = ANY(%(ids)s)"


def trace_enterprises(ids: Collection[int]) -> None:
    """Note that these enterprises changed, or are gone. Call it inside the write, in the order of the locks."""
    if ids:
        asked: dict[str, Any] = {"ids": sorted(ids), "now": timezone.now()}
        with connection.cursor() as cursor:
            for sql in (LOCK_FIRMS, TRACE, TOUCH):
                cursor.execute(sql, asked)


class SiteMove(models.Model):
    """From this day the site counts in another region. The rows are the history; facts of earlier months stay."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="moves")
    old_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    new_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    moved_on = models.DateField("迁移日期")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "场所迁移"
        default_permissions = ()
        indexes = [models.Index(fields=["site", "moved_on"], name="site_move_history")]


class StatusChange(Record):
    """A change of status, of an enterprise or of one site: reported by the firm, confirmed by the regulator."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="status_changes", verbose_name="企业")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="场所")
    old = models.CharField("原状态", max_length=15, choices=Status, editable=False)
    new = models.CharField("新状态", max_length=15, choices=Status)
    effective_on = models.DateField("变更日期")
    reason = models.CharField("变更原因", max_length=200)
    state = models.CharField("办理状态", max_length=10, choices=Change, default=Change.REPORTED, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField("办理时间", null=True, editable=False)
    opinion = models.CharField("办理意见", max_length=200, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "状态变更"
        constraints = [
            models.UniqueConstraint(
                name="status_change_enterprise_waits_once",
                fields=["enterprise"],
                condition=Q(state=Change.REPORTED, site__isnull=True, ended_at__isnull=True),
                violation_error_message="该企业已有待确认的状态变更，请等待属地确认",
            ),
            models.UniqueConstraint(
                name="status_change_site_waits_once",
                fields=["site"],
                condition=Q(state=Change.REPORTED, site__isnull=False, ended_at__isnull=True),
                violation_error_message="该场所已有待确认的状态变更，请等待属地确认",
            ),
        ]

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        """One site's change is its own region's business; the firm's is every region's where it has a site."""
        return Q(site__region__in=ids) | (Q(site__isnull=True) & has_a_site_in(ids, enterprise="enterprise"))


class Tag(models.Model):
    """A supervision tag of an enterprise, or of one of its sites. Never deleted: the rows are the history."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="tags")
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="tags")
    code = models.CharField("标签", max_length=30)
    source = models.CharField("来源", max_length=10, choices=TagSource)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True)
    note = models.CharField("依据", max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="添加人")
    given_at = models.DateTimeField("添加时间", auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_reason = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "监管标签"
        default_permissions = ()
        indexes = [models.Index(fields=["code", "enterprise"], name="tag_code")]
        constraints = [
            models.UniqueConstraint(
                name="tag_once_per_site",
                fields=["site", "code"],
                condition=Q(withdrawn_at__isnull=True, site__isnull=False),
                violation_error_message="该场所已有此标签",
            ),
            models.UniqueConstraint(
                name="tag_once_per_enterprise",
                fields=["enterprise", "code"],
                condition=Q(withdrawn_at__isnull=True, site__isnull=True),
                violation_error_message="该企业已有此标签",
            ),
        ]


class TagKind(models.Model):
    """What a tag code is called."""

    code = models.CharField("标签代码", max_length=30, unique=True)
    name = models.CharField("标签", max_length=30)
    group = models.CharField("分组", max_length=30, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    verified = models.BooleanField("已核实", default=False)

    class Meta:
        verbose_name = "标签种类"
        default_permissions = ()
        ordering = ["pk"]


class TagRule(models.Model):
    """When the platform gives a tag by itself. Every filled condition must hold; an empty one asks nothing."""

    code = models.CharField("标签代码", max_length=30)
    industries = ArrayField(models.CharField(max_length=5), default=list, blank=True, verbose_name="行业代码前缀")
    supervised = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name="监管行业")
    statuses = ArrayField(models.CharField(max_length=15), default=list, blank=True, verbose_name="企业状态")
    name_contains = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="名称包含")
    basis = models.CharField("依据", max_length=200)
    verified = models.BooleanField("已核实", default=False)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "标签规则"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["code", "basis"], name="tag_rule_once")]


class LegacyRow(models.Model):
    """Where a row of the old system went: one site each."""

    system = models.CharField("来源系统", max_length=40)
    legacy_id = models.CharField("旧系统编号", max_length=40)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="legacy_rows")
    site = models.ForeignKey(Site, models.PROTECT, related_name="legacy_rows")

    class Meta:
        verbose_name = "旧系统对照"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["system", "legacy_id"], name="legacy_row_once")]
        indexes = [models.Index(fields=["legacy_id"], name="legacy_row_by_id")]


class Restructuring(Record):
    """A merge, a split, a transfer or a take-over, with the journal that undoes it."""

    kind = models.CharField("类型", max_length=10, choices=Restructure, editable=False)
    enterprise = models.ForeignKey(
        Enterprise, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name="企业"
    )
    other = models.ForeignKey(
        Enterprise, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name="另一企业"
    )
    reason = models.CharField("原因", max_length=200)
    summary = models.JSONField("内容", default=dict, editable=False)
    undone_at = models.DateTimeField("撤销时间", null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(Record.Meta):
        verbose_name = "企业合并拆分"

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return has_a_site_in(ids, enterprise="enterprise")


class Image(models.Model):
    """One row as it was before and after: only the columns that changed; null for a row that was not there."""

    restructuring = models.ForeignKey(Restructuring, models.CASCADE, related_name="images")
    table = models.CharField(max_length=80)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["restructuring", "id"], name="image_order")]
