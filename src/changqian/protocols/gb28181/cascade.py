"""What an upper platform is shown when we are its lower platform. GB/T 28181-2022 9.5, 9.11, annexes J, M and N.

Each upper platform has a tree of its own: some of our nodes, under ids that it agreed to. Nodes are catalogue items
with our ids; regions, systems, business groups, virtual organisations and devices alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from changqian.protocols.gb28181.documents.catalogue import CatalogAnswer, CatalogInfo, CatalogItem, CatalogNotice
from changqian.protocols.gb28181.documents.document import LARGEST_SERIAL
from changqian.protocols.gb28181.ids import InvalidId, Kind, kind_of
from changqian.protocols.gb28181.versions import Version

PAGE = 20
"Items in a packet, some 15 kB. Over UDP that is many fragments: where they are lost, take one or two."


@dataclass(frozen=True, slots=True)
class IdMap:
    """Our ids and those shown; what is not named is shown as it is. InvalidId if two would be shown as one."""

    shown_as: Mapping[str, str] = field(default_factory=dict)
    _own: Mapping[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        own = {shown: ours for ours, shown in self.shown_as.items()}
        if len(own) != len(self.shown_as):
            seen = list(self.shown_as.values())
            twice = next(each for each in seen if seen.count(each) > 1)
            raise InvalidId(f"国标编码“{twice}”分配给了多个节点")
        object.__setattr__(self, "_own", own)

    def shown(self, own: str) -> str:
        return self.shown_as.get(own, own)

    def own(self, shown: str) -> str:
        """Whom the upper platform means. An id that is shown as another is not known under its own name."""
        if shown in self._own:
            return self._own[shown]
        return "" if shown in self.shown_as else shown


@dataclass(frozen=True, slots=True)
class Tree:
    """The catalogue for one upper platform, with its ids; parents stand before their children."""

    platform_id: str
    items: tuple[CatalogItem, ...]
    duplicates: tuple[str, ...] = ()
    "Ids that were given more than once; the first of each is in."
    orphans: tuple[str, ...] = ()
    "Ids whose parent is not in the tree; they hang on the platform."


def tree(platform_id: str, nodes: Iterable[CatalogItem], ids: IdMap | None = None, name: str = "") -> Tree:
    """Build what is shown: the platform first, called `name`, then each node once, below a parent that is there."""
    ids = ids or IdMap()
    root = ids.shown(platform_id)
    by_id: dict[str, CatalogItem] = {}
    duplicates: dict[str, None] = {}
    for node in nodes:
        shown = ids.shown(node.device_id)
        if shown in by_id or shown == root:
            duplicates.setdefault(shown)
        else:
            by_id[shown] = _shown(node, shown, ids)
    orphans = _orphans(by_id, root)
    placed = [_placed(each, root, orphans) for each in by_id.values()]
    below: dict[str, list[CatalogItem]] = {}
    for each in placed:
        below.setdefault(each.parent_id or root, []).append(each)
    order = [replace(each, parental=int(each.device_id in below)) for each in _walk(root, below)]
    top = CatalogItem(device_id=root, name=name or root, parental=1, register_way=1, secrecy=0, status="ON")
    return Tree(root, (top, *order), tuple(duplicates), tuple(each for each in by_id if each in orphans))


def _shown(node: CatalogItem, shown: str, ids: IdMap) -> CatalogItem:
    """With the ids that are shown, the first parent only, and nothing that opens the device.

    A topmost virtual organisation has its business group for a parent, as 2016 writes it; see `for_version`.
    """
    group = ids.shown(node.group) if node.group else ""
    above = group if kind_of(shown) is Kind.VIRTUAL_ORGANISATION else ""
    parent = ids.shown(node.parents[0]) if node.parents else above
    info = node.info or (CatalogInfo() if group else None)
    return replace(
        node,
        device_id=shown,
        parent_id=parent,
        business_group=group,
        info=replace(info, business_group=group) if info else None,
        event="",
        password="",
        ip_address="",
        port=None,
    )


def _orphans(by_id: Mapping[str, CatalogItem], root: str) -> set[str]:
    """Nodes whose parent is not there, and one node of each ring: the others hang on it."""
    lost = {key for key, node in by_id.items() if node.parent_id not in ("", root) and node.parent_id not in by_id}
    safe = {root} | lost
    for start in by_id:
        path: dict[str, None] = {}
        at = start
        while at not in safe and at not in path:
            path.setdefault(at)
            at = by_id[at].parent_id or root
        if at in path:
            lost.add(at)
        safe |= path.keys()
    return lost


def _placed(node: CatalogItem, root: str, orphans: set[str]) -> CatalogItem:
    """With the ParentID of annex J, which a region has not, and what it requires of a device."""
    kind = kind_of(node.device_id)
    parent = root if node.device_id in orphans or not node.parent_id else node.parent_id
    node = replace(node, parent_id="" if kind is Kind.REGION else parent)
    if kind is not Kind.DEVICE:
        return node
    return replace(
        node,
        safety_way=node.safety_way or 0,
        register_way=node.register_way or 1,
        secrecy=node.secrecy or 0,
        status=node.status or "OFF",
    )


def _walk(root: str, below: Mapping[str, Sequence[CatalogItem]]) -> Iterator[CatalogItem]:
    """Depth first, without recursion: a chain may be long."""
    waiting = list(reversed(below.get(root, ())))
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(below.get(here.device_id, ())))


def for_version(item: CatalogItem, version: Version) -> CatalogItem:
    """2016 names the business group as ParentID of its topmost organisations; 2022 leaves ParentID out (annex J)."""
    is_top = kind_of(item.device_id) is Kind.VIRTUAL_ORGANISATION and item.parent_id == item.group
    return replace(item, parent_id="") if is_top and version >= Version.V2022 else item


def pages(
    items: Sequence[CatalogItem], *, sn: int, device_id: str, version: Version, size: int = PAGE
) -> tuple[CatalogAnswer, ...]:
    """The answer to a catalogue query in packets of `size` items; without items one packet with a SumNum of 0."""
    size = max(1, size)
    shown = [for_version(each, version) for each in items]
    starts = range(0, len(shown), size) if shown else range(1)
    return tuple(
        CatalogAnswer(sn=sn, device_id=device_id, total=len(shown), items=tuple(shown[start : start + size]))
        for start in starts
    )


def changes(before: Tree, after: Tree) -> tuple[CatalogItem, ...]:
    """What a subscribed platform is told: DEL, ADD, ON, OFF, UPDATE. Deepest first for DEL, parents first for ADD."""
    old = {each.device_id: each for each in before.items}
    new = {each.device_id: each for each in after.items}
    gone = [CatalogItem(device_id=key, name=old[key].name, event="DEL") for key in reversed(old) if key not in new]
    rest = [replace(each, event=_event(old.get(key), each)) for key, each in new.items() if old.get(key) != each]
    return (*gone, *rest)


def _event(old: CatalogItem | None, new: CatalogItem) -> str:
    if old is None:
        return "ADD"
    if replace(old, status=new.status) == new:
        return "ON" if new.online else "OFF"
    return "UPDATE"


def notices(
    items: Sequence[CatalogItem], *, first_sn: int, device_id: str, version: Version, size: int = PAGE
) -> tuple[CatalogNotice, ...]:
    """Changes as notices, each complete in itself, with serials from `first_sn` on."""
    size = max(1, size)
    shown = [for_version(each, version) for each in items]
    groups = [tuple(shown[start : start + size]) for start in range(0, len(shown), size)]
    return tuple(
        CatalogNotice(sn=(first_sn + index) % LARGEST_SERIAL, device_id=device_id, total=len(group), items=group)
        for index, group in enumerate(groups)
    )


def below(items: Sequence[CatalogItem], shown_id: str) -> tuple[CatalogItem, ...]:
    """A node of a tree and all under it, for a query that names it; empty if it is not there."""
    found: dict[str, CatalogItem] = {}
    for each in items:
        if each.device_id == shown_id or each.parent_id in found:
            found[each.device_id] = each
    return tuple(found.values())
