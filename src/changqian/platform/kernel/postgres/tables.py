"""The tables of this version as one script, so that an empty database has them in a second.

To go through the migrations one by one takes a minute of a processor, all of it Django's: after each step it draws up
all models anew. `data/tables.sql` is what they lead to, with the list of the migrations that are in it; whatever came
later is migrated on top (docs/decisions/0032). `make tables` writes it. Its first line is a digest of all migrations
and of what follows, by which the check tells that it is old or was written by hand.
"""

import re
import subprocess
import sys
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

WRITTEN_BY = 18
"The major version of PostgreSQL that wrote the script; others go through the migrations."
FILE = Path(str(files("changqian.platform.kernel.postgres") / "data/tables.sql"))
APPLIED = re.compile(r"^(INSERT INTO public\.django_migrations VALUES \(.*), '[^']*'\);$", re.MULTILINE)


def fill(connection: BaseDatabaseWrapper) -> bool:
    """Gives an empty database its tables, all or none; False where it is not empty or of another version."""
    if connection.get_database_version()[0] != WRITTEN_BY or connection.introspection.table_names():
        return False
    execute(connection, FILE.read_text(encoding="utf-8"))
    return True


def execute(connection: BaseDatabaseWrapper, script: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(script)  # Many statements sent as one are one transaction.
    connection.close()  # The script changes how names are looked up; nobody else shall look with that.


def told(programs: Path, url: str) -> str:
    """The script for the database at `url`, by `pg_dump` out of the folder `programs`."""
    command = [str(programs / "pg_dump"), "--no-owner", "--no-privileges", "--no-comments", "--inserts", url]
    dumped = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    # Which minor version wrote it is no matter; what begins with \ is for psql alone.
    kept = (line for line in dumped.splitlines() if not line.startswith(("-- Dumped ", "\\")))
    return APPLIED.sub(r"\1, now());", "\n".join(kept).strip() + "\n")


def signed(script: str) -> str:
    return f"-- {_digest(script)}\n{script}"


def current() -> bool:
    """Whether the file was written by `make tables` after the last change to any migration."""
    first, script = FILE.read_text(encoding="utf-8").split("\n", 1)
    return first == f"-- {_digest(script)}"


def _digest(script: str) -> str:
    migrations = MigrationLoader(None).disk_migrations  # type: ignore[arg-type]  # Without a connection it only reads.
    digest = sha256(script.encode())
    for name in sorted(migrations):
        source = sys.modules[type(migrations[name]).__module__].__file__
        assert source is not None
        digest.update(repr(name).encode() + Path(source).read_bytes())
    return digest.hexdigest()
