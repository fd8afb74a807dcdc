"""Reading one personal datum whole. Lists and details show it with its middle hidden; every look is in the trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Model

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import NOWHERE, coming_from, record
from changqian.platform.foundation.privacy.rules import Reason, refuse_vague
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.kernel.errors import RuleViolation

REVEAL = "privacy.reveal"


@transaction.atomic
def reveal(kind: str, pk: int, field: str, *, actor: User, reason: str, note: str) -> str:
    """The whole value of one sealed field of one row, for one reason.

    PermissionDenied without the permission, DoesNotExist for a row outside the actor's reach: both the record and the
    right to read it whole must reach it.
    """
    model, column = _sealed(kind, field)
    rows = model.objects.within(actor, f"{model._meta.app_label}.view").current()
    row = rows.filter(pk__in=model.objects.within(actor, REVEAL).values("pk")).get(pk=pk)
    write_look(row, actor=actor, action=REVEAL, reason=reason, note=note, field=str(column.verbose_name))
    return str(getattr(row, column.name) or "")


def write_look(row: Model, *, actor: User, action: str, reason: str, note: str, **told: str) -> None:
    """Who reads what is personal in this row, and why: in the trail before it is shown. RuleViolation for no reason."""
    refuse_vague(reason, note)
    changes = {**told, "reason": Reason(reason).label, "note": note.strip()}
    record(actor=actor, action=action, row=row, changes=changes)


@contextmanager
def from_nowhere() -> Iterator[None]:
    """What is written inside has neither address nor browser nor request in the trail: they would tell who it was."""
    with coming_from(NOWHERE):
        yield


def _sealed(kind: str, field: str) -> tuple[Any, SealedField]:
    """The model named like `people.Person`, and its sealed column; RuleViolation for anything else.

    What a model calls its `secrets` is sealed, but no personal datum: it opens something, and is shown to nobody here.
    """
    try:
        model: Any = apps.get_model(kind)
        column = model._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist):
        model, column = None, None
    secret = field in getattr(model, "secrets", ())
    if not isinstance(column, SealedField) or secret or not hasattr(model.objects, "within"):
        raise RuleViolation("没有这一项敏感信息", field="field")
    return model, column
