"""What a ledger says about its rows coming from a file, with what needs the dictionaries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Item
from changqian.platform.foundation.records.importing import Importing as Importing
from changqian.platform.foundation.records.importing import Lookup as Lookup
from changqian.platform.foundation.records.importing import by_name as by_name


def offered(scheme: str) -> list[str]:
    """The names that may be chosen from a dictionary today, in its order."""
    return list(_in_force(scheme).order_by("order").values_list("name", flat=True))


def of_dictionary(scheme: str) -> Lookup:
    """The code of an entry in force, by its name, the beginning of it, or the code itself; failing that, of an entry
    of an earlier version, which older files name."""

    def find(actor: User, text: str, values: Mapping[str, Any]) -> str | None:
        for wanted in ({"code": text}, {"name": text}, {"name__startswith": text}):
            if code := _only(_in_force(scheme).filter(**wanted)):
                return code
        earlier = Item.objects.filter(scheme__name=scheme, enabled=True)
        return _only(earlier.filter(name=text)) or _only(earlier.filter(code=text))

    return Lookup("请填写列表中的类别名称", find)


def _in_force(scheme: str) -> QuerySet[Item]:
    return Item.objects.filter(scheme__name=scheme, scheme__effective_to=None, enabled=True)


def _only(rows: QuerySet[Item]) -> str | None:
    found = set(rows.values_list("code", flat=True)[:20])
    return found.pop() if len(found) == 1 else None
