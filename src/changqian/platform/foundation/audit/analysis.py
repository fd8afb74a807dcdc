"""How often, by whom, where and when: the trail counted along its dimensions, for any search of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label, module_label
from changqian.platform.foundation.audit.rules import Result

LOCAL = "(at AT TIME ZONE 'Asia/Shanghai')"
DIMENSIONS: Mapping[str, str] = {
    "day": f"to_char({LOCAL}, 'YYYY-MM-DD')",
    "hour": f"to_char({LOCAL}, 'HH24')",
    "actor": "actor_id::text",
    "module": "split_part(action, '.', 1)",
    "action": "action",
    "address": "address",
    "result": "result",
}
"What entries are counted by, and its expression over their columns."
TITLES = {
    **{"day": "日期", "hour": "时段", "actor": "操作人", "module": "模块"},
    **{"action": "操作", "address": "来源地址", "result": "结果"},
}
IN_ORDER = ("day", "hour")
"Dimensions that are shown in their own order and whole; of the others the largest are."
CHARTS = ("day", "hour", "actor", "module", "address")
MOST_ROWS, MOST_COLUMNS = 20, 12


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a dimension; `key` is what a search takes."""

    key: str
    label: str
    count: int
    refused: int = 0


def charts(entries: QuerySet[Entry]) -> dict[str, object]:
    """Totals, and the parts of each chart, in one reading of the entries."""
    sets = ", ".join(f"({name})" for name in CHARTS)
    named = ", ".join(f"{DIMENSIONS[name]} AS {name}" for name in CHARTS)
    rows = _asked(
        entries,
        f"SELECT grouping({', '.join(CHARTS)}), {', '.join(CHARTS)}, count(*), count(*) FILTER (WHERE result = %s)"
        f" FROM (SELECT {named}, result FROM ({{source}}) found) e GROUP BY GROUPING SETS ({sets}, ())",
        [Result.REFUSED],
    )
    parts: dict[str, list[Part]] = {name: [] for name in CHARTS}
    total = refused = 0
    whole = (1 << len(CHARTS)) - 1
    for mask, *values, count, no in rows:
        if mask == whole:
            total, refused = count, no
            continue
        at = next(n for n in range(len(CHARTS)) if not mask & 1 << len(CHARTS) - 1 - n)
        parts[CHARTS[at]].append(Part(values[at] or "", "", count, no))
    return {
        "total": total,
        "refused": refused,
        "actors": len(parts["actor"]),
        "addresses": len([part for part in parts["address"] if part.key]),
        "charts": {name: _shown(name, found, MOST_ROWS) for name, found in parts.items()},
    }


def pivot(entries: QuerySet[Entry], rows: str, columns: str) -> dict[str, object]:
    """Two dimensions against each other: the largest rows and columns, and the count of each pair as lists of a row."""
    found = _asked(
        entries,
        f"SELECT r, c, count(*) FROM (SELECT {DIMENSIONS[rows]} AS r, {DIMENSIONS[columns]} AS c"
        f" FROM ({{source}}) found) e GROUP BY r, c",
        [],
    )
    counts = {(row or "", column or ""): count for row, column, count in found}
    down = _shown(rows, _summed(counts, 0), MOST_ROWS)
    across = _shown(columns, _summed(counts, 1), 31 if columns in IN_ORDER else MOST_COLUMNS)
    return {
        "rows": down,
        "columns": across,
        "counts": [[counts.get((row.key, column.key), 0) for column in across] for row in down],
    }


def _summed(counts: Mapping[tuple[str, str], int], side: int) -> list[Part]:
    sums: dict[str, int] = {}
    for pair, count in counts.items():
        sums[pair[side]] = sums.get(pair[side], 0) + count
    return [Part(key, "", count) for key, count in sums.items()]


def _shown(name: str, parts: list[Part], most: int) -> list[Part]:
    """With labels; those in their own order are the latest, the others the largest."""
    if name in IN_ORDER:
        kept = sorted(parts, key=lambda part: part.key)[-max(most, 31) :]
    else:
        kept = sorted(parts, key=lambda part: (-part.count, part.key))[:most]
    label = _labels(name, [part.key for part in kept])
    return [Part(part.key, label(part.key), part.count, part.refused) for part in kept]


def _labels(name: str, keys: Sequence[str]) -> Callable[[str], str]:
    match name:
        case "actor":
            users = get_user_model()._default_manager.in_bulk([int(key) for key in keys])
            return lambda key: str(users.get(int(key), key))
        case "module":
            return module_label
        case "action":
            return action_label
        case "result":
            return lambda key: Result(key).label
        case "hour":
            return lambda key: f"{int(key)}时"
        case "address":
            return lambda key: key or "平台任务"
    return lambda key: key


def _asked(entries: QuerySet[Entry], sql: str, params: list[str]) -> list[tuple]:
    """The rows of a question about these entries; `{source}` stands for them."""
    columns = entries.order_by().values("at", "actor_id", "action", "address", "result")
    try:
        source, given = columns.query.sql_with_params()
    except EmptyResultSet:
        return []
    before = sql.partition("{source}")[0].count("%s")
    with connection.cursor() as cursor:
        cursor.execute(
            sql.replace("{source}", source), [*params[:before], *cast(tuple[str, ...], given), *params[before:]]
        )
        return list(cursor.fetchall())
