"""What a test has committed goes again.

Django empties each of some three hundred tables and makes all permissions anew, which takes longer than most of these
tests. Few tables hold rows, and what was made with the tables may stay.
"""

from django.db import DatabaseError, connection, transaction
from django.test import TransactionTestCase

from changqian.platform.kernel.tests.laying import filled

MADE_WITH_TABLES = ("auth_permission", "django_content_type")
ROUNDS = 3
"Triggers note in other tables what is deleted."


class Emptier:
    """Of one database, beginning with what it holds before the first test."""

    def __init__(self) -> None:
        self.by_django = TransactionTestCase._fixture_teardown
        self.ours = {*connection.introspection.django_table_names(include_views=False)} - {*MADE_WITH_TABLES}
        self.made = self._last()

    def _last(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for table in MADE_WITH_TABLES:
                cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # Of this module, as all names here.
                found[table] = cursor.fetchone()[0]
        return found

    def empty(self, case: TransactionTestCase) -> None:
        if not self._deleted():
            self.by_django(case)
            self.made = self._last()

    def _deleted(self) -> bool:
        """False where something stayed: what was filed is never deleted, but may be truncated."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for _ in range(ROUNDS):
                    for table in self.ours & filled().keys():
                        cursor.execute(f'DELETE FROM "{table}"')  # Foreign keys are looked at when all is done.
                for table, last in self.made.items():
                    cursor.execute(f'DELETE FROM "{table}" WHERE id > %s', [last])
                return not self.ours & filled().keys()
        except DatabaseError:
            return False
