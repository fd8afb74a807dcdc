"""What the firm does with policies, channels and reports, and what the authority answers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.codes.services import label_subject, live_code, revoke_code
from changqian.platform.commons.hazards.rules import Source
from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.notices.services import notify, regulators_of, staff_of
from changqian.platform.foundation.privacy.services import write_look
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.reminding import left, stage
from changqian.platform.safety.whistle import rules
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport
from changqian.platform.safety.whistle.news import tell_reporter
from changqian.platform.safety.whistle.rules import (
    POLICY_STEPS,
    STEPS,
    Cause,
    Limits,
    News,
    PolicyStatus,
    PolicyStep,
    Post,
    Rate,
    Refusal,
    Status,
    Step,
    Way,
)

READ = "whistle.read"
SUBJECT = "whistle"
"`subject_kind` of the code that a channel hangs out, and `origin_kind` of a hazard that a report brought to light."
NOTICE = "whistle"


def adopt_policy(
    *,
    actor: User,
    enterprise: Enterprise,
    handlers: Sequence[int],
    rates: Sequence[Rate] = rules.DEFAULT_RATES,
    **fields: Any,
) -> WhistlePolicy:
    """A draft, from the template or in words of its own."""
    rules.refuse_rates(rates)
    named = _named(enterprise.pk, handlers)
    given = {**fields, **named, "rates": [*rates]}
    return create(WhistlePolicy, actor=actor, action="whistle.adopt", enterprise=enterprise, **given)


@transaction.atomic
def draft_policy(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    handlers: Sequence[int] | None = None,
    rates: Sequence[Rate] | None = None,
    **fields: Any,
) -> WhistlePolicy:
    policy = locked(WhistlePolicy, pk, actor=actor, action="whistle.draft")
    fields["status"] = POLICY_STEPS.after(policy.status, PolicyStep.DRAFT)
    if handlers is not None:
        fields |= _named(policy.enterprise_id, handlers)
    if rates is not None:
        rules.refuse_rates(rates)
        fields["rates"] = [*rates]
    return change(policy, actor=actor, action="whistle.draft", expected_version=expected_version, **fields)


@transaction.atomic
def announce_policy(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    consulted_how: str,
    consulted_on: date,
    opinion: str,
    papers: Sequence[int] = (),
    today: date,
) -> WhistlePolicy:
    """安全生产法 art 7: what concerns work safety is made with the opinion of the union."""
    policy = locked(WhistlePolicy, pk, actor=actor, action="whistle.announce")
    told: dict[str, Any] = {"status": POLICY_STEPS.after(policy.status, PolicyStep.ANNOUNCE), "announced_on": today}
    if consulted_on > today:
        raise RuleViolation("征求意见日期不能晚于今天", field="consulted_on")
    told |= {"consulted_how": consulted_how, "consulted_on": consulted_on, "opinion": opinion}
    change(policy, actor=actor, action="whistle.announce", expected_version=expected_version, **told)
    attach(policy, "papers", papers, actor=actor, label="征求意见记录")
    return policy


@transaction.atomic
def enforce_policy(pk: int, *, actor: User, expected_version: int | None, today: date) -> WhistlePolicy:
    """It takes the place of the one in force; reports made under that one stay with its handlers."""
    policy = locked(WhistlePolicy, pk, actor=actor, action="whistle.enforce")
    status = POLICY_STEPS.after(policy.status, PolicyStep.ENFORCE)
    named = _named(policy.enterprise_id, policy.handlers)
    for old in (
        WhistlePolicy.objects.current()
        .select_for_update()
        .filter(enterprise=policy.enterprise_id, status=PolicyStatus.IN_FORCE)
    ):
        change(old, actor=actor, action="whistle.enforce", expected_version=None, status=PolicyStatus.SUPERSEDED)
    given = {"status": status, "in_force_since": today, **named}
    return change(policy, actor=actor, action="whistle.enforce", expected_version=expected_version, **given)


@transaction.atomic
def withdraw_policy(pk: int, *, actor: User, expected_version: int | None, reason: str) -> WhistlePolicy:
    policy = locked(WhistlePolicy, pk, actor=actor, action="whistle.withdraw")
    POLICY_STEPS.after(policy.status, PolicyStep.WITHDRAW)
    return end(policy, actor=actor, action="whistle.withdraw", expected_version=expected_version, reason=reason)


@transaction.atomic
def open_channel(*, actor: User, site: Site, **fields: Any) -> WhistleChannel:
    channel = create(WhistleChannel, actor=actor, action="whistle.open", site=site, **fields)
    _label(channel, actor)
    return channel


@transaction.atomic
def amend_channel(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> WhistleChannel:
    channel = locked(WhistleChannel, pk, actor=actor, action="whistle.amend")
    change(channel, actor=actor, action="whistle.amend", expected_version=expected_version, **fields)
    _label(channel, actor)
    return channel


@transaction.atomic
def hang_channel(
    pk: int, *, actor: User, expected_version: int | None, posted_on: date, photos: Sequence[int], today: date
) -> WhistleChannel:
    """意见: 明晰报告途径. Posted where people pass, shown by a photo."""
    channel = locked(WhistleChannel, pk, actor=actor, action="whistle.hang")
    if posted_on > today:
        raise RuleViolation("张贴日期不能晚于今天", field="posted_on")
    if not photos:
        raise RuleViolation("请上传张贴位置的照片", field="photos")
    change(channel, actor=actor, action="whistle.hang", expected_version=expected_version, posted_on=posted_on)
    attach(channel, "photos", photos, actor=actor, label="张贴照片")
    return channel


@transaction.atomic
def close_channel(pk: int, *, actor: User, expected_version: int | None, reason: str, now: datetime) -> WhistleChannel:
    channel = locked(WhistleChannel, pk, actor=actor, action="whistle.close")
    if code := live_code(channel.site_id, SUBJECT, channel.pk):
        revoke_code(code.pk, actor=actor, expected_version=code.version, reason=reason, now=now)
    return end(channel, actor=actor, action="whistle.close", expected_version=expected_version, reason=reason)


@transaction.atomic
def accept_report(pk: int, *, actor: User, expected_version: int | None) -> WhistleReport:
    return move(taken(pk, Step.ACCEPT, actor), Step.ACCEPT, actor, expected_version)


@transaction.atomic
def reject_report(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    refusal: str,
    findings: str,
    duplicate: int = 0,
) -> WhistleReport:
    """意见: the first to report is rewarded; whoever comes second is told which report was before his."""
    report = taken(pk, Step.REJECT, actor)
    first = (
        WhistleReport.objects.within(actor, READ)
        .current()
        .filter(pk=duplicate, enterprise=report.enterprise_id)
        .first()
    )
    if refusal == Refusal.DUPLICATE and (first is None or first.pk >= report.pk):
        raise RuleViolation("请填写更早的那条吹哨的编号", field="duplicate")
    first = first and (first.duplicate_of or first)
    for each in WhistleReport.objects.within(actor, "whistle.reject").current().filter(duplicate_of=report):
        change(each, actor=actor, action="whistle.reject", expected_version=None, duplicate_of=first or report)
    given = {"refusal": refusal, "findings": findings, "duplicate_of": first}
    return move(report, Step.REJECT, actor, expected_version, **given)


@transaction.atomic
def confirm_report(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    level: str,
    partly: bool = False,
    findings: str,
    to_hazard: bool = True,
    now: datetime,
) -> WhistleReport:
    """It proved true, wholly or partly. As a hazard it is told in the handler's words: many will read those."""
    report = taken(pk, Step.CONFIRM, actor)
    found: dict[str, Any] = {"level": level, "partly": partly, "findings": findings}
    found["confirmed_on"] = timezone.localdate(now)
    if to_hazard:
        found["hazard"] = report_hazard(
            actor=actor,
            site=report.site,
            description=findings,
            location=report.location,
            category=rules.CATEGORIES[report.hazard_class],
            source=Source.WHISTLE,
            origin_kind=SUBJECT,
            origin_id=report.pk,
            now=now,
        ).pk
    return move(report, Step.CONFIRM, actor, expected_version, **found)


