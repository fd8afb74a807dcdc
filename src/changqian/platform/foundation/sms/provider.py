"""The gateway that messages go through, chosen by settings. Its protocol is written down in docs/sms-gateway.md.

JSON over HTTP. Each request is signed: HMAC-SM3, under the secret the two sides share, of method, path, time, a word
used once, and the SM3 of the body. A message carries our reference, under which it is sent once however often it comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from changqian.platform.kernel.signed import NotNow, SignedClient


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
        self.client = SignedClient(
            "短信网关",
            settings.SMS_URL if url is None else url,
            settings.SMS_APP if app is None else app,
            settings.SMS_SECRET if secret is None else secret,
        )

    def send(self, *, reference: UUID, phone: str, template: str, params: Mapping[str, str], text: str) -> str:
        answer = self.client.post(
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
        answer = self.client.post("/receipts", {"references": [str(each) for each in references]})
        for each in answer.get("receipts", ()):
            if each.get("status") in ("delivered", "failed"):
                yield str(each["reference"]), each["status"] == "delivered", str(each.get("reason", ""))
