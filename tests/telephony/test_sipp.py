"""Our calls against sipp, which nobody here wrote: basic calls both ways, PRACK, UPDATE, hold by re-INVITE, late
offers and session timers, over UDP."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from changqian.protocols.sip import Flow, Uri
from changqian.protocols.telephony import Line, directions, events
from tests.telephony.shell import HOST, Shell

SCENARIOS = Path(__file__).parent / "scenarios"
SIPP = shutil.which("sipp")
pytestmark = pytest.mark.skipif(SIPP is None, reason="sipp is not installed (apt-get install sip-tester)")

CALLED = Uri.parse("sip:service@127.0.0.1")


def sdp(shell: Shell, version: int = 1, way: str = "sendrecv") -> bytes:
    text = f"v=0\no=- 7 {version} IN IP4 {HOST}\ns=-\nc=IN IP4 {HOST}\nt=0 0\nm=audio 40000 RTP/AVP 8\na={way}\n"
    return text.replace("\n", "\r\n").encode()


async def sipp(*arguments: str) -> tuple[int, str]:
    assert SIPP
    process = await asyncio.create_subprocess_exec(
        *(SIPP, *arguments, "-i", HOST, "-timeout", "15", "-timeout_error", "-nostdin"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(errors="replace")[-3000:]


def scenario(name: str) -> tuple[str, ...]:
    return ("-sf", str(SCENARIOS / f"{name}.xml")) if name not in ("uac", "uas") else ("-sn", name)


def line(port: int) -> Line:
    return Line(peer=Flow("UDP", HOST, port), domain="ims.example", number="051988880000", area="0519")


def called(hear: Callable[[Shell, object, float], None], name: str, *more: str) -> Shell:
    """A caller of sipp's; each of its calls as it wants it, or the test says why not."""

    async def story() -> Shell:
        shell = await Shell(lambda event, now: hear(shell, event, now)).start()
        shell.agent.lines.append(line(0))
        try:
            code, said = await sipp(*scenario(name), *more, f"{HOST}:{shell.port}")
            assert code == 0, said
            await settled(shell)
            return shell
        finally:
            shell.close()

    return asyncio.run(story())


async def settled(shell: Shell) -> None:
    """Its last answer may still be on the way."""
    for _ in range(100):
        if not shell.agent.calls:
            return
        await asyncio.sleep(0.02)


def answering(shell: Shell, event: object, now: float) -> None:
    match event:
        case events.Incoming(call):
            call.ring(now)
            call.answer(sdp(shell), now)
        case events.Offered(call, _, offer):
            call.accept(directions.mirrored(call.chosen.exchange.local, offer), now)


def with_progress(shell: Shell, event: object, now: float) -> None:
    if isinstance(event, events.Incoming):
        event.call.progress(sdp(shell), now)
        event.call.ring(now)
        shell.loop.call_later(0.2, lambda: (event.call.answer(b"", shell.loop.time()), shell.pump()))


def ended(shell: Shell) -> list[str]:
    return [str(event.ending) for event in shell.told_of(events.Ended)]


def test_fifty_callers_are_answered_and_hang_up():
    shell = called(answering, "uac", "-m", "50", "-r", "100", "-d", "50")
    assert ended(shell) == ["hung_up"] * 50
    assert len(shell.told_of(events.Acknowledged)) == 50
    assert shell.agent.endpoint.dialogs == {}


def test_a_caller_that_requires_reliable_provisional_responses():
    shell = called(with_progress, "prack_caller", "-m", "1")
    assert ended(shell) == ["hung_up"]


def test_a_caller_that_holds_and_resumes():
    shell = called(answering, "holding_caller", "-m", "1")
    told = [type(event).__name__ for event in shell.told if isinstance(event, events.Held | events.Resumed)]
    assert (told, ended(shell)) == (["Held", "Resumed"], ["hung_up"])


def test_a_caller_that_leaves_the_offer_to_us():
    shell = called(answering, "late_caller", "-m", "1")
    assert b"m=audio" in shell.told_of(events.Negotiated)[0].remote


def test_a_caller_whose_session_timer_is_too_short_at_first():
    shell = called(answering, "timer_caller", "-m", "1")
    assert shell.agent.refused == {"timer too small": 1}
    assert ended(shell) == ["hung_up"]


def dialling(name: str, hear: Callable[[Shell, object, float], None]) -> Shell:
    """A telephone of sipp's, which we call."""

    async def story() -> Shell:
        shell = await Shell(lambda event, now: hear(shell, event, now)).start()
        probe = await Shell(lambda event, now: None).start()
        port = probe.port
        probe.close()
        await asyncio.sleep(0)
        running = asyncio.create_task(sipp(*scenario(name), "-m", "1", "-p", str(port)))
        try:
            shell.agent.dial(line(port), CALLED, sdp(shell), shell.loop.time())
            shell.pump()
            code, said = await running
            assert code == 0, said
            await settled(shell)
            return shell
        finally:
            running.cancel()
            shell.close()

    return asyncio.run(story())


def test_a_telephone_that_is_called_and_hung_up():
    def hear(shell: Shell, event: object, now: float) -> None:
        if isinstance(event, events.Answered):
            event.call.end(now)

    shell = dialling("uas", hear)
    assert [type(event).__name__ for event in shell.told] == ["Ringing", "Negotiated", "Answered", "Ended"]


def test_a_telephone_that_wants_prack_takes_an_update_and_is_held():
    def hear(shell: Shell, event: object, now: float) -> None:
        match event:
            case events.Progress(call, _, 183):
                call.offer(sdp(shell, 2), now)
            case events.Answered(call):
                call.hold(now)
            case events.Held(call):
                call.resume(now)
            case events.Resumed(call):
                call.end(now)

    shell = dialling("prack_update_hold_called", hear)
    assert [type(event).__name__ for event in shell.told] == [
        *("Negotiated", "Progress", "Negotiated", "Ringing", "Answered"),
        *("Negotiated", "Held", "Negotiated", "Resumed", "Ended"),
    ]
