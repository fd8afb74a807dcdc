"""CryptoProvider by a cipher machine in the network. A certified one takes another `_ask`; nothing else changes."""

import json
import socket
import threading
import time
from base64 import b64decode, b64encode
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings

from changqian.platform.kernel.crypto import Keys, KeysUnavailable, Unsealable, hmac_sm3

SECONDS = 3.0
"For connecting and for each answer: a page waits for it."
LOOK_EVERY = 1.0
"Seconds after which a newly activated key is noticed at the latest."


def from_settings() -> "HsmProvider":
    """The machine at settings.HSM; the token shared with it is the key file `hsm.key`."""
    try:
        token = bytes.fromhex((Path(settings.KEYRING).parent / "hsm.key").read_text().strip())
    except (OSError, ValueError) as error:
        raise KeysUnavailable(f"密码机的口令文件 hsm.key 不可用：{error}") from error
    return HsmProvider(settings.HSM, token)


class HsmProvider:
    """One connection per thread, made anew once when it broke."""

    def __init__(self, address: str, token: bytes) -> None:
        host, _, port = address.rpartition(":")
        self.address, self._token = (host, int(port)), token
        self._of_thread = threading.local()
        self._looked = float("-inf")
        self._known: Keys | None = None

    def keys(self) -> Keys:
        if self._known is None or time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            said = self._ask(do="keys")
            self._known = Keys(int(said["active"]), tuple(said["usable"]), tuple(said["retired"]))
        return self._known

    def encrypt(self, key: int, text: bytes, *, bound: bytes) -> bytes:
        return b64decode(self._ask(do="encrypt", key=key, data=_text(text), bound=_text(bound)))

    def decrypt(self, key: int, sealed: bytes, *, bound: bytes) -> bytes:
        return b64decode(self._ask(do="decrypt", key=key, data=_text(sealed), bound=_text(bound)))

    def mac(self, key: int, data: bytes) -> bytes:
        return b64decode(self._ask(do="mac", key=key, data=_text(data)))

    def add(self) -> int:
        return int(self._told(do="add"))

    def activate(self, key: int) -> None:
        self._told(do="activate", key=key)

    def retire(self, key: int) -> None:
        self._told(do="retire", key=key)

    def _told(self, **asked: object) -> Any:
        said = self._ask(**asked)
        self._looked = float("-inf")
        return said

    def _ask(self, **asked: object) -> Any:
        for again in (True, False):
            try:
                said = _exchange(self._connection(), asked)
                break
            except (OSError, ValueError) as error:
                self._of_thread.pipe = None
                if not again:
                    raise KeysUnavailable("密码机没有回应，敏感信息暂时读写不了，请联系管理员") from error
        match said.get("refused"):
            case None:
                return said.get("said")
            case "not_authentic" | "no_such_key":
                raise Unsealable
            case why:
                raise KeysUnavailable(f"密码机拒绝了请求（{why}）")

    def _connection(self) -> IO[bytes]:
        known: IO[bytes] | None = getattr(self._of_thread, "pipe", None)
        if known is not None:
            return known
        with socket.create_connection(self.address, timeout=SECONDS) as way:
            pipe: Any = way.makefile("rwb")  # which keeps the socket open
        nonce = json.loads(pipe.readline())["nonce"]
        if "refused" in _exchange(pipe, {"proof": hmac_sm3(self._token, nonce.encode())}):
            raise KeysUnavailable("密码机不认可本系统的口令，请核对 hsm.key")
        self._of_thread.pipe = pipe
        return cast(IO[bytes], pipe)


def _exchange(pipe: IO[bytes], asked: dict[str, object]) -> dict[str, Any]:
    pipe.write(json.dumps(asked).encode() + b"\n")
    pipe.flush()
    line = pipe.readline()
    if not line:
        raise ConnectionError("the machine hung up")
    said: dict[str, Any] = json.loads(line)
    return said


def _text(data: bytes) -> str:
    return b64encode(data).decode()
