from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from changqian.platform.foundation.enterprises.rules import Management, Scale, Status, Step, TagSource
from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.foundation.records.models import Record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.text import bigrams_and_letters


class Department(models.Model):
    name = models.CharField("行业主管部门", max_length=50, unique=True)

    class Meta:
        verbose_name = "行业主管部门"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Enterprise(Record):
    """A legal person: one per 统一社会信用代码. What it does somewhere hangs on its sites."""

    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True)
    legacy_reg_no = models.CharField("原注册号", max_length=15, null=True, blank=True)
    name = models.CharField("企业名称", max_length=200)
    address = models.CharField("注册地址", max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="注册地区划")
    industry = models.CharField("国民经济行业", max_length=5, blank=True)
    supervised_industry = models.CharField("监管行业", max_length=30, blank=True, editable=False)
    scale = models.CharField("企业规模", max_length=10, choices=Scale, blank=True)
    is_above_scale = models.BooleanField("规上企业", default=False)
    status = models.CharField("企业状态", max_length=15, choices=Status, default=Status.OPERATING, editable=False)
    management = models.CharField("管理方式", max_length=12, choices=Management, default=Management.LOCAL)
    legal_person = models.CharField("法定代表人", max_length=50, blank=True)
    staff_count = models.PositiveIntegerField("从业人数", default=0)
    revenue = models.DecimalField("年主营业务收入(万元)", max_digits=14, decimal_places=2, default=0)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业主管部门"
    )
    high_risk = models.BooleanField("高危行业", default=False)
    search = ArrayField(models.CharField(max_length=2), default=list, editable=False)
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
        self.search = bigrams_and_letters(self.name + (self.uscc or self.legacy_reg_no or ""))
        return ("search",)

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(Exists(EnterpriseRegion.objects.filter(enterprise=OuterRef("pk"), region__in=ids)))

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=ids)


class Site(Record):
    """A place of work: address, region and point. Everything operational hangs here."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="sites", verbose_name="企业")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="属地")
    name = models.CharField("场所名称", max_length=100)
    address = models.CharField("地址", max_length=200, blank=True)
    lon = models.FloatField("经度", null=True, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    is_registered = models.BooleanField("注册地场所", default=False)
    status = models.CharField("状态", max_length=15, choices=Status, default=Status.OPERATING)
    staff_count = models.PositiveIntegerField("从业人数", default=0)
    contact = models.CharField("联系人", max_length=50, blank=True)
    contact_phone = SealedField("联系电话", blank=True)
    contact_phone_index = models.CharField(max_length=64, blank=True, editable=False)
    legacy_id = models.CharField("旧系统编号", max_length=40, blank=True, editable=False)

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
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(region__in=ids)


class EnterpriseRegion(models.Model):
    """An enterprise has at least one site in this region. Written by the site services, read by every EnterpriseRecord."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enterprise", "region"], name="enterprise_region_once")]


class Tag(models.Model):
    """A supervision tag of an enterprise, or of one of its sites, for a time. Never deleted: the rows are the history."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="tags")
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="tags")
    code = models.CharField("标签", max_length=30)
    source = models.CharField("来源", max_length=10, choices=TagSource)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True)
    note = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "监管标签"
        default_permissions = ()
        indexes = [models.Index(fields=["code", "enterprise"], name="tag_code")]
        constraints = [
            models.UniqueConstraint(
                name="tag_once_per_site",
                fields=["enterprise", "site", "code"],
                condition=Q(valid_to__isnull=True),
            ),
            models.UniqueConstraint(
                name="tag_once_per_enterprise",
                fields=["enterprise", "code"],
                condition=Q(valid_to__isnull=True, site__isnull=True),
            ),
        ]
