"""How a field of a dataclass stands in XML, said once: reading and printing both follow it.

A block declares `name: str = text("Name")`; `Block.read` builds it from a node, `Block.nodes` prints it. Elements come
in the order of the fields, which is the order of annex A. What is missing is None, empty, or an empty tuple.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self, TypeVar

from changqian.protocols.gb28181 import moments
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.markup import Node
from changqian.protocols.gb28181.versions import Version

KEY = "wire"
ON, OFF = ("1", "on", "true", "yes"), ("0", "off", "false", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire(ABC):
    """One field. `tag` is printed, and `older` instead of it before 2022; both and `aliases` are read."""

    tag: str = ""
    older: str = ""
    aliases: tuple[str, ...] = ()
    since: Version = Version.V2011
    until: Version = Version.V2022
    always: bool = False
    "Printed even when empty: annex A requires it."
    read_only: bool = False
    "Seen in the field, never printed."
    names: tuple[str, ...] = field(init=False, default=())
    "All that are read, in lower case."

    def __post_init__(self) -> None:
        tags = filter(None, (self.tag, self.older, *self.aliases))
        object.__setattr__(self, "names", tuple(tag.lower() for tag in tags))

    @abstractmethod
    def read(self, parent: Node) -> Any:
        """The value, from the node that holds the field."""

    @abstractmethod
    def nodes(self, value: Any, version: Version) -> Iterable[Node]:
        """What stands in the parent for a value that is not empty."""

    def tag_in(self, version: Version) -> str:
        return self.older if self.older and version < Version.V2022 else self.tag

    def printed(self, value: Any, version: Version) -> Iterable[Node]:
        if self.read_only or not self.since <= version <= self.until:
            return []
        if value in (None, "", ()):
            return [Node(self.tag_in(version))] if self.always else []
        return self.nodes(value, version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(Wire):
    """An element that holds text."""

    convert: Callable[[str], Any] = str
    show: Callable[[Any], str] = str

    def read(self, parent: Node) -> Any:
        node = parent.find(self.names)
        return self.convert(node.text if node else "")

    def nodes(self, value: Any, version: Version) -> Iterable[Node]:
        return [Node(self.tag_in(version), self.show(value))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts(Wire):
    """Repeated elements that hold text, directly or inside the element `inside`."""

    inside: str = ""

    def read(self, parent: Node) -> tuple[str, ...]:
        holder = parent.child(self.inside) if self.inside else parent
        if holder is None:
            return ()
        found = (each for name in self.names for each in holder.every(name))
        return tuple(each.text for each in found if each.text and not each.children)

    def nodes(self, value: Any, version: Version) -> Iterable[Node]:
        found = [Node(self.tag_in(version), each) for each in value]
        return [Node(self.inside, children=found)] if self.inside else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested(Wire):
    """An element that holds a block. One of the same name that holds text only is another's: Info is used for both."""

    block: type["Block"]

    def read(self, parent: Node) -> "Block | None":
        found = (each for name in self.names for each in parent.every(name) if each.children)
        node = next(found, None)
        return self.block.read(node) if node else None

    def nodes(self, value: Any, version: Version) -> Iterable[Node]:
        return [Node(self.tag_in(version), children=list(value.nodes(version)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Wire):
    """An element with `Num`, holding blocks; or, without a `tag`, the blocks alone."""

    item: str
    block: type["Block"]
    counted: bool = True

    def read(self, parent: Node) -> "tuple[Block, ...]":
        holder = parent.find(self.names) if self.tag else parent
        return tuple(self.block.read(each) for each in holder.every(self.item)) if holder else ()

    def nodes(self, value: Any, version: Version) -> Iterable[Node]:
        found = [Node(self.item, children=list(each.nodes(version))) for each in value]
        if not self.tag:
            return found
        count = {"Num": str(len(found))} if self.counted else {}
        return [Node(self.tag_in(version), attributes=count, children=found)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline(Wire):
    """A block whose elements stand in the parent itself."""

    block: type["Block"]

    def read(self, parent: Node) -> "Block":
        return self.block.read(parent)

    def nodes(self, value: Any, version: Version) -> Iterable[Node]:
        return list(value.nodes(version))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A frozen dataclass that reads itself from a node and prints itself into nodes."""

    @classmethod
    def read(cls, node: Node) -> Self:
        """Unknown elements are passed over; what cannot be converted counts as missing."""
        return cls(**{name: wire.read(node) for name, wire in wires(cls)})

    def nodes(self, version: Version) -> Iterable[Node]:
        for name, wire in wires(type(self)):
            yield from wire.printed(getattr(self, name), version)


B = TypeVar("B", bound=Block)
T = TypeVar("T")
_WIRES: dict[type[Block], tuple[tuple[str, Wire], ...]] = {}


def wires(block: type[Block]) -> tuple[tuple[str, Wire], ...]:
    """The fields of a block that stand in XML, in order."""
    if block not in _WIRES:
        _WIRES[block] = tuple((each.name, each.metadata[KEY]) for each in fields(block) if KEY in each.metadata)
    return _WIRES[block]


def integer(digits: str) -> int | None:
    """`7`, ` 07 `, `7.0`; None for what is no number."""
    number = decimal(digits)
    return int(number) if number is not None and abs(number) < 1e15 else None


def decimal(digits: str) -> float | None:
    """A finite number; None for what is none."""
    if len(digits) > 40 or "_" in digits:
        return None
    try:
        number = float(digits)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def show_decimal(number: float) -> str:
    """Without exponent and trailing zeros: annex A's `double` is read by scanners that know neither."""
    shown = f"{number:.8f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def boolean(word: str) -> bool | None:
    return True if word.lower() in ON else False if word.lower() in OFF else None


def _told(wire: Wire) -> Mapping[str, Wire]:
    return {KEY: wire}


def _optional(kind: type[T], wire: Wire) -> T | None:
    missing: T | None = None
    return field(default=missing, metadata=_told(wire))


def text(tag: str, **how: Any) -> str:
    return field(default="", metadata=_told(Leaf(tag=tag, **how)))


def secret(tag: str, **how: Any) -> str:
    """A text that no log shows."""
    return field(default="", repr=False, metadata=_told(Leaf(tag=tag, **how)))


def number(tag: str, **how: Any) -> int | None:
    return _optional(int, Leaf(tag=tag, convert=integer, **how))


def real(tag: str, **how: Any) -> float | None:
    return _optional(float, Leaf(tag=tag, convert=decimal, show=show_decimal, **how))


def switch(tag: str, **how: Any) -> bool | None:
    """0 or 1."""
    return _optional(bool, Leaf(tag=tag, convert=boolean, show=lambda value: str(int(value)), **how))


def moment(tag: str, **how: Any) -> datetime | None:
    return _optional(datetime, Leaf(tag=tag, convert=moments.parse, show=moments.show, **how))


def texts(tag: str, **how: Any) -> tuple[str, ...]:
    return field(default=(), metadata=_told(Texts(tag=tag, **how)))


def nested(tag: str, block: type[B], **how: Any) -> B | None:
    return _optional(block, Nested(tag=tag, block=block, **how))


def listed(tag: str, item: str, block: type[B], **how: Any) -> tuple[B, ...]:
    return field(default=(), metadata=_told(Listed(tag=tag, item=item, block=block, **how)))


def inline(block: type[B]) -> B:
    return field(default_factory=block, metadata=_told(Inline(block=block)))


def within(value: int | None, low: int, high: int, name: str) -> None:
    """Malformed unless the number is missing or in its bounds."""
    if value is not None and not low <= value <= high:
        raise Malformed(f"{name} is {value}, not {low} to {high}")
