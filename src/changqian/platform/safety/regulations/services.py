"""What one does with regulations: draft, hear, approve, publish, teach, look over, revise, repeal."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.services import attach, attached
from changqian.platform.foundation.notices.services import notify, staff_of
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.reminding import Due, remind
from changqian.platform.safety.regulations.models import (
    Opinion,
    Receipt,
    Regulation,
    RegulationAppraisal,
    RegulationVersion,
    Training,
)
from changqian.platform.safety.regulations.rules import (
    REMINDED,
    STEPS,
    Adoption,
    Conclusion,
    Status,
    Step,
    Voice,
    next_edition,
    refuse_conclusion,
    refuse_empty,
)

DRAFT = "regulations.draft"
ORIGINALS, SHEETS, NOTES = "originals", "sheets", "notes"
"Slots: the document of a version; the signed list of a training; work records of a consultation."


@transaction.atomic
def draft_regulation(
    *, actor: User, enterprise: Enterprise, text: str = "", originals: Sequence[int] = (), **fields: Any
) -> Regulation:
    """The first draft, of which text or document may still be missing."""
    _refuse_twice(enterprise.pk, str(fields["title"]))
    _of_the_firm(enterprise.pk, fields)
    row = create(Regulation, actor=actor, action=DRAFT, enterprise=enterprise, **fields)
    _add_version(row, 1, actor=actor, action=DRAFT, text=text, originals=originals)
    return row


@transaction.atomic
def edit_regulation(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    text: str | None = None,
    originals: Sequence[int] | None = None,
    **fields: Any,
) -> Regulation:
    """The draft and what the regulation is called; what is not named stays as it is."""
    row = _step(pk, Step.EDIT, actor=actor)
    if fields.get("title", row.title) != row.title:
        _refuse_twice(row.enterprise_id, fields["title"], but=row.pk)
    _of_the_firm(row.enterprise_id, fields)
    row = change(row, actor=actor, action="regulations.edit", expected_version=expected_version, **fields)
    version = newest(row)
    if text is not None and text != version.text:
        change(version, actor=actor, action="regulations.edit", expected_version=None, text=text)
    if originals is not None:
        attach(version, ORIGINALS, originals, actor=actor, label="制度文件")
    return row


@transaction.atomic
def consult_regulation(
    pk: int, *, actor: User, expected_version: int | None, consulted_until: date, today: date, now: datetime
) -> Regulation:
    """Lay the draft before union and staff (安全生产法 art 7); everybody of the firm with an account is told."""
    row = _step(pk, Step.CONSULT, actor=actor)
    version = newest(row)
    refuse_empty(version.text, len(files_of(version, ORIGINALS)))
    if consulted_until < today:
        raise RuleViolation("意见截止日期不能早于今天", field="consulted_until")
    heard = {"round": version.round + 1, "consulted_on": today, "consulted_until": consulted_until}
    change(version, actor=actor, action="regulations.consult", expected_version=None, **heard)
    row = _to(row, Step.CONSULT, actor=actor, expected_version=expected_version)
    notify(
        staff_of(row.enterprise_id, "regulations.comment"),
        kind="regulations.consult",
        title=f"请对《{row.title}》提意见",
        body=f"{version}征求意见，{consulted_until}前可以提出意见和建议。",
        link=f"/regulations/{row.pk}",
        once=f"regulations.consult.{version.pk}.{today}",
        now=now,
    )
    return row


@transaction.atomic
def comment_regulation(pk: int, *, actor: User, expected_version: int | None, said: str, today: date) -> Regulation:
    """An opinion in one's own name, while opinions are asked for."""
    row = locked(Regulation, pk, actor=actor, action="regulations.comment")
    _heard(row, actor=actor, action="regulations.comment", voice=Voice.STAFF, by=actor.name, said=said, said_on=today)
    return row


