"""Which documents there are, how long they are kept, and the four checks of a filed one. Pure functions.

The clauses of DA/T 46-2009, GB/T 18894-2016 and DA/T 70-2018 were not at hand when this was written: which metadata are
required, and the years of retention, are 待核.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation


class Kind(TextChoices):
    """What the tender names to be kept as electronic documents."""

    MONTHLY = "monthly", "双控月报"
    TRAINING = "training", "员工三级安全培训"
    TEAM = "team", "班组安全活动"
    SPECIAL_WORK = "special_work", "特殊作业管理"
    EQUIPMENT = "equipment", "设备设施"
    THREE_SIMULTANEITIES = "three_same", "建设项目三同时"
    WHISTLE = "whistle", "内部吹哨奖"
    RESCUE = "rescue", "应急救援"


class Origin(TextChoices):
    LEDGERS = "ledgers", "台账生成"
    FIRM = "firm", "企业上传"


class Retention(TextChoices):
    PERMANENT = "permanent", "永久"
    THIRTY = "thirty", "30年"
    TEN = "ten", "10年"


RETENTION = {kind: Retention.TEN for kind in Kind} | {Kind.THREE_SIMULTANEITIES: Retention.PERMANENT}
"待核: the firm's own schedule of retention decides; a project's papers are kept as long as the project stands."


class Step(TextChoices):
    CHECK = "check", "四性检测"


class Property(TextChoices):
    AUTHENTIC = "authentic", "真实性"
    WHOLE = "whole", "完整性"
    USABLE = "usable", "可用性"
    SAFE = "safe", "安全性"


REQUIRED = {
    **{"number": "档号", "title": "题名", "kind": "类别", "class": "分类", "enterprise": "企业", "month": "所属月份"},
    **{"edition": "版次", "origin": "来源", "system": "来源系统", "creator": "形成者", "made_at": "形成时间"},
    **{"retention": "保管期限", "files": "文件"},
}
FORMATS = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png", "webp")


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it lies there now. `fault` says why it cannot be opened, `threat` what was found in it."""

    name: str
    sm3: str
    size: int
    fault: str = ""
    threat: str = ""
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What was declared when a document was filed, whether that is still as signed, and what lies there now."""

    metadata: Mapping[str, Any]
    signed: bool
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Check:
    """One property: whether it holds, the sentence that says so, and what it was told from."""

    property: Annotated[str, "性质代码"]
    label: Annotated[str, "检测项"]
    passed: Annotated[bool, "通过"]
    sentence: Annotated[str, "结果"]
    evidence: Annotated[str, "依据"]


def examine(facts: Facts) -> list[Check]:
    """The four checks, in their order (四性检测, DA/T 70-2018)."""
    return [_authentic(facts), _whole(facts), _usable(facts), _safe(facts)]


def _authentic(facts: Facts) -> Check:
    """Filed by whom it says, and not a byte of it changed since."""
    declared = {each["name"]: each["sm3"] for each in facts.metadata.get("files", [])}
    touched = [each.name for each in facts.found if declared.get(each.name, each.sm3) != each.sm3]
    faults = [] if facts.signed else ["元数据与归档时的签名不符"]
    faults += [f"“{name}”的内容与归档时的SM3摘要不符" for name in touched]
    return _told(Property.AUTHENTIC, faults, f"元数据签名有效，{len(facts.found)}个文件的SM3摘要一致")


def _whole(facts: Facts) -> Check:
    """As many files as were declared, and every metadatum there must be."""
    missing = [label for name, label in REQUIRED.items() if not facts.metadata.get(name)]
    declared = [each["name"] for each in facts.metadata.get("files", [])]
    there = {each.name for each in facts.found}
    faults = [f"缺少元数据：{'、'.join(missing)}"] if missing else []
    faults += [f"缺少文件“{name}”" for name in declared if name not in there]
    faults += [f"多出文件“{each.name}”" for each in facts.found if each.name not in declared]
    return _told(
        Property.WHOLE, faults, f"应有{len(declared)}个文件，实有{len(facts.found)}个；元数据{len(REQUIRED)}项齐全"
    )


def _usable(facts: Facts) -> Check:
    """A format that is kept, and a file that opens."""
    faults = [f"“{each.name}”打不开：{each.fault}" for each in facts.found if each.fault]
    other = [each.name for each in facts.found if each.name.rpartition(".")[2].lower() not in FORMATS]
    faults += [f"“{name}”不是可长期保存的格式" for name in other]
    faults += [f"“{each.name}”是空文件" for each in facts.found if not each.size]
    return _told(Property.USABLE, faults, "格式合规，文件签名与扩展名一致")


def _safe(facts: Facts) -> Check:
    """Nothing was found in it. Without a scanner that is said, and not taken for a scan."""
    faults = [f"“{each.name}”：{each.threat}" for each in facts.found if each.threat]
    scanned = all(each.scanned for each in facts.found)
    return _told(
        Property.SAFE, faults, "病毒扫描未发现问题" if scanned else "未配置病毒扫描；已按内容排除宏和可执行内容"
    )


def _told(which: Property, faults: Sequence[str], evidence: str) -> Check:
    sentence = "；".join(faults) if faults else f"{which.label}检测通过"
    return Check(which.value, which.label, not faults, sentence, "" if faults else evidence)


def refuse_unfinished(month: date, *, today: date) -> None:
    """A document tells of a month that is over: what is filed does not change."""
    if (month.year, month.month) >= (today.year, today.month):
        raise RuleViolation("只能归档已经结束的月份，本月的请下个月再归档", field="month")


def numbers_of(month: date, firm: int) -> str:
    """How the numbers of a firm's documents of a year begin."""
    return f"{month:%Y}-{firm:06d}-"


def number_of(month: date, kind: str, firm: int, nth: int) -> str:
    """The number by which it is filed: year, firm, kind, the how-manieth of firm and year (年度-机构-问题)."""
    return f"{numbers_of(month, firm)}{list(Kind).index(Kind(kind)) + 1:02d}-{nth:05d}"
