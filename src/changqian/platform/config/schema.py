"""Chinese labels ride on the OpenAPI schema, so that the front end never types one."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings

from changqian.platform.config.ledgers import MODULES


def add_labels(result: dict, generator: object, request: object, public: bool) -> dict:
    """x-enum-labels per enum, a title per model, x-permissions and x-steps for the whole."""
    schemas = result["components"]["schemas"]
    pinned: Any = settings.SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"]
    for name, schema in schemas.items():
        if "enum" not in schema:
            continue
        if name in pinned:
            schema["x-enum-labels"] = dict(pinned[name].choices)
        elif schema["enum"] not in ([""], [None]):  # blank and null have enums of their own
            raise ValueError(f"{name} is not pinned: declare its choices in the ledger's rules.py")
    result["x-permissions"], result["x-steps"] = {}, {}
    for module in MODULES:
        if not find_spec(module):
            continue
        ledger = module.rpartition(".")[2]
        for model in apps.get_app_config(ledger).get_models():
            if model.__name__ in schemas:
                schemas[model.__name__]["title"] = model._meta.verbose_name
            result["x-permissions"] |= {f"{ledger}.{code}": label for code, label in model._meta.permissions}
        if find_spec(f"{module}.rules") and (steps := getattr(import_module(f"{module}.rules"), "STEPS", None)):
            allowed: dict[str, list[str]] = {}
            result["x-steps"][ledger] = allowed
            for status, step in steps.table:
                allowed.setdefault(step.value, []).append(status.value)
    return result
