"""The 双控月报 as a document to be filed: of a month that the firm has confirmed."""

from datetime import date, datetime

from changqian.platform.commons.documents.sources import Source
from changqian.platform.commons.summaries.models import FirmSummary
from changqian.platform.commons.summaries.printing import report_of
from changqian.platform.commons.summaries.rules import Confirmation
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.paper import Part


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    rows = FirmSummary.objects.within(reader, "summaries.view").current()
    row = rows.filter(enterprise=firm, month=month).first()
    if row is None:
        raise RuleViolation(f"{month:%Y年%-m月}的月度小结尚未形成，形成并确认后再归档", field="month")
    if row.confirmation != Confirmation.CONFIRMED:
        raise RuleViolation(f"{month:%Y年%-m月}的双控月报尚未确认，请先在“企业月度小结”确认", field="month")
    return list(report_of(row, reader, now))


DOCUMENT = Source("双控月报", gather)
