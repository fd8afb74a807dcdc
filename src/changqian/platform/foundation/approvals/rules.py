"""How an approval runs: who is next, what a decision leads to, when it is late. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Status(TextChoices):
    PENDING = "pending", "审批中"
    RETURNED = "returned", "退回补充"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class Act(TextChoices):
    """What somebody does to an approval. ASK, PASS and those about parts are told in the history, and asked for by
    nobody: they follow from what was asked."""

    ASK = "ask", "提出申请"
    PASS = "pass", "同意，转下一步"
    APPROVE = "approve", "同意"
    REFUSE = "refuse", "不同意"
    SEND_BACK = "send_back", "退回补充"
    PART_BACK = "part_back", "退回本地部分"
    RESUBMIT = "resubmit", "补充后再提交"
    PART_AGAIN = "part_again", "补充后再提交退回的部分"
    WITHDRAW = "withdraw", "撤回申请"
    DELEGATE = "delegate", "转交他人"


class Decision(TextChoices):
    """What can be decided at a step."""

    APPROVE = Act.APPROVE.value, Act.APPROVE.label
    REFUSE = Act.REFUSE.value, Act.REFUSE.label
    SEND_BACK = Act.SEND_BACK.value, Act.SEND_BACK.label


class Box(TextChoices):
    TODO = "todo", "我的待办"
    ASKED = "asked", "我发起的"
    DONE = "done", "我已办"


class Seat(TextChoices):
    """Where one step of an approval stands."""

    WAITING = "waiting", "未到"
    OPEN = "open", "待办"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "不同意"
    SENT_BACK = "sent_back", "已退回"
    SKIPPED = "skipped", "不再需要"


STEPS = Steps(
    noun="申请",
    statuses=Status,
    table={
        (Status.PENDING, Act.PASS): Status.PENDING,
        (Status.PENDING, Act.DELEGATE): Status.PENDING,
        (Status.PENDING, Act.PART_BACK): Status.PENDING,
        (Status.PENDING, Act.PART_AGAIN): Status.PENDING,
        (Status.PENDING, Act.APPROVE): Status.APPROVED,
        (Status.PENDING, Act.REFUSE): Status.REFUSED,
        (Status.PENDING, Act.SEND_BACK): Status.RETURNED,
        (Status.PENDING, Act.WITHDRAW): Status.WITHDRAWN,
        (Status.RETURNED, Act.RESUBMIT): Status.PENDING,
        (Status.RETURNED, Act.WITHDRAW): Status.WITHDRAWN,
    },
)
DECISIONS = {
    Act.APPROVE: Seat.APPROVED,
    Act.REFUSE: Seat.REFUSED,
    Act.SEND_BACK: Seat.SENT_BACK,
    Act.PART_BACK: Seat.SENT_BACK,
}
OVER = (Status.APPROVED, Status.REFUSED, Status.WITHDRAWN)
REMIND_BEFORE = timedelta(hours=24)
"待核: no regulation states it; a working day is what one can still do something with."


@dataclass(frozen=True, slots=True)
class Asked:
    """One step as it is asked for: whoever holds `permission` in the approval's place decides. Steps of the same
    `order` run side by side, and all of them must agree. `level` says whose to-do it is first (town, district, city);
    who stands above may decide all the same.

    A step with a `region` of its own is a part: it is decided there, and whoever says no there sends back this part
    alone, while the others go on.
    """

    label: str
    permission: str
    order: int = 1
    level: str = ""
    within: timedelta | None = None
    "How long after it is opened it should be decided."
    region: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a running approval as the rules see it."""

    order: int
    seat: str


def opens(places: Sequence[Place]) -> list[int]:
    """Which steps (by their position) are to be opened now: the first order that waits, once nothing is open and no
    part lies with the asker."""
    if any(each.seat in (Seat.OPEN, Seat.SENT_BACK) for each in places):
        return []
    waiting = [each.order for each in places if each.seat == Seat.WAITING]
    return [n for n, each in enumerate(places) if waiting and each.seat == Seat.WAITING and each.order == min(waiting)]


def act_at(act: str, *, part: bool) -> Act:
    """What a decision means at a step: a region speaks for its part alone, and cannot end the whole."""
    return Act.PART_BACK if part and act in (Act.REFUSE, Act.SEND_BACK) else Act(act)


def refuse_empty(act: str, opinion: str) -> None:
    """RuleViolation: who says no says why."""
    if act in (Act.REFUSE, Act.SEND_BACK) and not opinion.strip():
        raise RuleViolation("不同意或退回时请填写意见", field="opinion")


def due(opened_at: datetime, within: timedelta | None) -> datetime | None:
    return opened_at + within if within else None


def reminder(due_at: datetime, now: datetime) -> str | None:
    """Which reminder is due: "soon" within a day before, "late" afterwards; None while it is far."""
    if now >= due_at:
        return "late"
    return "soon" if due_at - now <= REMIND_BEFORE else None
