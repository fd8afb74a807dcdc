"""Whatever comes, and whatever the user does with it, an endpoint goes on."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.events import RequestReceived, ResponseReceived
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import AT_CAMERA, CONTACT, OVER_TCP, answer, endpoint, events, invite, request

LISTS = ("Require: timer", "Supported: x", "Contact: <sip:a@b>;x=1", "Record-Route: <sip:p;lr>", "Route: <sip:q;lr>")
KINDS = st.sampled_from(["INVITE", "ACK", "CANCEL", "BYE", "MESSAGE", "INFO", "REGISTER", "answer", "noise"])


@st.composite
def packets(draw, asked):
    """A packet that would have been right, but for what befell it on its way."""
    kind = draw(KINDS)
    if kind == "noise":
        return draw(st.binary(max_size=80))
    if kind == "answer":
        status = draw(st.sampled_from([100, 180, 200, 302, 401, 481, 486, 600]))
        data = answer(asked, status, CONTACT, tag=draw(st.sampled_from(["one", "two"])))
    else:
        tag = draw(st.sampled_from(["", ";tag=gone"]))
        data = request(kind, *LISTS, to=f"<sip:a@b>{tag}", number=draw(st.integers(0, 3)), body=b"abc")
    at = draw(st.integers(0, len(data)))
    damage = draw(st.sampled_from([b"", b'"', b"<", b">", b",", b";", b"\r\n", b"\0", b"\xff", b":", b"=", b"%"]))
    return data[:at] + damage + data[at + draw(st.integers(0, 1)) * len(damage) :]


@given(st.data(), st.booleans())
def test_no_packets_break_an_endpoint(data, streaming):
    end, flow = endpoint(supported=["timer"]), OVER_TCP if streaming else AT_CAMERA
    key, asked = invite(end, flow)
    now = 0.0
    for _ in range(data.draw(st.integers(1, 8))):
        now += data.draw(st.sampled_from([0.0, 0.6, 5.0, 40.0]))
        end.handle_timer(now)
        end.receive(data.draw(packets(asked)), flow, now)
        for event in events(end):
            if isinstance(event, RequestReceived):
                end.respond(event.transaction, data.draw(st.sampled_from([180, 200, 404])), now)
            elif isinstance(event, ResponseReceived) and event.dialog:
                with suppress(KeyError):
                    end.ack(event.dialog)
                with suppress(KeyError):
                    end.request_in(event.dialog, data.draw(st.sampled_from(["BYE", "INFO", "INVITE"])), now)
        if data.draw(st.booleans()):
            end.cancel(key, now)
        for sent, _ in end.to_send(now):
            assert sent == b"\r\n" or b"\r\n\r\n" in sent
            if not sent.startswith(b"SIP/2.0 400"):  # A refusal repeats what could not be read.
                assert sent == b"\r\n" or Message.parse(sent)
    # In the end it owes nobody anything.
    end.receive(b"", OVER_TCP, now)
    for _ in range(300):
        if (at := end.get_timer()) is not None:
            end.handle_timer(at)
    assert end.get_timer() is None
    # But for calls that ring on, which only a user ends.
    assert {key[-1] for key in end._running.by_key} <= {"INVITE"}
