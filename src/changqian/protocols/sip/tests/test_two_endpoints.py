"""The platform and a camera over a network that loses, doubles and reorders: both come to the same end."""

import pytest

from changqian.protocols.sip.digest import Credentials, Guard, Verdict, authorised, ha1s
from changqian.protocols.sip.events import (
    AckMissing,
    AckReceived,
    Cancelled,
    RequestReceived,
    ResponseReceived,
    TimedOut,
    Unreachable,
)
from changqian.protocols.sip.tests.cast import CAMERA, DOMAIN, SDP, SECRET, camera_address, platform_address
from changqian.protocols.sip.tests.link import Link, told
from changqian.protocols.sip.uri import Uri

PLATFORM_END, CAMERA_END = 0, 1
BAD = {"loss": 0.3, "doubling": 0.2, "quick": 0.005, "slow": 0.9}
NETWORKS = [
    *(pytest.param(seed, {"transport": "UDP", **BAD}, id=f"bad UDP {seed}") for seed in range(12)),
    pytest.param(0, {"transport": "UDP"}, id="good UDP"),
    *(pytest.param(seed, {"transport": "TCP"}, id=f"TCP {seed}") for seed in range(3)),
]


def play(link: Link, **given) -> tuple:
    """The platform asks the camera for its picture."""
    platform = link.ends[PLATFORM_END]
    asked = platform.compose(
        "INVITE",
        Uri("sip", CAMERA, DOMAIN),
        from_=platform_address,
        to=camera_address,
        headers=[("Subject", f"{CAMERA}:0200000001,34020000002000000001:0"), ("Content-Type", "APPLICATION/SDP")],
        body=SDP,
    )
    return platform.request(asked, link.flows[CAMERA_END], link.now)


def watching(end, event, now) -> None:
    """A platform that watches for a second once there is a picture."""
    if isinstance(event, ResponseReceived) and event.request.method == "INVITE" and 200 <= event.response.status < 300:
        end.ack(event.dialog)


def filming(*before: int, final: int = 200):
    def answering(end, event, now) -> None:
        if not isinstance(event, RequestReceived):
            return
        if event.request.method == "INVITE":
            for status in before:
                end.respond(event.transaction, status, now)
            end.respond(event.transaction, final, now, body=SDP if final == 200 else b"")
        else:
            end.respond(event.transaction, 200, now)

    return answering


@pytest.mark.parametrize(("seed", "network"), NETWORKS)
def test_live_view_is_opened_and_closed_once_on_both_sides(seed, network):
    link = Link(seed, **network)
    link.answering = [watching, filming(180)]
    play(link)
    link.run(until=100.0)
    [invite] = told(link.heard[CAMERA_END], RequestReceived)
    [ack] = told(link.heard[CAMERA_END], AckReceived)
    finals = [e for e in told(link.heard[PLATFORM_END], ResponseReceived) if e.response.status >= 200]
    assert [final.response.body for final in finals] == [SDP]
    assert (invite.request.body, invite.request.headers.get("Subject")[:20]) == (SDP, CAMERA)
    assert ack.dialog.local_tag == finals[0].dialog.remote_tag
    assert told(link.heard[CAMERA_END], AckMissing) == []
    assert list(link.ends[PLATFORM_END].dialogs) == [finals[0].dialog]

    link.ends[PLATFORM_END].request_in(finals[0].dialog, "BYE", link.now)
    link.run(until=300.0)
    assert [e.request.method for e in told(link.heard[CAMERA_END], RequestReceived)] == ["INVITE", "BYE"]
    assert [e.response.status for e in told(link.heard[PLATFORM_END], ResponseReceived)][-1] == 200
    for end in link.ends:
        assert (end.dialogs, end.get_timer()) == ({}, None)


@pytest.mark.parametrize(("seed", "network"), NETWORKS)
def test_a_refusal_is_heard_once_and_acknowledged(seed, network):
    link = Link(seed, **network)
    link.answering = [watching, filming(final=486)]
    play(link)
    link.run()
    finals = [e for e in told(link.heard[PLATFORM_END], ResponseReceived) if e.response.status >= 200]
    assert [final.response.status for final in finals] == [486]
    # No TimedOut on either side: the ACK came through, however often it was lost.
    assert told(link.heard[CAMERA_END], TimedOut) + told(link.heard[PLATFORM_END], TimedOut) == []
    assert all(end.get_timer() is None and not end.dialogs for end in link.ends)


