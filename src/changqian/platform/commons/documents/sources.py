"""What the ledgers say documents are made of. A ledger registers itself when its app gets ready; none is known here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.paper import Part


@dataclass(frozen=True, slots=True)
class Source:
    """`gather(firm, first day of the month, reader, now)` says what stands in the document of that month, as far as
    the reader may see it; RuleViolation where the month cannot be filed yet."""

    title: str
    gather: Callable[[Enterprise, date, User, datetime], Sequence[Part]]


sources: dict[str, Source] = {}
