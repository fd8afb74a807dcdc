"""Feeds as the province and the city's data centre send them, the batches they came in, what could not be taken, and
what we know besides.

Rows of the feeds are written by `services.take` alone, from what the province sent: a newer row replaces an older one,
never the reverse, and nobody here edits one. What the city adds lies beside them: `Binding`, the firm's own risk points
and certificates, `Enterprise.management`.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.province.rules import (
    BatchState,
    Fate,
    Feed,
    Kind,
    Level,
    Personnel,
    Production,
    Step,
    Trouble,
)
from changqian.platform.foundation.enterprises.models import Enterprise, has_a_site_in
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.foundation.records.models import CityWide, OfEnterprise
from changqian.platform.ledgerkit.models import EnterpriseRecord


class Batch(models.Model):
    """One walk through a feed. `cursor` is where it goes on if it stopped."""

    feed = models.CharField("数据", max_length=20, choices=Feed)
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.RUNNING)
    since = models.DateTimeField("水位起", null=True)
    "None: all there is."
    as_of = models.DateTimeField("水位止", null=True)
    cursor = models.CharField("续传位置", max_length=200, blank=True)
    pages = models.PositiveIntegerField("页数", default=0)
    received = models.PositiveIntegerField("收到", default=0)
    created = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    unchanged = models.PositiveIntegerField("未变", default=0)
    outdated = models.PositiveIntegerField("旧数据", default=0)
    rejected = models.PositiveIntegerField("拒收", default=0)
    unmatched = models.PositiveIntegerField("未匹配企业", default=0)
    digest = models.CharField("摘要", max_length=64, blank=True)
    "SM3 over the digest of the pages before and that of the page."
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    error = models.CharField("错误", max_length=300, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )

    class Meta:
        verbose_name = "共享数据批次"
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["feed", "-id"], name="province_batch_feed")]

    def __str__(self) -> str:
        return f"{self.get_feed_display()}{self.pk}"


class Provincial(models.Model):
    """A row of a feed. It is the province's: it carries no author, and ends when the province says so."""

    source_id = models.CharField("省系统编号", max_length=64, unique=True)
    updated_at = models.DateTimeField("省系统更新时间")
    digest = models.CharField(max_length=64)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", verbose_name="批次")
    mended = models.BooleanField("更正后收下", default=False)

    class Meta:
        abstract = True
        default_permissions = ()


class WhoseFirm(OfEnterprise):
    """About a firm, which is ours once somebody with that code is registered here or is bound to it."""

    derived: ClassVar[bool] = True
    "Which firm that is follows from its code, also after firms merged: `services.match_firms` brings it in line."

    uscc = models.CharField("统一社会信用代码", max_length=18)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+", verbose_name="企业")

    class Meta:
        abstract = True
        default_permissions = ()

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return has_a_site_in(ids, enterprise="enterprise")

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(pk__in=[])


class OfFirm(WhoseFirm, Provincial):
    class Meta(Provincial.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise"], name="%(class)s_firm"),
            models.Index(fields=["uscc"], name="%(class)s_uscc"),
        ]


class ListedFirm(OfFirm):
    name = models.CharField("企业名称", max_length=200)
    region_code = models.CharField("区划代码", max_length=12, blank=True)
    status = models.CharField("企业状态", max_length=30, blank=True)
    report_mode = models.CharField("上报方式", max_length=30, blank=True)
    reported_at = models.DateTimeField("上报时间", null=True)
    above_scale = models.BooleanField("规上企业", null=True)
    listed_on = models.DateField("列入名录日期", null=True)
    accepted_on = models.DateField("竣工验收日期", null=True)

    class Meta(OfFirm.Meta):
        verbose_name = "省系统工业企业"
        permissions = [("view", "查看省厅共享数据"), *Step.choices]

    def __str__(self) -> str:
        return self.name


class Industry(OfFirm):
    """The province calls the levels 门类、大类、小类、子类; the standard, 门类、大类、中类、小类."""

    category = models.CharField("行业门类", max_length=1)
    class2 = models.CharField("行业大类", max_length=2)
    class3 = models.CharField("行业小类", max_length=3, blank=True)
    class4 = models.CharField("行业子类", max_length=4, blank=True)

    class Meta(OfFirm.Meta):
        verbose_name = "省系统行业分类"


