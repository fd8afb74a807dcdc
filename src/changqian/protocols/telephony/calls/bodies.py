"""The session description in a message, alone or as a part of several (RFC 2046 §5.1, RFC 5621)."""

import re

from changqian.protocols.sip.grammar import Malformed, Params
from changqian.protocols.sip.message import Message

SDP = "application/sdp"
MOST_PARTS = 16

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_TYPE = re.compile(rb"^content-type[ \t]*:[ \t]*([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)


def description_of(message: Message) -> bytes:
    """Empty where there is none. A body without a type that begins as a description is one."""
    if message.content_type == SDP or (not message.content_type and message.body.startswith(b"v=0")):
        return message.body
    if message.content_type.startswith("multipart/"):
        return _part(message)
    return b""


def unknown_body(message: Message) -> bool:
    """Whether there is a body that is no description, and that must be understood (RFC 3261 §20.11)."""
    optional = "handling=optional" in (message.headers.get("Content-Disposition") or "").replace(" ", "").lower()
    return bool(message.body) and not description_of(message) and not optional


def _part(message: Message) -> bytes:
    try:
        boundary = Params.parse((message.headers.get("Content-Type") or "").partition(";")[2]).get("boundary") or ""
    except Malformed:
        return b""
    if not boundary:
        return b""
    for part in message.body.split(b"--" + boundary.encode())[1 : MOST_PARTS + 1]:
        head, blank, body = _halves(part)
        found = _TYPE.search(head)
        if blank and found and found[1].strip().lower() == SDP.encode():
            return body.rstrip(b"\r\n") + b"\r\n"
    return b""


def _halves(part: bytes) -> tuple[bytes, bool, bytes]:
    end = _BLANK_LINE.search(part)
    return (part[: end.start()], True, part[end.end() :]) if end else (part, False, b"")
