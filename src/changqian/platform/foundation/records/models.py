"""What a record is: a row with a version, an author and an end, that answers the four questions of a grant."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from changqian.platform.kernel.scope import ScopedQuerySet


class OfEnterprise(models.Model):
    """Rows that name their enterprise."""

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(enterprise__department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(enterprise__in=ids)


class InRegion(models.Model):
    """Rows that name the region where they lie."""

    class Meta:
        abstract = True

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(region__in=ids)


class Record(OfEnterprise):
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    ended_at = models.DateTimeField("终止时间", null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    end_reason = models.CharField("终止原因", max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        default_permissions = ()

    def stamp(self) -> tuple[str, ...]:
        """Set the columns that follow from others; return their names."""
        return ()

    @classmethod
    def counted(cls, before: Collection[Self], after: Collection[Self]) -> None:
        """Called inside each write with the rows as they were and as they are: what counts them takes note here.

        Before the scope is asked, because what follows from the row may decide where it is visible.
        """

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        raise NotImplementedError

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(created_by=pk)


class CityWide(Record):
    """Rows that belong to no region, department or firm: only a grant that none of these narrows reaches them."""

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])


class Submission(models.Model):
    """A record that may be written on a phone without a network and arrive later, perhaps twice."""

    client_uuid = models.UUIDField("提交编号", null=True, unique=True, editable=False)
    captured_at = models.DateTimeField("采集时间", null=True, editable=False)
    synced_late = models.BooleanField("补传", default=False, editable=False)
    repeated = False
    "Whether it was there when it arrived, and what is answered is what was made of it then."

    class Meta:
        abstract = True


class TakenStep(models.Model):
    """The number under which a step was sent, kept as long as it may be sent again: its answer was lost on the way."""

    number = models.UUIDField("提交编号", primary_key=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField("步骤", max_length=120)
    taken_at = models.DateTimeField("时间", db_index=True)
