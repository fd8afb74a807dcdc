"""Who may come as expert, insurer or training institution, how an application goes its way, how long it holds.

The roles are the tender's (专家、保险机构、培训机构). That insurers bring experts and services into firms is
应急〔2025〕27号 (安责险); what a training institution shows is 安全生产培训管理办法 (国家安全监管总局令第44号).
No database, no clock; numbers without an article are ours and marked 待核.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import TextChoices

from changqian.platform.kernel.codes import Uscc
from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Kind(TextChoices):
    """What somebody wants to be. The values are the codes of roles."""

    EXPERT = "expert", "专家"
    INSURER = "insurer", "保险机构"
    TRAINER = "trainer", "培训机构"


INSTITUTIONS = (Kind.INSURER, Kind.TRAINER)


class Expertise(TextChoices):
    """What an expert is asked about. The city's own list: 待核."""

    HAZARDOUS = "hazardous", "危险化学品"
    PROCESS = "process", "化工过程与自动化"
    METALLURGY = "metallurgy", "金属冶炼"
    DUST = "dust", "粉尘防爆"
    CONFINED = "confined", "有限空间"
    MACHINERY = "machinery", "机械安全"
    ELECTRIC = "electric", "电气安全"
    SPECIAL = "special", "特种设备"
    CONSTRUCTION = "construction", "建筑施工"
    MINING = "mining", "矿山"
    FIREWORKS = "fireworks", "烟花爆竹"
    TRANSPORT = "transport", "道路运输"
    FIRE = "fire", "消防"
    HEALTH = "health", "职业健康"
    EMERGENCY = "emergency", "应急预案与演练"
    LAW = "law", "安全生产法规与标准化"


class Course(TextChoices):
    """Whom a training institution trains, after 安全生产培训管理办法 第三条; the grouping is ours: 待核."""

    PRINCIPALS = "principals", "主要负责人和安全生产管理人员"
    SPECIAL_WORK = "special_work", "特种作业人员"
    WORKERS = "workers", "其他从业人员"
    ENGINEERS = "engineers", "注册安全工程师继续教育"
    RESCUE = "rescue", "应急救援人员"


class Status(TextChoices):
    PENDING = "pending", "待市级审核"
    RETURNED = "returned", "退回补正"
    APPROVED = "approved", "已入驻"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"
    REVOKED = "revoked", "已取消资格"
    EXPIRED = "expired", "已到期"
    RENEWED = "renewed", "已续期"


class Step(TextChoices):
    APPROVE = "approve", "通过入驻"
    SEND_BACK = "send_back", "退回补正"
    REJECT = "reject", "不予通过"
    CORRECT = "correct", "补正后再提交"
    WITHDRAW = "withdraw", "撤回申请"
    REVOKE = "revoke", "取消资格"


class Turn(TextChoices):
    """What happens to an admission without anybody doing it."""

    EXPIRE = "expire", "到期失效"
    SUCCEED = "succeed", "由新的申请接替"


OPEN = (Status.PENDING, Status.RETURNED)
STEPS = Steps(
    noun="入驻申请",
    statuses=Status,
    table={
        (Status.PENDING, Step.APPROVE): Status.APPROVED,
        (Status.PENDING, Step.SEND_BACK): Status.RETURNED,
        (Status.PENDING, Step.REJECT): Status.REFUSED,
        (Status.RETURNED, Step.CORRECT): Status.PENDING,
        **{(status, Step.WITHDRAW): Status.WITHDRAWN for status in OPEN},
        (Status.APPROVED, Step.REVOKE): Status.REVOKED,
        (Status.APPROVED, Turn.EXPIRE): Status.EXPIRED,
        (Status.APPROVED, Turn.SUCCEED): Status.RENEWED,
    },
)

DECIDE_WITHIN = timedelta(days=10)
"How long the city should take. 待核: no regulation states it."
VALID_MONTHS, LONGEST_MONTHS = 36, 60
"How long an admission holds unless the city says otherwise, and the most it may say. 待核."
REMIND_DAYS = 30
"How long before its end an admission is reminded of, and may be applied for anew. 待核."
REFUSED_MOST, REFUSED_WITHIN = 3, timedelta(days=30)
"Whoever was refused so often within so long goes to the bureau in person. 待核."
MOST_YEARS = 70

