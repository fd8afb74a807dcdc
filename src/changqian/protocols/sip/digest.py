"""Who is who, without sending a password: challenge and credentials, both sides (RFC 3261 §22, RFC 2617, RFC 7616,
RFC 8760; SM3 as GB/T 28181-2022 asks).

A secret is a password, or HA1 by algorithm (`ha1s`), so that passwords need not be kept.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from changqian.protocols.sip.grammar import BLANK, Malformed, quote, split, unquote
from changqian.protocols.sip.message import Request, Response

Secret = str | Mapping[str, str]
"A password, or HA1 in hexadecimal by the name of its algorithm."

ALGORITHMS = {"SM3": "sm3", "SHA-256": "sha256", "MD5": "md5"}
"Strongest first, with the names hashlib has for them."

_SCHEME = re.compile(r"Digest[ \t]+(.*)", re.IGNORECASE | re.DOTALL)
_STARTS = re.compile(r"[A-Za-z0-9\-]+[ \t]+[^ \t=]+[ \t]*=")


def digest_of(algorithm: str, data: bytes) -> str:
    """In hexadecimal. Malformed if nobody here knows the algorithm."""
    name = ALGORITHMS.get(_base(algorithm))
    if name is None:
        raise Malformed(f"no digest algorithm: {algorithm[:20]!r}")
    return hashlib.new(name, data, usedforsecurity=False).hexdigest()


def ha1s(username: str, realm: str, password: str) -> dict[str, str]:
    """What to keep instead of a password, for every algorithm."""
    return {name: digest_of(name, f"{username}:{realm}:{password}".encode()) for name in ALGORITHMS}


@dataclass(frozen=True, slots=True)
class Challenge:
    realm: str
    nonce: str
    algorithm: str = "MD5"
    qop: tuple[str, ...] = ()
    opaque: str = ""
    stale: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """One challenge; Malformed if it is of another scheme than Digest."""
        fields = _fields(text)
        qop = tuple(option.strip(BLANK).lower() for option in fields.get("qop", "").split(",") if option.strip(BLANK))
        algorithm = _algorithm(fields.get("algorithm", "MD5"))
        stale = fields.get("stale", "").lower() == "true"
        return cls(_given(fields, "realm"), _given(fields, "nonce"), algorithm, qop, fields.get("opaque", ""), stale)

    @classmethod
    def parse_many(cls, lines: Iterable[str]) -> tuple[Self, ...]:
        """Those of Digest; others are for others (RFC 4475 §3.3.7)."""
        return tuple(cls.parse(text) for line in lines for text in _digests(line))

    def __str__(self) -> str:
        fields = [f"realm={quote(self.realm)}", f"nonce={quote(self.nonce)}", f"algorithm={self.algorithm}"]
        fields += [f"qop={quote(','.join(self.qop))}"] if self.qop else []
        fields += [f"opaque={quote(self.opaque)}"] if self.opaque else []
        return "Digest " + ", ".join((*fields, *(["stale=true"] if self.stale else [])))


@dataclass(frozen=True, slots=True)
class Credentials:
    """`qop` is empty, and `count` 0, from those who know RFC 2069 only."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: str = "MD5"
    qop: str = ""
    cnonce: str = ""
    count: int = 0
    opaque: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        fields = _fields(text)
        names = ("username", "realm", "nonce", "uri", "response")
        username, realm, nonce, uri, response = (_given(fields, name) for name in names)
        qop, cnonce, count = fields.get("qop", "").lower(), fields.get("cnonce", ""), fields.get("nc", "")
        if qop and not re.fullmatch("[0-9A-Fa-f]{1,8}", count):
            raise Malformed(f"no nonce count: {count[:20]!r}")
        algorithm = _algorithm(fields.get("algorithm", "MD5"))
        times = int(count, 16) if qop else 0
        return cls(username, realm, nonce, uri, response, algorithm, qop, cnonce, times, fields.get("opaque", ""))

    @classmethod
    def parse_many(cls, lines: Iterable[str]) -> tuple[Self, ...]:
        return tuple(cls.parse(text) for line in lines for text in _digests(line))

    @classmethod
    def answer(
        cls,
        challenge: Challenge,
        *,
        username: str,
        secret: Secret,
        method: str,
        uri: str,
        cnonce: str,
        body: bytes = b"",
        count: int = 1,
    ) -> Self:
        """What a client sends: qop auth if it may choose, none if none was offered. `count` rises with each use."""
        qop = next((option for option in ("auth", "auth-int") if option in challenge.qop), "")
        if challenge.qop and not qop:
            raise Malformed(f"no quality of protection: {challenge.qop}")
        unsigned = cls(
            username=username,
            realm=challenge.realm,
            nonce=challenge.nonce,
            uri=uri,
            response="",
            algorithm=challenge.algorithm,
            qop=qop,
            cnonce=cnonce if qop or _is_session(challenge.algorithm) else "",
            count=count if qop else 0,
            opaque=challenge.opaque,
        )
        return replace(unsigned, response=unsigned.expected(secret, method=method, body=body))

    def expected(self, secret: Secret, *, method: str, body: bytes = b"") -> str:
        """The response that proves the secret (RFC 7616 §3.4). Malformed if the secret has no such algorithm."""

        def hashed(text: str) -> str:
            return digest_of(self.algorithm, text.encode())

        if isinstance(secret, str):
            ha1 = hashed(f"{self.username}:{self.realm}:{secret}")
        elif (known := secret.get(_base(self.algorithm))) is not None:
            ha1 = known.lower()
        else:
            raise Malformed(f"no secret for {self.algorithm}")
        if _is_session(self.algorithm):
            ha1 = hashed(f"{ha1}:{self.nonce}:{self.cnonce}")
        entity = f":{digest_of(self.algorithm, body)}" if self.qop == "auth-int" else ""
        ha2 = hashed(f"{method}:{self.uri}{entity}")
        if not self.qop:
            return hashed(f"{ha1}:{self.nonce}:{ha2}")
        return hashed(f"{ha1}:{self.nonce}:{self.count:08x}:{self.cnonce}:{self.qop}:{ha2}")

    def proves(self, secret: Secret, *, method: str, body: bytes = b"") -> bool:
        """In a time that does not tell how much of it was right."""
        try:
            expected = self.expected(secret, method=method, body=body)
        except Malformed:
            return False
        return hmac.compare_digest(expected.encode(), self.response.lower().encode())

    def __str__(self) -> str:
        names = ("username", "realm", "nonce", "uri", "response")
        fields = [f"{name}={quote(getattr(self, name))}" for name in names] + [f"algorithm={self.algorithm}"]
        fields += [f"cnonce={quote(self.cnonce)}"] if self.cnonce else []
        fields += [f"qop={self.qop}", f"nc={self.count:08x}"] if self.qop else []
        fields += [f"opaque={quote(self.opaque)}"] if self.opaque else []
        return "Digest " + ", ".join(fields)


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    FOREIGN = "foreign"
    "No answer to a challenge of ours: not our nonce or realm, or what was not offered. A new challenge may cure it."
    WRONG = "wrong"
    "Not the secret, or not the method or body that was signed."
    STALE = "stale"
    "The secret is right and the nonce too old: a new challenge with stale=true needs no new password."
    REPLAYED = "replayed"
    "The secret is right and the nonce was used so often before: as stale."


