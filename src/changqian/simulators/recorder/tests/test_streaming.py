"""What arrives can be decoded, and is what should have been sent."""

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from changqian.protocols import sdp
from changqian.protocols.gb28181 import mansrtsp
from changqian.protocols.gb28181.documents.broadcast import Broadcast, BroadcastAnswer
from changqian.protocols.gb28181.documents.control import DeviceControl
from changqian.protocols.gb28181.documents.media import MediaStatus
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.rtp.sending import Sender
from changqian.protocols.sip.dialogs import DialogId
from changqian.simulators.recorder import VENDORS, Fleet, Quirks, Ssrc, pipes
from changqian.simulators.recorder.pipes import Pipe
from changqian.simulators.recorder.tests.media import Sink, codecs_of, consecutive, numbers_of
from changqian.simulators.recorder.tests.platform import LOCAL, SERVER, Platform
from changqian.simulators.recorder.tests.story import together

LIVE, HISTORY = "0320400001", "1320400002"
T = sdp.Transport


async def played(
    running: Platform, fleet: Fleet, sink: Sink, ssrc: str = LIVE, number: int = 0
) -> tuple[sdp.Session, DialogId]:
    who = fleet[number].identity
    offer = sdp.play(owner=SERVER, host=LOCAL, port=sink.port, ssrc=ssrc, transport=sink.transport)
    response, dialog = await running.invite(who.device_id, who.channels[0], offer)
    assert response.status == 200
    reply = sdp.Session.parse(response.body)
    if sink.transport is T.TCP_ACTIVE:
        await sink.connect(reply.media[0].port)
    return reply, dialog


@pytest.mark.parametrize("transport", list(T))
def test_live_pictures(transport: sdp.Transport) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        async with Sink(transport) as sink:
            reply, dialog = await played(running, fleet, sink)
            assert reply.media[0].ssrc == LIVE
            assert str(reply.media[0].description) == "v/2/320*180/25/1/200a/1/8/1"
            begun = time.time()
            await sink.frames(15)
            expected = int(begun * 25) % 400
            fleet[0].calls.key_frame()
            await sink.frames(12)
            numbers = numbers_of(sink.packets)
            assert consecutive(numbers)
            assert len(numbers) >= 26
            assert ((numbers[0] or 0) - expected) % 400 < 30
            assert {each.ssrc for each in sink.packets} == {int(LIVE)}
            assert codecs_of(sink.packets) == {"h264", "pcm_alaw"}
            assert (await running.inside(dialog, "BYE")).status == 200
            await asyncio.sleep(0.1)
            count = len(sink.packets)
            await asyncio.sleep(0.2)
            assert len(sink.packets) == count
            assert not fleet[0].running

    together(story)


@pytest.mark.parametrize("late", [True, False])
def test_tries_again_to_connect_and_gives_up_with_a_bye(late: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipes, "PAUSE", 0.05)

    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        async with Sink(T.TCP_PASSIVE) as sink:
            free = sink.port
        offer = sdp.play(owner=SERVER, host=LOCAL, port=free, ssrc=LIVE, transport=T.TCP_PASSIVE)
        await running.invite(who.device_id, who.channels[0], offer)
        if late:
            async with Sink(T.TCP_PASSIVE, port=free) as sink:
                await sink.frames(2)
        else:
            while "BYE" not in {each.method for each in running.requests}:
                await asyncio.sleep(0.02)
            assert not fleet[0].running

    together(story)


def test_hevc_with_aac_by_a_device_over_tcp() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        async with Sink() as sink:
            await played(running, fleet, sink)
            await sink.frames(20)
            assert codecs_of(sink.packets) == {"hevc", "aac"}
            assert consecutive(numbers_of(sink.packets))

    together(story, quirks=VENDORS["hevc-2022"])


def test_a_key_frame_on_demand_comes_soon() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        async with Sink() as sink:
            await played(running, fleet, sink)
            await sink.frames(3)
            device = fleet[0].identity.device_id
            seen = len(sink.packets)
            await running.ask(device, DeviceControl(sn=1, device_id=fleet[0].identity.channels[0], key_frame="Send"))
            await sink.frames(13)
            assert any(b"\0\0\1\xbc" in each.payload for each in sink.packets[seen:])
            assert consecutive(numbers_of(sink.packets))

    together(story)


