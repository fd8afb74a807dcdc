"""Electronic documents of the firm of the cast: what its ledgers said of the month that is over, filed this morning."""

from datetime import date, datetime, time

from django.utils import timezone

from changqian.platform.commons.documents.rules import Kind
from changqian.platform.commons.documents.services import file_document
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.kernel.paper import NoChineseFont, chinese_font

KINDS = (Kind.TRAINING, Kind.TEAM, Kind.SPECIAL_WORK)


def tell(home: Enterprise, officer: User, *, today: date) -> None:
    """A machine without a Chinese font makes no paper; it has a city all the same."""
    try:
        chinese_font()
    except NoChineseFont:
        return
    now = timezone.make_aware(datetime.combine(today, time(8, 40)))
    for kind in KINDS:
        file_document(actor=officer, enterprise=home, kind=kind, month=add_months(month_of(today), -1), now=now)
