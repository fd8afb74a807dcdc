"""What the gateway does with a message: refuses, delays, takes it, and reports later what became of it.

The last digits of a number make it misbehave, as real numbers do: 0000 is refused (空号), 8888 is taken at the second
try (网关忙), 9999 is taken and never arrives.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from changqian.simulators.signed import Answer, Door

KEPT = 1000
ARRIVES_AFTER = timedelta(seconds=1)


@dataclass
class Taken:
    """One message in the outbox."""

    id: str
    reference: str
    phone: str
    sign: str
    template: str
    params: dict[str, str]
    text: str
    at: datetime

    @property
    def arrives(self) -> bool:
        return not self.phone.endswith("9999")


@dataclass
class Simulator:
    door: Door
    outbox: "OrderedDict[str, Taken]" = field(default_factory=OrderedDict)
    turned_away: set[str] = field(default_factory=set)

    def take(self, body: Mapping[str, Any], *, now: datetime) -> Taken:
        reference, phone = str(body.get("reference", "")), str(body.get("phone", ""))
        if known := self.outbox.get(reference):
            return known
        if len(phone) != 11 or not phone.isdigit() or not reference or not body.get("text"):
            raise Answer(400, "参数不完整")
        if phone.endswith("0000"):
            raise Answer(400, "空号")
        if phone.endswith("8888") and reference not in self.turned_away:
            self.turned_away.add(reference)
            raise Answer(503, "网关忙")
        taken = Taken(
            id=f"SIM{int(now.timestamp() * 1000)}{len(self.outbox):04d}",
            reference=reference,
            phone=phone,
            sign=str(body.get("sign", "")),
            template=str(body.get("template", "")),
            params={str(name): str(value) for name, value in dict(body.get("params", {})).items()},
            text=str(body["text"]),
            at=now,
        )
        self.outbox[reference] = taken
        while len(self.outbox) > KEPT:
            self.outbox.popitem(last=False)
        return taken

    def receipts(self, references: list[str], *, now: datetime) -> list[dict[str, str]]:
        """What became of those that have had the time to arrive."""
        found = [self.outbox[each] for each in references if each in self.outbox]
        return [
            {"reference": each.reference, "status": "delivered"}
            if each.arrives
            else {"reference": each.reference, "status": "failed", "reason": "用户关机"}
            for each in found
            if now - each.at >= ARRIVES_AFTER
        ]
