"""Answers to queries: one function for each, in one table. GB/T 28181-2022 9.5, 9.7, A.2.4, A.2.6."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from changqian.protocols.gb28181.documents import Document
from changqian.protocols.gb28181.documents.alarm import AlarmAnswer, AlarmQuery
from changqian.protocols.gb28181.documents.catalogue import (
    BODY_CAMERA,
    CatalogAnswer,
    CatalogInfo,
    CatalogItem,
    CatalogQuery,
)
from changqian.protocols.gb28181.documents.config import (
    AlarmReport,
    AudioParam,
    BasicParam,
    ConfigAnswer,
    ConfigQuery,
    OldVideoParam,
    OsdConfig,
    PictureMask,
    Settings,
    VideoAlarmRecord,
    VideoParamAttribute,
    VideoParamOpt,
    VideoRecordPlan,
)
from changqian.protocols.gb28181.documents.device import (
    AlarmState,
    DeviceInfoAnswer,
    DeviceInfoQuery,
    DeviceStatusAnswer,
    DeviceStatusQuery,
    StorageCard,
    StorageCardAnswer,
    StorageCardQuery,
)
from changqian.protocols.gb28181.documents.position import MobilePosition, Position, PositionQuery, notices
from changqian.protocols.gb28181.documents.ptz import (
    HomePosition,
    HomePositionAnswer,
    HomePositionQuery,
    Preset,
    PresetAnswer,
    PresetQuery,
    PtzPositionAnswer,
    PtzPositionQuery,
)
from changqian.protocols.gb28181.documents.record import RecordAnswer, RecordItem, RecordQuery
from changqian.protocols.gb28181.documents.snapshot import SnapshotSettings
from changqian.protocols.gb28181.elements import wires
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.versions import Version, may_be_sent
from changqian.protocols.mpegps.codecs import Codec
from changqian.simulators.recorder.body import MANUFACTURER, MODEL, Body
from changqian.simulators.recorder.card import CAPACITY, HOURS, Recording

RESOLUTIONS = {"640x360": "4", "1280x720": "5", "1920x1080": "6"}


def answers(body: Body, query: Document) -> Sequence[Document] | None:
    """In the order in which they are sent; None for what is no query that is known here."""
    answer = TABLE.get(type(query))
    if answer is None:
        return None
    made = list(answer(body, query))
    if body.quirks.shuffled and len(made) > 1:
        return [*made[::-1], made[-1]]
    return made


def catalogue(body: Body) -> list[CatalogItem]:
    """The device's channels; in some editions a recorder also lists what it hears and speaks with."""
    who, place = body.identity, body.place()
    info = CatalogInfo(
        ptz_type=3, room_type=1, mobile_device_type=BODY_CAMERA, resolution="5/4", stream_number_list="0"
    )
    common = CatalogItem(
        manufacturer=MANUFACTURER,
        model=MODEL,
        owner=who.unit,
        civil_code=who.device_id[:6],
        address="常州市",
        parental=0,
        parent_id=who.device_id,
        register_way=1,
        secrecy=0,
        status="ON",
    )
    cameras = [
        replace(
            common,
            device_id=channel,
            name=f"{who.officer}{'' if len(who.channels) == 1 else number}",
            longitude=place.longitude,
            latitude=place.latitude,
            info=info,
        )
        for number, channel in enumerate(who.channels, start=1)
    ]
    alarm = replace(common, device_id=who.alarm_id, name=f"{who.officer}一键报警")
    return [*cameras, alarm, replace(common, device_id=who.voice_id, name=f"{who.officer}喊话")]


def _catalogue(body: Body, query: CatalogQuery) -> Sequence[Document]:
    items, page = catalogue(body), max(1, body.quirks.catalogue_page)
    packets = [
        CatalogAnswer(sn=query.sn, device_id=query.device_id, total=len(items), items=tuple(items[at : at + page]))
        for at in range(0, len(items), page)
    ]
    return packets[: max(0, len(packets) - body.quirks.catalogue_missing)]


