"""Entering recorders, handing them out and taking them back; what they are told, and who watches them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.rules import Kind as Gateways
from changqian.platform.commons.terminals import services as terminals
from changqian.platform.commons.terminals.models import Terminal
from changqian.platform.commons.terminals.rules import Kind
from changqian.platform.enforcement.recorders.models import (
    Alarm,
    Channel,
    DeviceEntry,
    Holding,
    Recorder,
    RecorderModel,
)
from changqian.platform.enforcement.recorders.rules import (
    STEPS,
    Act,
    AlarmStatus,
    Status,
    Step,
    checked_number,
    refuse_beyond,
    refuse_moment,
    refuse_password,
)
from changqian.platform.enforcement.recorders.snapshot import LICENSED
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import TICKET_LIVES
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.services import change, create, end, locked, noted
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.tickets import encode, ticket
from changqian.wire import video

AUDIENCE, LIVE, ELSEWHERE = "video", "live", "elsewhere"
"For whom a ticket is, what it opens there, and that it may be shown from another origin than ours."


# -- the register ------------------------------------------------------------------------------------------------------


@transaction.atomic
def register_recorder(*, actor: User, today: date, department: Department, **fields: Any) -> Recorder:
    """Enter a recorder; the gateway lets it in some seconds later."""
    given = _checked(fields, today=today)
    region = place_of(department)
    _licensed(given.get("channels", 1))
    terminal, _ = Terminal.objects.get_or_create(
        kind=Kind.RECORDER,
        number=given["number"],
        defaults={"name": given["name"], "department": department, "region": region},
    )
    row = create(Recorder, actor=actor, action="recorders.register", department=department, terminal=terminal, **given)
    return _followed(row)


@transaction.atomic
def edit_recorder(pk: int, *, actor: User, expected_version: int, today: date, **fields: Any) -> Recorder:
    """What is not named stays as it is; a password too, which nobody is ever shown."""
    row = _at(pk, Step.EDIT, actor=actor)
    if not fields.get("password"):
        fields.pop("password", None)
    given = _checked(fields, today=today, known=row)
    if "department" in given:
        place_of(given["department"])
    if row.status == Status.IN_USE and given.get("channels", 0) > row.channels:
        _licensed(given["channels"] - row.channels)
    row = change(row, actor=actor, action="recorders.edit", expected_version=expected_version, **given)
    return _followed(row)


@transaction.atomic
def hand_out(pk: int, *, actor: User, expected_version: int, wearer: User, at: datetime, now: datetime) -> Recorder:
    """From `at` on it is worn by this person; whoever wore it before gave it back then."""
    row = _at(pk, Step.HAND_OUT, actor=actor)
    if row.wearer_id == wearer.pk:
        raise RuleViolation(f"{wearer.name}正持有这台记录仪", field="wearer")
    if not wearer.is_active or wearer.department_id not in row.department.below():
        raise RuleViolation("持有人应是所属单位在用的账号", field="wearer")
    _given_back(row, actor=actor, at=at, now=now)
    create(Holding, actor=actor, action="recorders.hand_out", recorder=row, officer=wearer, since=at)
    row = change(row, actor=actor, action="recorders.hand_out", expected_version=expected_version, wearer=wearer)
    return _followed(row)


@transaction.atomic
def take_back(pk: int, *, actor: User, expected_version: int, at: datetime, now: datetime) -> Recorder:
    row = _at(pk, Step.TAKE_BACK, actor=actor)
    if row.wearer_id is None:
        raise RuleViolation("这台记录仪没有领用")
    _given_back(row, actor=actor, at=at, now=now)
    row = change(row, actor=actor, action="recorders.take_back", expected_version=expected_version, wearer=None)
    return _followed(row)


@transaction.atomic
def stop_recorder(pk: int, *, actor: User, expected_version: int) -> Recorder:
    """It is let in no longer, and its pictures end."""
    row = _at(pk, Step.STOP, actor=actor)
    stopped = STEPS.after(row.status, Step.STOP)
    row = change(row, actor=actor, action="recorders.stop", expected_version=expected_version, status=stopped)
    return _followed(row)


@transaction.atomic
def resume_recorder(pk: int, *, actor: User, expected_version: int) -> Recorder:
    row = _at(pk, Step.RESUME, actor=actor)
    _licensed(row.channels)
    used = STEPS.after(row.status, Step.RESUME)
    row = change(row, actor=actor, action="recorders.resume", expected_version=expected_version, status=used)
    return _followed(row)


@transaction.atomic
def end_recorder(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> Recorder:
    row = _at(pk, Step.END, actor=actor)
    _given_back(row, actor=actor, at=now, now=now)
    row = end(row, actor=actor, action="recorders.end", expected_version=expected_version, reason=reason)
    gateways.changed(Gateways.VIDEO)
    return row


def _at(pk: int, step: Step, *, actor: User) -> Recorder:
    row = locked(Recorder, pk, actor=actor, action=f"recorders.{step}")
    STEPS.after(row.status, step)
    return row


def _checked(given: dict[str, Any], *, today: date, known: Recorder | None = None) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation at the first that is wrong."""
    fields = dict(given)
    if "number" in fields:
        fields["number"] = checked_number(fields["number"])
        if known and known.number != fields["number"]:
            raise RuleViolation("国标编码不能修改，请报废后重新登记", field="number")
    if "password" in fields:
        refuse_password(fields["password"])
    if fields.get("bought_on") and fields["bought_on"] > today:
        raise RuleViolation("购置日期不能晚于今天", field="bought_on")
    return fields