def test_ssrc_transport_loss_and_number_of_streams() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        async with Sink() as one, Sink() as two, Sink() as three:
            reply, _ = await played(running, fleet, one)
            said, _ = await played(running, fleet, two, number=1)
            await played(running, fleet, three, number=2)
            await asyncio.gather(*(each.frames(5) for each in (one, two)), three.frames(20))
            assert reply.media[0].ssrc == LIVE != f"{one.packets[0].ssrc:010d}"
            assert said.media[0].ssrc_number == two.packets[0].ssrc != int(LIVE)
            numbers = [each.sequence for each in three.packets]
            assert (numbers[-1] - numbers[0]) % 65536 + 1 > len(numbers)
            busy = sdp.play(owner=SERVER, host=LOCAL, port=one.port, ssrc=LIVE)
            who = fleet[0].identity
            assert (await running.invite(who.device_id, who.channels[0], busy))[0].status == 486
            assert (await running.invite(who.device_id, "1" * 20, busy))[0].status == 404
            who = fleet[3].identity
            assert (await running.invite(who.device_id, who.channels[0], busy))[0].status == 488

    quirks = [Quirks(ssrc=Ssrc.OTHER, streams=1), Quirks(ssrc=Ssrc.OWN), Quirks(loss=0.3), Quirks(media=("TCP",))]
    together(story, count=4, quirks=quirks)


def recorded(back: int = 1800) -> datetime:
    """The beginning of a file of about so many seconds ago."""
    slot = int(time.time() - back) // 300
    while slot % 4 != 1:
        slot -= 1
    return datetime.fromtimestamp(slot * 300, BEIJING)


def test_playback_with_seek_scale_and_pause() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who, start = fleet[0].identity, recorded()
        async with Sink() as sink:
            offer = asked(fleet, sink, start)
            response, dialog = await running.invite(who.device_id, who.channels[0], offer)
            assert response.status == 200
            await sink.frames(10)
            numbers = numbers_of(sink.packets)
            assert consecutive(numbers)
            assert numbers[0] == int(start.timestamp() * 25) % 400

            async def order(method: mansrtsp.Method, **how: object) -> None:
                body = mansrtsp.Request(method, 1, **how).encode()  # type: ignore[arg-type]
                assert (await running.inside(dialog, "INFO", body, mansrtsp.CONTENT_TYPE)).status == 200

            await order(mansrtsp.Method.PAUSE)
            await asyncio.sleep(0.05)
            sink.packets.clear()
            await asyncio.sleep(0.2)
            assert not sink.packets
            await order(mansrtsp.Method.PLAY, range=mansrtsp.Range(33.2))
            await sink.frames(10)
            numbers = numbers_of(sink.packets)
            assert numbers[0] == int(start.timestamp() * 25 + 830) % 400
            await order(mansrtsp.Method.PLAY, scale=4)
            await sink.frames(2)
            begun = time.monotonic()
            await sink.frames(40)
            assert 0.25 < time.monotonic() - begun < 0.7
            await order(mansrtsp.Method.PLAY, scale=-1)
            await sink.frames(1)
            sink.packets.clear()
            await asyncio.sleep(0.1)
            await sink.frames(2)
            place = next(at for at, each in enumerate(sink.packets) if each.payload.startswith(b"\0\0\1\xba"))
            assert consecutive(numbers_of(sink.packets[place:]), step=-10)

    together(story)


def asked(fleet: Fleet, sink: Sink, start: datetime, seconds: int = 120) -> sdp.Session:
    """A playback of what its first device recorded."""
    return sdp.playback(
        owner=SERVER,
        channel=fleet[0].identity.channels[0],
        host=LOCAL,
        port=sink.port,
        ssrc=HISTORY,
        start=start,
        stop=start + timedelta(seconds=seconds),
    )


def test_a_device_that_obeys_nobody_and_does_not_say_when_it_ends() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        async with Sink() as sink:
            offer = asked(fleet, sink, recorded(), 1)
            _, dialog = await running.invite(who.device_id, who.channels[0], offer)
            for how in ({"scale": 4}, {"range": mansrtsp.Range(0.0)}):
                body = mansrtsp.Request(mansrtsp.Method.PLAY, 1, **how).encode()  # type: ignore[arg-type]
                assert (await running.inside(dialog, "INFO", body, mansrtsp.CONTENT_TYPE)).status == 200
            begun = time.monotonic()
            await sink.frames(22)
            assert time.monotonic() - begun > 0.7
            await asyncio.sleep(0.3)
            assert len(numbers_of(sink.packets)) == 25
            assert not [each for each in running.documents if isinstance(each, MediaStatus)]

    together(story, quirks=Quirks(obeys_scale=False, obeys_range=False, says_end=False))


def test_what_was_reported_of_makers() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        async with Sink() as sink:
            reply, _ = await played(running, fleet, sink)
            await sink.frames(2)
            assert reply.media[0].ssrc == LIVE
            assert {each.ssrc for each in sink.packets} == {0}
            who = fleet[1].identity
            offer = sdp.play(owner=SERVER, host=LOCAL, port=sink.port, ssrc=LIVE)
            short = replace(offer, media=(replace(offer.media[0], ssrc="320400001"),))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(running.invite(who.device_id, who.channels[0], short), 0.2)

    together(story, count=2, quirks=[VENDORS["dahua"], VENDORS["hikvision"]])


