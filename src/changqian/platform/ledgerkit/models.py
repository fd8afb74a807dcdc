"""What a ledger row is: a record of a site, or a record of an enterprise; and the tables of the statistics."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.enterprises.models import Enterprise, Site, has_a_site_in
from changqian.platform.foundation.records.models import InRegion, OfEnterprise, Record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.dates import month_of
from changqian.platform.kernel.scope import ScopedQuerySet


class EnterpriseRecord(Record):
    """Belongs to an enterprise as a whole; visible in every region where the enterprise has a site."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业")

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return has_a_site_in(ids, enterprise="enterprise")


class AtSite(InRegion, Record):
    """Belongs to a site, and is not counted by month; enterprise and region are copied so that no list needs a join."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", editable=False, verbose_name="企业")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name="场所")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", editable=False, verbose_name="行政区划")
    site_id: int

    class Meta(Record.Meta):
        abstract = True

    def stamp(self) -> tuple[str, ...]:
        self.enterprise_id, self.region_id = self.site.enterprise_id, self.site.region_id
        return "enterprise", "region"


class SiteRecord(AtSite):
    """Happens at a site in a month, and is counted there."""

    counted_on: ClassVar[str]
    "The local-date column that says in which month the row counts."
    counted_as: ClassVar[str] = ""
    "The name its facts stand under, in an app that counts two things; otherwise the app's own."
    partitioned: ClassVar[bool] = False
    "Whether the table is partitioned by month (`partitions.CreatePartitioned`)."

    month = models.DateField("月份", editable=False)

    class Meta(AtSite.Meta):
        abstract = True

    def stamp(self) -> tuple[str, ...]:
        self.month = month_of(getattr(self, self.counted_on))
        return *super().stamp(), "month"

    @classmethod
    def facts(cls) -> str:
        return cls.counted_as or cls._meta.app_label

    @property
    def key(self) -> tuple[str, int, date]:
        """The fact this row counts in."""
        return self.facts(), self.site_id, self.month

    @classmethod
    def counted(cls, before: Collection[Self], after: Collection[Self]) -> None:
        """Mark the facts that the write made out of date."""
        Mark.objects.bulk_create(
            Mark(ledger=ledger, site_id=site, month=month)
            for ledger, site, month in {row.key for row in (*before, *after)}
        )


class Mark(models.Model):
    """A (ledger, site, month) whose facts are out of date.

    Marks are appended, never merged: a worker that has not seen a write must not be able to delete its mark.
    """

    derived: ClassVar[bool] = True

    ledger = models.CharField(max_length=40)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    month = models.DateField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["ledger", "id"], name="mark_ledger")]


class Fact(InRegion, OfEnterprise):
    """How much of one measure one site had in one month, split by the ledger's dimension. Zeros are not stored."""

    derived: ClassVar[bool] = True

    ledger = models.CharField(max_length=40)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    month = models.DateField()
    dimension = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    value = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["ledger", "site", "month", "dimension", "measure"], name="fact_grain"),
        ]
        indexes = [
            models.Index(
                fields=["ledger", "measure", "month", "region"],
                include=[
                    "site",
                    "enterprise",
                    "dimension",
                    "value",
                ],
                name="fact_read",
            )
        ]

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(pk__in=[])  # A fact has no author: a grant on own rows opens no statistics.


class Total(InRegion, models.Model):
    """The facts of a region and month added up over its sites: a city is read from some hundred rows, not a million.

    A row that came down to zero stays.
    """

    derived: ClassVar[bool] = True
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    ledger = models.CharField(max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    month = models.DateField()
    dimension = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    value = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "measure", "month", "region", "dimension"], include=["value"], name="total_grain"
            ),
        ]

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])  # It names no firm: only who sees all of a region may read its sum.

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(pk__in=[])


class Touched(models.Model):
    """An enterprise of which something was written that what it owes may hang on: told by triggers
    (`duties/watching.py`), so that no write, of whatever kind, is missed.

    Appended, never merged, as marks are.
    """

    derived: ClassVar[bool] = True

    enterprise_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()


class JudgedDay(models.Model):
    """The day as of which all enterprises were judged by the rules of one duty; without one nothing is kept of it."""

    derived: ClassVar[bool] = True

    duty = models.CharField(max_length=40, primary_key=True)
    day = models.DateField()

    class Meta:
        default_permissions = ()


class Judgement(models.Model):
    """One way to stand with a duty in the year: what is owed and what was done of it; who stands alike shares it."""

    derived: ClassVar[bool] = True

    duty = models.CharField(max_length=40)
    owed = models.TextField()
    "What `duties.rules.written` writes."
    positions = models.JSONField()
    "{rule: position}, and under no name the position of all rules together (`duties.rules.position`)."

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["duty"], name="judgement_duty")]


class Judged(models.Model):
    """How an enterprise that owes something stands with it, and where it has sites."""

    derived: ClassVar[bool] = True

    duty = models.CharField(max_length=40)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+", db_index=False)
    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="+")
    areas = ArrayField(models.CharField(max_length=16))
    "Paths of its regions."

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["duty", "enterprise"], include=["judgement"], name="judged_once")
        ]
        indexes = [models.Index(fields=["enterprise"], name="judged_enterprise")]


class JudgedTotal(models.Model):
    """How many enterprises of an area stand so with a rule, or (no rule) with all of a duty's rules together.

    A row that came down to zero stays.
    """

    derived: ClassVar[bool] = True

    duty = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    position = models.CharField(max_length=200)
    width = models.PositiveSmallIntegerField()
    "How much of a region's path names the area, as in the census."
    area = models.CharField(max_length=16)
    n = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "width", "area", "rule", "position"], include=["n"], name="judged_total_grain"
            )
        ]
