"""What crosses between the platform and a video gateway: the snapshot down, commands down, events up.

All are frozen dataclasses of plain JSON values. A command carries an id and may come twice; an event carries the number
under which the gateway keeps it until it is acknowledged. Times are ISO 8601 with a zone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from types import UnionType
from typing import Any, ClassVar, Self, TypeVar, get_args, get_origin, get_type_hints

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
class Device:
    """A device that may register. `secrets` holds HA1 in hexadecimal by algorithm (MD5, SHA-256, SM3)."""

    id: str
    name: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    algorithms: tuple[str, ...] = ("MD5",)
    "What it is offered, in this order; a device that knows MD5 only takes fright at others."
    media: str = "udp"
    "How its media come: `udp`, or `tcp`, where the device connects to us."
    charset: str = ""
    "What it is written in; empty: as its edition says."
    channels: int = 1
    "How many channels it counts for."
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """0 is no limit."""

    channels: int = 0
    "Of all devices that are online together."
    viewers: int = 0
    "Of one stream."


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


COMMANDS: dict[str, type[Command]] = {
    each.KIND: each for each in (StartLive, StopLive, AskCatalogue, AskRecords, Control, EndViews)
}


def command_of(said: Any) -> Command:
    """NotOurs for what is no command, or one that this gateway does not know."""
    kind = said.get("kind") if isinstance(said, dict) else None
    if not isinstance(kind, str) or kind not in COMMANDS:
        raise NotOurs(f"不认识的命令：{kind!r}")
    return from_json(COMMANDS[kind], said)


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


EVENTS: dict[str, type[Event]] = {
    each.KIND: each
    for each in (
        *(Registered, RegistrationRefused, Offline, Moved, CatalogueReceived, RecordsReceived, Positioned, Alarmed),
        *(ViewFailed, CommandDone),
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
