"""The embedded server: starts quickly, survives a kill, lends itself to nobody, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from changqian.launcher.errors import LauncherError
from changqian.launcher.ports import free_port
from changqian.launcher.postgres import THROWAWAY, EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not tmp_path: pytest's folder is closed to other accounts, and as root the server runs as nobody."""
    with tempfile.TemporaryDirectory(prefix="changqian-test-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_temporary_server_starts_fast_serves_and_leaves_nothing() -> None:
    begun = time.monotonic()
    server = EmbeddedPostgres.temporary()
    with server:
        assert time.monotonic() - begun < 30, "a second on a free machine"
        url = server.create_database("shop")
        assert server.create_database("shop") == url
        query = "SELECT pg_encoding_to_char(encoding), datlocale, datcollate FROM pg_database WHERE datname = 'shop'"
        assert rows(url, query) == [("UTF8", "C.UTF-8", "C.UTF-8")]
        assert rows(url, "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
            ("changqian", False, True)
        ]
        assert rows(url, "SELECT current_setting('data_checksums')") == [("on",)]
        pid = server.postmaster()
        assert pid is not None
        owner = Path(f"/proc/{pid}").stat().st_uid
        assert owner != 0
        assert owner == server.pages.stat().st_uid
        copy = server.create_database("shop_copy", template="shop")
        assert rows(copy, "SELECT current_database()") == [("shop_copy",)]
        server.drop_database("shop_copy")
    assert not server.data_dir.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_data_and_a_stale_pid_survive_kill_9(folder: Path) -> None:
    first = EmbeddedPostgres(folder, settings={"shared_buffers": "16MB"})
    first.start()
    url = first.create_database("kept")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert first.process is not None
    first.process.kill()
    first.process.wait()
    # The worst case: the recorded number now belongs to a living process of the same account.
    stale = folder / "pg" / "postmaster.pid"
    sleeper = subprocess.Popen(["sleep", "60"], user=stale.stat().st_uid)
    try:
        stale.write_text(stale.read_text().replace(str(first.process.pid), str(sleeper.pid), 1))
        with EmbeddedPostgres(folder, settings={"shared_buffers": "16MB"}) as second:
            assert rows(second.url("kept"), "SELECT n FROM kept") == [(7,)]
    finally:
        sleeper.kill()
        sleeper.wait()


def test_second_start_on_the_same_folder_is_refused(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=THROWAWAY), pytest.raises(LauncherError, match="已由另一个进程启动"):
        EmbeddedPostgres(folder).start()


def test_server_ends_when_its_launcher_is_killed(folder: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path;"
        "from changqian.launcher.postgres import EmbeddedPostgres, THROWAWAY;"
        "s = EmbeddedPostgres(Path(sys.argv[1]), settings=THROWAWAY); s.start(); print(flush=True); time.sleep(60)"
    )
    server = EmbeddedPostgres(folder)
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE) as launcher:
        assert launcher.stdout is not None
        launcher.stdout.readline()
        assert server.postmaster() is not None
        launcher.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 40
    while server.postmaster() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.postmaster() is None
    assert not (folder / "pg" / "postmaster.pid").exists(), "a fast shutdown, not a crash"


def test_loopback_tcp_wants_the_password(folder: Path) -> None:
    server = EmbeddedPostgres(folder, port=free_port(), settings=THROWAWAY)
    with server:
        server.create_database("shop")
        assert rows(server.url("shop", tcp=True), "SELECT 1") == [(1,)]
        assert (folder / "keys" / "postgres.key").stat().st_mode & 0o777 == 0o600
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgresql://changqian:wrong@127.0.0.1:{server.port}/shop")


def test_programs_are_copied_where_the_wheel_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = EmbeddedPostgres(folder, settings=THROWAWAY)
    runs = server._runs
    monkeypatch.setattr(server, "_runs", lambda programs: programs.is_relative_to(folder) and runs(programs))
    with server:
        assert rows(server.url("postgres"), "SELECT 1") == [(1,)]
        assert (folder / "bin" / "postgres-18").is_dir()


def test_folder_closed_to_the_servers_account_is_one_sentence(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("只有 root 才会换用 nobody 账户")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(LauncherError, match="nobody 账户"):
        EmbeddedPostgres(closed / "data").start()
    assert closed.stat().st_mode & 0o777 == 0o700
