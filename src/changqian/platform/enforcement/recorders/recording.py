"""What is kept of pictures at the centre: by plan, and by hand."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.rules import Kind as Gateways
from changqian.platform.enforcement.recorders.models import Recorder, RecordingPlan
from changqian.platform.enforcement.recorders.rules import Status, checked_week
from changqian.platform.enforcement.recorders.services import place_of
from changqian.platform.enforcement.recorders.snapshot import channels_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.services import change, create, end, locked, noted
from changqian.platform.kernel.errors import RuleViolation
from changqian.wire import video


@transaction.atomic
def plan_recording(*, actor: User, department: Department, **fields: Any) -> RecordingPlan:
    """For all recorders of the department, and of those below it that have no plan of their own."""
    place_of(department)
    fields["week"] = checked_week(fields.get("week", []))
    row = create(RecordingPlan, actor=actor, action="recorders.plan", department=department, **fields)
    gateways.changed(Gateways.VIDEO)
    return row


@transaction.atomic
def edit_plan(pk: int, *, actor: User, expected_version: int, **fields: Any) -> RecordingPlan:
    row = locked(RecordingPlan, pk, actor=actor, action="recorders.plan")
    if "week" in fields:
        fields["week"] = checked_week(fields["week"])
    if fields.get("department"):
        place_of(fields["department"])
    row = change(row, actor=actor, action="recorders.plan", expected_version=expected_version, **fields)
    gateways.changed(Gateways.VIDEO)
    return row


@transaction.atomic
def end_plan(pk: int, *, actor: User, expected_version: int, reason: str) -> RecordingPlan:
    row = locked(RecordingPlan, pk, actor=actor, action="recorders.plan")
    row = end(row, actor=actor, action="recorders.plan", expected_version=expected_version, reason=reason)
    gateways.changed(Gateways.VIDEO)
    return row


@transaction.atomic
def record_now(pks: Sequence[int], *, actor: User, wanted: bool) -> list[Recorder]:
    """Begin or end recording the pictures of these recorders by hand (LE03.4: 整组批量操作): all of them or none."""
    what = "开始中心录像" if wanted else "停止中心录像"
    rows = [noted(Recorder, pk, actor=actor, action="recorders.command", act=what) for pk in dict.fromkeys(pks)]
    order = video.StartRecording if wanted else video.StopRecording
    for row in rows:
        if row.status != Status.IN_USE:
            raise RuleViolation(f"{row.name}已停用，不能录像")
        for channel in channels_of(row):
            gateways.send(Gateways.VIDEO, partial(_ordered, order, device=row.number, channel=channel))
    return rows


def _ordered(order: type[video.StartRecording] | type[video.StopRecording], number: str, *, device: str, channel: str
             ) -> video.Command:  # fmt: skip
    return order(id=number, device=device, channel=channel)
