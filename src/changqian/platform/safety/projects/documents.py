"""What a month's document about projects says: where each stands, and what happened in the month."""

from collections.abc import Iterator
from datetime import date, datetime

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.dates import month_end
from changqian.platform.kernel.paper import Part, table_part
from changqian.platform.safety.projects.models import SafetyProject
from changqian.platform.safety.projects.rules import DAYS

STAGE_WORDS = dict(zip(DAYS.values(), ("安全评价", "设计审查", "开工", "试运行", "竣工验收"), strict=True))
HEADS = ("性质", "类别", "立项", "安全评价", "设计审查", "开工", "试运行", "竣工验收", "项目名称")


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    last = month_end(month)
    found = SafetyProject.objects.within(reader, "projects.view").current().filter(enterprise=firm)
    rows = list(found.filter(approved_on__lte=last).order_by("approved_on", "pk"))
    told = [
        (row.get_nature_display(), row.get_category_display(), str(row.approved_on), *_days(row, last), row.name)
        for row in rows
    ]
    happened = [
        f"{row.name}：{day} {STAGE_WORDS[each]}"
        for row in rows
        for each in DAYS.values()
        if (day := getattr(row, each)) and month <= day <= last
    ]
    said = f"截至月末有建设项目{len(rows)}个。" if rows else "没有建设项目。"
    return [table_part("建设项目", said, HEADS, told), Part("本月进展", happened or ["本月没有进展。"])]


def _days(row: SafetyProject, last: date) -> Iterator[str]:
    """What had happened by then."""
    for each in DAYS.values():
        day = getattr(row, each)
        yield str(day) if day and day <= last else "—"


DOCUMENT = Source("建设项目安全设施三同时月报", gather)
