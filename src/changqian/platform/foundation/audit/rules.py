"""How entries say things: results, the browser, and how long they are kept. Pure: no database, no clock."""

import re
from datetime import date

from django.db.models import TextChoices

from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.errors import RuleViolation

KEPT_MONTHS = 6
"网络安全法 (2017) 第二十一条第三项: no less than six months. The amendment of 2025 may have moved the article; 待核."


class Result(TextChoices):
    """What came of it."""

    DONE = "done", "成功"
    REFUSED = "refused", "被拒绝"


ACTS = {
    "add_key": "新增密钥",
    "activate_key": "启用密钥",
    "retire_key": "停用密钥",
    "export_list": "导出审计记录",
    "export_archive": "导出签名档案",
    "archive": "归档审计记录",
    "restore": "从备份恢复数据库",
}
"What is done to the trail and to the keys, which nobody needs a permission of his own for."

FACTS = {
    "store": "备份目录",
    "to": "恢复到",
    "key": "密钥",
    "field": "项目",
    "reason": "事由",
    "note": "说明",
    "path": "地址",
    "method": "方式",
    "code": "原因",
    "since": "起",
    "until": "止",
    "before": "截止",
    "from_seq": "起始序号",
    "to_seq": "截止序号",
    "conditions": "条件",
    "rows": "行数",
    "opinion": "处置意见",
    "count": "条数",
    "merged": "归并次数",
}
"What entries say beside the columns of a row."

BROWSERS = (
    (r"MicroMessenger/([\d.]+)", "微信"),
    (r"Edg(?:A|iOS)?/(\d+)", "Edge"),
    (r"(?:OPR|Opera)/(\d+)", "Opera"),
    (r"Firefox/(\d+)", "Firefox"),
    (r"(?:HeadlessChrome|Chrome|CriOS)/(\d+)", "Chrome"),
    (r"Version/(\d+)[\d.]* .*Safari", "Safari"),
)
SYSTEMS = (
    (r"HarmonyOS|OpenHarmony", "鸿蒙"),
    (r"Android ?(\d*)", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X", "macOS"),
    (r"UOS|UnionTech", "统信"),
    (r"Kylin", "麒麟"),
    (r"Linux", "Linux"),
)


def agent_of(header: str) -> str:
    """`Chrome 126 · Windows`, from the User-Agent header; the header's beginning for what is no browser."""
    header = header.replace("\0", "")
    browser = next((f"{name} {found[1]}" for shape, name in BROWSERS if (found := re.search(shape, header))), "")
    system = next((name for shape, name in SYSTEMS if re.search(shape, header)), "")
    return (" · ".join(part for part in (browser, system) if part) or header)[:60]


def refuse_early(before: date, *, today: date) -> None:
    """RuleViolation if entries would leave the database before they have been kept for half a year."""
    if before > add_months(today, -KEPT_MONTHS):
        latest = add_months(today, -KEPT_MONTHS)
        raise RuleViolation(
            f"审计记录在线保存不少于{KEPT_MONTHS}个月，只能归档{latest:%Y年%m月%d日}之前的记录", field="before"
        )
