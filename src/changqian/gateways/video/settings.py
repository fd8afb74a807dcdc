"""How this gateway is set up. One value, made once, from the command line or a test."""

from dataclasses import dataclass, field
from pathlib import Path

from changqian.gateways.video.media.pull import Patience
from changqian.gateways.video.recording.recorder import Manner
from changqian.gateways.video.snapshots.snapshots import Patience as SnapshotPatience
from changqian.gateways.video.talk.patience import Patience as TalkPatience
from changqian.gateways.video.upkeep.upgrading import Patience as UpgradePatience
from changqian.protocols.gb28181.presence import Policy


@dataclass(frozen=True, slots=True)
class Settings:
    """`id` and `domain` are ours in GB/T 28181; `advertised` is the address devices send to."""

    data: Path
    id: str
    domain: str
    secret: bytes = field(repr=False)
    "Signs calls between the platform and this gateway."
    tickets: bytes = field(repr=False)
    "Signs the tickets of browsers."
    listen: str = "0.0.0.0"
    advertised: str = "127.0.0.1"
    sip_port: int = 5060
    media_ports: tuple[int, int] = (30000, 30500)
    origins: tuple[str, ...] = ()
    "Where browsers may come from; empty: from anywhere that has a ticket."
    policy: Policy = Policy()
    patience: Patience = Patience()
    talk: TalkPatience = TalkPatience()
    recording: Manner = Manner()
    snapshots: SnapshotPatience = SnapshotPatience()
    upgrades: UpgradePatience = UpgradePatience()
    answer: float = 8.0
    quiet: float = 10.0
    longest: float = 120.0
    tick: float = 0.5
    "Seconds."
    ask_catalogue: bool = True
    "Of each device that comes."
    follow: bool = True
    "Devices are subscribed to, pictured when they raise an alarm, and asked how they are, as the snapshot says."
    devices_url: str = ""
    "Where devices send pictures and fetch firmware by HTTP, without a slash at its end; empty: nowhere."
