"""What becomes of a case: drafted, published to industries, withdrawn. Pure.

安全生产法 (2021) art 83-86 has reports of accidents published; what firms learn from them is the city's to choose.
"""

from collections.abc import Iterable

from django.db.models import TextChoices

from changqian.platform.kernel.steps import Steps


class Level(TextChoices):
    """生产安全事故报告和调查处理条例 art 3."""

    GENERAL = "general", "一般事故"
    LARGER = "larger", "较大事故"
    MAJOR = "major", "重大事故"
    GRAVEST = "gravest", "特别重大事故"


class Status(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Step(TextChoices):
    EDIT = "edit", "修改案例"
    PUBLISH = "publish", "发布案例"
    WITHDRAW = "withdraw", "撤回案例"
    END = "end", "删除案例"


STEPS = Steps(
    noun="案例",
    statuses=Status,
    table={
        (Status.DRAFT, Step.EDIT): Status.DRAFT,
        (Status.WITHDRAWN, Step.EDIT): Status.WITHDRAWN,
        (Status.DRAFT, Step.PUBLISH): Status.PUBLISHED,
        (Status.WITHDRAWN, Step.PUBLISH): Status.PUBLISHED,
        (Status.PUBLISHED, Step.WITHDRAW): Status.WITHDRAWN,
        (Status.DRAFT, Step.END): Status.DRAFT,
    },
)


def concerns(industries: Iterable[str], industry: str) -> bool:
    """Whether a case published to these parts of GB/T 4754 is for a firm of this class; to none means to all."""
    wanted = list(industries)
    return not wanted or any(industry.startswith(each) for each in wanted)
