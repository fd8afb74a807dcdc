"""What becomes of a month's task: firms that patrol well, and firms that do not. The rules of the ledger judge it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

from changqian.platform.commons.checks.rules import OPEN, ControlLevel
from changqian.platform.kernel.dates import month_end
from changqian.platform.safety.risks.rules import (
    CONTROL_ORDER,
    SHIFTS,
    Frequency,
    Level,
    progress,
    required_executions,
    status_after,
)

CLASSES, CHANCES = 8, 64
"How many kinds of diligent firms there are, and how many things may become of a task in each."
ABNORMAL, CAUGHT_UP = 0.06, 0.4
"Of the tasks begun: something was found. Of those open at the end of a month: done in the next one, late."


Outcome = Mapping[str, object]
"""Columns of a task, by its `level` and `shifts`, how `diligent` the firm is, and one `chance` of many; beside them
`ended`: days from the first of the month until it was completed."""


def outcomes(month: date, frequencies: Sequence[Frequency], *, seed: int, today: date) -> Iterator[Outcome]:
    """All that may become of a task of this month by today, each as likely as the next."""
    random = Random(f"{seed} {month}")
    for level in Level:
        for shifts in SHIFTS[:2]:
            required = required_executions(level, frequencies, month, shifts)
            for diligence in range(CLASSES):
                for chance in range(CHANCES):
                    yield _outcome(level, shifts, diligence, chance, month, required, random, today)


def _outcome(
    level: Level,
    shifts: int,
    diligence: int,
    chance: int,
    month: date,
    required: dict[ControlLevel, int],
    random: Random,
    today: date,
) -> Outcome:
    days = month_end(month).day
    gone = min(days, (today - month).days + 1)
    diligent = ((diligence + 0.5) / CLASSES) ** (1 / 6)  # Most do nearly all, a few hardly anything.
    done = {each: _done(required[each], gone / days, diligent, random) for each in CONTROL_ORDER}
    late = 0
    if status_after(required, done, 0) in OPEN and random.random() < CAUGHT_UP:
        late = days + random.randint(0, 8)
        late = late if late <= (today - month).days else 0
    done = required if late else done
    abnormal = int(any(done.values()) and random.random() < ABNORMAL)
    status = status_after(required, done, abnormal)
    return {
        "level": level.value,
        "shifts": shifts,
        "diligence": diligence,
        "chance": chance,
        **{f"required_{each}": required[each] for each in CONTROL_ORDER},
        **{f"done_{each}": done[each] for each in CONTROL_ORDER},
        "status": status.value,
        "late": bool(late),
        "progress": progress(required, done),
        "abnormal": abnormal,
        "ended": None if status in OPEN else late or random.randint(max(gone - 7, 0), gone - 1),
    }


def _done(required: int, passed: float, diligent: float, random: Random) -> int:
    if not required:
        return 0
    if random.random() < diligent:
        return max(int(required * passed), 1 if random.random() < passed else 0)
    return int(required * passed * random.random())
