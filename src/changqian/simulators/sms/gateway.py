"""What the gateway does with a message: refuses, delays, takes it, and reports later what became of it.

The last digits of a number make it misbehave, as real numbers do: 0000 is refused (空号), 8888 is taken at the second
try (网关忙), 9999 is taken and never arrives.
"""

import hmac
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

WINDOW = timedelta(minutes=5)
"How far the clock of a request may be from ours; words used once are kept for as long."
KEPT = 1000
ARRIVES_AFTER = timedelta(seconds=1)


class Answer(Exception):
    """A refusal, as it goes over the wire."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


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
    app: str
    secret: bytes
    outbox: "OrderedDict[str, Taken]" = field(default_factory=OrderedDict)
    nonces: dict[str, datetime] = field(default_factory=dict)
    turned_away: set[str] = field(default_factory=set)

    def authenticate(self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> None:
        """401 for another's, an altered, an old or a repeated request."""
        stamp, nonce = headers.get("x-timestamp", ""), headers.get("x-nonce", "")
        signed = "\n".join((method, path, stamp, nonce, _sm3(body))).encode()
        right = hmac.compare_digest(_hmac_sm3(self.secret, signed), headers.get("x-signature", ""))
        if headers.get("x-app") != self.app or not right:
            raise Answer(401, "签名不正确")
        if not stamp.isdigit() or abs(now.timestamp() - int(stamp)) > WINDOW.total_seconds():
            raise Answer(401, "请求时间超出允许范围")
        self.nonces = {word: at for word, at in self.nonces.items() if now - at < 2 * WINDOW}
        if nonce in self.nonces:
            raise Answer(401, "请求重复")
        self.nonces[nonce] = now

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


def _sm3(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def _hmac_sm3(key: bytes, data: bytes) -> str:
    mac = HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize().hex()
