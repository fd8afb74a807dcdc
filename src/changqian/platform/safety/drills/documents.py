"""What a month's document about rescue says: the emergency plans as they stand, and the drills of the month."""

from datetime import date, datetime

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.dates import month_end
from changqian.platform.kernel.paper import Part, table_part
from changqian.platform.safety.drills.models import Drill, EmergencyPlan


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    plans = EmergencyPlan.objects.within(reader, "drills.view").current()
    plans = plans.filter(enterprise=firm, published_on__lte=month_end(month)).order_by("pk")
    drills = Drill.objects.within(reader, "drills.view").current().filter(enterprise=firm, month=month)
    held = list(drills.exclude(held_on=None).order_by("held_on", "pk"))
    told = [
        (each.edition, each.get_kind_display(), str(each.published_on), each.filing_no or "未备案", each.name)
        for each in plans
    ]
    lines = [
        (
            str(each.held_on),
            each.get_form_display(),
            str(each.participants),
            each.get_grade_display() or "未评估",
            each.title,
        )
        for each in held
    ]
    problems = [f"{each.title}：{each.conclusion}" for each in held if each.conclusion]
    people = sum(each.participants for each in held)
    return [
        table_part(
            "应急预案", f"已公布的应急预案 {len(told)} 份。", ("版本", "类别", "公布日期", "备案编号", "预案名称"), told
        ),
        table_part(
            "应急演练",
            f"本月计划演练 {drills.count()} 次，已演练 {len(held)} 次，参演 {people} 人次。",
            ("演练日期", "形式", "参演人数", "评估等级", "演练名称"),
            lines,
        ),
        Part("演练评估结论", problems or ["本月没有评估结论。"]),
    ]


DOCUMENT = Source("应急救援工作月报", gather)
