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

    def within(self, value: int | bool | str) -> int | bool | str:
        """The value, no further than its bounds."""
        if self.kind != Kind.NUMBER or self.least is None or self.most is None:
            return value
        return min(max(int(value), self.least), self.most)

    def said(self, value: object) -> str:
        """A value in words: 30 分钟, 开."""
        if self.kind == Kind.SWITCH:
            return "开" if value else "关"
        return f"{value} {self.unit}".strip()


SIGNING_IN, KEEPING, CHECKING, WATCHING = "登录与会话", "数据保留", "检查与巡查", "审计预警"
ENFORCING = "执法记录仪"
WEIGHING = "风控质效"


def _alert(key: str, label: str, default: int, least: int, most: int, unit: str, description: str) -> Parameter:
    """A threshold of the audit alerts: the city may move it within bounds, never switch it off. Nothing states them."""
    return Parameter(
        key=f"alerts.{key}", label=label, group=WATCHING, default=default, unit=unit, least=least, most=most,
        guarded=True, verified=False, description=description,
    )  # fmt: skip


def _weight(key: str, label: str, default: int, description: str) -> Parameter:
    """What a part of the quality value weighs beside the others. Nothing states it."""
    return Parameter(
        key=f"quality.{key}", label=f"质效值权重：{label}", group=WEIGHING,
        default=default, unit="分", least=0, most=100, verified=False,
        description=f"{description}各部分按权重折算为100分；已形成小结的月份不变。",
    )  # fmt: skip


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
            default=90, unit="天", least=30, most=90,
            guarded=True, description="密码用了这么久，登录时当场更换；不能长于90天。",
        ),
        Parameter(
            key="accounts.password_history", label="不能重复的历史密码", group=SIGNING_IN,
            default=5, unit="次", least=5, most=24,
            guarded=True, description="新密码不能与最近几次用过的（含现在的）相同；至少5次。",
        ),
        Parameter(
            key="accounts.locked_after", label="密码输错几次锁定", group=SIGNING_IN,
            default=5, unit="次", least=3, most=5,
            guarded=True, description="连续输错这么多次，账号锁定；最多5次（GB/T 22239-2019 7.1.4.1）。",
        ),
        Parameter(
            key="accounts.locked_minutes", label="锁定多久", group=SIGNING_IN,
            default=15, unit="分钟", least=15, most=1440,
            guarded=True, description="锁定后过多久可以再试；至少15分钟，本人可用短信提前解除。",
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
            key="privacy.answer_days", label="更正、删除申请答复期限", group=KEEPING,
            default=15, unit="天", least=2, most=30,
            description="本人申请更正或删除个人信息后多久内答复；最长30天（GB/T 35273-2020 8.7）。",
        ),
        Parameter(
            key="checks.far_metres", label="巡查位置偏差", group=CHECKING,
            default=500, unit="米", least=5, most=5000,
            verified=False, description="巡查定位离场所多远以外标为“位置偏远”；没有法规规定，由本市确定。",
        ),
        Parameter(
            key="checks.seconds_per_item", label="每个检查项最少用时", group=CHECKING,
            default=3, unit="秒", least=0, most=60,
            verified=False, description="平均每项用时少于此数的检查标为“检查太快”，0为不标；没有法规规定，由本市确定。",
        ),
        Parameter(
            key="checks.photo_minutes", label="照片可早于检查多久", group=CHECKING,
            default=30, unit="分钟", least=1, most=1440,
            verified=False, description="照片早于检查开始这么久以上的标为“照片早于检查”；没有法规规定，由本市确定。",
        ),
        Parameter(
            key="hazards.repeat_days", label="重复隐患间隔", group=CHECKING,
            default=90, unit="天", least=7, most=365,
            verified=False, description="同一风险点（或场所、类别、位置）这么多天内再次出现的计为重复；由本市确定。",
        ),
        Parameter(
            key="province.change_days", label="变更报告期限", group=CHECKING,
            default=15, unit="天", least=1, most=60,
            verified=False, description="较大以上风险新增或改变等级后多少天内作变更报告；省令只说“及时”。",
        ),
        Parameter(
            key="recorders.channels", label="接入许可路数", group=ENFORCING,
            default=120, unit="路", least=1, most=10_000,
            guarded=True, description="在用记录仪合计可接入的视频通道数；招标为单路监控点许可120路。",
        ),
        Parameter(
            key="recorders.footage_days", label="影像保存", group=ENFORCING,
            default=90, unit="天", least=7, most=3650, verified=False,
            description="中心录像保存多久；标注为永久保存的不清除。",
        ),
        Parameter(
            key="recorders.footage_gigabytes", label="影像占用磁盘上限", group=ENFORCING,
            default=0, unit="GB", least=0, most=1_000_000,
            description="中心录像最多占用多少磁盘，0为不另设上限。",
        ),
        Parameter(
            key="recorders.footage_overwrite", label="磁盘满时覆盖最早录像", group=ENFORCING,
            default=True, description="磁盘满时清除最早的、没有标注的录像；关闭则停止录像并提醒。",
        ),
        Parameter(
            key="recorders.log_days", label="设备日志保留", group=ENFORCING,
            default=180, unit="天", least=30, most=1095,
            description="记录仪上线、离线、画面失败等设备日志保留多久；网络日志不少于六个月（网络安全法第二十一条）。",
        ),
        _weight("report", "风险报告", 30, "到月底应报送的风险报告已经报送。"),
        _weight("tasks", "风控任务", 30, "当月应检查次数中完成的比例。"),
        _weight("hazards", "隐患整改", 25, "当月发现的隐患中，已闭环和逾期的有多少按期整改。"),
        _weight("cards", "告知卡", 15, "管控中风险点的告知卡有效的比例。"),
        _alert("export_rows", "批量导出：行数", 20_000, 100, 50_000, "行", "一人导出到这么多行，提醒审计员。"),
        _alert("export_minutes", "批量导出：时间", 1440, 60, 10_080, "分钟", "统计导出行数的时间跨度。"),
        _alert("reveal_most", "查看完整号码：次数", 20, 3, 100, "次", "一人查看完整手机号、证件号到这么多次。"),
        _alert("reveal_minutes", "查看完整号码：时间", 60, 10, 1440, "分钟", "统计查看次数的时间跨度。"),
        _alert("refusal_most", "频繁越权：次数", 20, 5, 100, "次", "一人被拒绝到这么多次。"),
        _alert("refusal_minutes", "频繁越权：时间", 10, 5, 1440, "分钟", "统计被拒绝次数的时间跨度。"),
        _alert("guess_accounts", "撞库登录：账号数", 5, 3, 20, "个", "同一地址用这么多个账号登录失败。"),
        _alert("guess_minutes", "撞库登录：时间", 30, 10, 1440, "分钟", "统计失败账号的时间跨度。"),
        _alert("failed_most", "连续登录失败：次数", 5, 3, 20, "次", "一个账号登录失败到这么多次。"),
        _alert("failed_minutes", "连续登录失败：时间", 15, 10, 1440, "分钟", "统计登录失败的时间跨度。"),
        _alert("night_from", "夜间：从几点", 22, 20, 23, "时", "从这时起，管理员和监管人员登录即提醒。"),
        _alert("night_until", "夜间：到几点", 6, 5, 8, "时", "到这时为止。"),
        _alert("night_most", "夜间登录：次数", 1, 1, 10, "次", "一人夜间登录到这么多次。"),
        _alert("night_minutes", "夜间登录：时间", 720, 60, 1440, "分钟", "统计夜间登录的时间跨度。"),
        _alert("work_from", "管理员工作时间：从几点", 7, 6, 9, "时", "这时以前和周末的操作算非工作时间。"),
        _alert("work_until", "管理员工作时间：到几点", 20, 17, 21, "时", "这时以后的操作算非工作时间。"),
        _alert("off_hours_most", "非工作时间操作：次数", 5, 1, 50, "次", "一名管理员这时操作到这么多次。"),
        _alert("off_hours_minutes", "非工作时间操作：时间", 720, 60, 1440, "分钟", "统计非工作时间操作的时间跨度。"),
    )
}  # fmt: skip
"By key, in the order of the page."


def known(key: str) -> Parameter:
    """RuleViolation if there is no such parameter."""
    if found := PARAMETERS.get(key):
        return found
    raise RuleViolation(f"没有参数{key[:60]}", field="key")
