"""What an enterprise is: status, size, tags. Pure: no database, no clock."""

from django.db.models import TextChoices


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


class Scale(TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


class Management(TextChoices):
    REPORTED = "reported", "风险报告企业"
    UNREPORTED = "unreported", "未报告"
    EXEMPT = "exempt", "免报"
    LOCAL = "local", "本地补录"


class TagSource(TextChoices):
    SYSTEM = "system", "系统"
    RULE = "rule", "规则"
    MANUAL = "manual", "人工"


class Step(TextChoices):
    EDIT = "edit", "修改企业信息"
    CONFIRM_STATUS = "confirm_status", "变更企业状态"
    OPEN_SITE = "open_site", "新增场所"
    EDIT_SITE = "edit_site", "修改场所"
    MOVE_SITE = "move_site", "场所迁移"
    CLOSE_SITE = "close_site", "关闭场所"
    TAG = "tag", "维护标签"
    MERGE = "merge", "合并企业"
    SPLIT = "split", "拆分企业"
    UNDO = "undo", "撤销合并拆分"
    TAKE_OVER = "take_over", "接管历史数据"
    END = "end", "删除企业"
