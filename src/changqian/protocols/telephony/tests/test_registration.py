"""Registered at an operator, and kept so: RFC 3261 §10, RFC 3608, RFC 5626, TS 24.229."""

import pytest

from changqian.protocols.sip.digest import Credentials, Guard, Verdict
from changqian.protocols.sip.events import RequestReceived
from changqian.protocols.telephony import PROFILES, Registration, events
from changqian.protocols.telephony.registration import State
from changqian.protocols.telephony.tests.cast import CENTRE, DOMAIN, MOBILE, flow, line
from changqian.protocols.telephony.tests.peer import Peer

TELECOM = PROFILES["telecom"]


class Registrar(Peer):
    """An operator that challenges, and then grants."""

    def __init__(self, lifetime: float = 300.0) -> None:
        super().__init__()
        self.guard = Guard(DOMAIN, b"key", algorithms=("MD5",), lifetime=lifetime)
        self.line = line(MOBILE, TELECOM, username="we", secret="secret")
        self.verdicts: list[Verdict] = []

    def registers(self, **given) -> Registration:
        found = self.agent.register(self.line, self.now, **given)
        self.turn()
        return found

    @property
    def asked(self) -> RequestReceived:
        return self.requests("REGISTER")[-1]

    def grants(self, *headers: tuple[str, str]) -> None:
        self.says(200, *headers, to=self.asked)

    def challenges(self, **given) -> None:
        pairs = [("WWW-Authenticate", str(each)) for each in self.guard.challenges(self.now, **given)]
        self.says(401, *pairs, to=self.asked)

    def checks(self, secret: str = "secret") -> Verdict:
        [given] = Credentials.parse_many(self.asked.request.headers.all("Authorization"))
        return self.guard.check(given, secret=secret, method="REGISTER", now=self.now)


def test_it_is_asked_challenged_proved_and_granted():
    """RFC 3261 §10.2, §22."""
    peer = Registrar()
    registration = peer.registers()
    first = peer.asked.request
    assert (str(first.uri), first.to.uri, first.headers.get("Expires")) == (f"sip:{DOMAIN}", first.from_.uri, "3600")
    assert str(first.contacts[0].uri) == f"sip:+8651988880000@{CENTRE}:5060"
    peer.challenges()
    assert peer.checks() is Verdict.ACCEPTED
    uris = ("P-Associated-URI", "<sip:+8651988880000@ims>, <tel:+8651988880000>")
    peer.grants(("Service-Route", "<sip:edge.ims;lr>"), ("Expires", "600"), uris)
    [told] = peer.told_of(events.Registered)
    assert (told.expires, [uri.phone for uri in told.uris][1]) == (600, "+8651988880000")
    # Calls go out by the way that the operator named (RFC 3608 §5).
    peer.line = registration.line
    peer.dialled()
    assert str(peer.requests("INVITE")[0].request.routes[0].uri) == "sip:edge.ims;lr"


@pytest.mark.parametrize(("granted", "again"), [(600, 300), (3600, 3000), (60, 30)])
def test_it_is_refreshed_in_time_with_the_same_name_and_a_higher_number(granted, again):
    """TS 24.229 §5.1.1.4; RFC 3261 §10.2.4."""
    peer = Registrar()
    registration = peer.registers()
    peer.grants(("Contact", f"<sip:we@{CENTRE}:5060>;expires={granted}, <sip:other@h>;expires=7"), ("Expires", "9"))
    peer.turn(again - 1)
    assert len(peer.requests("REGISTER")) == 1
    peer.turn(2)
    first, second = (each.request for each in peer.requests("REGISTER"))
    assert (first.call_id, first.from_) == (second.call_id, second.from_)
    assert (first.cseq.number, second.cseq.number, registration.state) == (1, 2, State.REFRESHING)


def test_a_stale_nonce_is_no_wrong_password():
    peer = Registrar()
    peer.registers()
    peer.challenges()
    peer.challenges(stale=True)
    assert peer.checks() is Verdict.ACCEPTED
    peer.grants()
    assert len(peer.told_of(events.Registered)) == 1


