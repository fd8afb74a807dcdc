from datetime import date

from django.db.models import Count, Q, Sum

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import Result
from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics


def measures(today: date) -> Measures:
    return {
        "total": Measure("检查次数", Count("pk")),
        "abnormal": Measure("发现异常", Count("pk", filter=Q(result=Result.ABNORMAL))),
        "items": Measure("异常项数", Sum("abnormal")),
        "scanned": Measure("扫码检查", Count("pk", filter=Q(scanned=True))),
        "no_position": Measure("无定位", Count("pk", filter=Q(lon__isnull=True))),
        "far": Measure("距离异常", Count("pk", filter=Q(far=True))),
        "doubted": Measure("存疑", Count("pk", filter=~Q(doubts=[]))),
        "late": Measure("离线补传", Count("pk", filter=Q(synced_late=True))),
    }


STATISTICS = Statistics(model=Inspection, dimension="control_level", measures=measures)
