"""Days that somebody is told of before they come, once at each stage, however often the job runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from changqian.platform.foundation.notices.services import News, notify_all, staff_of_each, told_already

OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`key` names it for good; `title` holds {when}, which becomes 还剩30天, 今天到期 or 已逾期2天."""

    key: str
    due_on: date
    enterprise: int
    title: str
    body: str = ""
    link: str
    people: Sequence[int] = ()
    "Users to tell beside those of the enterprise who hold the permission."


def stage(due_on: date, today: date, ahead: Sequence[int]) -> str | None:
    """At which point before (or after) its day something is told: "60", "30", "7", "overdue"; None while it is far."""
    if due_on < today:
        return OVERDUE
    reached = [days for days in ahead if (due_on - today).days <= days]
    return str(min(reached)) if reached else None


def left(due_on: date, today: date) -> str:
    days = (due_on - today).days
    return f"还剩{days}天" if days > 0 else "今天到期" if days == 0 else f"已逾期{-days}天"


def remind(dues: Iterable[Due], *, kind: str, permission: str, ahead: Sequence[int], today: date, now: datetime) -> int:
    """Tell who may do something about it; return how many messages. Nobody is told of the same stage twice."""
    found = {f"{due.key} {due.due_on} {reached}": due for due in dues if (reached := stage(due.due_on, today, ahead))}
    new = {once: found[once] for once in sorted(found.keys() - told_already(kind, found))}
    staff = staff_of_each({due.enterprise for due in new.values()}, permission)
    news = (
        News(
            users=[*staff.get(due.enterprise, ()), *due.people],
            kind=kind,
            title=due.title.replace("{when}", left(due.due_on, today)),  # What people wrote may have braces of its own.
            body=due.body,
            link=due.link,
            once=once,
        )
        for once, due in new.items()
    )
    return len(notify_all(news, now=now))
