"""What a month's document about the meetings of teams says."""

from datetime import date, datetime

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.paper import Part, table_part
from changqian.platform.safety.teamwork.models import TeamMeeting

HEADS = ("日期", "班组", "类别", "主持人", "时长", "参加人数", "主题")


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    found = TeamMeeting.objects.within(reader, "teamwork.view").current().filter(enterprise=firm, month=month)
    rows = list(found.order_by("held_on", "pk"))
    told = [
        (
            str(row.held_on), row.team, row.get_kind_display(), row.chair, f"{row.minutes}分钟",
            str(row.participants), row.topic,
        )
        for row in rows
    ]  # fmt: skip
    teams = len({row.team for row in rows})
    people = sum(row.participants for row in rows)
    return [
        table_part("活动记录", f"本月{teams}个班组开展安全活动{len(rows)}次，参加{people}人次。", HEADS, told),
        Part("活动内容", [f"{row.held_on} {row.team}：{row.content}" for row in rows]),
        Part("提出的问题和落实", [f"{row.team}：{row.measures}" for row in rows if row.measures] or ["无。"]),
    ]


DOCUMENT = Source("班组安全活动月报", gather)
