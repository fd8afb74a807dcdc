"""Who speaks: the platform of a district, a camera, and two phones. Addresses are those set apart for examples."""

from random import Random

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.uri import Uri

DOMAIN = "3402000000"
PLATFORM = "34020000002000000001"
CAMERA = "34020000001320000001"
SECRET = "12345678"

AT_PLATFORM = Flow("UDP", "192.0.2.1", 5060)
AT_CAMERA = Flow("UDP", "198.51.100.7", 1024)
"What the platform sees: a port of the camera's router."

OVER_TCP = Flow("TCP", "198.51.100.7", 40000)
TO_US = f"<sip:{PLATFORM}@{DOMAIN}>"
CONTACT = ("Contact", f"<sip:{CAMERA}@192.168.1.64:5060>")
"Where the camera believes to be."

platform_address = Address(Uri("sip", PLATFORM, DOMAIN))
camera_address = Address(Uri("sip", CAMERA, DOMAIN))
SDP = b"v=0\r\no=- 0 0 IN IP4 192.0.2.1\r\ns=Play\r\n"


def endpoint(seed: int = 1, host: str = "192.0.2.1", port: int = 5060, **given) -> Endpoint:
    return Endpoint(host=host, port=port, rng=Random(seed), **given)


def lines(*parts: str, body: bytes = b"", end: str = "\r\n", charset: str = "utf-8") -> bytes:
    return (end.join((*parts, "", "")).encode(charset)) + body


def request(
    method: str = "MESSAGE",
    *more: str,
    via: str = f"SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bK{'a' * 8}",
    uri: str = f"sip:{PLATFORM}@{DOMAIN}",
    from_: str = f"<sip:{CAMERA}@{DOMAIN}>;tag=camera",
    to: str = f"<sip:{PLATFORM}@{DOMAIN}>",
    call_id: str = "1@192.168.1.64",
    number: int = 1,
    body: bytes = b"",
) -> bytes:
    """What a camera sends."""
    return lines(
        f"{method} {uri} SIP/2.0",
        f"Via: {via}",
        f"From: {from_}",
        f"To: {to}",
        f"Call-ID: {call_id}",
        f"CSeq: {number} {method}",
        *more,
        f"Content-Length: {len(body)}",
        body=body,
    )


def events(end: Endpoint) -> list:
    found = []
    while (event := end.next_event()) is not None:
        found.append(event)
    return found


def sent(end: Endpoint, now: float = 0.0) -> list:
    return [Message.parse(data) for data, _ in end.to_send(now)]


def statuses(end: Endpoint) -> list[int]:
    return [message.status for message in sent(end)]


def received(end: Endpoint, data: bytes, flow: Flow = AT_CAMERA, now: float = 0.0) -> list:
    end.receive(data, flow, now)
    return events(end)


def invite(end: Endpoint, flow: Flow = AT_CAMERA, now: float = 0.0, body: bytes = SDP):
    """To the camera; the request as it went out."""
    asked = end.compose("INVITE", Uri("sip", CAMERA, DOMAIN), from_=platform_address, to=camera_address, body=body)
    key = end.request(asked, flow, now)
    return key, sent(end)[0]


def answer(asked, status: int, *headers, tag: str = "camera", body: bytes = b"") -> bytes:
    return bytes(asked.response(status, to_tag=tag, headers=headers, body=body))
