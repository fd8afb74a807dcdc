"""The command `changqian`. Each command is a function here or a Django command of the platform."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from changqian.launcher.data import default_folder
from changqian.launcher.errors import LauncherError

if TYPE_CHECKING:
    from changqian.launcher.backups.store import Store

LEAST_PYTHON = (3, 11)
FIRST_CITY = 2000
PROGRAM = "changqian"
BULK = {
    "shared_buffers": "1GB",
    "wal_level": "minimal",  # a table made and filled in one transaction is written once
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "autovacuum": "off",
}
"Of a server that a city is built with. It keeps what it acknowledged, also if it is killed."


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what a person can cause comes out as one sentence and exit code 1."""
    try:
        if sys.version_info < LEAST_PYTHON:
            raise LauncherError(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。")
        arguments, rest = _parser().parse_known_args(argv)
        if rest and not arguments.passes_on:
            raise LauncherError(f"不认识的参数 {' '.join(rest)}；用 {PROGRAM} {arguments.command} --help 查看用法。")
        arguments.rest = rest
        if arguments.data:
            os.environ["CHANGQIAN_DATA"] = str(Path(arguments.data).absolute())
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except LauncherError as error:
        if str(error):
            print(f"错误：{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# -- commands --------------------------------------------------------------------------------------------------------


def _up(arguments: argparse.Namespace) -> int:
    from changqian.launcher.ports import Ports
    from changqian.launcher.up import Options, up

    ready = Path(arguments.ready_file).absolute() if arguments.ready_file else None
    ports = Ports.parse(arguments.ports)
    return up(Options(default_folder(), ports, arguments.enterprises, ready_file=ready, lan=arguments.lan))


def _web(arguments: argparse.Namespace) -> int:
    command = ["granian", "--interface", "wsgi", "--http", "auto" if arguments.certificate else "1", "--no-ws"]
    command += ["--host", arguments.host, "--port", str(arguments.port), "--workers", str(arguments.workers)]
    command += ["--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "0.1"]
    command += ["--workers-kill-timeout", "5"]
    if arguments.certificate:
        command += ["--ssl-certificate", arguments.certificate, "--ssl-keyfile", arguments.key]
        command += ["--ssl-protocol-min", "tls1.2"]  # phones of Android 9 and older
    return _become([*command, "changqian.platform.config.wsgi:application"])


def _push(arguments: argparse.Namespace) -> int:
    command = ["uvicorn", "--host", arguments.host, "--port", str(arguments.port), "--no-access-log"]
    command += ["--log-level", "warning", "--timeout-graceful-shutdown", "2"]  # streams do not end by themselves
    if arguments.certificate:
        command += ["--ssl-certfile", arguments.certificate, "--ssl-keyfile", arguments.key]
    return _become([*command, "changqian.platform.push.app:application"])


def _video(arguments: argparse.Namespace) -> int:
    """The gateway of cameras, with its own folder in ours; it needs no database."""
    from changqian.launcher.keys import keys_folder

    data = default_folder()
    command = ["changqian.gateways.video", "--data", str(data / "video"), "--keys", str(keys_folder(data))]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *command, *arguments.rest])


def _worker(arguments: argparse.Namespace) -> int:
    from changqian.launcher.database import environment, running_database

    os.environ.update(environment(default_folder(), running_database(default_folder())))
    from changqian.launcher.commands import call

    call("run_worker", "--concurrency", str(arguments.concurrency))
    return 0


def _become(command: list[str]) -> int:
    """Turns this process into a server of the platform (and keeps the leash it may be on)."""
    from changqian.launcher.database import environment, running_database

    os.environ.update(environment(default_folder(), running_database(default_folder())))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *command])


def _prepare(arguments: argparse.Namespace) -> int:
    from changqian.launcher.prepare import prepare

    return prepare(default_folder(), enterprises=arguments.enterprises, handover=Path(arguments.links))


def _django(arguments: argparse.Namespace) -> int:
    """A command of the platform, on the running database or one started for it."""
    from changqian.launcher.database import database, environment

    with database(default_folder()) as url:
        os.environ.update(environment(default_folder(), url))
        from changqian.launcher.commands import call

        call(arguments.django, *arguments.rest)
    return 0


