"""What a city changes in its dictionaries. Records name codes, so nothing is deleted: a code is switched off.

Everything enters the trail as a change of the scheme, old and new value, with the code it is about.
"""

from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.dictionaries.models import Item, Scheme
from changqian.platform.foundation.dictionaries.services import CURRENT
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import require

ACTION = "dictionaries.edit"


@transaction.atomic
def edit_scheme(pk: int, *, actor: User, **given: Any) -> Scheme:
    """Title, source, days in force, whether it was checked against its source."""
    require(actor, ACTION)
    scheme = Scheme.objects.select_for_update().get(pk=pk)
    _refuse_days(given.get("effective_from", scheme.effective_from), given.get("effective_to", scheme.effective_to))
    changes = {name: [getattr(scheme, name), new] for name, new in given.items() if getattr(scheme, name) != new}
    for name, new in given.items():
        setattr(scheme, name, new)
    scheme.own = True
    scheme.save()
    _told(actor, scheme, changes)
    return scheme


@transaction.atomic
def new_version(
    pk: int, *, actor: User, edition: str, effective_from: date, source: str, verified: bool = False
) -> Scheme:
    """A copy of a scheme with all its codes, in force from a day on; what it replaces ends the day before."""
    require(actor, ACTION)
    old = Scheme.objects.select_for_update().get(pk=pk)
    if not edition.strip() or Scheme.objects.filter(name=old.name, version=edition.strip()).exists():
        raise RuleViolation("版本名称不能为空，也不能与已有版本相同", field="edition")
    if effective_from <= old.effective_from:
        raise RuleViolation(f"新版本应晚于{old.version}的生效日期{old.effective_from}", field="effective_from")
    made = Scheme.objects.create(
        name=old.name, title=old.title, version=edition.strip(), effective_from=effective_from, source=source.strip(),
        verified=verified, digest="", own=True,
    )  # fmt: skip
    items = list(old.items.all())
    for item in items:
        item.pk, item.scheme, item.own = None, made, True
    Item.objects.bulk_create(items)
    if old.effective_to is None or old.effective_to >= effective_from:
        _told(actor, old, {"effective_to": [old.effective_to, effective_from - timedelta(days=1)]})
        old.effective_to, old.own = effective_from - timedelta(days=1), True
        old.save(update_fields=["effective_to", "own"])
    _told(actor, made, {"version": [None, made.version], "items": [None, len(items)]})
    return made


@transaction.atomic
def add_item(*, actor: User, scheme: int, code: str, name: str, parent: str | None = None) -> Item:
    require(actor, ACTION)
    into = Scheme.objects.select_for_update().get(pk=scheme)
    code, name = code.strip(), name.strip()
    if not code or not name:
        raise RuleViolation("请填写代码和名称", field="code" if not code else "name")
    if into.items.filter(code=code).exists():
        raise RuleViolation(f"代码{code}已存在", field="code")
    _refuse_parent(into, code, parent)
    last = into.items.order_by("-order").values_list("order", flat=True).first()
    item = Item(scheme=into, code=code, name=name, parent=parent or None, order=(last or 0) + 1, own=True)
    item.stamp()
    item.save()
    _told(actor, into, {"code": code, "name": [None, name], "parent": [None, parent or None]})
    return item


@transaction.atomic
def edit_item(pk: int, *, actor: User, name: str, parent: str | None = None) -> Item:
    """Its code stays: records name it."""
    require(actor, ACTION)
    item = Item.objects.select_for_update().select_related("scheme").get(pk=pk)
    if not name.strip():
        raise RuleViolation("请填写名称", field="name")
    _refuse_parent(item.scheme, item.code, parent)
    told: dict[str, list[object]] = {"name": [item.name, name.strip()], "parent": [item.parent, parent or None]}
    item.name, item.parent, item.own = name.strip(), parent or None, True
    item.stamp()
    item.save()
    _told(actor, item.scheme, {"code": item.code, **{key: both for key, both in told.items() if both[0] != both[1]}})
    return item


@transaction.atomic
def switch_item(pk: int, *, actor: User, enabled: bool) -> Item:
    """Off, it can no longer be chosen; what names it already keeps its name."""
    require(actor, ACTION)
    item = Item.objects.select_for_update().select_related("scheme").get(pk=pk)
    if item.enabled != enabled:
        item.enabled = enabled
        item.save(update_fields=["enabled"])
        _told(actor, item.scheme, {"code": item.code, "enabled": [not enabled, enabled]})
    return item


def _refuse_days(begin: date, end: date | None) -> None:
    if end is not None and end < begin:
        raise RuleViolation("失效日期不能早于生效日期", field="effective_to")


def _refuse_parent(scheme: Scheme, code: str, parent: str | None) -> None:
    """RuleViolation if the code above is unknown, or stands below the code itself."""
    above, seen = parent or None, {code}
    while above is not None:
        if above in seen:
            raise RuleViolation("上级代码不能是自己或自己的下级", field="parent")
        seen.add(above)
        row = scheme.items.filter(code=above).first()
        if row is None:
            raise RuleViolation(f"没有上级代码{above}", field="parent")
        above = row.parent


def _told(actor: User, scheme: Scheme, changes: dict[str, Any]) -> None:
    record(actor=actor, action=ACTION, row=scheme, changes=changes)
    cache.delete(CURRENT)
    transaction.on_commit(lambda: cache.delete(CURRENT))
