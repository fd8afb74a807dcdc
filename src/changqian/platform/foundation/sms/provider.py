"""The gateway that messages go through, chosen by settings. Its protocol is written down in docs/sms-gateway.md.

JSON over HTTP. Each request is signed: HMAC-SM3, under the secret the two sides share, of method, path, time, a word
used once, and the SM3 of the body. A message carries our reference, under which it is sent once however often it comes.
"""

import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import httpx
from django.conf import settings
from django.utils.module_loading import import_string

from changqian.platform.kernel.crypto import hmac_sm3, sm3

TIMEOUT = httpx.Timeout(8.0, connect=3.0)


class NotNow(Exception):
    """The gateway cannot be reached or is busy: worth another try. The message is for the log of messages."""


class Refused(Exception):
    """The gateway will not send this message, however often it is asked."""


class Provider(Protocol):
    def send(self, *, reference: UUID, phone: str, template: str, params: Mapping[str, str], text: str) -> str:
        """The gateway's own number of the message it took; NotNow or Refused otherwise."""

    def receipts(self, references: Sequence[UUID]) -> Iterator[tuple[str, bool, str]]:
        """(reference, delivered, reason) of those whose fate is known."""


def provider() -> Provider:
    made: Provider = import_string(settings.SMS_PROVIDER)()
    return made


class Gateway:
    """A client of the signed JSON protocol."""

    def __init__(self, url: str | None = None, app: str | None = None, secret: str | None = None) -> None:
        self.url = (settings.SMS_URL if url is None else url).rstrip("/")
        self.app = settings.SMS_APP if app is None else app
        self.secret = (settings.SMS_SECRET if secret is None else secret).encode()

    def send(self, *, reference: UUID, phone: str, template: str, params: Mapping[str, str], text: str) -> str:
        answer = self._post(
            "/messages",
            {
                "reference": str(reference),
                "phone": phone,
                "sign": settings.SMS_SIGN,
                "template": template,
                "params": dict(params),
                "text": text,
            },
        )
        if not isinstance(answer.get("id"), str):
            raise NotNow("短信网关的回答无法识别")
        return str(answer["id"])

    def receipts(self, references: Sequence[UUID]) -> Iterator[tuple[str, bool, str]]:
        answer = self._post("/receipts", {"references": [str(each) for each in references]})
        for each in answer.get("receipts", ()):
            if each.get("status") in ("delivered", "failed"):
                yield str(each["reference"]), each["status"] == "delivered", str(each.get("reason", ""))

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if not self.url:
            raise NotNow("未配置短信网关")
        content = json.dumps(body, ensure_ascii=False).encode()
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json",
            "X-App": self.app,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Signature": signature(self.secret, "POST", path, stamp, nonce, content),
        }
        try:
            answer = httpx.post(f"{self.url}{path}", content=content, headers=headers, timeout=TIMEOUT, trust_env=False)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NotNow(f"短信网关没有回应（{type(error).__name__}）") from error
        if not isinstance(said, dict):
            raise NotNow("短信网关的回答无法识别")
        if answer.status_code in (408, 429) or answer.status_code >= 500:
            raise NotNow(f"短信网关忙（{answer.status_code}）")
        if answer.status_code >= 400:
            raise Refused(str(said.get("message") or f"短信网关拒绝（{answer.status_code}）"))
        return said


def signature(secret: bytes, method: str, path: str, stamp: str, nonce: str, body: bytes) -> str:
    """What X-Signature must be."""
    return hmac_sm3(secret, "\n".join((method, path, stamp, nonce, sm3(body))).encode())
