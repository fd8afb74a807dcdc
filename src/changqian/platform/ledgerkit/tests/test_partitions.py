from datetime import date

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from changqian.platform.ledgerkit import partitions as parts
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


@pytest.mark.django_db(transaction=True)
def test_a_vacuum_of_another_month_is_in_nobody_s_way(monkeypatch):
    model = every()[0]
    (other,) = ensure_partitions(model, [date(2025, 3, 1)])
    given = connection.get_connection_params()
    told = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(**told) as vacuum, connection.cursor() as cursor:
        vacuum.execute(f'LOCK TABLE "{other}" IN SHARE UPDATE EXCLUSIVE MODE')  # what a vacuum holds
        monkeypatch.setattr(parts, "ATTEMPTS", 1)
        (made,) = ensure_partitions(model, [date(2025, 4, 1)])
        vacuum.rollback()
        cursor.execute(f'DROP TABLE "{made}", "{other}"')


def test_who_is_kept_waiting_by_more_than_a_write_waits_long_enough_for_a_vacuum_to_give_way(monkeypatch):
    waited = []

    def locked(model, month, patience_ms):
        waited.append(patience_ms)
        raise OperationalError from LockNotAvailable()

    monkeypatch.setattr(parts, "_ensure", locked)
    with pytest.raises(OperationalError):
        ensure_partitions(every()[0], [date(2025, 3, 1)])
    assert waited == [500] * 20 + [2000] * 20
