"""`kill -9` of the worker in the middle of an export: the next one begins it anew, and the file is whole."""

import signal
from typing import Any

import httpx
import psycopg
import pytest

from tests.running import Platform, until


@pytest.mark.timeout(600)
def test_an_export_survives_its_worker(platform: Platform) -> None:
    headers = {"Authorization": f"Bearer {platform.command('token', 'city').strip()}"}
    with httpx.Client(base_url=platform.web, headers=headers, trust_env=False, timeout=30) as city:
        rows = city.get("/api/risks/?limit=1").raise_for_status().json()["count"]
        until(lambda: idle(platform), "a worker that holds nothing", 120)
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
    with psycopg.connect(platform.database_url) as database:
        query = "SELECT count(*) FROM audit_entry WHERE action = 'exports.make' AND target LIKE %s"
        assert database.execute(query, [f"%:{pk}"]).fetchone() == (1,)


def idle(platform: Platform) -> bool:
    """Nothing waits in the queue, and all that was written is sealed and counted."""
    with psycopg.connect(platform.database_url) as database:
        query = """
            SELECT NOT EXISTS(SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))
               AND NOT EXISTS(SELECT FROM audit_entry WHERE seq IS NULL) AND NOT EXISTS(SELECT FROM ledgerkit_mark)
        """
        return database.execute(query).fetchone() == (True,)


def state(city: httpx.Client, pk: int) -> dict[str, Any]:
    found: dict[str, Any] = city.get(f"/api/exports/{pk}/").raise_for_status().json()
    return found
