"""Any sequence of steps by anybody: nothing closes without a submission and another person's verdict."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import STEPS, Level, Status, Step
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.kernel.errors import RuleViolation

PEOPLE = ("worker", "officer", "principal", "town", "wujin", "city")
GOOD = {
    Step.GRADE: {"level_basis": "令第10号"},
    Step.ASSIGN: {"funds": Decimal(100), "emergency_plan": "停机撤离"},
}


@pytest.mark.timeout(300)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_walk_closes_unseen(cast, do, clock, data):
    with transaction.atomic():
        _walk(cast, do, clock, data)
        transaction.set_rollback(True)  # Ends an example: the database is as before it.


def _walk(cast, do, clock, data):
    source = data.draw(st.sampled_from(["self_check", "enforcement", "grid"]))
    reporter = cast.worker if source == "self_check" else cast.town
    hazard = do.report(reporter, source=source, level=data.draw(st.sampled_from(Level.values)))
    target, taken = f"hazards.Hazard:{hazard.pk}", 1
    for _ in range(data.draw(st.integers(3, 30))):
        hazard = Hazard.objects.get(pk=hazard.pk)
        steps = sorted(step for status, step in STEPS.table if status == hazard.status and step != Step.END)
        if not steps:
            break
        step, name = data.draw(st.sampled_from(steps)), data.draw(st.sampled_from(PEOPLE))
        before = (hazard.version, hazard.status)
        try:
            with transaction.atomic():
                _take(do, step, hazard, getattr(cast, name), data)
        except (RuleViolation, PermissionDenied):
            hazard = Hazard.objects.get(pk=hazard.pk)
            assert (hazard.version, hazard.status) == before, "a refused step changes nothing"
            continue
        taken += 1
        hazard = Hazard.objects.get(pk=hazard.pk)
        expected = STEPS.table[(Status(before[1]), Step(step))]
        assert (hazard.version, hazard.status) == (before[0] + 1, expected)
    _judge(hazard)
    entries = list(Entry.objects.filter(target=target))
    assert len(entries) == taken == hazard.version, "every write, and nothing else, is in the trail"
    assert all(authentic(entry) for entry in entries)
    assert hazard.events.count() == taken


def _take(do, step, hazard, actor, data):
    more = dict(GOOD.get(Step(step), {}))
    if step == Step.GRADE:
        more["level"] = data.draw(st.sampled_from(Level.values))
    if step == Step.REQUEST_EXTENSION:
        more["until"] = (hazard.deadline or date(2026, 3, 20)) + timedelta(days=5)
    getattr(do, step)(hazard, actor, **more)


def _judge(hazard):
    """What must hold wherever the walk ended."""
    rounds = list(hazard.rounds.all())
    assert hazard.rounds_count == len(rounds)
    for each in rounds:
        assert each.reviewed_by_id is None or each.reviewed_by_id != each.submitted_by_id
        assert each.applied_by_id is None or each.applied_by_id != each.submitted_by_id
    if hazard.status == Status.CLOSED:
        assert rounds
        assert rounds[-1].result == "passed"
        assert rounds[-1].done
        assert rounds[-1].by_authority or (hazard.level == "general" and hazard.source != "enforcement")
        assert not hazard.is_supervised
    if hazard.status in (Status.ASSIGNED, Status.RECTIFYING, Status.SUBMITTED):
        assert hazard.responsible_name
        assert hazard.deadline