@transaction.atomic
def refute_report(pk: int, *, actor: User, expected_version: int | None, findings: str) -> WhistleReport:
    return move(taken(pk, Step.REFUTE, actor), Step.REFUTE, actor, expected_version, findings=findings)


@transaction.atomic
def identity_of(pk: int, *, actor: User, reason: str, note: str) -> WhistleIdentity:
    """Who reported, for one reason, which stands in the trail with who asked.

    DoesNotExist for whoever is no handler of this report; PermissionDenied for a handler who meanwhile came to stand
    above whom it is about.
    """
    report = locked(WhistleReport, pk, actor=actor, action="whistle.identify")
    staff = Person.objects.current().filter(enterprise=report.enterprise_id)
    about = posts(staff.filter(pk__in=report.about))
    if any(rules.barred(each, about) for each in posts(staff.filter(user=actor))):
        raise PermissionDenied("您与被反映人有上下级关系，不能查看吹哨人身份")
    write_look(report, actor=actor, action="whistle.identify", reason=reason, note=note)
    return WhistleIdentity.objects.get(report=report)


@transaction.atomic
def answer_report(
    pk: int, *, actor: User, expected_version: int | None, answer: str, redo: bool = False, now: datetime
) -> WhistleReport:
    """安全生产法 art 74, 76: what the authority found; with `redo` the firm begins anew."""
    report = locked(WhistleReport, pk, actor=actor, action="whistle.answer")
    status = STEPS.after(report.status, Step.ANSWER)
    told: dict[str, Any] = {"answer": answer, "answered_on": timezone.localdate(now)}
    if redo:
        if report.status not in rules.TURNED_DOWN:
            raise RuleViolation("企业正在办理，不需要责令重新核查", field="redo")
        status = Status.ACCEPTED
        told |= {"refusal": "", "duplicate_of": None, "due_on": due_on(report.policy, status, since=now)}
    change(report, actor=actor, action="whistle.answer", expected_version=expected_version, status=status, **told)
    tell_handlers(report, f"监管部门答复了{report}", now=now)
    tell_reporter(report, News.ANSWERED)
    return report