@transaction.atomic
def record_opinion(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    voice: str,
    by: str,
    said: str,
    said_on: date,
    notes: Sequence[int] = (),
    today: date,
) -> Regulation:
    """What the union or others said elsewhere, with the paper it stands on."""
    row = _step(pk, Step.ANSWER, actor=actor)
    if said_on > today:
        raise RuleViolation("提出日期不能晚于今天", field="said_on")
    opinion = _heard(row, actor=actor, action="regulations.answer", voice=voice, by=by, said=said, said_on=said_on)
    attach(opinion, NOTES, notes, actor=actor, label="工作记录")
    return row


@transaction.atomic
def answer_opinion(
    pk: int, *, actor: User, expected_version: int | None, opinion: int, adoption: str, answer: str = "", today: date
) -> Regulation:
    """Whether it is adopted; why not has to be said."""
    row = _step(pk, Step.ANSWER, actor=actor)
    asked = newest(row).opinions.filter(ended_at=None, pk=opinion).first()
    if asked is None:
        raise RuleViolation("该意见不是对这一版提出的", field="opinion")
    if adoption == Adoption.OPEN:
        raise RuleViolation("请选择采纳情况", field="adoption")
    if adoption != Adoption.ADOPTED and not answer.strip():
        raise RuleViolation("没有全部采纳的，请说明理由", field="answer")
    told = {"adoption": adoption, "answer": answer, "answered_on": today}
    change(asked, actor=actor, action="regulations.answer", expected_version=None, **told)
    return row


@transaction.atomic
def conclude_consultation(pk: int, *, actor: User, expected_version: int | None, today: date) -> Regulation:
    row = _step(pk, Step.CONCLUDE, actor=actor)
    version = newest(row)
    opinions = list(version.opinions.filter(ended_at=None, round=version.round))
    open_ones = sum(each.adoption == Adoption.OPEN for each in opinions)
    refuse_conclusion({each.voice for each in opinions}, open_ones)
    change(version, actor=actor, action="regulations.conclude", expected_version=None, concluded_on=today)
    return _to(row, Step.CONCLUDE, actor=actor, expected_version=expected_version)


@transaction.atomic
def approve_regulation(
    pk: int, *, actor: User, expected_version: int | None, approver: str, opinion: str = "", today: date
) -> Regulation:
    row = _step(pk, Step.APPROVE, actor=actor)
    told = {"approver": approver, "opinion": opinion, "approved_on": today}
    change(newest(row), actor=actor, action="regulations.approve", expected_version=None, **told)
    return _to(row, Step.APPROVE, actor=actor, expected_version=expected_version)


@transaction.atomic
def return_regulation(pk: int, *, actor: User, expected_version: int | None, opinion: str) -> Regulation:
    """Back to the draft, with the reason; it is heard and approved anew."""
    row = _step(pk, Step.SEND_BACK, actor=actor)
    told = {"opinion": opinion, "approver": "", "approved_on": None, "concluded_on": None}
    change(newest(row), actor=actor, action="regulations.send_back", expected_version=None, **told)
    return _to(row, Step.SEND_BACK, actor=actor, expected_version=expected_version)


@transaction.atomic
def publish_regulation(
    pk: int, *, actor: User, expected_version: int | None, effective_on: date, today: date, now: datetime
) -> Regulation:
    """In force from that day; who works in the firm is told to read it."""
    row = _step(pk, Step.PUBLISH, actor=actor)
    if row.effective_on and effective_on <= row.effective_on:
        raise RuleViolation(f"施行日期应晚于现行版本的{row.effective_on}", field="effective_on")
    version = newest(row)
    files = StoredFile.objects.filter(pk__in=[each["id"] for each in files_of(version, ORIGINALS)]).order_by("pk")
    said = "\n".join([version.text, *files.values_list("sm3", flat=True)])
    fixed = {"published_on": today, "effective_on": effective_on, "digest": sm3(said.encode())}
    version = change(version, actor=actor, action="regulations.publish", expected_version=None, **fixed)
    stands = {"in_force": version, "edition": version.edition, "effective_on": effective_on, "reviewed_on": None}
    row = _to(row, Step.PUBLISH, actor=actor, expected_version=expected_version, **stands)
    notify(
        staff_of(row.enterprise_id, "regulations.read"),
        kind="regulations.publish",
        title=f"《{row.title}》已发布，请学习",
        body=f"{version}自{effective_on}起施行。",
        link=f"/regulations/{row.pk}",
        once=f"regulations.publish.{version.pk}",
        now=now,
    )
    return row