def test_a_wrong_password_is_told_and_tried_ever_more_seldom():
    """RFC 5626 §4.5: doubled each time, half of it at random, half an hour at most."""
    peer = Registrar()
    registration = peer.registers()
    pauses = []
    for _ in range(9):
        peer.challenges()
        peer.challenges()
        failed = peer.told_of(events.RegistrationFailed)[-1]
        assert (failed.status, failed.remedy) == (401, "请核对线路的用户名和密码")
        assert registration.state is State.WAITING
        pauses.append(failed.again)
        peer.turn(failed.again + 0.01)
    assert len(peer.requests("REGISTER")) == 9 * 2 + 1
    for at, pause in enumerate(pauses):
        whole = min(1800.0, 30.0 * 2**at)
        assert whole / 2 <= pause <= whole


def test_too_short_a_time_is_asked_for_again_as_it_is_wanted():
    """RFC 3261 §10.2.8."""
    peer = Registrar()
    peer.registers()
    peer.says(423, ("Min-Expires", "7200"), to=peer.asked)
    assert peer.asked.request.headers.get("Expires") == "7200"
    peer.grants()
    assert peer.told_of(events.Registered)[0].expires == 7200


def test_an_operator_that_asks_to_wait_is_waited_for():
    peer = Registrar()
    peer.registers()
    peer.says(503, ("Retry-After", "600"), to=peer.asked)
    assert peer.told_of(events.RegistrationFailed)[0].again == 600


def test_an_operator_that_does_not_answer_is_told_of():
    peer = Registrar()
    peer.registers()
    peer.turn(33.0)
    failed = peer.told_of(events.RegistrationFailed)[0]
    assert (failed.status, failed.reason) == (408, "运营商没有响应注册请求")


def test_it_is_ended_and_says_so():
    """RFC 3261 §10.2.2: with an expiry of 0."""
    peer = Registrar()
    registration = peer.registers()
    peer.grants()
    registration.stop(peer.now)
    peer.turn()
    assert peer.asked.request.headers.get("Expires") == "0"
    peer.grants()
    peer.turn(7200.0)
    assert (registration.state, len(peer.told_of(events.Unregistered))) == (State.IDLE, 1)
    assert (len(peer.requests("REGISTER")), peer.agent.get_timer()) == (2, None)


def test_ended_while_a_question_is_under_way_it_waits_for_the_answer():
    """RFC 3261 §10.2: one REGISTER at a time."""
    peer = Registrar()
    registration = peer.registers()
    registration.stop(peer.now)
    peer.turn()
    assert len(peer.requests("REGISTER")) == 1
    peer.grants()
    assert peer.asked.request.headers.get("Expires") == "0"


def test_ended_while_it_waits_it_is_over_at_once():
    peer = Registrar()
    registration = peer.registers()
    peer.says(403, to=peer.asked)
    registration.stop(peer.now)
    peer.turn()
    assert (registration.state, len(peer.told_of(events.Unregistered))) == (State.IDLE, 1)


def test_a_connection_is_kept_open_and_one_without_a_pong_is_lost():
    """RFC 5626 §3.5.1, §4.4.1."""
    peer = Registrar()
    over = flow(MOBILE, "TCP")
    peer.line = line(MOBILE, TELECOM.confirmed(beat_every=60.0), username="we", secret="secret").over(over)
    registration = peer.agent.register(peer.line, 0.0, instance="urn:uuid:1")
    request, to = peer.agent.to_send(0.0)[0]
    assert to == over
    assert b"Contact: <sip:+8651988880000@192.0.2.1:5060;transport=tcp>;reg-id=1;+sip.instance=" in request
    key = registration.key
    asked = peer.agent.endpoint._running.by_key[key].request
    peer.agent.receive(bytes(asked.response(200, to_tag="x")), over, 0.0)
    for at in (60.0, 120.0):
        peer.agent.handle_timer(at)
        assert peer.agent.to_send(at) == [(b"\r\n\r\n", over)]
        if at == 60.0:
            peer.agent.receive(b"\r\n", over, at + 1)
    peer.agent.handle_timer(125.0)
    assert registration.state is State.REGISTERED
    peer.agent.handle_timer(130.1)
    told = []
    while (event := peer.agent.next_event()) is not None:
        told.append(event)
    assert [type(each) for each in told] == [events.Registered, events.FlowLost, events.RegistrationFailed]
    # It is back over another connection, at once.
    registration.moved(flow(MOBILE, "TLS"), 131.0)
    assert peer.agent.to_send(131.0)[0][1].transport == "TLS"
