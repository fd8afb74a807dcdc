"""How who shares feeds is asked for a page, and how the answer is read. Reading is pure; only `Platform` has a wire.

`POST /feeds/<feed>` {since, until, cursor, size}, signed as `kernel.signed` says, is answered by {as_of, total, rows,
next}, whose bytes are signed over the request's word used once. Text may be UTF-8 or GBK, whatever the header says.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self

from django.conf import settings
from django.utils import timezone

from changqian.platform.commons.province.rules import Feed
from changqian.platform.kernel.crypto import hmac_sm3, same, sm3
from changqian.platform.kernel.signed import Answer, NotNow, Refused, SignedClient

NOUN = "省风险报告平台"
FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Ask:
    """A page of one walk: what changed since a moment, from where the page before ended."""

    feed: Feed
    since: datetime | None
    until: datetime | None
    cursor: str
    size: int

    @property
    def path(self) -> str:
        return f"/feeds/{self.feed}"

    def body(self) -> dict[str, Any]:
        return {"since": _said(self.since), "until": _said(self.until), "cursor": self.cursor, "size": self.size}


@dataclass(frozen=True, slots=True)
class Page:
    as_of: datetime
    "Up to when the walk is complete."
    total: int
    rows: list[Any]
    next: str
    "Where the following page begins; empty behind the last."
    digest: str
    "SM3 of the bytes as they came."

    @classmethod
    def read(cls, answer: Answer, *, secret: str, noun: str = NOUN) -> Self:
        """NotNow for what is no whole answer of theirs, and worth another try; Refused if they will not."""
        if answer.status in (408, 429) or answer.status >= 500:
            raise NotNow(f"{noun}忙（{answer.status}）")
        digest = sm3(answer.content)
        right = hmac_sm3(secret.encode(), f"{answer.nonce}\n{answer.status}\n{digest}".encode())
        if not same(right, answer.headers.get("x-signature", "")):
            raise NotNow(f"{noun}的应答签名不正确，已丢弃")
        try:
            said = json.loads(decoded(answer.content))
        except ValueError as error:
            raise NotNow(f"{noun}的应答无法识别") from error
        if answer.status >= 400:
            message = said.get("message") if isinstance(said, dict) else None
            raise Refused(f"{noun}拒绝：{str(message or answer.status)[:200]}")
        match said:
            case {"as_of": str(as_of), "total": int(total), "rows": list(rows), "next": str() | None as next_page}:
                return cls(_moment(as_of, noun), total, rows, next_page or "", digest)
        raise NotNow(f"{noun}的应答缺少as_of、total、rows或next")


def decoded(content: bytes) -> str:
    """ValueError for bytes that are neither. UTF-8 first: GBK text is hardly ever valid UTF-8, the reverse often is."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


class Source(Protocol):
    def page(self, ask: Ask) -> Page: ...


class Platform:
    """Somebody's platform that serves feeds, signed both ways."""

    def __init__(self, *, noun: str, url: str, app: str, secret: str, patience: float) -> None:
        self.noun, self.secret = noun, secret
        self.client = SignedClient(noun, url, app, secret, patience)

    def page(self, ask: Ask) -> Page:
        """NotNow if it does not answer, Refused if it will not."""
        return Page.read(self.client.ask(ask.path, ask.body()), secret=self.secret, noun=self.noun)


class Province(Platform):
    def __init__(self) -> None:
        super().__init__(
            noun=NOUN, url=settings.PROVINCE_URL, app=settings.PROVINCE_APP, secret=settings.PROVINCE_SECRET,
            patience=settings.PROVINCE_TIMEOUT,
        )  # fmt: skip


def _said(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).strftime(FORMAT) if moment else None


def _moment(text: str, noun: str) -> datetime:
    """They write local time."""
    try:
        return timezone.make_aware(datetime.strptime(text, FORMAT))
    except ValueError as error:
        raise NotNow(f"{noun}的应答时间无法识别") from error
