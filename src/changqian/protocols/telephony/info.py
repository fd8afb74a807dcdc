"""What telephones say to each other by INFO: keys (application/dtmf-relay, as gateways send it; no RFC has it) and the
wish for a whole picture (RFC 5168). Keys over RTP are RFC 4733's and not here."""

import re
from dataclasses import dataclass

from changqian.protocols.sip.message import Request

RELAY = "application/dtmf-relay"
PLAIN = "application/dtmf"
CONTROL = "application/media_control+xml"
ACCEPTED = (RELAY, PLAIN, CONTROL)
SIGNALS = "0123456789*#ABCD"
SHORTEST, LONGEST = 40, 6000
"Milliseconds; what lies outside is taken as the nearer of both."

PICTURE = (
    b'<?xml version="1.0" encoding="utf-8"?>\r\n'
    b"<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>\r\n"
)

_SIGNAL = re.compile(r"^\s*Signal\s*=\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_DURATION = re.compile(r"^\s*Duration\s*=\s*([0-9]{1,6})", re.IGNORECASE | re.MULTILINE)
_NAMES = {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D"}
"Some send the numbers of RFC 4733."


@dataclass(frozen=True, slots=True)
class Key:
    """One of `SIGNALS`, pressed for so many milliseconds."""

    signal: str
    duration: int = 160

    def __post_init__(self) -> None:
        if len(self.signal) != 1 or self.signal not in SIGNALS:
            raise ValueError(f"no key of a telephone: {self.signal[:10]!r}")
        object.__setattr__(self, "duration", min(max(self.duration, SHORTEST), LONGEST))

    def __bytes__(self) -> bytes:
        return f"Signal={self.signal}\r\nDuration={self.duration}\r\n".encode()


def key_of(request: Request) -> Key | None:
    """None if no key was pressed, or none that can be read."""
    text = request.body[:1024].decode("utf-8", errors="replace")
    if request.content_type == RELAY:
        found, lasted = _SIGNAL.search(text), _DURATION.search(text)
        signal, duration = found[1] if found else "", int(lasted[1]) if lasted else 160
    elif request.content_type == PLAIN:
        signal, duration = text.strip(), 160
    else:
        return None
    signal = _NAMES.get(signal, signal.upper())
    return Key(signal, duration) if len(signal) == 1 and signal in SIGNALS else None


def wants_picture(request: Request) -> bool:
    return request.content_type == CONTROL and b"picture_fast_update" in request.body[:4096]
