"""A bench on somebody's city leaves its rows as they were, whatever it wrote, and also if it was killed."""

import psycopg
import pytest

from changqian.launcher.bench_undo import SETUP, put_back, undone
from changqian.launcher.postgres import SUPERUSER, EmbeddedPostgres

TABLES = """
CREATE TABLE firm (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, photo bytea,
  pairs text[], at timestamptz DEFAULT now(), length int GENERATED ALWAYS AS (length(name)) STORED);
CREATE TABLE task (id bigint, month date, firm bigint REFERENCES firm DEFERRABLE INITIALLY DEFERRED, score float8,
  PRIMARY KEY (id, month)) PARTITION BY RANGE (month);
CREATE TABLE task_1 PARTITION OF task FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
INSERT INTO firm (name, photo, pairs) VALUES ('湖塘机械厂', '\\x00ff', ARRAY['湖塘', '机械']), ('青龙纺织', NULL, '{}');
INSERT INTO task VALUES (1, '2026-01-05', 1, 0.1), (2, '2026-01-06', 2, 1e-9);
"""
WRITTEN = """
INSERT INTO firm (name) VALUES ('新厂');
UPDATE firm SET name = '改名厂', photo = NULL WHERE id = 1;
UPDATE firm SET name = '再改名' WHERE id = 1;
INSERT INTO task VALUES (3, '2026-01-07', 3, 5);
DELETE FROM task WHERE firm = 2;
DELETE FROM firm WHERE id = 2;
"""


@pytest.fixture
def url():
    with EmbeddedPostgres.temporary() as server:
        server.create_database("city")
        url = server.url("city", user=SUPERUSER)
        with psycopg.connect(url) as connection:
            connection.execute(TABLES)
        yield url


def rows(url):
    with psycopg.connect(url) as connection:
        return [connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in ("firm", "task")]


def write(url):
    with psycopg.connect(url) as connection:
        connection.execute(WRITTEN)


def test_what_is_written_is_taken_back(url):
    before = rows(url)
    with undone(url):
        write(url)
        assert rows(url) != before
    assert rows(url) == before
    assert put_back(url) == 0  # nothing is noted any more


def test_what_a_killed_run_wrote_is_taken_back_by_the_next(url):
    before = rows(url)
    with psycopg.connect(url) as connection:
        connection.execute(SETUP)
    write(url)
    with undone(url):
        assert rows(url) == before
