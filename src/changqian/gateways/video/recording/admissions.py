"""Tickets for footage. A player asks for a file in many parts, and again after a pause: a ticket that was shown in time
goes on opening what it opened until it is left alone, its session ends, or a working day is over."""

from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request

from changqian.gateways.video.admission import AUDIENCE, ELSEWHERE
from changqian.wire import signing

VERB = "footage"
IDLE, LONGEST = 900.0, 8 * 3600.0
"Seconds without a request, and in all."
MOST = 10_000


@dataclass(slots=True)
class Admission:
    ticket: signing.Ticket
    since: float
    last: float


class Admissions:
    def __init__(self, key: bytes, origins: tuple[str, ...]) -> None:
        self.key, self.origins = key, origins
        self._admitted: OrderedDict[str, Admission] = OrderedDict()

    def admit(self, request: Request, resource: str, now: float) -> signing.Ticket:
        """BadTicket unless the request has one for this."""
        text = request.query_params.get("ticket", "")
        known = self._admitted.get(text)
        if known and now - known.last < IDLE and now - known.since < LONGEST:
            ticket = known.ticket
        else:
            ticket = signing.Ticket.verify(text, self.key, audience=AUDIENCE, now=now)
        origin = request.headers.get("Origin")
        if origin is not None and self.origins and origin not in self.origins and ELSEWHERE not in ticket.verbs:
            raise signing.BadTicket("不允许从此地址连接")
        if ticket.resource != resource or VERB not in ticket.verbs:
            raise signing.BadTicket("票据不能用于这段录像")
        self._remember(text, known.since if known else now, ticket, now)
        return ticket

    def dismiss(self, subject: str) -> None:
        """Whoever has tickets for that subject has been signed out."""
        for text in [text for text, each in self._admitted.items() if each.ticket.subject == subject]:
            del self._admitted[text]

    def _remember(self, text: str, since: float, ticket: signing.Ticket, now: float) -> None:
        self._admitted[text] = Admission(ticket, since, now)
        self._admitted.move_to_end(text)
        while len(self._admitted) > MOST or now - next(iter(self._admitted.values())).last >= IDLE:
            self._admitted.popitem(last=False)
