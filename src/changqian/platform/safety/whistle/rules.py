"""What is asked of 企业安全吹哨奖. Pure: no database, no clock.

意见 is 国务院安委会关于推动建立完善生产经营单位事故隐患内部报告奖励机制的意见 (安委〔2024〕7号). It leaves amounts
and time limits to each firm: what stands here as a default is ours, 待核.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import TextChoices

from changqian.platform.commons.codes.rules import ALPHABET, READ_AS
from changqian.platform.commons.hazards.rules import Category
from changqian.platform.commons.people.rules import Role
from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.crypto import hmac_sm3
from changqian.platform.kernel.dates import add_working_days
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps
from changqian.platform.ledgerkit.duties.rules import Duty


class HazardClass(TextChoices):
    """意见: the four kinds of what may be reported; the last is a firm's own custom, and most urgent."""

    UNSAFE_ACT = "unsafe_act", "人的不安全行为"
    UNSAFE_CONDITION = "unsafe_condition", "设施设备不安全状态"
    ENVIRONMENT = "environment", "环境不安全因素"
    MANAGEMENT = "management", "管理漏洞缺陷"
    COMMAND = "command", "违章指挥、强令冒险作业"


CATEGORIES: Mapping[str, str] = {
    HazardClass.UNSAFE_ACT: Category.BEHAVIOUR,
    HazardClass.UNSAFE_CONDITION: Category.EQUIPMENT,
    HazardClass.ENVIRONMENT: Category.ENVIRONMENT,
    HazardClass.MANAGEMENT: Category.MANAGEMENT,
    HazardClass.COMMAND: Category.BEHAVIOUR,
}
"What a report that proved true is among the hazards."


class Level(TextChoices):
    GENERAL = "general", "一般隐患"
    LARGER = "larger", "较大隐患"
    MAJOR = "major", "重大隐患"
    NEAR_MISS = "near_miss", "险肇事件"


class How(TextChoices):
    NAMED = "named", "实名"
    HIDDEN = "hidden", "隐名"
    ANONYMOUS = "anonymous", "匿名"


class Way(TextChoices):
    """意见: 明晰报告途径."""

    PHONE = "phone", "电话"
    LETTER_BOX = "letter_box", "信箱"
    EMAIL = "email", "邮箱"
    WECHAT = "wechat", "微信"
    APP = "app", "手机端"
    QR = "qr", "二维码"
    IN_PERSON = "in_person", "当面"


class Consulted(TextChoices):
    CONGRESS = "congress", "职工代表大会"
    UNION = "union", "工会"
    ALL_STAFF = "all_staff", "职工大会"
    POSTED = "posted", "公开征求意见"


class PolicyStatus(TextChoices):
    DRAFT = "draft", "草稿"
    ANNOUNCED = "announced", "公示中"
    IN_FORCE = "in_force", "生效"
    SUPERSEDED = "superseded", "已修订"


class PolicyStep(TextChoices):
    DRAFT = "draft", "修改制度"
    ANNOUNCE = "announce", "公示制度"
    ENFORCE = "enforce", "施行制度"
    WITHDRAW = "withdraw", "撤销制度"


class ChannelStep(TextChoices):
    AMEND = "amend", "修改途径"
    HANG = "hang", "登记张贴"
    CLOSE = "close", "停用途径"


class Status(TextChoices):
    SUBMITTED = "submitted", "待受理"
    ACCEPTED = "accepted", "核查中"
    CONFIRMED = "confirmed", "待定奖"
    REWARDED = "rewarded", "待发放"
    PAID = "paid", "已发放"
    PUBLISHED = "published", "已公示"
    REFUTED = "refuted", "不属实"
    REJECTED = "rejected", "不予受理"


class Step(TextChoices):
    ACCEPT = "accept", "受理吹哨"
    REJECT = "reject", "不予受理"
    CONFIRM = "confirm", "核查属实"
    REFUTE = "refute", "核查不属实"
    REWARD = "reward", "确定奖励"
    PAY = "pay", "登记发放"
    PUBLISH = "publish", "公示奖励"
    IDENTIFY = "identify", "查看吹哨人身份"
    ANSWER = "answer", "监管答复"


class Refusal(TextChoices):
    NO_HAZARD = "no_hazard", "不是隐患"
    DUPLICATE = "duplicate", "重复吹哨"
    KNOWN = "known", "已知并在整改"
    MALICIOUS = "malicious", "恶意吹哨"


class Cause(TextChoices):
    """Why the authority hears of a report."""

    NO_HANDLER = "no_handler", "企业无可处理人"
    LATE = "late", "企业逾期未办"
    ASKED = "asked", "吹哨人要求"


