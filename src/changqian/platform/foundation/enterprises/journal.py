"""Exact before-images of what a restructuring changed, and the way back.

Only the columns that changed are kept, so a later edit of another column is not lost by an undo. Versions are not
touched in either direction: a moved row is the same row to whoever has it open.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from changqian.platform.foundation.enterprises.following import followers, label_of, restamp
from changqian.platform.foundation.enterprises.models import (
    Enterprise,
    Image,
    Restructuring,
    Site,
    Tag,
    place_enterprises,
    trace_enterprises,
)
from changqian.platform.foundation.enterprises.rules import TagSource
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.kernel.batches import batched
from changqian.platform.kernel.errors import RuleViolation

CHUNK = 2000
Values = Mapping[str, Any]


class Journal:
    """Writes rows and remembers what they were. `close` stores the images."""

    def __init__(self) -> None:
        self.images: list[Image] = []

    def set(self, rows: QuerySet, **values: Any) -> int:
        """Give these columns (by attname) these values in all rows; return in how many they differed."""
        model = rows.model
        after = {name: plain(value) for name, value in values.items()}
        before = list(rows.select_for_update(of=("self",)).order_by("pk").values("pk", *values))
        changed = [old for old in before if any(plain(old[name]) != after[name] for name in values)]
        for old in changed:
            was = {name: plain(old[name]) for name in values}
            self.images.append(Image(table=model._meta.label, row=old["pk"], before=was, after=after))
        for part in batched([old["pk"] for old in changed], CHUNK):
            model._base_manager.filter(pk__in=part).update(**values)
        return len(changed)

    def made(self, rows: Iterable[Model]) -> None:
        """These rows were not there before."""
        for row in rows:
            self.images.append(Image(table=row._meta.label, row=row.pk, before=None, after=_columns(row)))

    def close(self, restructuring: Restructuring) -> None:
        for image in self.images:
            image.restructuring = restructuring
        Image.objects.bulk_create(self.images, batch_size=CHUNK)


def obstacles(restructuring: Restructuring) -> list[str]:
    """What an undo would lose, one sentence each; empty if nothing."""
    images = list(restructuring.images.order_by("pk"))
    found = []
    for model, group in _by_table(images):
        changed = _changed_since(model, group)
        if changed:
            found.append(f"{label_of(model)}{changed}条在之后又有变更")
    return [*found, *_back_to_ended(images), *_hanging_on_new(images)]


@transaction.atomic
def undo(restructuring: Restructuring) -> set[int]:
    """Put every touched row back and remove the new ones; return the sites that moved back.

    RuleViolation if that would lose a later change. Rows written since at a site that moves back go with it.
    """
    images = list(restructuring.images.order_by("pk"))
    for model, group in _by_table(images):  # Locked first: nobody may change them between the question and the answer.
        list(model._base_manager.select_for_update().filter(pk__in=[image.row for image in group]).values_list("pk"))
    if reasons := obstacles(restructuring):
        raise RuleViolation(f"不能撤销：{'；'.join(reasons)}。请先处理这些记录")
    firms, sites = _concerned(images)
    try:
        with transaction.atomic():
            for model, group in reversed(_by_table(images)):
                _restore(model, [image for image in group if image.before is not None])
    except IntegrityError as error:
        raise RuleViolation("不能撤销：原来的信用代码或编号之后又被登记，撤销会重复") from error
    restamp(sites)
    made = [image for image in images if image.before is None]
    Tag.objects.filter(enterprise__in=_pks(made, Enterprise), source=TagSource.RULE).delete()
    for model, group in _by_table(made)[::-1]:
        model._base_manager.filter(pk__in=[image.row for image in group]).delete()
    place_enterprises(firms - _pks(made, Enterprise))
    trace_enterprises(_pks(made, Enterprise))
    return sites - _pks(made, Site)


def plain(value: Any) -> Any:
    """As it stands in the journal: what JSON has, and text that the column reads back exactly."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, int | float | str | bool | list | dict | None) else str(value)


def _columns(row: Model) -> dict[str, Any]:
    """Every column but sealed ones: those cannot change without the version, and do not belong here in the clear."""
    return {
        field.attname: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not isinstance(field, SealedField)
    }


