"""Why a firm stands where it stands: the rule, its source, and the facts it was applied to. One sentence each."""

from datetime import date
from typing import Any

from rest_framework import serializers

from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.rules import Scale, scale_row
from changqian.platform.foundation.dictionaries.services import industries, scheme_of
from changqian.platform.foundation.enterprises.models import Enterprise, Tag, TagKind
from changqian.platform.foundation.enterprises.rules import ABOVE_SCALE, INDUSTRIAL, TagSource
from changqian.platform.foundation.enterprises.tagging import in_force


class Reason(serializers.Serializer):
    field = serializers.CharField(label="项目")
    value = serializers.CharField(label="结果", allow_blank=True)
    because = serializers.CharField(label="理由")
    source = serializers.CharField(label="依据", allow_blank=True)  # type: ignore[assignment]
    verified = serializers.BooleanField(label="已核实")


class Explanation(serializers.Serializer):
    reasons = Reason(many=True)


def explain(firm: Enterprise, *, today: date) -> dict[str, Any]:
    return {"reasons": [*_industry(firm, today), _size(firm), _above(firm), *_tags(firm, today)]}


def _reason(field: str, value: str, because: str, source: str = "", verified: bool = True) -> dict[str, Any]:
    return {"field": field, "value": value, "because": because, "source": source, "verified": verified}


def _industry(firm: Enterprise, today: date) -> list[dict[str, Any]]:
    """The industry by its official name, and the rule whose prefix names the most of its code."""
    if not firm.industry:
        return [_reason("监管行业", "", "未选择国民经济行业，不能判定")]
    try:
        known, scheme = industries(on=today), scheme_of("supervised_industries", on=today)
    except Scheme.DoesNotExist:
        return []
    name = f"{firm.industry}{known.names.get(firm.industry, '')}"
    best = max(known.rules, key=lambda rule: rule.reach(firm.industry), default=None)
    if best is None or not best.reach(firm.industry):
        return [_reason("监管行业", "", f"国民经济行业{name}不在监管行业对照表中", scheme.source, scheme.verified)]
    item = scheme.items.get(code=best.code)
    longest = sorted(best.include, key=len, reverse=True)
    prefix = next(each for each in longest if each in (firm.industry[: len(each)], firm.industry[1:][: len(each)]))
    because = f"国民经济行业{name}，对照表规定{prefix}属于{item.name}"
    if best.exclude:
        because += f"（{'、'.join(best.exclude)}除外）"
    return [_reason("监管行业", item.name, because, scheme.source, scheme.verified)]


def _size(firm: Enterprise) -> dict[str, Any]:
    source = "统计上大中小微型企业划分办法（2017）"
    revenue = "未填写" if firm.revenue is None else f"{firm.revenue:f}万元"
    facts = f"从业人员{firm.staff_count}人、年主营业务收入{revenue}"
    row = scale_row(firm.industry)
    if row is None:
        return _reason("企业规模", "", "该行业不划分大中小微", source)
    if not firm.scale:
        return _reason("企业规模", "", f"{facts}，缺少划型所需的指标", source)
    place = list(Scale).index(Scale(firm.scale))
    bounds = [
        f"{figures[min(place, 2)]}{unit}"
        for figures, unit in ((row.staff, "人"), (row.revenue, "万元收入"), (row.assets, "万元资产"))
        if figures
    ]
    limits = "、".join(bounds)
    because = f"同时达到{Scale(firm.scale).label}下限（{limits}）" if place < 3 else f"未全部达到小型下限（{limits}）"
    return _reason("企业规模", str(Scale(firm.scale).label), f"{facts}，{because}", source)


def _above(firm: Enterprise) -> dict[str, Any]:
    source, value = "国家统计局规模以上工业统计范围", "是" if firm.is_above_scale else "否"
    if firm.revenue is None:
        return _reason("规上企业", value, "未填写年主营业务收入，按登记的结果", source)
    industrial = firm.industry[:1] in INDUSTRIAL
    reached = firm.revenue >= ABOVE_SCALE
    because = (
        f"{'属于' if industrial else '不属于'}工业门类（B、C、D），"
        f"年主营业务收入{firm.revenue:f}万元{'达到' if reached else '未达到'}{ABOVE_SCALE}万元"
    )
    return _reason("规上企业", value, because, source)


def _tags(firm: Enterprise, today: date) -> list[dict[str, Any]]:
    kinds = {kind.code: kind for kind in TagKind.objects.all()}
    reasons = []
    for tag in Tag.objects.filter(in_force(today), enterprise=firm).select_related("given_by", "site").order_by("pk"):
        kind = kinds.get(tag.code)
        where = f"（场所：{tag.site.name}）" if tag.site else ""
        if tag.source == TagSource.RULE:
            because = f"{tag.valid_from}由规则自动添加：{tag.note}"
        else:
            because = f"{tag.valid_from}由{tag.given_by.name}添加{'：' + tag.note if tag.note else ''}"
        reasons.append(
            _reason("监管标签", (kind.name if kind else tag.code) + where, because, kind.source if kind else "")
        )
    return reasons