@transaction.atomic
def train_regulation(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    held_on: date,
    content: str,
    teacher: str = "",
    attendees: Sequence[int] = (),
    others: int = 0,
    sheets: Sequence[int] = (),
    today: date,
) -> Regulation:
    row = _step(pk, Step.TRAIN, actor=actor)
    if held_on > today:
        raise RuleViolation("培训日期不能晚于今天", field="held_on")
    asked = list(dict.fromkeys(attendees))
    people = Person.objects.current().filter(enterprise=row.enterprise_id).in_bulk(asked)
    if len(people) != len(asked):
        raise RuleViolation("参加人员应是本企业在册人员", field="attendees")
    if not asked and not others:
        raise RuleViolation("请选择参加人员，或填写其他参加人数", field="attendees")
    training = create(
        Training,
        actor=actor,
        action="regulations.train",
        enterprise=row.enterprise,
        version_of=_standing(row),
        held_on=held_on,
        content=content,
        teacher=teacher,
        attendees=asked,
        attendee_names=[people[each].name for each in asked],
        others=others,
    )
    attach(training, SHEETS, sheets, actor=actor, label="签到表")
    return row


@transaction.atomic
def review_regulation(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    reviewed_on: date,
    reviewers: str,
    conclusion: str,
    note: str = "",
    today: date,
) -> Regulation:
    """Looked over; what is no longer fit is revised or repealed next, and stays due until then."""
    row = _step(pk, Step.REVIEW, actor=actor)
    if not (row.effective_on or reviewed_on) <= reviewed_on <= today:
        raise RuleViolation("评审日期应在施行之后、今天以前", field="reviewed_on")
    create(
        RegulationAppraisal,
        actor=actor,
        action="regulations.review",
        enterprise=row.enterprise,
        version_of=_standing(row),
        reviewed_on=reviewed_on,
        reviewers=reviewers,
        conclusion=conclusion,
        note=note,
    )
    fit = {"reviewed_on": reviewed_on} if conclusion == Conclusion.FIT else {}
    return _to(row, Step.REVIEW, actor=actor, expected_version=expected_version, **fit)


@transaction.atomic
def revise_regulation(pk: int, *, actor: User, expected_version: int | None, cause: str, note: str = "") -> Regulation:
    """A draft of the next edition, which begins with the words of the one in force; that stays in force meanwhile."""
    row = _step(pk, Step.REVISE, actor=actor)
    before = _standing(row)
    editions = RegulationVersion.objects.filter(regulation=row).values_list("edition", flat=True)
    _add_version(
        row,
        next_edition(editions),
        actor=actor,
        action="regulations.revise",
        text=before.text,
        originals=[each["id"] for each in files_of(before, ORIGINALS)] if not before.text else [],
        cause=cause,
        note=note,
    )
    return _to(row, Step.REVISE, actor=actor, expected_version=expected_version)


