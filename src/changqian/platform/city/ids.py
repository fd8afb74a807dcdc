"""Keys that follow from the number of the firm: blocks of a city are written in any order, and twice give the same."""

from collections.abc import Sequence

from django.db.models import Model

from changqian.platform.commons.plans.rules import ITEMS
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site

PER_FIRM: dict[type[Model], int] = {Enterprise: 1, Site: 4, User: 2}
MOST_PER_FIRM = 256
"How many keys a firm has in every other table. Gaps cost nothing."
HOME = 1
"The firm of the cast, which is the first."
LEAST_USER, AFTER_CAST = 1000, 100
"Users were there before the city: its cast begin after them, and the firms' users so much later."


def number(model: type[Model], rows: Sequence[Model], firms: range, *, users_from: int) -> None:
    """Give the rows of these firms the firms' keys, in order."""
    per_firm = PER_FIRM.get(model, MOST_PER_FIRM)
    if len(rows) > per_firm * len(firms):
        raise ValueError(f"{model._meta.label}: {len(rows)} rows of {len(firms)} firms have not enough keys")
    for key, row in enumerate(
        rows, start=(users_from + AFTER_CAST if model is User else 0) + firms.start * per_firm + 1
    ):
        row.pk = key


def item_id(kind: str, subject: int, order: int) -> int:
    """The key of a check item; `derived` says the same in SQL."""
    return subject * 32 + (16 if kind == ITEMS else 0) + order


def last_task(total: int) -> int:
    """How many keys the risk tasks of one month have."""
    return (total + 1) * MOST_PER_FIRM
