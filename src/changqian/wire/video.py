"""What crosses between the platform and a video gateway: the snapshot down, commands down, events up.

All are frozen dataclasses of plain JSON values. A command carries an id and may come twice; an event carries the number
under which the gateway keeps it until it is acknowledged. Times are ISO 8601 with a zone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from types import UnionType
from typing import Any, ClassVar, Self, TypeVar, get_args, get_origin, get_type_hints

from changqian.wire.device_settings import KINDS, DeviceSettings
from changqian.wire.signing import sm3

T = TypeVar("T")


class NotOurs(ValueError):
    """This JSON is no value of this module. The message says what is wrong with it."""


def to_json(value: Any) -> dict[str, Any]:
    """As JSON holds it; commands and events with their `kind`."""
    kind = getattr(value, "KIND", None)
    return {"kind": kind, **asdict(value)} if kind else asdict(value)


def from_json(cls: type[T], said: Any) -> T:
    """Fields that are missing take their defaults and unknown ones are passed over, so that versions may differ."""
    if not isinstance(said, dict):
        raise NotOurs(f"{cls.__name__}应为对象")
    hints = get_type_hints(cls)
    try:
        given = {each.name: _value(hints[each.name], said[each.name]) for each in _fields(cls) if each.name in said}
        return cls(**given)
    except (TypeError, ValueError) as error:
        raise NotOurs(f"{cls.__name__}：{error}") from error


def _fields(cls: Any) -> Any:
    return fields(cls)


def _value(hint: Any, said: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (UnionType,):
        return None if said is None else _value(next(each for each in args if each is not type(None)), said)
    if origin is tuple:
        if not isinstance(said, list | tuple):
            raise TypeError("应为数组")
        return tuple(_value(args[0], each) for each in said)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, said)
    if origin is not None:
        if not isinstance(said, Mapping):
            raise TypeError("应为对象")
        return {str(key): _value(args[1], each) for key, each in said.items()}
    if hint is float and isinstance(said, int) and not isinstance(said, bool):
        return float(said)
    if not isinstance(said, hint) or (hint is int and isinstance(said, bool)):
        raise TypeError(f"{said!r}应为{hint.__name__}")
    return said


# -- the snapshot ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Following:
    """What a device is to tell of its own accord; what it will not is asked, where that can be. Positions come each
    `interval` seconds; where they are not wanted they are not told either."""

    catalogue: bool = True
    alarms: bool = True
    positions: bool = True
    interval: int = 5
    alarm_pictures: int = 1
    "How many are taken when it raises an alarm; 0 to 10."
    status: int = 300
    "Seconds between two questions how it is; what has changed is told. 0: it is not asked."

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= 3600:
            raise ValueError(f"定位上报间隔应为1至3600秒，不能是{self.interval}")
        if not 0 <= self.alarm_pictures <= 10:
            raise ValueError(f"报警抓拍张数应为0至10，不能是{self.alarm_pictures}")
        if self.status and not 30 <= self.status <= 86400:
            raise ValueError(f"状态查询间隔应为30至86400秒，不能是{self.status}")


@dataclass(frozen=True, slots=True)
class Device:
    """A device that may register. `secrets` holds HA1 in hexadecimal by algorithm (MD5, SHA-256, SM3)."""

    id: str
    name: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    algorithms: tuple[str, ...] = ("MD5",)
    "What it is offered, in this order; a device that knows MD5 only takes fright at others."
    media: str = "udp"
    "How its media come: `udp`, `tcp`, where the device connects to us, or `tcp_active`, where we connect to it."
    talk: str = ""
    """How it is spoken to first: `broadcast` (9.12), or `talk` (an INVITE of ours with `s=Talk`); empty: as worked
    last, else as the standard has it. The other way is tried if that fails."""
    charset: str = ""
    "What it is written in; empty: as its edition says."
    channels: int = 1
    "How many channels it counts for."
    blocked: bool = False
    following: Following = Following()


@dataclass(frozen=True, slots=True)
class Limits:
    """0 is no limit."""

    channels: int = 0
    "Of all devices that are online together."
    viewers: int = 0
    "Of one stream."


OVERWRITE_OLDEST, STOP, BY_LABEL = "overwrite_oldest", "stop", "by_label"
POLICIES = (OVERWRITE_OLDEST, STOP, BY_LABEL)


def minutes(clock: str) -> int:
    """Of a day, from `HH:MM`; 24:00 is its end."""
    hour, colon, minute = clock.partition(":")
    if not (colon and clock.isascii() and hour.isdigit() and minute.isdigit() and len(hour) == len(minute) == 2):
        raise ValueError(f"{clock!r}不是时刻，请写成08:30的形式")
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > 1440:
        raise ValueError(f"没有{clock}这个时刻")
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """A part of each week, by the clock of Beijing: `day` 1 is Monday. A `stop` that is not after `start` is on the
    next day."""

    day: int
    start: str
    stop: str

    def __post_init__(self) -> None:
        if not 1 <= self.day <= 7:
            raise ValueError(f"星期应为1（周一）至7（周日），不能是{self.day}")
        if minutes(self.start) == 1440:
            raise ValueError("开始时刻应在24:00之前")
        minutes(self.stop)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a channel is recorded. With `before`, its picture runs all the time, so that what came before an alarm is
    there: this costs the network of the device."""

    device: str
    channel: str
    week: tuple[Span, ...] = ()
    on_alarm: bool = False
    before: int = 0
    after: int = 60
    "Seconds before and after an alarm."
    label: str = ""
    "Of its footage; labelled footage does not grow too old."
    days: int = 0
    "That its footage is kept; 0: as `Keeping` says."


