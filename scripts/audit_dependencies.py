"""Known weaknesses of what we depend on: pip-audit over the locks, npm audit over the web's.

Fails for a weakness that `requirements/advisories.csv` does not excuse, by id, with a reason and until a day. Without a
network, or where a registry keeps no advisories, it says so and passes: a check that cannot be made proves nothing.
"""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXCUSES = ROOT / "requirements" / "advisories.csv"
NPM_FAILS_FROM = ("high", "critical")
"npm grades; pip-audit does not, so that any finding in Python counts."
PATIENCE = 240


class Skipped(Exception):
    """The check could not be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    package: str
    id: str
    what: str


def python_findings(lock: str) -> list[Finding]:
    """Of one lock file, through the ordinary index."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / "requirements" / lock), "--disable-pip"]
    done = _run([*command, "--require-hashes", "--progress-spinner", "off", "-f", "json"])
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise Skipped(_last_line(done.stderr)) from None
    return [
        Finding(each["name"], weakness["id"], ", ".join(weakness.get("fix_versions", [])) or "尚无修复版本")
        for each in told["dependencies"]
        for weakness in each.get("vulns", ())
    ]


def web_findings() -> list[Finding]:
    """Of web/package-lock.json."""
    bootstrap = [sys.executable, "-I", str(ROOT / "src/changqian/launcher/bootstrap.py"), "npm"]
    done = _run([*bootstrap, "audit", "--json"])
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Skipped(_last_line(done.stderr or done.stdout)) from None
    if "vulnerabilities" not in told:
        raise Skipped(str(told.get("message") or told.get("error", {}).get("summary") or "没有漏洞数据"))
    found = []
    for name, each in told["vulnerabilities"].items():
        for via in each["via"]:
            if isinstance(via, dict) and via.get("severity") in NPM_FAILS_FROM:
                found.append(Finding(name, str(via.get("url", via.get("source"))).rpartition("/")[2], via["title"]))
    return found


def excused(today: date) -> dict[str, str]:
    """The ids that are excused today, and why."""
    with EXCUSES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["id"]: row["reason"] for row in rows if date.fromisoformat(row["until"]) >= today}


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Skipped(f"{PATIENCE} 秒没有答复") from None


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "没有输出"


def main() -> int:
    excuses, failed = excused(date.today()), False
    for name, look in (
        ("Python 运行依赖", lambda: python_findings("run.lock")),
        ("网页依赖", web_findings),
    ):
        try:
            found = look()
        except Skipped as why:
            print(f"{name}：跳过（{why}）")
            continue
        for each in found:
            reason = excuses.get(each.id)
            print(f"{name}：{each.package} {each.id} {each.what}" + (f"（已豁免：{reason}）" if reason else ""))
            failed |= reason is None
        print(f"{name}：{'通过' if all(each.id in excuses for each in found) else '有未处理的漏洞'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
