"""Why a firm stands where it stands: the rule, its source, and the facts it was applied to. One sentence each."""

from datetime import date
from typing import Any

from rest_framework import serializers

from changqian.platform.foundation.enterprises.models import Enterprise, Tag, TagKind
from changqian.platform.foundation.enterprises.rules import ABOVE_SCALE, INDUSTRIAL, SIZES, Scale, TagSource
from changqian.platform.foundation.enterprises.tagging import in_force


class Reason(serializers.Serializer):
    field = serializers.CharField(label="项目")
    value = serializers.CharField(label="结果", allow_blank=True)
    because = serializers.CharField(label="理由")
    source = serializers.CharField(label="依据", allow_blank=True)
    verified = serializers.BooleanField(label="已核实")


class Explanation(serializers.Serializer):
    reasons = Reason(many=True)


def explain(firm: Enterprise, *, today: date) -> dict[str, Any]:
    return {"reasons": [*_industry(firm), _size(firm), _above(firm), *_tags(firm, today)]}


def _reason(field: str, value: str, because: str, source: str = "", verified: bool = True) -> dict[str, Any]:
    return {"field": field, "value": value, "because": because, "source": source, "verified": verified}


def _industry(firm: Enterprise) -> list[dict[str, Any]]:
    return []


def _size(firm: Enterprise) -> dict[str, Any]:
    source = "统计上大中小微型企业划分办法（2017）"
    if firm.revenue is None:
        return _reason("企业规模", "", "未填写年主营业务收入，不能划型", source)
    facts = f"从业人员{firm.staff_count}人、年主营业务收入{firm.revenue:f}万元"
    for scale, people, money in SIZES:
        if scale == firm.scale:
            because = f"{facts}，同时达到{scale.label}的下限（{people}人、{money}万元）"
            return _reason("企业规模", scale.label, because, source)
    _, people, money = SIZES[-1]
    because = f"{facts}，没有同时达到小型的下限（{people}人、{money}万元）"
    return _reason("企业规模", Scale.MICRO.label, because, source)


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
