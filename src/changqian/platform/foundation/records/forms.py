"""What a step asks for. Most of it is said already: by the service's signature, and by the columns of its model."""

from collections.abc import Callable
from copy import copy
from inspect import Parameter, signature
from typing import Any, get_args

from django.db import models
from django.utils import timezone
from rest_framework import serializers

from changqian.platform.foundation.records.models import Record

LONGEST_ID = 2**63 - 1
CALLER = ("actor", "expected_version", "today", "now")
"Keywords that the request answers by itself."
OWNERS = ("site", "enterprise")


class RecordSerializer(serializers.ModelSerializer):
    """Names, types and masks of a record's rows, for the list, the detail and the form."""

    def get_validators(self) -> list:
        return []  # Constraints are the database's; the verbs turn them into sentences.


class StepInput(serializers.Serializer):
    version = serializers.IntegerField(label="版本")


class EndInput(StepInput):
    reason = serializers.CharField(label="终止原因", max_length=200)


class SetInput(serializers.Serializer):
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=1000)


class ServiceForm(RecordSerializer):
    """Columns as a service takes them: a column that no form edits may still be what a step sets."""

    def build_standard_field(self, field_name: str, model_field: Any) -> tuple[Any, dict[str, Any]]:
        column = copy(model_field)
        column.editable = True
        return super().build_standard_field(field_name, column)

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[Any, dict[str, Any]]:
        field, given = super().build_relational_field(field_name, relation_info)
        if issubclass(relation_info.related_model, Record):
            given["queryset"] = relation_info.related_model.objects.current()
        return field, given

    def include_extra_kwargs(self, kwargs: Any, extra_kwargs: Any) -> Any:
        """What must be given cannot be given empty."""
        if extra_kwargs.get("required"):
            kwargs = {name: value for name, value in kwargs.items() if name not in ("allow_blank", "allow_null")}
        return super().include_extra_kwargs(kwargs, extra_kwargs)


def form_of(
    service: Callable[..., Any], name: str, model: Any = None, **said: serializers.Field
) -> type[serializers.Serializer]:
    """The form of a service, called `name` in the API: one input per keyword, as the column of that name describes it.

    The columns are those of the model it returns, or of `model`, a row of which it adds to that. A keyword without a
    default must be given. `**fields` stands for every column that a form may set, and may be left out where the service
    changes a row. `said` describes what no column does (files, rows of a table), or otherwise. TypeError for a keyword
    that neither says.
    """
    asked = signature(service)
    changing = "expected_version" in asked.parameters and model is None
    returned = next(iter(get_args(asked.return_annotation)), asked.return_annotation)
    model = model or returned
    given = {
        each.name: each.default is Parameter.empty
        for each in asked.parameters.values()
        if each.kind is Parameter.KEYWORD_ONLY and each.name not in CALLER and each.name not in _bound(service)
    }
    columns = {column.name: column for column in model._meta.concrete_fields}
    if any(each.kind is Parameter.VAR_KEYWORD for each in asked.parameters.values()):
        mine = {each: column for each, column in columns.items() if column.editable and not column.primary_key}
        free = [each for each, column in mine.items() if column.related_model is not returned]
        given |= {each: not changing and _needed(columns[each]) for each in free if each not in (*OWNERS, *given)}
    if unknown := given.keys() - columns.keys() - said.keys():
        raise TypeError(f"{name}: neither a column of {model.__name__} nor said: {', '.join(sorted(unknown))}")
    order = [each for each in (*OWNERS, *columns) if each in given and each not in said]
    versioned = "expected_version" in asked.parameters
    ahead: dict[str, serializers.Field] = {"version": StepInput().fields["version"]} if versioned else {}
    shown = (*ahead, *dict.fromkeys(order), *said)
    extra = {each: {"required": given[each]} for each in order}
    meta = type("Meta", (), {"model": model, "fields": shown, "extra_kwargs": extra})
    return type(name, (ServiceForm,), {**ahead, **said, "Meta": meta, "__doc__": service.__doc__})


def _bound(service: Any) -> dict[str, Any]:
    bound: dict[str, Any] = getattr(service, "keywords", {})
    return bound


def _needed(column: models.Field) -> bool:
    return not (column.has_default() or column.blank or column.null)


def on_time(service: Callable[..., Any]) -> Callable[..., Any]:
    """The service, told the day or the moment of the request where it asks for one: a service reads no clock."""
    asked = signature(service).parameters

    def told(*args: Any, **given: Any) -> Any:
        if "today" in asked:
            given["today"] = timezone.localdate()
        if "now" in asked:
            given["now"] = timezone.now()
        return service(*args, **given)

    return told


def text(label: str, longest: int = 200, **more: Any) -> serializers.Field:
    return serializers.CharField(label=label, max_length=longest, **more)


def numbers(label: str, most: int = 9, **more: Any) -> serializers.Field:
    """Rows by their numbers: stored files of one place, people who took part."""
    child = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    return serializers.ListField(child=child, label=label, max_length=most, **{"required": False, **more})
