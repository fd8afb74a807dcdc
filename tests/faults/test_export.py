"""`kill -9` of the worker in the middle of an export: the next one begins it anew, and the file is whole."""

import signal
from typing import Any

import httpx
import psycopg
import pytest

from tests.running import Platform, until


@pytest.mark.timeout(600)
def test_an_export_survives_its_worker(platform: Platform) -> None:
    with platform.client("city") as city:
        rows = city.get("/api/risks/?limit=1&count=whole").raise_for_status().json()["count"]
        until(lambda: platform.waiting() == platform.owed() == 0, "a worker that holds nothing", 120)
        [worker, *_] = platform.processes("changqian.launcher.cli", "worker")
        worker.suspend()  # so that nothing is written before the rows are out of its reach
        pk = city.post("/api/exports/", json={"ledger": "risks", "format": "pdf"}).raise_for_status().json()["id"]
        with psycopg.connect(platform.database_url) as database:
            database.execute("SET lock_timeout = '20s'")
            database.execute("LOCK TABLE risks_riskpoint IN ACCESS EXCLUSIVE MODE")
            worker.resume()
            until(lambda: state(city, pk)["status"] == "running", "the worker to begin")
            worker.send_signal(signal.SIGKILL)
            worker.wait(10)
        until(lambda: state(city, pk)["status"] == "ready", "the next worker to end it", 180)
        assert (state(city, pk)["total"], state(city, pk)["done"]) == (rows, rows)
        address = city.post(f"/api/exports/{pk}/file/").raise_for_status().json()["address"]
        assert city.get(address).raise_for_status().content.startswith(b"%PDF-")
    query = "SELECT count(*) FROM audit_entry WHERE action = 'exports.make' AND target LIKE %s"
    assert platform.count(query, f"%:{pk}") == 1


def state(city: httpx.Client, pk: int) -> dict[str, Any]:
    found: dict[str, Any] = city.get(f"/api/exports/{pk}/").raise_for_status().json()
    return found
