"""What the other side answers to our requests in a dialog, and what follows from it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from changqian.protocols.sip.events import ResponseReceived
from changqian.protocols.sip.message import Response
from changqian.protocols.sip.reasons import explained
from changqian.protocols.telephony import events
from changqian.protocols.telephony.calls import serving, timing
from changqian.protocols.telephony.calls.bodies import description_of
from changqian.protocols.telephony.calls.errands import Errand, Purpose
from changqian.protocols.telephony.endings import Ending
from changqian.protocols.telephony.events import Side

if TYPE_CHECKING:
    from changqian.protocols.telephony.calls.session import Session

TRIES = 6
"Of one offer against glare, before our side is told."
GONE = (408, 481)
"Who answers so has no such dialog any more (RFC 5057 §5.1)."
REFRESH = "refresh"
"The timer after which a sign of life is due."


def heed(session: "Session", errand: Errand, event: ResponseReceived, now: float) -> None:
    """Final responses, by what was asked for."""
    HEEDED[errand.purpose](session, errand, event, now)


def _pracked(session: "Session", errand: Errand, event: ResponseReceived, now: float) -> None:
    """Not taken, it is sent anew when the response comes again; 481 says that nobody waits for it any more."""
    session.prack_lost = event.response.status >= 300 and event.response.status != 481


def _offered(session: "Session", errand: Errand, event: ResponseReceived, now: float) -> None:
    response, exchange = event.response, session.exchange
    if response.status >= 300:
        exchange.withdraw()
        _not_offered(session, errand, response, now)
        return
    session.set_timing(timing.agreed(response), now)
    if not exchange.ours(errand.method):
        return  # The answer came in a reliable provisional response.
    if body := description_of(response):
        exchange.answered(body)
        session.call.agreed(session, Side.US, now)
    else:
        exchange.withdraw()
        reason, remedy = "对方同意修改，但没有给出音视频参数", "通话维持原状；请稍后再试"
        session.board.tell(events.OfferRefused(session.call, session.fork, response.status, reason, remedy))


def _not_offered(session: "Session", errand: Errand, response: Response, now: float) -> None:
    """Tried again where that may help, unless our side wants something else by now."""
    wish, status = errand.wish, response.status
    if status in GONE:
        session.call.leave(Ending.LOST, now)
    elif _curable(session, errand, response, now) and wish is not None and wish.tries < TRIES:
        session.wish = session.wish or wish
    else:
        told = events.OfferRefused(session.call, session.fork, status, *explained(status, response.reason))
        session.board.tell(told)


def _refreshed(session: "Session", errand: Errand, event: ResponseReceived, now: float) -> None:
    response, exchange = event.response, session.exchange
    if response.status < 300:
        if exchange.ours("INVITE"):
            before = exchange.remote
            exchange.answered(description_of(response) or before)
            if exchange.remote != before:
                session.call.agreed(session, Side.US, now)
        session.set_timing(timing.agreed(response), now)
        return
    if errand.body:
        exchange.withdraw()
    if response.status in GONE:
        session.call.leave(Ending.LOST, now)
    elif _curable(session, errand, response, now):
        session.refreshing = True
    else:
        # Still refused at the end, the call is over (RFC 4028 §10).
        session.board.set_timer(session, REFRESH, now + 10.0)


def _curable(session: "Session", errand: Errand, response: Response, now: float) -> bool:
    """Whether it makes sense to ask again: after glare, with a longer interval, with another method."""
    status, board = response.status, session.board
    if status == 491:
        # Who began the call waits longer, so that both do not meet again (RFC 3261 §14.1).
        session.pause(board.whole(2.1, 4.0) if session.call.ours else board.whole(0.0, 2.0), now)
    elif status in (500, 503) and (wait := serving.retry_after(response)) is not None:
        session.pause(min(float(wait), 10.0), now)
    elif status == 422:
        session.least = max(session.least, timing.least_of(response.headers))
    elif status in (405, 501) and errand.method == "UPDATE":
        session.allows -= {"UPDATE"}
    else:
        return False
    return True


def _informed(session: "Session", errand: Errand, event: ResponseReceived, now: float) -> None:
    if event.response.status == 481:
        session.call.leave(Ending.LOST, now)
    elif event.response.status >= 300:
        not_informed(session, event.response.status)


def not_informed(session: "Session", status: int) -> None:
    session.board.tell(events.InfoRefused(session.call, status, *explained(status)))


HEEDED: dict[Purpose, Callable[["Session", Errand, ResponseReceived, float], None]] = {
    Purpose.PRACK: _pracked,
    Purpose.OFFER: _offered,
    Purpose.REFRESH: _refreshed,
    Purpose.INFO: _informed,
}
