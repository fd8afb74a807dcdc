"""What all MANSCDP documents share: a root, a CmdType, a serial and whom it concerns. GB/T 28181-2022 annex A.2."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from changqian.protocols.gb28181 import markup
from changqian.protocols.gb28181.elements import Block, integer, text, wires
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.gb28181.markup import Node
from changqian.protocols.gb28181.versions import Version, needed

CONTENT_TYPE = "Application/MANSCDP+xml"
ROOTS = ("Query", "Control", "Notify", "Response")
MISSPELT = {"persetquery": "PresetQuery", "storagecardstatusquery": "SDCardStatus"}
"CmdTypes that firmware gets wrong, in lower case."
LARGEST_SERIAL = 2**31 - 1
"SN is counted in a signed int by many devices."


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Block):
    """`sn` joins an answer to its question; `device_id` is whom it concerns, empty where the edition has none.

    `extra` is free text for what the standard does not know: ExtraInfo, before 2022 Info.
    """

    ROOT: ClassVar[str] = ""
    COMMAND: ClassVar[str] = ""
    sn: int = 0
    device_id: str = ""
    extra: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.sn <= LARGEST_SERIAL:
            raise Malformed(f"SN is {self.sn}, not 0 to {LARGEST_SERIAL}")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """A document of this very class; Unsupported if it is another, Malformed if it is none."""
        root = markup.parse(data)
        if named(root) != (cls.ROOT, cls.COMMAND):
            raise Unsupported(*named(root))
        return cls.read(root)

    @classmethod
    def read(cls, node: Node) -> Self:
        given: dict[str, Any] = {name: wire.read(node) for name, wire in wires(cls)}
        sn = integer(value_of(node, "SN")) or 0
        device = value_of(node, "DeviceID")
        return cls(sn=sn if 0 <= sn <= LARGEST_SERIAL else 0, device_id=device, extra=_notes(node), **given)

    def encode(self, version: Version = Version.V2016, charset: str = "") -> bytes:
        """As that edition prints it, in its character set unless another is named, as `UTF-8` for who writes UTF-8."""
        head = [Node("CmdType", self.COMMAND), Node("SN", str(self.sn))]
        if self.device_id:
            head.append(Node("DeviceID", self.device_id))
        note = "ExtraInfo" if version >= Version.V2022 else "Info"
        tail = [Node(note, each) for each in self.extra]
        root = Node(self.ROOT, children=[*head, *self._body(version), *tail])
        return markup.show(root, charset or version.charset)

    def _body(self, version: Version) -> Iterable[Node]:
        return self.nodes(version)

    @property
    def parts(self) -> tuple[str, ...]:
        """The commands or settings inside, by element; only controls have such."""
        return ()

    @property
    def needs(self) -> Version:
        """The first edition whose peers know all of this. See `versions.may_be_sent`."""
        return max(needed(self.ROOT, self.COMMAND, part) for part in (*self.parts, ""))


def named(root: Node) -> tuple[str, str]:
    """Root and CmdType in their right spelling where they are known, else as they came."""
    kind = next((each for each in ROOTS if each.lower() == root.tag.lower()), root.tag)
    command = value_of(root, "CmdType")
    return kind, MISSPELT.get(command.lower(), command)


def value_of(root: Node, tag: str) -> str:
    """A child's text; small firmware writes CmdType and SN as attributes of the root."""
    node = root.child(tag)
    return node.text if node else root.attributes.get(tag.lower(), "").strip()


def _notes(node: Node) -> tuple[str, ...]:
    plain = (each for tag in ("ExtraInfo", "Info") for each in node.every(tag) if not each.children)
    return tuple(each.text for each in plain if each.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Document):
    ROOT: ClassVar[str] = "Query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(Document):
    ROOT: ClassVar[str] = "Control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Document):
    ROOT: ClassVar[str] = "Notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Document):
    """`result` is OK or ERROR, empty where the answer has none or the device forgot."""

    ROOT: ClassVar[str] = "Response"
    result: str = text("Result")

    @property
    def ok(self) -> bool:
        return self.result.upper() == "OK"

    @property
    def refused(self) -> bool:
        """Said no, in so many words: an answer without a result is taken for its content."""
        return bool(self.result) and not self.ok
