from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.laws.rules import Kind, Status, Step
from changqian.platform.foundation.records.models import Record


class OfTheCity(Record):
    """The library has no place and no owner, so every grant that carries the permission reaches all of it."""

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q()

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q()


class Law(OfTheCity):
    """A law as it is known by its name, whatever version is in force."""

    title = models.CharField("名称", max_length=200)
    short = models.CharField("简称", max_length=100)
    names = ArrayField(models.CharField(max_length=100), verbose_name="别名", default=list, blank=True)
    "Other names it is cited by, as `rules.bare` leaves them."
    kind = models.CharField("类别", max_length=20, choices=Kind)

    class Meta(OfTheCity.Meta):
        verbose_name = "法律法规"
        permissions: ClassVar[Any] = Step.choices
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="law_once",
                fields=["short"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="法规库中已有这部法律法规",
            ),
        ]

    def __str__(self) -> str:
        return self.short


class LawVersion(OfTheCity):
    """The text of a law from one day to another. A draft is what was uploaded and not yet taken over."""

    law = models.ForeignKey(
        Law, models.PROTECT, null=True, related_name="versions", editable=False, verbose_name="法律法规"
    )
    title = models.CharField("名称", max_length=200)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    issuer = models.CharField("制定机关", max_length=100, blank=True)
    number = models.CharField("文号", max_length=100, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    replaced_on = models.DateField("被替代日期", null=True, blank=True, editable=False)
    "The day the next version takes effect; kept by the services."
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    repeal_note = models.CharField("废止依据", max_length=200, blank=True)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    history = models.JSONField("修改沿革", default=list, blank=True, editable=False)
    outline = models.JSONField("目录", default=list, blank=True, editable=False)
    "Headings in their order: {level, label, title, order}; `order` is that of the first article below."
    warnings = models.JSONField("需核对", default=list, blank=True, editable=False)
    articles_count = models.PositiveIntegerField("条数", default=0, editable=False)
    source = models.CharField("来源", max_length=200, blank=True)
    text = models.TextField("原文", editable=False)
    "As it was uploaded or delivered."
    digest = models.CharField("SM3摘要", max_length=64, editable=False)

    class Meta(OfTheCity.Meta):
        verbose_name = "法律法规版本"
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="law_published_is_whole",
                condition=Q(status=Status.DRAFT)
                | Q(law__isnull=False, published_on__isnull=False, effective_on__isnull=False),
                violation_error_message="发布前请填写公布日期和施行日期",
            ),
            models.UniqueConstraint(
                name="law_version_once",
                fields=["law", "effective_on"],
                condition=Q(ended_at__isnull=True, status=Status.PUBLISHED),
                violation_error_message="这部法律法规已有同一天施行的版本",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Article(models.Model):
    """One article of a version, ready to be found. Written once with its version, never changed."""

    version = models.ForeignKey(LawVersion, models.CASCADE, related_name="articles")
    order = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    "0 for an annex."
    branch = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=200)
    headings = ArrayField(models.CharField(max_length=120), default=list)
    "From the outermost: [第二章 …, 第一节 …]."
    paragraphs = models.JSONField()
    "[{text, items: [{number, text, items: […]}]}]"
    search = ArrayField(models.CharField(max_length=2))
    search_head = models.TextField()
    "Title, headings and label as `kernel.text.normal` leaves them."
    search_text = models.TextField()

    class Meta:
        verbose_name = "条文"
        default_permissions = ()
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="article_in_order")]
        indexes = [
            models.Index(fields=["version", "number", "branch"], name="article_cited"),
            GinIndex(fields=["search"], name="article_search"),
        ]

    def __str__(self) -> str:
        return self.label
