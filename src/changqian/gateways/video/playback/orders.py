"""What a viewer orders, as text messages of his WebSocket: `{"do": "seek", "position": 12.5}`."""

import math
from dataclasses import dataclass
from typing import Any

import orjson

LONGEST = 1000
"Bytes."
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class BadOrder(ValueError):
    """The sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Play:
    pass


@dataclass(frozen=True, slots=True)
class Step:
    """One frame on."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Seconds from the start that was asked for."""

    position: float


@dataclass(frozen=True, slots=True)
class Speed:
    scale: float


Order = Pause | Play | Step | Seek | Speed
PLAIN: dict[str, Order] = {"pause": Pause(), "play": Play(), "step": Step()}


def parse(text: str) -> Order:
    if len(text) > LONGEST:
        raise BadOrder("消息过长")
    try:
        said: Any = orjson.loads(text)
    except ValueError:
        raise BadOrder("消息不是JSON") from None
    what = said.get("do") if isinstance(said, dict) else None
    if what == "seek":
        return Seek(_number(said.get("position"), "position"))
    if what == "speed":
        scale = _number(said.get("scale"), "scale")
        if scale not in SPEEDS:
            raise BadOrder(f"倍速只能是{'、'.join(f'{each:g}' for each in SPEEDS)}")
        return Speed(scale)
    if not isinstance(what, str) or what not in PLAIN:
        raise BadOrder("消息的do不认识")
    return PLAIN[what]


def _number(given: Any, name: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given) or given < 0:
        raise BadOrder(f"{name}应为不小于0的数")
    return float(given)
