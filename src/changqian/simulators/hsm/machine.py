"""What the machine does with its keys: SM4-GCM and HMAC-SM3, each key two secrets that never leave. (GM/T 0030-2014)"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC


class Refused(Exception):
    """The machine will not do this; the message is a code."""


class Machine:
    """Its memory is one file, which stands for the tamper-proof chip."""

    def __init__(self, memory: Path) -> None:
        self.memory = memory
        if memory.exists():
            self.state: dict[str, Any] = json.loads(memory.read_text())
        else:
            self.state = {"active": 1, "keys": {}, "retired": []}
            self.add()

    def keys(self) -> dict[str, Any]:
        known = [int(key) for key in self.state["keys"]]
        retired = list(self.state["retired"])
        return {"active": self.state["active"], "usable": sorted(set(known) - set(retired)), "retired": retired}

    def encrypt(self, key: int, data: bytes, bound: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        box = Cipher(algorithms.SM4(self._secret(key, "seal")), modes.GCM(nonce)).encryptor()
        box.authenticate_additional_data(bound)
        return nonce + box.update(data) + box.finalize() + box.tag

    def decrypt(self, key: int, data: bytes, bound: bytes) -> bytes:
        try:
            box = Cipher(algorithms.SM4(self._secret(key, "seal")), modes.GCM(data[:12], data[-16:])).decryptor()
            box.authenticate_additional_data(bound)
            return box.update(data[12:-16]) + box.finalize()
        except (InvalidTag, ValueError):
            raise Refused("not_authentic") from None

    def mac(self, key: int, data: bytes) -> bytes:
        made = HMAC(self._secret(key, "mac"), hashes.SM3())
        made.update(data)
        return made.finalize()

    def add(self) -> int:
        made = max((int(key) for key in self.state["keys"]), default=0) + 1
        self.state["keys"][str(made)] = {"seal": secrets.token_hex(16), "mac": secrets.token_hex(32)}
        self._remember()
        return made

    def activate(self, key: int) -> None:
        self._secret(key, "seal")
        self.state["active"] = key
        self._remember()

    def retire(self, key: int) -> None:
        if key == self.state["active"]:
            raise Refused("key_is_active")
        self._secret(key, "seal")
        self.state["retired"].append(key)
        self._remember()

    def _secret(self, key: int, use: str) -> bytes:
        if str(key) not in self.state["keys"] or key in self.state["retired"]:
            raise Refused("no_such_key")
        return bytes.fromhex(self.state["keys"][str(key)][use])

    def _remember(self) -> None:
        aside = self.memory.with_suffix(".new")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(self.state, out)
        aside.replace(self.memory)
