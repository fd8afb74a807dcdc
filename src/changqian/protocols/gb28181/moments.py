"""Times as GB/T 28181 writes them: `2026-01-31T08:00:00`, Beijing time without saying so (9.10, annex A)."""

import re
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
TEXT = re.compile(
    r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ]*(\d{1,2}):?(\d{1,2}):?(\d{1,2})(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)


def parse(text: str) -> datetime | None:
    """An aware time, forgiving blanks for T, fractions, zones, slashes and missing zeros; None for what is no time."""
    match = TEXT.fullmatch(text.strip())
    if not match:
        return None
    *numbers, fraction, zone = match.groups()
    try:
        year, month, day, hour, minute, second = (int(each or 0) for each in numbers)
        local = datetime(year, month, day, hour, minute, second)
        return (local + _fraction(fraction)).replace(tzinfo=_zone(zone)).astimezone(BEIJING)
    except (ValueError, OverflowError):
        return None


def _fraction(digits: str | None) -> timedelta:
    return timedelta(microseconds=int((digits or "0").ljust(6, "0")[:6]))


def _zone(text: str | None) -> timezone:
    if not text:
        return BEIJING
    if text.upper() == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text.startswith("-") else minutes))


def show(moment: datetime) -> str:
    """Beijing time, to the second. A naive time is taken for Beijing time."""
    local = moment.astimezone(BEIJING) if moment.tzinfo else moment
    return local.replace(tzinfo=None).isoformat(timespec="seconds")
