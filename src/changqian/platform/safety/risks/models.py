from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.foundation.records.models import Record
from changqian.platform.kernel.text import bigrams_and_letters, normal
from changqian.platform.ledgerkit.models import AtSite, SiteRecord
from changqian.platform.safety.risks.rules import (
    COLOURS,
    CONTROL_ORDER,
    OPEN,
    WITHOUT_CARD,
    CardState,
    Change,
    EntryState,
    Kind,
    Level,
    Method,
    Source,
    Status,
    Step,
    TaskStatus,
    TaskStep,
    card_state,
)


class CatalogueEntry(Record):
    """One version of one row of a catalogue. A revision ends the row and makes the next; references keep theirs."""

    scheme = models.CharField("目录", max_length=40)
    category = models.CharField("管理类别代码", max_length=2)
    category_name = models.CharField("管理类别", max_length=50)
    code = models.CharField("风险代码", max_length=4)
    name = models.CharField("风险名称", max_length=100)
    accident_types = ArrayField(models.CharField(max_length=10), verbose_name="主要事故类别", default=list, blank=True)
    typical_points = models.CharField("典型风险点", max_length=300, blank=True)
    at_least = models.CharField("最低等级", max_length=10, choices=Level, default=Level.LARGE)
    state = models.CharField("状态", max_length=10, choices=EntryState, default=EntryState.DRAFT, editable=False)
    revision = models.PositiveIntegerField("修订", default=1, editable=False)
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField("失效日期", null=True, editable=False)
    source = models.CharField("依据", max_length=200, blank=True)
    verified = models.BooleanField("已核对", default=False)
    demo = models.BooleanField("示例", default=False)

    class Meta(Record.Meta):
        verbose_name = "风险目录"
        ordering = ["scheme", "code", "-revision"]
        constraints = [
            models.UniqueConstraint(
                name="catalogue_code_once",
                fields=["scheme", "code"],
                condition=Q(ended_at__isnull=True) & ~Q(state=EntryState.DRAFT),
                violation_error_message="该目录已有此风险代码，请在原条目上修订",
            ),
            models.UniqueConstraint(
                name="catalogue_draft_once",
                fields=["scheme", "code"],
                condition=Q(ended_at__isnull=True, state=EntryState.DRAFT),
                violation_error_message="该风险代码已有一份草稿，请修改或发布那一份",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    # The catalogue is the city's: it has no place and no owner, so every grant that carries the permission reaches it.
    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q()


class RiskPoint(SiteRecord):
    """A standing risk at a site. `level` is the level in force; an unapproved change shows in `assessed_level`."""

    counted_on = "registered_on"

    number = models.CharField("风险点编号", max_length=20, editable=False)
    registered_on = models.DateField("登记日期", editable=False)
    entry = models.ForeignKey(
        CatalogueEntry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="目录风险"
    )
    catalogue_code = models.CharField("风险代码", max_length=4, blank=True, editable=False)
    name = models.CharField("风险点名称", max_length=100)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    location = models.CharField("位置", max_length=200)
    lon = models.FloatField("经度", null=True, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    floor = models.CharField("楼层", max_length=20, blank=True)
    zone = models.CharField("区域", max_length=50, blank=True)

    method = models.CharField("评估方法", max_length=10, choices=Method)
    likelihood = models.DecimalField("可能性L", max_digits=5, decimal_places=1, null=True, blank=True)
    exposure = models.DecimalField("暴露频繁程度E", max_digits=5, decimal_places=1, null=True, blank=True)
    consequence = models.DecimalField("后果严重性C/S", max_digits=5, decimal_places=1, null=True, blank=True)
    declared_level = models.CharField("申报等级", max_length=10, choices=Level, blank=True)
    inherent_level = models.CharField("固有等级", max_length=10, choices=Level, blank=True)
    score = models.DecimalField("评估分值", max_digits=8, decimal_places=2, null=True, editable=False)
    assessed_level = models.CharField("评估等级", max_length=10, choices=Level, editable=False)
    level = models.CharField("风险等级", max_length=10, choices=Level, editable=False)
    level_reasons = models.JSONField("定级说明", default=list, editable=False)
    self_promoted = models.BooleanField("自愿提级", default=False, editable=False)

    factors = models.CharField("危险有害因素", max_length=500, blank=True)
    accident_types = ArrayField(models.CharField(max_length=10), verbose_name="可能事故类型", default=list, blank=True)
    consequences = models.CharField("可能后果", max_length=500, blank=True)
    engineering = models.CharField("工程技术措施", max_length=1000, blank=True)
    management = models.CharField("管理措施", max_length=1000, blank=True)
    training = models.CharField("培训教育措施", max_length=1000, blank=True)
    ppe = models.CharField("个体防护措施", max_length=1000, blank=True)
    emergency = models.CharField("应急处置措施", max_length=1000, blank=True)

    control_level = models.CharField("管控层级", max_length=10, choices=ControlLevel, blank=True)
    shifts = models.PositiveSmallIntegerField("每日班次", default=1)
    responsible_department = models.CharField("责任部门", max_length=50, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人账号"
    )
    responsible_name = models.CharField("责任人", max_length=50, blank=True)
    responsible_phone = SealedField("责任人电话", blank=True)
    responsible_phone_index = models.CharField(max_length=64, blank=True, editable=False)
    supervise_phone = models.CharField("监督电话", max_length=30, blank=True)

    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    revision = models.PositiveIntegerField("管控版本", default=0, editable=False)
    activated_on = models.DateField("生效日期", null=True, editable=False)
    stopped_on = models.DateField("停用日期", null=True, editable=False)
    stop_reason = models.CharField("停用原因", max_length=200, blank=True, editable=False)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.LOCAL, editable=False)
    provincial_id = models.CharField("省系统编号", max_length=64, blank=True, editable=False)
    "The number of the declared point that this one is; the province's row stays beside it, untouched."
    provincial_seen = models.CharField(max_length=64, blank=True, editable=False)
    "The digest of that row when what differs was last settled."
    provincial_note = models.CharField("与省系统不一致的原因", max_length=200, blank=True, editable=False)
    card_state = models.CharField(
        "告知卡状态", max_length=10, choices=CardState, default=CardState.IDLE, editable=False
    )
    card_revision = models.PositiveIntegerField("告知卡版本", null=True, editable=False)
    card_made_on = models.DateField("制卡日期", null=True, editable=False)
    search_text = models.CharField(max_length=400, blank=True, editable=False)
    search = ArrayField(models.CharField(max_length=2), default=list, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "风险点"
        permissions = [
            ("view", "查看风险点"),
            ("register", "登记风险点"),
            *Step.choices,
            ("patrol", "岗位班组巡查"),
            ("patrol_workshop", "车间级巡查"),
            ("patrol_company", "公司级巡查"),
            *TaskStep.choices,
            ("make_cards", "制作告知卡"),
            ("catalogue", "维护风险目录"),
        ]
        indexes = [
            models.Index(fields=["region", "level", "status"], name="risk_point_region"),
            models.Index(fields=["site", "month"], name="risk_point_site"),
            models.Index(fields=["enterprise", "level"], name="risk_point_enterprise"),
            models.Index(fields=["lon", "lat"], name="risk_point_point"),
            GinIndex(fields=["search"], name="risk_point_search"),
            models.Index(
                fields=["region", "card_state"], condition=Q(card_state__in=WITHOUT_CARD), name="risk_point_card"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="risk_point_number_once",
                fields=["site", "number"],
                violation_error_message="该场所已有此风险点编号",
            ),
            models.UniqueConstraint(
                name="risk_point_name_once",
                fields=["site", "name", "location"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该场所同一位置已有同名风险点",
            ),
            models.UniqueConstraint(
                name="risk_point_declared_once",
                fields=["provincial_id"],
                condition=Q(ended_at__isnull=True) & ~Q(provincial_id=""),
                violation_error_message="该申报风险点已关联一个风险点",
            ),
            models.CheckConstraint(
                name="risk_point_point_is_whole",
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                violation_error_message="经度和纬度要一起填写",
            ),
            models.CheckConstraint(
                name="risk_point_in_force_has_a_date",
                condition=Q(status__in=[Status.DRAFT, Status.STOPPED]) | Q(activated_on__isnull=False),
                violation_error_message="生效的风险点必须有生效日期",
            ),
            models.CheckConstraint(
                name="risk_point_shifts",
                condition=Q(shifts__gte=1, shifts__lte=4),
                violation_error_message="每日班次应为1至4",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def colour(self) -> str:
        return COLOURS[Level(self.level)]

    def stamp(self) -> tuple[str, ...]:
        self.responsible_phone_index = blind(self.responsible_phone)
        self.catalogue_code = self.entry.code if self.entry else ""
        self.search_text = " ".join(normal(text) for text in (self.name, self.location, self.number))
        self.search = sorted({pair for word in self.search_text.split() for pair in bigrams_and_letters(word)})
        self.card_state = card_state(self.status, revision=self.revision, shown=self.card_revision)
        return *super().stamp(), "responsible_phone_index", "catalogue_code", "search", "search_text", "card_state"


class RiskPointVersion(models.Model):
    """What a risk point said when it was approved. Cards are drawn from it, so a change under way changes no card."""

    risk_point = models.ForeignKey(RiskPoint, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField("管控版本")
    content = models.JSONField("内容")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人")
    approved_at = models.DateTimeField("批准时间")

    class Meta:
        default_permissions = ()
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["risk_point", "revision"], name="risk_version_once")]


class ControlChange(SiteRecord):
    """That the control of a risk changed, beginning with its second version: 管控变更."""

    counted_on = "changed_on"
    counted_as = "control_changes"

    risk_point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="changes", verbose_name="风险点")
    kind = models.CharField("变更类型", max_length=10, choices=Change)
    changed_on = models.DateField("变更日期")
    level_before = models.CharField("原等级", max_length=10, choices=Level)
    level = models.CharField("风险等级", max_length=10, choices=Level)
    columns = ArrayField(models.CharField(max_length=40), verbose_name="变更内容", default=list, blank=True)
    "Of the approved version, those that say otherwise than the one before."
    reason = models.CharField("停用原因", max_length=200, blank=True)

    class Meta(SiteRecord.Meta):
        verbose_name = "管控变更"
        indexes = [
            models.Index(fields=["site", "month"], name="control_change_site"),
            models.Index(fields=["region", "changed_on"], name="control_change_region"),
        ]


class NoticeCard(AtSite):
    """A card (安全风险告知卡) that was printed to hang at a risk point; the newest of a point is the one that hangs."""

    risk_point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="cards", verbose_name="风险点")
    shows = models.ForeignKey(
        RiskPointVersion, models.PROTECT, related_name="+", db_index=False, verbose_name="所示版本"
    )
    batch = models.UUIDField("批次")
    made_at = models.DateTimeField("制卡时间")

    class Meta(AtSite.Meta):
        verbose_name = "安全风险告知卡"


class RiskTask(SiteRecord):
    """What one risk point asks for in one month, and what was done, per control level. Partitioned by month."""

    counted_on = "starts_on"
    counted_as = "risk_tasks"
    partitioned = True

    risk_point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="tasks", verbose_name="风险点")
    level = models.CharField("风险等级", max_length=10, choices=Level)
    starts_on = models.DateField("开始日期")
    due_on = models.DateField("截止日期")
    status = models.CharField("状态", max_length=15, choices=TaskStatus, default=TaskStatus.PENDING)
    late = models.BooleanField("逾期完成", default=False)
    required_company = models.PositiveSmallIntegerField("公司级应查", default=0)
    required_workshop = models.PositiveSmallIntegerField("车间级应查", default=0)
    required_team = models.PositiveSmallIntegerField("班组级应查", default=0)
    required_post = models.PositiveSmallIntegerField("岗位级应查", default=0)
    done_company = models.PositiveIntegerField("公司级已查", default=0)
    done_workshop = models.PositiveIntegerField("车间级已查", default=0)
    done_team = models.PositiveIntegerField("班组级已查", default=0)
    done_post = models.PositiveIntegerField("岗位级已查", default=0)
    progress = models.PositiveSmallIntegerField("完成进度(%)", default=0)
    abnormal = models.PositiveIntegerField("异常次数", default=0)
    completed_at = models.DateTimeField("完成时间", null=True, blank=True)
    exempt_reason = models.CharField("免检理由", max_length=200, blank=True)
    exempt_asked_at = models.DateTimeField("免检申请时间", null=True, blank=True)
    exempt_opinion = models.CharField("免检意见", max_length=200, blank=True)
    by_site = models.BooleanField("随场所停止", default=False, db_default=False, editable=False)
    "Excused or cancelled because its site stands still or closed: it comes back if the site goes to work again."

    class Meta(SiteRecord.Meta):
        verbose_name = "风控任务"
        indexes = [
            models.Index(fields=["site", "month"], name="risk_task_site"),
            models.Index(fields=["region", "status"], name="risk_task_region"),
            models.Index(fields=["enterprise", "status"], name="risk_task_enterprise"),
            models.Index(fields=["due_on", "id"], condition=Q(status__in=OPEN), name="risk_task_due"),
            models.Index(
                fields=["region"], condition=Q(status__in=OPEN, exempt_asked_at__isnull=False), name="risk_task_asking"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="risk_task_once",
                fields=["risk_point", "month"],
                violation_error_message="该风险点本月任务已生成",
            ),
        ]

    @property
    def required(self) -> dict[ControlLevel, int]:
        return {level: getattr(self, f"required_{level}") for level in CONTROL_ORDER}

    @property
    def done(self) -> dict[ControlLevel, int]:
        return {level: getattr(self, f"done_{level}") for level in CONTROL_ORDER}
