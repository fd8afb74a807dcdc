"""What a call is and becomes, whichever side began it.

Rule 1: what changes a call's state is in `TABLE` and nowhere else; what is not in it changes nothing.
Rule 2: what may be ordered when is in `ORDERS`; the refusal is a sentence.
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    TRYING = "trying"
    RINGING = "ringing"
    EARLY = "early"
    "There is sound before anybody answers."
    CONFIRMED = "confirmed"
    HELD = "held"
    ENDING = "ending"
    "Ours to end, and the other side may still cross it with an answer."
    ENDED = "ended"


class On(StrEnum):
    RINGS = "a telephone rings"
    MEDIA = "both sides agree on early media"
    ANSWERED = "a 2xx to the INVITE is sent or comes"
    HELD = "one side holds the other"
    RESUMED = "no side holds the other any more"
    LEAVING = "we want to end it, and have to wait"
    OVER = "it is over"


S = State

TABLE: Mapping[tuple[State, On], State] = {
    (S.TRYING, On.RINGS): S.RINGING,
    (S.TRYING, On.MEDIA): S.EARLY,
    (S.TRYING, On.ANSWERED): S.CONFIRMED,
    (S.TRYING, On.LEAVING): S.ENDING,
    (S.TRYING, On.OVER): S.ENDED,
    (S.RINGING, On.MEDIA): S.EARLY,
    (S.RINGING, On.ANSWERED): S.CONFIRMED,
    (S.RINGING, On.LEAVING): S.ENDING,
    (S.RINGING, On.OVER): S.ENDED,
    (S.EARLY, On.ANSWERED): S.CONFIRMED,
    (S.EARLY, On.LEAVING): S.ENDING,
    (S.EARLY, On.OVER): S.ENDED,
    (S.CONFIRMED, On.HELD): S.HELD,
    (S.CONFIRMED, On.LEAVING): S.ENDING,
    (S.CONFIRMED, On.OVER): S.ENDED,
    (S.HELD, On.RESUMED): S.CONFIRMED,
    (S.HELD, On.LEAVING): S.ENDING,
    (S.HELD, On.OVER): S.ENDED,
    (S.ENDING, On.OVER): S.ENDED,
}

BEFORE = frozenset({S.TRYING, S.RINGING, S.EARLY})
DURING = frozenset({S.CONFIRMED, S.HELD})


class Order(StrEnum):
    RING = "振铃"
    PROGRESS = "播放提示音"
    ANSWER = "应答"
    REJECT = "拒接"
    ACCEPT = "答复音视频参数"
    REFUSE = "拒绝音视频参数"
    OFFER = "修改音视频参数"
    HOLD = "保持通话"
    RESUME = "恢复通话"
    PRESS = "发送按键"
    PICTURE = "请求画面"


ORDERS: Mapping[Order, frozenset[State]] = {
    Order.RING: BEFORE,
    Order.PROGRESS: BEFORE,
    Order.ANSWER: BEFORE,
    Order.REJECT: BEFORE,
    Order.ACCEPT: BEFORE | DURING,
    Order.REFUSE: BEFORE | DURING,
    Order.OFFER: BEFORE | DURING,
    Order.HOLD: DURING,
    Order.RESUME: DURING,
    Order.PRESS: BEFORE | DURING,
    Order.PICTURE: DURING,
}

NAMES: Mapping[State, str] = {
    S.TRYING: "通话正在接续",
    S.RINGING: "通话正在振铃",
    S.EARLY: "通话正在播放提示音",
    S.CONFIRMED: "通话中",
    S.HELD: "通话保持中",
    S.ENDING: "通话正在结束",
    S.ENDED: "通话已结束",
}


class OutOfTurn(Exception):
    """An order that cannot be followed now: a mistake of our own side, which the other does not hear of."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def after(state: State, on: On) -> State:
    return TABLE.get((state, on), state)


def check(order: Order, state: State) -> None:
    if state not in ORDERS[order]:
        raise OutOfTurn(f"{NAMES[state]}，不能{order}", "请等待通话状态变化，或重新呼叫")
