"""What in the trail calls for the auditor's eye. Each rule is a line of a table; judging is pure. (GB/T 22239-2019)

A rule picks entries, says whom each is about, and weighs it; where the weights of one subject within a span of time
reach the threshold, that is a finding. Thresholds and hours are parameters (foundation/parameters); no regulation
states them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from changqian.platform.foundation.audit.rules import Result
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Status(TextChoices):
    NEW = "new", "待处置"
    ACKNOWLEDGED = "acknowledged", "已确认"
    CLOSED = "closed", "已关闭"


class Step(TextChoices):
    ACKNOWLEDGE = "acknowledge", "确认"
    CLOSE = "close", "关闭"


STEPS = Steps(
    noun="预警",
    statuses=Status,
    table={(Status.NEW, Step.ACKNOWLEDGE): Status.ACKNOWLEDGED, (Status.ACKNOWLEDGED, Step.CLOSE): Status.CLOSED},
)


class Severity(TextChoices):
    HIGH = "high", "高"
    MIDDLE = "middle", "中"


class Kind(TextChoices):
    """What a rule watches for."""

    MASS_EXPORT = "mass_export", "批量导出"
    REVEALING = "revealing", "频繁查看敏感信息"
    REFUSALS = "refusals", "频繁越权"
    GUESSING = "guessing", "撞库登录"
    FAILED_SIGN_IN = "failed_sign_in", "连续登录失败"
    NIGHT_SIGN_IN = "night_sign_in", "夜间登录"
    OFF_HOURS = "off_hours", "管理员非工作时间操作"


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as the rules see it; `at` is local, `rows` how many rows left the house, `duties` the actor's roles."""

    pk: int
    at: datetime
    actor: int
    actor_name: str
    action: str
    target: str
    address: str
    refused: bool
    rows: int = 0
    tries: int = 1
    "How many refusals the entry stands for."
    duties: frozenset[str] = frozenset()
    platform: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Up to and including `entries`, in order of time; `amount` is what reached the threshold."""

    rule: str
    subject: str
    entries: tuple[Seen, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Rule:
    code: Kind
    severity: Severity
    picks: Callable[[Seen, "Parameters"], bool]
    about: Callable[[Seen], str]
    "Whom the entry is about: `user:12`, `address:10.0.0.9`, `target:accounts.User:3`."
    within: str
    "The parameter that holds the span, in minutes."
    most: str
    "The parameter that holds the threshold."
    counts: Callable[[Iterable[Seen]], int]
    says: str
    "The sentence; {name} {amount} {minutes} {address} {hour} are filled in."


Parameters = Mapping[str, int]

ADMINISTRATORS = frozenset({"sysadmin", "secadmin", "auditor"})
OFFICIALS = ADMINISTRATORS | {"town", "district", "city", "bureau"}
REVEALS = frozenset({"privacy.reveal", "enterprises.call"})
QUIET = frozenset({"accounts.sign_in", "accounts.sign_out", "accounts.end_session", "accounts.refuse"})
"What a session does by itself; signing in at night has a rule of its own."


def _user(seen: Seen) -> str:
    return f"user:{seen.actor}"


def _address(seen: Seen) -> str:
    return f"address:{seen.address}" if seen.address else ""


def _target(seen: Seen) -> str:
    return f"target:{seen.target}"


def _number(entries: Iterable[Seen]) -> int:
    return sum(1 for _ in entries)


def _tries(entries: Iterable[Seen]) -> int:
    return sum(seen.tries for seen in entries)


def _rows(entries: Iterable[Seen]) -> int:
    return sum(seen.rows for seen in entries)


def _accounts(entries: Iterable[Seen]) -> int:
    return len({seen.target for seen in entries})


def by_night(seen: Seen, parameters: Parameters) -> bool:
    """Between the hours given, which may lie on both sides of midnight."""
    begin, end, hour = parameters["night_from"], parameters["night_until"], seen.at.hour
    return begin <= hour or hour < end if begin > end else begin <= hour < end


def off_hours(seen: Seen, parameters: Parameters) -> bool:
    """Outside the working hours, or at the weekend. Public holidays are not known here."""
    return seen.at.weekday() >= 5 or not parameters["work_from"] <= seen.at.hour < parameters["work_until"]


def _failed(seen: Seen, parameters: Parameters) -> bool:
    return seen.action == "accounts.refuse"


RULES: tuple[Rule, ...] = (
    Rule(
        Kind.MASS_EXPORT, Severity.HIGH,
        lambda seen, _: seen.rows > 0, _user, "export_minutes", "export_rows", _rows,
        "{name}在{minutes}内导出{amount}行数据",
    ),
    Rule(
        Kind.REVEALING, Severity.HIGH,
        lambda seen, _: seen.action in REVEALS and not seen.refused, _user, "reveal_minutes", "reveal_most", _number,
        "{name}在{minutes}内查看完整号码{amount}次",
    ),
    Rule(
        Kind.REFUSALS, Severity.HIGH,
        lambda seen, _: seen.refused and not seen.platform, _user, "refusal_minutes", "refusal_most", _tries,
        "{name}在{minutes}内被拒绝{amount}次",
    ),
    Rule(
        Kind.GUESSING, Severity.HIGH,
        _failed, _address, "guess_minutes", "guess_accounts", _accounts,
        "地址{address}在{minutes}内用{amount}个账号登录失败",
    ),
    Rule(
        Kind.FAILED_SIGN_IN, Severity.MIDDLE,
        _failed, _target, "failed_minutes", "failed_most", _number,
        "账号{name}在{minutes}内登录失败{amount}次，来自{address}",
    ),
    Rule(
        Kind.NIGHT_SIGN_IN, Severity.MIDDLE,
        lambda seen, each: seen.action == "accounts.sign_in" and bool(seen.duties & OFFICIALS) and by_night(seen, each),
        _user, "night_minutes", "night_most", _number,
        "{name}在{hour}登录，来自{address}",
    ),
    Rule(
        Kind.OFF_HOURS, Severity.MIDDLE,
        lambda seen, each: bool(seen.duties & ADMINISTRATORS) and seen.action not in QUIET and off_hours(seen, each),
        _user, "off_hours_minutes", "off_hours_most", _number,
        "{name}在非工作时间（{hour}）操作{amount}次",
    ),
)  # fmt: skip


def findings(rule: Rule, entries: Iterable[Seen], parameters: Parameters) -> list[Finding]:
    """The findings in these entries, at most one per subject and span: a span begins with its first entry, and what
    follows within it belongs to the same finding."""
    spans: dict[str, list[Seen]] = {}
    span, most = timedelta(minutes=parameters[rule.within]), parameters[rule.most]
    found: list[Finding] = []
    for seen in sorted(entries, key=lambda each: (each.at, each.pk)):
        subject = rule.about(seen)
        if not subject or not rule.picks(seen, parameters):
            continue
        held = spans.setdefault(subject, [])
        if held and rule.counts(held) >= most and seen.at - held[0].at >= span:
            found.append(Finding(rule.code, subject, tuple(held), rule.counts(held)))
            held.clear()
        if not (held and rule.counts(held) >= most):
            while held and seen.at - held[0].at >= span:  # the span slides until something is found in it
                held.pop(0)
        held.append(seen)
    for subject, held in spans.items():
        if held and (amount := rule.counts(held)) >= most:
            found.append(Finding(rule.code, subject, tuple(held), amount))
    return found


def sentence(rule: Rule, finding: Finding, *, name: str, parameters: Parameters) -> str:
    """The finding in one sentence."""
    first = finding.entries[0]
    addresses = list(dict.fromkeys(seen.address for seen in finding.entries if seen.address))
    told = f"{addresses[0]}等{len(addresses)}个地址" if len(addresses) > 1 else (addresses or ["未知地址"])[0]
    return rule.says.format(
        name=name, amount=finding.amount, minutes=span_words(parameters[rule.within]), address=told,
        hour=f"{first.at:%m月%d日%H:%M}",
    )  # fmt: skip


def span_words(minutes: int) -> str:
    """一刻钟 is 15分钟; 24 hours are 24小时."""
    return f"{minutes // 60}小时" if minutes >= 60 and minutes % 60 == 0 else f"{minutes}分钟"


def refuse_opinion(opinion: str) -> None:
    if len(opinion.strip()) < 2:
        raise RuleViolation("请填写处置意见", field="opinion")


def rows_told(action: str, changes: Mapping[str, object]) -> int:
    """How many rows an entry says left the house as a file."""
    if action not in ("exports.make", "audit.export_list", "audit.export_archive"):
        return 0
    told = changes.get("rows", changes.get("count", 0))
    return told if isinstance(told, int) else 0


def refused(result: str) -> bool:
    return result == Result.REFUSED
