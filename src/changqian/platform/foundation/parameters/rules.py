"""Every parameter of the platform: what it is called, what it may be, and what holds until somebody sets it.

One line each; whoever needs another adds it here and reads it by `services.value`. Pure: no database, no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

LONGEST_TEXT = 200


class Kind(TextChoices):
    NUMBER = "number", "数字"
    SWITCH = "switch", "开关"
    TEXT = "text", "文字"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`least` and `most` bound a number; `guarded` ones concern security: they change only by request and approval."""

    key: str
    label: str
    group: str
    default: int | bool | str
    description: str
    unit: str = ""
    least: int | None = None
    most: int | None = None
    guarded: bool = False
    verified: bool = True
    "Whether a regulation or the tender states the default; else it is shown as 待核."

    @property
    def kind(self) -> Kind:
        if isinstance(self.default, bool):
            return Kind.SWITCH
        return Kind.NUMBER if isinstance(self.default, int) else Kind.TEXT

    def checked(self, given: object) -> int | bool | str:
        """The value as it is kept; RuleViolation with the bounds if it is none of this parameter's."""
        match self.kind:
            case Kind.SWITCH:
                if isinstance(given, bool):
                    return given
                raise RuleViolation(f"“{self.label}”只能是开或关", field="value")
            case Kind.NUMBER:
                return self._number(given)
        if not isinstance(given, str) or len(given) > LONGEST_TEXT or "\0" in given:
            raise RuleViolation(f"“{self.label}”应为不超过{LONGEST_TEXT}字的文字", field="value")
        return given.strip()

    def _number(self, given: object) -> int:
        low, high = self.least, self.most
        if isinstance(given, bool) or not isinstance(given, int):
            raise RuleViolation(f"“{self.label}”应为整数", field="value")
        if (low is not None and given < low) or (high is not None and given > high):
            raise RuleViolation(f"“{self.label}”应在{low}至{high}{self.unit}之间", field="value")
        return given

    def said(self, value: object) -> str:
        """A value in words: 30 分钟, 开."""
        if self.kind == Kind.SWITCH:
            return "开" if value else "关"
        return f"{value} {self.unit}".strip()


SIGNING_IN, KEEPING, CHECKING = "登录与会话", "数据保留", "检查与巡查"

PARAMETERS: Mapping[str, Parameter] = {
    each.key: each
    for each in (
        Parameter(
            key="accounts.idle_minutes", label="无操作自动退出", group=SIGNING_IN,
            default=30, unit="分钟", least=5, most=30,
            guarded=True, description="登录后这么久没有人操作就退出；轮询不算操作。招标要求不超过30分钟。",
        ),
        Parameter(
            key="accounts.sessions_per_user", label="每人同时在线", group=SIGNING_IN,
            default=10, unit="处", least=1, most=20,
            guarded=True, description="同一账号最多同时登录几处，超出时最早不用的一处退出。",
        ),
        Parameter(
            key="accounts.password_days", label="密码有效期", group=SIGNING_IN,
            default=90, unit="天", least=0, most=365,
            guarded=True, description="密码用了这么久，登录时当场更换；0为不过期。",
        ),
        Parameter(
            key="accounts.link_hours", label="一次性登录链接有效期", group=SIGNING_IN,
            default=24, unit="小时", least=1, most=72,
            guarded=True, description="发给本人的登录链接多久失效；用过一次即失效。",
        ),
        Parameter(
            key="jobs.keep_days", label="后台任务运行记录", group=KEEPING,
            default=7, unit="天", least=1, most=90,
            description="每分钟、每小时任务的运行记录保留多久；每天和每月的长期保留。",
        ),
        Parameter(
            key="checks.far_metres", label="巡查位置偏差", group=CHECKING,
            default=500, unit="米", least=5, most=5000,
            verified=False, description="巡查定位离场所多远以外标为“位置偏远”；没有法规规定，由本市确定。",
        ),
    )
}  # fmt: skip
"By key, in the order of the page."


def known(key: str) -> Parameter:
    """RuleViolation if there is no such parameter."""
    if found := PARAMETERS.get(key):
        return found
    raise RuleViolation(f"没有参数{key[:60]}", field="key")
