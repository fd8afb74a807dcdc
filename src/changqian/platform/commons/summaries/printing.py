"""A summary on paper: the same words as PDF and as Word."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.rules import Paper, percent
from changqian.platform.commons.summaries.services import differences, levels_of, parts_of, said
from changqian.platform.kernel.paper import Part, printed

SHEET = Path(__file__).with_name("data") / "summary.typ"
MIMES = {
    Paper.PDF: "application/pdf",
    Paper.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def on_paper(row: FirmSummary | RegionSummary, paper: Paper, *, who: str, now: datetime) -> bytes:
    of = row.enterprise.name if isinstance(row, FirmSummary) else row.region.name
    title = f"{of}{row.month:%Y年%-m月}风险管控小结"
    formed = f"第{row.revision}版，{timezone.localtime(row.created_at):%Y年%-m月%-d日}由平台根据统计数据形成"
    lines, parts = [formed], list(_parts(row))
    mark = f"{who}　{timezone.localtime(now):%Y-%m-%d %H:%M}打印"
    if paper is Paper.WORD:
        from changqian.platform.kernel.word import word  # lxml takes its time to load.

        return word(title, [*lines, mark], parts)
    given = {"title": title, "lines": lines, "mark": mark, "parts": [asdict(part) for part in parts]}
    return printed(SHEET, given)


def _parts(row: FirmSummary | RegionSummary) -> Iterator[Part]:
    yield Part("一、总体情况", said(row))
    levels = [
        (each.label, str(each.tasks), str(each.done), f"{percent(each.done, each.tasks)}%") for each in levels_of(row)
    ]
    yield Part("二、四类风险任务", table=[("风险等级", "任务", "已完成", "任务完成率"), *levels])
    if row.quality is None:
        yield Part("三、风控质效值", ["本月没有可计算的内容，不计质效值。"])
    else:
        shares = [(part.label, f"{part.points}", f"{part.most:g}", part.why) for part in parts_of(row)]
        table = [("组成", "得分", "满分", "依据"), *shares]
        yield Part("三、风控质效值", [f"质效值 {row.quality} 分（各部分权重由本市设定，待核）。"], table)
    if row.changes:
        lines = [(each.label, each.before or "无", each.after or "无") for each in differences(row)]
        yield Part(f"四、与第{row.revision - 1}版的差异", table=[("内容", "原来", "现在"), *lines])
