"""Which firms are industrial ones, where each is known from, and when a change has to be reported. Pure: no database,
no clock.

省政府令第140号 covers 工业企业; the trades are those of the city's notice of 2023 (GB/T 4754 门类 B、C、D, 57 管道运输,
594 危险品仓储). Within how many days a change is to be reported the texts at hand do not say: a parameter, 待核.
"""

from datetime import date, timedelta

from django.db.models import TextChoices

INDUSTRIAL = "^([BCD]|G57|G594)"
"Codes of GB/T 4754, as a regular expression."


class Known(TextChoices):
    """Who knows of a firm."""

    BOTH = "both", "省市都有"
    LOCAL = "local", "仅本市"
    PROVINCE = "province", "仅省系统"


class Level(TextChoices):
    """The gravest risk of a firm, its own or declared."""

    MAJOR = "major", "重大"
    LARGE = "large", "较大"
    GENERAL = "general", "一般"
    LOW = "low", "低"


class Report(TextChoices):
    """How a firm stands with the reports of this year; computed, never typed."""

    FREE = "free", "不需报告"
    MET = "met", "已报告"
    OPEN = "open", "未报告"
    LATE = "late", "逾期未报告"


class Change(TextChoices):
    """变更报告: whether 较大以上 risks came into force, or changed their level, since the last report."""

    NONE = "none", "没有变更"
    OPEN = "open", "变更待报告"
    LATE = "late", "变更逾期未报告"


def change_due(changed_on: date | None, *, days: int) -> date | None:
    """By when the earliest change that was not reported has to be (140号令: 及时)."""
    return changed_on + timedelta(days=days) if changed_on else None


def change_state(due_on: date | None, today: date) -> Change:
    if due_on is None:
        return Change.NONE
    return Change.LATE if due_on < today else Change.OPEN
