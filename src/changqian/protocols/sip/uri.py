"""Addresses: sip, sips and tel; other schemes are carried without a look inside (RFC 3261 §19.1, RFC 3966)."""

import re
from dataclasses import dataclass, replace
from ipaddress import IPv6Address
from typing import Self

from changqian.protocols.sip.grammar import BLANK, Malformed, Params, number

SIP_SCHEMES = frozenset({"sip", "sips"})

_UNRESERVED = "A-Za-z0-9\\-_.!~*'()"
_IN_USER = re.compile(f"[{_UNRESERVED}&=+$,;?/]*")
_IN_PASSWORD = re.compile(f"[{_UNRESERVED}&=+$,]*")
_IN_PARAM = re.compile(rf"[{_UNRESERVED}\[\]/:&+$]*")
_IN_HEADER = re.compile(rf"[{_UNRESERVED}\[\]/?:+$]*")
_IN_NUMBER = re.compile(r"[A-Za-z0-9\-.()*#+]*")
_PLAIN = re.compile(f"[{_UNRESERVED}]")
_ESCAPED = re.compile("%([0-9A-Fa-f]{2})|(.)", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+\-.]*")
# Underscores are in no host name, and in many. A host of digits only is how GB/T 28181 writes a domain.
_HOST = re.compile(r"[A-Za-z0-9._\-]+")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]+")
# The grammar of RFC 3261 puts a third colon before an IPv4 address; it is read as two (RFC 5118 §4.10).
_THIRD_COLON = re.compile(r":::(?=[0-9]+\.)")
_UNBROKEN = re.compile(r"[^\x00-\x20\x7f<>\"]+")


def escape(text: str, allowed: re.Pattern[str]) -> str:
    """With %XX for what may not stand there, and without it for what need not be escaped (RFC 3261 §19.1.4)."""

    def normal(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[2] if allowed.fullmatch(found[2]) else "".join(f"%{byte:02X}" for byte in found[2].encode())
        char = chr(int(found[1], 16))
        return char if _PLAIN.match(char) and allowed.fullmatch(char) else found[0].upper()

    return text if allowed.fullmatch(text) else _ESCAPED.sub(normal, text)


def unescape(text: str) -> str:
    """What it says. Never done twice: `%2541` says `%41`."""
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), text.encode())
    return raw.decode(errors="replace")


def parse_host(text: str) -> str:
    """A name, an IPv4 address, or an IPv6 address without its brackets."""
    if text.startswith("["):
        inner = _THIRD_COLON.sub("::", text[1:-1])
        try:
            if not text.endswith("]") or not _IPV6.fullmatch(inner):
                raise ValueError
            IPv6Address(inner)
        except ValueError:
            raise Malformed(f"no IPv6 address: {text[:60]!r}") from None
        return inner
    if not _HOST.fullmatch(text):
        raise Malformed(f"no host: {text[:60]!r}")
    return text


def parse_host_port(text: str) -> tuple[str, int | None]:
    """`host`, `host:port`, `[v6]:port`, with blanks round the colon as in a Via."""
    text = text.strip(BLANK)
    host, colon, port = text.rpartition(":") if not text.endswith("]") else ("", "", text)
    if not colon:
        host, port = port, ""
    port = port.strip(BLANK)
    return parse_host(host.strip(BLANK)), number(port, "the port", below=65536) if port else None