def _info(body: Body, query: DeviceInfoQuery) -> Sequence[Document]:
    return [
        DeviceInfoAnswer(
            sn=query.sn,
            device_id=query.device_id,
            result="OK",
            device_name=body.state.name,
            device_type="BodyCamera",
            manufacturer=MANUFACTURER,
            model=MODEL,
            firmware=body.state.firmware,
            max_camera=len(body.identity.channels),
            max_alarm=1,
            channel=len(body.identity.channels),
            extra=(f"Battery={body.state.battery}", f"Serial={body.identity.serial}"),
        )
    ]


def _status(body: Body, query: DeviceStatusQuery) -> Sequence[Document]:
    duty = "ALARM" if body.state.alarmed else "ONDUTY" if body.state.guarded else "OFFDUTY"
    return [
        DeviceStatusAnswer(
            sn=query.sn,
            device_id=query.device_id,
            result="OK",
            online="ONLINE",
            status="OK",
            encode_state="ON",
            record_state="ON" if body.state.recording else "OFF",
            device_time=body.now,
            alarms=(AlarmState(device_id=body.identity.alarm_id, duty_status=duty),),
        )
    ]


def _records(body: Body, query: RecordQuery) -> Sequence[Document]:
    """Annex M: none are a single packet with a SumNum of 0."""
    now = body.now
    start = query.start or now - timedelta(hours=HOURS)
    found = body.card.between(start, query.stop or now, now=now.timestamp())
    found = [each for each in found if query.type in ("", "all", each.why)]
    items = [_record(body, query.device_id, each) for each in found]
    page = max(1, body.quirks.record_page)
    return [
        RecordAnswer(
            sn=query.sn,
            device_id=query.device_id,
            name=body.state.name,
            total=len(items),
            items=tuple(items[at : at + page]),
        )
        for at in range(0, max(1, len(items)), page)
    ]


def _record(body: Body, channel: str, each: Recording) -> RecordItem:
    return RecordItem(
        device_id=channel,
        name=f"{body.identity.officer}_{each.start:%Y%m%d%H%M%S}",
        file_path=each.path,
        address="SD",
        start=each.start,
        stop=each.stop,
        secrecy=0,
        type=each.why,
        recorder_id=body.identity.officer_number,
        size=each.size,
        location=body.identity.device_id,
        stream_number=0,
    )


def _config(body: Body, query: ConfigQuery) -> Sequence[Document]:
    """One document for each type; a type that is not known here is an ERROR."""
    return [_setting(body, query, name) for name in query.types]


def _setting(body: Body, query: ConfigQuery, name: str) -> ConfigAnswer:
    known = may_be_sent(body.quirks.version, "Control", "DeviceConfig", name)
    if name == "SnapShotConfig" and known:
        snapshot = SnapshotSettings(count=1, interval=1)
        return ConfigAnswer(sn=query.sn, device_id=query.device_id, result="OK", snapshot=snapshot)
    settings = _settings(body)
    given = {each: getattr(settings, each) for each, wire in wires(Settings) if wire.tag == name}
    if not known or not any(given.values()):
        return ConfigAnswer(sn=query.sn, device_id=query.device_id, result="ERROR")
    return ConfigAnswer(sn=query.sn, device_id=query.device_id, result="OK", settings=Settings(**given))