@dataclass(frozen=True, slots=True)
class Keeping:
    """How footage is kept. `policy` says what happens when there is no room: `overwrite_oldest` takes the oldest,
    `by_label` the oldest without a label, `stop` nothing."""

    policy: str = OVERWRITE_OLDEST
    days: int = 0
    "0 is for ever; what has a label is always kept for ever."
    most_bytes: int = 0
    "Of all footage of the gateway; 0: what the disk holds."

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise ValueError(f"不认识的磁盘满策略：{self.policy}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All a gateway must know. It serves from the last one while the platform is down."""

    revision: int = 0
    devices: tuple[Device, ...] = ()
    limits: Limits = Limits()
    blocked_hosts: tuple[str, ...] = ()
    "Addresses or networks (10.1.0.0/16) that nobody may register from."
    allowed_hosts: tuple[str, ...] = ()
    "Where devices may register from; empty: from everywhere."
    plans: tuple[Plan, ...] = ()
    keeping: Keeping = Keeping()


# -- commands ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    KIND: ClassVar[str] = ""
    id: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLive(Command):
    """Pull a channel's picture and keep it running, whether or not somebody watches."""

    KIND: ClassVar[str] = "start_live"
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLive(Command):
    """No longer keep it; it ends when the last viewer has gone."""

    KIND: ClassVar[str] = "stop_live"
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCatalogue(Command):
    """Answered by `CatalogueReceived`."""

    KIND: ClassVar[str] = "ask_catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecords(Command):
    """Answered by `RecordsReceived`."""

    KIND: ClassVar[str] = "ask_records"
    channel: str
    start: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(Command):
    """One DeviceControl (9.3): `action` is ptz, boot, record, stop_record, set_guard, reset_guard, reset_alarm or
    key_frame; `value` the 16 hexadecimal digits of a PTZCmd."""

    KIND: ClassVar[str] = "control"
    channel: str
    action: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndViews(Command):
    """Close what is watched by tickets for this subject, whose session has ended. Of no device: `device` is empty."""

    KIND: ClassVar[str] = "end_views"
    subject: str
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRecording(Command):
    """Record a channel until `StopRecording`, also after a restart; again with another label, it goes on with that."""

    KIND: ClassVar[str] = "start_recording"
    channel: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRecording(Command):
    """End what was begun by hand; plans go on."""

    KIND: ClassVar[str] = "stop_recording"
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFootage(Command):
    """Label the segments that have anything between two times (ISO 8601), which keeps them; an empty label lets them
    go. The device need not be known any more."""

    KIND: ClassVar[str] = "keep_footage"
    channel: str
    start: str
    stop: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCall(Command):
    """Nobody will answer the device that calls: `call` is that of `CallingIn`."""

    KIND: ClassVar[str] = "refuse_call"
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download(Command):
    """Fetch what a channel's device recorded between two times (ISO 8601) into a file of the gateway's, at `speed`
    times real time. Told by `DownloadProgress` and `DownloadDone`, under the id of this command."""

    KIND: ClassVar[str] = "download"
    channel: str
    start: str
    stop: str
    speed: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelDownload(Command):
    """`download` is the id of the command that began it."""

    KIND: ClassVar[str] = "cancel_download"
    download: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSnapshots(Command):
    """Pictures of a channel, `interval` seconds apart: by the device (2022), else out of its live picture. Told by
    `SnapshotsTaken` under the id of this command."""

    KIND: ClassVar[str] = "take_snapshots"
    channel: str
    count: int = 1
    interval: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 10:
            raise ValueError(f"抓拍张数应为1至10，不能是{self.count}")
        if not 1 <= self.interval <= 600:
            raise ValueError(f"抓拍间隔应为1至600秒，不能是{self.interval}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskConfig(Command):
    """Answered by `ConfigReceived`. `kinds` are of `device_settings.KINDS`; `channel` is the device where empty."""

    KIND: ClassVar[str] = "ask_config"
    kinds: tuple[str, ...]
    channel: str = ""

    def __post_init__(self) -> None:
        if strange := [each for each in self.kinds if each not in KINDS]:
            raise ValueError(f"没有配置类型{strange[0][:20]}，应为{'、'.join(KINDS)}")
        if not self.kinds or len(set(self.kinds)) < len(self.kinds):
            raise ValueError("请列出要查询的配置类型，每种一次")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetConfig(Command):
    """What is not None or empty is set. Done when the device has said yes to all of it."""

    KIND: ClassVar[str] = "set_config"
    settings: DeviceSettings
    channel: str = ""

    def __post_init__(self) -> None:
        self.settings.check()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskInfo(Command):
    """Answered by `InfoReceived`."""

    KIND: ClassVar[str] = "ask_info"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStatus(Command):
    """Answered by `StatusReceived`."""

    KIND: ClassVar[str] = "ask_status"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCards(Command):
    """Answered by `CardsReceived`."""

    KIND: ClassVar[str] = "ask_cards"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatCard(Command):
    """`card` 0 are all of them. `CardsReceived` tells how it goes, `CommandDone` that it is over."""

    KIND: ClassVar[str] = "format_card"
    card: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.card <= 64:
            raise ValueError(f"存储卡编号应为0（全部）至64，不能是{self.card}")


FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade(Command):
    """Become `firmware` with the file whose SM3 is `file`, which was given to the gateway before, by
    PUT /firmware/{file}. `CommandDone` says that the device has agreed, `UpgradeDone` how it ended."""

    KIND: ClassVar[str] = "upgrade"
    firmware: str
    manufacturer: str
    file: str
    name: str = "firmware.bin"
    "That the device sees; some go by its ending."

    def __post_init__(self) -> None:
        if not (0 < len(self.firmware) <= 64 and 0 < len(self.manufacturer) <= 64):
            raise ValueError("请填写升级后的版本号和设备厂商，各不超过64个字")
        if len(self.file) != 64 or not set(self.file) <= set("0123456789abcdef"):
            raise ValueError("升级包应以其SM3值（64位小写十六进制）指明")
        if not FILE_NAME.fullmatch(self.name):
            raise ValueError("升级包文件名应为1至64个字母、数字、点、横线或下划线，不能以点开头")


COMMANDS: dict[str, type[Command]] = {
    each.KIND: each
    for each in (
        *(StartLive, StopLive, AskCatalogue, AskRecords, Control, EndViews, RefuseCall),
        *(StartRecording, StopRecording, KeepFootage),
        *(Download, CancelDownload),
        *(TakeSnapshots, AskConfig, SetConfig, AskInfo, AskStatus, AskCards, FormatCard, Upgrade),
    )
}


def command_of(said: Any) -> Command:
    """NotOurs for what is no command, or one that this gateway does not know."""
    kind = said.get("kind") if isinstance(said, dict) else None
    if not isinstance(kind, str) or kind not in COMMANDS:
        raise NotOurs(f"不认识的命令：{kind!r}")
    return from_json(COMMANDS[kind], said)


# -- exports of footage ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Export:
    """Join what was recorded of a channel between two times (ISO 8601) into one MP4. The same id is the same export."""

    id: str
    device: str
    channel: str
    start: str
    stop: str


@dataclass(frozen=True, slots=True)
class ExportedPart:
    """A segment that is in it: what of it, and the digest that was taken when it was recorded."""

    path: str
    start: str
    stop: str
    sm3: str


@dataclass(frozen=True, slots=True)
class ExportState:
    """`state`: waiting, running, done or failed. Times between the parts are not in the film."""

    id: str
    state: str
    progress: float = 0.0
    "0 to 1."
    bytes: int = 0
    sm3: str = ""
    parts: tuple[ExportedPart, ...] = ()
    step: str = ""
    reason: str = ""
    remedy: str = ""


# -- events ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    KIND: ClassVar[str] = ""
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Event):
    """The device is online. `version` is of X-GB-ver, `expires` in seconds."""

    KIND: ClassVar[str] = "registered"
    host: str
    port: int
    transport: str
    version: str
    expires: int
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRefused(Event):
    KIND: ClassVar[str] = "registration_refused"
    host: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline(Event):
    KIND: ClassVar[str] = "offline"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    """It is online still, and speaks from another address now."""

    KIND: ClassVar[str] = "moved"
    host: str
    port: int
    transport: str


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str = ""
    parent: str = ""
    online: bool = False
    manufacturer: str = ""
    model: str = ""
    ptz_type: int | None = None
    body_camera: bool = False
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueReceived(Event):
    """`outcome`: complete, uncounted, partial or silent; `missing` channels of those announced did not come."""

    KIND: ClassVar[str] = "catalogue_received"
    outcome: str
    missing: int
    channels: tuple[Channel, ...]
    command: str = ""
    "The command that asked; empty where the gateway asked by itself."


@dataclass(frozen=True, slots=True)
class Record:
    channel: str
    name: str = ""
    start: str = ""
    stop: str = ""
    type: str = ""
    path: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsReceived(Event):
    """As `CatalogueReceived`."""

    KIND: ClassVar[str] = "records_received"
    channel: str
    outcome: str
    missing: int
    records: tuple[Record, ...]
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Positioned(Event):
    """WGS 84, degrees; km/h; degrees clockwise from north. `channel` is who is there."""

    KIND: ClassVar[str] = "positioned"
    channel: str
    longitude: float
    latitude: float
    time: str
    speed: float | None = None
    direction: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarmed(Event):
    KIND: ClassVar[str] = "alarmed"
    channel: str
    label: str
    priority: int | None
    method: int | None
    type: int | None
    time: str
    description: str = ""
    longitude: float | None = None
    latitude: float | None = None
    session: str = ""
    "Of the `SnapshotsTaken` that will follow; empty where no picture is taken."


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmNotReset(Event):
    """A device alarm could not be reset, so that its input stays silent; this is tried on whenever the device comes."""

    KIND: ClassVar[str] = "alarm_not_reset"
    channel: str
    step: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """`event`: ON, OFF, VLOST, DEFECT, ADD, DEL or UPDATE. Of the channel only its id is sure."""

    event: str
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChanged(Event):
    KIND: ClassVar[str] = "catalogue_changed"
    changes: tuple[ChannelChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFollowed(Event):
    """The device does not take a subscription. `what`: catalogue, alarms or positions. It is tried on; told once in a
    day at most."""

    KIND: ClassVar[str] = "not_followed"
    what: str
    step: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A file on the gateway: what a ticket of the verb `snapshot` names as `snapshots/{path}`."""

    path: str
    sm3: str
    bytes: int
    width: int
    height: int
    time: str


DEVICE, STREAM = "device", "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotsTaken(Event):
    """`way`: by the device, or out of its stream. `missing` of those ordered did not come: `step`, `reason` and
    `remedy` say why, and also why the device did not take them itself. With no picture at all, none was taken."""

    KIND: ClassVar[str] = "snapshots_taken"
    channel: str
    session: str
    pictures: tuple[Picture, ...]
    missing: int
    way: str
    command: str = ""
    "Empty where an alarm ordered them."
    step: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigReceived(Event):
    """`refused` are those of the kinds asked for that the device does not have, or did not answer."""

    KIND: ClassVar[str] = "config_received"
    channel: str
    settings: DeviceSettings
    refused: tuple[str, ...] = ()
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoReceived(Event):
    KIND: ClassVar[str] = "info_received"
    name: str
    manufacturer: str
    model: str
    firmware: str
    channels: int | None = None
    command: str = ""


@dataclass(frozen=True, slots=True)
class AlarmInput:
    """`duty`: ONDUTY, OFFDUTY or ALARM."""

    channel: str
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReceived(Event):
    """What the device did not say is None or empty. `clock` is its time, `clock_off` the seconds that is ahead."""

    KIND: ClassVar[str] = "status_received"
    online: bool | None
    ok: bool | None
    reason: str = ""
    encoding: bool | None = None
    recording: bool | None = None
    clock: str = ""
    clock_off: float | None = None
    alarms: tuple[AlarmInput, ...] = ()
    command: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """`status`: ok, formatting, unformatted, idle or error; `progress` of formatting in percent; MB."""

    id: int | None
    name: str
    status: str
    progress: int | None
    capacity: int | None
    free: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsReceived(Event):
    KIND: ClassVar[str] = "cards_received"
    cards: tuple[Card, ...]
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeProgress(Event):
    """Of the file that the device fetches; at most one a second."""

    KIND: ClassVar[str] = "upgrade_progress"
    command: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeDone(Event):
    """`firmware` is what runs now, where the device has told."""

    KIND: ClassVar[str] = "upgrade_done"
    command: str
    ok: bool
    firmware: str = ""
    step: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFailed(Event):
    """A picture did not come or broke off; `step` is one of the gateway's steps, `reason` and `remedy` sentences."""

    KIND: ClassVar[str] = "view_failed"
    channel: str
    step: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandDone(Event):
    KIND: ClassVar[str] = "command_done"
    command: str
    ok: bool
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStarted(Event):
    """Pictures come and are written. `causes`: manual, schedule, alarm. Told again when these or the label change."""

    KIND: ClassVar[str] = "recording_started"
    channel: str
    causes: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStopped(Event):
    """Nobody wants it any more, and `step` is empty; or it failed, and is tried again as long as it is wanted."""

    KIND: ClassVar[str] = "recording_stopped"
    channel: str
    step: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentStored(Event):
    """A whole file on the disk. It may be told twice; device, channel and path say which it is."""

    KIND: ClassVar[str] = "segment_stored"
    channel: str
    start: str
    stop: str
    path: str
    "Below the folder of footage."
    bytes: int
    sm3: str
    codec: str
    "As browsers know it, e.g. avc1.42c00d."
    frames: int
    width: int
    height: int
    sound: str = ""
    "alaw, ulaw, aac, or empty where there is none."
    causes: tuple[str, ...] = ()
    label: str = ""
    repaired: bool = False
    "The gateway was killed while it was recorded; all whole pictures were kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageDropped(Event):
    """Segments that are no more, by their paths; `why`: full, or outdated."""

    KIND: ClassVar[str] = "footage_dropped"
    channel: str
    start: str
    stop: str
    bytes: int
    paths: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingIn(Event):
    """The device calls, and is kept ringing for a minute at most. It is answered by opening a talk with it; `channel`
    is what it calls as."""

    KIND: ClassVar[str] = "calling_in"
    channel: str
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOver(Event):
    """It rings no longer. `outcome`: answered, refused, unanswered, or cancelled by the device. None comes if the
    gateway was killed meanwhile."""

    KIND: ClassVar[str] = "call_over"
    channel: str
    call: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkOver(Event):
    """Somebody spoke with a device, or tried to. `way`: broadcast, talk, or called (by the device); `many`: it was one
    of several in a broadcast; `step` is empty where the speaker ended it."""

    KIND: ClassVar[str] = "talk_over"
    channel: str
    subject: str
    way: str
    many: bool
    seconds: float
    "That the device heard; 0 if it was not reached."
    step: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadProgress(Event):
    """At most one a second, and only where the percentage has changed."""

    KIND: ClassVar[str] = "download_progress"
    channel: str
    command: str
    percent: int
    seconds: float
    "Of recording that have come."
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadDone(Event):
    """The file is whole, or there is none: `step`, `reason` and `remedy` then say why. `file` is what a ticket of the
    verb `footage` names as `downloads/{file}`; `seconds` is what is in it, and may be less than was asked for where
    nothing was recorded; `lost` media packets are missing in it."""

    KIND: ClassVar[str] = "download_done"
    channel: str
    command: str
    ok: bool
    file: str = ""
    name: str = ""
    "That the user's file is to have."
    bytes: int = 0
    seconds: float = 0.0
    sm3: str = ""
    lost: int = 0
    step: str = ""
    reason: str = ""
    remedy: str = ""


EVENTS: dict[str, type[Event]] = {
    each.KIND: each
    for each in (
        *(Registered, RegistrationRefused, Offline, Moved, CatalogueReceived, RecordsReceived, Positioned, Alarmed),
        *(ViewFailed, CommandDone),
        *(CallingIn, CallOver, TalkOver),
        *(RecordingStarted, RecordingStopped, SegmentStored, FootageDropped),
        *(DownloadProgress, DownloadDone),
        *(AlarmNotReset, CatalogueChanged, NotFollowed, SnapshotsTaken, ConfigReceived),
        *(InfoReceived, StatusReceived, CardsReceived, UpgradeProgress, UpgradeDone),
    )
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its number, which only rises, and when it happened."""

    seq: int
    at: str
    event: Event

    def to_json(self) -> dict[str, Any]:
        return {"seq": self.seq, "at": self.at, "event": to_json(self.event)}

    @classmethod
    def from_json(cls, said: Any) -> Self:
        try:
            seq, at, event = said["seq"], said["at"], said["event"]
            kind = EVENTS[event["kind"]]
        except (TypeError, KeyError) as error:
            raise NotOurs(f"不认识的事件：{error}") from error
        return cls(int(seq), str(at), from_json(kind, event))


MOST_TARGETS = 500
"Devices of one broadcast."


def broadcast_resource(targets: Iterable[str]) -> str:
    """The resource of a ticket for a broadcast to these (`device/channel`), whatever their order: `broadcast:` and the
    SM3 of their sorted lines."""
    return f"broadcast:{sm3(chr(10).join(sorted(set(targets))).encode())}"