class Form(TextChoices):
    MONEY = "money", "奖金"
    POINTS = "points", "积分"
    HONOUR = "honour", "表彰"


class Split(TextChoices):
    """Who gets the reward of a danger that several reported. 意见 leaves it to the firm; the first is ours, 待核."""

    FIRST = "first", "归最先报告的人"
    EQUAL = "equal", "平均分配"
    SHARES = "shares", "按份额分配"


class News(TextChoices):
    """What whoever reported is told of, in the order it happens."""

    ACCEPTED = "accepted", "企业已受理"
    REJECTED = "rejected", "企业不予受理"
    CONFIRMED = "confirmed", "核查属实"
    REFUTED = "refuted", "核查不属实"
    REWARDED = "rewarded", "已确定奖励"
    UNSHARED = "unshared", "奖励分配已调整"
    PAID = "paid", "奖励已发放"
    ANSWERED = "answered", "监管部门已答复"


class PayBy(TextChoices):
    BANK = "bank", "银行转账"
    CASH = "cash", "当面领取"


POLICY_STEPS = Steps(
    noun="制度",
    statuses=PolicyStatus,
    table={
        (PolicyStatus.DRAFT, PolicyStep.DRAFT): PolicyStatus.DRAFT,
        (PolicyStatus.DRAFT, PolicyStep.ANNOUNCE): PolicyStatus.ANNOUNCED,
        (PolicyStatus.ANNOUNCED, PolicyStep.ENFORCE): PolicyStatus.IN_FORCE,
        **{
            (each, PolicyStep.WITHDRAW): each
            for each in (PolicyStatus.DRAFT, PolicyStatus.ANNOUNCED, PolicyStatus.IN_FORCE)
        },
    },
)
"What is in force is not edited: a new one takes its place, and who may open identities stays as it was promised."
STEPS = Steps(
    noun="吹哨",
    statuses=Status,
    table={
        (Status.SUBMITTED, Step.ACCEPT): Status.ACCEPTED,
        (Status.SUBMITTED, Step.REJECT): Status.REJECTED,
        (Status.ACCEPTED, Step.REJECT): Status.REJECTED,
        (Status.ACCEPTED, Step.CONFIRM): Status.CONFIRMED,
        (Status.ACCEPTED, Step.REFUTE): Status.REFUTED,
        (Status.CONFIRMED, Step.REWARD): Status.REWARDED,
        (Status.REWARDED, Step.REWARD): Status.REWARDED,
        (Status.REWARDED, Step.PAY): Status.PAID,
        (Status.PAID, Step.PUBLISH): Status.PUBLISHED,
        **{(each, Step.IDENTIFY): each for each in Status},
        **{(each, Step.ANSWER): each for each in Status},
    },
)


class Sharing(TextChoices):
    """What becomes of a report that came second, when the reward of the first is decided."""

    SHARE = "share", "共享奖励"
    LEAVE_OUT = "leave_out", "不再共享奖励"


SHARING = Steps(
    noun="吹哨",
    statuses=Status,
    table={
        (Status.REJECTED, Sharing.SHARE): Status.REWARDED,
        (Status.REWARDED, Sharing.SHARE): Status.REWARDED,
        (Status.REWARDED, Sharing.LEAVE_OUT): Status.REJECTED,
    },
)
"No step of its own: it follows from 确定奖励 of the first, and what is paid is not taken back."
TOLD_OF: Mapping[str, News] = {
    Step.ACCEPT: News.ACCEPTED,
    Step.REJECT: News.REJECTED,
    Step.CONFIRM: News.CONFIRMED,
    Step.REFUTE: News.REFUTED,
    Step.REWARD: News.REWARDED,
    Step.PAY: News.PAID,
}
"What whoever reported hears of a step."
WAITING = (Status.SUBMITTED, Status.ACCEPTED, Status.CONFIRMED, Status.REWARDED)
"Somebody has to do something by a day."
TURNED_DOWN = (Status.REJECTED, Status.REFUTED)
SETTLED = (*TURNED_DOWN, Status.PAID, Status.PUBLISHED)
"Nobody has to do anything any more."
CONFIRMED = (Status.CONFIRMED, Status.REWARDED, Status.PAID, Status.PUBLISHED)

REMINDED = (1,)
"Days before a limit within which it is told."
GRACE = 3
"Days behind a limit after which the authority hears of it."
SIMILAR = 0.5
LOOKED_BACK = timedelta(days=90)
MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """What the firm's policy promises, or our defaults where it has none."""

    acknowledge_hours: int = 24
    verify_days: int = 3
    pay_days: int = 15


