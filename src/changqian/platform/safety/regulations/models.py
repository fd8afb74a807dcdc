from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.commons.people.models import Person
from changqian.platform.ledgerkit.models import EnterpriseRecord
from changqian.platform.safety.regulations.rules import (
    Adoption,
    Category,
    Cause,
    Conclusion,
    Status,
    Step,
    Voice,
    review_due,
)


class Regulation(EnterpriseRecord):
    """One regulation of a firm, whatever its text is at the time. `status` is that of its newest version."""

    category = models.CharField("制度类别", max_length=20, choices=Category)
    title = models.CharField("制度名称", max_length=100)
    code = models.CharField("制度编号", max_length=50, blank=True)
    department = models.CharField("归口部门", max_length=50, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFTING, editable=False)
    in_force = models.ForeignKey(
        "RegulationVersion", models.PROTECT, null=True, related_name="+", editable=False, verbose_name="现行版本"
    )
    edition = models.PositiveIntegerField("现行版次", null=True, editable=False)
    effective_on = models.DateField("施行日期", null=True, editable=False)
    reviewed_on = models.DateField("最近评审日期", null=True, editable=False)
    review_due_on = models.DateField("应评审日期", null=True, editable=False)
    repealed_on = models.DateField("废止日期", null=True, editable=False)
    repealed_because = models.CharField("废止原因", max_length=200, blank=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "规章制度"
        permissions = [
            *(("view", "查看规章制度"), ("draft", "编制制度"), *Step.choices),
            *(("comment", "提出意见"), ("read", "学习制度")),
        ]
        indexes = [
            models.Index(fields=["enterprise", "category"], condition=Q(ended_at__isnull=True), name="regulation_firm"),
            models.Index(
                fields=["review_due_on"],
                condition=Q(ended_at__isnull=True, review_due_on__isnull=False),
                name="regulation_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="regulation_in_force_is_whole",
                condition=Q(in_force__isnull=True, edition__isnull=True, effective_on__isnull=True)
                | Q(in_force__isnull=False, edition__isnull=False, effective_on__isnull=False),
                violation_error_message="现行制度应有版次和施行日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def stamp(self) -> tuple[str, ...]:
        self.review_due_on = review_due(self.effective_on, self.reviewed_on) if self.effective_on else None
        return ("review_due_on",)


class RegulationVersion(EnterpriseRecord):
    """One text of a regulation. Once published it never changes: its digest says what was published."""

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="versions", verbose_name="制度")
    edition = models.PositiveIntegerField("版次")
    cause = models.CharField("修订原因", max_length=15, choices=Cause, blank=True)
    note = models.CharField("修订说明", max_length=500, blank=True)
    text = models.TextField("正文", max_length=100_000, blank=True)
    round = models.PositiveSmallIntegerField("征求意见轮次", default=0, editable=False)
    "What was changed after it was heard is heard anew."
    consulted_on = models.DateField("征求意见日期", null=True, editable=False)
    consulted_until = models.DateField("意见截止日期", null=True, blank=True)
    concluded_on = models.DateField("征求意见结束日期", null=True, editable=False)
    approver = models.CharField("审核人", max_length=50, blank=True)
    approved_on = models.DateField("审核日期", null=True, editable=False)
    opinion = models.CharField("审核意见", max_length=500, blank=True)
    published_on = models.DateField("发布日期", null=True, editable=False)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    digest = models.CharField("SM3摘要", max_length=64, blank=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "制度版本"
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(
                name="regulation_version_once",
                fields=["regulation", "edition"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该版次已存在",
            ),
            models.CheckConstraint(
                name="regulation_published_is_whole",
                condition=Q(published_on__isnull=True) | (Q(effective_on__isnull=False) & ~Q(digest="")),
                violation_error_message="发布的版本应有施行日期和摘要",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.edition}版"


class Opinion(EnterpriseRecord):
    """What the union or somebody of the staff said of a draft, and what became of it."""

    version_of = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="opinions", verbose_name="版本")
    round = models.PositiveSmallIntegerField("征求意见轮次", editable=False)
    voice = models.CharField("意见来源", max_length=12, choices=Voice)
    by = models.CharField("提出人", max_length=50)
    said = models.TextField("意见内容", max_length=2000)
    said_on = models.DateField("提出日期")
    adoption = models.CharField("采纳情况", max_length=10, choices=Adoption, default=Adoption.OPEN, editable=False)
    answer = models.CharField("答复", max_length=500, blank=True, editable=False)
    answered_on = models.DateField("答复日期", null=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "征求意见记录"

    def __str__(self) -> str:
        return f"{self.get_voice_display()}：{self.by}"


class Training(EnterpriseRecord):
    """That people were told what was published: by whom, when, how many signed."""

    version_of = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="trainings", verbose_name="版本")
    held_on = models.DateField("培训日期")
    content = models.CharField("培训内容", max_length=500)
    teacher = models.CharField("授课人", max_length=50, blank=True)
    attendees = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="参加人员")
    attendee_names = ArrayField(models.CharField(max_length=80), default=list, editable=False, verbose_name="参加人员")
    others = models.PositiveIntegerField("其他参加人数", default=0)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "制度培训记录"


class RegulationAppraisal(EnterpriseRecord):
    """A look over a regulation in force, and what it came to."""

    version_of = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="reviews", verbose_name="版本")
    reviewed_on = models.DateField("评审日期")
    reviewers = models.CharField("评审人员", max_length=200)
    conclusion = models.CharField("评审结论", max_length=10, choices=Conclusion)
    note = models.CharField("评审意见", max_length=1000, blank=True)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "制度评审记录"


class Receipt(EnterpriseRecord):
    """That somebody has read what is in force, once per person and version."""

    version_of = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="receipts", verbose_name="版本")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="学习人")

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "学习回执"
        constraints = [models.UniqueConstraint(name="regulation_read_once", fields=["version_of", "reader"])]
