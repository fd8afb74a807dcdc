"""What a ledger says about its rows coming from a file, with what needs the dictionaries."""

from collections.abc import Mapping
from typing import Any

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Item
from changqian.platform.foundation.records.importing import Importing as Importing
from changqian.platform.foundation.records.importing import Lookup as Lookup
from changqian.platform.foundation.records.importing import by_name as by_name


def of_dictionary(scheme: str) -> Lookup:
    """The code of an entry in force, by its name, the beginning of it, or the code itself."""

    def find(actor: User, text: str, values: Mapping[str, Any]) -> str | None:
        there = Item.objects.filter(scheme__name=scheme, scheme__effective_to=None, enabled=True)
        for wanted in ({"code": text}, {"name": text}, {"name__startswith": text}):
            [*found] = there.filter(**wanted).order_by("-scheme__effective_from").values_list("code", flat=True)[:2]
            if len(set(found)) == 1:
                return str(found[0])
        return None

    return Lookup("请填写列表中的类别名称", find)
