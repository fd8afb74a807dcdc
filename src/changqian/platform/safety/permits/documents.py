"""What a month's document about dangerous work says."""

from datetime import date, datetime

from django.utils import timezone

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.paper import Part, table_part
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.permits.rules import Kind, Status

HEADS = ("作业时间", "类别", "级别", "监护人", "批准人", "状态", "作业单位", "地点")


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    found = WorkPermit.objects.within(reader, "permits.view").current().filter(enterprise=firm, month=month)
    rows = list(found.order_by("begins_at", "pk"))
    valid = [row for row in rows if row.status != Status.CANCELLED]
    by_kind = [(kind.label, str(n)) for kind in Kind if (n := sum(row.kind == kind for row in valid))]
    told = [
        (
            f"{timezone.localtime(row.begins_at):%m-%d %H:%M}", row.get_kind_display(), row.get_level_display(),
            row.guardian or "—", row.approver or "—", row.get_status_display(), row.unit, row.spot,
        )
        for row in rows
    ]  # fmt: skip
    outside = sum(row.contractor for row in valid)
    return [
        table_part("作业汇总", f"本月办理作业票{len(valid)}张，其中外包作业{outside}张。", ("类别", "张数"), by_kind),
        table_part("作业票", "按作业开始时间排列。" if told else "本月没有特殊作业。", HEADS, told),
        Part("作废的作业票", [f"{row}：{row.cancelled_because}" for row in rows if row not in valid] or ["无。"]),
    ]


DOCUMENT = Source("特殊作业管理月报", gather)
