"""Merging, splitting, moving sites between firms, and taking over the rows of the old system.

Each has a plan that says what would move, and an application in one transaction with a journal that undoes it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet, UniqueConstraint
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.enterprises import journal
from changqian.platform.foundation.enterprises.following import followers, label_of
from changqian.platform.foundation.enterprises.journal import Journal
from changqian.platform.foundation.enterprises.models import Enterprise, Restructuring, Site, Tag, place_enterprises
from changqian.platform.foundation.enterprises.registering import checked_enterprise
from changqian.platform.foundation.enterprises.rules import Restructure, TagSource
from changqian.platform.foundation.enterprises.tasks import follow_sites
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

MERGE, SPLIT, MOVE_TO, UNDO = "enterprises.merge", "enterprises.split", "enterprises.move_to", "enterprises.undo"


@dataclass(frozen=True, slots=True)
class Move:
    """Rows whose column will point at another enterprise."""

    rows: QuerySet
    column: str

    @property
    def label(self) -> str:
        return label_of(self.rows.model)


@dataclass(slots=True)
class Plan:
    """What would happen: asked by the preview and carried out by the application, so that they cannot differ."""

    target: int | None
    sites: list[Site]
    settle: list[tuple[QuerySet, Mapping[str, Any]]] = field(default_factory=list)
    "Set first, because two of a kind could not stand in one firm: the second 注册地场所, doubled tags."
    moves: list[Move] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        counts: dict[str, int] = {}
        for move in self.moves:
            counts[move.label] = counts.get(move.label, 0) + move.rows.count()
        return {
            "moves": [{"label": label, "count": count} for label, count in counts.items() if count],
            "sites": [{"id": site.pk, "name": site.name, "region": site.region.name} for site in self.sites],
            "conflicts": self.conflicts(),
        }

    def conflicts(self) -> list[str]:
        """What cannot stand in one firm twice, one sentence each."""
        if self.target is None:
            return []
        return [said for move in self.moves for said in _collisions(move, self.target, self._settled(move))]

    def _settled(self, move: Move) -> set[int]:
        return {
            pk for rows, _ in self.settle if rows.model is move.rows.model for pk in rows.values_list("pk", flat=True)
        }

    def carry_out(self, book: Journal, target: Enterprise) -> None:
        if said := self.conflicts():
            raise RuleViolation("；".join(said))
        for rows, values in self.settle:
            book.set(rows, **values)
        for move in self.moves:
            book.set(move.rows, **{f"{move.column}_id": target.pk})


def plan_merge(target: Enterprise, source: Enterprise, *, actor: User) -> Plan:
    """Everything that points at `source` will point at `target`."""
    sites = Site.objects.filter(enterprise=source)
    plan = Plan(target.pk, list(sites.select_related("region").order_by("pk")))
    if target.sites.filter(is_registered=True, ended_at=None).exists():
        plan.settle.append((sites.filter(is_registered=True), {"is_registered": False}))
    standing = Tag.objects.filter(enterprise=target, site=None, withdrawn_at=None).values("code")
    doubled = Tag.objects.filter(
        Q(source=TagSource.RULE) | Q(code__in=standing), enterprise=source, site=None, withdrawn_at=None
    )
    withdrawal = {"withdrawn_at": timezone.now(), "withdrawn_by_id": actor.pk, "withdrawn_reason": "企业合并"}
    plan.settle.append((doubled, withdrawal))
    plan.moves.append(Move(sites, "enterprise"))
    plan.moves += [
        Move(follower.rows.filter(**{column: source}), column)
        for follower in followers()
        for column in follower.enterprises
    ]
    return plan


def plan_transfer(sites: Collection[Site], target: Enterprise | None) -> Plan:
    """The sites, and all that lies at them, will belong to `target`; None for a firm that is still to be registered."""
    pks = [site.pk for site in sites]
    rows = Site.objects.filter(pk__in=pks)
    plan = Plan(target.pk if target else None, list(sites))
    plan.settle.append((rows.filter(is_registered=True), {"is_registered": False}))  # It was the other firm's.
    plan.moves.append(Move(rows, "enterprise"))
    plan.moves += [
        Move(follower.at(pks), "enterprise")
        for follower in followers()
        if follower.site_path and "enterprise" in follower.enterprises
    ]
    return plan


def preview_merge(pk: int, *, actor: User, other: int) -> dict[str, Any]:
    target, source = _two(pk, other, actor=actor, action=MERGE)
    return plan_merge(target, source, actor=actor).summary()


@transaction.atomic
def merge(pk: int, *, actor: User, expected_version: int | None, other: int, reason: str) -> Restructuring:
    """`other` goes up in this enterprise and is ended; its sites, people, records and accounts come along."""
    target, source = _two(pk, other, actor=actor, action=MERGE, lock=True)
    _refuse_stale(target, expected_version)
    plan = plan_merge(target, source, actor=actor)
    told = plan.summary()
    book = Journal()
    plan.carry_out(book, target)
    ending = {
        "ended_at": timezone.now(),
        "ended_by_id": actor.pk,
        "end_reason": f"合并到{target.name}"[:200],
        "merged_into_id": target.pk,
    }
    book.set(Enterprise.objects.filter(pk=source.pk), **ending)
    return _finish(Restructure.MERGE, book, plan, told, actor=actor, enterprise=target, other=source, reason=reason)


@transaction.atomic  # the sites are locked, as when it is carried out
def preview_split(pk: int, *, actor: User, sites: Collection[int]) -> dict[str, Any]:
    source = Enterprise.objects.within(actor, SPLIT).current().get(pk=pk)
    return plan_transfer(_sites_of(source, sites, actor=actor, action=SPLIT), None).summary()


@transaction.atomic
def split(
    pk: int, *, actor: User, expected_version: int | None, sites: Collection[int], reason: str, **new: Any
) -> Restructuring:
    """Some of the sites become a firm of their own, with its own code and name."""
    source = locked(Enterprise, pk, actor=actor, action=SPLIT)
    _refuse_stale(source, expected_version)
    chosen = _sites_of(source, sites, actor=actor, action=SPLIT)
    if len(chosen) == source.sites.filter(ended_at=None).count():
        raise RuleViolation("不能把全部场所都拆出去；企业更名请修改企业信息", field="sites")
    target = create(Enterprise, actor=actor, action=SPLIT, **checked_enterprise(new, actor=actor))
    plan = plan_transfer(chosen, target)
    told = plan.summary()
    book = Journal()
    book.made([target])
    plan.carry_out(book, target)
    return _finish(Restructure.SPLIT, book, plan, told, actor=actor, enterprise=source, other=target, reason=reason)


@transaction.atomic  # the sites are locked, as when it is carried out
def preview_move_to(pk: int, *, actor: User, sites: Collection[int]) -> dict[str, Any]:
    target = Enterprise.objects.within(actor, MOVE_TO).current().get(pk=pk)
    return plan_transfer(_sites_elsewhere(target, sites, actor=actor), target).summary()


@transaction.atomic
def move_to(
    pk: int, *, actor: User, expected_version: int | None, sites: Collection[int], reason: str
) -> Restructuring:
    """Sites of another enterprise come to this one."""
    target = locked(Enterprise, pk, actor=actor, action=MOVE_TO)
    _refuse_stale(target, expected_version)
    chosen = _sites_elsewhere(target, sites, actor=actor)
    source = chosen[0].enterprise
    plan = plan_transfer(chosen, target)
    told = plan.summary()
    book = Journal()
    plan.carry_out(book, target)
    return _finish(Restructure.MOVE_TO, book, plan, told, actor=actor, enterprise=target, other=source, reason=reason)


@transaction.atomic
def undo(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Restructuring:
    row = locked(Restructuring, pk, actor=actor, action=UNDO)
    if row.undone_at:
        raise RuleViolation("该操作已撤销")
    sites = journal.undo(row)
    row.refresh_from_db()
    for firm in (row.enterprise, row.other):
        if firm:
            record(actor=actor, action=UNDO, row=firm, changes={"办理编号": row.pk, "原因": reason})
    if sites:
        follow_sites(sorted(sites))
    done = {"undone_at": timezone.now(), "undone_by": actor}
    return change(row, actor=actor, action=UNDO, expected_version=expected_version, **done)


def _finish(
    kind: Restructure,
    book: Journal,
    plan: Plan,
    told: Mapping[str, Any],
    *,
    actor: User,
    enterprise: Enterprise,
    other: Enterprise,
    reason: str,
) -> Restructuring:
    place_enterprises({enterprise.pk, other.pk})
    action = f"enterprises.{kind}"
    row = create(
        Restructuring, actor=actor, action=action, kind=kind, enterprise=enterprise, other=other, reason=reason,
        summary=told,
    )  # fmt: skip
    book.close(row)
    said = {"企业": [other.name, enterprise.name], **{move["label"]: f"{move['count']}条" for move in told["moves"]}}
    for firm in (enterprise, other):
        record(actor=actor, action=action, row=firm, changes={"办理编号": row.pk, **said, "原因": reason})
    for site in plan.sites:
        record(actor=actor, action=action, row=site, changes={"enterprise": [site.enterprise_id, plan.target]})
    if plan.sites:
        follow_sites([site.pk for site in plan.sites])
    return row


def _two(pk: int, other: int, *, actor: User, action: str, lock: bool = False) -> tuple[Enterprise, Enterprise]:
    """Both within the actor's reach, locked in the order of their ids so that two merges cannot wait for each other."""
    if pk == other:
        raise RuleViolation("不能与自己合并", field="other")
    rows = Enterprise.objects.within(actor, action).current().filter(pk__in=(pk, other)).order_by("pk")
    found = {row.pk: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}
    if pk not in found:
        raise Enterprise.DoesNotExist
    if other not in found:
        raise RuleViolation("没有找到要合并的企业，或不在您的管辖范围内", field="other")
    return found[pk], found[other]


