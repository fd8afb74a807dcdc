"""Calls: `Outgoing` and `Incoming` are what a user agent hands out, `State` is where one stands."""

from changqian.protocols.telephony.calls.call import Call
from changqian.protocols.telephony.calls.incoming import Incoming
from changqian.protocols.telephony.calls.outgoing import Outgoing
from changqian.protocols.telephony.calls.session import Session
from changqian.protocols.telephony.calls.states import Order, OutOfTurn, State

__all__ = ["Call", "Incoming", "Order", "OutOfTurn", "Outgoing", "Session", "State"]