NEEDED: Mapping[str, Mapping[str, str]] = {
    Kind.EXPERT: {
        "unit": "请填写工作单位",
        "expertise": "请选择专业领域",
        "title": "请填写职称或职业资格",
        "certificate_no": "请填写职称或资格证书编号",
        "worked_years": "请填写从事本专业的年限",
        "papers": "请上传职称或资格证书",
    },
    Kind.INSURER: {
        "unit": "请填写机构名称",
        "uscc": "请填写统一社会信用代码",
        "permit_no": "请填写保险许可证编号（经营保险业务许可证上的机构编码）",
        "licence": "请上传营业执照",
        "papers": "请上传经营保险业务许可证",
    },
    Kind.TRAINER: {
        "unit": "请填写机构名称",
        "uscc": "请填写统一社会信用代码",
        "courses": "请选择培训类别",
        "licence": "请上传营业执照或办学许可证",
        "papers": "请上传培训条件和资质材料",
    },
}
"What each kind has to show, and what is said where it is missing."


def checked(kind: str, given: Mapping[str, object]) -> dict[str, object]:
    """What an application of this kind keeps of `given`: what belongs to it, and nothing for the other kinds.

    RuleViolation, beside its field, for what is missing or wrong.
    """
    needed = NEEDED[kind]
    for name, sentence in needed.items():
        value = given.get(name)
        if value in (None, [], ()) or not str(value).strip():
            raise RuleViolation(sentence, field=name)
    years = given.get("worked_years")
    if kind == Kind.EXPERT and not 0 <= int(str(years)) <= MOST_YEARS:
        raise RuleViolation(f"年限应为0至{MOST_YEARS}年", field="worked_years")
    kept: dict[str, object] = {"unit": str(given["unit"]).strip()}
    kept["uscc"] = _code(str(given.get("uscc") or ""))
    for name in ("expertise", "courses"):
        chosen: Any = given.get(name) if name in needed else ()
        kept[name] = list(dict.fromkeys(chosen))
    for name in ("title", "certificate_no", "permit_no"):
        kept[name] = "".join(str(given.get(name) or "").split()) if name in needed else ""
    kept["worked_years"] = years if "worked_years" in needed else None
    return kept


def _code(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return Uscc.parse(text).text
    except RuleViolation as error:
        raise RuleViolation(str(error), field="uscc") from error


def default_end(today: date) -> date:
    """Until when an admission of today holds, unless the city says otherwise."""
    return add_months(today, VALID_MONTHS)


def refuse_end(until: date, today: date) -> None:
    """RuleViolation for an admission that would be over before it began, or go on for too long."""
    if until <= today:
        raise RuleViolation("有效期应晚于今天", field="valid_until")
    if until > add_months(today, LONGEST_MONTHS):
        raise RuleViolation(f"有效期最长{LONGEST_MONTHS // 12}年，到期前可以续期", field="valid_until")


def over(until: date, today: date) -> bool:
    """Whether an admission is over: it holds through its last day."""
    return until < today


def refuse_early(until: date | None, today: date) -> None:
    """RuleViolation for who applies anew long before his admission ends."""
    if until and until - today > timedelta(days=REMIND_DAYS):
        raise RuleViolation(f"您已入驻，有效期至{until}；到期前{REMIND_DAYS}天内可以申请续期", field="kind")


def refuse_refused(refused: Collection[datetime], *, now: datetime) -> None:
    """RuleViolation for whoever was refused too often of late; `refused` is when."""
    recent = [at for at in refused if now - at < REFUSED_WITHIN]
    if len(recent) >= REFUSED_MOST:
        days = REFUSED_WITHIN.days
        raise RuleViolation(f"{days}天内已有{len(recent)}次未通过，请带齐证书原件到市应急管理局当面办理")


def refuse_own(decider: int, applicant: int) -> None:
    """RuleViolation: nobody decides what he asked for himself."""
    if decider == applicant:
        raise RuleViolation("不能办理自己提出的申请")


def refuse_silence(opinion: str) -> None:
    """RuleViolation: who says no says why."""
    if not opinion.strip():
        raise RuleViolation("请写明理由，申请人会看到", field="opinion")