@pytest.mark.parametrize(("seed", "network"), NETWORKS)
def test_a_camera_registers_once_with_its_secret(seed, network):
    """GB/T 28181 §9.1: REGISTER, 401, REGISTER, 200."""
    link = Link(seed, **network)
    guard = Guard(DOMAIN, b"key", algorithms=("SM3", "MD5"))
    kept, verdicts = ha1s(CAMERA, DOMAIN, SECRET), []

    def guarding(end, event, now) -> None:
        given = Credentials.parse_many(event.request.headers.all("Authorization"))
        verdicts.extend(guard.check(one, secret=kept, method="REGISTER", now=now) for one in given)
        if given:
            end.respond(event.transaction, 200 if verdicts[-1] is Verdict.ACCEPTED else 403, now)
        else:
            challenges = [("WWW-Authenticate", str(challenge)) for challenge in guard.challenges(now)]
            end.respond(event.transaction, 401, now, headers=challenges)

    def registering(end, event, now) -> None:
        if event.response.status == 401:
            again = authorised(event.request, event.response, username=CAMERA, secret=SECRET, cnonce=end.token())
            end.request(again, link.flows[PLATFORM_END], now)

    link.answering = [guarding, registering]
    camera = link.ends[CAMERA_END]
    asked = camera.compose(
        "REGISTER",
        Uri("sip", host=DOMAIN),
        from_=camera_address,
        to=camera_address,
        headers=[("Contact", f"<sip:{CAMERA}@192.168.1.64:5060>"), ("Expires", "86400")],
    )
    camera.request(asked, link.flows[PLATFORM_END], 0.0)
    link.run()
    assert [event.response.status for event in link.heard[CAMERA_END]] == [401, 200]
    assert [event.request.cseq.number for event in link.heard[PLATFORM_END]] == [1, 2]
    assert verdicts == [Verdict.ACCEPTED]


@pytest.mark.parametrize(("seed", "network"), NETWORKS)
def test_a_call_given_up_while_it_rings_ends_on_both_sides(seed, network):
    link = Link(seed, **network)
    calls: list = []

    def ringing(end, event, now) -> None:
        if isinstance(event, RequestReceived):
            end.respond(event.transaction, 180, now)

    def giving_up(end, event, now) -> None:
        if isinstance(event, ResponseReceived) and event.response.status == 180:
            end.cancel(calls[0], now)

    link.answering = [giving_up, ringing]
    calls.append(play(link))
    link.run()
    finals = [e.response.status for e in told(link.heard[PLATFORM_END], ResponseReceived) if e.response.status >= 200]
    assert finals == [487]
    assert [event.transaction for event in told(link.heard[CAMERA_END], Cancelled)] == [
        told(link.heard[CAMERA_END], RequestReceived)[0].transaction
    ]
    assert all(end.get_timer() is None and not end.dialogs for end in link.ends)


@pytest.mark.parametrize("seed", range(6))
def test_requests_in_a_dialog_arrive_once_each_though_the_network_reorders_them(seed):
    link = Link(seed, doubling=0.3, quick=0.005, slow=0.3)
    link.answering = [watching, filming()]
    play(link)
    link.run(until=5.0)
    [final] = [e for e in told(link.heard[PLATFORM_END], ResponseReceived) if e.response.status == 200]
    for step in range(5):
        link.ends[PLATFORM_END].request_in(final.dialog, "INFO", link.now, body=bytes([step]))
    link.run(until=60.0)
    taken = [e.request.body for e in told(link.heard[CAMERA_END], RequestReceived) if e.request.method == "INFO"]
    # What was overtaken gets 500 (RFC 3261 §12.2.2), so what is taken is in order, without doubles.
    assert taken == sorted(set(taken))
    answers = [
        e.response.status for e in told(link.heard[PLATFORM_END], ResponseReceived) if e.request.method == "INFO"
    ]
    assert sorted(answers) == [200] * len(taken) + [500] * (5 - len(taken))


def test_a_network_that_takes_everything_is_told_of():
    link = Link(loss=1.0)
    key = play(link)
    link.run()
    assert [(type(event), event.transaction) for event in link.heard[PLATFORM_END]] == [(TimedOut, key)]
    assert link.now == 32.0


def test_a_connection_cut_during_a_call_is_told_to_both():
    link = Link(transport="TCP")
    link.answering = [watching, None]
    play(link)
    link.run(until=1.0)
    for n, end in enumerate(link.ends):
        end.receive(b"", link.flows[1 - n], 2.0)
    link.run(until=3.0)
    for heard in link.heard:
        assert len(told(heard, Unreachable)) == 1