def _sites_of(firm: Enterprise, pks: Collection[int], *, actor: User, action: str) -> list[Site]:
    rows = Site.objects.within(actor, action).current().filter(pk__in=pks, enterprise=firm)
    found = list(rows.select_for_update(of=("self",)).select_related("region").order_by("pk"))
    if len(found) != len(set(pks)):
        raise RuleViolation("有场所不属于这家企业，或不在您的管辖范围内", field="sites")
    return found


def _sites_elsewhere(target: Enterprise, pks: Collection[int], *, actor: User) -> list[Site]:
    rows = Site.objects.within(actor, MOVE_TO).current().filter(pk__in=pks).exclude(enterprise=target)
    found = list(rows.select_for_update(of=("self",)).select_related("region", "enterprise").order_by("pk"))
    if len(found) != len(set(pks)):
        raise RuleViolation("有场所已属于这家企业，或不在您的管辖范围内", field="sites")
    if len({site.enterprise_id for site in found}) != 1:
        raise RuleViolation("一次只能划转同一家企业的场所", field="sites")
    return found


def _refuse_stale(row: Enterprise, expected_version: int | None) -> None:
    if expected_version not in (None, row.version):
        raise VersionConflict


def _collisions(move: Move, target: int, settled: set[int]) -> Iterator[str]:
    """Unique rules that the move would break: the same key among the moved rows and among the target's."""
    model: type[Model] = move.rows.model
    for others, condition, said in _uniques(model, move.column):
        filled = {f"{name}__isnull": False for name in others}
        moved = move.rows.filter(condition, **filled).exclude(pk__in=settled)
        there = model._base_manager.filter(condition, **filled, **{move.column: target})
        if others:
            both = len(set(moved.values_list(*others)) & set(there.values_list(*others)))
        else:
            both = int(moved.exists() and there.exists())
        if both:
            yield f"{move.label}有{both}条重复（{said}），请先处理后再办理"


def _uniques(model: type[Model], column: str) -> Iterator[tuple[Sequence[str], Q, str]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and column in constraint.fields:
            others = [name for name in constraint.fields if name != column]
            yield others, constraint.condition or Q(), str(constraint.get_violation_error_message())
    if getattr(model._meta.get_field(column), "unique", False):
        yield [], Q(), "只能有一条"