def test_pictures_stop_while_the_network_is_gone() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        async with Sink() as sink:
            await played(running, fleet, sink)
            await sink.frames(2)
            fleet[0].lose_network()
            await asyncio.sleep(0.05)
            count = len(sink.packets)
            await asyncio.sleep(0.15)
            assert len(sink.packets) == count
            await fleet[0].regain_network()
            await sink.frames(2)

    together(story)


@pytest.mark.parametrize("quirks", [Quirks(), VENDORS["two-lenses"]])
def test_download_ends_with_a_notice(quirks: Quirks) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who, start = fleet[0].identity, recorded()
        async with Sink(T.TCP_PASSIVE) as sink:
            offer = sdp.download(
                owner=SERVER,
                channel=who.channels[0],
                host=LOCAL,
                port=sink.port,
                ssrc=HISTORY,
                start=start,
                stop=start + timedelta(seconds=4),
                speed=8,
                transport=T.TCP_PASSIVE,
            )
            response, dialog = await running.invite(who.device_id, who.channels[0], offer)
            (end,) = await running.told(MediaStatus)
            assert end.ended
            assert end.device_id == who.channels[0]
            inside = [each for each in running.requests if b"MediaStatus" in each.body][0].to.tag != ""
            assert inside is not quirks.end_outside
            numbers = numbers_of(sink.packets)
            assert len(numbers) == 100
            assert consecutive(numbers)
            size = sum(len(each.payload) for each in sink.packets)
            assert 0.7 < (sdp.Session.parse(response.body).media[0].file_size or 0) / size < 1.4
            assert (sink.packets[-1].timestamp - sink.packets[0].timestamp) % 2**32 == 99 * 3600
            assert (await running.inside(dialog, "BYE")).status == 200
            nothing = asked(fleet, sink, start - timedelta(days=9))
            assert (await running.invite(who.device_id, who.channels[0], nothing))[0].status == 404

    together(story, quirks=quirks)


async def spoken(pipe: Pipe) -> bytes:
    """Half a second of a voice that counts."""
    sender = Sender(payload_type=8, ssrc=7)
    said = bytes(range(256)) * 16
    for at in range(0, 4000, 160):
        pipe.send(sender.cut(said[at : at + 160], at))
        await asyncio.sleep(0.002)
    return said[:4000]


@pytest.mark.parametrize("voice", ["UDP", "TCP", "TCP_PASSIVE"])
def test_hears_a_broadcast(voice: str) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        ours = {"UDP": T.UDP, "TCP": T.TCP_PASSIVE, "TCP_PASSIVE": T.TCP_ACTIVE}[voice]
        pipe = Pipe(ours, LOCAL)
        running.voice = (LOCAL, pipe.port)
        if ours is T.TCP_PASSIVE:
            pipe.open("", 0)
        await running.ask(who.device_id, Broadcast(sn=3, source=SERVER, target=who.voice_id))
        (answer,) = await running.told(BroadcastAnswer)
        assert answer.ok
        while not running.voiced:
            await asyncio.sleep(0.01)
        dialog, offer = running.voiced[0]
        if ours is not T.TCP_PASSIVE:
            pipe.open(LOCAL, offer.media[0].port)
        while not (pipe.ready and fleet[0].running):
            await asyncio.sleep(0.01)
        said = await spoken(pipe)
        await asyncio.sleep(0.1)
        assert bytes(fleet[0].ear.sound) == said
        assert (await running.inside(dialog, "BYE")).status == 200
        assert not fleet[0].running
        await pipe.close()

    together(story, quirks=Quirks(voice=voice))


def test_a_broadcast_that_is_heard_late_and_never_answered() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who, begun = fleet[0].identity, time.monotonic()
        running.voice = (LOCAL, 9)
        await running.ask(who.device_id, Broadcast(sn=3, source=SERVER, target=who.channels[0]))
        while not running.voiced:
            await asyncio.sleep(0.01)
        assert time.monotonic() - begun > 0.2
        assert not running.documents

    together(story, quirks=Quirks(answers_broadcast=False, late=0.2))


def test_talks_both_ways() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        heard: list[bytes] = []
        pipe = Pipe(T.UDP, LOCAL, heard.append)
        offer = sdp.talk(owner=SERVER, host=LOCAL, port=pipe.port, ssrc=LIVE)
        response, _ = await running.invite(who.device_id, who.channels[0], offer)
        pipe.open(LOCAL, sdp.Session.parse(response.body).media[0].port)
        said = await spoken(pipe)
        await asyncio.sleep(0.3)
        assert bytes(fleet[0].ear.sound) == said
        assert len(heard) > 10
        assert all(len(each) == 172 for each in heard)
        await pipe.close()

    together(story)
