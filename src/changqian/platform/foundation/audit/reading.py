"""What an entry says, in words: labels for actions and columns, names for choices and for the rows pointed at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.rules import Result

HIDDEN = "******"
Change = Mapping[str, object]


@cache
def actions() -> Mapping[str, str]:
    """The label of every action: the permissions of each app, and what its models add as `audited`."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        app = model._meta.app_label
        told = {**dict(model._meta.permissions), **getattr(model, "audited", {})}
        found |= {f"{app}.{code}": str(label) for code, label in told.items()}
    return found


SHARED = {
    "attach": "更新附件",
    "list": "查看列表",
    "retrieve": "查看详情",
    "history": "查看历史",
    "create": "登记",
    "get": "查看",
    "post": "提交",
    "put": "保存",
    "delete": "删除",
}
"Steps that are no permission of their own: what any record may take, and what somebody tried who was refused."

MODULES = {
    "accounts": "账号与登录",
    "audit": "审计与密钥",
    "alerts": "审计预警",
    "exports": "导出",
    "imports": "导入",
    "privacy": "敏感信息",
    "enterprises": "企业",
    "jobs": "后台任务",
    "city": "演示数据",
    "notices": "消息",
}
"Parts of the platform that are not called after their main record."


@cache
def modules() -> Mapping[str, str]:
    """Every part that entries can be about, by what stands before the dot of an action."""
    told = {action.partition(".")[0] for action in actions()}
    return {app: module_label(app) for app in sorted(told)}


def module_label(app: str) -> str:
    """What users call a part of the platform: its main record."""
    if app in MODULES:
        return MODULES[app]
    main = [model for model in apps.get_models() if model._meta.app_label == app and model._meta.permissions]
    return str(main[0]._meta.verbose_name) if main else app


def action_label(action: str) -> str:
    step = action.partition(".")[2]
    return actions().get(action) or SHARED.get(step) or step or action


def told(entry: Entry, changes: Sequence[Change]) -> dict[str, object]:
    """One line of a row's history."""
    return {
        "at": entry.at,
        "actor": entry.actor.name,
        "action": entry.action,
        "action_label": action_label(entry.action),
        "changes": changes,
    }


def model_of(entry: Entry) -> type[Model] | None:
    """The kind of row the entry is about."""
    try:
        return apps.get_model(entry.target.partition(":")[0])
    except (LookupError, ValueError):
        return None


def target_label(entry: Entry) -> str:
    model = model_of(entry)
    if model is None:
        return module_label(entry.target)
    noun = str(model._meta.verbose_name)
    if ":" not in entry.target and entry.result == Result.REFUSED:
        return noun
    if entry.count > 1 and entry.result != Result.REFUSED or ":" not in entry.target:
        return f"{noun}（{entry.count}条）"
    return f"{noun} {entry.target.partition(':')[2]}"


def changes_of(entries: Sequence[Entry]) -> list[list[Change]]:
    """The changes of each entry as [{field, label, old, new}]; a query per kind of row pointed at, not per entry."""
    names = _names(entries)
    return [[_change(model_of(entry), key, value, names) for key, value in entry.changes.items()] for entry in entries]


Names = Mapping[tuple[type[Model], int], str]


def _change(model: type[Model] | None, key: str, value: object, names: Names) -> Change:
    column = _column(model, key)
    old, new = value if isinstance(value, list) and len(value) == 2 else (None, value)
    return {
        "field": key,
        "label": str(getattr(column, "verbose_name", None) or _facts(model).get(key, key)),
        "old": _said(column, old, names),
        "new": _said(column, new, names),
    }


def _facts(model: type[Model] | None) -> Mapping[str, str]:
    return {**Entry.audited_facts, **getattr(model, "audited_facts", {})}


def _column(model: type[Model] | None, key: str) -> Any:
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return fields.get(key)


def _said(column: Any, value: object, names: Names) -> object:
    if value is None or value == "" or column is None:
        return value
    if type(column).__name__ == "SealedField":
        return HIDDEN
    if isinstance(column, ForeignKey):
        return names.get((column.remote_field.model, value), value) if isinstance(value, int) else value
    if isinstance(value, bool):
        return "是" if value else "否"
    choices = dict(getattr(column, "flatchoices", None) or [])
    return str(choices[value]) if isinstance(value, str | int) and value in choices else value


def _names(entries: Sequence[Entry]) -> Names:
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for entry in entries:
        model = model_of(entry)
        for key, value in entry.changes.items():
            column = _column(model, key)
            if isinstance(column, ForeignKey):
                both = value if isinstance(value, list) else [value]
                wanted[column.remote_field.model] |= {each for each in both if isinstance(each, int)}
    return {
        (model, pk): str(row)
        for model, pks in wanted.items()
        for pk, row in model._default_manager.in_bulk(pks).items()
    }
