"""A static trunk: who of its peers lives, and by whom a call goes out."""

import pytest

from changqian.protocols.sip.events import RequestReceived
from changqian.protocols.telephony import Health, Trunk, events
from changqian.protocols.telephony.tests.cast import CENTRE, DESK, MOBILE, PLAIN, flow, line
from changqian.protocols.telephony.tests.wire import Wire


def watched(*lost: str, until: float) -> tuple[Wire, Trunk]:
    wire = Wire(CENTRE, MOBILE, DESK)
    wire.lose = lambda source, message: source in lost
    trunk = wire.agents[CENTRE].watch(line(MOBILE, PLAIN), (flow(MOBILE), flow(DESK)), 0.0)
    wire.run(until=until)
    return wire, trunk


def test_peers_are_asked_and_answer():
    wire, trunk = watched(until=100.0)
    assert [peer.health for peer in trunk.peers] == [Health.UP, Health.UP]
    assert [event.peer.host for event in wire.told(CENTRE, events.TrunkUp)] == [MOBILE, DESK]
    assert len(wire.requests(CENTRE, "OPTIONS")) == 2 * 4
    assert trunk.line.peer == flow(MOBILE)


def test_a_peer_that_does_not_answer_twice_is_down_and_the_next_is_used():
    wire, trunk = watched(MOBILE, until=80.0)
    assert [peer.health for peer in trunk.peers] == [Health.DOWN, Health.UP]
    [down] = wire.told(CENTRE, events.TrunkDown)
    assert (down.peer.host, down.reason) == (MOBILE, "运营商设备198.51.100.7没有响应")
    assert trunk.line.peer == flow(DESK)
    # It is asked more often while it is down, and told of once.
    wire.lose = lambda source, message: False
    wire.run(until=130.0)
    assert trunk.peers[0].health is Health.UP
    assert [event.peer.host for event in wire.told(CENTRE, events.TrunkUp)] == [DESK, MOBILE]
    trunk.stop(wire.now)
    wire.run(until=400.0)
    assert wire.left_over() == []


def test_without_any_peer_there_is_no_line():
    _, trunk = watched(MOBILE, DESK, until=80.0)
    assert trunk.line is None
    with pytest.raises(ValueError, match="without peers"):
        Trunk(trunk.board, trunk.asked_line, ())


@pytest.mark.parametrize(("status", "health"), [(405, Health.UP), (404, Health.UP), (503, Health.DOWN)])
def test_whoever_answers_lives_and_only_one_that_wants_no_calls_is_down(status, health):
    wire, trunk = watched(MOBILE, until=0.0)
    end = wire.agents[MOBILE].endpoint
    wire.agents[MOBILE]._heard = lambda event, now: (
        end.respond(event.transaction, status, now) if isinstance(event, RequestReceived) else None
    )
    wire.lose = lambda source, message: False
    wire.run(until=60.0)
    assert trunk.peers[0].health is health
