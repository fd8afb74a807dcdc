"""Two machines on one database: one platform to whoever uses it. And a machine whose database is gone for a while."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.faults.nodes import Cable, Node, second_node
from tests.faults.reporting import first_site, report
from tests.running import Platform, until

BACK_SECONDS = 10.0


@pytest.fixture(scope="module")
def second(platform: Platform) -> Iterator[tuple[Node, Cable]]:
    with second_node(platform) as found:
        yield found


@pytest.fixture
def officers(platform: Platform, second: tuple[Node, Cable]) -> Iterator[list[httpx.Client]]:
    """The same person at both machines."""
    yield from signed_in("officer", platform, second[0])


@pytest.fixture
def city(platform: Platform, second: tuple[Node, Cable]) -> Iterator[list[httpx.Client]]:
    yield from signed_in("city", platform, second[0])


def signed_in(role: str, platform: Platform, node: Node) -> Iterator[list[httpx.Client]]:
    with platform.client(role) as here, platform.client(role, web=node.web) as there:
        yield [here, there]


def test_what_one_writes_the_other_shows_and_neither_overwrites(officers: list[httpx.Client]) -> None:
    here, there = officers
    made = here.post("/api/hazards/", json=report(first_site(here), "双机演练")).raise_for_status().json()
    seen = there.get(f"/api/hazards/{made['id']}/").raise_for_status().json()
    assert seen["description"] == "双机演练"
    site = there.get("/api/sites/").json()["results"][0]
    edit = {"version": site["version"], "name": f"{site['name']}甲"}
    assert there.post(f"/api/sites/{site['id']}/edit/", json=edit).raise_for_status().json()["name"] == edit["name"]
    stale = here.post(f"/api/sites/{site['id']}/edit/", json=edit)
    assert stale.status_code == 409
    assert stale.json()["current"]["name"] == edit["name"]


def test_the_same_report_sent_to_both_at_once_is_one(platform: Platform, officers: list[httpx.Client]) -> None:
    bodies = [report(first_site(officers[0]), f"双机同时上报{number}") for number in range(15)]
    with ThreadPoolExecutor(8) as pool:
        sent = [(pool.submit(each.post, "/api/hazards/", json=body)) for body in bodies for each in officers]
        answers = [each.result() for each in sent]
    assert {each.status_code for each in answers} <= {200, 201}
    pairs = list(zip(answers[::2], answers[1::2], strict=True))
    assert all(one.json()["id"] == other.json()["id"] for one, other in pairs)
    assert platform.count("SELECT count(*) FROM hazards_hazard WHERE description LIKE '双机同时上报%'") == 15


def test_two_workers_share_the_work_and_do_nothing_twice(platform: Platform, city: list[httpx.Client]) -> None:
    made = [
        city[number % 2].post("/api/exports/", json={"ledger": "risks", "format": "pdf"}).raise_for_status().json()
        for number in range(3)
    ]
    assert {each["status"] for each in made} <= {"waiting", "running"}, "the worker's"
    until(lambda: platform.waiting() == 0, "the workers to write all files", 90)
    for each in made:
        state = city[0].get(f"/api/exports/{each['id']}/").raise_for_status().json()
        assert state["status"] == "ready"
        done = "SELECT count(*) FROM audit_entry WHERE action = 'exports.make' AND target LIKE %s"
        assert platform.count(done, f"%:{each['id']}") == 1
    assert platform.count("SELECT count(*) - count(DISTINCT (name, period)) FROM jobs_jobrun") == 0
    assert platform.count("SELECT count(*) FROM jobs_jobrun WHERE attempts > 1") == 0, "the calendar is kept once"
    until(lambda: platform.owed() == 0, "sealing and counting by two", 60)
    assert "审计链完整" in platform.command("audit", "verify")


def test_one_goes_on_when_the_other_is_killed(platform: Platform, officers: list[httpx.Client], second: Any) -> None:
    node: Node = second[0]
    node.lose_power()
    made = officers[0].post("/api/hazards/", json=report(first_site(officers[0]), "单机继续")).raise_for_status().json()
    until(lambda: platform.waiting() == 0, "the worker that is left to do it all", 90)
    node.start("web", "--port", str(node.port), "--workers", "1")
    node.start("worker")
    until(node.answers, "return of the second node", 60)
    assert officers[1].get(f"/api/hazards/{made['id']}/").is_success


def test_a_database_that_is_gone_is_said_and_come_back_to(officers: list[httpx.Client], second: Any) -> None:
    node, cable = second
    there = officers[1]
    body = report(first_site(there), "数据库断开时上报")
    cable.cut()
    refused = there.post("/api/hazards/", json=body)
    assert refused.status_code == 503
    assert refused.json()["detail"] == "服务正在启动或维护，请稍后再试"
    assert httpx.get(f"{node.web}/healthz", trust_env=False).status_code == 503
    time.sleep(3)  # long enough for pools to notice, and for the worker to try in vain
    cable.mend()
    mended = time.monotonic()
    until(lambda: there.post("/api/hazards/", json=body).is_success, "return of the database", 60)
    assert time.monotonic() - mended <= BACK_SECONDS
    assert there.post("/api/hazards/", json=body).status_code == 200, "it was taken once"
    assert {name for name, each in node.running.items() if each.poll() is None} == {"web", "worker"}