def due_on(status: str, limits: Limits, *, reported_at: datetime, confirmed_on: date | None) -> date | None:
    """By which day the next step is to be taken. 意见: 认真核查整改, 及时实施奖励; from the moment of the report."""
    match status:
        case Status.SUBMITTED:
            return (reported_at + timedelta(hours=limits.acknowledge_hours)).date()
        case Status.ACCEPTED:
            return add_working_days(reported_at.date(), limits.verify_days)
        case Status.CONFIRMED | Status.REWARDED if confirmed_on:
            return confirmed_on + timedelta(days=limits.pay_days)
    return None


def escalates(due: date, today: date) -> bool:
    """安全生产法 art 74: anybody may turn to the authority; a report that lies too long goes there by itself."""
    return today > due + timedelta(days=GRACE)


RANKS: Mapping[str, int] = {
    Role.PRINCIPAL: 4,
    Role.DEPUTY: 3,
    Role.SAFETY_DIRECTOR: 3,
    Role.DEPT_HEAD: 2,
    Role.WORKSHOP_HEAD: 2,
    Role.TEAM_LEADER: 1,
}
FIRM_WIDE = 3
"From this rank on one stands above the whole firm, below it above one's own workshop."


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's place in the firm."""

    person: int
    roles: Collection[str]
    workshop: str = ""

    @property
    def rank(self) -> int:
        return max((RANKS.get(role, 0) for role in self.roles), default=0)


def barred(handler: Post, about: Sequence[Post]) -> bool:
    """Whether a handler may not know of a report: it is about him, or about somebody who stands below him.

    安全生产法 art 54 forbids any reprisal for a report; who could take one does not learn who spoke. A workshop that is
    not known counts as the same.
    """
    return any(handler.person == each.person or _above(handler, each) for each in about)


def _above(one: Post, other: Post) -> bool:
    here = one.rank >= FIRM_WIDE or not one.workshop or not other.workshop or one.workshop == other.workshop
    return one.rank > other.rank and here


Rate = Mapping[str, object]
"{level, hazard_class (empty: every class), least, most}"
DEFAULT_RATES: tuple[Rate, ...] = tuple(
    {"level": level, "hazard_class": "", "least": least, "most": most}
    for level, least, most in (
        (Level.GENERAL, 50, 300),
        (Level.LARGER, 300, 1000),
        (Level.MAJOR, 1000, 5000),
        (Level.NEAR_MISS, 200, 1000),
    )
)


def refuse_rates(rates: Sequence[Rate]) -> None:
    """意见: 小隐患小奖、大隐患大奖. Each level has an amount, and no line says two things."""
    seen = [(rate["level"], rate["hazard_class"]) for rate in rates]
    if len(set(seen)) != len(seen):
        raise RuleViolation("奖励标准中有重复的行，请合并", field="rates")
    if missing := [each.label for each in Level if (each, "") not in seen]:
        raise RuleViolation(f"奖励标准还缺：{'、'.join(missing)}（适用类别留空）", field="rates")
    if any(int(str(rate["least"])) > int(str(rate["most"])) for rate in rates):
        raise RuleViolation("奖励标准的下限不能高于上限", field="rates")


def refuse_amount(amount: int, rates: Sequence[Rate], *, hazard_class: str, level: str) -> None:
    """意见: 落实奖励资金. What was promised is what is paid: the line of the class, else that of all classes."""
    lines = {rate["hazard_class"]: rate for rate in rates if rate["level"] == level}
    if line := lines.get(hazard_class) or lines.get(""):
        least, most = int(str(line["least"])), int(str(line["most"]))
        if not least <= amount <= most:
            raise RuleViolation(f"按制度，{Level(level).label}奖励{least}–{most}元", field="whole_reward")


CENTS = 100


def divide(cents: int, reports: Sequence[int], split: str, asked: Mapping[int, int] | None = None) -> dict[int, int]:
    """The cents that each report of one danger brings: {report: cents}, without those that bring none.

    `reports` in the order in which they arrived, the one that was confirmed first. 同一隐患奖励最先报告的人, unless the
    firm lets all share: equally, odd cents to who came earlier, or as `asked`, which adds up to the whole.
    """
    match split:
        case Split.EQUAL:
            each, odd = divmod(cents, len(reports))
            shares = {pk: each + (at < odd) for at, pk in enumerate(reports)}
        case Split.SHARES:
            shares = dict(asked or {})
            if strangers := shares.keys() - set(reports):
                raise RuleViolation(f"编号{min(strangers)}不是这条隐患的吹哨", field="shares")
            if sum(shares.values()) != cents:
                total, whole = yuan(Decimal(sum(shares.values())) / CENTS), yuan(Decimal(cents) / CENTS)
                raise RuleViolation(f"各人份额合计{total}元，应等于奖励金额{whole}元", field="shares")
            if reports[0] not in shares:
                raise RuleViolation("最先报告的人应当有份额", field="shares")
        case _:
            return {reports[0]: cents}
    if min(shares.values()) <= 0:
        raise RuleViolation("每份奖励至少0.01元", field="shares" if split == Split.SHARES else "whole_reward")
    return shares


