"""Any sequence of steps by anybody: nothing closes without a submission and another person's verdict."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import STEPS, Level, Status, Step, passable
from changqian.platform.commons.hazards.services.acting import facts_of
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.kernel.errors import RuleViolation

PEOPLE = ("worker", "officer", "principal", "town", "wujin", "city")
GOOD = {
    Step.GRADE: {"level_basis": "令第10号"},
    Step.ASSIGN: {"funds": Decimal(100), "emergency_plan": "停机撤离"},
}


WEIGHTS = {Step.DISMISS: 0.2, Step.GRADE: 2, Step.SUPERVISE: 4, Step.PROGRESS: 4}
WEIGHTS |= dict.fromkeys((Step.EDIT, Step.URGE, Step.ESCALATE), 1)
"Others have 16: steps that lead aside or back are drawn less often, or no walk gets anywhere."


@pytest.mark.timeout(300)
@pytest.mark.parametrize("level", Level.values)
def test_no_walk_closes_unseen(cast, do, level):
    ends: Counter[tuple[str, str]] = Counter()

    @settings(max_examples=14, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**64))
    def walk(seed):
        with transaction.atomic():
            hazard = _walk(cast, do, level, Random(seed))
            ends[hazard.level, hazard.status] += 1
            transaction.set_rollback(True)  # Ends an example: the database is as before it.

    walk()
    assert ends[level, "closed"], f"the walks got nowhere: {ends}"


def _walk(cast, do, level, random):
    source = random.choice(["self_check", "enforcement", "grid"])
    reporter = cast.worker if source == "self_check" else cast.town
    hazard = do.report(reporter, source=source, level=level)
    target, taken = f"hazards.Hazard:{hazard.pk}", 1
    for _ in range(30):
        facts = facts_of(hazard)
        steps = sorted(step for step in Step if passable(step, facts) and step != Step.END)
        if not steps:
            break
        (step,) = random.choices(steps, [WEIGHTS.get(Step(each), 16) for each in steps])
        # Everybody tries, in any order, until somebody may.
        for name in random.sample(PEOPLE, len(PEOPLE)):
            before = hazard
            tried = _try(do, Step(step), before, getattr(cast, name), random)
            hazard = Hazard.objects.get(pk=hazard.pk)
            if tried:
                taken += 1
                expected = (before.version + 1, STEPS.table[(Status(before.status), Step(step))])
                assert (hazard.version, hazard.status) == expected
                break
            assert (hazard.version, hazard.status) == (before.version, before.status), "refused, it changes nothing"
    _judge(hazard)
    entries = list(Entry.objects.filter(target=target))
    assert len(entries) == taken == hazard.version, "every write, and nothing else, is in the trail"
    assert all(authentic(entry) for entry in entries)
    assert hazard.events.count() == taken
    return hazard


def _try(do, step, hazard, actor, random) -> bool:
    try:
        with transaction.atomic():
            _take(do, step, hazard, actor, random)
    except (RuleViolation, PermissionDenied):
        return False
    return True


def _take(do, step, hazard, actor, random):
    more = dict(GOOD.get(step, {}))
    if step == Step.GRADE:
        more["level"] = random.choice([hazard.level] * 5 + Level.values)
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
