"""The regulations of the demonstration city: what firms have published, what is past its review, what is being made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.foundation.accounts.models import User
from changqian.platform.kernel.crypto import sm3
from changqian.platform.safety.regulations.models import Opinion, Regulation, RegulationVersion
from changqian.platform.safety.regulations.rules import Adoption, Category, Status, Voice

TEXTS = {
    Category.RESPONSIBILITY: (
        "全员安全生产责任制",
        "主要负责人是本单位安全生产第一责任人，对安全生产工作全面负责；其他负责人对职责范围内的安全生产工作负责。",
        "各岗位的责任人员、责任范围和考核标准以岗位责任清单为准，每年考核一次，考核结果与绩效挂钩。",
    ),
    Category.TRAINING: (
        "安全生产教育和培训制度",
        "新上岗人员经厂、车间、班组三级教育培训并考核合格后方可上岗，岗前培训不少于24学时。",
        "安环部建立培训档案，记录培训的时间、内容、参加人员以及考核结果。",
    ),
    Category.DUAL_CONTROL: (
        "安全风险分级管控和隐患排查治理制度",
        "每年开展一次全面风险辨识，按重大、较大、一般、低四级明确管控层级、措施和责任人。",
        "发现隐患立即登记，明确整改责任、措施、资金、时限和预案，整改完成后复查销号。",
    ),
    Category.EQUIPMENT: (
        "设备设施安全管理制度",
        "设备部门建立设备设施台账，按计划维护保养，安全装置不得擅自拆除或者停用。",
        "特种设备在检验有效期届满前一个月申报定期检验，未经检验不得使用。",
    ),
    Category.RESCUE: (
        "应急救援管理制度",
        "每年至少组织一次综合或者专项应急预案演练，每半年至少组织一次现场处置方案演练。",
        "应急物资由专人保管，每月检查一次，使用后及时补充。",
    ),
    Category.ACCIDENTS: (
        "生产安全事故报告和处理制度",
        "事故发生后现场人员立即报告，主要负责人接报后1小时内向属地应急管理部门报告。",
        "按照原因未查清、责任人未处理、整改未落实、人员未受教育四不放过的原则处理。",
    ),
    Category.PROTECTIVE_GEAR: (
        "劳动防护用品管理制度",
        "按岗位发放符合国家标准或者行业标准的劳动防护用品，建立发放登记。",
        "班组长班前检查佩戴情况，未按规定佩戴的不得上岗。",
    ),
    Category.FUNDS: (
        "安全生产投入保障制度",
        "财务部按规定提取和使用安全生产费用，单独核算，专款专用。",
        "年度安全投入计划由主要负责人批准，安环部每季度通报使用情况。",
    ),
    Category.DANGEROUS_WORK: (
        "危险作业安全管理制度",
        "动火、有限空间、高处、吊装和临时用电作业实行作业票审批，现场安排专人监护。",
        "有限空间作业先通风、再检测、后作业，检测不合格不得进入。",
    ),
}
ORDER = tuple(TEXTS)


@dataclass
class Made:
    regulations: list[Regulation] = field(default_factory=list)
    versions: list[RegulationVersion] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)


def regulations_of(firm: Firm, author: User, *, number: int, today: date, made: Made) -> None:
    """Without chance: what later blocks draw stays what it was. The firm of the cast asks for opinions on one."""
    home = number == 0
    published = 7 if home else 2 + number * 7 % 9
    for place, category in enumerate(ORDER[:published]):
        age = 60 + (number * 131 + place * 97) % 1300
        _published(firm, author, category, effective_on=today - timedelta(days=age), made=made)
    if home or number % 5 == 1:
        _drafted(
            firm, author, ORDER[published % len(ORDER)], asked=today - timedelta(days=3) if home else None, made=made
        )


def _published(firm: Firm, author: User, category: Category, *, effective_on: date, made: Made) -> None:
    regulation = _regulation(firm, author, category, status=Status.IN_FORCE.value)
    version = _version(regulation, author)
    version.approver, version.approved_on = firm.enterprise.legal_person, effective_on - timedelta(days=7)
    version.published_on, version.effective_on = effective_on - timedelta(days=5), effective_on
    version.digest = sm3(version.text.encode())
    regulation.edition, regulation.effective_on = version.edition, effective_on
    regulation.in_force = version
    made.regulations.append(regulation)
    made.versions.append(version)


def _drafted(firm: Firm, author: User, category: Category, *, asked: date | None, made: Made) -> None:
    status = Status.CONSULTING if asked else Status.DRAFTING
    regulation = _regulation(firm, author, category, status=status.value)
    version = _version(regulation, author)
    if asked:
        version.round, version.consulted_on, version.consulted_until = 1, asked, asked + timedelta(days=14)
        made.opinions += _opinions(version, author, asked)
    made.regulations.append(regulation)
    made.versions.append(version)


def _opinions(version: RegulationVersion, author: User, asked: date) -> Iterator[Opinion]:
    said = (
        (
            Voice.UNION,
            "工会委员会",
            "同意，建议写明职工代表参加考核。",
            Adoption.ADOPTED,
            "已在第三条中补充。",
        ),
        (Voice.STAFF, "王小虎", "希望写明夜班也要检查。", Adoption.OPEN, ""),
    )
    for voice, by, words, adoption, answer in said:
        yield draft(
            Opinion,
            created_by=author,
            enterprise=version.enterprise,
            version_of=version,
            round=1,
            voice=voice.value,
            by=by,
            said=words,
            said_on=asked + timedelta(days=1),
            adoption=adoption.value,
            answer=answer,
            answered_on=asked + timedelta(days=2) if answer else None,
        )


def _regulation(firm: Firm, author: User, category: Category, *, status: str) -> Regulation:
    title = TEXTS[category][0]
    code = f"AQ-{ORDER.index(category) + 1:02d}"
    given = {"category": category.value, "title": title, "code": code, "department": "安环部", "status": status}
    return draft(Regulation, created_by=author, enterprise=firm.enterprise, **given)


def _version(regulation: Regulation, author: User) -> RegulationVersion:
    title, *articles = TEXTS[Category(regulation.category)]
    first = f"为加强{regulation.enterprise.name}安全生产管理，依据《安全生产法》和《江苏省安全生产条例》，制定本制度。"
    last = "本制度自发布之日起施行，由安环部负责解释。"
    numbers = "一二三四五六"
    text = "\n".join(f"第{numbers[n]}条 {each}" for n, each in enumerate((first, *articles, last)))
    given = {"regulation": regulation, "enterprise": regulation.enterprise, "edition": 1, "text": text}
    return draft(RegulationVersion, created_by=author, **given)
