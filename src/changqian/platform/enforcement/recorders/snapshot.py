"""What the video gateway must know: devices with what proves their passwords, what is recorded when, and limits."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from changqian.platform.enforcement.recorders.models import Recorder, RecordingPlan
from changqian.platform.enforcement.recorders.rules import OFFERED, Digest, Status
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.parameters.services import value
from changqian.protocols.sip import ha1s
from changqian.wire import video

LICENSED = "recorders.channels"


def snapshot(revision: int) -> video.Snapshot:
    """All recorders that may come in. HA1 instead of passwords: the gateway needs no more. (RFC 7616 §3.4.2)"""
    domain = settings.GB_DOMAIN
    rows = list(Recorder.objects.current().prefetch_related("pictures").order_by("pk"))
    return video.Snapshot(
        revision=revision,
        devices=tuple(
            video.Device(
                id=row.number,
                name=row.name,
                secrets=ha1s(row.number, domain, row.password),
                algorithms=OFFERED[Digest(row.digest)],
                media=row.media,
                charset=row.charset,
                channels=row.channels,
                blocked=row.status != Status.IN_USE,
            )
            for row in rows
        ),
        limits=video.Limits(channels=int(value(LICENSED))),
        plans=tuple(_plans(rows)),
        keeping=_keeping(),
    )


def channels_of(row: Recorder) -> list[str]:
    """What it shows; a device that tells no catalogue is its own channel."""
    return [each.number for each in row.pictures.all()] or [row.number]


def _plans(recorders: Sequence[Recorder]) -> Iterator[video.Plan]:
    """Each recorder by the plan of its department, else of the nearest one above."""
    plans = {each.department_id: each for each in RecordingPlan.objects.current()}
    above = dict(Department.objects.values_list("pk", "parent_id")) if plans else {}
    for row in recorders:
        at: int | None = row.department_id
        while at is not None and at not in plans:
            at = above.get(at)
        if at is None or row.status != Status.IN_USE:
            continue
        plan = plans[at]
        week = tuple(video.Span(**each) for each in plan.week)
        for channel in channels_of(row):
            yield video.Plan(
                device=row.number,
                channel=channel,
                week=week,
                on_alarm=plan.on_alarm,
                before=plan.before,
                after=plan.after,
                days=plan.days,
            )


def _keeping() -> video.Keeping:
    policy = "by_label" if value("recorders.footage_overwrite") else "stop"
    most = int(value("recorders.footage_gigabytes")) << 30
    return video.Keeping(policy=policy, days=int(value("recorders.footage_days")), most_bytes=most)
