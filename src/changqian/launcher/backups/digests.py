"""`changqian digests`: one line a table that says what rows it holds, to compare two databases without reading them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2
"""
ROWS = """
    SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0),
           coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)
    FROM (SELECT md5(t::text) AS h FROM {} t) rows
"""
FORMS = {"TimeZone": "UTC", "DateStyle": "ISO, YMD", "IntervalStyle": "postgres", "extra_float_digits": "1"}
"What the text of a value depends on."


def digests(url: str) -> dict[str, str]:
    """`<rows>:<digest>` by table, all of one moment; sums, so that the order of rows does not matter."""
    return dict(each_digest(url))


def each_digest(url: str) -> Iterator[tuple[str, str]]:
    with psycopg.connect(url, connect_timeout=5) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for name, value in FORMS.items():
            connection.execute("SELECT set_config(%s, %s, true)", [name, value])
        for schema, table in connection.execute(TABLES).fetchall():
            row = connection.execute(sql.SQL(ROWS).format(sql.Identifier(schema, table))).fetchone()
            assert row is not None
            yield (table if schema == "public" else f"{schema}.{table}"), f"{row[0]}:{_hex(row[1])}{_hex(row[2])}"


def _hex(number: int) -> str:
    return f"{int(number) % (1 << 64):016x}"


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The tables that are not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
