"""What a report brings, who of several gets how much of it, and that it was paid and posted."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.services import change
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.whistle import rules
from changqian.platform.safety.whistle.models import WhistleIdentity, WhistleReport
from changqian.platform.safety.whistle.news import tell_reporter
from changqian.platform.safety.whistle.rules import Form, How, News, Sharing, Split, Step
from changqian.platform.safety.whistle.services import READ, due_on, move, taken

OF_WHOLE = ("level", "partly", "hazard", "confirmed_on", "reward_form", "whole_reward", "split", "split_reason")
"What a report that shares in a reward takes over from the first."
NOT_SHARED: Mapping[str, Any] = {name: getattr(WhistleReport(), name) for name in OF_WHOLE}


@transaction.atomic
def reward_report(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    reward_form: str = Form.MONEY,
    whole_reward: int = 0,
    split: str = Split.FIRST,
    shares: Sequence[Mapping[str, Any]] = (),
    split_reason: str = "",
) -> WhistleReport:
    """意见: 及时实施奖励. What the danger brings, and how those share it who reported it too; until one of them is paid
    it may be decided anew."""
    report = taken(pk, Step.REWARD, actor)
    if report.duplicate_of_id:
        raise RuleViolation(f"与吹哨{report.duplicate_of_id}共享奖励，请在那一条里重新确定")
    money = reward_form == Form.MONEY
    if money and report.policy:
        rules.refuse_amount(whole_reward, report.policy.rates, hazard_class=report.hazard_class, level=report.level)
    later = _later(report, actor)
    if any(each.paid_on for each in later):
        raise RuleViolation("已经有人领到其中一份，不能重新确定")
    whole = whole_reward if money else 0
    got = _divided(report, later, split, whole, shares, split_reason)
    given = {
        "reward_form": reward_form,
        "whole_reward": whole,
        "split": split if later else "",
        "split_reason": split_reason.strip() if later else "",
    }
    mine = {**given, "reward": got[report.pk]}
    report = move(report, Step.REWARD, actor, expected_version, **mine)
    for each in later:
        _settle(each, report, got.get(each.pk), actor)
    return report


@transaction.atomic
def pay_report(
    pk: int, *, actor: User, expected_version: int | None, paid_on: date, voucher: str, today: date
) -> WhistleReport:
    """意见: 及时实施奖励. Who is anonymous comes with the claim code first."""
    report = taken(pk, Step.PAY, actor)
    if report.how == How.ANONYMOUS and report.claimed_at is None:
        raise RuleViolation("匿名吹哨人还没有凭领奖码领取，领取后再登记发放")
    confirmed_on = cast(date, report.confirmed_on)
    if not confirmed_on <= paid_on <= today:
        raise RuleViolation("发放日期应在核实之后、今天以前", field="paid_on")
    given = {"paid_on": paid_on, "voucher": voucher, "pay_days": (paid_on - confirmed_on).days}
    return move(report, Step.PAY, actor, expected_version, **given)


@transaction.atomic
def publish_report(
    pk: int, *, actor: User, expected_version: int | None, bulletin: str = "", today: date
) -> WhistleReport:
    """意见: 加强正向激励. In words of the firm's own, or ours; never with a name of who reported, be it another one."""
    report = taken(pk, Step.PUBLISH, actor)
    days = {"reported_on": report.reported_on, "paid_on": cast(date, report.paid_on)}
    shared = bool(report.whole_reward) and report.reward != report.whole_reward
    said = bulletin.strip() or rules.bulletin(
        report.hazard_class, report.level, report.reward, report.reward_form, shared=shared, **days
    )
    _refuse_names(said, WhistleReport.objects.filter(_same_danger(report)), "公示内容", "bulletin")
    return move(report, Step.PUBLISH, actor, expected_version, bulletin=said, published_on=today)


def joint_with(report: WhistleReport, *, actor: User) -> list[WhistleReport]:
    """The reports of one danger that the actor handles, in the order in which they came; empty for a report alone."""
    rows = WhistleReport.objects.within(actor, READ).current().filter(_same_danger(report)).order_by("pk")
    found = list(rows)
    return found if len(found) > 1 else []


def _same_danger(report: WhistleReport) -> Q:
    first = report.duplicate_of_id or report.pk
    return Q(pk=first) | Q(duplicate_of=first)


def _later(first: WhistleReport, actor: User) -> list[WhistleReport]:
    """What was recognised as telling of the same, as far as the actor handles it; the firm's order is that of arrival,
    for the time of a report is what a phone says."""
    rows = WhistleReport.objects.within(actor, "whistle.reward").current().select_for_update(of=("self",))
    return list(rows.filter(duplicate_of=first).order_by("pk"))


def _divided(
    first: WhistleReport, later: list[WhistleReport], split: str, reward: int, shares: Sequence[Any], reason: str
) -> dict[int, Decimal]:
    """{report: yuan} of all that get something; a reward that is no money is the same for all."""
    if not later and split != Split.FIRST:
        raise RuleViolation("只有一人吹哨，不需要分配", field="split")
    if split != Split.FIRST:
        if not reason.strip():
            raise RuleViolation("请写明为什么这样分配", field="split_reason")
        _refuse_names(reason, [first, *later], "分配理由", "split_reason")
    everybody = [first.pk, *(each.pk for each in later)]
    if not reward:
        if split == Split.SHARES:
            raise RuleViolation("只有奖金可以按份额分配", field="split")
        return dict.fromkeys(everybody[:1] if split == Split.FIRST else everybody, Decimal(0))
    asked = {each["report"]: int(each["amount"] * rules.CENTS) for each in shares}
    cents = rules.divide(reward * rules.CENTS, everybody, split, asked)
    return {pk: Decimal(n) / rules.CENTS for pk, n in cents.items()}


def _settle(report: WhistleReport, first: WhistleReport, got: Decimal | None, actor: User) -> None:
    """A later report gets its share, with the days of the first; or none, and is turned down as it was before."""
    if got is None and report.status not in rules.CONFIRMED:
        return
    if got is not None:
        status = rules.SHARING.after(report.status, Sharing.SHARE)
        given = {**{name: getattr(first, name) for name in OF_WHOLE}, "reward": got, "status": status}
        given["due_on"] = due_on(first.policy, status, since=report.reported_at, confirmed_on=first.confirmed_on)
    else:
        status = rules.SHARING.after(report.status, Sharing.LEAVE_OUT)
        given = {"status": status, "claimed_at": None, "due_on": None, "reward": Decimal(0), **NOT_SHARED}
    before = (report.status, report.reward)
    change(report, actor=actor, action="whistle.reward", expected_version=None, **given)
    if before != (report.status, report.reward):
        tell_reporter(report, News.REWARDED if got is not None else News.UNSHARED)


def _refuse_names(said: str, reports: Any, what: str, field: str) -> None:
    """Whoever reads it would learn who spoke."""
    for known in WhistleIdentity.objects.filter(report__in=reports):
        if any(name and name in said for name in (known.name, known.payee)):
            raise RuleViolation(f"{what}不能出现吹哨人姓名", field=field)
