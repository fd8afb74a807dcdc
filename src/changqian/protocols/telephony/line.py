"""One way out into the telephone network: an operator's profile, whose number we have there, and how we prove it."""

from dataclasses import dataclass, field, replace
from typing import Self

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.digest import Secret, authorised
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import numbers
from changqian.protocols.telephony.numbers import Number
from changqian.protocols.telephony.operators import PLAIN, OperatorProfile


@dataclass(frozen=True, slots=True)
class Line:
    """`peer` is where signalling goes to; `domain` what stands behind the @; `number` what the operator gave us;
    `routes` what a registration or configuration puts before every request (Route); `secret` may be empty where the
    operator knows us by our address. `trusted`: what the peer asserts of callers is believed."""

    peer: Flow
    domain: str
    profile: OperatorProfile = PLAIN
    number: str = ""
    name: str = ""
    username: str = ""
    secret: Secret = field(default="", repr=False)
    area: str = ""
    routes: tuple[str, ...] = ()
    trusted: bool = True

    @property
    def address(self) -> Address:
        """What From and P-Asserted-Identity say of us."""
        try:
            uri = numbers.sip_uri(numbers.parse(self.number, area=self.area), self.domain)
        except numbers.BadNumber:
            uri = Uri("sip", self.number or self.username, self.domain)
        return Address(uri, self.name)

    def uri_of(self, number: Number) -> Uri:
        """Where a call to it is sent."""
        return numbers.sip_uri(number, self.domain, style=self.profile.style)

    def proved(self, request: Request, response: Response, cnonce: str) -> Request | None:
        """The request again, with what the challenge asks for; None if we cannot."""
        if not self.secret:
            return None
        try:
            return authorised(request, response, username=self.username, secret=self.secret, cnonce=cnonce)
        except Malformed:
            return None

    def over(self, peer: Flow) -> Self:
        return replace(self, peer=peer)
