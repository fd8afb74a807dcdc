from datetime import date

import pytest
from django.db import connection

from changqian.platform.ledgerkit.partitions import ensure_partitions, every, partitions


def kind_of(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relkind FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("model", every(), ids=lambda model: model.__name__)
class TestPartitioned:
    def test_the_table_is_partitioned_and_has_a_default(self, model):
        assert kind_of(model._meta.db_table) == "p"
        assert partitions(model)[-1] == f"{model._meta.db_table}_rest"

    def test_a_month_is_prepared_once(self, model):
        table = model._meta.db_table
        assert ensure_partitions(model, [date(2026, 3, 16), date(2026, 4, 1)]) == [f"{table}_202603", f"{table}_202604"]
        assert ensure_partitions(model, [date(2026, 3, 31)]) == []
        assert partitions(model) == [f"{table}_202603", f"{table}_202604", f"{table}_rest"]