@dataclass(slots=True)
class Guard:
    """The server's side of one realm. Nonces are signed with `key`, so that none need be kept until they are used.

    `qop` and `algorithms` are what it offers; who answers without qop is let in unless `require_qop`, each nonce once.
    Credentials outlive a restart with the same key for `lifetime` seconds, and their counts begin again.
    """

    realm: str
    key: bytes
    algorithms: tuple[str, ...] = ("MD5",)
    qop: tuple[str, ...] = ("auth",)
    lifetime: float = 300.0
    require_qop: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    issued: int = 0

    def challenges(self, now: float, *, stale: bool = False) -> tuple[Challenge, ...]:
        """One for each algorithm, in their order, with one nonce of its own."""
        nonce = self._nonce(now)
        return tuple(Challenge(self.realm, nonce, name, self.qop, stale=stale) for name in self.algorithms)

    def check(self, credentials: Credentials, *, secret: Secret, method: str, now: float, body: bytes = b"") -> Verdict:
        """`secret` is that of `credentials.username`, `method` and `body` are those of the request. The URI that was
        signed is `credentials.uri`: whether it is the request's the caller may ask, for cameras sign what they like."""
        made_at = self._made_at(credentials.nonce)
        known = credentials.algorithm.upper() in (name.upper() for name in self.algorithms)
        offered = credentials.qop in self.qop if credentials.qop else not (self.qop and self.require_qop)
        if made_at is None or not known or not offered or credentials.realm != self.realm:
            return Verdict.FOREIGN
        if not credentials.proves(secret, method=method, body=body):
            return Verdict.WRONG
        if not 0 <= now - made_at <= self.lifetime:
            return Verdict.STALE
        count = credentials.count if credentials.qop else 1
        if count <= self.counts.get(credentials.nonce, 0):
            return Verdict.REPLAYED
        self._remember(credentials.nonce, count, now)
        return Verdict.ACCEPTED

    def _nonce(self, now: float) -> str:
        """Microseconds, a serial number that tells those of one moment apart, and the signature over both."""
        self.issued += 1
        text = f"{int(now * 1_000_000):x}.{self.issued:x}"
        return f"{text}.{self._sign(text)}"

    def _sign(self, text: str) -> str:
        return hmac.new(self.key, f"{self.realm}\0{text}".encode(), "sha256").hexdigest()[:32]

    def _made_at(self, nonce: str) -> float | None:
        text, _, signature = nonce.rpartition(".")
        if not hmac.compare_digest(self._sign(text).encode(), signature.encode()):
            return None
        return int(text.partition(".")[0], 16) / 1_000_000

    def _remember(self, nonce: str, count: int, now: float) -> None:
        """The oldest stand first; those whose time is over are forgotten, since they would be stale."""
        self.counts[nonce] = count
        for old in list(self.counts):
            made_at = self._made_at(old)
            if made_at is not None and now - made_at <= self.lifetime:
                break
            del self.counts[old]


