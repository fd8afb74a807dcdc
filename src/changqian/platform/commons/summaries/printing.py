"""A summary on paper: the same words as PDF and as Word."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.rules import Confirmation, Paper, percent
from changqian.platform.commons.summaries.services import (
    ListedHazard,
    advice_of,
    differences,
    hazards_of,
    levels_of,
    parts_of,
    said,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.kernel.paper import Part, numbered, report

MIMES = {
    Paper.PDF: "application/pdf",
    Paper.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def named(row: FirmSummary | RegionSummary) -> str:
    """What the paper is called: of a firm the 双控月报 of 安全风险分级管控和隐患排查治理, of a region a summary."""
    of, what = (row.enterprise.name, "双控月报") if isinstance(row, FirmSummary) else (row.region.name, "风险管控小结")
    return f"{of}{row.month:%Y年%-m月}{what}"


def on_paper(row: FirmSummary | RegionSummary, paper: Paper, *, reader: User, now: datetime) -> bytes:
    formed = f"第{row.revision}版，{timezone.localtime(row.created_at):%Y年%-m月%-d日}由平台根据统计数据形成"
    firm = isinstance(row, FirmSummary)
    lines = ["（安全风险分级管控和隐患排查治理月报）", formed] if firm else [formed]
    written = report_of(row, reader, now) if isinstance(row, FirmSummary) else _summary(row)
    parts = numbered(list(written))
    mark = f"{reader.name}　{timezone.localtime(now):%Y-%m-%d %H:%M}打印"
    if paper is Paper.WORD:
        from changqian.platform.kernel.word import word  # lxml takes its time to load.

        return word(named(row), [*lines, mark], parts)
    return report(named(row), lines, mark, parts)


def _summary(row: RegionSummary) -> Iterator[Part]:
    yield Part("总体情况", said(row))
    yield _levels(row, "四类风险任务")
    yield _quality(row)
    yield from _versions(row)


def report_of(row: FirmSummary, reader: User, now: datetime) -> Iterator[Part]:
    """What stands in a firm's 双控月报."""
    named_in = hazards_of(row, actor=reader, today=timezone.localdate(now))
    yield Part("总体情况", said(row))
    yield _levels(row, "风险分级管控")
    yield Part("隐患排查治理", **_hazards(named_in))
    yield _quality(row)
    yield Part("下月工作安排", [*advice_of(row, named_in), *([f"本企业安排：{row.plan}"] if row.plan else [])])
    yield from _versions(row)
    yield Part("确认", [_signed(row)])


def _signed(row: FirmSummary) -> str:
    if row.confirmation != Confirmation.CONFIRMED or not row.confirmed_at or not row.confirmed_by:
        return f"本版尚未确认（{row.get_confirmation_display()}）。"
    on = f"{timezone.localtime(row.confirmed_at):%Y年%-m月%-d日 %H:%M}"
    post = f"（{row.confirmed_as}）" if row.confirmed_as else ""
    return f"{row.confirmed_by.name}{post}于{on}在平台确认本版内容属实。"


def _hazards(named_in: list[ListedHazard]) -> dict[str, Any]:
    if not named_in:
        return {"sentences": ["没有重大隐患和逾期未整改隐患。"]}
    heads = ("等级", "状态", "整改期限", "责任人", "隐患")
    lines = [
        (each.level, each.status, each.deadline or "—", each.responsible or "—", _where(each)) for each in named_in
    ]
    return {"sentences": [f"重大隐患和逾期未整改隐患 {len(named_in)} 条："], "table": [heads, *lines]}


def _where(each: ListedHazard) -> str:
    return f"{each.location}：{each.description}" if each.location else each.description


def _levels(row: FirmSummary | RegionSummary, heading: str) -> Part:
    told = levels_of(row)
    counted = sum(each.points for each in told) == row.points
    lines = [
        (
            each.label,
            str(each.points) if counted else "—",
            str(each.tasks),
            str(each.done),
            f"{percent(each.done, each.tasks)}%" if each.tasks else "—",
        )
        for each in told
    ]
    return Part(heading, table=[("风险等级", "风险点", "任务", "已完成", "任务完成率"), *lines])


def _quality(row: FirmSummary | RegionSummary) -> Part:
    if row.quality is None:
        return Part("风控质效值", ["本月没有可计算的内容，不计质效值。"])
    shares = [(part.label, f"{part.points}", f"{part.most:g}", part.why) for part in parts_of(row)]
    table = [("组成", "得分", "满分", "依据"), *shares]
    return Part("风控质效值", [f"质效值 {row.quality} 分（各部分权重由本市设定，待核）。"], table)


def _versions(row: FirmSummary | RegionSummary) -> Iterator[Part]:
    if row.changes:
        lines = [(each.label, each.before or "无", each.after or "无") for each in differences(row)]
        yield Part(f"与第{row.revision - 1}版的差异", table=[("内容", "原来", "现在"), *lines])
