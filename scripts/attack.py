"""sqlmap and wapiti against a running system, signed in, on loopback; fails on what they find.

They get `--minutes` (5), of which the tools use four fifths: first the ledgers, then whatever else takes a parameter.
How far they came is printed.

Both are programs under the GPL: installed apart (.state/attack), run from outside, never part of ours. Where they
cannot be installed the reason is said and nothing is failed. `--system READY DATA` attacks one that already runs.
"""

import argparse
import json
import logging
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
HOME = ROOT / ".state" / "attack"
TOOLS = ("sqlmap", "wapiti3")
SQLMAP_PART, WAPITI_PART, WAPITI_ENDS = 0.45, 0.35, 60
"Of the time; and seconds that wapiti may take to write its report."
INJECTABLE = re.compile(r"is vulnerable|appears to be .*injectable|Parameter: .* \((GET|POST|URI)\)", re.I)
WAPITI_MODULES = "sql,xss,exec,file,crlf,redirect,csp,http_headers,cookieflags"
MEANT = {
    "HttpOnly Flag cookie: GET / HttpOnly flag is not set in the cookie : csrftoken": "pages read it and send it back",
    "Secure Flag cookie: GET / Secure flag is not set in the cookie : csrftoken": "over https it is set",
}
"What the tools find that is so on purpose; of this cookie only, the session's has both flags."
FIRST = ("hazards", "enterprises", "people", "risks", "sites", "map", "overview", "equipment", "drills")


def installed() -> Path | None:
    """The folder of the tools' programs; None, with the reason said, where they cannot be had."""
    bin_ = HOME / "venv" / "bin"
    if all((bin_ / name).exists() for name in ("sqlmap", "wapiti")):
        return bin_
    HOME.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(HOME / "venv")], check=True)
    done = subprocess.run(
        [str(bin_ / "pip"), "install", "--quiet", "--retries", "1", *TOOLS], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["没有输出"])[-1]
        print(f"跳过：无法安装 sqlmap 和 wapiti（{reason[:200]}）")
        return None
    return bin_


@contextmanager
def system(ready: str, data: str) -> Iterator[Any]:
    """A small city of its own, or the one that is told."""
    from tests.running import Platform

    if ready:
        yield Platform.that_runs(Path(ready), Path(data))
        return
    platform = Platform(enterprises=20)
    try:
        platform.start()
        yield platform
    finally:
        platform.remove()


def targets(base: str, token: str) -> list[str]:
    """Lists and searches with every query parameter they take, filled with something plausible."""
    from tests.access.endpoints import schema

    found = []
    for path, verbs in schema()["paths"].items():
        if "get" not in verbs or "{" in path:
            continue
        query = {each["name"]: _plausible(each) for each in verbs["get"].get("parameters", ()) if each["in"] == "query"}
        if query := _taken(f"{base}{path}", query, token):
            found.append(f"{base}{path}?{urlencode(query)}")
    return sorted(found, key=lambda address: urlsplit(address).path.split("/")[2] not in FIRST)


