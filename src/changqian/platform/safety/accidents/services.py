"""What one can do with accidents, and with the people hurt in them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Item
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.notices.services import News, notify_all, regulators_of, staff_of
from changqian.platform.foundation.records.services import (
    LATE_AFTER,
    already,
    change,
    create,
    end,
    locked,
    submission,
)
from changqian.platform.kernel.codes import BadCode, IdNumber
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.ledgerkit.reminding import Due, remind
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.rules import (
    MOST_MORE,
    NEAR,
    STEPS,
    ClaimStatus,
    InjuryStep,
    Investigator,
    Level,
    Match,
    Source,
    Step,
    match,
    unanswered,
)

TYPES = "accident_types"
AHEAD = (15, 3)


@transaction.atomic
def report_accident(
    *,
    actor: User,
    site: Site,
    photos: Sequence[int] = (),
    client_uuid: UUID | None = None,
    captured_at: datetime | None = None,
    now: datetime,
    **fields: Any,
) -> Accident:
    """Told on the spot; the firm's head knows from now on. The first one again if this submission arrives twice."""
    if before := already(Accident, client_uuid, actor=actor):
        return before
    sent = submission(client_uuid=client_uuid, captured_at=captured_at, now=now)
    _refuse(fields, now=now)
    row = create(
        Accident, actor=actor, action="accidents.report", site=site, known_at=sent["captured_at"], **fields, **sent
    )
    attach(row, "photos", photos, actor=actor, label="现场照片")
    _announce(row, now=now)
    return row


@transaction.atomic
def correct_accident(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    photos: Sequence[int] | None = None,
    now: datetime,
    **fields: Any,
) -> Accident:
    """条例 art 13: what turned out otherwise is reported again. Another level is told to all again."""
    row = _step(pk, Step.CORRECT, actor=actor)
    before = row.level
    _refuse(fields, now=now)
    row = change(row, actor=actor, action="accidents.correct", expected_version=expected_version, **fields)
    if photos is not None:
        attach(row, "photos", photos, actor=actor, label="现场照片")
    if row.level != before:
        _announce(row, now=now)
    return row


@transaction.atomic
def tell_authority(
    pk: int, *, actor: User, expected_version: int | None, told_at: datetime, told_to: str, now: datetime
) -> Accident:
    """条例 arts 9, 12: that the authority was told, when and whom. Late is late: the row says so for good."""
    row = _step(pk, Step.TELL, actor=actor)
    if not row.happened_at <= told_at <= now + LATE_AFTER:
        raise RuleViolation("上报时间应在事故发生之后、现在以前", field="told_at")
    if row.told_at and told_at > row.told_at:
        told_at, told_to = row.told_at, row.told_to  # The first report counts; what follows is 补报.
    told: dict[str, Any] = {"told_at": told_at, "told_to": told_to}
    return change(row, actor=actor, action="accidents.tell", expected_version=expected_version, **told)


@transaction.atomic
def investigate_accident(pk: int, *, actor: User, expected_version: int | None, team: str) -> Accident:
    row = _step(pk, Step.INVESTIGATE, actor=actor)
    begun: dict[str, Any] = {"status": STEPS.after(row.status, Step.INVESTIGATE), "team": team}
    return change(row, actor=actor, action="accidents.investigate", expected_version=expected_version, **begun)


@transaction.atomic
def extend_investigation(pk: int, *, actor: User, expected_version: int | None, more_days: int) -> Accident:
    """条例 art 29: once, by at most 60 days in all."""
    row = _step(pk, Step.EXTEND, actor=actor)
    if not row.more_days < more_days <= MOST_MORE:
        raise RuleViolation(f"延长天数应在{row.more_days + 1}到{MOST_MORE}之间", field="more_days")
    return change(row, actor=actor, action="accidents.extend", expected_version=expected_version, more_days=more_days)


@transaction.atomic
def conclude_accident(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    nature: str,
    direct_cause: str,
    indirect_cause: str = "",
    concluded_on: date,
    papers: Sequence[int] = (),
    today: date,
) -> Accident:
    """条例 art 30: what the report says of course, causes and nature."""
    row = _step(pk, Step.CONCLUDE, actor=actor)
    if not row.happened_on <= concluded_on <= today:
        raise RuleViolation("结论日期应在事故发生之后、今天以前", field="concluded_on")
    if not row.kind:
        raise RuleViolation("请先在“补报更正”里选择事故类别")
    found: dict[str, Any] = {"nature": nature, "direct_cause": direct_cause, "indirect_cause": indirect_cause}
    found |= {"concluded_on": concluded_on, "status": STEPS.after(row.status, Step.CONCLUDE)}
    row = change(row, actor=actor, action="accidents.conclude", expected_version=expected_version, **found)
    attach(row, "papers", papers, actor=actor, label="调查报告")
    return row