@transaction.atomic
def discard_revision(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Regulation:
    row = _step(pk, Step.DISCARD, actor=actor)
    if row.in_force_id is None:
        raise RuleViolation("还没有发布过的制度请用“删除草案”")
    end(newest(row), actor=actor, action="regulations.discard", expected_version=None, reason=reason)
    return _to(row, Step.DISCARD, actor=actor, expected_version=expected_version)


@transaction.atomic
def repeal_regulation(
    pk: int, *, actor: User, expected_version: int | None, repealed_on: date, repealed_because: str, today: date
) -> Regulation:
    """It holds no longer, and is kept."""
    row = _step(pk, Step.REPEAL, actor=actor)
    if not row.effective_on <= repealed_on <= today:  # type: ignore[operator]
        raise RuleViolation("废止日期应在施行之后、今天以前", field="repealed_on")
    gone = {"repealed_on": repealed_on, "repealed_because": repealed_because}
    none = {"in_force": None, "edition": None, "effective_on": None, "reviewed_on": None}
    return _to(row, Step.REPEAL, actor=actor, expected_version=expected_version, **gone, **none)


@transaction.atomic
def end_regulation(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Regulation:
    """A draft that was never published."""
    row = _step(pk, Step.END, actor=actor)
    if row.in_force_id is not None:
        raise RuleViolation("现行制度的修订稿请用“放弃修订”")
    return end(row, actor=actor, action="regulations.end", expected_version=expected_version, reason=reason)


@transaction.atomic
def read_regulation(pk: int, *, actor: User, expected_version: int | None) -> Regulation:
    """A receipt for the version in force; read again it stays the first."""
    row = locked(Regulation, pk, actor=actor, action="regulations.read")
    if row.in_force_id is None:
        raise RuleViolation("只有现行制度需要学习")
    if not Receipt.objects.filter(version_of=row.in_force_id, reader=actor).exists():
        receipt: dict[str, Any] = {"version_of": row.in_force, "reader": actor, "enterprise": row.enterprise}
        create(Receipt, actor=actor, action="regulations.read", **receipt)
    return row


def newest(row: Regulation) -> RegulationVersion:
    """The version one works on, or the one in force if nobody does."""
    return RegulationVersion.objects.current().filter(regulation=row).order_by("-edition")[0]


def shown_to(actor: User, row: Regulation) -> QuerySet[RegulationVersion]:
    """The versions of a regulation he sees, who sees the regulation: a draft is for who drafts, or while opinions are
    asked for."""
    rows = RegulationVersion.objects.current().filter(regulation=row)
    if _may_draft(row, actor):
        return rows
    asked = Q(round__gt=0) if row.status == Status.CONSULTING else Q(pk__in=[])
    return rows.filter(Q(published_on__isnull=False) | asked)


def may_read(actor: User, version: int) -> bool:
    """Whether the files of a version are his to read: those of a draft are its words as well."""
    try:
        row = Regulation.objects.within(actor, "regulations.view").filter(versions=version).first()
    except PermissionDenied:
        return False
    return row is not None and shown_to(actor, row).filter(pk=version).exists()


def may_read_of(model: type[Opinion | Training]) -> Callable[[User, int], bool]:
    """The same of what belongs to a version."""

    def may(actor: User, pk: int) -> bool:
        version = model.objects.filter(pk=pk).values_list("version_of", flat=True).first()
        return version is not None and may_read(actor, version)

    return may


def versions_of(row: Regulation, *, actor: User) -> list[RegulationVersion]:
    """All versions that the actor sees with everything that happened to them, newest first."""
    rows = shown_to(actor, row)
    told: list[Any] = list(rows.order_by("-edition"))
    pks = [each.pk for each in told]
    of_each: dict[str, dict[int, list[Any]]] = {}
    for name, model in (("opinions", Opinion), ("trainings", Training), ("reviews", RegulationAppraisal)):
        found = of_each[name] = {}
        for each in model.objects.current().filter(version_of__in=pks).order_by("pk"):
            found.setdefault(each.version_of_id, []).append(each)
    _with_files(Opinion, of_each["opinions"], NOTES)
    _with_files(Training, of_each["trainings"], SHEETS)
    originals = attached(RegulationVersion, pks, slot=ORIGINALS)
    readers = dict(
        Receipt.objects.filter(version_of__in=pks).values_list("version_of").annotate(n=Count("pk")).order_by()
    )
    for version in told:
        version.originals, version.readers = originals.get(version.pk, []), readers.get(version.pk, 0)
        version.happened = {name: found.get(version.pk, []) for name, found in of_each.items()}
    return told


def _may_draft(row: Regulation, actor: User) -> bool:
    holds = any(DRAFT in grant.permissions for grant in actor.grants)
    return holds and Regulation.objects.within(actor, DRAFT).filter(pk=row.pk).exists()


def _with_files(model: type[Opinion | Training], rows: dict[int, list[Any]], slot: str) -> None:
    every = [each for found in rows.values() for each in found]
    files = attached(model, [each.pk for each in every], slot=slot) if every else {}
    for each in every:
        setattr(each, slot, files.get(each.pk, []))


def files_of(row: RegulationVersion | Opinion | Training, slot: str) -> list[dict[str, Any]]:
    return attached(type(row), [row.pk], slot=slot).get(row.pk, [])


def remind_reviews(*, today: date, now: datetime) -> int:
    """Tell who drafts of regulations whose review comes near or is overdue; how many messages."""
    rows: Any = Regulation.objects.current().filter(review_due_on__lte=today + timedelta(days=max(REMINDED)))
    dues = [
        Due(
            key=f"regulations.{row.pk}",
            due_on=row.review_due_on,
            enterprise=row.enterprise_id,
            title=f"制度评审{{when}}：{row.title}",
            body=f"应在{row.review_due_on}前评审是否继续适用，评审后请登记结论。",
            link=f"/regulations/{row.pk}",
        )
        for row in rows.only("title", "review_due_on", "enterprise")
    ]
    return remind(
        dues, kind="regulations.review", permission="regulations.review", ahead=REMINDED, today=today, now=now
    )


def _step(pk: int, step: Step, *, actor: User) -> Regulation:
    """The row, held; RuleViolation if the step does not lead on from where it stands."""
    row = locked(Regulation, pk, actor=actor, action=f"regulations.{step}")
    STEPS.after(row.status, step)
    return row


def _to(row: Regulation, step: Step, *, actor: User, expected_version: int | None, **fields: Any) -> Regulation:
    status = STEPS.after(row.status, step)
    return change(
        row, actor=actor, action=f"regulations.{step}", expected_version=expected_version, status=status, **fields
    )


def _add_version(
    row: Regulation, edition: int, *, actor: User, action: str, originals: Sequence[int], **fields: Any
) -> None:
    given: dict[str, Any] = {"regulation": row, "enterprise": row.enterprise, "edition": edition, **fields}
    version = create(RegulationVersion, actor=actor, action=action, **given)
    attach(version, ORIGINALS, originals, actor=actor, label="制度文件")


def _standing(row: Regulation) -> RegulationVersion:
    assert row.in_force is not None, "the steps that ask this lead on from 现行有效"
    return row.in_force


def _heard(row: Regulation, *, actor: User, action: str, **said: Any) -> Opinion:
    if row.status != Status.CONSULTING:
        raise RuleViolation("这项制度不在征求意见，不能提出意见")
    version = newest(row)
    given: dict[str, Any] = {"version_of": version, "round": version.round, "enterprise": row.enterprise, **said}
    return create(Opinion, actor=actor, action=action, **given)


def _refuse_twice(enterprise: int, title: str, *, but: int | None = None) -> None:
    """RuleViolation if the firm has such a regulation. No constraint: two firms that merge may both have one."""
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise)
    same = Regulation.objects.current().filter(enterprise=enterprise, title=title).exclude(status=Status.REPEALED)
    if same.exclude(pk=but or 0).exists():
        raise RuleViolation("同名制度已登记，请直接修订", field="title")


def _of_the_firm(enterprise: int, fields: dict[str, Any]) -> None:
    person: Person | None = fields.get("responsible")
    if person and (person.enterprise_id != enterprise or person.ended_at or person.left_on):
        raise RuleViolation("责任人应是本企业在册人员，请先在人员台账登记", field="responsible")
