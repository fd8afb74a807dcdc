"""The other side of a signed request: who may come in."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

WINDOW = timedelta(minutes=5)
"How far the clock of a request may be from ours; words used once are kept for as long."


class Answer(Exception):
    """A refusal, as it goes over the wire."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Door:
    app: str
    secret: bytes
    nonces: dict[str, datetime] = field(default_factory=dict)

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

    def signed_answer(self, nonce: str, status: int, body: bytes) -> str:
        """What proves that these bytes are our answer to the request with this word."""
        return _hmac_sm3(self.secret, "\n".join((nonce, str(status), _sm3(body))).encode())

    async def answered(self, request: Request, do: Callable[[Any, datetime], object]) -> Response:
        """What `do` makes of the body, or the refusal."""
        body, now = await request.body(), datetime.now(UTC)
        try:
            self.authenticate(request.method, request.url.path, request.headers, body, now=now)
            return JSONResponse(do(await request.json(), now))
        except Answer as refusal:
            return JSONResponse({"message": str(refusal)}, refusal.status)
        except (ValueError, TypeError, AttributeError):
            return JSONResponse({"message": "请求格式不正确"}, 400)


def _sm3(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def _hmac_sm3(key: bytes, data: bytes) -> str:
    mac = HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize().hex()