def _by_table(images: Sequence[Image]) -> list[tuple[type[Model], list[Image]]]:
    """In the order in which the tables were first written."""
    order = {table: number for number, table in reversed(list(enumerate(image.table for image in images)))}
    ranked = sorted(images, key=lambda image: (order[image.table], image.pk or 0))
    return [(apps.get_model(table), list(group)) for table, group in groupby(ranked, key=lambda image: image.table)]


def _changed_since(model: type[Model], images: Sequence[Image]) -> int:
    """How many of these rows are not as the restructuring left them, in the columns it wrote.

    A row written twice is judged by what was written last.
    """
    last: dict[int, dict[str, Any]] = {}
    for image in images:
        last.setdefault(image.row, {}).update(image.after or {})
    wrong = 0
    for part in batched(list(last), CHUNK):
        columns = sorted({name for row in part for name in last[row]})
        now = {old["pk"]: old for old in model._base_manager.filter(pk__in=part).values("pk", *columns)}
        wrong += sum(
            row not in now or any(plain(now[row][name]) != value for name, value in last[row].items()) for row in part
        )
    return wrong


def _back_to_ended(images: Sequence[Image]) -> list[str]:
    """Enterprises that rows would go back to, and that are gone by now: merged into another, or ended."""
    pointing = {f"{column}_id" for follower in followers() for column in follower.enterprises} | {"enterprise_id"}
    firms = {image.before[name] for image in images if image.before for name in pointing & image.before.keys()}
    gone = Enterprise.objects.filter(pk__in=firms - _pks(images, Enterprise)).exclude(ended_at=None)
    return [f"{name}之后已合并或注销" for name in gone.order_by("pk").values_list("name", flat=True)]


def _hanging_on_new(images: Sequence[Image]) -> list[str]:
    """Rows that were put on an enterprise or a site which the undo would remove."""
    made = [image for image in images if image.before is None]
    firms, sites = _pks(made, Enterprise), _pks(made, Site)
    _, moved = _concerned(images)
    found = []
    for follower in followers():
        rows = follower.rows.none()
        for column in follower.enterprises:
            rows = rows | follower.rows.filter(**{f"{column}__in": firms})
        if follower.site_path:
            rows = (rows | follower.at(sites)).exclude(**{f"{follower.site_path}__in": moved - sites})
        if follower.model is Tag:
            rows = rows.exclude(source=TagSource.RULE)
        count = rows.exclude(pk__in=_pks(images, follower.model)).distinct().count() if firms or sites else 0
        if count:
            found.append(f"{follower.label}{count}条是之后登记的")
    return [*found, *_new_sites(firms, images)]


def _new_sites(firms: set[int], images: Sequence[Image]) -> list[str]:
    count = Site.objects.filter(enterprise__in=firms).exclude(pk__in=_pks(images, Site)).count()
    return [f"场所{count}个是之后新增的"] if count else []


def _restore(model: type[Model], images: Sequence[Image]) -> None:
    """The oldest image of a row wins; rows that were alike are written together."""
    first: dict[int, dict[str, Any]] = {}
    for image in reversed(images):
        first.setdefault(image.row, {}).update(image.before or {})
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for row, before in first.items():
        alike.setdefault(tuple(sorted(before.items())), []).append(row)
    for before_items, rows in alike.items():
        values = {name: _column(model, name).to_python(value) for name, value in before_items}
        for part in batched(rows, CHUNK):
            model._base_manager.filter(pk__in=part).update(**values)


def _column(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _concerned(images: Sequence[Image]) -> tuple[set[int], set[int]]:
    """The enterprises and sites whose rows were touched."""
    firms, sites = _pks(images, Enterprise), _pks(images, Site)
    for image in images:
        if image.table == Site._meta.label:
            firms |= {said["enterprise_id"] for said in (image.before, image.after) if said and "enterprise_id" in said}
    return firms, sites


def _pks(images: Iterable[Image], model: type[Model]) -> set[int]:
    return {image.row for image in images if image.table == model._meta.label}
