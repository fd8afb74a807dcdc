"""Runs the benches in bench/: each module has `run() -> Result` (or a list of them) and is judged by its own limit.

Those in bench/city are told a built city: `run(city)`. In one that is smaller than the limits are meant for they only
tell what they measured.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from types import ModuleType
from typing import Any

from changqian.launcher.errors import LauncherError

FOLDER = Path(__file__).parents[3] / "bench"


@dataclass(frozen=True)
class Result:
    """A measured value and what it may be at most, or with `at_least` at least; without a limit it is only told."""

    name: str
    value: float
    limit: float | None = None
    unit: str = ""
    at_least: bool = False
    any_size: bool = False
    "Of a bench on a city: whether the limit holds in a small one too."
    judged: bool = True

    @property
    def passed(self) -> bool:
        if self.limit is None or not self.judged:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        verdict = "INFO" if self.limit is None or not self.judged else "PASS" if self.passed else "FAIL"
        limit = "" if self.limit is None else f" {self.limit:g}{self.unit}"
        return f"{verdict} {self.name} {self.value:g}{self.unit}{limit}"


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


def run_benches(data: Path, name: str | None, *, on: Path | None = None, folder: Path = FOLDER) -> int:
    """Prints each bench's results, one line each; 0 when all passed. `on` is the folder of a city."""
    alone, with_city = _files(folder, name), _files(folder / "city", name)
    if not alone and not with_city:
        raise LauncherError(f"没有名为 {name} 的基准。" if name else f"{folder} 中还没有基准。")
    if not with_city:
        return run_alone(data, alone)
    failed = 0
    if alone:
        # Django knows one database per process, and these do not need the city's.
        other = get_context("spawn").Process(target=_exit_with, args=(data, alone))
        other.start()
        other.join()
        failed = other.exitcode or 0
    return run_on_city(on, with_city) | failed


def run_alone(data: Path, files: Sequence[Path]) -> int:
    from changqian.launcher.commands import django_ready
    from changqian.launcher.database import database, environment

    passed = True
    with database(data) as url:
        os.environ.update(environment(data, url))
        django_ready()
        for file in files:
            for result in _timed(file, _load(file).run):
                passed &= _told(result)
    return 0 if passed else 1


def _exit_with(data: Path, files: Sequence[Path]) -> None:
    sys.exit(run_alone(data, files))


def run_on_city(folder: Path | None, files: Sequence[Path]) -> int:
    from changqian.launcher.bench_city import city

    passed = True
    with city(folder) as made:
        print(f"  城市规模：{made.told}{'' if made.full else '，小于限值所指的规模，只列出数值'}", flush=True)
        for file in files:
            for result in _timed(file, _load(file).run, made):
                passed &= _told(replace(result, judged=made.full or result.any_size))
    return 0 if passed else 1


def _files(folder: Path, name: str | None) -> list[Path]:
    files = [file for file in sorted(folder.glob("*.py")) if not file.name.startswith("_")]
    return files if name is None else [file for file in files if file.stem == name]


def _told(result: Result) -> bool:
    print(result, flush=True)
    return result.passed


def _load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _timed(file: Path, run: Callable[..., Result | Sequence[Result]], *given: object) -> Sequence[Result]:
    started = perf_counter()
    found = run(*given)
    print(f"  {file.stem}：{perf_counter() - started:.0f} 秒", flush=True)
    return [found] if isinstance(found, Result) else found
