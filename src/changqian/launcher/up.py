"""`changqian up`: the whole platform on one machine, from an empty data folder to sign-in links."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from changqian.launcher.certificates import ServerCertificate, fingerprint, lan_addresses, server_certificate
from changqian.launcher.data import locked, prepare_folder, require_space, require_whole
from changqian.launcher.database import environment, note_addresses, outside_url, require_reachable
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import keys_folder, make_keys
from changqian.launcher.lan import qr, serve_authority
from changqian.launcher.logs import rotate, say
from changqian.launcher.ports import Ports, require_free
from changqian.launcher.postgres import EmbeddedPostgres
from changqian.launcher.processes import POLL_SECONDS, Program, Supervisor, python, run_once, stop_signals

HOUSEKEEPING_SECONDS = 60.0
AGAIN_SECONDS = 3.0
CLI = "changqian.launcher.cli"
GB_ID = "32040000002000000001"
"Our id in GB/T 28181 where the environment names no GB_ID: 常州市, type 200."
RECORDERS = "recorders.json"


@dataclass(frozen=True)
class Options:
    data: Path
    ports: Ports
    enterprises: int
    ready_file: Path | None = None
    lan: bool = False


def up(options: Options) -> int:
    """Runs until told to stop; returns the exit code."""
    stopping = threading.Event()
    stop_signals(stopping)
    begun = time.monotonic()
    with ExitStack() as stack:
        _require_ports(options)
        prepare_folder(options.data)
        require_whole(options.data)
        stack.enter_context(locked(options.data))
        url, server = _database(options, stack)
        secure = _authority(options, stack) if options.lan else None
        addresses = _addresses(options, secure)
        env = {**environment(options.data, url), **addresses}
        stack.callback(note_addresses(options.data, addresses).unlink, missing_ok=True)
        links = _prepare(options, env, stopping)
        if links is None:
            return 0
        simulated = simulators(options)
        env |= simulated.told
        running = [*simulated.programs, *programs(options, env, secure)]
        supervisor = Supervisor(running, options.data / "logs", stopping)
        stack.callback(supervisor.stop)
        if supervisor.start():
            _announce(options, env, links, begun, simulated)
            if options.ready_file:
                stack.callback(options.ready_file.unlink, missing_ok=True)
                _write_ready(options, env, links, simulated)
            _watch(supervisor, options, server)
        say("正在停止…")
    say("已停止。")
    return 0


def _require_ports(options: Options) -> None:
    require_free(options.ports.web, "网页服务")
    require_free(options.ports.push, "消息推送")
    require_free(options.ports.video, "视频网关")
    require_free(options.ports.sip, "视频网关的设备接入")
    if options.lan:
        require_free(options.ports.web_tls, "局域网网页服务", "0.0.0.0")
        require_free(options.ports.push_tls, "局域网消息推送", "0.0.0.0")
        require_free(options.ports.authority, "证书下载", "0.0.0.0")


def _database(options: Options, stack: ExitStack) -> tuple[str, EmbeddedPostgres | None]:
    if url := outside_url():
        require_reachable(url)
        make_keys(keys_folder(options.data))
        return url, None
    server = EmbeddedPostgres(options.data)
    server.stop_leftover()
    make_keys(keys_folder(options.data), data_exists=server.exists)
    say("启动数据库…" if server.exists else "创建数据库…")
    stack.enter_context(server)
    return server.create_database("changqian"), server


def _authority(options: Options, stack: ExitStack) -> ServerCertificate:
    addresses = lan_addresses()
    if not addresses:
        raise LauncherError("没有找到局域网地址，请先连接网络，或不使用 LAN=1。")
    files = server_certificate(options.data / "ca", addresses, now=datetime.now(UTC))
    server = serve_authority(
        files.authority, _origin(addresses[0], options.ports.web_tls), port=options.ports.authority
    )
    stack.callback(server.server_close)
    stack.callback(server.shutdown)
    return files


def _origin(host: str, port: int) -> str:
    return f"https://{host}:{port}"


def _addresses(options: Options, secure: ServerCertificate | None) -> dict[str, str]:
    """PUBLIC_URL is what 常安码 contain: an address phones can reach, if there is one."""
    public, push = f"http://127.0.0.1:{options.ports.web}", f"http://127.0.0.1:{options.ports.push}"
    if secure:
        public = _origin(lan_addresses()[0], options.ports.web_tls)
    return {
        "PUBLIC_URL": os.environ.get("PUBLIC_URL") or public,
        "PUSH_URL": os.environ.get("PUSH_URL") or push,
        "VIDEO_URL": os.environ.get("VIDEO_URL") or f"http://127.0.0.1:{options.ports.video}",
        "VIDEO_CONTROL_URL": os.environ.get("VIDEO_CONTROL_URL") or f"http://127.0.0.1:{options.ports.video}",
        "ORIGINS": f"http://127.0.0.1:{options.ports.web},http://localhost:{options.ports.web}",
    }


def programs(options: Options, env: dict[str, str], secure: ServerCertificate | None) -> Sequence[Program]:
    ports = options.ports
    web, push = f"http://127.0.0.1:{ports.web}", f"http://127.0.0.1:{ports.push}"
    env = {**env, "PROMETHEUS_MULTIPROC_DIR": str(_metrics_folder(options.data))}
    found = [
        Program("web", "网页服务", python(CLI, "web", "--port", str(ports.web)), env, f"{web}/healthz"),
        Program("push", "消息推送", python(CLI, "push", "--port", str(ports.push)), env, f"{push}/healthz"),
        Program("worker", "后台任务", python(CLI, "worker"), env),
        _video(options, env),
    ]
    if os.environ.get("CHANGQIAN_BACKUP"):
        found.append(Program("archive", "连续归档", python(CLI, "archive"), env))
    if secure:
        tls = ["--host", "0.0.0.0", "--certificate", str(secure.certificate), "--key", str(secure.key)]
        lan_env = {**env, "PUSH_URL": os.environ.get("PUSH_URL") or _origin(lan_addresses()[0], ports.push_tls)}
        for name, label, port in (
            ("web", "局域网网页服务", ports.web_tls),
            ("push", "局域网消息推送", ports.push_tls),
        ):
            command = python(CLI, name, "--port", str(port), *tls)
            ready = f"{_origin('127.0.0.1', port)}/healthz"
            found.append(Program(f"{name}-lan", label, command, lan_env, ready, secure.authority))
    return found


def _video(options: Options, env: dict[str, str]) -> Program:
    """The gateway of cameras; in the LAN it listens to devices there, else on this machine only."""
    ports = options.ports
    low, high = ports.media
    listen, seen = ("0.0.0.0", lan_addresses()[0]) if options.lan else ("127.0.0.1", "127.0.0.1")
    command = python(
        *("changqian.gateways.video", "--data", str(options.data / "video"), "--keys", str(keys_folder(options.data))),
        *("--id", os.environ.get("GB_ID", GB_ID), "--domain", os.environ.get("GB_DOMAIN", GB_ID[:10])),
        *("--listen", listen, "--advertise", seen, "--sip-port", str(ports.sip), "--media-ports", f"{low}-{high}"),
        *("--http-port", str(ports.video), "--platform", f"http://127.0.0.1:{ports.web}"),
        *("--origins", ",".join({env["PUBLIC_URL"], *env["ORIGINS"].split(",")})),
    )
    return Program("video", "视频网关", command, env, f"http://127.0.0.1:{ports.video}/healthz")


@dataclass(frozen=True)
class Simulated:
    """Outside systems acted on this machine: what runs, what the platform is told, what a person may look at."""

    programs: Sequence[Program] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    "Name → (label, address)."


TENANTS = {"szzf": "数字政府", "czh": "常治慧", "wdcz": "我的常州"}
"The systems that people of this city sign in by, at the simulated provider."


@dataclass(frozen=True)
class Outside:
    """An outside system that is called with a shared secret; the platform is told of it by `<prefix>_URL`, `_APP` and
    `_SECRET`."""

    prefix: str
    simulator: str
    label: str
    page: str = ""
    "What a person may do at its address; without one there is nothing to look at."
    books: bool = False
    "Whether the city wrote down for it what it knows."


OUTSIDE = (
    Outside("SMS", "sms", "短信模拟器", "发出的短信在这里看"),
    Outside("REAL_NAME", "real_name", "实名核验模拟器"),
    Outside("PROVINCE", "provincial_platform", "省风险报告平台模拟器", "故障在这里开关", books=True),
    Outside("CITY_DATA", "city_data_centre", "市大数据中心模拟器", "故障在这里开关", books=True),
)


def simulators(options: Options) -> Simulated:
    """With a demonstration city, what the environment does not name is simulated."""
    if not (options.data / "demonstration").exists():
        return Simulated()
    programs: list[Program] = []
    told: dict[str, str] = {}
    pages: dict[str, tuple[str, str]] = {}
    for each in OUTSIDE:
        if os.environ.get(f"{each.prefix}_URL"):
            continue
        name, known = each.prefix.lower(), {f"{each.prefix}_SECRET": secrets.token_hex(32)}
        books = {f"{each.prefix}_BOOKS": str(options.data / "run" / f"{name}.jsonl")} if each.books else {}
        url = _simulate(programs, each.simulator, each.label, getattr(options.ports, name), known | books)
        told |= {f"{each.prefix}_URL": url, f"{each.prefix}_APP": "changqian", **known}
        if each.page:
            pages[name] = f"{each.label}（{each.page}）", f"{url}/"
    if (book := options.data / "run" / RECORDERS).exists():
        platform = f"127.0.0.1:{options.ports.sip}"
        told_by = ["--platform", platform, "--domain", GB_ID[:10], "--server-id", GB_ID, "--book", str(book)]
        if os.environ.get("RECORDER_PICTURES") != "shared":
            told_by.append("--own-pictures")  # Each with its officer's name in it; made once, which takes seconds each.
        programs.append(Program("recorders", "执法记录仪模拟器", python("changqian.simulators.recorder", *told_by), {}))
    if not os.environ.get("SSO_PROVIDERS"):
        secret = secrets.token_hex(32)
        url = _simulate(programs, "identity_provider", "统一身份模拟器", options.ports.identity, {"SSO_SECRET": secret})
        client = {"client_id": "changqian", "client_secret": secret}
        listed = [{"code": code, "name": name, "issuer": f"{url}/{code}", **client} for code, name in TENANTS.items()]
        told["SSO_PROVIDERS"] = json.dumps(listed)
    return Simulated(programs, told, pages)


def _simulate(programs: list[Program], name: str, label: str, port: int, env: Mapping[str, str]) -> str:
    """Add a simulator to what runs; its address."""
    require_free(port, label)
    url = f"http://127.0.0.1:{port}"
    command = python(f"changqian.simulators.{name}", "--port", str(port))
    programs.append(Program(name, label, command, env, f"{url}/healthz"))
    return url


def _metrics_folder(data: Path) -> Path:
    """Where the web workers add up their counters; those of the last run are of no use."""
    folder = data / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _prepare(options: Options, env: dict[str, str], stopping: threading.Event) -> dict[str, dict[str, str]] | None:
    """Tables, reference data, the demonstration city and sign-in links, in a process of its own; None if stopped."""
    handover = options.data / "run" / "links.json"
    handover.unlink(missing_ok=True)
    command = python(CLI, "prepare", "--enterprises", str(options.enterprises), "--links", str(handover))
    code = run_once(command, env, stopping)
    if code is None:
        return None
    if code:
        raise LauncherError  # the process has said why
    try:
        return dict(json.loads(handover.read_text()))
    finally:
        handover.unlink(missing_ok=True)


def _announce(
    options: Options, env: dict[str, str], links: dict[str, dict[str, str]], begun: float, simulated: Simulated
) -> None:
    say(f"启动用时 {time.monotonic() - begun:.1f} 秒，日志在 {options.data / 'logs'}。")
    if links:
        say("一次性登录链接（每个角色一条，用后失效）：")
        for username, link in links.items():
            say(f"  {username:<10} {link['label']}  {link['url']}")
    for label, url in simulated.pages.values():
        say(f"{label}：{url}")
    if options.lan:
        host = lan_addresses()[0]
        page = f"http://{host}:{options.ports.authority}/"
        say(f"局域网地址：{_origin(host, options.ports.web_tls)}")
        say(f"手机先扫码安装本地证书：{page}\n{qr(page)}")
        say(f"证书指纹（SHA-256）：{fingerprint(options.data / 'ca' / 'ca.crt')}")
    say(f"Ready: http://127.0.0.1:{options.ports.web}")
    say("按 Ctrl-C 停止。")


def _write_ready(options: Options, env: dict[str, str], links: dict[str, dict[str, str]], simulated: Simulated) -> None:
    assert options.ready_file is not None
    content = {
        "web": f"http://127.0.0.1:{options.ports.web}",
        "push": f"http://127.0.0.1:{options.ports.push}",
        "public": env["PUBLIC_URL"],
        "database_url": env["DATABASE_URL"],
        "data": str(options.data),
        "pid": os.getpid(),
        "simulators": {name: url for name, (_, url) in simulated.pages.items()},
        "links": {username: link["url"] for username, link in links.items()},
    }
    partial = options.ready_file.with_name(f".{options.ready_file.name}.{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
    partial.replace(options.ready_file)


def _watch(supervisor: Supervisor, options: Options, server: EmbeddedPostgres | None) -> None:
    due = time.monotonic() + HOUSEKEEPING_SECONDS
    while not supervisor.stopping.wait(POLL_SECONDS):
        supervisor.tick()
        if server is not None and not server.alive:
            _bring_back(server, supervisor)
        if time.monotonic() >= due:
            due = time.monotonic() + HOUSEKEEPING_SECONDS
            rotate(options.data / "logs" / "postgres.log")
            _warn_of_full_disk(options.data)


def _bring_back(server: EmbeddedPostgres, supervisor: Supervisor) -> None:
    """Starts the database again until it stays: a full disk is cleared by somebody who must find us waiting."""
    while not supervisor.stopping.is_set():
        say("数据库意外退出，正在恢复…")
        try:
            server.restart()
        except LauncherError as error:
            print(f"警告：{error} {AGAIN_SECONDS:g} 秒后再试。", file=sys.stderr, flush=True)
            supervisor.stopping.wait(AGAIN_SECONDS)
        else:
            return


def _warn_of_full_disk(data: Path) -> None:
    try:
        require_space(data)
    except LauncherError as error:
        print(f"警告：{error}", file=sys.stderr, flush=True)
