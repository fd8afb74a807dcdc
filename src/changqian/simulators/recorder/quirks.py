"""What devices of the field do differently, as switches; some sets of habits by name.

No maker's device was measured here. The two sets with a maker's name hold what was reported of some of its devices, by
the source beside them; the others are combinations worth trying, after the complaints in the field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from changqian.protocols.gb28181.versions import Version

_TAG = re.compile(rb"<(/?)([A-Za-z]\w*)")
_DECLARED = re.compile(rb'encoding="[^"]*"')


class Letters(StrEnum):
    """How the elements of documents are spelt."""

    USUAL = "usual"
    LOWER = "lower"
    UPPER = "upper"


class Ssrc(StrEnum):
    """Which SSRC the packets of a stream carry."""

    OFFERED = "offered"
    OTHER = "other"
    "Another than asked for, and the answer says the one that was asked for."
    OWN = "own"
    "Another than asked for, and the answer says so."
    ZERO = "zero"
    "0, whatever was asked for, and the answer says what was asked for."


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """A device without any is one as the standard wants it. Seconds throughout."""

    version: Version = Version.V2016
    tells_version: bool = True
    "By X-GB-ver; many 2016 devices do not."
    transport: str = "UDP"
    "Of signalling: UDP or TCP."
    media: tuple[str, ...] = ("UDP", "TCP")
    "What it can send media over; other offers are refused with 488."
    hevc: bool = False
    aac: bool = False
    charset: str = ""
    "What documents are written in; empty: that of the edition."
    declares: str = ""
    "What their declaration says instead."
    display_name: bool = False
    "Its name stands in From and Contact, in GBK."
    letters: Letters = Letters.USUAL
    algorithms: tuple[str, ...] = ("SM3", "SHA-256", "MD5")
    "The digests it knows."
    expires: int = 3600
    keepalive: float = 60
    moving_contact: bool = False
    "Every REGISTER names another port in its Contact, as behind a NAT that forgets."
    private_address: str = ""
    "What it says of itself in Via, Contact and SDP, where it is behind a NAT."
    channels: int = 1
    catalogue_page: int = 2
    "Items in a packet of a catalogue."
    catalogue_missing: int = 0
    "So many packets of a catalogue are never sent, though SumNum counts them."
    record_page: int = 2
    shuffled: bool = False
    "Packets of long answers come in the wrong order, and the first of them twice."
    late: float = 0
    "Before a query is answered."
    ssrc: Ssrc = Ssrc.OFFERED
    wants_ten_digits: bool = False
    "Says nothing to an offer whose y= has not ten digits."
    streams: int = 8
    "At once; more are refused with 486."
    loss: float = 0
    "The share of its media packets that UDP loses."
    obeys_scale: bool = True
    obeys_range: bool = True
    recorded_stamps: bool = False
    "The packets of a playback have the times of the recording at any speed, and jump with every seek."
    keys_from: float = 0
    "From this speed on it sends key frames only; 0: never."
    obeys_pause: bool = True
    says_end: bool = True
    "MediaStatus 121 at the end of a file."
    end_outside: bool = False
    "And outside of the dialog."
    voice: str = "UDP"
    "How it invites the source of a broadcast: UDP, TCP (it connects) or TCP_PASSIVE (it listens)."
    hears: str = "PCMA"
    "In which form, then: PCMA, PCMU, or PS for G.711 in a program stream."
    answers_broadcast: bool = True
    broadcast: str = "comes"
    "What it does when it is told of one: comes, refuses with ERROR, or agrees and stays away."
    acknowledges: bool = True
    "By ACK, when it has come."
    talks: bool = True
    "It knows `s=Talk`; others answer 488."
    presence: bool = False
    "Its notices name the event `presence`, whatever they are about."
    position: str = ""
    "`2016` or `2022` where it writes positions otherwise than its edition does."
    uploads: str = "POST"
    "POST, PUT, or FORM for multipart/form-data: the text leaves the way of a picture open."
    subscribes: str = "takes"
    """What it does with a SUBSCRIBE. `takes` any; `presence` or `package`: only where the event is called so, or by its
    package, and answers 489 else; `refuses` with 405; `ignores`."""
    subscription: int = 86400
    "For how long it takes one at most."
    answers_position: bool = True
    "When it is asked where it is by a MESSAGE."
    reports: float = 0
    "Between positions that it tells by MESSAGE, whether or not somebody has subscribed; 0: never."
    snapshots: str = "uploads"
    "When pictures are ordered, it uploads them; refuses; agrees and stays_away; or sends them broken."
    says_uploaded: bool = True
    "And tells that it has."
    upgrades: str = "works"
    "It works; fails; stays_away from the file; or restarts with the new version and tells nothing."
    formats: float = 0
    "That a card takes to be formatted."
    resets: bool = True
    "Alarms, when it is told to."
    clock: float = 0
    "That its clock is ahead until a platform tells it the time."

    def written(self, document: bytes) -> bytes:
        """A document as this device spells it."""
        if self.declares:
            document = _DECLARED.sub(f'encoding="{self.declares}"'.encode(), document, count=1)
        if self.letters is not Letters.USUAL:
            document = _TAG.sub(self._spelt, document)
        return document

    def _spelt(self, found: "re.Match[bytes]") -> bytes:
        name = found[2].lower() if self.letters is Letters.LOWER else found[2].upper()
        return b"<" + found[1] + name


STANDARD_2016 = Quirks()
STANDARD_2022 = Quirks(version=Version.V2022)

VENDORS: Mapping[str, Quirks] = {
    "standard-2011": Quirks(version=Version.V2011, tells_version=False, algorithms=("MD5",)),
    "standard-2016": STANDARD_2016,
    "standard-2022": STANDARD_2022,
    # What is known of it in `sdp.offers`.
    "hikvision": replace(STANDARD_2016, wants_ten_digits=True),
    # github.com/ossrs/srs/issues/2047; github.com/648540858/wvp-GB28181-pro/issues/1541.
    "dahua": replace(STANDARD_2016, ssrc=Ssrc.ZERO, says_end=False),
    "two-lenses": replace(STANDARD_2016, channels=2, ssrc=Ssrc.OWN, end_outside=True, late=0.3),
    "hevc-2022": replace(STANDARD_2022, hevc=True, aac=True, transport="TCP"),
    "tcp-only": replace(STANDARD_2016, transport="TCP", media=("TCP",), voice="TCP", keepalive=30),
    "on-4g": replace(STANDARD_2016, keepalive=30, moving_contact=True, private_address="10.64.3.7", loss=0.01),
    "gbk-names": replace(STANDARD_2016, charset="GB18030", declares="GB2312", display_name=True),
    "app-on-a-phone": replace(
        STANDARD_2016, letters=Letters.LOWER, charset="UTF-8", declares="GB2312", answers_broadcast=False, presence=True
    ),
    "no-subscriptions": replace(STANDARD_2016, subscribes="refuses", reports=5, position="2022"),
    "old-firmware": replace(
        STANDARD_2016, version=Version.V2011, catalogue_missing=1, shuffled=True, obeys_scale=False, ssrc=Ssrc.OTHER
    ),
}
"By a name for the command line."


def named(name: str) -> Quirks:
    """KeyError, which lists what there is."""
    if name not in VENDORS:
        raise KeyError(f"no vendor {name}; there are {', '.join(VENDORS)}")
    return VENDORS[name]
