"""Who is signed in, in one statement that is put together once: every request of every page begins with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import orjson
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model

from changqian.platform.foundation.accounts.models import Assignment, Role, User, UserSession
from changqian.platform.foundation.accounts.services import digest
from changqian.platform.kernel.postgres import planned_once

M = TypeVar("M", bound=Model)
ROLE = ("id", "code", "name", "home", "permissions")
"What a role says of its holder, in the order of the model, as `from_db` wants it."


def signed_in(key: str, *, now: datetime) -> tuple[UserSession | None, str | None]:
    """The session of this cookie, be it ended or not, with its user and his assignments; and what Django keeps under
    the key, still signed, unless that has expired."""
    with planned_once(), connection.cursor() as cursor:
        cursor.execute(_statement(), [key, now, digest(key)])
        found = cursor.fetchone()
    if found is None:
        return None, None
    *both, kept, held = found
    ends = len(_columns(UserSession))
    session, user = _read(UserSession, both[:ends]), _read(User, both[ends:])
    session.user, user.held = user, tuple(_assignment(each) for each in orjson.loads(held))
    return session, kept


@cache
def _statement() -> str:
    session, user, assignment, role, kept = (
        model._meta.db_table for model in (UserSession, User, Assignment, Role, Session)
    )
    held = f"{_named(_columns(Assignment), 'a')}, {_named(ROLE, 'r')}"
    return f"""
        SELECT {_named(_columns(UserSession), "s")}, {_named(_columns(User), "u")}, kept.session_data,
               (SELECT coalesce(json_agg(json_build_array({held}) ORDER BY a.id), '[]')
                  FROM {assignment} a JOIN {role} r ON r.id = a.role_id WHERE a.user_id = u.id)::text
          FROM {session} s
          JOIN {user} u ON u.id = s.user_id
          LEFT JOIN {kept} kept ON kept.session_key = %s AND kept.expire_date > %s
         WHERE s.key_hash = %s
    """


def _named(columns: Iterable[str], table: str) -> str:
    return ", ".join(f'{table}."{column}"' for column in columns)


def _columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _read(model: type[M], values: Sequence[Any]) -> M:
    """The row, its sealed columns opened, as the ORM would give it."""
    fields = model._meta.concrete_fields
    opened = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, values, strict=True)
    ]
    return model.from_db(connection.alias, [field.attname for field in fields], opened)


def _assignment(told: Sequence[Any]) -> Assignment:
    ends = len(_columns(Assignment))
    assignment = Assignment.from_db(connection.alias, _columns(Assignment), told[:ends])
    assignment.role = Role.from_db(connection.alias, ROLE, told[ends:])
    return assignment