def place_of(department: Department) -> Region:
    """Where its recorders lie."""
    if department.ended_at or department.region is None:
        raise RuleViolation("所属单位应是在用且已设区划的部门", field="department")
    return department.region


def _licensed(channels: int) -> None:
    used = Recorder.objects.current().filter(status=Status.IN_USE).aggregate(n=Sum("channels"))["n"] or 0
    refuse_beyond(channels, taken=used, licensed=int(value(LICENSED)))


def _given_back(row: Recorder, *, actor: User, at: datetime, now: datetime) -> None:
    """Whoever wears it, if somebody does, wears it until then."""
    holding = row.holdings.filter(until=None).first()
    refuse_moment(at, now=now, since=holding.since if holding else None)
    if holding:
        change(holding, actor=actor, action="recorders.take_back", expected_version=None, until=at)


def _followed(row: Recorder) -> Recorder:
    """What follows from a recorder's papers: its terminal's, and what the gateway must know."""
    Terminal.objects.filter(pk=row.terminal_id).update(
        name=row.name,
        department=row.department_id,
        region=row.region_id,
        wearer=row.wearer.name if row.wearer else "",
    )
    gateways.changed(Gateways.VIDEO)
    return row


# -- types -------------------------------------------------------------------------------------------------------------


def add_model(*, actor: User, **fields: Any) -> RecorderModel:
    return create(RecorderModel, actor=actor, action="recorders.keep_models", **fields)


@transaction.atomic
def edit_model(pk: int, *, actor: User, expected_version: int, **fields: Any) -> RecorderModel:
    row = locked(RecorderModel, pk, actor=actor, action="recorders.keep_models")
    return change(row, actor=actor, action="recorders.keep_models", expected_version=expected_version, **fields)


@transaction.atomic
def end_model(pk: int, *, actor: User, expected_version: int, reason: str) -> RecorderModel:
    """Recorders of this type keep it; none can be entered with it any longer."""
    row = locked(RecorderModel, pk, actor=actor, action="recorders.keep_models")
    return end(row, actor=actor, action="recorders.keep_models", expected_version=expected_version, reason=reason)


# -- watching and ordering ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """Where a picture is to be had, once, within a minute."""

    url: str
    ticket: str
    expires_at: datetime
    channel: str
    name: str


@transaction.atomic
def watch(pk: int, *, actor: User, session: str, channel: str = "", elsewhere: bool = False, now: datetime) -> View:
    """A ticket for one look at a channel, the first one unless it is named; who took it is told to the trail.

    `session` is what the view ends with; `elsewhere`: it is opened from a page of another system (LE05.3).
    """
    row = noted(Recorder, pk, actor=actor, action="recorders.watch", channel=channel)
    if row.status != Status.IN_USE:
        raise RuleViolation(f"{row.name}已停用，不能查看画面")
    pictures: Sequence[Channel] = list(row.pictures.all())
    found = next((each for each in pictures if not channel or each.number == channel), None)
    if channel and found is None:
        raise RuleViolation("没有这个视频通道，请刷新后重试", field="channel")
    number = found.number if found else row.number
    expires, verbs = now + TICKET_LIVES, (LIVE, ELSEWHERE) if elsewhere else (LIVE,)
    made = ticket(
        audience=AUDIENCE, subject=session, resource=f"{row.number}/{number}", verbs=verbs, expires_at=expires
    )
    url = f"{settings.VIDEO_URL.replace('http', 'ws', 1)}/live/{row.number}/{number}"
    return View(url, encode(made, settings.KEYS["tickets"]), expires, number, found.name if found else row.name)


@transaction.atomic
def command(pk: int, *, actor: User, act: str, channel: str = "") -> Recorder:
    """Order something of a recorder; what came of it stands in its log."""
    row = noted(Recorder, pk, actor=actor, action="recorders.command", act=Act(act).label, channel=channel)
    if not row.terminal.online:
        raise RuleViolation(f"{row.name}不在线，请在设备上线后再操作")
    gateways.send(
        Gateways.VIDEO,
        lambda number: video.Control(id=number, device=row.number, channel=channel or row.number, action=Act(act)),
    )
    return row


@transaction.atomic
def deal(pk: int, *, actor: User, expected_version: int, result: str, now: datetime) -> Alarm:
    """An alarm has been seen to; when it was the recorder's last, the map no longer shows it in red."""
    row = locked(Alarm, pk, actor=actor, action="recorders.deal")
    if row.status != AlarmStatus.OPEN:
        raise RuleViolation("这条告警已处理")
    dealt = {"status": AlarmStatus.DEALT, "dealt_at": now, "result": result}
    row = change(row, actor=actor, action="recorders.deal", expected_version=expected_version, **dealt)
    waiting = row.recorder.alarms.filter(status=AlarmStatus.OPEN).order_by("happened_at").first()
    terminals.alarm([row.recorder.terminal_id], waiting.happened_at if waiting else None)
    return row


def forget_entries(*, now: datetime, days: int) -> int:
    return DeviceEntry.objects.filter(at__lt=now - timedelta(days=days)).delete()[0]