class ListingChange(OfFirm):
    name = models.CharField("企业名称", max_length=200)
    reason = models.CharField("变更原因", max_length=300)
    result = models.CharField("审批结果", max_length=30)
    reviewed_at = models.DateTimeField("审核时间", null=True)

    class Meta(OfFirm.Meta):
        verbose_name = "省系统名录变更"


class Declaration(OfFirm):
    name = models.CharField("企业名称", max_length=200)
    reported_at = models.DateTimeField("报告时间")
    kind = models.CharField("报告类型", max_length=10, choices=Kind)
    point_count = models.PositiveIntegerField("风险点数量")
    major_count = models.PositiveIntegerField("重大风险", null=True)
    large_count = models.PositiveIntegerField("较大风险", null=True)
    production = models.CharField("生产状态", max_length=10, choices=Production, blank=True)

    class Meta(OfFirm.Meta):
        verbose_name = "风险报告"
        indexes = [
            *OfFirm.Meta.indexes,
            models.Index(fields=["enterprise", "reported_at"], name="declaration_reported"),
        ]


class DeclaredPoint(OfFirm):
    report_id = models.CharField("申报编号", max_length=64, blank=True)
    name = models.CharField("风险点名称", max_length=200)
    code = models.CharField("风险点代码", max_length=20, blank=True)
    accident_types = ArrayField(models.CharField(max_length=30), verbose_name="事故类别", default=list)
    "By the names the province uses, which are those of GB 6441-1986."
    level = models.CharField("风险点等级", max_length=10, choices=Level)
    department = models.CharField("责任部门", max_length=100, blank=True)
    measures = models.TextField("管控措施", blank=True)
    location = models.CharField("位置", max_length=200, blank=True)

    class Meta(OfFirm.Meta):
        verbose_name = "申报风险点"

    def __str__(self) -> str:
        return self.name


class OperatorCertificate(Provincial):
    """Whose it is, the index of the identity number says: the province does not name a firm."""

    name = models.CharField("姓名", max_length=50)
    id_number = SealedField("身份证号")
    id_number_index = models.CharField(max_length=64)
    number = SealedField("证书编号")
    number_index = models.CharField(max_length=64)
    exam_on = models.DateField("考试时间", null=True)
    valid_from = models.DateField("有效期始", null=True)
    valid_to = models.DateField("有效期截止", null=True)
    issuer = models.CharField("发证机关", max_length=100, blank=True)
    category = models.CharField("作业类别", max_length=60)
    item = models.CharField("准操项目", max_length=100, blank=True)

    class Meta(Provincial.Meta):
        verbose_name = "省系统特种作业证书"
        indexes = [models.Index(fields=["id_number_index"], name="operator_certificate_person")]


class ProvincialPerson(OfFirm):
    """Somebody of a firm in one of the four kinds; who is two of them stands here twice."""

    firm_name = models.CharField("企业名称", max_length=200, blank=True)
    name = models.CharField("姓名", max_length=50)
    id_number = SealedField("身份证号")
    id_number_index = models.CharField(max_length=64)
    kind = models.CharField("人员类别", max_length=10, choices=Personnel)
    full_time = models.BooleanField("专职", null=True)
    number = SealedField("证书编号", blank=True)
    number_index = models.CharField(max_length=64, blank=True)
    valid_to = models.DateField("有效期截止", null=True)

    class Meta(OfFirm.Meta):
        verbose_name = "省系统企业人员"

    def __str__(self) -> str:
        return self.name


class PersonMatch(EnterpriseRecord):
    """Who somebody of the province's is among the people of the firm, as somebody found who looked. Beside the copy."""

    shared = models.ForeignKey(ProvincialPerson, models.PROTECT, related_name="matches", verbose_name="省系统人员")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="本企业人员")
    "None: he is none of them."
    reason = models.CharField("核对说明", max_length=200, blank=True)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "人员核对"
        constraints = [
            models.UniqueConstraint(
                fields=["shared"],
                condition=Q(ended_at__isnull=True),
                name="province_person_decided_once",
                violation_error_message="此人已核对",
            )
        ]


