"""Who calls whom, as far as it may be believed and shown: P-Asserted-Identity (RFC 3325), Privacy (RFC 3323)."""

from dataclasses import dataclass

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import Request
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import numbers
from changqian.protocols.telephony.numbers import Number

ASSERTED = "P-Asserted-Identity"
PREFERRED = "P-Preferred-Identity"
PRIVACY = "Privacy"
ANONYMOUS = Address(Uri("sip", "anonymous", "anonymous.invalid"), "Anonymous")
"RFC 3323 §4.1.1.3."
HIDING = frozenset({"id", "user", "header"})
"What of Privacy asks not to show who calls."
UNKNOWN = "号码保密"


@dataclass(frozen=True, slots=True)
class Party:
    """`number` is None for names that are no telephone numbers; `hidden` asks that it be shown to nobody it does not
    concern; `asserted` that the network vouches for it, and not only the caller."""

    uri: Uri
    name: str = ""
    number: Number | None = None
    hidden: bool = False
    asserted: bool = False

    @property
    def shown(self) -> str:
        """What a telephone displays."""
        if self.hidden:
            return UNKNOWN
        return self.number.national if self.number else self.uri.user or self.uri.host


def caller_of(request: Request, *, trusted: bool, area: str = "") -> Party:
    """By what the network asserts if it is `trusted` (RFC 3325 §5), else by From."""
    hidden = bool(privacy_of(request.headers) & HIDING)
    asserted = identities_of(request.headers) if trusted else ()
    for address in sorted(asserted, key=lambda one: one.uri.scheme != "tel"):
        number = numbers.of_uri(address.uri, area=area)
        name = next((one.display_name for one in asserted if one.display_name), "")
        return Party(address.uri, name, number, hidden, asserted=True)
    sender = request.from_
    return Party(
        sender.uri,
        sender.display_name,
        numbers.of_uri(sender.uri, area=area),
        hidden or sender.uri.host.endswith(".invalid"),
    )


def called_of(request: Request, *, area: str = "") -> Party:
    """Whom the Request-URI names; To where that is a mere address of ours, as registered trunks have it."""
    for uri in (request.uri, request.to.uri):
        if number := numbers.of_uri(uri, area=area):
            return Party(uri, request.to.display_name, number)
    return Party(request.uri, request.to.display_name)


def identities_of(headers: Headers, name: str = ASSERTED) -> tuple[Address, ...]:
    """One, or one of sip and one of tel (RFC 3325 §9.1); what cannot be read counts as absent."""
    found = []
    try:
        for part in headers.listed(name):
            found.append(Address.parse(part))
    except Malformed:
        return ()
    return tuple(found)


def privacy_of(headers: Headers) -> frozenset[str]:
    """The values stand with semicolons between them, and from some with commas."""
    words = ";".join(headers.all(PRIVACY)).replace(",", ";").split(";")
    return frozenset(word.strip().lower() for word in words if word.strip())


def identity_pairs(ours: Address, header: str, *, hidden: bool) -> list[tuple[str, str]]:
    """What an INVITE of ours says of us to the network, whatever From says to the other side. An empty `header` says
    nothing."""
    pairs = [(header, str(ours.untagged()))] if header else []
    return [*pairs, (PRIVACY, "id")] if hidden else pairs
