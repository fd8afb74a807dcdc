"""Runs the benches in bench/: each module has `run() -> Result` (or a list of them) and is judged by its own limit."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from types import ModuleType
from typing import Any

from changqian.launcher.errors import LauncherError

FOLDER = Path(__file__).parents[3] / "bench"


@dataclass(frozen=True)
class Result:
    """A measured value and what it may be at most, or with `at_least` at least."""

    name: str
    value: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def passed(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        return f"{'PASS' if self.passed else 'FAIL'} {self.name} {self.value:g}{self.unit} {self.limit:g}{self.unit}"


def took(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(rounds):
        started = perf_counter()
        work()
        times.append((perf_counter() - started) * 1000)
    return times


def p95(values: Sequence[float], digits: int = 1) -> float:
    return round(quantiles(values, n=20)[-1], digits)


def made_rows(cursor: Any, table: str, count: int, differs: str, *, like: str, kept: str = "") -> None:
    """A temporary table of the real one's name with `count` rows; `differs` says in SQL what is in row `n`.

    `like` and `kept` are clauses of CREATE TABLE: what it takes from the real one, and how long it stays. Whatever
    `differs` does not name is NULL, also where the real table would refuse that.
    """
    cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} {like}) {kept}")
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_nullable = 'NO' AND is_identity = 'NO'",
        [table],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE pg_temp.{table} ALTER "{column}" DROP NOT NULL')
    cursor.execute(
        f"INSERT INTO pg_temp.{table} SELECT made.* FROM generate_series(1, {count}) AS n,"
        f" jsonb_populate_record(NULL::pg_temp.{table}, jsonb_build_object({differs})) AS made"
    )


def run_benches(data: Path, name: str | None, folder: Path = FOLDER) -> int:
    """Prints each bench's results, one line each; 0 when all passed."""
    files = [file for file in sorted(folder.glob("*.py")) if not file.name.startswith("_")]
    if name is not None:
        files = [file for file in files if file.stem == name]
    if not files:
        raise LauncherError(f"没有名为 {name} 的基准。" if name else f"{folder} 中还没有基准。")
    from changqian.launcher.commands import django_ready
    from changqian.launcher.database import database, environment

    passed = True
    with database(data) as url:
        os.environ.update(environment(data, url))
        django_ready()
        for file in files:
            for result in _results(_load(file)):
                print(result, flush=True)
                passed &= result.passed
    return 0 if passed else 1


def _load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _results(module: ModuleType) -> Iterable[Result]:
    found = module.run()
    return found if isinstance(found, list | tuple) else [found]
