"""What may be said of a recording. Pure: no database, no clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import TextChoices

TOGETHER = timedelta(seconds=3)
"Between two files of one recording: what the next key frame takes to come. A number of ours."


class Cause(TextChoices):
    MANUAL = "manual", "手动"
    SCHEDULE = "schedule", "计划"
    ALARM = "alarm", "告警联动"


class Gone(TextChoices):
    """Why a file is there no longer."""

    FULL = "full", "磁盘满时覆盖"
    OUTDATED = "outdated", "超过保存期"


Stretch = tuple[datetime, datetime]


def stretches(parts: Iterable[Stretch]) -> list[Stretch]:
    """Files in order of their beginning, as the recordings they make together."""
    found: list[Stretch] = []
    for start, stop in parts:
        if found and start - found[-1][1] <= TOGETHER:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found
