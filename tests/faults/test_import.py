"""`kill -9` of the worker in the middle of an import: the next one goes on, and every row is there exactly once."""

import signal
from io import BytesIO
from typing import Any

import httpx
import pytest

from tests.running import Platform, until

ROWS = 700
KILLS = 2


@pytest.mark.timeout(900)
def test_an_import_survives_its_worker(platform: Platform) -> None:
    with platform.client("officer") as officer:
        pk = uploaded(officer)
        killed_while(officer, pk, platform, status="checking", counted="checked", kills=1)
        until(lambda: state(officer, pk)["status"] == "checked", "checking", 300)
        assert (state(officer, pk)["ready"], state(officer, pk)["wrong"]) == (ROWS, 0)
        officer.post(f"/api/imports/{pk}/confirm/", json={"mode": "right"}).raise_for_status()
        killed_while(officer, pk, platform, status="importing", counted="done", kills=KILLS)
        until(lambda: state(officer, pk)["status"] == "done", "importing", 300)
        assert state(officer, pk)["done"] == ROWS
    query = "SELECT name, count(*) FROM people_person WHERE name LIKE '断电导入%' GROUP BY name"
    made = dict(platform.rows(query))
    rows = "SELECT count(DISTINCT record), count(*) FROM imports_importrow WHERE state = 'done'"
    assert made == {f"断电导入{number:04d}": 1 for number in range(ROWS)}
    assert platform.rows(rows) == [(ROWS, ROWS)]
    assert platform.count("SELECT count(*) FROM audit_entry WHERE action = 'people.add'") >= ROWS
    assert "审计链完整" in platform.command("audit", "verify")


def uploaded(officer: httpx.Client) -> int:
    lines = ["姓名,岗位角色", *(f"断电导入{number:04d},岗位从业人员" for number in range(ROWS))]
    file = ("花名册.csv", BytesIO("\n".join(lines).encode("gb18030")), "text/csv")
    said = officer.post("/api/imports/", data={"ledger": "people"}, files={"file": file}).raise_for_status().json()
    proposal = said["proposal"]
    body = {
        "sheet": proposal["sheet"],
        "header_row": proposal["header_row"],
        "header_depth": proposal["header_depth"],
        "columns": [{"column": each["column"], "field": each["field"]} for each in proposal["columns"]],
    }
    officer.post(f"/api/imports/{said['id']}/map/", json=body).raise_for_status()
    return int(said["id"])


def killed_while(officer: httpx.Client, pk: int, platform: Platform, *, status: str, counted: str, kills: int) -> None:
    """Kill the worker when it is some way into this phase, and again when the next one has got on."""
    seen = 0
    for _ in range(kills):
        until(lambda seen=seen: state(officer, pk)[counted] > seen, f"{status} going on", 180)  # type: ignore[misc]
        found = state(officer, pk)
        assert (found["status"], found[counted] < ROWS) == (status, True), "struck too late to prove anything"
        for process in platform.processes("changqian.launcher.cli", "worker")[:1]:
            process.send_signal(signal.SIGKILL)
        seen = found[counted]


def state(officer: httpx.Client, pk: int) -> dict[str, Any]:
    found: dict[str, Any] = officer.get(f"/api/imports/{pk}/").raise_for_status().json()
    return found
