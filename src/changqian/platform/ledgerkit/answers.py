"""Answers that are no rows of a ledger: a dataclass whose fields say what they are called is its own description."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from django.db.models import TextChoices
from rest_framework import serializers

PLAIN: dict[type, type[serializers.Field]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    bool: serializers.BooleanField,
    float: serializers.FloatField,
    date: serializers.DateField,
    datetime: serializers.DateTimeField,
}


def answer_of(said: type, name: str) -> type[serializers.Serializer]:
    """The serializer of a dataclass, `name` in the API: `Annotated[date, "期限"]` is a date called 期限.

    Lists, None, choices and other dataclasses (called `name` with theirs behind it) may stand in it.
    """
    assert is_dataclass(said)
    hints = get_type_hints(said, include_extras=True)
    return type(name, (serializers.Serializer,), {each.name: _field(hints[each.name], name) for each in fields(said)})


def _field(hint: Any, name: str, **more: Any) -> serializers.Field:
    if get_origin(hint) is Annotated:
        hint, label, *_ = get_args(hint)
        more["label"] = label
    if get_origin(hint) is UnionType:
        [hint] = [each for each in get_args(hint) if each is not NoneType]
        more["allow_null"] = True
    if get_origin(hint) is list:
        [each] = get_args(hint)
        if isinstance(each, type) and is_dataclass(each):
            return answer_of(each, f"{name}{each.__name__}")(many=True, **more)
        return serializers.ListField(child=_field(each, name), **more)
    if isinstance(hint, type) and is_dataclass(hint):
        return answer_of(hint, f"{name}{hint.__name__}")(**more)
    if issubclass(hint, TextChoices):
        return serializers.ChoiceField(hint.choices, **more)
    return PLAIN[hint](**more)