def yuan(amount: Decimal) -> str:
    """As one writes it: 200, 33.34."""
    return f"{amount:.2f}".removesuffix(".00")


def similarity(one: str, other: str) -> float:
    """How much two texts have in common: shared pairs of neighbouring characters, of the shorter one's. 0 to 1."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / min(len(pairs), len(others)) if pairs and others else 0.0


def _pairs(text: str) -> set[str]:
    kept = "".join(each for each in text if each.isalnum())
    return {kept[at : at + 2] for at in range(len(kept) - 1)}


CODE_LENGTH = 12
"60 bits: with so many tries in ten minutes as we allow, nobody finds one."


def code_for(purpose: str, sent: str, key: bytes) -> str:
    """The code of a submission: the same again when the same phone sends the same again, and nobody else knows it."""
    number = int(hmac_sm3(key, f"code.{purpose}:{sent}".encode()), 16)
    letters = "".join(ALPHABET[(number >> (5 * at)) & 31] for at in range(CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def code_digest(purpose: str, code: str, key: bytes) -> str:
    """What is kept of a code, however it was typed."""
    plain = "".join(code.upper().split()).replace("-", "").translate(READ_AS)
    return hmac_sm3(key, f"kept.{purpose}:{plain}".encode("utf-8", "replace"))


def bulletin(
    hazard_class: str, level: str, reward: Decimal, form: str, *, reported_on: date, paid_on: date, shared: bool = False
) -> str:
    """意见: 加强正向激励. What is posted names nobody."""
    what = f"{yuan(reward)}元" if form == Form.MONEY else Form(form).label
    what += "（多人吹哨同一隐患，为其中一份）" if shared else ""
    return (
        f"{reported_on:%-m月%-d日}收到员工吹哨，反映{HazardClass(hazard_class).label}，经核查为{Level(level).label}，"
        f"已于{paid_on:%-m月%-d日}发放奖励：{what}。"
    )


class Rule(TextChoices):
    POLICY = "policy", "建立吹哨奖制度"
    CHANNEL = "channel", "公示吹哨途径"


SAFETY = "安全生产法"
BASIS = {
    Rule.POLICY: "安委〔2024〕7号：2025年底前各类生产经营单位建立事故隐患内部报告奖励机制",
    Rule.CHANNEL: f"安委〔2024〕7号：明晰报告途径；{cite(SAFETY, 59)}：从业人员发现隐患应当报告",
}
FIRST_YEAR = 2025


def duties(*, operating: bool, before: bool, policy: bool, channel: bool, year: int) -> list[Duty]:
    """意见: by the end of 2025 every firm has both (key sectors by the end of June, which is not asked apart). Who was
    there `before` a later year owes them from its first day, who came in it by its end, a default of ours."""
    if not operating or year < FIRST_YEAR:
        return []
    due = date(year, 1, 1) if before and year > FIRST_YEAR else date(year, 12, 31)
    held = {Rule.POLICY: policy, Rule.CHANNEL: channel}
    return [Duty(rule, date(year, 1, 1), due, 1, int(there)) for rule, there in held.items()]


TITLE = "安全生产吹哨奖励制度"
TEMPLATE = """\
第一条 为鼓励员工发现和报告身边的事故隐患，本单位制定本制度。
第二条 全体员工（含劳务派遣、实习和承包商人员）均可吹哨。内容包括人的不安全行为、设施设备不安全状态、环境不安全因素、\
管理漏洞缺陷，以及违章指挥、强令冒险作业。
第三条 吹哨可以实名、隐名或匿名，途径以现场公示为准。匿名的凭查询码查看办理情况，凭领奖码领取奖励。
第四条 处理人由本制度指定。处理人收到吹哨后按时限受理、核查并告知结果；属实的立即整改或转入隐患台账闭环管理。
第五条 吹哨人身份只有指定的处理人因处理需要方可查看，每次查看留痕。被反映人及其上级不得查看、打听。
第六条 奖励按本制度的奖励标准发放，同一隐患奖励最先报告的人；多人先后报告都有作用的，可以平均或者按份额分配，\
合计不超过一份奖励。奖励从安全生产费用中列支。
第七条 奖励情况定期公示，不公示吹哨人姓名。
第八条 任何人不得因吹哨降低员工工资、福利或者解除劳动合同；发现打击报复的，从严处理。
第九条 员工对处理结果不满意或者企业逾期不办的，可以直接向负有安全生产监督管理职责的部门报告。"""
