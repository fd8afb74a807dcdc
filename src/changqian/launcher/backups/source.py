"""The database that is backed up: ours, or one elsewhere whose administrator lets us copy it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from changqian.launcher.backups.store import Line
from changqian.launcher.database import database, require_reachable, running_database
from changqian.launcher.errors import LauncherError
from changqian.launcher.postgres import SUPERUSER, EmbeddedPostgres

BEHIND_BYTES = 64 << 20
NEWEST = 18
"The programs at hand copy servers up to their own version."


@dataclass(frozen=True)
class Source:
    url: str
    "Of the role that reads rows."
    copying: str
    "Of the role that may replicate."
    programs: Path
    outside: bool

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.copying, autocommit=True, connect_timeout=5)

    def command(self, program: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """The command line without the password, and the environment with it."""
        parts = {name: str(value) for name, value in conninfo_to_dict(self.copying).items()}
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        env |= {"LC_ALL": "C.UTF-8", "PGPASSWORD": parts.pop("password", "")}
        parts.pop("dbname", None)
        return [str(self.programs / program), "-d", make_conninfo(**parts), "-w", *arguments], env

    @property
    def name(self) -> str:
        """Of the platform's database."""
        return str(conninfo_to_dict(self.url)["dbname"])

    @property
    def version(self) -> int:
        with self.connect() as connection:
            return connection.info.server_version // 10_000

    def slot_keeps(self, line: Line) -> bool:
        """Whether the server still has all of the journal that the line lacks."""
        query = "SELECT wal_status IS DISTINCT FROM 'lost' FROM pg_replication_slots WHERE slot_name = %s"
        with self.connect() as connection:
            row = connection.execute(query, [line.slot]).fetchone()
        return bool(row and row[0])

    def is_received(self, line: Line) -> bool:
        """Whether somebody receives the journal for this line, and is not far behind."""
        query = """
            SELECT active AND pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) < %s
            FROM pg_replication_slots WHERE slot_name = %s
        """
        with self.connect() as connection:
            row = connection.execute(query, [BEHIND_BYTES, line.slot]).fetchone()
        return bool(row and row[0])

    def make_slot(self, line: Line) -> None:
        """Keeps the journal from now on for this line, and no longer for those before it."""
        with self.connect() as connection:
            old = connection.execute(
                r"SELECT slot_name, active FROM pg_replication_slots WHERE slot_name LIKE 'changqian\_%'"
            ).fetchall()
            if busy := [name for name, active in old if active]:
                raise LauncherError(f"另一个归档进程正在使用这个数据库（{busy[0]}），请先停止它。")
            for name, _ in old:
                connection.execute("SELECT pg_drop_replication_slot(%s)", [name])
            connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [line.slot])

    def segment(self, lsn: str) -> str:
        """The name of the journal's file with this place."""
        with self.connect() as connection:
            row = connection.execute("SELECT pg_walfile_name(%s::pg_lsn)", [lsn]).fetchone()
        assert row is not None
        return str(row[0])


def running_source(data: Path) -> Source:
    """Of a platform that runs."""
    return _source(data, running_database(data))


@contextmanager
def opened_source(data: Path) -> Iterator[Source]:
    """Of a platform that runs or not."""
    with database(data) as url:
        yield _source(data, url)


def _source(data: Path, url: str) -> Source:
    server = EmbeddedPostgres(data)
    if conninfo_to_dict(url).get("host") != str(server.sockets):
        chosen = os.environ.get("BACKUP_DATABASE_URL") or url
        require_reachable(chosen)
        found = Source(url, chosen, server.programs(), outside=True)
        _require_replication(found)
        return found
    own = server.running_url(user=SUPERUSER)
    assert own is not None
    return Source(own, own, server.programs(), outside=False)


def _require_replication(source: Source) -> None:
    """Refuses with what the database's administrator has to do."""
    with source.connect() as connection:
        user, host = connection.info.user, connection.info.host
        version = connection.info.server_version // 10_000
        setting: dict[str, str] = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
        row = connection.execute(
            "SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    wanted: list[str] = []
    if version > NEWEST:
        raise LauncherError(f"数据库 {host} 是 PostgreSQL {version}，备份程序最高支持 {NEWEST}，请由数据库管理员备份。")
    if not (row and row[0]):
        statement = sql.SQL("ALTER ROLE {} REPLICATION").format(sql.Identifier(user)).as_string(None)
        wanted.append(f"执行 {statement}（或另建复制账户，用 BACKUP_DATABASE_URL 指定）")
    if setting["wal_level"] not in ("replica", "logical"):
        wanted.append("设置 wal_level = replica 并重启")
    if int(setting["max_wal_senders"]) < 3 or int(setting["max_replication_slots"]) < 1:
        wanted.append("设置 max_wal_senders ≥ 3、max_replication_slots ≥ 1 并重启")
    if not wanted and not _replicates(source):
        wanted.append(f"在 pg_hba.conf 中为本机加一行 host replication {user} 本机地址 scram-sha-256 并重新加载")
    if wanted:
        steps = "；".join(wanted)
        raise LauncherError(
            f"数据库 {host} 不允许账户 {user} 复制，无法备份。请数据库管理员：{steps}。"
            "如果不能这样做，请由数据库管理员用他的工具备份数据库，并单独备份数据目录中的 files、audit 和密钥。"
        )


def _replicates(source: Source) -> bool:
    try:
        psycopg.connect(source.copying, replication="true", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
