"""Backups: every second can be had again, keys never lie open, and nothing is written over."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from changqian.launcher import cli
from changqian.launcher.backups.commands import Wanted, backup
from changqian.launcher.backups.contents import copy_new, key_of, keys_in, listed, reader, spoilt, write_list
from changqian.launcher.backups.digests import differing, digests
from changqian.launcher.backups.following import Follower, current_line
from changqian.launcher.backups.restoring import lay_audit, moment, prepare_only, recovered
from changqian.launcher.backups.sealing import keep_keys, keys_at, opened
from changqian.launcher.backups.source import Source, opened_source, running_source
from changqian.launcher.backups.store import Base, Line, Store, prune, stamp
from changqian.launcher.backups.taking import note, noted, take
from changqian.launcher.backups.verifying import wrong_sums
from changqian.launcher.doctor import _backup, find
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import make_keys
from changqian.launcher.ports import free_port
from changqian.launcher.postgres import EmbeddedPostgres
from changqian.platform.foundation.files.s3 import S3Store
from changqian.platform.foundation.files.tests.buckets import new_bucket, object_store
from changqian.platform.kernel.crypto import sm3
from tests.running import until

SMALL = {"shared_buffers": "16MB", "fsync": "off"}
WORDS = b"correct horse battery staple"
DAY = timedelta(days=1)
START = datetime(2026, 11, 1, 2, tzinfo=UTC)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Not tmp_path: as root the server runs as nobody, who must be able to pass."""
    for name in ("DATABASE_URL", "CHANGQIAN_KEYS", "CHANGQIAN_BACKUP", "CHANGQIAN_BACKUP_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="changqian-test-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture
def data(folder: Path) -> Path:
    (folder / "data").mkdir()
    make_keys(folder / "data" / "keys")
    return folder / "data"


@pytest.fixture
def store(folder: Path) -> Store:
    made = Store(folder / "kept")
    made.prepare()
    return made


@pytest.fixture
def server(data: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(data, settings=SMALL) as running:
        with psycopg.connect(running.create_database("changqian")) as connection:
            connection.execute("CREATE TABLE files_storedfile (id bigserial, sm3 text)")
            connection.execute("CREATE TABLE written (n bigint PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())")
        yield running


@contextmanager
def following(source: Source, store: Store, data: Path) -> Iterator[None]:
    stopping = threading.Event()
    thread = threading.Thread(target=Follower(source, store, data, WORDS).run, args=[stopping])
    thread.start()
    try:
        until(lambda: store.lines and store.lines[-1].bases and store.lines[-1].segments, "the first base")
        yield
    finally:
        stopping.set()
        thread.join()


@contextmanager
def writing(url: str) -> Iterator[list[tuple[int, datetime, datetime]]]:
    """One row after the other: its number, when it was sent, when it was acknowledged."""
    done, written = threading.Event(), list[tuple[int, datetime, datetime]]()

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            number = 0
            while not done.is_set():
                sent, number = datetime.now(UTC), number + 1
                connection.execute("INSERT INTO written (n) VALUES (%s)", [number])
                written.append((number, sent, datetime.now(UTC)))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        done.set()
        thread.join()


def fetched(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def store_content(folder: Path, content: bytes) -> str:
    digest = sm3(content)
    path = folder / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path.relative_to(folder).as_posix()


# -- the database ----------------------------------------------------------------------------------------------------


def test_under_writes_any_second_comes_back_exactly(
    server: EmbeddedPostgres, store: Store, data: Path, folder: Path
) -> None:
    source = running_source(data)
    with following(source, store, data), writing(server.url()) as written:
        until(lambda: len(written) > 50, "writes")
        time.sleep(1)
        to = datetime.now(UTC)
        now = len(written)
        until(lambda: len(written) > now + 50, "writes after the chosen time")
        key = store_content(data / "files", b"a photo")
        with psycopg.connect(server.url()) as connection:
            connection.execute("INSERT INTO files_storedfile (sm3) VALUES (%s)", [key.rpartition("/")[2]])
        until(lambda: (store.files / key).exists(), "the photo in the backup", 20)
    assert store.files.stat().st_mode & 0o077 == 0
    line, base = store.serving(to)
    target = {"recovery_target_time": to.isoformat(), "recovery_target_action": "promote"}
    with recovered(base, line, folder / "again", target, log=folder / "again.log") as again:
        back = {row[0] for row in fetched(again.url(), "SELECT n FROM written")}
    assert {number for number, _, acknowledged in written if acknowledged < to} <= back
    assert not {number for number, sent, _ in written if sent > to} & back

    with recovered(base, line, folder / "end", {}, log=folder / "end.log") as end:
        assert digests(end.url())["written"] == digests(server.url())["written"]


def test_the_archive_outlives_a_restart_of_the_database(
    server: EmbeddedPostgres, store: Store, data: Path, folder: Path
) -> None:
    source = running_source(data)
    with following(source, store, data):
        server.stop()
        time.sleep(6)
        server.start()
        with psycopg.connect(server.url()) as connection:
            connection.execute("INSERT INTO written (n) VALUES (1)")
        behind = "SELECT flush_lsn = pg_current_wal_lsn() FROM pg_stat_replication"
        with source.connect() as connection:
            until(lambda: connection.execute(behind).fetchone() == (True,), "the journal is received again", 30)
    assert len(store.lines) == 1
    line, base = store.serving(None)
    with recovered(base, line, folder / "again", {}, log=folder / "again.log") as again:
        assert fetched(again.url(), "SELECT n FROM written") == [(1,)]


def test_a_time_after_the_last_commit_is_refused(
    server: EmbeddedPostgres, store: Store, data: Path, folder: Path
) -> None:
    with following(running_source(data), store, data):
        pass
    line, base = store.serving(None)
    target = {"recovery_target_time": "2099-01-01T00:00:00+08:00", "recovery_target_action": "promote"}
    with (
        pytest.raises(LauncherError, match="没有这个时间之后的提交"),
        recovered(base, line, folder / "again", target, log=folder / "again.log"),
    ):
        pass


def test_a_gap_in_the_journal_begins_a_new_line_and_keeps_the_old(
    server: EmbeddedPostgres, store: Store, data: Path
) -> None:
    source = running_source(data)
    with following(source, store, data):
        pass
    first = store.lines[-1]
    assert current_line(source, store) == first, "stopped for a while, nothing is missing"
    with following(source, store, data), source.connect() as connection:
        lose = "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active"
        until(lambda: connection.execute(lose).fetchone(), "the receiver at work")
        until(lambda: dropped(connection, first.slot), "the slot that is gone")
        until(lambda: len(store.lines) == 2 and store.lines[1].bases, "the base of the new line")
        until(lambda: source.is_received(store.lines[1]) and noted(data).get("archive"), "word of it")
    until(lambda: not source.is_received(store.lines[1]), "word that it stands still")
    assert first.bases
    with source.connect() as connection:
        slots = [row[0] for row in connection.execute("SELECT slot_name FROM pg_replication_slots").fetchall()]
    assert slots == [store.lines[1].slot]


def test_digests_see_a_changed_value_and_not_an_order(server: EmbeddedPostgres) -> None:
    def after(*statements: str) -> dict[str, str]:
        with psycopg.connect(server.url()) as connection:
            for statement in statements:
                connection.execute(statement)
        return digests(server.url())

    first = after("INSERT INTO written VALUES (1, '2026-01-01'), (2, '2026-01-02')")
    other = after("DELETE FROM written", "INSERT INTO written VALUES (2, '2026-01-02')")
    assert differing(first, other) == ["written"]
    again = after("INSERT INTO written VALUES (1, '2026-01-01')")
    assert not differing(first, again)
    assert first["written"].startswith("2:")
    swapped = after("UPDATE written SET at = CASE n WHEN 1 THEN '2026-01-02'::timestamptz ELSE '2026-01-01' END")
    assert differing(first, swapped) == ["written"]


def dropped(connection: psycopg.Connection, slot: str) -> bool:
    """What the server does by itself when more journal waits than it may keep."""
    try:
        connection.execute("SELECT pg_drop_replication_slot(%s)", [slot])
    except psycopg.errors.ObjectInUse:
        return False
    return True


# -- a database elsewhere --------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(folder / "elsewhere", port=free_port(), settings=SMALL)
    with server:
        server.create_database("changqian")
        monkeypatch.setenv("DATABASE_URL", server.url(tcp=True))
        yield server


def as_its_administrator(server: EmbeddedPostgres, statement: str) -> None:
    with psycopg.connect(server.url("postgres", user="postgres"), autocommit=True) as connection:
        connection.execute(statement)


def test_a_database_elsewhere_is_copied_once_its_administrator_allows_it(
    elsewhere: EmbeddedPostgres, store: Store, data: Path, folder: Path
) -> None:
    with pytest.raises(LauncherError, match='ALTER ROLE "changqian" REPLICATION'), opened_source(data):
        pass
    as_its_administrator(elsewhere, "ALTER ROLE changqian REPLICATION")
    with (
        pytest.raises(LauncherError, match="host replication changqian"),
        opened_source(data),
    ):
        pass
    with (elsewhere.pages / "pg_hba.conf").open("a") as access:
        access.write("host replication changqian 127.0.0.1/32 scram-sha-256\n")
    as_its_administrator(elsewhere, "SELECT pg_reload_conf()")
    time.sleep(0.5)
    with psycopg.connect(elsewhere.url()) as connection:
        connection.execute("CREATE TABLE far AS SELECT 7 AS n")
    with opened_source(data) as source:
        command, env = source.command("pg_basebackup")
        assert env["PGPASSWORD"]
        assert env["PGPASSWORD"] not in " ".join(command)
        base = take(source, store, store.begin(START), data, WORDS)
    assert base.outside
    assert prepare_only(folder / "given", store, None) == 0
    own = EmbeddedPostgres(folder / "started", settings=SMALL)
    shutil.copytree(folder / "given" / "pg", own.pages)
    own.give_tree(own.pages)
    own.give_tree(folder / "given" / "wal")
    with own:
        assert fetched(own.url(), "SELECT n FROM far") == [(7,)]


def test_a_spoilt_copy_is_found_by_its_sums(server: EmbeddedPostgres, store: Store, data: Path) -> None:
    base = take(running_source(data), store, store.begin(START), data, WORDS)
    assert wrong_sums(base) == []
    copy = base.folder / "base.tar.gz"
    with tarfile.open(copy) as archive:
        whole = [(member, archive.extractfile(member)) for member in archive]
        with tarfile.open(base.folder / "other", "w:gz", compresslevel=1) as other:
            for member, content in whole:
                if member.name == "PG_VERSION":
                    content = BytesIO(b"19\n")
                other.addfile(member, content)
    bytes_of_copy = copy.read_bytes()
    (base.folder / "other").replace(copy)
    assert wrong_sums(base) == ["数据库备份中的 PG_VERSION 与清单不符"]
    copy.write_bytes(bytes_of_copy[: len(bytes_of_copy) // 2])
    assert "读不出来" in wrong_sums(base)[0]
    manifest = base.folder / "backup_manifest"
    manifest.write_text(manifest.read_text().replace('"Size": 3,', '"Size": 4,', 1))
    assert wrong_sums(base) == ["备份清单 backup_manifest 被改动"]


# -- keys ------------------------------------------------------------------------------------------------------------


def test_keys_lie_under_the_passphrase_or_not_at_all(store: Store, data: Path) -> None:
    key = (data / "keys" / "field.key").read_text()
    assert keep_keys(store, data, WORDS, START)
    assert not keep_keys(store, data, WORDS, START + DAY), "as long as they do not change, one copy will do"
    copy = next(store.keys.iterdir())
    assert copy.stat().st_mode & 0o777 == 0o600
    assert key.encode() not in copy.read_bytes()
    assert bytes.fromhex(key) not in copy.read_bytes()
    assert opened(copy, WORDS)["field.key"] == key
    with pytest.raises(LauncherError, match="口令打不开"):
        opened(copy, b"another passphrase altogether")


def test_without_a_passphrase_no_key_is_in_the_backup_and_it_says_so(
    server: EmbeddedPostgres, store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(running_source(data), store, store.begin(START), data, None)
    assert "密钥没有备份" in capsys.readouterr().out
    secrets = [file.read_bytes().strip() for file in (data / "keys").iterdir()]
    for file in (path for path in store.folder.rglob("*") if path.is_file()):
        assert not [each for each in secrets if each in file.read_bytes()], file


def test_the_ring_comes_back_as_it_was_then_with_what_was_just_made(store: Store, data: Path) -> None:
    ring = data / "keys" / "field.ring"

    def at(day: int, active: int, **retired: bool) -> None:
        keys = {number[1:]: {"secret": number * 2, "retired": gone} for number, gone in retired.items()}
        ring.write_text(json.dumps({"active": active, "keys": keys}))
        keep_keys(store, data, WORDS, START + day * DAY)

    keep_keys(store, data, WORDS, START)
    at(1, 2, k1=False, k2=False)
    at(2, 3, k1=True, k2=False, k3=False)
    then = keys_at(store, WORDS, START + DAY + timedelta(hours=1))
    assert then is not None
    told = json.loads(then["field.ring"])
    assert told["active"] == 2
    assert {number: each["retired"] for number, each in told["keys"].items()} == {"1": False, "2": False, "3": False}
    before = keys_at(store, WORDS, START + timedelta(hours=1))
    assert before is not None
    told = json.loads(before["field.ring"])
    assert told["active"] == 1
    assert told["keys"]["1"] == {"secret": (data / "keys" / "field.key").read_text().strip(), "retired": False}


# -- files and the trail ---------------------------------------------------------------------------------------------


def test_contents_are_copied_once_and_a_spoilt_one_is_found(store: Store, data: Path) -> None:
    files = data / "files"
    one, two = store_content(files, b"one"), store_content(files, b"two")
    store_content(files / "thumbs", b"small")
    assert copy_new(keys_in(files), files, store.files) == 2
    assert copy_new(keys_in(files), files, store.files) == 0
    assert spoilt([one, two], reader(store.files)) == []
    (store.files / one).write_bytes(b"uno")
    (store.files / two).unlink()
    assert spoilt([one, two], reader(store.files)) == [one, two]


def test_heads_after_the_chosen_time_are_set_aside_as_evidence(store: Store, data: Path) -> None:
    lines = [json.dumps({"day": f"2026-11-0{day}", "at": f"2026-11-0{day}T10:00:00+08:00"}) + "\n" for day in (1, 2, 3)]
    (store.audit / "heads.jsonl").write_text("".join(lines))
    lay_audit(store.audit, data / "audit", until=moment("2026-11-02T12:00:00"))
    assert (data / "audit" / "heads.jsonl").read_text() == "".join(lines[:2])
    assert [file.read_text() for file in (data / "audit").glob("heads-after-*")] == [lines[2]]


def test_the_doctor_says_when_was_backed_up(data: Path) -> None:
    assert _backup(data).well is None
    note(data, base=datetime.now(UTC) - timedelta(days=2))
    assert _backup(data).well is False
    note(data, archive=datetime.now(UTC), base=datetime.now(UTC))
    assert _backup(data).well


def test_of_files_in_a_bucket_a_base_has_the_list_and_the_check_reads_the_bucket(
    server: EmbeddedPostgres, store: Store, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store() as address:
        bucket = new_bucket(address)
        told = {"BUCKET": bucket.name, "ENDPOINT": address, "REGION": bucket.region}
        for name, value in (told | {"KEY": bucket.key, "SECRET": bucket.secret}).items():
            monkeypatch.setenv(f"S3_{name}", value)
        digests_of = [sm3(text) for text in (b"kept", b"lost")]
        S3Store(bucket).put(key_of(digests_of[0]), BytesIO(b"kept"))
        with psycopg.connect(server.url()) as connection:
            for digest in digests_of:
                connection.execute("INSERT INTO files_storedfile (sm3) VALUES (%s)", [digest])
        base = take(running_source(data), store, store.begin(START), data, WORDS)
        assert set(listed(base.folder)) == {key_of(digest) for digest in digests_of}
        assert not any(path.is_file() for path in store.files.rglob("*"))
        assert spoilt(listed(base.folder), reader(store.files)) == [key_of(digests_of[1])]
        assert {each.what: each.well for each in find(data)}["文件存储"] is True
    assert {each.what: each.well for each in find(data)}["文件存储"] is False, "nobody answers any more"


# -- which base, and how long ----------------------------------------------------------------------------------------


def make_base(store: Store, line: datetime, began: datetime, *contents: str, wal: str = "") -> Base:
    """As `take` leaves it, without the database."""
    folder = store.begin(line).folder / "base" / stamp(began)
    folder.mkdir()
    ended = began + timedelta(minutes=5)
    base = Base(folder, began, ended, 18, "0", outside=False, demonstration=False, wal=wal, head=(3, "ab"))
    base.write()
    write_list(folder, contents)
    return base


def test_a_moment_is_served_by_the_last_base_before_it_on_the_line_of_that_time(store: Store) -> None:
    first = make_base(store, START, START)
    second = make_base(store, START, START + DAY)
    third = make_base(store, START + 2 * DAY, START + 2 * DAY)
    assert store.serving(START + timedelta(hours=1))[1] == first
    assert store.serving(START + DAY + timedelta(minutes=4))[1] == first, "the second was not complete yet"
    assert store.serving(START + DAY + timedelta(minutes=6))[1] == second
    assert store.serving(START + 2 * DAY + timedelta(hours=1))[1] == third
    assert store.serving(None)[1] == third
    for never in (START - DAY, START + 2 * DAY + timedelta(minutes=1)):
        with pytest.raises(LauncherError, match="没有能恢复到"):
            store.serving(never)


def test_pruning_keeps_all_that_a_moment_of_the_last_days_needs(store: Store, data: Path) -> None:
    contents = [store_content(store.files, text) for text in (b"old", b"kept", b"live", b"new")]
    live = store_content(data / "files", b"live")
    for key in contents[:3]:
        os.utime(store.files / key, (START.timestamp() - 1, START.timestamp() - 1))
    names = [f"00000001000000000000000{number}" for number in range(5)]
    make_base(store, START - 9 * DAY, START - 9 * DAY, contents[0])
    made = [make_base(store, START, START + day * DAY, contents[1], wal=names[day + 1]) for day in range(3)]
    line = Line(made[0].folder.parents[1])
    line.wal.mkdir()
    for name in (*names, "00000002.history"):
        (line.wal / name).touch()
    now = START + 2 * DAY + timedelta(hours=12)

    assert prune(store, 30 * DAY, data / "files", now) == (0, 0)
    assert prune(store, DAY, data / "files", now) == (2, 1)
    assert [base.began for base in line.bases] == [START + DAY, START + 2 * DAY]
    assert [each.name for each in line.segments] == [*names[2:], "00000002.history"]
    assert [each.folder.name for each in store.lines] == [line.folder.name]
    assert not (store.files / contents[0]).exists()
    assert all((store.files / key).exists() for key in (contents[1], live, contents[3]))


def test_on_a_full_disk_what_is_too_old_makes_room_for_a_base(
    server: EmbeddedPostgres, store: Store, data: Path
) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=64M,mode=0700", "tmpfs", str(store.folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own needs the right to mount one")
    try:
        store.prepare()
        old, last = (make_base(store, START, START + day * DAY) for day in (0, 1))
        with (old.folder / "base.tar.gz").open("wb") as ballast, suppress(OSError):
            while True:
                ballast.write(bytes(1 << 16))
        wanted = Wanted(WORDS, keep=365 * DAY)
        with pytest.raises(LauncherError, match="磁盘已满"):
            backup(data, store, wanted)
        assert store.lines[0].bases == [old, last]
        assert not list(store.folder.glob("lines/*/base/*.partial"))
        assert backup(data, store, replace(wanted, keep=DAY)) == 0
        [kept, new] = [base for line in store.lines for base in line.bases]
        assert (kept, new.began > START + DAY) == (last, True)
        assert wrong_sums(new) == []
    finally:
        subprocess.run(["umount", "-l", str(store.folder)], check=True)


# -- what a person can do wrong --------------------------------------------------------------------------------------


@pytest.fixture
def refused(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    monkeypatch.setenv("CHANGQIAN_DATA", str(folder / "data"))

    def run(*arguments: str) -> str:
        assert cli.main(arguments) == 1
        said = capsys.readouterr().err
        assert said.startswith("错误：")
        assert said.count("\n") == 1
        return said

    return run


def test_refusals(refused: Callable[..., str], folder: Path, store: Store) -> None:
    kept = ("--folder", str(store.folder))
    assert "用 --folder 或 CHANGQIAN_BACKUP 指定备份目录" in refused("backup")
    assert "没有什么可备份" in refused("backup", *kept)
    assert "没有完整的备份" in refused("restore", *kept)
    assert "时间 gestern 无效" in refused("restore", *kept, "--to", "gestern")
    words = folder / "words"
    assert "读不到口令文件" in refused("backup", *kept, "--passphrase-file", str(words))
    words.write_text("short")
    assert "口令太短" in refused("backup", *kept, "--passphrase-file", str(words))
    assert "--keep-days 至少为 1" in refused("backup", *kept, "--keep-days", "0")
    make_base(store, START, START)
    assert "只能恢复到一次备份结束时" in refused("restore", *kept, "--to", "2026-11-02T10:00:00")
    assert "请先把另行保管的密钥" in refused("restore", *kept)
    (folder / "data" / "pg").mkdir(parents=True)
    assert "已有数据库" in refused("restore", *kept)
    assert not list((folder / "data" / "pg").iterdir())
