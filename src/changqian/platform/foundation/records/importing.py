"""What a ledger says about its rows coming from a file. Everything else follows from its form and its `add`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.models import Record

Find = Callable[[User, str, Mapping[str, Any]], Any]
"(who imports, what stands in the cell, the values of the row so far) → the row or the code it names, or None."
Made = Callable[..., None]
"Called with `actor`, `made` (the ids of the rows), `name` (of the file) and `now`, once an import has ended."
AddMany = Callable[..., Sequence[Record]]
"Called with `actor` and `given`, a list of what `add` takes: all of them or an exception."
Renew = Callable[..., Record]
"Called like `add`, and decides itself what a row about something known means: its next version, or a refusal."
Remark = Callable[[User, Mapping[str, Any]], str]
"What somebody should know of a row before it is imported; empty where there is nothing to say."


@dataclass(frozen=True, slots=True)
class Lookup:
    """How a file names a row of another ledger: the person of a certificate by name or identity number."""

    hint: str
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    permission: str
    "The action of `add`: who holds it anywhere may import."
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "Other names of a field's column, beside the labels of form, model and list."
    left_out: tuple[str, ...] = ()
    "Fields of the form that no file fills in."
    unique: tuple[str, ...] = ()
    "Fields that together say which thing a row is about: the same twice, in the file or the ledger, is a mistake."
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    renew: Renew | None = None
    "Takes the place of `add`, where a file may also bring what the ledger knows already in a newer version."
    remark: Remark | None = None
    add_many: AddMany | None = None
    "Adds many rows at once, where that is faster than one by one. A set that fails is tried row by row."
    ended: Made | None = None
    "What follows from all rows of a file together, however the import ended."


def by_name(model: type[Record], permission: str, hint: str) -> Lookup:
    """A row of the same enterprise that bears this name alone; nothing where several do."""

    def find(actor: User, text: str, values: Mapping[str, Any]) -> Record | None:
        firm = values.get("enterprise") or getattr(values.get("site"), "enterprise_id", None)
        rows: Any = model.objects.within(actor, permission).current()
        [*found] = rows.filter(enterprise=firm, name=text)[:2]
        return found[0] if len(found) == 1 else None

    return Lookup(hint, find)
