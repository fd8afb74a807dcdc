"""What keeps a city's building site: which parts are done, and the constraints that were taken down meanwhile.

A part and its mark are one transaction: whoever is killed loses the part he was at, and the next one takes it up.
Foreign keys and indexes cost more than the rows when they are kept row by row; put up at the end, they check the same.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from changqian.platform.ledgerkit import partitions

PARTS, DOWN = "city_part", "city_taken_down"
"Tables that are there only as long as a city is being built."

FIND_INDEXES = """
SELECT c.relname, t.relname, pg_get_indexdef(c.oid), k.conname, pg_get_constraintdef(k.oid)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype = 'u'
WHERE t.relname = ANY(%s) AND NOT i.indisprimary AND t.relnamespace = current_schema::regnamespace
ORDER BY c.relname
"""
FIND_KEYS = """
SELECT k.conname, t.relname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
WHERE t.relname = ANY(%s) AND k.contype = 'f' AND k.conparentid = 0 AND t.relnamespace = current_schema::regnamespace
ORDER BY k.conname
"""


def begun() -> dict[str, Any] | None:
    """The city that is being built here, as it was asked for; None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [PARTS])
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(f"SELECT said FROM {PARTS} WHERE name = 'city'")
        said = cursor.fetchone()[0]
    told: dict[str, Any] = json.loads(said) if isinstance(said, str) else said
    return {**told, "today": date.fromisoformat(told["today"])}


def begin(said: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {PARTS} (name text PRIMARY KEY, said jsonb)")
        cursor.execute(f"CREATE TABLE {DOWN} (name text, on_table text, kind text, definition text)")
        cursor.execute(f"INSERT INTO {PARTS} VALUES ('city', %s)", [json.dumps(said, default=str)])


def finish(waiting: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for table in (*waiting, DOWN, PARTS):
            cursor.execute(f"DROP TABLE {table}")


def done() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {PARTS}")
        return {name for (name,) in cursor.fetchall()}


def mark(part: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {PARTS} (name) VALUES (%s)", [part])


def tally(table: str, count: int) -> None:
    """Note how many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {PARTS} VALUES (%s, %s)", [f"rows of {table}", json.dumps(count)])


def tallied(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT said::text FROM {PARTS} WHERE name = %s", [f"rows of {table}"])
        return int(cursor.fetchone()[0])


def take_down(models: Sequence[type[Model]]) -> None:
    """Drop the foreign keys of these tables and all their indexes but the primary keys; note how they were."""
    tables = [model._meta.db_table for model in models]
    parted = {model._meta.db_table for model in partitions.every()}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # A table with pending checks cannot be altered.
        cursor.execute(FIND_KEYS, [tables])
        keys = cursor.fetchall()
        cursor.execute(FIND_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, table, definition in keys:
            _note(cursor, name, table, "key", f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, table, definition, unique, told in indexes:
            if unique and table in parted:  # There an index is no constraint afterwards.
                _note(cursor, name, table, "index", f'ALTER TABLE "{table}" ADD CONSTRAINT "{unique}" {told}')
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{unique}"')
            elif unique:
                # An index lets another one be made of the table meanwhile; a constraint would keep it waiting.
                _note(cursor, name, table, "index", definition)
                later = told[told.index(" DEFERRABLE") :] if " DEFERRABLE" in told else ""
                made_of = f'ADD CONSTRAINT "{unique}" UNIQUE USING INDEX "{name}"{later}'
                _note(cursor, name, table, "unique", f'ALTER TABLE "{table}" {made_of}')
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{unique}"')
            else:
                _note(cursor, name, table, "index", definition.replace(" ON ONLY ", " ON "))
                cursor.execute(f'DROP INDEX "{name}"')


def hush(tables: Iterable[str], *, quiet: bool) -> None:
    """Let the triggers of these tables tell nobody what is written, or tell again."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" {"DISABLE" if quiet else "ENABLE"} TRIGGER USER')


def _note(cursor: Any, name: str, table: str, kind: str, definition: str) -> None:
    cursor.execute(f"INSERT INTO {DOWN} VALUES (%s, %s, %s, %s)", [name, table, kind, definition])


def taken_down(kind: str) -> list[tuple[str, str]]:
    """Name and table of each `key` or `index`; those of big tables first, so that none is left alone at the end."""
    big = [model._meta.db_table for model in partitions.every()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, on_table FROM {DOWN} WHERE kind = %s ORDER BY on_table, name", [kind])
        found = cursor.fetchall()
    return sorted(found, key=lambda row: row[1] not in big)


def put_up_index(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT definition FROM {DOWN} WHERE name = %s AND kind = 'index'", [name])
        cursor.execute(cursor.fetchone()[0])


def promise_keys() -> None:
    """The unique constraints on their indexes, and the foreign keys again, for whatever is written from now on;
    `check_keys` looks at what is there.

    Before PostgreSQL 18 a partitioned table knows no such promise: there they are checked at once.
    """
    big = {model._meta.db_table for model in partitions.every()}
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        old = int(cursor.fetchone()[0]) < 180000
        cursor.execute(f"SELECT definition FROM {DOWN} WHERE kind = 'unique'")
        for (definition,) in cursor.fetchall():
            cursor.execute(definition)
        cursor.execute(f"SELECT on_table, definition FROM {DOWN} WHERE kind = 'key'")
        for table, definition in cursor.fetchall():
            cursor.execute(definition if old and table in big else f"{definition} NOT VALID")


def check_keys(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {DOWN} WHERE kind = 'key' AND on_table = %s", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT "{name}"')


def waiting_room(model: type[Model], table: str) -> None:
    """A plain table like the partitioned one."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TABLE "{table}" (LIKE "{model._meta.db_table}")')
