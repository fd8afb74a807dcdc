"""The life of an export, its bounds, and what a cell must not do. Pure: no database, no clock."""

from datetime import timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

AT_ONCE = 2_000
"Rows up to which the file is there with the answer."
MOST = 1_000_000
"Rows of one file: a worksheet has 1 048 576."
PRINTED_AT_ONCE = 300
MOST_PRINTED = 2_000
"Rows of one printed list, some 80 pages: a page is set with all others in memory."
KEPT_FOR = timedelta(hours=24)
MOST_OPEN = 5
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"A text that begins like this would be calculated by whoever opens the file. (CWE-1236)"


class Format(TextChoices):
    XLSX = "xlsx", "Excel表格"
    CSV = "csv", "CSV文件"
    PDF = "pdf", "PDF（打印）"


class Status(TextChoices):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "生成中"
    READY = "ready", "可下载"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "失败"
    EXPIRED = "expired", "已过期"


class Step(TextChoices):
    BEGIN = "begin", "开始"
    FINISH = "finish", "完成"
    CANCEL = "cancel", "取消"
    FAIL = "fail", "中止"
    EXPIRE = "expire", "过期"


STEPS = Steps(
    noun="导出",
    statuses=Status,
    table={
        (Status.WAITING, Step.BEGIN): Status.RUNNING,
        (Status.RUNNING, Step.BEGIN): Status.RUNNING,
        (Status.RUNNING, Step.FINISH): Status.READY,
        (Status.WAITING, Step.CANCEL): Status.CANCELLED,
        (Status.RUNNING, Step.CANCEL): Status.CANCELLED,
        (Status.WAITING, Step.FAIL): Status.FAILED,
        (Status.RUNNING, Step.FAIL): Status.FAILED,
        (Status.READY, Step.EXPIRE): Status.EXPIRED,
    },
)
"BEGIN again: the worker that had begun died, and another begins anew."

OPEN = (Status.WAITING, Status.RUNNING)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def refuse_count(count: int, form: str) -> None:
    """RuleViolation for more rows than a file of this form takes."""
    if form == Format.PDF and count > MOST_PRINTED:
        raise RuleViolation(f"一次最多打印{MOST_PRINTED}行，请加筛选条件，或改为导出Excel表格")
    if count > MOST:
        raise RuleViolation(f"一个文件最多{MOST}行，请加筛选条件后分次导出")