def _city(arguments: argparse.Namespace) -> int:
    """The demonstration city in a folder that may be empty, with a server that is made for writing much at once."""
    from changqian.launcher.commands import call
    from changqian.launcher.database import database, environment

    if {"-h", "--help"} & set(arguments.rest):  # who only asks gets no tables
        os.environ.update(environment(default_folder(), "postgresql:///none"), CHANGQIAN_EPHEMERAL_KEYS="1")
        call("build_city", "--help")
    with database(default_folder(), settings=BULK) as url:
        os.environ.update(environment(default_folder(), url))
        call("migrate", "--no-input", "--verbosity", "0")
        call("load_reference")
        call("build_city", *arguments.rest)
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    """A file is verified without the database: with the audit key alone."""
    arguments.django = f"{arguments.verb}_audit"
    if arguments.verb != "verify" or not arguments.rest or arguments.rest[0].startswith("-"):
        return _django(arguments)
    from changqian.launcher.commands import call
    from changqian.launcher.database import environment

    os.environ.update(environment(default_folder(), "postgresql:///none"))
    call(arguments.django, *arguments.rest)
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from changqian.launcher.backups.commands import Wanted, backup, show

    store = _store(arguments)
    if arguments.list:
        return show(store)
    keep = None if arguments.keep_days is None else timedelta(days=arguments.keep_days)
    return backup(default_folder(), store, Wanted(_words(arguments), verify=arguments.verify, keep=keep))


def _archive(arguments: argparse.Namespace) -> int:
    from changqian.launcher.backups.following import follow

    return follow(default_folder(), _store(arguments), _words(arguments))


def _restore(arguments: argparse.Namespace) -> int:
    from changqian.launcher.backups.restoring import moment, prepare_only, restore

    to = moment(arguments.to) if arguments.to else None
    if arguments.prepare:
        return prepare_only(Path(arguments.prepare).absolute(), _store(arguments), to)
    return restore(default_folder(), _store(arguments), to, _words(arguments), overwrite=arguments.overwrite)


def _digests(arguments: argparse.Namespace) -> int:
    from changqian.launcher.backups.digests import each_digest
    from changqian.launcher.database import database

    with database(default_folder()) as url:
        for table, digest in each_digest(url):
            print(f"{table} {digest}", flush=True)
    return 0


def _store(arguments: argparse.Namespace) -> Store:
    from changqian.launcher.backups.store import Store

    folder = arguments.folder or os.environ.get("CHANGQIAN_BACKUP")
    if not folder:
        raise LauncherError("请用 --folder 或 CHANGQIAN_BACKUP 指定备份目录，最好在另一块磁盘或另一台机器上。")
    return Store(Path(folder))


def _words(arguments: argparse.Namespace) -> bytes | None:
    from changqian.launcher.backups.sealing import passphrase

    return passphrase(arguments.passphrase_file)


def _doctor(arguments: argparse.Namespace) -> int:
    from changqian.launcher.doctor import examine

    return examine(default_folder())


def _bench(arguments: argparse.Namespace) -> int:
    from changqian.launcher.bench import run_benches

    return run_benches(default_folder(), arguments.name, on=Path(arguments.city).absolute() if arguments.city else None)


