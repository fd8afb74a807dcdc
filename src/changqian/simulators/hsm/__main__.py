"""`python -m changqian.simulators.hsm --memory FILE --token FILE`: prints its address and serves until it is stopped.

One JSON object a line. The machine greets with a nonce; the caller proves the shared token by HMAC-SM3 over it, then
asks `{"do", "key", "data", "bound"}` with bytes in base64 and hears `{"said": …}` or `{"refused": code}`.
"""

import argparse
import hmac
import json
import secrets
import socketserver
import threading
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from changqian.simulators.hsm.machine import Machine, Refused

LONGEST = 1 << 20


class Caller(socketserver.StreamRequestHandler):
    server: "Server"
    timeout = 300

    def handle(self) -> None:
        nonce = secrets.token_hex(16)
        self._say({"nonce": nonce})
        proof = HMAC(self.server.token, hashes.SM3())
        proof.update(nonce.encode())
        if not hmac.compare_digest(proof.finalize().hex(), str(self._hear().get("proof", ""))):
            self._say({"refused": "token"})
            return
        self._say({"said": "welcome"})
        while asked := self._hear():
            try:
                self._say({"said": self._do(asked)})
            except Refused as refused:
                self._say({"refused": str(refused)})
            except (KeyError, ValueError, TypeError):
                self._say({"refused": "bad_request"})

    def _do(self, asked: dict[str, Any]) -> object:
        machine, key = self.server.machine, asked.get("key")
        with self.server.turn:
            match asked["do"]:
                case "keys":
                    return machine.keys()
                case "encrypt" | "decrypt" as what:
                    made = getattr(machine, what)(
                        int(asked["key"]), b64decode(asked["data"]), b64decode(asked["bound"])
                    )
                    return b64encode(made).decode()
                case "mac":
                    return b64encode(machine.mac(int(asked["key"]), b64decode(asked["data"]))).decode()
                case "add":
                    return machine.add()
                case "activate" | "retire" as what if isinstance(key, int):
                    return getattr(machine, what)(key)
        raise Refused("bad_request")

    def _hear(self) -> dict[str, Any]:
        line = self.rfile.readline(LONGEST)
        heard = json.loads(line) if line.strip() else {}
        return heard if isinstance(heard, dict) else {}

    def _say(self, said: dict[str, object]) -> None:
        self.wfile.write(json.dumps(said).encode() + b"\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True

    def __init__(self, address: tuple[str, int], machine: Machine, token: bytes) -> None:
        super().__init__(address, Caller)
        self.machine, self.token, self.turn = machine, token, threading.Lock()


def main() -> None:
    parser = argparse.ArgumentParser(prog="hsm")
    parser.add_argument("--memory", type=Path, required=True)
    parser.add_argument("--token", type=Path, required=True, help="file with the shared token, hexadecimal")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    token = bytes.fromhex(arguments.token.read_text().strip())
    with Server(("127.0.0.1", arguments.port), Machine(arguments.memory), token) as server:
        print(f"127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
