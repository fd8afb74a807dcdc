"""What one can do with equipment: register, put into and out of use, have it inspected."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from changqian.platform.commons.codes.services import label_subject
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import Plan
from changqian.platform.commons.plans.rules import Subject
from changqian.platform.commons.plans.services import Source, cancel_open, tasks_for
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Item
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import change, create, end, keep_rows, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.reminding import Due, remind
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.equipment.rules import (
    AHEAD,
    SOON,
    STEPS,
    SUBJECT,
    Attention,
    Result,
    Status,
    Step,
    attentions,
    calibration,
    may_be_used,
)

CLASSES = "equipment_classes"
Devices = Sequence[Mapping[str, Any]]


def class_of(code: str) -> Item:
    """A class of the list, with its group and guidance; RuleViolation if there is none."""
    found = (
        Item.objects.filter(scheme__name=CLASSES, code=code, enabled=True).order_by("-scheme__effective_from").first()
    )
    if found is None:
        raise RuleViolation("没有这个设备类别，请从列表中选择", field="class_code")
    return found


@transaction.atomic
def register_equipment(
    *, actor: User, site: Site, today: date, devices: Devices = (), photos: Sequence[int] = (), **fields: Any
) -> Equipment:
    """Stands at the site from now on; in use at once if it says since when, else out of use until it is started."""
    status = Status.IN_USE if fields.get("started_on") else Status.STOPPED
    row = create(
        Equipment,
        actor=actor,
        action="equipment.register",
        site=site,
        registered_on=today,
        status=status,
        status_reason="" if status == Status.IN_USE else "尚未启用",
        **_settled(fields, site=site),
    )
    return _belongings(row, devices, photos, actor=actor, action="equipment.register", today=today)


@transaction.atomic
def edit_equipment(
    pk: int,
    *,
    actor: User,
    expected_version: int,
    today: date,
    devices: Devices | None = None,
    photos: Sequence[int] | None = None,
    **fields: Any,
) -> Equipment:
    """Correct the register; what is not named stays."""
    row = _locked(pk, Step.EDIT, actor=actor)
    fields = _settled(fields, site=row.site, before=row)
    row = change(row, actor=actor, action="equipment.edit", expected_version=expected_version, **fields)
    return _belongings(row, devices, photos, actor=actor, action="equipment.edit", today=today)


def _settled(fields: dict[str, Any], *, site: Site, before: Equipment | None = None) -> dict[str, Any]:
    """The fields as they are stored: the class's group, and nothing that the class or the firm contradicts."""
    kind = class_of(fields.get("class_code") or (before.class_code if before else ""))
    special = fields.get("special", before.special if before else bool(kind.extra["special"]))
    if special and not kind.extra["special"]:
        raise RuleViolation(f"{kind.name}不在特种设备目录内", field="special")
    person: Person | None = fields.get("responsible")
    if person is not None and person.enterprise_id != site.enterprise_id:
        raise RuleViolation("设备负责人不是本企业人员", field="responsible")
    return {**fields, "special": special, "group": kind.extra["group"]}


def _belongings(
    row: Equipment, devices: Devices | None, photos: Sequence[int] | None, *, actor: User, action: str, today: date
) -> Equipment:
    """Safety devices, photos, the code on the machine, and the tasks of plans that cover it."""
    if devices is not None:
        if len({each["name"] for each in devices}) != len(devices):
            raise RuleViolation("安全附件名称重复，请加编号区分", field="devices")
        there, common = SafetyDevice.objects.current().filter(equipment=row), {"site": row.site, "equipment": row}
        kept: dict[str, Any] = {"actor": actor, "action": action, "reason": "安全附件调整"}
        keep_rows(SafetyDevice, there, devices, key="name", common=common, **kept)
    if photos is not None:
        attach(row, "photos", photos, actor=actor, label="照片")
    label = {"subject_name": row.name, "subject_place": row.location}
    label_subject(actor=actor, site=row.site, subject_kind=SUBJECT, subject_id=row.pk, **label)
    if row.status == Status.IN_USE:
        tasks_for(list(plans_of([row])), day=today, actor=actor, action=action)
    return row


@transaction.atomic
def _to(pk: int, *, step: Step, actor: User, expected_version: int, reason: str = "", today: date) -> Equipment:
    """One step of its life. Out of use nothing is asked of anybody; in use again its plans go on.

    特种设备安全法第四十二条: 出现故障或者发生异常情况，全面检查、消除事故隐患后方可继续使用.
    """
    row, action = _locked(pk, step, actor=actor), f"equipment.{step}"
    fields: dict[str, Any] = {"status": STEPS.after(row.status, step), "status_reason": reason}
    if fields["status"] == Status.IN_USE:
        fields |= {"started_on": row.started_on or today}
        may_be_used(
            special=row.special,
            number=row.registration_number,
            started_on=row.started_on or today,
            next_due=row.next_examination_on,
            result=row.result,
            day=today,
        )
    row = change(row, actor=actor, action=action, expected_version=expected_version, **fields)
    if row.status == Status.IN_USE:
        tasks_for(list(plans_of([row])), day=today, actor=actor, action=action)
    else:
        why = f"设备{Status(row.status).label}：{reason}"
        cancel_open(actor=actor, action=action, reason=why, plan__subject_kind=SUBJECT, subject_id=row.pk)
    return row


start_equipment = partial(_to, step=Step.START, reason="")
stop_equipment = partial(_to, step=Step.STOP)
report_fault = partial(_to, step=Step.REPORT_FAULT)
repaired_equipment = partial(_to, step=Step.REPAIRED)
scrap_equipment = partial(_to, step=Step.SCRAP)