class Appraisal(OfFirm):
    """工伤鉴定 as the city's data centre tells it. What the ledger of injuries made of it, `handed` says."""

    enterprise_name = models.CharField("企业名称", max_length=200, blank=True)
    name = models.CharField("姓名", max_length=50)
    id_number = SealedField("身份证号")
    id_number_index = models.CharField(max_length=64)
    happened_on = models.DateField("受伤日期")
    recognised_on = models.DateField("工伤认定日期", null=True)
    registered_on = models.DateField("登记日期")
    disability = models.PositiveSmallIntegerField("伤残等级", null=True)
    post = models.CharField("岗位", max_length=50, blank=True)
    part = models.CharField("伤情", max_length=200, blank=True)
    handed = models.CharField(max_length=64, db_default="", editable=False)
    "The digest that the ledger took last; another than `digest`: it waits."

    class Meta(OfFirm.Meta):
        verbose_name = "工伤鉴定"

    def __str__(self) -> str:
        return self.name


class Insured(WhoseFirm):
    """For whom a firm has paid social insurance, and in which months: one row for a firm and a person.

    A row for each payment would be eighteen million a year in a city of one and a half million people, each with a
    sealed number; so the payments of a person are a list of months in one row. The list only grows, whatever comes
    twice, late or in another order: a walk may stop anywhere and begin again. It is no bitmap, which would need an
    epoch that it leaves one day; nor ranges, which not every database we are to run on can join.
    """

    name = models.CharField("姓名", max_length=50)
    id_number = SealedField("身份证号")
    id_number_index = models.CharField(max_length=64)
    months = ArrayField(models.PositiveSmallIntegerField(), verbose_name="缴费月份")
    "By `rules.counted_month`."
    last_month = models.PositiveSmallIntegerField("最近缴费月份")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", verbose_name="批次")

    class Meta(WhoseFirm.Meta):
        verbose_name = "社保缴费"
        constraints = [models.UniqueConstraint(fields=["uscc", "id_number_index"], name="insured_once")]
        indexes = [models.Index(fields=["enterprise", "last_month"], name="insured_firm_month")]

    def __str__(self) -> str:
        return self.name


MODELS: dict[str, type[Provincial]] = {
    Feed.ENTERPRISES: ListedFirm,
    Feed.INDUSTRIES: Industry,
    Feed.CHANGES: ListingChange,
    Feed.DECLARATIONS: Declaration,
    Feed.POINTS: DeclaredPoint,
    Feed.CERTIFICATES: OperatorCertificate,
    Feed.PERSONNEL: ProvincialPerson,
    Feed.APPRAISALS: Appraisal,
}


class Binding(CityWide):
    """A firm of ours that the province knows under another code. Beside the copy, not in it."""

    uscc = models.CharField("省系统信用代码", max_length=18)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业")
    reason = models.CharField("原因", max_length=200)

    class Meta(CityWide.Meta):
        verbose_name = "省系统企业关联"
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=Q(ended_at__isnull=True),
                name="province_binding_once",
                violation_error_message="该信用代码已关联企业",
            )
        ]

    def __str__(self) -> str:
        return self.uscc


class Reject(CityWide):
    """What could not be taken as it came, or lies in the copy without a firm; and what became of it."""

    feed = models.CharField("数据", max_length=20, choices=Feed, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rejects", editable=False, verbose_name="批次")
    trouble = models.CharField("问题", max_length=15, choices=Trouble, editable=False)
    reason = models.CharField("原因", max_length=300, editable=False)
    column = models.CharField("字段", max_length=40, blank=True, editable=False)
    source_id = models.CharField("来源编号", max_length=64, blank=True, editable=False)
    uscc = models.CharField("统一社会信用代码", max_length=30, blank=True, editable=False)
    name = models.CharField("名称", max_length=200, blank=True, editable=False)
    row = SealedField("收到的内容", editable=False)
    digest = models.CharField(max_length=64, editable=False)
    "Of what was received: the same again is not told again."
    fate = models.CharField("处理", max_length=10, choices=Fate, default=Fate.OPEN, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+", verbose_name="关联企业")
    explanation = models.CharField("处理说明", max_length=200, blank=True)
    resolved_at = models.DateTimeField("处理时间", null=True, editable=False)

    class Meta(CityWide.Meta):
        verbose_name = "共享数据拒收"
        indexes = [models.Index(fields=["feed", "source_id"], condition=Q(fate="open"), name="province_reject_open")]
        constraints = [models.UniqueConstraint(fields=["feed", "digest"], name="province_reject_once")]

    def __str__(self) -> str:
        return self.name or self.source_id or self.uscc
