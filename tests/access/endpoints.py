"""Every endpoint of the API as the URL patterns know it, and a body that its form accepts, made from its schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")
Json = Any


@dataclass(frozen=True, order=True)
class Endpoint:
    path: str
    "With <name> for each part that varies."
    method: str
    view: Any = field(default=None, compare=False, repr=False)
    "The class that answers."

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def ledger(self) -> str:
        return self.path.split("/")[2]


def endpoints() -> list[Endpoint]:
    """All of /api/, without the format-suffix twins."""
    found = set()
    for route, view in _patterns(get_resolver().url_patterns, ""):
        path = _path(route)
        if path.startswith("/api/") and "<format>" not in path:
            found |= {Endpoint(path, method, getattr(view, "cls", None)) for method in _methods(view)}
    return sorted(found)


def _patterns(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _path(route: str) -> str:
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    named = re.sub(r"<\w+:(\w+)>", r"<\1>", named)
    return "/" + named.replace("^", "").replace("$", "").replace("\\", "")


def _methods(view: Any) -> set[str]:
    if actions := getattr(view, "actions", None):
        return set(actions) & set(METHODS)
    return {method for method in METHODS if hasattr(getattr(view, "cls", None), method)}


@cache
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def body_for(endpoint: Endpoint, known: dict[str, Json]) -> Json:
    """The smallest body the endpoint's schema allows; `known` gives values by the name of the input."""
    path = re.sub(r"<(\w+)>", r"{\1}", endpoint.path)
    for written in (path, path.replace("{pk}", "{id}")):
        if operation := schema()["paths"].get(written, {}).get(endpoint.method):
            content = operation.get("requestBody", {}).get("content", {})
            form = next(iter(content.values()), {}).get("schema")
            return _sample(form, known, "") if form else {}
    return {}


def _sample(form: dict[str, Any], known: dict[str, Json], name: str) -> Json:
    if name in known:
        return known[name]
    if "$ref" in form:
        return _sample(schema()["components"]["schemas"][form["$ref"].rpartition("/")[2]], known, name)
    for word in ("allOf", "oneOf", "anyOf"):
        if word in form:
            return _sample(form[word][0], known, name)
    if "enum" in form:
        return form["enum"][0]
    match form.get("type"):
        case "object":
            needed = form.get("required", ())
            inputs = {key: inner for key, inner in form.get("properties", {}).items() if not inner.get("readOnly")}
            return {key: _sample(inputs[key], known, key) for key in inputs if key in needed}
        case "array":
            return [_sample(form["items"], known, name)]
        case "integer" | "number":
            return max(form.get("minimum", 1), 1)
        case "boolean":
            return True
    return {
        "date": "2026-03-16",
        "date-time": "2026-03-16T09:00:00+08:00",
        "uuid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        "decimal": "1",
    }.get(form.get("format", ""), "说明")
