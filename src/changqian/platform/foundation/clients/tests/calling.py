"""An interface client as the tests tell about it: registered, approved, keyed, and calling."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone
from rest_framework.test import APIClient

from changqian.platform.foundation.clients import services
from changqian.platform.foundation.clients.models import Client
from changqian.platform.foundation.clients.signing import (
    MEDIA_TYPE,
    Signed,
    bound_request,
    bound_response,
    open_sealed,
    seal,
    signature,
    to_sign,
)

HERE = "10.1.2.3"
LISTS = ("hazards_list", "hazards_retrieve", "enterprises_list")


def registered(cast: Any, **changes: Any) -> Client:
    """数字政府平台, asked for by the system administrator, reading 武进区's hazards and firms from 10.1.2.0/24."""
    today = timezone.localdate()
    asked: dict[str, Any] = {
        "name": "数字政府平台",
        "unit": "市数据局",
        "contact": "李工",
        "contact_phone": "13861000001",
        "purpose": "共享隐患数据",
        "scope": [{"role": "interface_reader", "region": cast.wujin_region.pk}],
        "methods": list(LISTS),
        "addresses": ["10.1.2.0/24"],
        "expires_on": today + timedelta(days=365),
        **changes,
    }
    return services.apply_client(actor=cast.sysadmin, today=today, now=timezone.now(), **asked)


def in_force(cast: Any, **changes: Any) -> Client:
    """The same, approved by the security administrator."""
    row = registered(cast, **changes)
    return services.approve_reach(row.pk, actor=cast.secadmin, expected_version=None, today=timezone.localdate())


def keyed(cast: Any, **changes: Any) -> "Caller":
    """The same, with a key."""
    row = in_force(cast, **changes)
    row, key, secret = services.issue_key(
        row.pk, actor=cast.sysadmin, expected_version=None, overlap_days=7, now=timezone.now()
    )
    return Caller(row, key, secret)


@dataclass
class Caller:
    """The other system. Each part of a call can be told to be something else than it should."""

    row: Client
    key: int
    secret: str
    session: str = ""
    api: APIClient = field(default_factory=lambda: APIClient(raise_request_exception=False))

    def begin(self, **wrong: Any) -> "Caller":
        self.session = self.call("POST", "/api/client/session/", session="", **wrong).json()["token"]
        return self

    def begin_sealed(self) -> "Caller":
        """The token of a client that seals everything."""
        told = json.loads(self.sealed("POST", "/api/client/session/", b"", session="")[1])
        assert "token" in told, told
        self.session = told["token"]
        return self

    def header(self, method: str, path: str, query: str, body: bytes, **changed: Any) -> str:
        """`changed` is what the header says and signs; a changed `signature` stands for itself."""
        said = {
            "client": self.row.app_id,
            "key": self.key,
            "timestamp": int(timezone.now().timestamp()),
            "nonce": secrets.token_hex(16),
            "session": self.session,
        } | {name: value for name, value in changed.items() if name != "signature"}
        text = to_sign(Signed(**said, signature=""), method=method, path=path.encode(), query=query, body=body)
        said["signature"] = changed.get("signature") or signature(self.secret, text)
        return "HMAC-SM3 " + ",".join(f"{name}={value}" for name, value in said.items())

    def call(
        self,
        method: str,
        path: str,
        query: Any = (),
        body: bytes = b"",
        *,
        address: str = HERE,
        header: str = "",
        content_type: str = "application/json",
        accept: str = "application/json",
        **changed: Any,
    ) -> Any:
        query = query if isinstance(query, str) else urlencode(query)
        header = header or self.header(method, path, query, body, **changed)
        return self.api.generic(
            method,
            quote(path),
            body,
            content_type=content_type,
            QUERY_STRING=query,
            REMOTE_ADDR=address,
            HTTP_AUTHORIZATION=header,
            HTTP_ACCEPT=accept,
        )

    def get(self, path: str, query: Any = (), **changed: Any) -> Any:
        return self.call("GET", path, query, **changed)

    def sealed(self, method: str, path: str, plain: bytes, **changed: Any) -> tuple[Any, bytes]:
        """A call whose content is sealed both ways, and the answer's content."""
        nonce = secrets.token_hex(16)
        body = seal(self.secret, self.key, plain, bound_to=bound_request(nonce)) if plain else b""
        said = self.call(method, path, body=body, content_type=MEDIA_TYPE, accept=MEDIA_TYPE, nonce=nonce, **changed)
        opened = open_sealed(
            self.secret, self.key, said.content, bound_to=bound_response(nonce, said.status_code)
        )  # fmt: skip
        return said, opened
