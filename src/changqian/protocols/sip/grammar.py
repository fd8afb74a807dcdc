"""What all of SIP is written in: tokens, quoted strings, lists and parameters (RFC 3261 §25.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]+"
QUOTED = r'"(?:[^"\\]|\\.)*"'
BLANK = " \t"
"Only these separate. `str.strip()` would also take what is part of a Chinese text, such as U+3000."

_TOKEN = re.compile(TOKEN)
_NUMBER = re.compile(r"[0-9]+")
# A parameter's value (gen-value): a token, a host with its port, or a quoted string.
_VALUE = re.compile(rf"(?:[A-Za-z0-9\-.!%*_+`'~\[\]:]+|{QUOTED})", re.DOTALL)
_PIECES = {mark: re.compile(rf'{QUOTED}|<[^<>]*>|[^"<{mark}]+|{mark}', re.DOTALL) for mark in ",;"}
_TO_ESCAPE = re.compile(r'["\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]')


class Malformed(ValueError):
    """Text that cannot be understood, or that must not be sent.

    `status` is what a request is refused with. `echo` holds what the refusal must repeat of it (Via, From, To, Call-ID,
    CSeq), as (name, value); it is empty where nobody can be answered.
    """

    def __init__(self, reason: str, status: int = 400, echo: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.echo = tuple(echo)


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def number(text: str, what: str, *, below: int = 2**32) -> int:
    """Decimal digits only: `int()` would also take "-9", "1_0" and the digits of other scripts."""
    digits = text.lstrip("0") or text[:1]
    # Ten digits hold 2**32; `int()` raises at thousands.
    if not _NUMBER.fullmatch(text) or len(digits) > 10 or int(digits) >= below:
        raise Malformed(f"{what} is not a number below {below}: {text[:40]!r}")
    return int(digits)


def quote(text: str) -> str:
    """As a quoted string. Line breaks have no place in one."""
    if "\r" in text or "\n" in text:
        raise Malformed("a line break cannot be quoted")
    return '"' + _TO_ESCAPE.sub(lambda found: "\\" + found[0], text) + '"'


def unquote(text: str) -> str:
    """What a quoted string says; other text as it is."""
    if len(text) >= 2 and text[0] == '"' == text[-1]:
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def split(text: str, mark: str) -> list[str]:
    """The parts between commas or semicolons that stand outside quotes and <>, without blanks round them.

    Empty parts are left out: `a,,b` is how some devices write a list of two. Malformed if a quote or bracket is left
    open.
    """
    if '"' not in text and "<" not in text:
        return [part for raw in text.split(mark) if (part := raw.strip(BLANK))]
    parts, start, at = [], 0, 0
    while at < len(text):
        piece = _PIECES[mark].match(text, at)
        if piece is None:
            raise Malformed(f"a quote or bracket is left open: {text[at : at + 40]!r}")
        if piece[0] == mark:
            parts.append(text[start:at])
            start = piece.end()
        at = piece.end()
    parts.append(text[start:])
    return [part for raw in parts if (part := raw.strip(BLANK))]


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters in their order, as (name, value); names compare without case, a bare one has the value None.

    Values are kept as written, quotes included: some must be quoted though they look like tokens (RFC 3840 §9).
    """

    items: tuple[tuple[str, str | None], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Of `;a=b;c`, with or without the first semicolon."""
        return cls(tuple(_param(part) for part in split(text, ";")))

    @classmethod
    def of(cls, **values: str | None) -> Self:
        params = cls()
        for name, value in values.items():
            params = params.put(name, value)
        return params

    def get(self, name: str) -> str | None:
        """Its value without quotes; None where it is absent or bare."""
        name = name.lower()
        for key, value in self.items:
            if key.lower() == name:
                return None if value is None else unquote(value)
        return None

    def put(self, name: str, value: str | None = None) -> Self:
        """With this value, in the place of the old one or at the end; quoted if it has to be."""
        if not is_token(name):
            raise Malformed(f"no name of a parameter: {name[:40]!r}")
        return self.write(name, value if value is None or _VALUE.fullmatch(value) else quote(value))

    def write(self, name: str, written: str | None) -> Self:
        """As `put`, with a value that stands as it will be sent."""
        places = [at for at, (key, _) in enumerate(self.items) if key.lower() == name.lower()]
        if not places:
            return type(self)((*self.items, (name, written)))
        first, rest = places[0], places[1:]
        items = [(key, written) if at == first else (key, old) for at, (key, old) in enumerate(self.items)]
        return type(self)(tuple(item for at, item in enumerate(items) if at not in rest))

    def drop(self, name: str) -> Self:
        return type(self)(tuple(item for item in self.items if item[0].lower() != name.lower()))

    def __contains__(self, name: str) -> bool:
        return any(key.lower() == name.lower() for key, _ in self.items)

    def __bool__(self) -> bool:
        return bool(self.items)

    def __str__(self) -> str:
        return "".join(f";{name}" if value is None else f";{name}={value}" for name, value in self.items)


def _param(text: str) -> tuple[str, str | None]:
    name, _, value = text.partition("=")
    name, value = name.strip(BLANK), value.strip(BLANK)
    if not is_token(name):
        raise Malformed(f"no name of a parameter: {name[:40]!r}")
    if not value:
        return name, None
    return name, value if _VALUE.fullmatch(value) else quote(value)
