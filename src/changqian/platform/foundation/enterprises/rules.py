"""What an enterprise is: status, size, tags, what may be done to it. Pure: no database, no clock."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation


class DepartmentKind(TextChoices):
    BUREAU = "bureau", "局委"
    OFFICE = "office", "处室"
    TOWN = "town", "镇街部门"


class Status(TextChoices):
    OPERATING = "operating", "正常生产"
    SUSPENDED = "suspended", "停产"
    CEASED = "ceased", "停业"
    PLANNED = "planned", "筹建"
    CLOSED = "closed", "关闭"
    DEREGISTERED = "deregistered", "注销"
    MOVED = "moved", "搬迁"


ACTIVE = (Status.OPERATING, Status.SUSPENDED, Status.PLANNED)
"Counted as industrial enterprises; 停产 is left out where a statistic says so. (domain §13)"


FINAL = (Status.CLOSED, Status.DEREGISTERED, Status.MOVED)
"What ends a firm here: its sites end with it."

AT_WORK = (Status.OPERATING, Status.PLANNED)
"Where risks are patrolled: a site that stands still has nobody to patrol it, and the regulator has confirmed that."


STANDING = "enterprises.standing"
"Announced with the sites that began to stand still, closed, or went to work again."


class Standing(Protocol):
    status: str
    ended_at: datetime | None


def at_work(site: Standing) -> bool:
    return site.ended_at is None and site.status in AT_WORK


REACHABLE = {
    Status.PLANNED: {Status.OPERATING, Status.SUSPENDED, Status.CEASED, *FINAL},
    Status.OPERATING: {Status.SUSPENDED, Status.CEASED, *FINAL},
    Status.SUSPENDED: {Status.OPERATING, Status.CEASED, *FINAL},
    Status.CEASED: {Status.OPERATING, Status.SUSPENDED, *FINAL},
    Status.CLOSED: {Status.OPERATING, Status.SUSPENDED, Status.DEREGISTERED},
    Status.MOVED: {Status.OPERATING, Status.DEREGISTERED},
    Status.DEREGISTERED: set(),
}
"Which status may follow which. 注销 is the end of the legal person; 筹建 is only ever the beginning."


def refuse_status(old: str, new: str) -> None:
    """RuleViolation unless the status may follow."""
    if old == new:
        raise RuleViolation(f"当前状态已是{Status(new).label}", field="new")
    if new not in REACHABLE[Status(old)]:
        raise RuleViolation(f"{Status(old).label}的企业不能变更为{Status(new).label}", field="new")


class Management(TextChoices):
    REPORTED = "reported", "风险报告企业"
    UNREPORTED = "unreported", "未报告"
    EXEMPT = "exempt", "免报"
    LOCAL = "local", "本地补录"


class TagSource(TextChoices):
    SYSTEM = "system", "系统"
    RULE = "rule", "规则"
    MANUAL = "manual", "人工"


class Datum(TextChoices):
    """The coordinate systems in which a point may be given; stored is always CGCS2000."""

    CGCS2000 = "cgcs2000", "国家大地2000"
    WGS84 = "wgs84", "GPS(WGS84)"
    GCJ02 = "gcj02", "高德/腾讯(GCJ-02)"
    BD09 = "bd09", "百度(BD-09)"


class Change(TextChoices):
    """Where a reported change of status stands."""

    REPORTED = "reported", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "已退回"


class Restructure(TextChoices):
    MERGE = "merge", "合并企业"
    SPLIT = "split", "拆分企业"
    MOVE_TO = "move_to", "场所划转"
    TAKE_OVER = "take_over", "接管历史数据"


class Fate(TextChoices):
    """What becomes of a row of the old system."""

    NEW = "new", "新增企业"
    SITE = "site", "同一家企业的另一场所"
    JOINED = "joined", "并入已登记企业"
    TAKEN = "taken", "已接管过"
    DOUBTFUL = "doubtful", "有疑问，留待核对"
    REFUSED = "refused", "不能接管"


class Gone(TextChoices):
    """Why an enterprise is told no longer, to whoever follows the changes."""

    MERGED = "merged", "已合并"
    ENDED = "ended", "已删除"
    LEFT = "left", "不在所查范围内"
    REMOVED = "removed", "登记已撤销"


class SiteGone(TextChoices):
    CLOSED = "closed", "已关闭"
    MOVED = "moved", "迁出所查范围"


class Step(TextChoices):
    EDIT = "edit", "修改企业信息"
    EDIT_CONTACT = "edit_contact", "修改联系信息"
    REPORT_STATUS = "report_status", "上报状态变更"
    CONFIRM_STATUS = "confirm_status", "确认企业状态"
    OPEN_SITE = "open_site", "新增场所"
    EDIT_SITE = "edit_site", "修改场所"
    MOVE_SITE = "move_site", "场所迁移"
    CLOSE_SITE = "close_site", "关闭场所"
    TAG = "tag", "维护标签"
    MERGE = "merge", "合并企业"
    SPLIT = "split", "拆分企业"
    MOVE_TO = "move_to", "场所划转"
    UNDO = "undo", "撤销合并拆分"
    TAKE_OVER = "take_over", "接管历史数据"
    END = "end", "删除企业"
    CALL = "call", "查看联系电话"


INDUSTRIAL = frozenset("BCD")
"Sections of GB/T 4754-2017 that are industry: mining, manufacturing, energy and water. (NBS)"

ABOVE_SCALE = Decimal(2000)
"年主营业务收入 in 万元 from which an industrial enterprise is 规上. (NBS, since 2011)"


def above_scale(industry: str, revenue: Decimal | None) -> bool | None:
    """规上 or not; None while the revenue is unknown."""
    if revenue is None:
        return None
    return industry[:1] in INDUSTRIAL and revenue >= ABOVE_SCALE
