"""OpenID Connect, authorization code with PKCE: where to send a browser, and who came back.

What an ID token must be: signed by a key of the issuer's own set with an asymmetric algorithm, from this issuer, for
this client, not expired, with the nonce of this browser's request. (OpenID Connect Core 1.0 §3.1.3.7)
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "PS256", "ES256"]
TIMEOUT = httpx.Timeout(8.0, connect=3.0)
LEEWAY = 60
"Seconds that the issuer's clock may be off."


class BadIdentity(Exception):
    """What came back is not what was asked for. The message is for the log; the user is told to try again."""


class Unreachable(Exception):
    """The provider does not answer, or not as one."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One system people may sign in by, as SSO_PROVIDERS names it. `claims` maps our words to its: {"name": "xm"}."""

    code: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid profile"
    claims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What this browser asked, kept in its session until it comes back."""

    provider: str
    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    since: float


@dataclass(frozen=True, slots=True)
class Identified:
    """Somebody as the provider knows him."""

    subject: str
    name: str


def providers() -> dict[str, Provider]:
    return {each["code"]: Provider(**each) for each in settings.SSO_PROVIDERS}


def begin(provider: Provider, *, redirect_uri: str, now: datetime) -> tuple[str, Asked]:
    """Where to send the browser, and what to remember."""
    asked = Asked(
        provider=provider.code,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        redirect_uri=redirect_uri,
        since=now.timestamp(),
    )
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": provider.scope,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": create_s256_code_challenge(asked.verifier),
        "code_challenge_method": "S256",
    }
    return str(httpx.URL(_discovered(provider)["authorization_endpoint"]).copy_merge_params(query)), asked


def finish(provider: Provider, asked: Asked, *, code: str, now: datetime) -> Identified:
    """Who came back with this code. BadIdentity for anything forged, stale or meant for others."""
    found = _discovered(provider)
    answer = _exchanged(provider, found["token_endpoint"], asked, code)
    claims = _verified(provider, str(answer.get("id_token", "")), _get(found["jwks_uri"]), asked.nonce, now)
    named = provider.claims.get("name", "name")
    return Identified(subject=str(claims["sub"])[:255], name=str(claims.get(named, ""))[:50])


def leave_url(provider: Provider, *, back: str) -> str:
    """Where a browser signs out of the provider too; empty if it offers that nowhere."""
    ending = _discovered(provider).get("end_session_endpoint", "")
    query = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return str(httpx.URL(ending, params=query)) if ending else ""


def _verified(provider: Provider, token: str, keys: Any, nonce: str, now: datetime) -> Mapping[str, Any]:
    asked_for: dict[str, Any] = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        rules: Any = jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=LEEWAY, **asked_for)
        rules.validate(decoded.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadIdentity(f"{type(error).__name__}: {error}") from error
    if decoded.claims.get("azp", provider.client_id) != provider.client_id:
        raise BadIdentity("azp is another client")
    return decoded.claims


def _exchanged(provider: Provider, endpoint: str, asked: Asked, code: str) -> dict[str, Any]:
    """The tokens for a code (RFC 6749 §4.1.3, RFC 7636 §4.5). BadIdentity if the provider refuses it."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked.redirect_uri,
        "code_verifier": asked.verifier,
    }
    shown = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
    try:
        answer = httpx.post(endpoint, data=form, auth=shown, timeout=TIMEOUT, trust_env=False)
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(str(error)) from error
    if answer.status_code >= 500 or not isinstance(said, dict):
        raise Unreachable(f"token endpoint says {answer.status_code}")
    if answer.status_code >= 400:
        raise BadIdentity(f"code refused: {said.get('error')}")
    return said


def _discovered(provider: Provider) -> dict[str, Any]:
    """The provider's own description; it must name the issuer we mean, and secure addresses unless on this machine."""
    found: dict[str, Any] = _get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise BadIdentity("another issuer answers")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        parts = urlsplit(str(found.get(name, "")))
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise BadIdentity(f"{name} is not secure")
    return found


def _get(url: str) -> Any:
    try:
        answer = httpx.get(url, timeout=TIMEOUT, trust_env=False)
        answer.raise_for_status()
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(str(error)) from error
    if not isinstance(said, dict):
        raise Unreachable("not an object")
    return said
