"""XML as devices write it: bytes to a tree and back. Harmless: no DOCTYPE, no entities, bounded size and depth.

The tree knows no letter case and no namespaces, since neither can be relied on in the field.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError, XMLParser

from changqian.protocols.gb28181.errors import Malformed

LARGEST = 1024 * 1024
"Bytes of one document. A catalogue page of a hundred items is 100 kB."
DEEPEST = 16
"Levels; annex A uses six."
DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
DECLARED = re.compile(rb"\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']\s*([\w.-]+)", re.IGNORECASE)
FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"XML 1.0 section 2.2."
BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
BOM = b"\xef\xbb\xbf"
UTF8, GB18030, GB2312 = "UTF-8", "GB18030", "GB2312"


@dataclass(slots=True)
class Node:
    """One element: stripped text, children in order, attributes by lower-case name."""

    tag: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    _first: dict[str, "Node"] = field(default_factory=dict, repr=False, compare=False)

    def child(self, *tags: str) -> "Node | None":
        """The first child with the first of these tags that there is, whatever its letter case."""
        return self.find(tuple(tag.lower() for tag in tags))

    def find(self, names: Sequence[str]) -> "Node | None":
        """As `child`, by names in lower case."""
        if not self._first:
            for each in reversed(self.children):
                self._first[each.tag.lower()] = each
        for name in names:
            if name in self._first:
                return self._first[name]
        return None

    def every(self, tag: str) -> list["Node"]:
        return [each for each in self.children if each.tag.lower() == tag.lower()]


def encoding_of(data: bytes) -> str:
    """`UTF-8`, `GB2312` or `GB18030`: what the bytes are, which is not always what they declare.

    Bytes that declare GB2312 and are none, but flawless UTF-8, are UTF-8: some firmware pastes the usual header in
    front of it. Everything else is GB18030, which holds GBK and GB2312 (6.10).
    """
    declared = DECLARED.match(data[:200])
    says_utf8 = data.startswith(BOM) or (declared is not None and declared[1].lower() in (b"utf-8", b"utf8"))
    if says_utf8:
        return UTF8 if _decodes(data, "utf-8") else GB18030
    if _decodes(data, "gb2312"):
        return GB2312
    return UTF8 if _decodes(data, "utf-8") else GB18030


def _decodes(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes) -> str:
    """The text without its declaration. A character cut in half, where a name was cut to 32 bytes, becomes U+FFFD."""
    if len(data) > LARGEST:
        raise Malformed(f"{len(data)} bytes are more than {LARGEST}")
    data = data.strip(b"\0 \t\r\n")
    # GB2312 is read as the larger GB18030 too: Python's gb2312 takes the middle dot for the Japanese one.
    charset = "utf-8" if encoding_of(data) == UTF8 else "gb18030"
    text = data.removeprefix(BOM).decode(charset, "replace")
    return DECLARATION.sub("", text, count=1)


def parse(data: bytes) -> Node:
    """The root of the tree. Malformed for what is no XML, carries a DOCTYPE, or is too large or too deep."""
    text = decode(data)
    if FORBIDDEN.search(text):
        raise Malformed("a document type or entity is declared")
    try:
        return _tree(text)
    except ParseError:
        pass
    # Names like `A&B` and control characters stand bare in what many devices send.
    try:
        return _tree(NOT_XML.sub("", BARE_AMPERSAND.sub("&amp;", text)))
    except ParseError as error:
        raise Malformed(f"no XML: {error}") from None


def _tree(text: str) -> Node:
    parser = XMLParser(target=_Builder())
    parser.feed(text.encode("utf-8", "replace"))
    root = parser.close()
    assert isinstance(root, Node)
    return root


class _Builder:
    """What the parser calls: it builds nodes instead of elements, and counts levels.

    Text comes in pieces, one for each entity: they are joined once, or a megabyte of `&amp;` takes twenty seconds.
    """

    def __init__(self) -> None:
        self.open: list[Node] = []
        self.pieces: list[list[str]] = []
        self.root: Node | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise Malformed(f"more than {DEEPEST} levels deep")
        node = Node(_local(tag), attributes={_local(name).lower(): text for name, text in attributes.items()})
        if self.open:
            self.open[-1].children.append(node)
        self.root = self.root or node
        self.open.append(node)
        self.pieces.append([])

    def data(self, text: str) -> None:
        self.pieces[-1].append(text)

    def end(self, tag: str) -> None:
        self.open.pop().text = "".join(self.pieces.pop()).strip()

    def close(self) -> Node | None:
        return self.root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def show(root: Node, charset: str) -> bytes:
    """The document with its declaration. Where GB2312 lacks a character it is GB18030, and says so: none is lost."""
    body = "".join(line + "\r\n" for line in _lines(root, 0))
    plain = body.encode("utf-8" if charset == UTF8 else "gb18030")
    if charset == GB2312 and not _decodes(plain, "gb2312"):
        charset = GB18030
    return f'<?xml version="1.0" encoding="{charset}"?>\r\n'.encode("ascii") + plain


def _lines(node: Node, level: int) -> Iterable[str]:
    quoted = ((name, _escaped(text).replace('"', "&quot;")) for name, text in node.attributes.items())
    attributes = "".join(f' {name}="{text}"' for name, text in quoted)
    if not node.children:
        yield f"{'  ' * level}<{node.tag}{attributes}>{_escaped(node.text)}</{node.tag}>"
        return
    yield f"{'  ' * level}<{node.tag}{attributes}>"
    for each in node.children:
        yield from _lines(each, level + 1)
    yield f"{'  ' * level}</{node.tag}>"


def _escaped(text: str) -> str:
    return NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
