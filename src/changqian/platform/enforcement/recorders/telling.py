"""What the video gateway tells of recorders, written down: presence, positions, alarms, channels, and their log."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.rules import Kind as Gateways
from changqian.platform.commons.recordings import services as recordings
from changqian.platform.commons.recordings.rules import Cause, Gone
from changqian.platform.commons.terminals import services as terminals
from changqian.platform.commons.terminals.rules import Fix
from changqian.platform.enforcement.recorders.models import Alarm, Channel, DeviceEntry, Recorder
from changqian.platform.enforcement.recorders.rules import Told
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.records.services import create
from changqian.protocols.gb28181.ids import DeviceId, InvalidId
from changqian.wire import video

CHANNEL = "recorders"
"Of NOTIFY: that something moved, with nothing said of what (architecture §2)."
EDITIONS = {"1.0": "2011版", "1.1": "2011版（修改补充）", "2.0": "2016版", "3.0": "2022版"}
"X-GB-ver. (GB/T 28181-2022 annex I)"


def receive(told: Sequence[video.Told]) -> None:
    """A batch in order. What is told of a recorder that was never entered, or was scrapped, is passed over."""
    numbers = {each.event.device for each in told}
    known = {
        row.number: row
        for row in Recorder.objects.current().select_related("terminal", "department").filter(number__in=numbers)
    }
    fixes: dict[int, list[Fix]] = defaultdict(list)
    entries: list[DeviceEntry] = []
    for each in told:
        row = known.get(each.event.device)
        if row is None:
            continue
        at = moment(each.at)
        if isinstance(each.event, video.Positioned):
            fixes[row.terminal_id].append(_fix(each.event, at))
        elif handle := HANDLERS.get(type(each.event)):
            entries += [
                DeviceEntry(recorder=row, at=at, kind=kind, text=text[:300])
                for kind, text in handle(row, each.event, at)
            ]
    terminals.located(fixes)
    DeviceEntry.objects.bulk_create(entries)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def moment(text: str, default: datetime | None = None) -> datetime:
    """ISO 8601 with a zone; else `default`, else ValueError."""
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        if default is None:
            raise ValueError(f"no moment: {text!r}")
        return default
    return found


def _fix(event: video.Positioned, at: datetime) -> Fix:
    """By the device's clock where that is believable: positions sent late belong where they were taken."""
    taken = moment(event.time, at)
    return Fix(taken if taken <= at else at, event.longitude, event.latitude, event.speed, event.direction)


Lines = Sequence[tuple[Told, str]]


def _came(row: Recorder, event: video.Registered, at: datetime) -> Lines:
    was = row.terminal.online
    edition = EDITIONS.get(event.version, event.version)
    address = f"{event.host}:{event.port}"
    terminals.came(row.terminal, at=at, address=address, transport=event.transport, protocol=edition, agent=event.agent)
    return () if was else ((Told.CAME, f"{address}（{event.transport.upper()}），GB/T 28181 {edition}"),)


def _went(row: Recorder, event: video.Offline, at: datetime) -> Lines:
    terminals.went(row.terminal, at=at, reason=event.reason)
    Channel.objects.filter(recorder=row).update(online=False)
    return ((Told.WENT, event.reason),)


def _moved(row: Recorder, event: video.Moved, at: datetime) -> Lines:
    """It is there: also where the last that was heard of it was that it had gone, before the gateway was restarted."""
    address, was = f"{event.host}:{event.port}", row.terminal
    if was.online:
        terminals.moved(was, address=address, transport=event.transport)
    else:
        known = {"protocol": was.protocol, "agent": was.agent}
        terminals.came(was, at=at, address=address, transport=event.transport, **known)
    return ((Told.MOVED, f"{address}（{event.transport.upper()}）"),)


def _refused(row: Recorder, event: video.RegistrationRefused, at: datetime) -> Lines:
    return ((Told.REFUSED, f"{event.host}：{event.reason}。{event.remedy}"),)


