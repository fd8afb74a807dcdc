"""What the provider knows and signs: people, clients, codes and keys. Each tenant is an issuer of its own.

`mischief` makes it sign a token that a client must refuse: nonce, aud, iss, expired, none (no signature), key (another
key under a known name), azp.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

CODE_LIVES = timedelta(minutes=1)
TENANTS = {"szzf": "数字政府", "czh": "常治慧", "wdcz": "我的常州"}
PEOPLE = {"u1001": "陈安全", "u1002": "周立新", "u1003": "湖塘镇安监员", "u1004": "王小虎"}


class Refusal(Exception):
    """An error as RFC 6749 names it."""


@dataclass
class Granted:
    """One code on its way."""

    subject: str
    client_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    at: datetime


@dataclass
class IdentityProvider:
    base: str
    clients: Mapping[str, str]
    "client_id → secret."
    keys: list[RSAKey] = field(default_factory=lambda: [_new_key()])
    granted: dict[str, Granted] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    mischief: str = ""

    def issuer(self, tenant: str) -> str:
        return f"{self.base}/{tenant}"

    def described(self, tenant: str) -> dict[str, Any]:
        """The discovery document."""
        issuer = self.issuer(tenant)
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "end_session_endpoint": f"{issuer}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def rotate(self) -> None:
        """A new key signs; the one before stays published, older ones go."""
        self.keys = [_new_key(), *self.keys[:1]]

    def jwks(self) -> dict[str, Any]:
        return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": "RS256"} for key in self.keys]}

    def grant(self, subject: str, asked: Mapping[str, str], *, now: datetime) -> str:
        """A code for what a browser asked."""
        if asked.get("client_id") not in self.clients:
            raise Refusal("unauthorized_client")
        if (
            asked.get("response_type") != "code"
            or asked.get("code_challenge_method") != "S256"
            or subject not in PEOPLE
        ):
            raise Refusal("invalid_request")
        code = secrets.token_urlsafe(16)
        self.granted[code] = Granted(
            subject, asked["client_id"], asked["redirect_uri"], asked.get("nonce", ""), asked["code_challenge"], now
        )
        return code

    def exchange(
        self, tenant: str, form: Mapping[str, str], client_id: str, secret: str, *, now: datetime
    ) -> dict[str, Any]:
        """Tokens for a code, once."""
        if self.clients.get(client_id) != secret:
            raise Refusal("invalid_client")
        code = self.granted.pop(form.get("code", ""), None)
        if code is None or code.client_id != client_id or now - code.at > CODE_LIVES:
            raise Refusal("invalid_grant")
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if code.redirect_uri != form.get("redirect_uri") or code.challenge != challenge:
            raise Refusal("invalid_grant")
        token = secrets.token_urlsafe(16)
        self.access[token] = code.subject
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.signed(tenant, code, now=now),
        }

    def signed(self, tenant: str, code: Granted, *, now: datetime) -> str:
        at = int(now.timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer(tenant),
            "aud": code.client_id,
            "sub": code.subject,
            "name": PEOPLE[code.subject],
            "nonce": code.nonce,
            "iat": at,
            "exp": at + 300,
        }
        wrong: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "aud": {"aud": "another-client"},
            "iss": {"iss": f"{self.base}/another"},
            "expired": {"iat": at - 900, "exp": at - 600},
            "azp": {"azp": "another-client"},
        }
        claims |= wrong.get(self.mischief, {})
        if self.mischief == "none":
            return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
        key = self.keys[0]
        signer = RSAKey.generate_key(2048, {"kid": key.kid or ""}) if self.mischief == "key" else key
        return str(jwt.encode({"alg": "RS256", "kid": key.kid}, claims, signer))


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})


def _part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
