"""Who may become what at a firm, how a claim goes its way, and when an invitation is over. No database, no clock.

The tender (NF02.1) asks for real names and proof by short message; that the town (属地) says who speaks for a firm
follows from 安全生产法 第五条: the principal answers for it. Numbers without an article are ours and marked 待核.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Place(TextChoices):
    """What somebody is at a firm. The values are the codes of roles."""

    PRINCIPAL = "principal", "主要负责人"
    OFFICER = "officer", "安管员"
    WORKER = "worker", "从业人员"


RANK = (Place.WORKER, Place.OFFICER, Place.PRINCIPAL)
"The weightiest last."


class Kind(TextChoices):
    """What is asked for."""

    CLAIM = "claim", "认领企业"
    TAKE_OVER = "take_over", "接任主要负责人"
    RESIGN = "resign", "主要负责人离任"
    WISH = "wish", "申请加入企业"


class Status(TextChoices):
    PENDING = "pending", "待属地确认"
    ASKED = "asked", "待原负责人答复"
    AGREED = "agreed", "原负责人已同意"
    CONTESTED = "contested", "原负责人有异议"
    WAITING = "waiting", "待企业答复"
    CONFIRMED = "confirmed", "已通过"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


class Step(TextChoices):
    CONFIRM = "confirm", "确认认领"
    REFUSE = "refuse", "不予确认"
    AGREE = "agree", "同意移交"
    OBJECT = "object", "提出异议"
    ADMIT = "admit", "同意加入"
    TURN_DOWN = "turn_down", "不同意加入"
    WITHDRAW = "withdraw", "撤回申请"


class Turn(TextChoices):
    """What happens to a claim without anybody doing it: another one became principal first."""

    OVERTAKE = "overtake", "转为接任申请"


TOWNS = (Status.PENDING, Status.ASKED, Status.AGREED, Status.CONTESTED)
"Where the town has the last word."
OPEN = (*TOWNS, Status.WAITING)

STEPS = Steps(
    noun="申请",
    statuses=Status,
    table={
        **{(status, Step.CONFIRM): Status.CONFIRMED for status in TOWNS},
        **{(status, Step.REFUSE): Status.REFUSED for status in TOWNS},
        (Status.PENDING, Turn.OVERTAKE): Status.ASKED,
        (Status.ASKED, Step.AGREE): Status.AGREED,
        (Status.ASKED, Step.OBJECT): Status.CONTESTED,
        (Status.CONTESTED, Step.AGREE): Status.AGREED,
        (Status.WAITING, Step.ADMIT): Status.CONFIRMED,
        (Status.WAITING, Step.TURN_DOWN): Status.REFUSED,
        **{(status, Step.WITHDRAW): Status.WITHDRAWN for status in OPEN},
    },
)

DECIDE_WITHIN = timedelta(days=5)
"How long a town or a firm should take. 待核: no regulation states it."
ANSWER_WITHIN = timedelta(days=3)
"How long a principal has before the town may decide without his answer. 待核."
REFUSED_MOST, REFUSED_WITHIN = 3, timedelta(days=30)
"Whoever was refused so often within so long goes to the town in person. 待核."


class How(TextChoices):
    """How somebody came to a firm."""

    CLAIM = "claim", "认领企业"
    INVITATION = "invitation", "应邀加入"
    WISH = "wish", "申请加入"
    HAND_OVER = "hand_over", "接任负责人"
    GIVEN = "given", "由管理员授予"


class By(TextChoices):
    """By what an invitation reaches somebody."""

    PHONE = "phone", "手机号"
    QR = "qr", "二维码"


class State(TextChoices):
    """Whether an invitation is still good."""

    OPEN = "open", "有效"
    USED = "used", "已用完"
    EXPIRED = "expired", "已过期"
    REVOKED = "revoked", "已撤销"


INVITES: dict[str, frozenset[str]] = {
    Place.PRINCIPAL: frozenset({Place.OFFICER, Place.WORKER}),
    Place.OFFICER: frozenset({Place.WORKER}),
}
"""Who may make whom: invite, admit, promote to, remove. A principal is made by nobody of the firm: he hands over."""
BY_QR = frozenset({Place.WORKER})
"What a code that anybody may photograph can make of somebody."

PHONE_LIVES = timedelta(days=7)
QR_DAYS, QR_USES = 30, 200
"The most a code may be good for: days, people."


def refuse_inviting(mine: str, wanted: str) -> None:
    """RuleViolation unless who is `mine` at the firm may make somebody `wanted` there."""
    if wanted in INVITES.get(mine, frozenset()):
        return
    if wanted == Place.PRINCIPAL:
        raise RuleViolation("主要负责人不能由邀请产生：请现任负责人移交，或由本人向属地认领", field="place")
    who = Place(mine).label if mine else "您"
    raise RuleViolation(f"{who}不能办理{Place(wanted).label}的加入，请由主要负责人办理", field="place")


def refuse_managing(mine: str, theirs: str, *, myself: bool) -> None:
    """RuleViolation unless who is `mine` may change or remove who is `theirs`; nobody does that to himself."""
    if myself:
        raise RuleViolation("不能变更自己的角色；要离开企业请选择“退出企业”")
    if theirs == Place.PRINCIPAL:
        raise RuleViolation("主要负责人不能被移除或改任：请其本人移交，或向属地申请接任")
    if theirs not in INVITES.get(mine, frozenset()):
        raise RuleViolation(f"您不能变更{Place(theirs).label}，请由主要负责人办理")


def refuse_promotion(mine: str, theirs: str, wanted: str) -> None:
    """RuleViolation if `wanted` is what the person is already, or not for who is `mine` to give."""
    if theirs == wanted:
        raise RuleViolation(f"已经是{Place(wanted).label}", field="place")
    refuse_inviting(mine, wanted)


def refuse_leaving(place: str, principals: int) -> None:
    """RuleViolation for the last principal: a firm is never left without one by his going. (安全生产法 第五条)"""
    if place == Place.PRINCIPAL and principals <= 1:
        raise RuleViolation("您是唯一的主要负责人，不能直接退出：请先移交给接任者，或向属地申请离任")


def highest(codes: Collection[str]) -> str:
    """The weightiest of these roles that a firm gives; empty if there is none among them."""
    return max((each for each in RANK if each in codes), key=RANK.index, default="")


def raises(before: str, wanted: str) -> bool:
    """Whether `wanted` is more than somebody is already."""
    return not before or RANK.index(Place(wanted)) > RANK.index(Place(before))


def refuse_refused(refused: Collection[datetime], *, now: datetime) -> None:
    """RuleViolation for whoever was refused too often of late; `refused` is when."""
    recent = [at for at in refused if now - at < REFUSED_WITHIN]
    if len(recent) >= REFUSED_MOST:
        days = REFUSED_WITHIN.days
        raise RuleViolation(f"{days}天内已被退回{len(recent)}次，请带营业执照和身份证到镇街安监部门当面办理")


def refuse_early(status: str, opinion: str, *, asked_at: datetime | None, now: datetime) -> None:
    """RuleViolation if the town would decide over a principal's head: his answer or its time first, reasons always."""
    if status == Status.ASKED and asked_at and now < asked_at + ANSWER_WITHIN:
        until = _day(asked_at + ANSWER_WITHIN)
        raise RuleViolation(f"原主要负责人还没有答复；他可以答复到{until}，之后您可以写明依据直接确认")
    if status in (Status.ASKED, Status.CONTESTED) and not opinion.strip():
        raise RuleViolation("原主要负责人没有同意，请写明确认的依据（工商变更、任命文件等）", field="opinion")


