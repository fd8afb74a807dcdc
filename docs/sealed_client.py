"""同一客户端，请求和响应的内容以 SM4-GCM 加密。"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from client import Client, hmac_sm3
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SEALED = "application/vnd.changqian.sealed"


class SealedClient(Client):
    def box(self, iv, tag=None):
        return Cipher(algorithms.SM4(hmac_sm3(self.secret, b"seal")[:16]), modes.GCM(iv, tag))

    def call(self, method, path, query=(), body=None):
        nonce, data, iv = os.urandom(16).hex(), b"", os.urandom(12)
        if body is not None:
            box = self.box(iv).encryptor()
            box.authenticate_additional_data(f"request {nonce}".encode())
            text = box.update(json.dumps(body).encode()) + box.finalize()
            data = f"{self.key}.".encode() + urlsafe_b64encode(iv + text + box.tag)
        headers = {"Content-Type": SEALED, "Accept": SEALED}
        status, told, said = self.send(method, path, query, data, nonce, headers)
        if told.get("Content-Type") == SEALED:
            raw = urlsafe_b64decode(said.partition(b".")[2] + b"===")
            box = self.box(raw[:12], raw[-16:]).decryptor()
            box.authenticate_additional_data(f"response {nonce} {status}".encode())
            said = box.update(raw[12:-16]) + box.finalize()
        return status, json.loads(said) if said else None