# -- words -----------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description="常企安：启动和管理平台")
    parser.set_defaults(passes_on=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help: str, **defaults: object
    ) -> argparse.ArgumentParser:
        own_help = not defaults.get("passes_on")  # the platform's commands explain their own options
        made = commands.add_parser(name, add_help=own_help, allow_abbrev=False, help=help)
        made.add_argument("--data", help="数据目录（默认 CHANGQIAN_DATA）")
        made.set_defaults(run=run, **defaults)
        return made

    up = command("up", _up, "启动整个平台")
    up.add_argument("--ports", default="8000", help="网页端口，或 auto 自动选择空闲端口（默认 8000）")
    up.add_argument("--ready-file", help="就绪后写入地址和登录链接的 JSON 文件")
    up.add_argument("--lan", action="store_true", help="在局域网地址上提供 HTTPS，供手机使用")
    up.add_argument("--enterprises", type=int, default=FIRST_CITY, help="首次启动时演示城市的企业数，0 为不生成")
    for name, run, port, help in (("web", _web, 8000, "只启动网页服务"), ("push", _push, 8001, "只启动消息推送")):
        server = command(name, run, help)
        server.add_argument("--host", default="127.0.0.1", help="监听地址")
        server.add_argument("--port", type=int, default=port, help="监听端口")
        server.add_argument("--certificate", help="HTTPS 证书（PEM）")
        server.add_argument("--key", help="HTTPS 私钥（PKCS#8 PEM）")
        if name == "web":
            workers = int(os.environ.get("CHANGQIAN_WEB_WORKERS", "2"))
            server.add_argument("--workers", type=int, default=workers, help="进程数")
    command("video", _video, "只启动视频网关（--id 国标编码 --domain 域，其余见 --help）", passes_on=True)
    worker = command("worker", _worker, "只启动后台任务")
    worker.add_argument("--concurrency", type=int, default=4, help="同时执行的任务数")
    prepare = command("prepare", _prepare, "启动前准备数据（由 up 调用）")
    prepare.add_argument("--enterprises", type=int, default=0)
    prepare.add_argument("--links", required=True)
    for name, django, help in (
        ("migrate", "migrate", "更新数据库结构"),
        ("history", "migrate_history", "迁移旧系统的企业库：history 文件 --dry-run；撤销用 --undo 批次"),
        ("reference", "load_reference", "加载基础数据（角色、字典、法律法规等）"),
        ("user", "make_user", "新建用户"),
        ("token", "make_token", "为某个角色生成接口令牌：token ROLE"),
        ("links", "sign_in_links", "重新生成一次性登录链接"),
        ("factor", "reset_factor", "重置动态口令：factor 账号 --reason 理由（只在没有其他管理员能办时）"),
        ("documents", "verify_documents", "核验电子文档档案包：documents 文件.zip"),
        ("keys", "keys", "敏感字段的密钥：keys list|rotate|verify|retire 编号"),
    ):
        command(name, _django, help, django=django, passes_on=True)
    command("city", _city, "生成演示城市（--enterprises 企业数）；中断后再次运行会接着生成", passes_on=True)
    stats = command("stats", _django, "核对统计与明细", django="verify_stats", passes_on=True)
    stats.add_argument("verb", choices=["verify"])
    audit = command(
        "audit", _audit, "核验审计链或审计档案（verify [文件]），归档半年以前的记录（archive）", passes_on=True
    )
    audit.add_argument("verb", choices=["verify", "archive"])
    for name, run, help in (
        ("backup", _backup, "备份数据库、文件和密钥"),
        ("archive", _archive, "连续归档：使任一时刻都能恢复（一直运行）"),
        ("restore", _restore, "从备份恢复，可指定时间"),
    ):
        kept = command(name, run, help)
        kept.add_argument("--folder", help="备份目录（默认 CHANGQIAN_BACKUP）")
        kept.add_argument("--passphrase-file", help="加密密钥用的口令文件（默认 CHANGQIAN_BACKUP_PASSPHRASE_FILE）")
        if name == "backup":
            kept.add_argument("--verify", action="store_true", help="临时恢复一份，逐表、逐文件核验")
            kept.add_argument("--keep-days", type=int, help="备份后清理：只保证最近这么多天可以恢复")
            kept.add_argument("--list", action="store_true", help="列出已有的备份和可恢复的时间")
        if name == "restore":
            kept.add_argument("--to", help="恢复到的时间，例如 2026-11-26T10:00:00（默认到归档末尾）")
            kept.add_argument("--overwrite", action="store_true", help="数据目录中已有数据时移到一旁")
            kept.add_argument("--prepare", metavar="目录", help="只准备数据库文件，由数据库管理员启动（外部数据库）")
    command("digests", _digests, "逐表列出行数和摘要，用于比对两个数据库")
    command("doctor", _doctor, "检查运行环境")
    bench = command("bench", _bench, "运行性能基准")
    bench.add_argument("name", nargs="?", help="只运行这一个")
    bench.add_argument("--city", help="在这个目录里的城市上测量（见 make city）；不指定则临时生成小城市，只列数值")
    return parser


if __name__ == "__main__":
    sys.exit(main())
