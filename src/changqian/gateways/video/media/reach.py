"""Where a device's media can be reached: what it says, what it says of itself, and where it speaks from."""

from ipaddress import ip_address

from changqian.protocols import sdp
from changqian.protocols.sip import Flow, Malformed, Request, Response

TRANSPORTS = {"tcp": sdp.Transport.TCP_PASSIVE, "tcp_active": sdp.Transport.TCP_ACTIVE}
"What we offer, by how the media of a device come; UDP otherwise."


def place(session: sdp.Session, media: sdp.Media, message: Request | Response, flow: Flow) -> tuple[str, int]:
    """Host and port of a stream in a description that came in that message, over that flow."""
    return reachable(session.host_of(media), own_host(message), flow.host), media.port


def own_host(message: Request | Response) -> str:
    """What the device says of itself: in its Via where it asks, in its Contact where it answers."""
    if isinstance(message, Request):
        return message.via.host
    try:
        return next((each.uri.host for each in message.contacts), "")
    except Malformed:
        return ""


def reachable(said: str, own: str, seen: str) -> str:
    """Who names the same address in SIP and SDP, but speaks from another, is behind NAT: only where it speaks from can
    be reached. Who names a third one has its media elsewhere, and means it."""
    try:
        address = ip_address(said)
    except ValueError:
        return seen
    return seen if address.is_unspecified or said == own else said
