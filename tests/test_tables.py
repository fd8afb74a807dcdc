"""A new database gets today's tables at once; no other database is touched."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from changqian.launcher.postgres import OWNER, EmbeddedPostgres
from changqian.platform.config.settings import database
from changqian.platform.kernel.postgres import tables


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres.temporary() as server:
        yield server


@pytest.fixture
def new(server: EmbeddedPostgres, django_db_blocker: Any) -> Iterator[Any]:
    """A connection to an empty database."""
    connection = connections.create_connection("default")
    connection.settings_dict = {**connection.settings_dict, **database(server.create_database(OWNER))}
    with django_db_blocker.unblock():
        yield connection
        connection.close()
    server.drop_database(OWNER)


def test_a_new_database_has_all_that_the_script_tells(server, new):
    assert tables.fill(new)
    assert tables.signed(tables.told(server.programs(), server.url())) == tables.FILE.read_text(encoding="utf-8")


def test_every_migration_is_in_it(new):
    tables.fill(new)
    with new.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        assert set(cursor.fetchall()) == set(MigrationLoader(None).disk_migrations)


def test_a_database_with_tables_is_left_alone(new):
    with new.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (id int)")
    assert not tables.fill(new)
    assert new.introspection.table_names() == ["somebody_elses"]


def test_another_version_goes_through_the_migrations(new, monkeypatch):
    monkeypatch.setattr(tables, "WRITTEN_BY", 17)
    assert not tables.fill(new)
    assert new.introspection.table_names() == []


def test_a_script_that_fails_leaves_nothing(new, monkeypatch, tmp_path):
    broken = tmp_path / "tables.sql"
    broken.write_text(tables.FILE.read_text(encoding="utf-8") + "SELECT no_such_thing();")
    monkeypatch.setattr(tables, "FILE", broken)
    with pytest.raises(Exception, match="no_such_thing"):
        tables.fill(new)
    assert new.introspection.table_names() == []


@pytest.mark.parametrize(("before", "after"), [("CREATE TABLE", "CREATE  TABLE"), ("SET row_security = off;", "")])
def test_a_script_that_was_touched_is_told_from_one_that_was_written(monkeypatch, tmp_path, before, after):
    assert tables.current()
    touched = tmp_path / "tables.sql"
    touched.write_text(tables.FILE.read_text(encoding="utf-8").replace(before, after, 1))
    monkeypatch.setattr(tables, "FILE", touched)
    assert not tables.current()


def test_a_new_migration_makes_the_script_old(monkeypatch):
    with monkeypatch.context() as patched:
        migrations = MigrationLoader(None).disk_migrations
        migrations.popitem()
        patched.setattr(tables, "MigrationLoader", lambda _: type("Fewer", (), {"disk_migrations": migrations}))
        assert not tables.current()
