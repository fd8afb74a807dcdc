"""JSON over HTTP with both sides knowing one secret: how this platform speaks to the gateways of others.

Each request carries HMAC-SM3, under the secret, of method, path, time, a word used once, and the SM3 of the body.
"""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from changqian.platform.kernel.crypto import hmac_sm3, sm3

TO_CONNECT, TO_ANSWER = 3.0, 8.0
"Seconds."


class NotNow(Exception):
    """The other side cannot be reached or is busy: worth another try. The message is for logs."""


class Refused(Exception):
    """The other side will not do this, however often it is asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, unread, and the word used once of the request that it answers."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    nonce: str


@dataclass(frozen=True, slots=True)
class SignedClient:
    """`noun` names the other side in messages: 短信网关, 实名核验服务."""

    noun: str
    url: str
    app: str
    secret: str
    patience: float = TO_ANSWER

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer's object; NotNow if none came, or one that says to come again; Refused for any other refusal."""
        answer = self.ask(path, body)
        try:
            said = json.loads(answer.content)
        except ValueError as error:
            raise NotNow(f"{self.noun}没有回应（{type(error).__name__}）") from error
        if not isinstance(said, dict):
            raise NotNow(f"{self.noun}的回答无法识别")
        if answer.status in (408, 429) or answer.status >= 500:
            raise NotNow(f"{self.noun}忙（{answer.status}）")
        if answer.status >= 400:
            raise Refused(str(said.get("message") or f"{self.noun}拒绝（{answer.status}）"))
        return said

    def ask(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Whatever is answered; NotNow if nothing is."""
        if not self.url:
            raise NotNow(f"未配置{self.noun}")
        content = json.dumps(body, ensure_ascii=False).encode()
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json",
            "X-App": self.app,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Signature": signature(self.secret.encode(), "POST", path, stamp, nonce, content),
        }
        address = f"{self.url.rstrip('/')}{path}"
        timeout = httpx.Timeout(self.patience, connect=TO_CONNECT)
        try:
            answer = httpx.post(address, content=content, headers=headers, timeout=timeout, trust_env=False)
        except httpx.HTTPError as error:
            raise NotNow(f"{self.noun}没有回应（{type(error).__name__}）") from error
        return Answer(answer.status_code, answer.headers, answer.content, nonce)


def signature(secret: bytes, method: str, path: str, stamp: str, nonce: str, body: bytes) -> str:
    """What X-Signature must be."""
    return hmac_sm3(secret, "\n".join((method, path, stamp, nonce, sm3(body))).encode())