def escalate(report: WhistleReport, cause: Cause, *, wish: str = "", now: datetime) -> WhistleReport:
    """Before the authority of the place, in the platform's own name; a second time says only what is new."""
    told = {"escalated_at": now, "escalated_for": cause, "wish": wish, "answer": "", "answered_on": None}
    change(report, actor=platform(), action="whistle.escalate", expected_version=None, **told)
    notify(
        regulators_of(report.region_id, "whistle.supervise", level="town"),
        kind=NOTICE,
        title=f"{report.enterprise.name}有一条吹哨上报：{cause.label}",
        body="请核实处理并答复。",
        link=f"/whistle-escalations/{report.pk}",
        now=now,
    )
    return report


def watch(*, today: date, now: datetime) -> tuple[int, int]:
    """Remind handlers of limits that come near or are past, and bring before the authority what lies too long."""
    told = escalated = 0
    waiting = WhistleReport.objects.current().filter(due_on__lte=today + timedelta(days=max(rules.REMINDED)))
    for report in waiting.select_related("enterprise"):
        due = cast(date, report.due_on)
        if reached := stage(due, today, rules.REMINDED):
            title = f"{report}{Status(report.status).label}，{left(due, today)}"
            told += tell_handlers(report, title, once=f"whistle.{report.pk} {due} {reached}", now=now)
        if report.escalated_at is None and rules.escalates(due, today):
            escalate(report, Cause.LATE, now=now)
            escalated += 1
    return told, escalated


def tell_handlers(report: WhistleReport, title: str, *, once: str | None = None, now: datetime) -> int:
    """To those only whom the report names: nobody else of the firm hears that it is there."""
    users = staff_of(report.enterprise_id, READ).filter(pk__in=report.handlers)
    body = "请在“吹哨处理”中办理。"
    return len(notify(users, kind=NOTICE, title=title, body=body, link=f"/whistles/{report.pk}", once=once, now=now))


