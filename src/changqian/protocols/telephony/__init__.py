"""Telephony over SIP without sockets or clock: calls of both directions, registrations, trunks, numbers.

`UserAgent` is all of it, `events` is what it tells its user, a `Line` with an `OperatorProfile` is the way out.
Standard library only.
"""

from changqian.protocols.telephony.agent import UserAgent
from changqian.protocols.telephony.calls import Call, Incoming, Outgoing, OutOfTurn, State
from changqian.protocols.telephony.causes import Cause
from changqian.protocols.telephony.early_media import EarlyMedia
from changqian.protocols.telephony.endings import Ending
from changqian.protocols.telephony.identity import Party
from changqian.protocols.telephony.info import Key
from changqian.protocols.telephony.line import Line
from changqian.protocols.telephony.numbers import BadNumber, Kind, Number, Style
from changqian.protocols.telephony.operators import PROFILES, Keys, OperatorProfile, Use
from changqian.protocols.telephony.registration import Registration
from changqian.protocols.telephony.trunk import Health, Trunk

__all__ = [
    "PROFILES",
    "BadNumber",
    "Call",
    "Cause",
    "EarlyMedia",
    "Ending",
    "Health",
    "Incoming",
    "Key",
    "Keys",
    "Kind",
    "Line",
    "Number",
    "OperatorProfile",
    "OutOfTurn",
    "Outgoing",
    "Party",
    "Registration",
    "State",
    "Style",
    "Trunk",
    "Use",
    "UserAgent",
]
