"""The lines of a description, before anybody knows what they mean. RFC 8866 section 5."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LARGEST = 64 * 1024
"Bytes. A datagram holds no more; what is longer is an attack or a mistake."
MOST = 2000
"Lines."
LINE = re.compile(r"\s*([A-Za-z])\s*=(.*)")
BREAKS = re.compile(r"[\r\n]+")


class Malformed(ValueError):
    """Not a session description, or a value that none can hold. The message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """`kind=value`: one letter, and text of one line."""

    kind: str
    value: str

    def __post_init__(self) -> None:
        if len(self.kind) != 1 or not self.kind.isascii() or not self.kind.isalpha():
            raise Malformed(f"a line starts with one letter, not {self.kind!r}")
        refuse_breaks(self.value)

    def __str__(self) -> str:
        return f"{self.kind}={self.value}"


def refuse_breaks(*values: str) -> None:
    """A value with a line break would smuggle in lines of its own: Malformed."""
    for value in values:
        if BREAKS.search(value) or "\0" in value:
            raise Malformed(f"a value must stay on its line: {value[:40]!r}")


def whole(text: str, *, low: int = 0, high: int) -> int:
    """A decimal number within its bounds; Malformed for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and low <= int(text) <= high):
        raise Malformed(f"{text[:40]!r} is not a number from {low} to {high}")
    return int(text)


def split(data: bytes | str) -> list[Line]:
    """All lines that look like lines, in order. Bare LF, bare CR and blanks around are accepted; noise is dropped.

    Names may be Chinese: UTF-8, and where that fails GB18030 (GB/T 28181-2022 6.10).
    """
    if len(data) > LARGEST:
        raise Malformed(f"{len(data)} bytes are more than {LARGEST}")
    texts = BREAKS.split(_decoded(data).replace("\0", ""))
    if len(texts) > MOST:
        raise Malformed(f"{len(texts)} lines are more than {MOST}")
    found = (LINE.fullmatch(line) for line in texts)
    return [Line(match[1], match[2].strip()) for match in found if match]


def _decoded(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def join(lines: Iterable[Line]) -> str:
    """RFC 8866 section 5: each line ends with CRLF."""
    return "".join(f"{line}\r\n" for line in lines)
