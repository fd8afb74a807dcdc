"""Requests and responses: bytes to values and back (RFC 3261 §7).

Taken: bare LF, folding, blanks where none belong, GB18030 bytes, headers that are missing or doubled without harm.
Sent: CRLF, one length, nothing folded. What cannot be understood raises Malformed, which says how to refuse it.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.cseq import CSeq
from changqian.protocols.sip.grammar import BLANK, Malformed, is_token, number
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.reasons import METHODS, REASONS
from changqian.protocols.sip.uri import Uri
from changqian.protocols.sip.via import Via

MAX_FORWARDS = 70

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_VERSION = re.compile(r"SIP/([0-9]+\.[0-9]+)", re.IGNORECASE)
_STATUS_LINE = re.compile(r"SIP/([0-9]+\.[0-9]+)[ \t]+([0-9]+)(?:[ \t]+(.*))?", re.IGNORECASE)
USES_CONTACT = frozenset({"INVITE", "REGISTER", "SUBSCRIBE", "NOTIFY", "UPDATE", "REFER"})
"Of these a Contact that cannot be read is refused; of others it is not looked at."
_ECHOED = ("From", "To", "Call-ID", "CSeq")

M = TypeVar("M", bound="Message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What both kinds have. There is no Content-Length in `headers`: the body has its length. `charset` is how the text
    of the headers came, and how its answers are written."""

    headers: Headers = Headers()
    body: bytes = b""
    charset: str = field(default="utf-8", compare=False)

    @staticmethod
    def parse(data: bytes) -> "Request | Response":
        """Of one datagram, or of what a stream was cut into. What follows the body is ignored (RFC 3261 §18.3)."""
        data = data.lstrip(b"\r\n")
        end = _BLANK_LINE.search(data)
        head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
        text, charset = _decoded(head)
        start, _, fields = text.partition("\n")
        start = start.rstrip("\r")
        try:
            message = replace(_started(start), headers=Headers.parse(fields), charset=charset)
            _check(message)
            return replace(message, headers=message.headers.drop("Content-Length"), body=_body(message.headers, body))
        except Malformed as error:
            raise Malformed(error.reason, error.status, _echo(start, fields)) from None

    @property
    def via(self) -> Via:
        """The topmost, who is the next to be answered."""
        return _via(self.headers.listed("Via")[0])

    @property
    def vias(self) -> tuple[Via, ...]:
        return tuple(_via(part) for part in self.headers.listed("Via"))

    @property
    def from_(self) -> Address:
        return _address(self.headers.get("From") or "")

    @property
    def to(self) -> Address:
        return _address(self.headers.get("To") or "")

    @property
    def call_id(self) -> str:
        return self.headers.get("Call-ID") or ""

    @property
    def cseq(self) -> CSeq:
        return CSeq.parse(self.headers.get("CSeq") or "")

    @property
    def contacts(self) -> tuple[Address, ...]:
        """Malformed if one of them is; `WILDCARD` stands for all."""
        return tuple(Address.parse(part) for part in self.headers.listed("Contact"))

    @property
    def routes(self) -> tuple[Address, ...]:
        return tuple(Address.parse(part) for part in self.headers.listed("Route"))

    @property
    def record_routes(self) -> tuple[Address, ...]:
        return tuple(Address.parse(part) for part in self.headers.listed("Record-Route"))

    @property
    def expires(self) -> int | None:
        """Seconds; None where it is absent or no number, which counts as absent (RFC 4475 §3.1.2.4)."""
        return _optional(self.headers.get("Expires"), 2**32)

    @property
    def content_type(self) -> str:
        """In small letters and without parameters."""
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip(BLANK).lower()

    def came_from(self: M, host: str, port: int) -> M:
        """With the source written into the topmost Via (RFC 3261 §18.2.1)."""
        top, *rest = self.headers.listed("Via")
        return replace(self, headers=self.headers.put("Via", str(Via.parse(top).came_from(host, port)), *rest))

    def with_headers(self: M, pairs: Iterable[tuple[str, str]]) -> M:
        """Each name in `pairs` takes the place of what stood under it."""
        headers = self.headers
        given = Headers.of(pairs)
        for name in dict.fromkeys(name for name, _ in given):
            headers = headers.put(name, *given.all(name))
        return replace(self, headers=headers)

    def _bytes(self, start: str) -> bytes:
        headers = self.headers.drop("Content-Length").add("Content-Length", str(len(self.body)))
        return f"{start}\r\n{headers}\r\n".encode(self.charset, errors="replace") + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Message):
    method: str
    uri: Uri

    def __post_init__(self) -> None:
        if not is_token(self.method):
            raise Malformed(f"no method: {self.method[:40]!r}")
        if self.uri.headers or self.uri.scheme == "*":
            raise Malformed("headers in the Request-URI")

    @property
    def max_forwards(self) -> int:
        """Absent or out of range, it counts as 70 (RFC 4475 §3.1.2.4)."""
        value = _optional(self.headers.get("Max-Forwards"), 256)
        return MAX_FORWARDS if value is None else value

    def response(
        self,
        status: int,
        *,
        reason: str = "",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        to_tag: str = "",
    ) -> "Response":
        """As RFC 3261 §8.2.6 asks: Via, From, To, Call-ID and CSeq as they came, `to_tag` where To has no tag yet; and
        Record-Route where it may make a dialog (§12.1.1)."""
        kept = ("Via", *_ECHOED, *(["Record-Route"] if 100 < status < 300 else []))
        copied = [(name, value) for name, value in self.headers if name in kept]
        if status == 100:
            copied += [("Timestamp", value) for value in self.headers.all("Timestamp")]
        reason = reason or REASONS.get(status, "")
        answer = Response(status=status, reason=reason, headers=Headers.of(copied), body=body, charset=self.charset)
        if to_tag and status != 100 and not self.to.tag:
            answer = answer.with_headers([("To", str(self.to.tagged(to_tag)))])
        return answer.with_headers(headers)

    def __bytes__(self) -> bytes:
        return self._bytes(f"{self.method} {self.uri} SIP/2.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Message):
    status: int
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", self.reason.strip(BLANK))
        if not 100 <= self.status <= 699:
            raise Malformed(f"no status: {self.status}")
        if "\r" in self.reason or "\n" in self.reason:
            raise Malformed("a line break in the reason")

    def __bytes__(self) -> bytes:
        return self._bytes(f"SIP/2.0 {self.status} {self.reason}")


def refusal(error: Malformed, to_tag: str) -> Response | None:
    """The answer to a request that was not understood; None if nobody can be answered."""
    if not error.echo:
        return None
    headers = Headers.of(error.echo)
    with suppress(Malformed):  # Else it goes back as it came, to who wrote it so.
        to = Address.parse(headers.get("To") or "")
        headers = headers if to.tag else headers.put("To", str(to.tagged(to_tag)))
    return Response(status=error.status, reason=error.reason, headers=headers)


def _decoded(head: bytes) -> tuple[str, str]:
    """UTF-8 is hardly ever GB18030 by accident; the other way round it is told by failing."""
    try:
        return head.decode(), "utf-8"
    except UnicodeDecodeError:
        return head.decode("gb18030", errors="replace"), "gb18030"


# On its way through an endpoint the same text is read several times; what is read never changes.
_address = lru_cache(maxsize=64)(Address.parse)
_via = lru_cache(maxsize=64)(Via.parse)
_uri = lru_cache(maxsize=64)(Uri.parse)


def _started(line: str) -> Request | Response:
    """What the start line says; the rest is still to come."""
    if found := _STATUS_LINE.fullmatch(line):
        version, status, reason = found.groups()
        message: Request | Response = Response(status=number(status, "the status", below=700), reason=reason or "")
    else:
        words = [word for word in line.replace("\t", " ").split(" ") if word]
        if len(words) != 3 or not (found := _VERSION.fullmatch(words[2])):
            raise Malformed(f"no start line: {line[:60]!r}")
        method, uri, version = words[0], words[1], found[1]
        # Brackets round it are not allowed, and harmless (RFC 4475 §3.1.2.7).
        message = Request(method=method, uri=_uri(uri[1:-1] if uri[0] == "<" and uri[-1] == ">" else uri))
    if version != "2.0":
        raise Malformed(f"version {version}", 505)
    return message


def _check(message: Request | Response) -> None:
    """What nobody can do without is there, once, and can be read (RFC 3261 §8.1.1)."""
    for name in _ECHOED:
        if not (values := set(message.headers.all(name))):
            raise Malformed(f"no {name}")
        if len(values) > 1:
            raise Malformed(f"more than one {name}")
    if not message.headers.listed("Via"):
        raise Malformed("no Via")
    if not message.call_id or any(char in message.call_id for char in BLANK):
        raise Malformed("no Call-ID")
    _ = message.vias, message.from_, message.to, message.record_routes, message.headers.listed("Require")
    if isinstance(message, Request) and message.method in USES_CONTACT:
        _ = message.contacts
    cseq = message.cseq
    if isinstance(message, Request) and cseq.method != message.method:
        # Of a method that nobody knows, it is better said that nobody knows it (RFC 4475 §3.1.2.18).
        raise Malformed(f"{message.method} with CSeq {cseq}", 400 if message.method in METHODS else 501)


def _body(headers: Headers, rest: bytes) -> bytes:
    lengths = {number(value, "the Content-Length") for value in headers.all("Content-Length")}
    if len(lengths) > 1:
        raise Malformed("more than one Content-Length")
    if not lengths:
        return rest
    length = lengths.pop()
    if length > len(rest):
        raise Malformed(f"{len(rest)} bytes of a body of {length}")
    return rest[:length]


def _optional(value: str | None, below: int) -> int | None:
    try:
        return None if value is None else number(value, "it", below=below)
    except Malformed:
        return None


def _echo(start: str, fields: str) -> tuple[tuple[str, str], ...]:
    """What of a broken request can be sent back. A response is not answered, nor an ACK (RFC 3261 §17.1.1.3)."""
    if start[:4].upper() == "SIP/" or start.startswith("ACK "):
        return ()
    headers = Headers.salvage(fields)
    try:
        vias = [str(Via.parse(headers.listed("Via")[0]))]
    except (Malformed, IndexError):
        return ()
    with suppress(Malformed):  # The topmost is enough to be answered.
        vias = [str(via) for via in Via.parse_many(", ".join(headers.all("Via")))]
    echo = [("Via", via) for via in vias]
    for name in _ECHOED:
        echo += [(name, value) for value in headers.all(name)[:1]]
    return tuple(echo)
