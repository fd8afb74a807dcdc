"""What is unique stays unique while keys turn.

A unique constraint on a blind index sees equal values under the same key only. Between the first row sealed with a new
key and the last one of the old, equal values may lie under both; then each write is compared with the rows under the
other keys, one write of a value at a time.
"""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Model, Q, UniqueConstraint

from changqian.platform.foundation.records.fields import SealedField, blinds, sealer
from changqian.platform.kernel.errors import RuleViolation

SUFFIX = "_index"


def refuse_twins(model: type[Model], rows: Sequence[Model]) -> None:
    """After the write, inside its transaction: RuleViolation with the constraint's sentence."""
    if not sealer().provider.keys().turning:
        return
    for constraint, index in _sealed_constraints(model):
        for row in rows:
            if text := getattr(row, index.removesuffix(SUFFIX)):
                _refuse(model, constraint, index, row, blinds(text))


def _sealed_constraints(model: type[Model]) -> Iterator[tuple[UniqueConstraint, str]]:
    names = {field.name: field for field in model._meta.concrete_fields}
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            for name in constraint.fields:
                if name.endswith(SUFFIX) and isinstance(names.get(name.removesuffix(SUFFIX)), SealedField):
                    yield constraint, name


def _refuse(model: type[Model], constraint: UniqueConstraint, index: str, row: Model, indexes: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [indexes[0]])
    rows = model._default_manager.filter(constraint.condition or Q())
    if not rows.filter(pk=row.pk).exists():
        return  # The constraint does not speak of such rows.
    same = {name: getattr(row, name) for name in constraint.fields if name != index}
    if rows.filter(**same, **{f"{index}__in": indexes}).exclude(pk=row.pk).exists():
        raise RuleViolation(str(constraint.get_violation_error_message()))
