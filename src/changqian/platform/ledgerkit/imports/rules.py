"""The life of an import and of each of its rows, and what may be asked of a file. Pure: no database, no clock."""

from datetime import timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_OPEN = 10
"Imports one person may have that are neither finished nor cancelled."
ALL_AT_ONCE = 5_000
"Rows that go in one transaction: as long as it runs, numbers and notices of others wait."
KEPT_FOR = timedelta(days=30)


class Status(TextChoices):
    MAPPING = "mapping", "待对应"
    CHECKING = "checking", "校验中"
    CHECKED = "checked", "待确认"
    IMPORTING = "importing", "导入中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "失败"


class Step(TextChoices):
    MAP = "map", "对应表头"
    CHECK = "check", "完成校验"
    CONFIRM = "confirm", "确认导入"
    REFUSE = "refuse", "整批退回"
    FINISH = "finish", "完成"
    CANCEL = "cancel", "取消"
    FAIL = "fail", "中止"


STEPS = Steps(
    noun="导入",
    statuses=Status,
    table={
        (Status.MAPPING, Step.MAP): Status.CHECKING,
        (Status.CHECKED, Step.MAP): Status.CHECKING,
        (Status.CHECKING, Step.CHECK): Status.CHECKED,
        (Status.CHECKED, Step.CONFIRM): Status.IMPORTING,
        (Status.IMPORTING, Step.REFUSE): Status.CHECKED,
        (Status.IMPORTING, Step.FINISH): Status.DONE,
        (Status.MAPPING, Step.CANCEL): Status.CANCELLED,
        (Status.CHECKING, Step.CANCEL): Status.CANCELLED,
        (Status.CHECKED, Step.CANCEL): Status.CANCELLED,
        (Status.IMPORTING, Step.CANCEL): Status.CANCELLED,
        (Status.CHECKING, Step.FAIL): Status.FAILED,
        (Status.IMPORTING, Step.FAIL): Status.FAILED,
    },
)
"REFUSE: of all or nothing it was nothing; the rows say why, and can be confirmed again once the reason is gone."

OPEN = (Status.MAPPING, Status.CHECKING, Status.CHECKED, Status.IMPORTING)
AT_WORK = (Status.CHECKING, Status.IMPORTING)


class RowState(TextChoices):
    READ = "read", "待校验"
    READY = "ready", "可导入"
    WRONG = "wrong", "有误"
    PASSED_OVER = "passed_over", "不导入"
    DONE = "done", "已导入"


class Mode(TextChoices):
    ALL = "all", "全部成功才导入"
    RIGHT = "right", "只导入正确的行"


class Kind(TextChoices):
    """What a column of the file must hold."""

    TEXT = "text", "文字"
    WHOLE = "whole", "整数"
    NUMBER = "number", "数字"
    DAY = "day", "日期"
    MOMENT = "moment", "日期和时间"
    YES_NO = "yes_no", "是或否"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    WORDS = "words", "多项文字"
    ENTERPRISE = "enterprise", "企业"
    SITE = "site", "场所"
    FOUND = "found", "已登记的名称"


def refuse_size(size: int) -> None:
    if size == 0:
        raise RuleViolation("文件是空的，请重新选择", field="file")
    if size > LARGEST:
        raise RuleViolation(
            f"文件不能超过{LARGEST // MEGABYTE}MB，这个文件有{size / MEGABYTE:.1f}MB，请拆成几个文件后分别上传",
            field="file",
        )


def refuse_extent(rows: int, columns: int) -> None:
    """RuleViolation for a sheet that is too long or too wide to be a list somebody keeps."""
    if rows > MOST_ROWS:
        raise RuleViolation(f"一次最多导入{MOST_ROWS}行，这张表有{rows}行，请拆开后分别上传", field="sheet")
    if columns > MOST_COLUMNS:
        raise RuleViolation(f"表格最多{MOST_COLUMNS}列，这张表有{columns}列，请删除多余的列后重新上传", field="sheet")


def refuse_mode(mode: str, *, ready: int, wrong: int) -> None:
    """RuleViolation where there is nothing to import, or not all of it can be."""
    if ready == 0:
        raise RuleViolation("没有可以导入的行，请下载错误行改正后重新上传")
    if mode == Mode.ALL and wrong:
        raise RuleViolation(f"还有{wrong}行有误，请改正后重新上传，或选择“{Mode.RIGHT.label}”", field="mode")
    if mode == Mode.ALL and ready > ALL_AT_ONCE:
        raise RuleViolation(
            f"“{Mode.ALL.label}”一次最多{ALL_AT_ONCE}行，请选择“{Mode.RIGHT.label}”或拆开文件", field="mode"
        )
