"""What a user agent tells its user, in the order in which it happened. `call` is the one it is about; of an early
dialog `fork` is the name, for a call that rings on several telephones has several."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony.causes import Cause
from changqian.protocols.telephony.early_media import EarlyMedia
from changqian.protocols.telephony.endings import Ending
from changqian.protocols.telephony.identity import Party
from changqian.protocols.telephony.info import Key

if TYPE_CHECKING:
    from changqian.protocols.telephony.calls.call import Call
    from changqian.protocols.telephony.registration import Registration
    from changqian.protocols.telephony.trunk import Trunk


class Side(StrEnum):
    US = "us"
    THEM = "them"


@dataclass(frozen=True, slots=True)
class Incoming:
    """Somebody calls: `ring`, `progress`, `answer` or `reject`. An empty `sdp` leaves the offer to us."""

    call: "Call"
    caller: Party
    called: Party
    sdp: bytes
    flow: Flow


@dataclass(frozen=True, slots=True)
class Ringing:
    """It rings there. `early_sdp` is where sound of the other side would come from, empty where a tone of ours is
    right; `early_media` what the network says of it."""

    call: "Call"
    fork: str
    early_sdp: bytes = b""
    early_media: EarlyMedia | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """As `Ringing`, with another status: 183 with a colour-ring tone or an announcement, 181 forwarded, 182 queued."""

    call: "Call"
    fork: str
    status: int
    early_sdp: bytes = b""
    early_media: EarlyMedia | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A call of ours was picked up. All other forks are over."""

    call: "Call"
    fork: str
    sdp: bytes


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The caller knows that we answered: both sides agree that there is a call."""

    call: "Call"


@dataclass(frozen=True, slots=True)
class Offered:
    """The other side proposes a description: `accept` or `refuse`, within `Call.patience` seconds."""

    call: "Call"
    fork: str
    sdp: bytes


@dataclass(frozen=True, slots=True)
class OfferWanted:
    """The other side asks for a description of ours (a re-INVITE without one): `accept` with all we can do."""

    call: "Call"
    fork: str


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """What was offered, or asked for, is so no more; all stays as it was."""

    call: "Call"
    fork: str


@dataclass(frozen=True, slots=True)
class Negotiated:
    """Both sides agree on these two descriptions from now on."""

    call: "Call"
    fork: str
    local: bytes
    remote: bytes


@dataclass(frozen=True, slots=True)
class OfferRefused:
    """An offer of ours, or a hold, was not taken; the call goes on as before."""

    call: "Call"
    fork: str
    status: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Held:
    call: "Call"
    by: Side


@dataclass(frozen=True, slots=True)
class Resumed:
    call: "Call"
    by: Side


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, by INFO."""

    call: "Call"
    key: Key


@dataclass(frozen=True, slots=True)
class InfoRefused:
    """Keys of ours did not arrive."""

    call: "Call"
    status: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PictureWanted:
    """The other side's picture is broken until the next key frame."""

    call: "Call"


@dataclass(frozen=True, slots=True)
class TransferRefused:
    """The other side wanted to send us elsewhere (REFER), which only our own side decides; it was told 603."""

    call: "Call"
    target: Uri | None


@dataclass(frozen=True, slots=True)
class Ended:
    """`retry_after` seconds are what the other side asks to wait for; `targets` where it says to call instead."""

    call: "Call"
    ending: Ending
    reason: str
    remedy: str
    status: int = 0
    cause: Cause | None = None
    retry_after: int | None = None
    targets: tuple[Uri, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """`uris` are the numbers that this registration speaks for (P-Associated-URI)."""

    registration: "Registration"
    expires: int
    uris: tuple[Uri, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrationFailed:
    """It is tried again after `again` seconds."""

    registration: "Registration"
    status: int
    reason: str
    remedy: str
    again: float


@dataclass(frozen=True, slots=True)
class Unregistered:
    registration: "Registration"


@dataclass(frozen=True, slots=True)
class TrunkUp:
    trunk: "Trunk"
    peer: Flow


@dataclass(frozen=True, slots=True)
class TrunkDown:
    trunk: "Trunk"
    peer: Flow
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FlowLost:
    """A connection is gone, or useless: `reason` says why. Whoever owns the sockets closes it and makes another."""

    flow: Flow
    reason: str = field(default="对方关闭了信令连接")


Event = (
    Incoming
    | Ringing
    | Progress
    | Answered
    | Acknowledged
    | Offered
    | OfferWanted
    | OfferWithdrawn
    | Negotiated
    | OfferRefused
    | Held
    | Resumed
    | Pressed
    | InfoRefused
    | PictureWanted
    | TransferRefused
    | Ended
    | Registered
    | RegistrationFailed
    | Unregistered
    | TrunkUp
    | TrunkDown
    | FlowLost
)