def refuse_silence(opinion: str) -> None:
    """RuleViolation: who says no says why."""
    if not opinion.strip():
        raise RuleViolation("请写明理由，对方会看到", field="opinion")


def refuse_own(decider: int, claimant: int) -> None:
    """RuleViolation: nobody decides what he asked for himself."""
    if decider == claimant:
        raise RuleViolation("不能办理自己提出的申请")


def state(*, uses: int, most: int, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> State:
    if revoked_at:
        return State.REVOKED
    if uses >= most:
        return State.USED
    return State.EXPIRED if now >= expires_at else State.OPEN


def refuse_closed(found: State) -> None:
    """RuleViolation for an invitation that is no longer good, with what to do."""
    if found != State.OPEN:
        raise RuleViolation(f"这个邀请{found.label}，请联系企业重新邀请")


def refuse_code(wanted: str, *, days: int, uses: int) -> None:
    """RuleViolation for a code that would make too much of somebody, of too many, or for too long."""
    if wanted not in BY_QR:
        raise RuleViolation("二维码只能邀请从业人员，安管员请用手机号邀请", field="place")
    if not 1 <= days <= QR_DAYS:
        raise RuleViolation(f"二维码有效期为1至{QR_DAYS}天", field="days")
    if not 1 <= uses <= QR_USES:
        raise RuleViolation(f"二维码可用人数为1至{QR_USES}人", field="uses")


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%m月%d日%H:%M}"
