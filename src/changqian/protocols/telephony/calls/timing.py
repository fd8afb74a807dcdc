"""How long a call lives without a sign of life, and who gives it: session timers (RFC 4028)."""

from dataclasses import dataclass

from changqian.protocols.sip.grammar import BLANK, Malformed, Params, number
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.telephony.operators import OperatorProfile

TAG = "timer"
LEAST = 90
"No interval is shorter (RFC 4028 §5)."
Pairs = list[tuple[str, str]]


class TooSmall(Exception):
    """To be refused with 422, which names the least that would do."""

    def __init__(self, least: int) -> None:
        super().__init__(f"less than {least} s")
        self.least = least


@dataclass(frozen=True, slots=True)
class Timing:
    """`ours`: we send the signs of life."""

    interval: int
    ours: bool

    @property
    def refresh_after(self) -> float:
        """Half of it (RFC 4028 §7.2)."""
        return self.interval / 2

    @property
    def end_after(self) -> float:
        """Somewhat earlier than it is over, so that the BYE still finds a call (RFC 4028 §10)."""
        return self.interval - min(32.0, self.interval / 3)


def supported(headers: Headers) -> bool:
    return any(tag.lower() == TAG for name in ("Supported", "Require") for tag in headers.listed(name))


def expires_of(headers: Headers) -> tuple[int, str] | None:
    """Seconds, and who refreshes; None where it is absent or cannot be read."""
    text = headers.get("Session-Expires")
    try:
        seconds, _, params = (text or "").partition(";")
        refresher = (Params.parse(params).get("refresher") or "").lower()
        return number(seconds.strip(BLANK), "the interval"), refresher if refresher in ("uac", "uas") else ""
    except Malformed:
        return None


def least_of(headers: Headers) -> int:
    try:
        return max(LEAST, number((headers.get("Min-SE") or "").partition(";")[0].strip(BLANK), "Min-SE"))
    except Malformed:
        return LEAST


def request_pairs(profile: OperatorProfile, timing: Timing | None, least: int) -> Pairs:
    """What an INVITE or UPDATE of ours says. During a call who refreshes stays as it is (RFC 4028 §7.4)."""
    if not profile.session_expires:
        return []
    least = max(least, profile.min_se, LEAST)
    interval = max(timing.interval if timing else profile.session_expires, least)
    refresher = f";refresher={'uac' if timing.ours else 'uas'}" if timing else ""
    return [("Session-Expires", f"{interval}{refresher}"), ("Min-SE", str(least))]


def granted(request: Request, profile: OperatorProfile) -> tuple[Timing | None, Pairs]:
    """What we answer with a 2xx, and what holds from then on (RFC 4028 §9). TooSmall if it is to be refused.

    A proxy may have set the timer for a caller who does not know of it: then it is ours to refresh.
    """
    asked, knows = expires_of(request.headers), supported(request.headers)
    least = max(least_of(request.headers), profile.min_se, LEAST)
    if asked is None and (not knows or not profile.session_expires):
        return None, []
    wanted = asked[0] if asked else profile.session_expires
    if wanted < max(profile.min_se, LEAST) and knows:
        raise TooSmall(max(profile.min_se, LEAST))
    interval = max(min(wanted, profile.session_expires or wanted), least)
    refresher = ((asked[1] if asked else "") or profile.refresher) if knows else "uas"
    pairs = [("Session-Expires", f"{interval};refresher={refresher}")]
    if refresher == "uac":
        pairs.append(("Require", TAG))
    return Timing(interval, ours=refresher == "uas"), pairs


def agreed(response: Response) -> Timing | None:
    """What a 2xx to a request of ours says; None if the call lives without (RFC 4028 §7.2)."""
    told = expires_of(response.headers)
    if told is None:
        return None
    return Timing(max(told[0], LEAST), ours=told[1] != "uas")
