from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from changqian.platform.commons.people.models import Person
from changqian.platform.ledgerkit.models import EnterpriseRecord
from changqian.platform.safety.posts.rules import (
    FULL,
    GOOD,
    PASSES,
    Cycle,
    Grade,
    Kind,
    RoundStatus,
    RoundStep,
    Status,
    Step,
)

MARK = [MinValueValidator(1), MaxValueValidator(FULL)]


class Post(EnterpriseRecord):
    """A post of a firm, with the text that is worked on; what is posted up stands in its newest edition."""

    name = models.CharField("岗位名称", max_length=50)
    kind = models.CharField("岗位类别", max_length=15, choices=Kind)
    department = models.CharField("所属部门/车间", max_length=50, blank=True)
    holders = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="责任人员")
    "People of the firm; who has left is shown no longer."
    holder_names = ArrayField(models.CharField(max_length=80), default=list, editable=False, verbose_name="责任人员")
    "As they were called when they were named, so that a list of posts needs no people."
    scope = models.TextField("责任范围", max_length=4000, blank=True)
    criteria = models.JSONField("考核标准", default=list, editable=False)
    "[{item, standard, points}]"
    cycle = models.CharField("考核周期", max_length=10, choices=Cycle, default=Cycle.YEAR)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    posted = models.ForeignKey(
        "PostEdition", models.PROTECT, null=True, related_name="+", editable=False, verbose_name="公示版本"
    )
    edition = models.PositiveIntegerField("公示版次", null=True, editable=False)
    posted_on = models.DateField("公示日期", null=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "岗位责任"
        permissions = [
            *(("view", "查看岗位责任"), ("register", "登记岗位"), *Step.choices, ("acknowledge", "签收岗位责任")),
            *(("results", "查看考核结果"), ("assess", "发起考核"), *RoundStep.choices),
        ]
        indexes = [
            models.Index(fields=["enterprise", "kind"], condition=Q(ended_at__isnull=True), name="post_firm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="post_posted_is_whole",
                condition=Q(status=Status.DRAFT, posted__isnull=True, edition__isnull=True, posted_on__isnull=True)
                | ~Q(status=Status.DRAFT) & Q(posted__isnull=False, edition__isnull=False, posted_on__isnull=False),
                violation_error_message="公示的岗位应有版次和公示日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.name}".strip()


class PostEdition(EnterpriseRecord):
    """What was posted up of a post, word for word; it never changes."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="editions", verbose_name="岗位")
    edition = models.PositiveIntegerField("版次")
    name = models.CharField("岗位名称", max_length=50)
    kind = models.CharField("岗位类别", max_length=15, choices=Kind)
    department = models.CharField("所属部门/车间", max_length=50, blank=True)
    holders = ArrayField(models.BigIntegerField(), verbose_name="责任人员")
    holder_names = ArrayField(models.CharField(max_length=80), verbose_name="责任人员")
    scope = models.TextField("责任范围", max_length=4000)
    criteria = models.JSONField("考核标准")
    cycle = models.CharField("考核周期", max_length=10, choices=Cycle)
    posted_on = models.DateField("公示日期")
    place = models.CharField("公示位置", max_length=100, blank=True)
    note = models.CharField("修改说明", max_length=500, blank=True)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "岗位责任公示版本"
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(
                name="post_edition_once",
                fields=["post", "edition"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该版次已公示",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.edition}版"


class PostReceipt(EnterpriseRecord):
    """That a holder has read what his post answers for, once per edition."""

    of = models.ForeignKey(PostEdition, models.PROTECT, related_name="receipts", verbose_name="公示版本")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签收人")
    signed_on = models.DateField("签收日期")

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "岗位责任签收"
        constraints = [models.UniqueConstraint(name="post_signed_once", fields=["of", "reader"])]


class PostAssessment(EnterpriseRecord):
    """One round in which the holders of posts are assessed by what their posts say."""

    title = models.CharField("考核名称", max_length=100)
    begin = models.DateField("考核期起")
    end_on = models.DateField("考核期止")
    kinds = ArrayField(models.CharField(max_length=15, choices=Kind), verbose_name="考核对象")
    assessors = models.CharField("考核人员", max_length=200)
    passes = models.PositiveSmallIntegerField("合格分数", default=PASSES, validators=MARK)
    good = models.PositiveSmallIntegerField("优秀分数", default=GOOD, validators=MARK)
    status = models.CharField("状态", max_length=10, choices=RoundStatus, default=RoundStatus.OPEN, editable=False)
    people = models.PositiveIntegerField("考核人数", default=0, editable=False)
    scored = models.PositiveIntegerField("已打分人数", default=0, editable=False)
    failed = models.PositiveIntegerField("不合格人数", default=0, editable=False)
    mean = models.DecimalField("平均分", max_digits=4, decimal_places=1, null=True, editable=False)
    concluded_on = models.DateField("公布日期", null=True, editable=False)
    conclusion = models.CharField("考核结论", max_length=500, blank=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "岗位责任考核"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["enterprise", "concluded_on"], condition=Q(ended_at__isnull=True), name="post_assessment_firm"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="post_assessment_ends_after_it_begins",
                condition=Q(end_on__gte=F("begin")),
                violation_error_message="考核期止不能早于考核期起",
            ),
            models.CheckConstraint(
                name="post_assessment_good_is_better",
                condition=Q(good__gt=F("passes")),
                violation_error_message="优秀分数应高于合格分数",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PostScore(EnterpriseRecord):
    """One person in one post in one round. `points` go with the criteria of the edition, in their order."""

    assessment = models.ForeignKey(PostAssessment, models.PROTECT, related_name="scores", verbose_name="考核")
    of = models.ForeignKey(PostEdition, models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="被考核人")
    points = ArrayField(models.PositiveSmallIntegerField(), default=list, editable=False, verbose_name="各项得分")
    total = models.PositiveSmallIntegerField("得分", null=True, editable=False)
    grade = models.CharField("等次", max_length=10, choices=Grade, blank=True, editable=False)
    comment = models.CharField("评语", max_length=200, blank=True)
    scored_on = models.DateField("打分日期", null=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "岗位责任考核得分"
        indexes = [models.Index(fields=["person"], name="post_score_person")]
        constraints = [
            models.UniqueConstraint(
                name="post_score_once",
                fields=["assessment", "of", "person"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="此人已在本次考核中",
            ),
            models.CheckConstraint(
                name="post_score_is_whole",
                condition=Q(total__isnull=True, scored_on__isnull=True)
                | Q(total__isnull=False, scored_on__isnull=False),
                violation_error_message="得分应有打分日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}：{self.total}分"