def _catalogue(row: Recorder, event: video.CatalogueReceived, at: datetime) -> Lines:
    """What stands in a whole catalogue is all there is; one in part only adds."""
    before = set(row.pictures.values_list("number", flat=True))
    told = {each.id: each for each in event.channels if each.id != row.number and shows(each.id)}
    Channel.objects.bulk_create(
        [
            Channel(
                recorder=row,
                number=number[:40],
                name=each.name[:100] or row.name,
                online=each.online,
                maker=each.manufacturer[:100],
                model=each.model[:100],
                told_at=at,
            )
            for number, each in told.items()
        ],
        update_conflicts=True,
        unique_fields=["recorder", "number"],
        update_fields=["name", "online", "maker", "model", "told_at"],
    )
    if event.outcome == "complete":
        Channel.objects.filter(recorder=row).exclude(number__in=told).delete()
    if set(row.pictures.values_list("number", flat=True)) != before:
        gateways.changed(Gateways.VIDEO)  # Plans are told by channel.
    missing = f"，缺{event.missing}个" if event.missing else ""
    return ((Told.CATALOGUE, f"{len(told)}个通道{missing}"),)


def shows(channel: str) -> bool:
    """Whether it is a camera, as its id says: alarm inputs and loudspeakers stand in catalogues too. What bears no such
    id may be one. (GB/T 28181-2022 annex E)"""
    try:
        return DeviceId.parse(channel).is_camera
    except InvalidId:
        return True


def _alarmed(row: Recorder, event: video.Alarmed, at: datetime) -> Lines:
    happened = min(moment(event.time, at), at).replace(microsecond=0)
    if Alarm.objects.filter(recorder=row, happened_at=happened, label=event.label[:60]).exists():
        return ()
    create(
        Alarm,
        actor=platform(),
        action="recorders.deal",
        recorder=row,
        label=event.label[:60],
        priority=event.priority,
        method=event.method,
        description=event.description[:200],
        happened_at=happened,
        lon=event.longitude if event.longitude is not None else row.terminal.lon,
        lat=event.latitude if event.latitude is not None else row.terminal.lat,
    )
    terminals.alarm([row.terminal_id], happened)
    return ()


def _no_picture(row: Recorder, event: video.ViewFailed, at: datetime) -> Lines:
    return ((Told.NO_PICTURE, f"{event.reason}。{event.remedy}"),)


def _done(row: Recorder, event: video.CommandDone, at: datetime) -> Lines:
    return ((Told.DONE, ""),) if event.ok else ((Told.FAILED, f"{event.reason}。{event.remedy}"),)


def _recording(row: Recorder, event: video.RecordingStarted, at: datetime) -> Lines:
    return ((Told.RECORDING, "、".join(Cause(each).label for each in event.causes if each in Cause.values)),)


def _recorded(row: Recorder, event: video.RecordingStopped, at: datetime) -> Lines:
    return ((Told.RECORDED, f"{event.reason}。{event.remedy}" if event.step else ""),)


def _stored(row: Recorder, event: video.SegmentStored, at: datetime) -> Lines:
    start = moment(event.start)
    recordings.stored(
        row.terminal,
        officer=_wearer(row, start),
        path=event.path,
        channel=event.channel,
        started_at=start,
        stopped_at=moment(event.stop),
        bytes=event.bytes,
        sm3=event.sm3,
        codec=event.codec,
        width=event.width,
        height=event.height,
        frames=event.frames,
        sound=event.sound,
        causes=list(event.causes),
        repaired=event.repaired,
    )
    return ()


def _wearer(row: Recorder, at: datetime) -> int | None:
    """Who wore it then."""
    then = row.holdings.filter(since__lte=at).exclude(until__lte=at).order_by("-since").first()
    return then.officer_id if then else None


def _dropped(row: Recorder, event: video.FootageDropped, at: datetime) -> Lines:
    recordings.dropped(row.terminal, event.paths, why=event.why if event.why in Gone.values else Gone.FULL, at=at)
    return ()


HANDLERS: dict[type[video.Event], Callable[[Recorder, Any, datetime], Lines]] = {
    video.Registered: _came,
    video.Offline: _went,
    video.Moved: _moved,
    video.RegistrationRefused: _refused,
    video.CatalogueReceived: _catalogue,
    video.Alarmed: _alarmed,
    video.ViewFailed: _no_picture,
    video.CommandDone: _done,
    video.RecordingStarted: _recording,
    video.RecordingStopped: _recorded,
    video.SegmentStored: _stored,
    video.FootageDropped: _dropped,
}
