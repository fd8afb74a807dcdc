"""Documents of any kind, as each edition could hold them."""

import re
from dataclasses import fields
from datetime import datetime

from hypothesis import strategies as st

from changqian.protocols.gb28181 import moments
from changqian.protocols.gb28181.documents.document import LARGEST_SERIAL, Document
from changqian.protocols.gb28181.documents.snapshot import SnapshotOrder
from changqian.protocols.gb28181.documents.upgrade import DeviceUpgrade
from changqian.protocols.gb28181.elements import Inline, Leaf, Listed, Nested, Texts, boolean, decimal, integer, wires

LETTERS = "aZ09-_/:<>&\"'语音广播武进区喆镕𠮷㐂 ·—"
texts = st.text(LETTERS, max_size=12).map(lambda each: re.sub(r"\s+", " ", each).strip())
some_text = texts.filter(bool)
ids = st.text("0123456789", min_size=20, max_size=20)
sessions = st.text("abcXYZ019-", min_size=32, max_size=40)
numbers = st.integers(-(10**9), 10**9)
reals = st.floats(-180, 180).map(lambda each: round(each, 6) + 0.0)
times = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)).map(
    lambda each: each.replace(microsecond=0, tzinfo=moments.BEIJING)
)
LEAVES = {str: texts, integer: st.none() | numbers, decimal: st.none() | reals, boolean: st.none() | st.booleans()}
LEAVES[moments.parse] = st.none() | times
CHECKED = {
    SnapshotOrder: {"count": st.integers(1, 10), "interval": st.integers(1, 60), "session_id": sessions},
    DeviceUpgrade: {"session_id": sessions, "firmware": some_text, "manufacturer": some_text},
}
CHECKED[SnapshotOrder]["upload_url"] = CHECKED[DeviceUpgrade]["file_url"] = some_text


def value(wire, version):
    match wire:
        case Leaf():
            return LEAVES[wire.convert]
        case Texts():
            return st.lists(some_text, max_size=2).map(tuple)
        case Nested():
            whole = block(wire.block, version)
            if wire.block not in CHECKED:
                whole = whole.filter(lambda each: bool(list(each.nodes(version))))
            return st.none() | whole
        case Listed():
            return st.lists(block(wire.block, version), max_size=2).map(tuple)
        case Inline():
            return block(wire.block, version)
    raise AssertionError(wire)


def block(kind, version):
    """Blocks that hold only what that edition prints."""
    fitting = {
        name: value(wire, version)
        for name, wire in wires(kind)
        if wire.since <= version <= wire.until and not wire.read_only
    }
    head = {"sn": st.integers(0, LARGEST_SERIAL), "device_id": ids, "extra": st.lists(some_text, max_size=2).map(tuple)}
    known = {each.name for each in fields(kind)}
    extra = {name: how for name, how in head.items() if issubclass(kind, Document) and name in known}
    return st.builds(kind, **{**extra, **fitting, **CHECKED.get(kind, {})})
