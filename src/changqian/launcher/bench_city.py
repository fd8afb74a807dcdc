"""A built city for the benches in bench/city: its size, the platform before it, and people who sign in."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg

from changqian.launcher.bench import Result, p95, took
from changqian.launcher.bench_undo import undone
from changqian.launcher.commands import call, django_ready
from changqian.launcher.database import database, environment
from changqian.launcher.errors import LauncherError
from changqian.launcher.ports import free_ports
from changqian.launcher.postgres import SUPERUSER, EmbeddedPostgres
from changqian.launcher.processes import Program, Supervisor, python

CLI = "changqian.launcher.cli"
FULL = {"enterprises": 100_000, "risk_points": 1_100_000, "tasks": 11_000_000}
"From here on a city has the size the limits are meant for; where firms are suspended, they have fewer tasks."
SMALL = 500
LINKED = "/api/session/link/"
ROLES, ROUNDS, FEWEST, ENOUGH = ("city", "district", "town"), 12, 3, 10_000
"Who is asked for, how often each, at least, and milliseconds after which a slow question is known to be one."
Questions = Callable[[str, Random], Iterator[tuple[str, str, list[str]]]]
"What a role asks: (under which limit, what, addresses in turn)."


@dataclass(frozen=True)
class City:
    data: Path
    scratch: Path
    "What the platform writes beside the database; it goes with the run."
    superuser_url: str
    size: dict[str, int]

    @property
    def full(self) -> bool:
        return all(self.size[name] >= least for name, least in FULL.items())

    @property
    def told(self) -> str:
        labels = {"enterprises": "企业", "risk_points": "风险点", "tasks": "月度任务"}
        return "，".join(f"{labels[name]} {count}" for name, count in self.size.items())

    @contextmanager
    def platform(self) -> Iterator[str]:
        """The web service as `changqian up` starts it, and the worker; its address. What is written is taken back."""
        (port,) = free_ports(1)
        web = f"http://127.0.0.1:{port}"
        metrics = self.scratch / "run" / "metrics"
        metrics.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "PUBLIC_URL": web, "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
        programs = [
            Program("web", "网页服务", python(CLI, "web", "--port", str(port)), env, f"{web}/healthz"),
            Program("worker", "后台任务", python(CLI, "worker"), env),
        ]
        from django.db import connections

        with undone(self.superuser_url):
            supervisor = Supervisor(programs, self.scratch / "logs", threading.Event())
            try:
                if not supervisor.start():
                    raise LauncherError("平台没有启动。")
                yield web
            finally:
                supervisor.stop()
                connections.close_all()

    @contextmanager
    def visitor(self, web: str, username: str) -> Iterator[Visitor]:
        """Somebody of the city, signed in by a one-time link."""
        told = io.StringIO()
        call("sign_in_links", "--user", username, "--json", stdout=told)
        token = json.loads(told.getvalue())[0]["url"].partition("link=")[2]
        with closing(Visitor(web)) as visitor:
            visitor.get("/api/config/")  # hands out the CSRF cookie
            entered = visitor.post(LINKED, {"token": token})
            assert entered.status == 200, entered.text
            yield visitor


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """A browser's part and no more: one connection that stays, cookies, the token against forged requests. With a
    library that knows all of HTTP each answer was a millisecond later, which no browser takes from the server."""

    def __init__(self, web: str) -> None:
        address = urlsplit(web)
        self.connection = HTTPConnection(address.hostname or "", address.port, timeout=120)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: object) -> Answer:
        sent = {"Content-Type": "application/json", "X-CSRFToken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, json.dumps(body).encode(), sent)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, quote(path, safe="/?&=%,:+-"), body, {**headers, "Cookie": cookies})
        answer = self.connection.getresponse()
        said = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, said)

    def close(self) -> None:
        self.connection.close()


def asked(city: City, questions: Questions, limits: Mapping[str, float]) -> list[Result]:
    """Each question put over HTTP by the city, a district and a town; the p95 of everything under the same limit."""
    random = Random(20260316)
    times: dict[str, list[float]] = defaultdict(list)
    with city.platform() as web:
        for role in ROLES:
            with city.visitor(web, role) as visitor:
                for what, name, addresses in questions(role, random):
                    in_turn = cycle(addresses)

                    def ask(visitor: Any = visitor, in_turn: Any = in_turn) -> None:
                        answer = visitor.get(next(in_turn))
                        assert answer.status == 200, answer.text

                    ask()
                    taken = timed(ask, max(ROUNDS, len(addresses)))
                    times[what] += taken
                    print(
                        f"  {role} {name}: p50 {sorted(taken)[len(taken) // 2]:.1f} ms, p95 {p95(taken)} ms", flush=True
                    )
    return [Result(f"{what}_p95", p95(taken), limits[what], "ms") for what, taken in times.items()]


def timed(ask: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round; fewer rounds of what is slow."""
    taken: list[float] = []
    while len(taken) < rounds and (len(taken) < FEWEST or sum(taken) < ENOUGH):
        taken += took(ask, 1)
    return taken


