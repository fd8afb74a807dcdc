"""What is counted of reports: by kind, and never down to one of them. Who has no policy or channel: `owed`.

Money in whole yuan: the shares of one reward have cents, and add up again, for they are of one site and kind.
"""

from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import Round

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.whistle.models import WhistleReport
from changqian.platform.safety.whistle.rules import CONFIRMED, SETTLED


def measures(today: date) -> Measures:
    return {
        "reports": Measure("吹哨", Count("pk")),
        "confirmed": Measure("核查属实", Count("pk", filter=Q(status__in=CONFIRMED))),
        "settled": Measure("已办结", Count("pk", filter=Q(status__in=SETTLED))),
        "late": Measure("逾期未办", Count("pk", filter=Q(due_on__lt=today))),
        "escalated": Measure("上报监管", Count("pk", filter=Q(escalated_at__isnull=False))),
        "paid": Measure("已发放奖励", Count("pk", filter=Q(paid_on__isnull=False))),
        "money": Measure("奖励金额(元)", Round(Sum("reward", filter=Q(paid_on__isnull=False)))),
        "pay_days": Measure("发放用时合计(天)", Sum("pay_days", filter=Q(paid_on__isnull=False))),
    }


STATISTICS = Statistics(model=WhistleReport, dimension="hazard_class", measures=measures, turns_on="due_on")
