"""Writes down where all migrations lead, `kernel/postgres/data/tables.sql`; with `--check` says whether that is old."""

import os
import sys

from changqian.launcher.commands import call, django_ready
from changqian.launcher.postgres import OWNER, EmbeddedPostgres


def check() -> None:
    django_ready()
    from changqian.platform.kernel.postgres.tables import FILE, current

    if not current():
        sys.exit(f"错误：{FILE.name} 与迁移不一致，请运行 make tables 并一并提交。")


def write() -> None:
    with EmbeddedPostgres.temporary() as server:
        os.environ["DATABASE_URL"] = server.create_database(OWNER)
        call("migrate", "--no-input", "--verbosity", "0", "--step-by-step")
        from django.db import connections

        from changqian.platform.kernel.postgres.tables import FILE, execute, signed, told

        # Twice: PostgreSQL words some constraints anew when it reads its own words, and then never again.
        script = told(server.programs(), server.url())
        connection = connections.create_connection("default")
        connection.settings_dict = {**connection.settings_dict, "NAME": "again"}
        server.create_database("again")
        execute(connection, script)
        FILE.write_text(signed(told(server.programs(), server.url("again"))), encoding="utf-8")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["--check"] else write()