@transaction.atomic
def examine_equipment(
    pk: int, *, actor: User, expected_version: int, today: date, report: Sequence[int] = (), **said: Any
) -> Equipment:
    """Write down an inspection. What failed is out of use from now on (特种设备安全法第四十条)."""
    row = _locked(pk, Step.EXAMINE, actor=actor)
    if said["examined_on"] > today:
        raise RuleViolation("检验日期不能晚于今天", field="examined_on")
    done = create(Examination, actor=actor, action="equipment.examine", site=row.site, equipment=row, **said)
    if report:
        attach(done, "report", report, actor=actor, label="检验报告")
    if row.last_examination_on and said["examined_on"] < row.last_examination_on:
        return row  # An older report filed later says nothing about today.
    fields = {"last_examination_on": done.examined_on, "next_examination_on": done.next_due_on, "result": done.result}
    row = change(row, actor=actor, action="equipment.examine", expected_version=expected_version, **fields)
    if done.result == Result.FAILED and row.status == Status.IN_USE:
        return stop_equipment(pk, actor=actor, expected_version=row.version, reason="检验不合格", today=today)
    return row


@transaction.atomic
def end_equipment(pk: int, *, actor: User, expected_version: int, reason: str) -> Equipment:
    row = _locked(pk, Step.END, actor=actor)
    return end(row, actor=actor, action="equipment.end", expected_version=expected_version, reason=reason)


def _locked(pk: int, step: Step, *, actor: User) -> Equipment:
    row = locked(Equipment, pk, actor=actor, action=f"equipment.{step}")
    STEPS.after(row.status, step)
    return row


def attentions_of(row: Equipment, *, day: date) -> list[Attention]:
    """What to do about this machine, its safety devices included; the most pressing first."""
    facts: dict[str, Any] = {"status": row.status, "special": row.special, "result": row.result}
    told = list(
        attentions(
            **facts,
            number=row.registration_number,
            started_on=row.started_on,
            next_due=row.next_examination_on,
            day=day,
        )
    )
    soon = SafetyDevice.objects.current().filter(equipment=row, calibration_due_on__lte=day + timedelta(days=SOON))
    if row.status != Status.SCRAPPED:
        dues = soon.values_list("name", "calibration_due_on")
        told += [calibration(name, due, special=row.special, day=day) for name, due in dues if due]
    return sorted(told, key=lambda each: not each.bad)


# --- plans and reminders --------------------------------------------------------------------------------------------


def plans_of(rows: Sequence[Equipment]) -> Any:
    """The plans that cover these machines: their own, and those of their class at their site."""
    covering = Q(subject_id__in=[row.pk for row in rows])
    for row in rows:
        covering |= Q(subject_group=row.class_code, site=row.site_id)
    return Plan.objects.current().filter(covering, subject_kind=SUBJECT).select_related("site")


def covered(plans: Sequence[Plan]) -> dict[int, list[Subject]]:
    rows = Equipment.objects.current().filter(status=Status.IN_USE, site__in={plan.site_id for plan in plans})
    groups, own = {plan.subject_group for plan in plans}, {plan.subject_id for plan in plans}
    found: dict[tuple[int, str | int], list[Subject]] = {}
    named = rows.filter(Q(class_code__in=groups) | Q(pk__in=own)).order_by("pk")
    for pk, site, code, name, place in named.values_list("pk", "site", "class_code", "name", "location"):
        for key in ((site, code), (site, pk)):
            found.setdefault(key, []).append(Subject(pk, name, place))
    return {plan.pk: found.get((plan.site_id, plan.subject_group or plan.subject_id), []) for plan in plans}


def named(site: Site, pk: int, group: str) -> str:
    if group and not pk:
        return f"{class_of(group).name}（全部）"
    row = Equipment.objects.current().filter(site=site, pk=pk).first()
    if row is None:
        raise RuleViolation("该场所没有这台设备", field="subject_id")
    return row.name


SOURCE = Source("设备", named=named, covered=covered)


def remind_due(*, today: date, now: datetime) -> int:
    """Inspections and calibrations that come near or ran out, told once per stage; return how many messages."""
    until = today + timedelta(days=AHEAD[0])
    rows = Equipment.objects.current().exclude(status=Status.SCRAPPED).select_related("responsible")
    rows = rows.only("name", "enterprise", "next_examination_on", "responsible", "responsible__user")
    kept = SafetyDevice.objects.current().exclude(equipment__status=Status.SCRAPPED)
    dues = [
        _due(row, "检验", "examination", row.next_examination_on) for row in rows.filter(next_examination_on__lte=until)
    ]
    dues += [
        _due(each.equipment, f"{each.name}校验", f"device {each.pk}", each.calibration_due_on)
        for each in kept.filter(calibration_due_on__lte=until)
        .select_related("equipment__responsible")
        .only(
            *("name", "calibration_due_on", "equipment", "equipment__name", "equipment__enterprise"),
            *("equipment__responsible", "equipment__responsible__user"),
        )
    ]
    return remind(dues, kind="equipment.due", permission="equipment.examine", ahead=AHEAD, today=today, now=now)


def _due(row: Equipment, what: str, key: str, on: Any) -> Due:
    return Due(
        key=f"equipment {row.pk} {key}",
        due_on=on,
        enterprise=row.enterprise_id,
        title=f"“{row.name}”{what}{{when}}",
        link=f"/equipment?id={row.pk}",
        people=[row.responsible.user_id] if row.responsible and row.responsible.user_id else [],
    )