def format_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Uri:
    """`user`, `password`, `params` and `headers` are kept escaped, in one normal form, so that what was equal stays
    equal and a NUL stays %00; `unescape` reads them. `host` is a name, or an IP address without brackets.

    A tel URI has its number in `user` and no host. Any other scheme has all it says in `opaque`.
    """

    scheme: str
    user: str = ""
    host: str = ""
    port: int | None = None
    password: str = ""
    params: Params = Params()
    headers: tuple[tuple[str, str], ...] = ()
    opaque: str = ""

    def __post_init__(self) -> None:
        sip = self.scheme in SIP_SCHEMES
        if sip:
            parse_host(format_host(self.host))
        elif self.scheme == "tel":
            if not self.user:
                raise Malformed("no number in a tel URI")
        elif self.scheme != "*" and not (_SCHEME.fullmatch(self.scheme) and _UNBROKEN.fullmatch(self.opaque)):
            raise Malformed(f"no URI: {self.scheme[:20]}:{self.opaque[:40]!r}")
        params = ((escape(name, _IN_PARAM), value and escape(value, _IN_PARAM)) for name, value in self.params.items)
        headers = ((escape(name, _IN_HEADER), escape(value, _IN_HEADER)) for name, value in self.headers)
        for field, value in (
            ("user", escape(self.user, _IN_USER if sip else _IN_NUMBER)),
            ("password", escape(self.password, _IN_PASSWORD)),
            ("params", Params(tuple(params))),
            ("headers", tuple(headers)),
        ):
            object.__setattr__(self, field, value)

    @classmethod
    def parse(cls, text: str) -> Self:
        scheme, colon, rest = text.partition(":")
        scheme = scheme.lower()
        if not colon or not _SCHEME.fullmatch(scheme) or not _UNBROKEN.fullmatch(rest):
            raise Malformed(f"no URI: {text[:60]!r}")
        if scheme == "tel":
            subscriber, _, params = rest.partition(";")
            return cls(scheme, user=subscriber, params=_params(params))
        if scheme not in SIP_SCHEMES:
            return cls(scheme, opaque=rest)
        # Of two @ the first ends the user: the second can only be a slip in a parameter.
        userinfo, at, place = rest.partition("@")
        user, _, password = userinfo.partition(":") if at else ("", "", "")
        if at and not user:
            raise Malformed("nothing before the @")
        place, _, headers = (place if at else rest).partition("?")
        where, _, params = place.partition(";")
        host, port = parse_host_port(where)
        pairs = tuple((name, value) for name, _, value in (pair.partition("=") for pair in headers.split("&") if pair))
        return cls(scheme, user, host, port, password, _params(params), pairs)

    @property
    def phone(self) -> str:
        """The number of a tel URI, or of a sip URI with user=phone, without visual separators; else empty."""
        if self.scheme != "tel" and self.params.get("user") != "phone":
            return ""
        return re.sub(r"[\-.()]", "", unescape(self.user.partition(";")[0]))

    def put(self, name: str, value: str | None = None) -> Self:
        """With this parameter, escaped where it has to be."""
        return replace(self, params=self.params.write(name, value))

    def target(self) -> Self:
        """As a Request-URI, which has neither headers nor a method (RFC 3261 §19.1.1)."""
        return replace(self, headers=(), params=self.params.drop("method"))

    def same(self, other: "Uri") -> bool:
        """Whether both name the same resource (RFC 3261 §19.1.4): escapes and the case of hosts do not matter, and most
        parameters only where both have them."""
        mine, theirs = _compared(self), _compared(other)
        shared = ({name.lower() for name, _ in uri.params.items} for uri in (self, other))
        both = set.intersection(*shared) | {"user", "ttl", "method", "maddr", "transport"}
        return mine == theirs and all(_folded(self, name) == _folded(other, name) for name in both)

    def __str__(self) -> str:
        if self.scheme == "*":
            return "*"
        if self.scheme == "tel":
            return f"tel:{self.user}{self.params}"
        if self.scheme not in SIP_SCHEMES:
            return f"{self.scheme}:{self.opaque}"
        password = f":{self.password}" if self.password else ""
        user = f"{self.user}{password}@" if self.user else ""
        port = "" if self.port is None else f":{self.port}"
        headers = "&".join(f"{name}={value}" for name, value in self.headers)
        return f"{self.scheme}:{user}{format_host(self.host)}{port}{self.params}{headers and '?'}{headers}"


def _params(text: str) -> Params:
    """Of a URI: no quotes, no blanks."""
    pairs = [part.partition("=") for part in text.split(";") if part]
    if not all(name for name, _, _ in pairs):
        raise Malformed("a parameter without a name")
    return Params(tuple((name, value if equals else None) for name, equals, value in pairs))


def _compared(uri: Uri) -> tuple[object, ...]:
    headers = frozenset((name.lower(), value) for name, value in uri.headers)
    return uri.scheme, uri.user, uri.password, uri.host.lower().rstrip("."), uri.port, uri.opaque, headers


def _folded(uri: Uri, name: str) -> tuple[bool, str]:
    return name in uri.params, (uri.params.get(name) or "").lower()


WILDCARD = Uri("*")
"`Contact: *`: all that are registered (RFC 3261 §10.2.2)."
