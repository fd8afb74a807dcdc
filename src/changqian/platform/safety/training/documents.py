"""What a month's document about training says: each session, who came, who did not pass."""

from datetime import date, datetime

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.paper import Part, table_part
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.training.rules import THREE_LEVELS

HEADS = ("日期", "类别", "学时", "授课人", "参加人数", "不合格", "主题")


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    found = TrainingSession.objects.within(reader, "training.view").current().filter(enterprise=firm, month=month)
    rows = list(found.order_by("held_on", "pk"))
    levels = sum(row.kind in THREE_LEVELS for row in rows)
    people = sum(row.participants for row in rows)
    hours = sum(row.hours for row in rows)
    told = [
        (
            str(row.held_on), row.get_kind_display(), f"{row.hours.normalize():f}", row.teacher,
            str(row.participants), str(row.lost), row.title,
        )
        for row in rows
    ]  # fmt: skip
    said = f"本月培训{len(rows)}场，其中三级安全教育{levels}场；共{hours}学时，参加{people}人次。"
    came = [f"{row.held_on} {row.title}：{'、'.join(row.attendee_names)}" for row in rows if row.attendees]
    failed = [f"{row.title}：{'、'.join(row.failed_names)}" for row in rows if row.failed]
    return [
        table_part("培训记录", said, HEADS, told),
        Part("参加人员", came),
        Part("考核不合格、需补考人员", failed or ["无。"]),
    ]


DOCUMENT = Source("员工安全生产教育培训月报", gather)
