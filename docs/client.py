"""常企安接口客户端：每次调用签名，先取会话。只用标准库和 cryptography；约定见 docs/api.md。"""

import json
import os
import time
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC


def hmac_sm3(key, data):
    mac = HMAC(key, SM3())
    mac.update(data)
    return mac.finalize()


class Client:
    def __init__(self, base, app_id, key, secret):
        self.base, self.app_id, self.key, self.secret, self.session = base, app_id, key, bytes.fromhex(secret), ""

    def call(self, method, path, query=(), body=None):
        nonce, data = os.urandom(16).hex(), b"" if body is None else json.dumps(body).encode()
        status, _, said = self.send(method, path, query, data, nonce, {"Content-Type": "application/json"})
        return status, json.loads(said) if said else None

    def send(self, method, path, query, data, nonce, headers):
        path, now, digest = quote(path, safe="/-._~"), int(time.time()), Hash(SM3())
        pairs = sorted(([quote(str(each), safe="-._~") for each in pair] for pair in query), key=lambda pair: pair[0])
        query = "&".join("=".join(pair) for pair in pairs)
        digest.update(data)
        lines = [f"HMAC-SM3 {self.app_id} {self.key}", str(now), nonce, self.session]
        lines += [method, path, query, digest.finalize().hex()]
        signature = hmac_sm3(hmac_sm3(self.secret, b"sign"), "\n".join(lines).encode()).hex()
        said = f"client={self.app_id},key={self.key},timestamp={now},nonce={nonce}"
        headers["Authorization"] = f"HMAC-SM3 {said},session={self.session},signature={signature}"
        request = Request(f"{self.base}{path}" + (f"?{query}" if query else ""), data or None, headers, method=method)
        try:
            answer = urlopen(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read()

    def begin(self):
        self.session = ""
        self.session = self.call("POST", "/api/client/session/")[1]["token"]
