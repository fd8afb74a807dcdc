"""A stream cut into messages by Content-Length, with the keep-alives between them (RFC 3261 §18.3, RFC 5626 §4.4.1)."""

import re
from dataclasses import dataclass, field
from enum import Enum

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^(?:content-length|l)[ \t]*:(?:[ \t]*\r?\n[ \t])*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


class Beat(Enum):
    """A ping is a double CRLF and wants a single one back. Split by the network it is seen as a pong, then a ping."""

    PING = b"\r\n\r\n"
    PONG = b"\r\n"


class BrokenStream(Exception):
    """Where the next message begins cannot be known, so the connection is of no more use (RFC 4475 §3.1.2.3).

    `status` and `head` allow for an answer before it is closed; `head` is empty where none is possible.
    """

    def __init__(self, reason: str, status: int = 400, head: bytes = b"") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.head = head


@dataclass(slots=True)
class Framer:
    """`receive` what came, then take with `next` until None. After BrokenStream nothing comes any more.

    `max_head` and `max_body` in bytes: a message beyond them breaks the stream with 513.
    """

    max_head: int = 16_384
    max_body: int = 1_048_576
    buffer: bytearray = field(default_factory=bytearray)
    scanned: int = 0
    half_ping: bool = False
    broken: bool = False

    def receive(self, data: bytes) -> None:
        if not self.broken:
            self.buffer += data

    def next(self) -> bytes | Beat | None:
        """A whole message, a keep-alive, or None until more has come."""
        if beat := self._beat():
            return beat
        end = _HEAD_END.search(self.buffer, self.scanned)
        if end is None:
            # A blank line is four bytes at most: where the rest of one may follow, the search begins again.
            self.scanned = max(0, len(self.buffer) - 3)
            if len(self.buffer) > self.max_head:
                raise self._break("the head is too long", 513)
            return None
        if end.end() > self.max_head:
            raise self._break("the head is too long", 513)
        size = end.end() + self._length(bytes(self.buffer[: end.end()]))
        if len(self.buffer) < size:
            self.scanned = end.start()
            return None
        message = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.scanned = 0
        return message

    def _beat(self) -> Beat | None:
        while self.buffer[:1] == b"\n":
            del self.buffer[:1]
        if self.buffer[:4] == Beat.PING.value:
            del self.buffer[:4]
            self.half_ping = False
            return Beat.PING
        if self.buffer[:2] == Beat.PONG.value and self.buffer[:3] != b"\r\n\r":
            del self.buffer[:2]
            self.half_ping = not self.half_ping
            return Beat.PONG if self.half_ping else Beat.PING
        if self.buffer and self.buffer[:1] != b"\r":
            self.half_ping = False
        return None

    def _length(self, head: bytes) -> int:
        """Without the header there is no body: RFC 3261 §20.14 asks for it, and devices leave it out where it is 0."""
        lengths = {value.strip() for value in _LENGTH.findall(head)}
        if len(lengths) > 1:
            raise self._break("more than one Content-Length", 400, head)
        text = lengths.pop() if lengths else b"0"
        if not text.isdigit():
            raise self._break("the Content-Length is no number", 400, head)
        digits = text.lstrip(b"0") or b"0"
        if len(digits) > 10 or int(digits) > self.max_body:
            raise self._break("the body is too long", 513, head)
        return int(digits)

    def _break(self, reason: str, status: int, head: bytes = b"") -> BrokenStream:
        self.broken = True
        self.buffer.clear()
        self.scanned = 0
        return BrokenStream(reason, status, head)