def authorised(
    request: Request,
    response: Response,
    *,
    username: str,
    secret: Secret,
    cnonce: str,
    algorithms: Sequence[str] = tuple(ALGORITHMS),
) -> Request:
    """The request again, with what the 401 or 407 asks for and the next CSeq (RFC 3261 §22.2).

    Of several challenges the one is answered that stands first in `algorithms`. Malformed if none can be.
    """
    asked, given = ("WWW-Authenticate", "Authorization")
    if response.status == 407:
        asked, given = ("Proxy-Authenticate", "Proxy-Authorization")
    challenges = Challenge.parse_many(response.headers.all(asked))
    known = [name for name in algorithms if name in (ALGORITHMS if isinstance(secret, str) else secret)]
    usable = [one for one in challenges if _base(one.algorithm) in known]
    if not usable:
        raise Malformed(f"no challenge that can be answered in {asked}")
    challenge = min(usable, key=lambda one: known.index(_base(one.algorithm)))
    credentials = Credentials.answer(
        challenge,
        username=username,
        secret=secret,
        method=request.method,
        uri=str(request.uri),
        cnonce=cnonce,
        body=request.body,
    )
    cseq = f"{request.cseq.number + 1} {request.method}"
    return request.with_headers([(given, str(credentials)), ("CSeq", cseq)])


def _base(algorithm: str) -> str:
    return algorithm.upper().removesuffix("-SESS")


def _is_session(algorithm: str) -> bool:
    return algorithm.upper().endswith("-SESS")


def _algorithm(text: str) -> str:
    """In capitals, but -sess in small letters, as the RFCs write them."""
    return text.upper().replace("-SESS", "-sess")


def _digests(line: str) -> list[str]:
    """The Digest challenges of a line, which in HTTP's way may hold several."""
    found: list[str] = []
    for part in split(line, ","):
        if _STARTS.match(part) or not found:
            found.append(part)
        else:
            found[-1] += f", {part}"
    return [text for text in found if _SCHEME.fullmatch(text)]


def _fields(text: str) -> dict[str, str]:
    if not (found := _SCHEME.fullmatch(text.strip(BLANK))):
        raise Malformed(f"no Digest: {text[:20]!r}")
    pairs = (part.partition("=") for part in split(found[1], ","))
    return {name.strip(BLANK).lower(): unquote(value.strip(BLANK)) for name, _, value in pairs}


def _given(fields: Mapping[str, str], name: str) -> str:
    if name not in fields:
        raise Malformed(f"no {name}")
    return fields[name]
