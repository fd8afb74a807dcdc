"""Two telephones over a network that loses, doubles and delays as hypothesis likes, and people who press whatever they
like: both sides come to the same end, agree on the same description, and nothing is left."""

from hypothesis import given, settings
from hypothesis import strategies as st

from changqian.protocols.telephony import PROFILES, OperatorProfile, State, Use, events
from changqian.protocols.telephony.calls.states import DURING
from changqian.protocols.telephony.info import Key
from changqian.protocols.telephony.tests.cast import CENTRE, MOBILE, PLAIN
from changqian.protocols.telephony.tests.phone import Manners, Phone, pair
from changqian.protocols.telephony.tests.wire import Fate, Wire

LOSSES = 6
"One fewer than an INVITE is sent, so that a call is never lost to the network alone."

fates = st.lists(
    st.sampled_from([Fate(), Fate(), Fate(), Fate(0), Fate(2), Fate(delay=0.4), Fate(2, 0.7), Fate(delay=1.6)]),
    max_size=40,
).filter(lambda found: sum(not fate.copies for fate in found) <= LOSSES)
orders = st.lists(
    st.tuples(
        st.integers(0, 160).map(lambda quarter: quarter / 4),
        st.booleans(),
        st.sampled_from(["hold", "resume", "offer", "offer", "press", "want_picture"]),
    ),
    max_size=6,
)
profiles = st.sampled_from(
    [PLAIN, PLAIN.confirmed(reliable=Use.OFF), PLAIN.confirmed(reliable=Use.REQUIRED), PROFILES["mobile"]]
)
manners = st.builds(Manners, early=st.booleans(), answers_at=st.sampled_from([0.0, 0.5, 2.0, 5.0]))


def press(phone: Phone, order: str) -> None:
    args = {"offer": [phone.sdp()], "press": [Key("5")]}.get(order, [])
    phone.dares(order, *args)


def call(network: list, pressed: list, habits: Manners, ours: OperatorProfile, theirs: OperatorProfile, late: bool):
    wire = Wire(CENTRE, MOBILE, fates=network)
    a, b = pair(wire, CENTRE, MOBILE, habits, ours=ours, theirs=theirs)
    wire.at(0.0, lambda now: a.dials(MOBILE, b"" if late else None))
    for at, caller, order in pressed:
        wire.at(at, lambda now, who=a if caller else b, what=order: press(who, what))
    return wire, a, b


@settings(max_examples=80, deadline=None)
@given(fates, orders, manners, profiles, profiles, st.booleans(), st.booleans())
def test_both_sides_agree_and_nothing_is_left(network, pressed, habits, ours, theirs, late, caller_ends):
    wire, a, b = call(network, pressed, habits, ours, theirs, late)
    wire.run(until=160.0)
    assert (a.call.state in DURING, b.call.state in DURING) == (True, True), (wire.heard, wire.seen)
    # RFC 3264: what one has of itself is what the other has of it.
    mine, yours = a.call.chosen.exchange, b.call.chosen.exchange
    assert (mine.local, mine.remote) == (yours.remote, yours.local)
    assert mine.stand is yours.stand
    # What was told of it is how it stands.
    assert list(a.agreed.values())[-1] == (mine.local, mine.remote)
    assert list(b.agreed.values())[-1] == (yours.local, yours.remote)
    # The 2xx is told once, and its ACK.
    assert (len(wire.told(CENTRE, events.Answered)), len(wire.told(MOBILE, events.Acknowledged))) == (1, 1)

    wire.at(161.0, lambda now: (a if caller_ends else b).dares("end"))
    wire.run()
    assert wire.left_over() == []
    for host in (CENTRE, MOBILE):
        assert len(wire.told(host, events.Ended)) == 1


@settings(max_examples=80, deadline=None)
@given(
    fates,
    manners,
    profiles,
    profiles,
    st.booleans(),
    st.integers(0, 120).map(lambda part: part / 20),
    st.sampled_from(["caller", "called", "both"]),
)
def test_whenever_somebody_ends_it_both_sides_hear_of_it_once(network, habits, ours, theirs, late, at, who):
    """Among these are CANCELs that cross a 2xx, BYEs before the ACK, and BYEs that cross each other."""
    wire, a, b = call(network, [], habits, ours, theirs, late)
    if who != "called":
        wire.at(at, lambda now: a.dares("end"))
    if who != "caller":
        wire.at(at, lambda now: b.dares("end"))
    # Who had no call yet to end, or ended it before it came, ends it in the end.
    wire.at(120.0, lambda now: a.dares("end"))
    wire.run()
    assert wire.left_over() == []
    assert len(wire.told(CENTRE, events.Ended)) == 1
    assert len(wire.told(MOBILE, events.Ended)) == len(wire.told(MOBILE, events.Incoming)) <= 1
    for phone in (a, b):
        assert phone.call is None or phone.call.state is State.ENDED


def test_a_network_that_takes_everything_ends_in_a_sentence():
    wire = Wire(CENTRE, MOBILE)
    a, _ = pair(wire, CENTRE, MOBILE)
    wire.lose = lambda source, message: True
    wire.at(0.0, lambda now: a.dials(MOBILE))
    wire.run()
    [ended] = wire.told(CENTRE, events.Ended)
    assert (ended.ending, ended.reason) == ("silent", "运营商线路没有任何响应")
    assert wire.left_over() == []
    assert wire.now == 32.0
