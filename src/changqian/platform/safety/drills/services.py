"""What one can do with plans and drills."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.hazards.rules import Category, Source
from changqian.platform.commons.hazards.services.findings import findings_of
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.rules import Role
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.notices.services import notify, staff_of_each
from changqian.platform.foundation.records.services import change, change_many, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.duties.rules import halves
from changqian.platform.ledgerkit.reminding import OVERDUE, Due, left, remind, stage
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.owed import DUTIES, facts_of
from changqian.platform.safety.drills.rules import REMINDED, STEPS, Status, Step, next_due

PLAN = "drills.plan"
ORIGIN = "drill"
"`origin_kind` of a hazard that a drill brought to light."
FINDING = {"category": Category.EMERGENCY, "source": Source.DRILL, "origin_kind": ORIGIN}


@transaction.atomic
def plan_drill(*, actor: User, site: Site, plan: EmergencyPlan | None = None, kind: str = "", **fields: Any) -> Drill:
    kind = plan.kind if plan else kind
    drill = create(Drill, actor=actor, action=PLAN, site=site, plan=plan, kind=kind, **fields)
    _of_the_firm(drill)
    return drill


@transaction.atomic
def edit_drill(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> Drill:
    drill = locked(Drill, pk, actor=actor, action="drills.edit")
    status = STEPS.after(drill.status, Step.EDIT)
    plan = fields.get("plan", drill.plan)
    given = {**fields, "kind": plan.kind if plan else fields.get("kind", drill.kind), "status": status}
    change(drill, actor=actor, action="drills.edit", expected_version=expected_version, **given)
    _of_the_firm(drill)
    return drill


def postpone_drills(ids: Iterable[int], *, actor: User, planned_on: date) -> list[Drill]:
    """One day for all of them."""
    return change_many(
        Drill,
        ids,
        actor=actor,
        action="drills.postpone",
        rule=lambda drill: STEPS.after(drill.status, Step.POSTPONE),
        planned_on=planned_on,
    )


@transaction.atomic
def hold_drill(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    held_on: date,
    attendees: Sequence[int] = (),
    others: int = 0,
    principal_attended: bool = False,
    process: str,
    photos: Sequence[int],
    today: date,
) -> Drill:
    """What took place. The principal took part if he is among the attendees, or if it is declared."""
    drill = locked(Drill, pk, actor=actor, action="drills.hold")
    status = STEPS.after(drill.status, Step.HOLD)
    if held_on > today:
        raise RuleViolation("演练日期不能晚于今天", field="held_on")
    people = list(Person.objects.current().filter(enterprise=drill.enterprise_id, pk__in=attendees).order_by("pk"))
    gone = [person.name for person in people if person.left_on and person.left_on < held_on]
    if gone or len(people) != len(set(attendees)):
        raise RuleViolation(
            f"{'、'.join(gone)}在演练前已离职" if gone else "参演人员应是本企业在册人员", field="attendees"
        )
    if not people and not others:
        raise RuleViolation("请选择参演人员，或填写其他参演人数", field="attendees")
    if not photos:
        raise RuleViolation("请上传至少一张演练照片", field="photos")
    risky = facts_of(drill.enterprise_id, held_on.year, today=today).high_risk
    row = change(
        drill,
        actor=actor,
        action="drills.hold",
        expected_version=expected_version,
        status=status,
        held_on=held_on,
        attendees=[person.pk for person in people],
        attendee_names=[f"{person.name}（{person.post}）" if person.post else person.name for person in people],
        others=others,
        principal_attended=principal_attended or any(Role.PRINCIPAL in person.roles for person in people),
        process=process,
        next_due_on=next_due(held_on, drill.kind, high_risk=risky),
    )
    attach(row, "photos", photos, actor=actor, label="演练照片")
    return row


@transaction.atomic
def evaluate_drill(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    score: int,
    grade: str,
    conclusion: str,
    problems: Sequence[Mapping[str, Any]] = (),
    revise_plan: bool = False,
    revision_opinion: str = "",
    now: datetime,
) -> Drill:
    """办法 art 34: the evaluation, and an opinion on revising the plan. Problems become hazards where asked."""
    drill = locked(Drill, pk, actor=actor, action="drills.evaluate")
    status = STEPS.after(drill.status, Step.EVALUATE)
    if revise_plan and not revision_opinion.strip():
        raise RuleViolation("请填写预案修订意见", field="revision_opinion")
    where = {"site": drill.site, "location": drill.location, "origin_id": drill.pk, **FINDING}
    told = findings_of(problems, actor=actor, now=now, **where)
    if revise_plan and drill.plan_id:
        plan = EmergencyPlan.objects.select_for_update().get(pk=drill.plan_id)
        marked = {"to_revise": True, "revision_opinion": revision_opinion}
        change(plan, actor=actor, action="drills.evaluate", expected_version=None, **marked)
    judged: dict[str, Any] = {"status": status, "score": score, "grade": grade, "conclusion": conclusion}
    judged |= {"problems": told, "evaluated_on": timezone.localdate(now)}
    judged |= {"revise_plan": revise_plan, "revision_opinion": revision_opinion}
    return change(drill, actor=actor, action="drills.evaluate", expected_version=expected_version, **judged)


@transaction.atomic
def report_drill(
    pk: int, *, actor: User, expected_version: int | None, reported_on: date, reported_to: str, today: date
) -> Drill:
    """办法 art 33(2): who is 高危 tells the authority."""
    drill = locked(Drill, pk, actor=actor, action="drills.report")
    status = STEPS.after(drill.status, Step.REPORT)
    if not drill.held_on <= reported_on <= today:  # type: ignore[operator]
        raise RuleViolation("报送日期应在演练之后、今天以前", field="reported_on")
    told = {"status": status, "reported_on": reported_on, "reported_to": reported_to}
    return change(drill, actor=actor, action="drills.report", expected_version=expected_version, **told)


@transaction.atomic
def end_drill(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Drill:
    drill = locked(Drill, pk, actor=actor, action="drills.end")
    STEPS.after(drill.status, Step.END)
    return end(drill, actor=actor, action="drills.end", expected_version=expected_version, reason=reason)


def adopt_plan(*, actor: User, enterprise: Enterprise, **fields: Any) -> EmergencyPlan:
    return create(EmergencyPlan, actor=actor, action="drills.adopt", enterprise=enterprise, **fields)


@transaction.atomic
def amend_plan(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> EmergencyPlan:
    plan = locked(EmergencyPlan, pk, actor=actor, action="drills.amend")
    return change(plan, actor=actor, action="drills.amend", expected_version=expected_version, **fields)


@transaction.atomic
def revise_plan(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    edition: str,
    published_on: date,
    revised_because: str,
    refile: bool,
    today: date,
) -> EmergencyPlan:
    """A new edition. It is published and filed anew if it changes who commands, how to respond, by which measures or at
    which levels (办法 art 37: `refile`); a smaller change keeps the filing of the edition it corrects."""
    plan = locked(EmergencyPlan, pk, actor=actor, action="drills.revise")
    if edition.strip() == plan.edition:
        raise RuleViolation(f"版本号应与现行的{plan.edition}不同", field="edition")
    if not plan.published_on <= published_on <= today:
        raise RuleViolation("新版公布日期应在现行版之后、今天以前", field="published_on")
    anew = {"edition": edition.strip(), "revised_on": published_on, "revised_because": revised_because}
    anew |= {"to_revise": False, "revision_opinion": ""}
    if refile:
        anew |= {"published_on": published_on, "filed_on": None, "filing_no": ""}
    return change(plan, actor=actor, action="drills.revise", expected_version=expected_version, **anew)


@transaction.atomic
def retire_plan(pk: int, *, actor: User, expected_version: int | None, reason: str) -> EmergencyPlan:
    plan = locked(EmergencyPlan, pk, actor=actor, action="drills.retire")
    if waiting := Drill.objects.current().filter(plan=plan, status=Status.PLANNED).count():
        raise RuleViolation(f"还有{waiting}项演练计划使用该预案，请先调整")
    return end(plan, actor=actor, action="drills.retire", expected_version=expected_version, reason=reason)


def remind_due(*, today: date, now: datetime) -> int:
    """Tell who plans drills of days that come near, planned or owed; how many were told. Nobody is told twice."""
    coming = Drill.objects.current().filter(due_on__range=(today, today + timedelta(days=max(REMINDED))))
    dues = [
        Due(
            key=f"drills.{drill.pk}",
            due_on=drill.planned_on,
            enterprise=drill.enterprise_id,
            title=f"演练{{when}}：{drill.title}",
            body=f"计划{drill.planned_on}演练，请做好准备，演练后登记参演人员和照片。",
            link=f"/drills/{drill.pk}",
        )
        for drill in coming.only("title", "planned_on", "enterprise")
    ]
    sent = remind(dues, kind="drills.due", permission=PLAN, ahead=REMINDED, today=today, now=now)
    return sent + _remind_owed(today=today, now=now)


def _remind_owed(*, today: date, now: datetime) -> int:
    """One message for all it concerns, who may be a hundred thousand: what exactly is missing stands on the page."""
    sent = 0
    for _, due_on in halves(today.year):
        if (reached := stage(due_on, today, REMINDED)) in (None, OVERDUE):
            continue
        users = {user for staff in staff_of_each(DUTIES.owing(due_on, today=today), PLAN).values() for user in staff}
        title = f"{due_on:%-m月%-d日}到期的演练要求还没有完成，{left(due_on, today)}"
        body = f"{due_on}前应完成的演练还有缺项，缺什么、依据哪一条，见“应急演练”的演练要求。"
        once = f"drills.owed.{due_on}.{reached}"
        sent += len(notify(users, kind="drills.owed", title=title, body=body, link="/drills", once=once, now=now))
    return sent


def _of_the_firm(drill: Drill) -> None:
    if drill.plan and drill.plan.enterprise_id != drill.enterprise_id:
        raise RuleViolation("只能选择本企业的预案", field="plan")