def _taken(address: str, query: dict[str, str], token: str) -> dict[str, str]:
    """Those of the parameters that are let through: behind a refusal nothing can be injected."""
    for _ in range(6):
        said = httpx.get(address, params=query, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        if said.status_code != 400 or not (named := set(said.json()["fields"])):
            return query if said.status_code < 400 else {}
        query = {
            name: value for name, value in query.items() if name not in named and name.rpartition("_")[0] not in named
        }
    return {}


def _plausible(parameter: dict[str, Any]) -> str:
    schema = parameter.get("schema", {})
    schema = schema.get("items", schema)
    if schema.get("enum"):
        return str(schema["enum"][0])
    known = {"integer": "1", "number": "1", "boolean": "true"}
    dates = {"date": "2026-01-01", "date-time": "2026-01-01T00:00:00+08:00"}
    return dates.get(schema.get("format", "")) or known.get(schema.get("type", ""), "a")


def sqlmap(bin_: Path, addresses: list[str], token: str, seconds: float) -> list[str]:
    """What sqlmap holds for injectable."""
    listed, out = HOME / "targets.txt", HOME / "sqlmap"
    listed.write_text("\n".join(addresses))
    shutil.rmtree(out, ignore_errors=True)
    command = [str(bin_ / "sqlmap"), "-m", str(listed), "--batch", "--level", "2", "--risk", "1", "--smart"]
    command += ["--technique", "BEUT", "--dbms", "PostgreSQL", "--time-sec", "3", "--timeout", "15", "--retries", "0"]
    command += ["--headers", f"Authorization: Bearer {token}", "--ignore-code", "400", "--output-dir", str(out)]
    said = _bounded(command, seconds)
    (HOME / "sqlmap.log").write_text(said)
    tested = len(re.findall(r"testing URL|\[\d+/\d+\] URL|URL \d+:", said))
    print(f"sqlmap：{len(addresses)} 个地址，测到 {tested} 个")
    return [line.strip() for line in said.splitlines() if INJECTABLE.search(line) and "not" not in line.lower()]


def wapiti(bin_: Path, base: str, token: str, seconds: float) -> list[str]:
    """What wapiti reports as a weakness."""
    report, document = HOME / "wapiti.json", HOME / "openapi.json"
    from tests.access.endpoints import schema

    read = {
        path: {"get": verbs["get"]} for path, verbs in schema()["paths"].items() if "get" in verbs and "{" not in path
    }
    told = {**schema(), "paths": read, "servers": [{"url": base}]}
    document.write_text(json.dumps(told, default=str))
    report.unlink(missing_ok=True)
    command = [
        str(bin_ / "wapiti"),
        "-u",
        f"{base}/",
        "--swagger",
        str(document),
        "--scope",
        "folder",
        "--no-bugreport",
    ]
    command += ["-m", WAPITI_MODULES, "--max-scan-time", str(round(seconds)), "--max-attack-time", "12", "-f", "json"]
    command += ["-o", str(report), "-H", f"Authorization: Bearer {token}", "--flush-session", "-v", "1", "--color"]
    said = _bounded(command, seconds + WAPITI_ENDS)
    (HOME / "wapiti.log").write_text(said)
    if not report.exists():
        return [f"wapiti 没有写出报告，见 {HOME / 'wapiti.log'}"]
    told = json.loads(report.read_text())
    print(f"wapiti：{told['infos'].get('crawled_pages_nbr', '?')} 个页面")
    return [
        f"{kind}: {each['method']} {each['path']} {each.get('info', '')}"
        for group in ("vulnerabilities", "anomalies")
        for kind, found in told[group].items()
        for each in found
    ]


def _bounded(command: list[str], seconds: float) -> str:
    """What the command said until it ended or its time was up."""
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    try:
        return running.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        running.terminate()
        return running.communicate(timeout=20)[0]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--system", nargs=2, default=("", ""), metavar=("READY", "DATA"))
    options.add_argument("--minutes", type=float, default=5)
    asked = options.parse_args()
    seconds = asked.minutes * 60
    bin_ = installed()
    if bin_ is None:
        return 0
    begun = time.monotonic()
    with system(*asked.system) as platform:
        if urlsplit(platform.web).hostname != "127.0.0.1":
            print("只攻击本机（127.0.0.1）上的系统。")
            return 2
        import os

        os.environ.setdefault("CHANGQIAN_EPHEMERAL_KEYS", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changqian.platform.config.settings")
        import django

        django.setup()
        logging.getLogger("httpx").setLevel(logging.WARNING)
        token = platform.command("token", "city").split()[-1]
        addresses = targets(platform.web, token)
        found = sqlmap(bin_, addresses, token, seconds * SQLMAP_PART)
        found += wapiti(bin_, platform.web, token, seconds * WAPITI_PART)
        alive = httpx.get(f"{platform.web}/healthz", timeout=30).status_code
    print(f"用时 {time.monotonic() - begun:.0f} 秒；之后 /healthz 答复 {alive}")
    for line in found:
        print(f"按设计：{line}（{MEANT[line]}）" if line in MEANT else f"发现：{line}")
    found = [line for line in found if line not in MEANT]
    print("FAIL attack" if found or alive != 200 else "PASS attack")
    return 1 if found or alive != 200 else 0


if __name__ == "__main__":
    sys.exit(main())