def _settings(body: Body) -> Settings:
    """All there are: what was set, else what it came with."""
    state, kind = body.state, body.clip.kind
    size = RESOLUTIONS.get(f"{kind.width}x{kind.height}", f"{kind.width}*{kind.height}")
    codec = "5" if kind.video is Codec.H265 else "2"
    basic = BasicParam(
        name=state.name,
        expiration=state.expires,
        heartbeat_interval=round(state.keepalive),
        heartbeat_count=3,
        position_capability=2,
    )
    coding = {"format": codec, "resolution": size, "frame_rate": "25", "rate_type": "1", "kbps": str(kind.kbps)}
    came_with = Settings(
        video_options=VideoParamOpt(download_speed="1/2/4/8", resolution=size),
        video=(VideoParamAttribute(stream_number=0, **coding),),
        old_video=(OldVideoParam(stream_name="0", **coding),),
        audio=(AudioParam(stream_name="0", format="1", kbps="8", sampling_rate="1"),),
        alarm_record=VideoAlarmRecord(enabled=True, seconds=30, seconds_before=5, stream_number=0),
        record_plan=VideoRecordPlan(enabled=False, count=0),
        mask=PictureMask(on=False, count=0),
        mirror="0",
        alarm_report=AlarmReport(motion_detection=True, field_detection=False),
        osd=OsdConfig(length=kind.width, width=kind.height, time_enabled=True, time_type=0, count=0),
    )
    given = {each: getattr(state.settings, each) for each, wire in wires(Settings) if wire.tag in state.settings.types}
    return replace(came_with, **given | {"basic": basic})


def _presets(body: Body, query: PresetQuery) -> Sequence[Document]:
    items = tuple(Preset(id=str(number), name=name) for number, name in sorted(body.state.presets.items()))
    total = len(items) if body.quirks.version >= Version.V2022 else None
    return [PresetAnswer(sn=query.sn, device_id=query.device_id, result="OK", sum_num=total, items=items)]


def _cards(body: Body, query: StorageCardQuery) -> Sequence[Document]:
    now = time.time()
    left, free = max(0.0, body.card.formatting_until - now), CAPACITY - body.card.used(now=now)
    progress = 100 if not left else int(100 * (1 - left / body.quirks.formats))
    status = "formatting" if left else "ok"
    card = StorageCard(id=1, name="SD", status=status, progress=progress, capacity=CAPACITY, free=free)
    return [StorageCardAnswer(sn=query.sn, device_id=query.device_id, result="OK", total=1, items=(card,))]


def _home(body: Body, query: HomePositionQuery) -> Sequence[Document]:
    home = HomePosition(enabled=False)
    return [HomePositionAnswer(sn=query.sn, device_id=query.device_id, result="OK", home=home)]


def _looks(body: Body, query: PtzPositionQuery) -> Sequence[Document]:
    return [PtzPositionAnswer(sn=query.sn, device_id=query.device_id, result="OK", position=body.state.position)]


def _alarms(body: Body, query: AlarmQuery) -> Sequence[Document]:
    return [AlarmAnswer(sn=query.sn, device_id=query.device_id, result="OK")]


def _positions(body: Body, query: PositionQuery) -> Sequence[Document]:
    return positions(body, sn=query.sn) if body.quirks.answers_position else []


def positions(body: Body, *, sn: int) -> tuple[MobilePosition, ...]:
    """Where it is now, in the form of its edition or of its quirk."""
    here, now = body.place(), body.now.astimezone(BEIJING)
    position = Position(
        device_id=body.identity.device_id,
        time=now,
        longitude=here.longitude,
        latitude=here.latitude,
        speed=here.speed,
        direction=here.direction,
        altitude=5.2,
    )
    return notices((position,), sn=sn, device_id=body.identity.device_id, now=now, version=position_version(body))


def position_version(body: Body) -> Version:
    forms = {"2016": Version.V2016, "2022": Version.V2022}
    return forms.get(body.quirks.position, body.quirks.version)


TABLE: dict[type[Document], Callable[[Body, Any], Sequence[Document]]] = {
    CatalogQuery: _catalogue,
    DeviceInfoQuery: _info,
    DeviceStatusQuery: _status,
    RecordQuery: _records,
    ConfigQuery: _config,
    PresetQuery: _presets,
    StorageCardQuery: _cards,
    HomePositionQuery: _home,
    PtzPositionQuery: _looks,
    AlarmQuery: _alarms,
    PositionQuery: _positions,
}
