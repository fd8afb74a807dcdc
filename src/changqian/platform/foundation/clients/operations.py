"""The methods that interface clients can be given, as the schema knows them, and the schema of just some of them.

Fails closed: what the platform's own administration, sign-in and personal pages are made of is never on offer.
"""

from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from django.apps import apps

PLATFORM = "changqian.platform"
OPEN = (
    *(f"{PLATFORM}.{part}." for part in ("safety", "campaigns", "enforcement", "dispatch", "commons")),
    *(f"{PLATFORM}.foundation.{part}." for part in ("enterprises", "regions", "dictionaries", "files", "laws")),
    *(f"{PLATFORM}.screens.{part}." for part in ("overview", "map", "archive")),
)
"Whose endpoints can be given to clients."
CLOSED = (f"{PLATFORM}.commons.joining.", f"{PLATFORM}.commons.professionals.")
"But not what people join and leave firms by, or become experts by: nobody does that for them."
OWN = f"{PLATFORM}.foundation.clients.api"
"Every client has these: its session, what it may do, its own document."
ACTIONS = {
    "list": "查询列表",
    "retrieve": "查看详情",
    "history": "变更历史",
    "create": "新增",
    "next": "可办步骤",
    "stats": "统计",
    "behind": "统计明细",
}
VERBS = {"GET": "查询", "POST": "提交", "PUT": "修改", "PATCH": "修改", "DELETE": "删除"}


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    label: str
    group: str
    "What it is about, in the customer's word."
    writes: bool
    offered: bool
    "Whether it can be given to a client."
    own: bool
    "Whether every client has it."
    deprecated: bool
    "Whether there is a newer one, to which its callers should change."


_building = Lock()


def table() -> dict[tuple[str, str], Operation]:
    """Every operation by (route of the URL patterns, verb)."""
    with _building:  # drf-spectacular patches views while it looks at them
        return _known()[0]


def schema() -> dict[str, Any]:
    """The OpenAPI document of everything. Not to be changed."""
    with _building:
        return _known()[1]


@cache
def _known() -> tuple[dict[tuple[str, str], Operation], dict[str, Any]]:
    from drf_spectacular.generators import SchemaGenerator  # reads the settings, which name authentication.SignedCalls

    generator = SchemaGenerator()
    document: dict[str, Any] = generator.get_schema(request=None, public=True)
    found = {}
    for path, route, method, view in generator._get_paths_and_endpoints():
        told = document["paths"].get(path, {}).get(method.lower())
        if told is not None:
            found[_bare(route), method] = _operation(told["operationId"], path, method, view, document)
    return found, document


def _operation(name: str, path: str, method: str, view: Any, document: dict[str, Any]) -> Operation:
    module = type(view).__module__
    return Operation(
        id=name,
        method=method,
        path=path,
        label=_label(view, method, document),
        group=_group(view, path),
        writes=method != "GET",
        offered=f"{module}.".startswith(OPEN) and not f"{module}.".startswith(CLOSED),
        own=module == OWN and path.startswith("/api/client/"),
        deprecated=bool(document["paths"][path][method.lower()].get("deprecated")),
    )


def _label(view: Any, method: str, document: dict[str, Any]) -> str:
    if named := getattr(view, "called", ""):
        return str(named)
    action = getattr(view, "action", "") or ""
    model = getattr(getattr(view, "queryset", None), "model", None)
    step = f"{model._meta.app_label}.{action}" if model else ""
    return ACTIONS.get(action) or document["x-permissions"].get(step) or VERBS[method]


def _group(view: Any, path: str) -> str:
    model = getattr(getattr(view, "queryset", None), "model", None)
    if model:
        return str(model._meta.verbose_name)
    app = apps.get_containing_app_config(type(view).__module__)
    model = next(iter(app.get_models()), None) if app else None
    return str(model._meta.verbose_name) if model else path.split("/")[2]


def operation_of(route: str, method: str) -> Operation | None:
    """What a request is about: `route` as Django resolved it."""
    return table().get((_bare(route), "GET" if method == "HEAD" else method))


def _bare(route: str) -> str:
    """A route without the anchors of its parts, which Django leaves out where it joins them."""
    return route.lstrip("/").replace("^", "")


def offered() -> list[Operation]:
    """What clients can be given, in the order of the schema."""
    return [each for each in table().values() if each.offered]


def document(methods: Collection[str] | None, *, title: str) -> dict[str, Any]:
    """The OpenAPI document of these operations and of what every client has; of everything for None.

    Of the components only those that are reached, so that a hidden method does not show by its forms.
    """
    whole = schema()
    labels = {each.id: (each.label, each.group) for each in table().values()}
    wanted = None if methods is None else {*methods, *(each.id for each in table().values() if each.own)}
    paths: dict[str, Any] = {}
    for path, verbs in whole["paths"].items():
        kept = {verb: told for verb, told in verbs.items() if wanted is None or told["operationId"] in wanted}
        if kept:
            paths[path] = deepcopy(kept)
            for told in paths[path].values():
                label, group = labels.get(told["operationId"], ("", ""))
                told["summary"], told["tags"] = label, [group]
                if wanted is not None:
                    told["security"] = [{"signed": []}]
    components = whole["components"]["schemas"]
    reached: dict[str, Any] = {}
    waiting = list(_references(paths))
    while waiting:
        name = waiting.pop()
        if name not in reached and name in components:
            reached[name] = components[name]
            waiting += _references(components[name])
    return {
        "openapi": whole["openapi"],
        "info": {"title": title, "version": whole["info"]["version"]},
        "paths": paths,
        "components": {"schemas": dict(sorted(reached.items())), "securitySchemes": _schemes(whole, wanted)},
    }


def _schemes(whole: dict[str, Any], wanted: Collection[str] | None) -> dict[str, Any]:
    """How calls are authorised; for clients that is one way."""
    schemes: dict[str, Any] = whole["components"].get("securitySchemes", {})
    return schemes if wanted is None else {name: told for name, told in schemes.items() if name == "signed"}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield str(inner).rpartition("/")[2]
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