@contextmanager
def city(folder: Path | None) -> Iterator[City]:
    """The city in `folder`, brought up to this version; without one, a small one that goes with the run.

    Migrations stay, everything else is taken back.
    """
    with tempfile.TemporaryDirectory(prefix="changqian-bench-") as made:
        place = Path(made)
        place.chmod(0o755)  # as root the database runs as nobody, who must be able to pass
        data, scratch = folder or place / "city", place / "scratch"
        if folder is None:
            print(f"  没有指定 CITY，生成 {SMALL} 家企业的小城市…", flush=True)
            command = [*python(CLI, "city", "--data", str(data)), "--enterprises", str(SMALL)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        elif not (data / "demonstration").exists():
            raise LauncherError(f"{data} 中没有建好的城市，请先运行 make city DATA={data}。")
        if os.environ.get("DATABASE_URL"):
            raise LauncherError("带城市的基准只在数据目录自带的数据库上运行，请取消 DATABASE_URL。")
        (scratch / "logs").mkdir(parents=True)
        shutil.copytree(data / "keys", scratch / "keys")
        (scratch / "demonstration").touch()
        os.environ["CHANGQIAN_LOG"] = "WARNING"
        with database(data) as url:
            os.environ.update(environment(scratch, url))
            call("migrate", "--no-input", "--verbosity", "0")
            superuser = EmbeddedPostgres(data).running_url(user=SUPERUSER)
            assert superuser is not None
            catch_up()
            tidy(superuser)
            yield City(data, scratch, superuser, _size())


def catch_up() -> None:
    """What the calendar asks for by now, done for good: else every bench would run beside the work of a night, which
    it takes back each time."""
    django_ready()
    from django.utils import timezone

    from changqian.platform.config.tasks import judge_duties, recompute_statistics, seal_audit
    from changqian.platform.foundation.jobs.services import REGISTRY, perform, runs_due

    now = timezone.localtime()
    for job in REGISTRY.jobs.values():
        for period in list(runs_due(job, now=now)):
            done = perform(job, period)
            print(f"  补做 {job.label} {period.name}：{done.result or done.error or '完成'}", flush=True)
    while recompute_statistics() or seal_audit() or judge_duties():
        pass


def tidy(url: str) -> None:
    """What the server does by itself in its first hours, so that it does not do it while somebody measures."""
    changed = """
        SELECT format('%I.%I', schemaname, relname) FROM pg_stat_user_tables
        WHERE n_mod_since_analyze + n_ins_since_vacuum + n_dead_tup > 1000
    """
    with psycopg.connect(url, autocommit=True) as connection:
        for (table,) in connection.execute(changed).fetchall():
            connection.execute(f"VACUUM (ANALYZE) {table}")


def _size() -> dict[str, int]:
    django_ready()
    from django.apps import apps

    models = {"enterprises": "enterprises.Enterprise", "risk_points": "risks.RiskPoint", "tasks": "risks.RiskTask"}
    return {name: apps.get_model(model).objects.count() for name, model in models.items()}
