"""The way back: who sent a request, how, and where its answers go (RFC 3261 §20.42, RFC 3581)."""

import re
from dataclasses import dataclass, replace
from typing import Self

from changqian.protocols.sip.grammar import BLANK, TOKEN, Malformed, Params, is_token, split
from changqian.protocols.sip.uri import format_host, parse_host, parse_host_port

COOKIE = "z9hG4bK"
"Branches that begin so are unique; others come from peers of RFC 2543 (RFC 3261 §8.1.1.7)."

_VIA = re.compile(rf"SIP[ \t]*/[ \t]*({TOKEN})[ \t]*/[ \t]*({TOKEN})[ \t]+([^;]+)(;.*)?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Via:
    """`transport` in capitals; `host` and `port` are what the sender says of itself (sent-by)."""

    transport: str
    host: str
    port: int | None = None
    params: Params = Params()
    version: str = "2.0"

    def __post_init__(self) -> None:
        parse_host(format_host(self.host))
        if not is_token(self.transport) or not is_token(self.version):
            raise Malformed(f"no transport: {self.transport[:20]!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        if not (found := _VIA.fullmatch(text.strip(BLANK))):
            raise Malformed(f"no Via: {text[:60]!r}")
        version, transport, sent_by, params = found.groups()
        host, port = parse_host_port(sent_by)
        return cls(transport.upper(), host, port, Params.parse(params or ""), version)

    @classmethod
    def parse_many(cls, text: str) -> tuple[Self, ...]:
        return tuple(cls.parse(part) for part in split(text, ","))

    @property
    def branch(self) -> str:
        return self.params.get("branch") or ""

    @property
    def unique(self) -> bool:
        """Whether the branch tells one transaction from all others. The cookie alone does not (RFC 4475 §3.2.1)."""
        return self.branch.lower().startswith(COOKIE.lower()) and len(self.branch) > len(COOKIE)

    @property
    def sent_by(self) -> str:
        return f"{format_host(self.host.lower())}:{self.port or (5061 if self.transport == 'TLS' else 5060)}"

    @property
    def received(self) -> str:
        """Where the packet really came from, without the brackets some put round IPv6 (RFC 5118 §4.5); or empty."""
        return (self.params.get("received") or "").strip("[]")

    @property
    def rport(self) -> int | None:
        value = self.params.get("rport") or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None

    def came_from(self, host: str, port: int) -> Self:
        """With the source of the packet written down, for the answers (RFC 3261 §18.2.1, RFC 3581 §4)."""
        params = self.params
        if "rport" in params:
            params = params.put("rport", str(port))
        if "rport" in params or host.lower() != self.host.lower():
            params = params.put("received", host)
        return replace(self, params=params)

    def __str__(self) -> str:
        port = "" if self.port is None else f":{self.port}"
        return f"SIP/{self.version}/{self.transport} {format_host(self.host)}{port}{self.params}"
