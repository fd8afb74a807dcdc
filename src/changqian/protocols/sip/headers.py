"""Header fields: an ordered multi-map whose names compare without case, compact or long (RFC 3261 §7.3)."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from changqian.protocols.sip.grammar import BLANK, Malformed, is_token, split

COMPACT = {
    "a": "Accept-Contact",  # RFC 3841
    "b": "Referred-By",  # RFC 3892
    "c": "Content-Type",
    "d": "Request-Disposition",  # RFC 3841
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",  # RFC 3841
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "n": "Identity-Info",  # RFC 4474
    "o": "Event",  # RFC 6665
    "r": "Refer-To",  # RFC 3515
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",  # RFC 6665
    "v": "Via",
    "x": "Session-Expires",  # RFC 4028
    "y": "Identity",  # RFC 8224
}
_LONG = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Alert-Info", "Allow", "Authentication-Info", "Authorization"),
    *("CSeq", "Call-Info", "Content-Disposition", "Date", "Error-Info", "Expires", "In-Reply-To", "MIME-Version"),
    *("Max-Forwards", "Min-Expires", "Min-SE", "Organization", "P-Access-Network-Info", "P-Asserted-Identity"),
    *("P-Early-Media", "P-Preferred-Identity", "Path", "Priority", "Privacy", "Proxy-Authenticate", "RAck", "RSeq"),
    *("Proxy-Authorization", "Proxy-Require", "Reason", "Record-Route", "Replaces", "Reply-To", "Require", "Route"),
    *("Retry-After", "Server", "Service-Route", "Subscription-State", "Timestamp", "Unsupported", "User-Agent"),
    *("WWW-Authenticate", "Warning", "X-GB-ver"),
)
_CANONICAL = COMPACT | {name.lower(): name for name in (*COMPACT.values(), *_LONG)}
_NAMES = frozenset(_CANONICAL.values())

_FOLD = re.compile(r"\r?\n[ \t]+")
_LINE_END = re.compile(r"\r?\n")


def canonical(name: str) -> str:
    """The long name in its usual case; unknown names as they are."""
    return _CANONICAL.get(name.lower(), name)


def _lines(text: str) -> list[str]:
    return [line for line in _LINE_END.split(_FOLD.sub(" ", text)) if line.strip(BLANK)]


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise Malformed(f"a header without a colon: {name[:40]!r}")
    # A lone CR is no line end, and nothing that may be sent on.
    return name.strip(BLANK), value.replace("\r", " ").strip(BLANK)


@dataclass(frozen=True, slots=True)
class Headers:
    """(name, value) in their order. Every change gives a new one; a value is one line without its end."""

    items: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple((canonical(name), value) for name, value in self.items))
        for name, value in self.items:
            if name not in _NAMES and not is_token(name):
                raise Malformed(f"no name of a header: {name[:40]!r}")
            if "\n" in value or "\r" in value:
                raise Malformed(f"a line break in {name}")

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        return cls(tuple(pairs))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Lines with CRLF or bare LF; continued lines are joined by one blank (RFC 3261 §7.3.1)."""
        return cls(tuple(_header(line) for line in _lines(text)))

    @classmethod
    def salvage(cls, text: str) -> Self:
        """Those lines that are headers, for an answer that says that not all of them are."""
        found: list[tuple[str, str]] = []
        for line in _lines(text):
            with suppress(Malformed):
                found += cls((_header(line),)).items
        return cls(tuple(found))

    def get(self, name: str) -> str | None:
        """The first value."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> tuple[str, ...]:
        """The value of each line."""
        name = canonical(name)
        if name in _NAMES:
            return tuple(value for key, value in self.items if key == name)
        return tuple(value for key, value in self.items if key.lower() == name.lower())

    def listed(self, name: str) -> list[str]:
        """The members of all lines of a header whose value is a list, such as Supported or Via."""
        return [part for value in self.all(name) for part in split(value, ",")]

    def put(self, name: str, *values: str) -> Self:
        """With these lines in the place of the old ones, or at the end."""
        key = canonical(name).lower()
        at = next((at for at, (old, _) in enumerate(self.items) if old.lower() == key), len(self.items))
        before, after = self.items[:at], (item for item in self.items[at:] if item[0].lower() != key)
        return type(self)((*before, *((name, value) for value in values), *after))

    def add(self, name: str, *values: str) -> Self:
        return type(self)((*self.items, *((name, value) for value in values)))

    def first(self, name: str, value: str) -> Self:
        """With this line before all others, as a Via has to be."""
        return type(self)(((name, value), *self.items))

    def drop(self, name: str) -> Self:
        return self.put(name)

    def __contains__(self, name: str) -> bool:
        return bool(self.all(name))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.items)

    def __str__(self) -> str:
        return "".join(f"{name}: {value}\r\n" for name, value in self.items)
