"""`kill -9` of whoever builds a city, in every stage: started again he goes on, and the city is the same in the end."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from time import sleep

import psycopg
import pytest

from changqian.launcher.postgres import EmbeddedPostgres
from changqian.platform.city.builder import TABLES
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.enterprises.models import EnterpriseRegion
from changqian.platform.kernel.sealed import SealedField
from changqian.platform.ledgerkit.models import Fact
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport
from tests.running import CHANGQIAN, OUTSIDE, until

FIRMS = 260
"Two blocks."
STAGES = ("风险分级管控", "企业及其台账", "月度任务", "统计事实")
"Each time the launcher says this, it is killed a moment later; what it has done it does not say again."
NOT_COMPARED = {
    **dict.fromkeys((User, Person, Membership, Assignment), {"created_at", "password"}),
    **dict.fromkeys((WhistlePolicy, WhistleChannel, WhistleReport, SafeCode, Hazard, Accident, Injury), {"created_at"}),
    WhistleIdentity: {"sent_digest", "query_digest", "claim_digest"},
    **dict.fromkeys((Fact, EnterpriseRegion), {"id"}),
}
"Services write at the hour they are called; each folder has keys of its own; facts and places are named by nobody."


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="changqian-city-"))
    made.chmod(0o755)
    yield made
    rmtree(made)


def builds(data: Path) -> subprocess.Popen[bytes]:
    env = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    with (data / "console.txt").open("ab") as console:
        command = [*CHANGQIAN, "city", "--data", str(data), "--enterprises", str(FIRMS), "--processes", "2"]
        return subprocess.Popen(command, env=env, stdout=console, stderr=console)


def kill_at(stage: str, data: Path) -> None:
    console = data / "console.txt"
    before = len(console.read_text()) if console.exists() else 0
    building = builds(data)
    until(lambda: stage in console.read_text()[before:] or building.poll() is not None, stage, 600)
    sleep(0.1)
    assert building.poll() is None, console.read_text()
    building.send_signal(signal.SIGKILL)
    building.wait(60)


def digest(data: Path) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a hash over them; without what is sealed, each folder having its own keys."""
    found = {}
    with EmbeddedPostgres(data) as server, psycopg.connect(server.url("changqian")) as connection:
        for model in TABLES:
            sealed = {each.name for each in model._meta.concrete_fields if isinstance(each, SealedField)}
            hidden = sealed | {f"{name}_index" for name in sealed} | NOT_COMPARED.get(model, set())
            columns = ", ".join(f'"{each.column}"' for each in model._meta.concrete_fields if each.name not in hidden)
            row = connection.execute(
                f"SELECT count(*), md5(string_agg(told, '' ORDER BY told)) FROM"  # type: ignore[arg-type]
                f' (SELECT md5(ROW({columns})::text) AS told FROM "{model._meta.db_table}") AS rows'
            ).fetchone()
            assert row is not None
            found[model._meta.label] = (int(row[0]), str(row[1]))
    return found


@pytest.mark.timeout(1200)
def test_a_city_that_was_killed_in_every_stage_is_the_same_in_the_end(folder: Path) -> None:
    at_once, killed = folder / "at-once", folder / "killed"
    for data in (at_once, killed):
        data.mkdir(mode=0o755)
    undisturbed = builds(at_once)
    assert undisturbed.wait(600) == 0, (at_once / "console.txt").read_text()
    for stage in STAGES:
        kill_at(stage, killed)
    last, console = builds(killed), killed / "console.txt"
    assert last.wait(600) == 0, console.read_text()
    assert "接着生成" in console.read_text()
    assert digest(killed) == digest(at_once)
    assert (killed / "demonstration").exists()
