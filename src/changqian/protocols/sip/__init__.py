"""SIP without sockets or clock: cameras of GB/T 28181 now, telephony later. Standard library only.

`Endpoint` is all of it, `events` is what it tells its user, and the values below are what it speaks in.
"""

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.cseq import CSeq
from changqian.protocols.sip.dialogs import Dialog, DialogId, Replaces, Stage
from changqian.protocols.sip.digest import Challenge, Credentials, Guard, Verdict, authorised, ha1s
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.grammar import Malformed, Params
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import Message, Request, Response
from changqian.protocols.sip.transactions import Timer, Timers
from changqian.protocols.sip.uri import WILDCARD, Uri, unescape
from changqian.protocols.sip.via import Via

__all__ = [
    "WILDCARD",
    "Address",
    "CSeq",
    "Challenge",
    "Credentials",
    "Dialog",
    "DialogId",
    "Endpoint",
    "Flow",
    "Guard",
    "Headers",
    "Malformed",
    "Message",
    "Params",
    "Replaces",
    "Request",
    "Response",
    "Stage",
    "Timer",
    "Timers",
    "Uri",
    "Verdict",
    "Via",
    "authorised",
    "ha1s",
    "unescape",
]
