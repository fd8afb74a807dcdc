"""What holds for a table holds for its partitions: sentences, keys, indexes, and writing while one is made."""

from datetime import date
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.foundation.records.services import create
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.partitions import ensure_partitions, partitions
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.services import patrol
from changqian.platform.safety.risks.tests.making import MORNING, answers, in_force

APRIL = date(2026, 4, 1)


def where(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text, count(*) FROM {model._meta.db_table} GROUP BY 1 ORDER BY 1")
        return dict(cursor.fetchall())


def again(task, actor):
    words = {name: getattr(task, name) for name in ("site", "risk_point", "level", "starts_on", "due_on")}
    return create(RiskTask, actor=actor, action="risks.activate", **words)


@pytest.mark.parametrize("prepared", [False, True], ids=["rest", "month"])
def test_a_broken_constraint_speaks_from_any_partition(cast, prepared):
    if prepared:
        ensure_partitions(RiskTask, [APRIL])
    task = RiskTask.objects.get(risk_point=in_force(cast))
    assert where(RiskTask) == {"risks_risktask_202604" if prepared else "risks_risktask_rest": 1}
    with pytest.raises(RuleViolation, match="该风险点本月任务已生成"):
        again(task, cast.officer)


def test_an_inspection_lies_in_its_month_and_is_found_by_its_number_alone(cast):
    ensure_partitions(Inspection, [APRIL])
    point = in_force(cast)
    number = uuid4()
    made = patrol(
        actor=cast.worker, control_level="post", risk_point=point.pk, answers=answers(point), client_uuid=number,
        now=MORNING,
    )  # fmt: skip
    assert where(Inspection) == {"checks_inspection_202604": 1}
    assert Inspection.objects.get(pk=made.pk).client_uuid == number
    said = {name: getattr(made, name) for name in ("site", "subject_kind", "subject_id", "subject_name", "by")}
    said |= {name: getattr(made, name) for name in ("control_level", "checked_at", "checked_on", "result", "answers")}
    with pytest.raises(RuleViolation, match="该检查已提交"):
        create(
            Inspection,
            actor=cast.worker,
            action="checks.inspect",
            client_uuid=number,
            position_missing="denied",
            **said,
        )
    with pytest.raises(RuleViolation, match="没有定位时要注明原因"):
        create(Inspection, actor=cast.worker, action="checks.inspect", **said)


def test_a_partition_has_the_indexes_of_its_table(db):
    ensure_partitions(RiskTask, [APRIL])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'risks_risktask'")
        (whole,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'risks_risktask_202604'")
        assert cursor.fetchone() == (whole,)
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conrelid = 'risks_risktask_202604'::regclass"
                       " AND contype = 'f'")  # fmt: skip
        (keys,) = cursor.fetchone()
    assert whole >= 8
    assert keys == 6  # risk point, site, enterprise, region, author, who ended it


def test_a_month_is_read_from_its_partition_only(cast):
    ensure_partitions(RiskTask, [date(2026, month, 1) for month in (3, 4, 5)])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT * FROM risks_risktask WHERE month = '2026-04-01' AND site_id = 1")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "risks_risktask_202604" in plan
    assert "_202603" not in plan
    assert "_rest" not in plan


@pytest.mark.django_db(transaction=True)
def test_a_write_under_way_waits_for_the_new_partition_and_is_not_lost(cast):
    """Somebody patrols while the partition is made: both are done, one after the other."""
    point, begun, failed = in_force(cast), Event(), []

    def prepare():
        try:
            begun.wait()
            ensure_partitions(RiskTask, [APRIL])
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=prepare)
    thread.start()
    try:
        with transaction.atomic():
            patrol(actor=cast.worker, control_level="post", risk_point=point.pk, answers=answers(point), now=MORNING)
            begun.set()
            thread.join(timeout=1.2)
            assert thread.is_alive()  # it waits for the write, and gave way twice already
            # The write goes on into the other table that the new partition needs, as approving a point does.
            RiskPoint.objects.filter(pk=point.pk).update(zone="A区")
        thread.join(timeout=30)
        assert failed == []
        assert where(RiskTask) == {"risks_risktask_202604": 1}
        assert RiskTask.objects.get().done_post == 1
        assert "risks_risktask_202604" in partitions(RiskTask)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS risks_risktask_202604")
