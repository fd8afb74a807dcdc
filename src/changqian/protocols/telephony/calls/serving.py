"""Requests of the other side in a dialog, and how they are answered."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.events import RequestReceived
from changqian.protocols.sip.grammar import Malformed, number
from changqian.protocols.sip.message import Response
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import events, info
from changqian.protocols.telephony.calls import timing
from changqian.protocols.telephony.calls.bodies import SDP, description_of, unknown_body
from changqian.protocols.telephony.calls.errands import Asking, Carrier
from changqian.protocols.telephony.calls.exchange import Stand
from changqian.protocols.telephony.calls.states import State
from changqian.protocols.telephony.calls.timing import TooSmall

if TYPE_CHECKING:
    from changqian.protocols.telephony.calls.session import Session

Pairs = list[tuple[str, str]]


def serve(session: "Session", event: RequestReceived, now: float) -> None:
    """By method; those that are not in the table the endpoint does not let through."""
    if session.call.state is State.ENDING and event.request.method in ("INVITE", "UPDATE"):
        refuse(session, event, 487, now)
        return
    SERVED[event.request.method](session, event, now)


def refuse(session: "Session", event: RequestReceived, status: int, now: float, pairs: Pairs | None = None) -> None:
    session.board.endpoint.respond(event.transaction, status, now, headers=pairs or ())


def later(session: "Session", event: RequestReceived, now: float) -> None:
    """Within ten seconds it may be tried again (RFC 3261 §14.2, RFC 3311 §5.2)."""
    refuse(session, event, 500, now, [("Retry-After", str(session.board.draw(0, 10)))])


def retry_after(response: Response) -> int | None:
    text = (response.headers.get("Retry-After") or "").replace(";", " ").replace("(", " ").split()
    try:
        return number(text[0], "the pause") if text else None
    except Malformed:
        return None


def targets_of(response: Response) -> tuple[Uri, ...]:
    """Where a 3xx says to call instead."""
    if not 300 <= response.status < 400:
        return ()
    try:
        return tuple(contact.uri for contact in response.contacts)
    except Malformed:
        return ()


def accept(session: "Session", event: RequestReceived, sdp: bytes, now: float) -> Response | None:
    """With a 2xx, and the timer that holds from then on. None if it was too late."""
    method = event.request.method
    pairs: Pairs = []
    agreed = None
    if method in ("INVITE", "UPDATE"):
        pairs = [*session.call.capabilities]
        if not session.early:
            agreed, timers = timing.granted(event.request, session.call.line.profile)
            pairs += timers
    pairs += [("Content-Type", SDP)] if sdp else []
    response = session.board.endpoint.respond(event.transaction, 200, now, headers=pairs, body=sdp)
    if response is not None and method in ("INVITE", "UPDATE"):
        session.set_timing(agreed, now)
        session.unacknowledged = session.unacknowledged or method == "INVITE"
    return response


def _invited(session: "Session", event: RequestReceived, now: float) -> None:
    """A re-INVITE (RFC 3261 §14.2)."""
    if session.early or session.asking:
        if session.call.ours and session.early:
            refuse(session, event, 491, now)
        else:
            later(session, event, now)
    elif any(each.method == "INVITE" for each in session.under_way.values()):
        refuse(session, event, 491, now)
    elif _fits(session, event, now):
        if description_of(event.request):
            _described(session, event, now)
        elif session.exchange.stand is Stand.OURS:
            refuse(session, event, 491, now)
        else:
            session.ask(Asking(Carrier.RESPONSE, event, wanted=True), b"", now)


def _updated(session: "Session", event: RequestReceived, now: float) -> None:
    """RFC 3311 §5.2."""
    if not _fits(session, event, now):
        return
    if description_of(event.request):
        _described(session, event, now)
    elif session.asking and session.asking.carrier is Carrier.RESPONSE:
        later(session, event, now)
    else:
        accept(session, event, b"", now)


def _fits(session: "Session", event: RequestReceived, now: float) -> bool:
    if unknown_body(event.request):
        refuse(session, event, 415, now, [("Accept", SDP)])
        return False
    try:
        if not session.early:
            timing.granted(event.request, session.call.line.profile)
    except TooSmall as error:
        refuse(session, event, 422, now, [("Min-SE", str(error.least))])
        return False
    return True


def _described(session: "Session", event: RequestReceived, now: float) -> None:
    """An offer. One that repeats what is agreed, as a refresh does, needs nobody's decision (RFC 3264 §8)."""
    exchange, body = session.exchange, description_of(event.request)
    if exchange.stand is Stand.OURS:
        refuse(session, event, 491, now)
    elif exchange.stand is Stand.THEIRS or session.asking:
        later(session, event, now)
    elif body == exchange.remote and exchange.local:
        accept(session, event, exchange.local, now)
    else:
        session.ask(Asking(Carrier.RESPONSE, event), body, now)


def _pracked(session: "Session", event: RequestReceived, now: float) -> None:
    session.call.pracked(session, event, now)


def _informed(session: "Session", event: RequestReceived, now: float) -> None:
    request, call = event.request, session.call
    key = info.key_of(request)
    known = key is not None or info.wants_picture(request) or not request.body
    if not known:
        refuse(session, event, 415, now, [("Accept", ", ".join(info.ACCEPTED))])
        return
    session.board.endpoint.respond(event.transaction, 200, now)
    if key is not None:
        session.board.tell(events.Pressed(call, key))
    elif request.body:
        session.board.tell(events.PictureWanted(call))


def _referred(session: "Session", event: RequestReceived, now: float) -> None:
    """Who is in a call is decided at the dispatcher's desk, and never by one telephone alone."""
    refuse(session, event, 603, now)
    try:
        target = Address.parse(event.request.headers.get("Refer-To") or "").uri
    except Malformed:
        target = None
    session.board.tell(events.TransferRefused(session.call, target))


def _asked_for_options(session: "Session", event: RequestReceived, now: float) -> None:
    session.board.endpoint.respond(event.transaction, 200, now, headers=session.call.capabilities)


def _left(session: "Session", event: RequestReceived, now: float) -> None:
    session.board.endpoint.respond(event.transaction, 200, now)
    session.call.hung_up(session, event.request, now)


SERVED: dict[str, Callable[["Session", RequestReceived, float], None]] = {
    "INVITE": _invited,
    "UPDATE": _updated,
    "PRACK": _pracked,
    "INFO": _informed,
    "REFER": _referred,
    "OPTIONS": _asked_for_options,
    "BYE": _left,
}