def similar_to(report: WhistleReport, *, actor: User) -> list[WhistleReport]:
    """Earlier reports of the firm that may tell of the same thing, the likest first."""
    since = report.reported_at - rules.LOOKED_BACK
    others = WhistleReport.objects.within(actor, READ).current()
    earlier = others.filter(enterprise=report.enterprise_id, pk__lt=report.pk, reported_at__gte=since)
    found = [
        (rules.similarity(f"{each.location}{each.text}", f"{report.location}{report.text}"), each) for each in earlier
    ]
    likely = sorted((pair for pair in found if pair[0] >= rules.SIMILAR), key=lambda pair: -pair[0])
    return [each for _, each in likely[:5]]


def limits_of(policy: WhistlePolicy | None) -> Limits:
    return Limits(policy.acknowledge_hours, policy.verify_days, policy.pay_days) if policy else Limits()


def due_on(
    policy: WhistlePolicy | None, status: str, *, since: datetime, confirmed_on: date | None = None
) -> date | None:
    at = timezone.localtime(since)
    return rules.due_on(status, limits_of(policy), reported_at=at, confirmed_on=confirmed_on)


def post_of(person: Person) -> Post:
    return Post(person.pk, person.roles, person.workshop)


def posts(people: Iterable[Person]) -> list[Post]:
    return [post_of(each) for each in people]


def taken(pk: int, step: Step, actor: User) -> WhistleReport:
    """The report under a row lock, if its handler may take this step now."""
    report = locked(WhistleReport, pk, actor=actor, action=f"whistle.{step}")
    STEPS.after(report.status, step)
    return report


def move(report: WhistleReport, step: Step, actor: User, expected_version: int | None, **fields: Any) -> WhistleReport:
    """The step, with the limit that follows from it; whoever reported is told."""
    status = STEPS.after(report.status, step)
    confirmed_on = fields.get("confirmed_on", report.confirmed_on)
    due = due_on(report.policy, status, since=report.reported_at, confirmed_on=confirmed_on)
    given = {**fields, "status": status, "due_on": due}
    change(report, actor=actor, action=f"whistle.{step}", expected_version=expected_version, **given)
    if news := rules.TOLD_OF.get(step):
        tell_reporter(report, news)
    return report


def _named(enterprise: int, handlers: Sequence[int]) -> dict[str, Any]:
    """Handlers as a policy keeps them: of the firm, and with an account to read with."""
    people = Person.objects.current().filter(enterprise=enterprise, pk__in=handlers, left_on__isnull=True)
    found = list(people.order_by("pk"))
    if not found or len(found) != len(set(handlers)):
        raise RuleViolation("处理人应是本企业在册人员，至少一名", field="handlers")
    if without := [each.name for each in found if each.user_id is None]:
        raise RuleViolation(f"{'、'.join(without)}还没有账号，请先在人员台账关联账号", field="handlers")
    names = [f"{each.name}（{each.post}）" if each.post else each.name for each in found]
    return {
        "handlers": [each.pk for each in found],
        "accounts": [each.user_id for each in found],
        "handler_names": names,
    }


def _label(channel: WhistleChannel, actor: User) -> None:
    if channel.way == Way.QR:
        shown = {"subject_name": "安全吹哨", "subject_place": channel.place}
        label_subject(actor=actor, site=channel.site, subject_kind=SUBJECT, subject_id=channel.pk, **shown)


def may_see(actor: User, pk: int) -> bool:
    """The photos of a report: for its handlers, and for the authority it was brought before."""
    return _reaches(actor, READ, pk) or _reaches(actor, "whistle.supervise", pk)


def may_hear(actor: User, pk: int) -> bool:
    """A voice tells who speaks: for handlers only."""
    report = WhistleIdentity.objects.filter(pk=pk).values_list("report_id", flat=True).first()
    return report is not None and _reaches(actor, "whistle.identify", report)


def _reaches(actor: User, permission: str, pk: int) -> bool:
    try:
        return bool(WhistleReport.objects.within(actor, permission).filter(pk=pk).exists())
    except PermissionDenied:
        return False
