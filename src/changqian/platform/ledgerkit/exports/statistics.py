"""The statistics of a ledger as a file: a row for each area, and what firms of several areas do to the sum."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import note
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.exports.columns import Column
from changqian.platform.ledgerkit.exports.writing import Head, write_xlsx
from changqian.platform.ledgerkit.ledgers import Ledger, ledger, may
from changqian.platform.ledgerkit.stats import Figure, Level, Statistics, count_firms, figures

LEVELS = {Level.CITY: "按全市", Level.DISTRICT: "按区县", Level.TOWN: "按镇街"}
FIRMS = {
    "sum_by_region": "涉及企业：各地区合计",
    "distinct_total": "涉及企业：去重后",
    "multi_site_overlap": "涉及企业：一照多址重复",
}
"A firm with sites in two areas is counted in both, so that the areas add up to more firms than there are. (ES20.2)"
AREA_WIDTH, NUMBER_WIDTH = 24, 16


def counted(actor: User, ledger_name: str) -> tuple[Ledger, Statistics]:
    """The ledger and its statistics; PermissionDenied for who may see none of its rows."""
    known = ledger(ledger_name)
    statistics: Statistics | None = getattr(known.view, "statistics", None)
    if statistics is None:
        raise RuleViolation(f"{known.title}没有统计", field="ledger")
    if not may(actor, statistics.permission):
        raise PermissionDenied("您没有此项权限")
    return known, statistics


def statistics_file(*, actor: User, ledger_name: str, asked: Mapping[str, Any], now: datetime) -> tuple[str, IO[bytes]]:
    """Name and content of the file, with who took it on every page; written into the trail."""
    known, statistics = counted(actor, ledger_name)
    told = figures(statistics, actor=actor, **asked)
    for figure in told:
        count_firms(figure, statistics, actor=actor, **asked)
    title, conditions = f"{known.title}统计", _in_words(**asked)
    head = Head(title, actor.name, timezone.localtime(now), conditions)
    file = BytesIO()
    count = sum(1 for _ in write_xlsx(file, head, _columns(told), _rows(told)))
    file.seek(0)
    with transaction.atomic():
        changes = {"ledger": known.title, "conditions": conditions}
        note(actor=actor, action="exports.statistics", about=title, changes=changes, count=count)
    return f"{title}-{timezone.localtime(now):%Y%m%d-%H%M}.xlsx", file


def _columns(told: Sequence[Figure]) -> list[Column]:
    numbers = [Column(each.measure, each.label, NUMBER_WIDTH, int, numeric=True) for each in told]
    return [Column("area", "地区", AREA_WIDTH, str), *numbers]


def _rows(told: Sequence[Figure]) -> Iterator[list[Any]]:
    areas = sorted({path for figure in told for path in figure.by_region})
    names = dict(Region.objects.filter(path__in=areas).values_list("path", "name"))
    for path in areas:
        yield [names.get(path, path), *(figure.by_region.get(path, 0) for figure in told)]
    yield ["合计", *(figure.total for figure in told)]
    for name, label in FIRMS.items():
        yield [label, *(getattr(figure, name) for figure in told)]


def _in_words(*, months: tuple[date, date], level: Level, regions: frozenset[int] | None) -> str:
    """What was asked, for the head of the file."""
    said = [f"{months[0]:%Y-%m}至{months[1]:%Y-%m}", LEVELS[level]]
    if regions is not None:
        top = Region.objects.filter(pk__in=regions).order_by("path").first()
        said.append(f"地区：{top.name if top else '无'}")
    return "，".join(said)
