"""What `deploy/` promises: each file is read by the program it is for, and names what the platform really has."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from changqian.launcher.backups.taking import note
from changqian.launcher.certificates import server_certificate
from changqian.launcher.cli import _parser

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.[st]*e*"))
METRIC = re.compile(r"\bchangqian_\w+")


def expressions() -> dict[str, str]:
    """Every expression of a rule or a panel, by its name."""
    rules = yaml.safe_load((DEPLOY / "monitoring/rules.yml").read_text(encoding="utf-8"))
    board = json.loads((DEPLOY / "monitoring/board.json").read_text(encoding="utf-8"))
    found = {rule["alert"]: rule["expr"] for group in rules["groups"] for rule in group["rules"]}
    return found | {panel["title"]: each["expr"] for panel in board["panels"] for each in panel["targets"]}


def test_every_metric_of_rules_and_board_is_one_that_the_platform_shows(cast: Any, settings: Any, tmp_path: Path):
    settings.DATA = tmp_path
    note(tmp_path, base=datetime.now(UTC), archive=datetime.now(UTC))
    Client().get("/api/hazards/")
    families = list(text_string_to_metric_families(Client().get("/metrics").content.decode()))
    shown = {sample.name for family in families for sample in family.samples}
    shown |= {family.name for family in families if not family.samples}
    asked = {name: set(METRIC.findall(expression)) for name, expression in expressions().items()}
    assert {name: unknown for name, found in asked.items() if (unknown := found - shown)} == {}
    assert set().union(*asked.values()) > {"changqian_requests_total", "changqian_data_free_bytes"}


def test_prometheus_understands_the_rules():
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    said = subprocess.run([promtool, "check", "rules", DEPLOY / "monitoring/rules.yml"], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


def test_nginx_understands_its_configuration(tmp_path: Path):
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    made = server_certificate(tmp_path / "tls", ["127.0.0.1"], now=datetime.now(UTC))
    text = (DEPLOY / "nginx/changqian.conf").read_text(encoding="utf-8")
    for there, here in (("changqian.crt", made.certificate), ("changqian.key", made.key)):
        assert f"/etc/nginx/tls/{there}" in text
        text = text.replace(f"/etc/nginx/tls/{there}", str(here))
    (tmp_path / "changqian.conf").write_text(text)
    logs = f"error_log {tmp_path}/error.log; pid {tmp_path}/pid;"
    (tmp_path / "nginx.conf").write_text(f"{logs} events {{}} http {{ include {tmp_path}/changqian.conf; }}")
    said = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def test_systemd_understands_the_units(tmp_path: Path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/changqian/.venv/bin/changqian", sys.executable)
        (tmp_path / unit.name).write_text(text)
    names = [unit.name.replace("@.", "@web.") for unit in UNITS]
    said = subprocess.run(
        [analyze, "verify", "--man=no", *names], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    ours = [line for line in said.stderr.splitlines() if "changqian" in line]
    assert said.returncode == 0, said.stderr
    assert ours == []


def commands() -> dict[str, list[str]]:
    """Every command line of the platform in units, images and clusters, by where it stands."""
    found: dict[str, list[str]] = {}
    for unit in UNITS:
        for line in unit.read_text(encoding="utf-8").splitlines():
            if line.startswith("ExecStart=") and "%i" not in line:
                found.setdefault(unit.name, []).append(line.partition("bin/changqian ")[2])
    compose = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text(encoding="utf-8"))
    for name, service in compose["services"].items():
        if "command" in service:
            found[f"compose {name}"] = [" ".join(service["command"])]
    for file in ("platform", "backup"):
        for document in yaml.safe_load_all((DEPLOY / f"kubernetes/{file}.yaml").read_text(encoding="utf-8")):
            for container in containers(document):
                found.setdefault(f"kubernetes {file}", []).append(" ".join(container["args"]))
    return found


def containers(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [each for one in part for each in containers(one)]
    if not isinstance(part, dict):
        return []
    own = [each for name in ("containers", "initContainers") for each in part.get(name, [])]
    return own + [each for one in part.values() if isinstance(one, dict) for each in containers(one)]


@pytest.mark.parametrize("place", sorted(commands()))
def test_the_commands_are_ours(place: str):
    for line in commands()[place]:
        arguments, rest = _parser().parse_known_args(line.split())
        assert not rest or arguments.passes_on, line


def test_every_setting_in_the_environment_is_one_the_code_reads():
    text = (DEPLOY / "systemd/changqian.env").read_text(encoding="utf-8")
    kustomization = (DEPLOY / "kubernetes/kustomization.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", text + kustomization))
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    assert {name for name in named if f'"{name}"' not in sources} == set()
    assert len(named) > 10


def documents() -> list[dict[str, Any]]:
    """Everything that a cluster is told to make."""
    files = [DEPLOY / f"kubernetes/{name}.yaml" for name in ("platform", "backup", "ingress")]
    return [each for file in files for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))]


def test_a_cluster_understands_what_it_is_told():
    known = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    for document in documents():
        known.validate(document, "1.31", strict=True)


def test_what_a_cluster_is_made_of_names_its_own_parts():
    texts = [file.read_text(encoding="utf-8") for file in (DEPLOY / "kubernetes").glob("*.yaml")]
    named = {(each["kind"], each["metadata"]["name"]) for each in documents()}
    for claim in re.findall(r"claimName: (\S+?)}", "".join(texts)):
        assert ("PersistentVolumeClaim", claim) in named
    for service in re.findall(r"service: {name: (\w+)", "".join(texts)):
        assert ("Service", service) in named
    compose = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text(encoding="utf-8"))
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (DEPLOY / "container" / source).exists()