@transaction.atomic
def close_accident(
    pk: int, *, actor: User, expected_version: int | None, handled: str, rectified: str, educated: str, today: date
) -> Accident:
    """四不放过, and 条例 art 33: closed when the cause is known, and each of the others is answered."""
    row = _step(pk, Step.CLOSE, actor=actor)
    answers = {"handled": handled, "rectified": rectified, "educated": educated}
    if open_ := unanswered({"direct_cause": row.direct_cause, **answers}):
        raise RuleViolation(f"还不能结案：{'；'.join(open_)}")
    closed = {**answers, "closed_on": today, "status": STEPS.after(row.status, Step.CLOSE)}
    return change(row, actor=actor, action="accidents.close", expected_version=expected_version, **closed)


@transaction.atomic
def end_accident(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Accident:
    row = _step(pk, Step.END, actor=actor)
    if Injury.objects.current().filter(accident=row).exists():
        raise RuleViolation("该事故已登记伤亡人员，不能撤销")
    return end(row, actor=actor, action="accidents.end", expected_version=expected_version, reason=reason)


def _step(pk: int, step: Step, *, actor: User) -> Accident:
    """The locked row, if its status and who investigates it (条例 art 19) let this actor take the step."""
    row = locked(Accident, pk, actor=actor, action=f"accidents.{step}")
    STEPS.after(row.status, step)
    theirs = step in (Step.INVESTIGATE, Step.EXTEND, Step.CONCLUDE, Step.CLOSE)
    if theirs and row.investigator != Investigator.FIRM and not _leads(actor, pk):
        who = Investigator(row.investigator).label
        raise RuleViolation(f"{Level(row.level).label}由{who}组织调查，由监管部门登记")
    return row


def _leads(actor: User, pk: int) -> bool:
    with suppress(PermissionDenied):
        return bool(Accident.objects.within(actor, "accidents.lead").filter(pk=pk).exists())
    return False


def _refuse(fields: dict[str, Any], *, now: datetime) -> None:
    if "happened_at" in fields and fields["happened_at"] > now + LATE_AFTER:
        raise RuleViolation("发生时间不能晚于现在", field="happened_at")
    if "happened_at" in fields and fields["happened_at"].year < 2000:
        raise RuleViolation("发生时间有误，请核对年份", field="happened_at")
    _refuse_kind(fields)


def _refuse_kind(fields: dict[str, Any]) -> None:
    if fields.get("kind") and not Item.objects.filter(scheme__name=TYPES, code=fields["kind"]).exists():
        raise RuleViolation("请从列表中选择事故类别", field="kind")


def _announce(row: Accident, *, now: datetime) -> None:
    """The firm's people at once; of what has to be reported also the authorities around."""
    users = {user.pk for user in staff_of(row.enterprise_id, "accidents.tell")}
    body = f"{row.site.name}{row.location}：{row.description[:100]}"
    if row.report_by:
        users |= {user.pk for user in regulators_of(row.region_id, "accidents.lead", level=("town", "district"))}
        body += f"\n企业应于{timezone.localtime(row.report_by):%m月%d日%H:%M}前上报（接报后1小时内）。"
    title = f"{Level(row.level).label}：{row.enterprise.name}"
    told = News(
        users=sorted(users), kind="accidents.report", title=title, body=body, link=f"/accidents/{row.pk}", once=None
    )
    notify_all([told], now=now)


# --- people who were hurt -------------------------------------------------------------------------------------------


def enter_injury(*, actor: User, site: Site, today: date, **fields: Any) -> Injury:
    """Somebody who was hurt, as the firm registers it."""
    told = {**_checked(fields, site=site, today=today), "source": Source.FIRM}
    return _entered("accidents.enter", actor=actor, site=site, told=told)


def enter_claim(*, actor: User, site: Site, today: date, insurer: str, **fields: Any) -> Injury:
    """What the insurer was told: an injury with its claim."""
    told = {**_checked(fields, site=site, today=today), "insurer": insurer.strip()}
    told |= {"source": Source.INSURER, "claim_status": ClaimStatus.OPEN}
    return _entered("accidents.claim", actor=actor, site=site, told=told)


def receive_injury(*, actor: User, site: Site, today: date, feed_key: str, **fields: Any) -> Injury:
    """What the city tells under this key, kept as it was received; told again it is the same row, with what changed."""
    known = Injury.objects.filter(source=Source.FEED, feed_key=feed_key).first()
    if known:
        return amend_injury(known.pk, actor=actor, expected_version=None, today=today, **fields)
    told = {**_checked(fields, site=site, today=today), "source": Source.FEED, "feed_key": feed_key}
    return _entered("accidents.enter", actor=actor, site=site, told=told)


@transaction.atomic
def _entered(action: str, *, actor: User, site: Site, told: dict[str, Any]) -> Injury:
    return _recognise(create(Injury, actor=actor, action=action, site=site, **told), actor=actor, action=action)


@transaction.atomic
def amend_injury(pk: int, *, actor: User, expected_version: int | None, today: date, **fields: Any) -> Injury:
    """Another person or day is looked for anew; what somebody parted stays parted."""
    row = _injury(pk, InjuryStep.AMEND, actor=actor)
    before = row.hurt()
    checked = _checked(fields, site=row.site, today=today)
    row = change(row, actor=actor, action="accidents.amend", expected_version=expected_version, **checked)
    if row.hurt() == before:
        return row
    _leave(row, actor=actor, action="accidents.amend")
    return _recognise(row, actor=actor, action="accidents.amend")


@transaction.atomic
def settle_claim(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    claim_status: str,
    paid: int = 0,
    settled_on: date,
    today: date,
) -> Injury:
    row = _injury(pk, InjuryStep.SETTLE, actor=actor)
    if row.source != Source.INSURER:
        raise RuleViolation("只有安责险事故可以登记理赔结果")
    if not row.happened_on <= settled_on <= today:
        raise RuleViolation("结案日期应在受伤日期之后、今天以前", field="settled_on")
    if (claim_status == ClaimStatus.PAID) != bool(paid):
        raise RuleViolation("已赔付的请填写金额，其他的金额为0", field="paid")
    done = {"claim_status": claim_status, "paid": paid, "settled_on": settled_on}
    return change(row, actor=actor, action="accidents.settle", expected_version=expected_version, **done)


@transaction.atomic
def join_injury(pk: int, *, actor: User, expected_version: int | None, other: int) -> Injury:
    """Somebody looked and says that two sources speak of the same injury."""
    row = _injury(pk, InjuryStep.JOIN, actor=actor)
    same = (
        Injury.objects.within(actor, "accidents.join").current().filter(enterprise=row.enterprise_id, pk=other).first()
    )
    if same is None or match(row.hurt(), same.hurt()) is None:
        raise RuleViolation("只能选择本企业三日内另一来源的同名或同号记录", field="other")
    if expected_version not in (None, row.version):
        raise VersionConflict
    return _together(row, same, actor=actor, action="accidents.join")


@transaction.atomic
def part_injury(pk: int, *, actor: User, expected_version: int | None, apart_reason: str) -> Injury:
    """This record speaks of another injury than those beside it; they are not put together again by themselves."""
    row = _injury(pk, InjuryStep.PART, actor=actor)
    beside = [each.pk for each in beside_of(row)]
    if not beside:
        raise RuleViolation("该记录没有关联其他来源的记录")
    apart = sorted({*row.apart, *beside})
    said = {"apart": apart, "apart_reason": apart_reason}
    row = change(row, actor=actor, action="accidents.part", expected_version=expected_version, **said)
    return _leave(row, actor=actor, action="accidents.part")


@transaction.atomic
def remove_injury(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Injury:
    row = _injury(pk, InjuryStep.REMOVE, actor=actor)
    if row.source == Source.FEED:
        raise RuleViolation("市大数据中心的数据不能删除，不是同一起的请分开")
    row = _leave(row, actor=actor, action="accidents.remove", expected_version=expected_version)
    return end(row, actor=actor, action="accidents.remove", expected_version=None, reason=reason)


def beside_of(row: Injury) -> list[Injury]:
    """The other records of the same injury, oldest first."""
    head = row.head_id or row.pk
    return list(Injury.objects.current().filter(Q(pk=head) | Q(head=head)).exclude(pk=row.pk).order_by("pk"))


def suspects_of(row: Injury) -> list[tuple[Injury, Match]]:
    """Records of other sources that may speak of the same injury and are not put together with it."""
    near = Injury.objects.current().filter(
        Q(name=row.name) | Q(id_number_index=row.id_number_index, id_number_index__gt=""),
        enterprise=row.enterprise_id,
        happened_on__range=(row.happened_on - NEAR, row.happened_on + NEAR),
    )
    together = {each.pk for each in beside_of(row)}
    found = [(each, match(row.hurt(), each.hurt())) for each in near.exclude(pk=row.pk).order_by("pk")]
    return [
        (each, how)
        for each, how in found
        if how and each.pk not in together and each.pk not in row.apart and row.pk not in each.apart
    ]


def _recognise(row: Injury, *, actor: User, action: str) -> Injury:
    for other, how in suspects_of(row):
        if how == Match.CERTAIN:
            row = _together(row, other, actor=actor, action=action)
    return row


def _together(row: Injury, other: Injury, *, actor: User, action: str) -> Injury:
    """Under the oldest record of both. They stay what they are; an accident that one names holds for those without."""
    group = {each.pk: each for one in (row, other) for each in (one, *beside_of(one))}
    oldest = min(group)
    accident = next((each.accident for each in group.values() if each.accident_id), None)
    for pk, each in sorted(group.items()):
        head = None if pk == oldest else group[oldest]
        apart = [one for one in each.apart if one not in group]
        fields = {"head": head, "accident": each.accident or accident, "apart": apart}
        if any(getattr(each, name) != value for name, value in fields.items()):
            change(each, actor=actor, action=action, expected_version=None, **fields)
    return group[row.pk]


def _leave(row: Injury, *, actor: User, action: str, expected_version: int | None = None) -> Injury:
    """Out of its group; the oldest of those left behind heads them."""
    left = beside_of(row)
    if row.head_id is None:
        for each in left:
            change(each, actor=actor, action=action, expected_version=None, head=None if each == left[0] else left[0])
    return change(row, actor=actor, action=action, expected_version=expected_version, head=None)


def _injury(pk: int, step: InjuryStep, *, actor: User) -> Injury:
    return locked(Injury, pk, actor=actor, action=f"accidents.{step}")


def _checked(fields: dict[str, Any], *, site: Site, today: date) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation at the first that is wrong."""
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if fields.get("id_number"):
        try:
            fields["id_number"] = IdNumber.parse(fields["id_number"], today=today).text
        except BadCode as error:
            raise RuleViolation(str(error), field="id_number") from error
    if fields.get("happened_on") and fields["happened_on"] > today:
        raise RuleViolation("受伤日期不能晚于今天", field="happened_on")
    accident: Accident | None = fields.get("accident")
    if accident and accident.enterprise_id != site.enterprise_id:
        raise RuleViolation("只能选择本企业的事故", field="accident")
    _refuse_kind(fields)
    return fields


def remind_due(*, today: date, now: datetime) -> int:
    """Reports of investigations and applications for work injury that come due; how many messages."""
    until = today + timedelta(days=max(AHEAD))
    cases = Accident.objects.current().filter(due_on__lte=until).only("title", "enterprise", "due_on")
    hurt = Injury.objects.current().filter(apply_by__range=(today, until), head=None)
    dues = [
        Due(
            key=f"accidents.{row.pk}", due_on=row.due_on, enterprise=row.enterprise_id, link=f"/accidents/{row.pk}",
            title=f"事故调查{{when}}：{row.title}", body="自事故发生之日起60日内提交调查报告。",
        )
        for row in cases
        if row.due_on
    ]  # fmt: skip
    dues += [
        Due(
            key=f"injuries.{row.pk}", due_on=row.apply_by, enterprise=row.enterprise_id, link=f"/injuries/{row.pk}",
            title=f"工伤认定申请{{when}}：{row.name}", body="自事故伤害发生之日起30日内提出工伤认定申请。",
        )
        for row in hurt.only("name", "enterprise", "apply_by")
        if row.apply_by
    ]  # fmt: skip
    return remind(dues, kind="accidents.due", permission="accidents.tell", ahead=AHEAD, today=today, now=now)
