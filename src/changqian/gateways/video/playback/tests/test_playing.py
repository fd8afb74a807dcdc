"""Recordings are played as ordered, which the numbers burned into their pictures prove; and what devices do instead."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from changqian.gateways.video.media.pull import Patience
from changqian.gateways.video.playback.tests.theatre import (
    AROUND,
    apart,
    consecutive,
    number_at,
    recorded,
    theatre,
)
from changqian.protocols.gb28181.documents.media import MediaStatus
from changqian.simulators.recorder import VENDORS, Quirks

HONEST = 0.25
"Seconds that a position may be wrong by."
OVER = {"by-notice": Quirks(), "outside": VENDORS["two-lenses"], "by-silence": Quirks(says_end=False)}


@pytest.mark.parametrize("quirks", OVER.values(), ids=OVER)
def test_it_is_played_from_the_first_picture_to_the_last(tmp_path: Path, quirks: Quirks) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path, quirks) as house, house.watching(start, 3) as seat:
            await seat.until(lambda: seat.end)
            assert seat.end
            assert seat.end["step"] == "finished"
            numbers = seat.numbers()
            assert consecutive(numbers)
            assert (numbers[0], numbers[-1]) == (number_at(start), number_at(start, 2.96))
            assert seat.sounds > 60
            assert all(abs(seat.off(state)) < HONEST for state in seat.states)
            await house.dark()
            assert (
                not house.stage.told
                or quirks.channels == 2
                or {each.KIND for each in house.stage.told} == {"registered"}
            )

    asyncio.run(story())


@pytest.mark.parametrize("media", ["udp", "tcp"])
def test_a_pause_stops_the_packets_and_nothing_is_missing_behind_it(tmp_path: Path, media: str) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path, media=media) as house, house.watching(start, 60) as seat:
            await seat.until(lambda: seat.pictures > 10)
            state = await seat.ordered(do="pause")
            assert abs(seat.off(state)) < HONEST
            await seat.read(0.2)
            packets, pictures = house.receiver.packets, seat.pictures
            await seat.read(0.4)
            assert (house.receiver.packets, seat.pictures) == (packets, pictures)
            await seat.ordered(do="play")
            await seat.until(lambda: seat.pictures > pictures + 15)
            numbers = seat.numbers()
            assert len(seat.films) == 1
            assert consecutive(numbers)
            assert numbers[0] == number_at(start)

    asyncio.run(story())


STAMPS = {
    "as-watched": Quirks(),
    "as-recorded": Quirks(recorded_stamps=True),
    "keys-only": Quirks(keys_from=4),
    "keys-only-as-recorded": Quirks(keys_from=4, recorded_stamps=True),
}


@pytest.mark.parametrize("quirks", STAMPS.values(), ids=STAMPS)
def test_four_times_as_fast_is_four_times_as_far(tmp_path: Path, quirks: Quirks) -> None:
    async def story() -> None:
        start = recorded()
        loop = asyncio.get_running_loop()
        async with theatre(tmp_path, quirks) as house, house.watching(start, 120) as seat:
            await seat.until(lambda: seat.pictures > 25)
            state = await seat.ordered(do="speed", scale=4)
            assert state["failure"] is None
            await seat.read(0.5)
            begun, before = loop.time(), seat.numbers()[-1]
            await seat.read(2.4)
            seconds, after = loop.time() - begun, seat.numbers()[-1]
            assert before is not None
            assert after is not None
            assert 2.8 < (after - before) % AROUND / 25 / seconds < 5.0
            assert not [each for each in seat.states if each["failure"]]
            assert all(abs(seat.off(each)) < 0.6 for each in seat.states[-2:]), seat.states
            # The film itself runs at real time: the browser need not know how fast the recording passes.
            assert seat.states[-1]["at"] < loop.time() - begun + 3.5
            await seat.ordered(do="speed", scale=1)
            await seat.read(0.5)
            assert consecutive(seat.numbers()[-8:])

    asyncio.run(story())


def test_who_does_not_get_the_speed_is_told_what_he_gets(tmp_path: Path) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path, Quirks(obeys_scale=False)) as house, house.watching(start, 120) as seat:
            await seat.until(lambda: seat.pictures > 15)
            await seat.ordered(do="speed", scale=4)
            state = await seat.until(lambda: next((each for each in seat.states if each["failure"]), None))
            assert (state["scale"], state["failure"]["step"]) == (1, "ignored")
            assert "4倍速" in state["failure"]["reason"]
            assert "1倍速" in state["failure"]["reason"]
            assert state["failure"]["remedy"]
            assert all(abs(seat.off(each)) < HONEST for each in seat.states)
            assert consecutive(seat.numbers())

    asyncio.run(story())


def test_who_gets_nothing_at_a_speed_gets_the_usual_one_again(tmp_path: Path) -> None:
    async def story() -> None:
        start = recorded()
        patience = Patience(silence=0.8)
        async with theatre(tmp_path, patience=patience) as house, house.watching(start, 120) as seat:
            await seat.until(lambda: seat.pictures > 5)
            house.recorder.calls.silence(True)
            await seat.order(do="speed", scale=8)
            state = await seat.until(lambda: next((each for each in seat.states if each["failure"]), None))
            assert "8倍速后不再发送" in state["failure"]["reason"]
            assert state["scale"] == 1
            await seat.until(lambda: len(seat.films) == 2 and seat.pictures > 5)

    asyncio.run(story())


PLACES = {
    "standard": (Quirks(), 1),
    "stamps-jump": (Quirks(recorded_stamps=True), 1),
    "ignores-it": (Quirks(obeys_range=False), 3),
    "ignores-it-one-stream": (Quirks(obeys_range=False, streams=1), 3),
}


@pytest.mark.parametrize(("quirks", "calls"), PLACES.values(), ids=PLACES)
def test_a_place_is_reached_whether_or_not_the_device_knows_how(tmp_path: Path, quirks: Quirks, calls: int) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path, quirks) as house, house.watching(start, 120) as seat:
            invited = _count(house.recorder, "INVITE")
            await seat.until(lambda: seat.pictures > 12)
            for number, place in enumerate((60.0, 20.0), 1):
                state = await seat.ordered(do="seek", position=place)
                assert state["failure"] is None
                await seat.until(lambda number=number: len(seat.films) > number and seat.pictures > 8)
                numbers = seat.numbers()
                assert consecutive(numbers)
                assert numbers[0] is not None
                # The recorder has a key frame every ten frames at the latest.
                assert 0 <= apart(numbers[0], number_at(start, place)) < 10
                assert all(abs(seat.off(each)) < 0.5 for each in seat.states if each["film"] == number)
            assert len(invited) == calls

    asyncio.run(story())


def _count(recorder: Any, method: str) -> list[Any]:
    """Fills with the requests of that kind that reach a recorder from now on, and the one before."""
    found = [None]
    answer = recorder._requests[method]
    recorder._requests[method] = lambda received: (found.append(received), answer(received))
    return found


def test_single_pictures_while_it_stands_still(tmp_path: Path) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path) as house, house.watching(start, 60) as seat:
            await seat.until(lambda: seat.pictures > 10)
            await seat.ordered(do="pause")
            await seat.read(0.3)
            for _ in range(40):  # More than the device is asked for at once.
                before = seat.pictures
                await seat.order(do="step")
                await seat.until(lambda before=before: seat.pictures > before)
                assert seat.pictures == before + 1
            assert consecutive(seat.numbers())
            await seat.ordered(do="seek", position=30)
            await seat.read(0.5)
            # One is shown of the new place, and then it stands still as before.
            numbers = seat.numbers()
            assert len(numbers) == 1
            assert 0 <= apart(numbers[0] or 0, number_at(start, 30)) < 10
            await seat.ordered(do="step")
            await seat.ordered(do="play")
            await seat.until(lambda: seat.pictures > 40)
            assert consecutive(seat.numbers())
            assert not [each for each in seat.states if each["failure"]]

    asyncio.run(story())


def test_a_device_that_does_not_wait_is_called_again_where_it_stood(tmp_path: Path) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path) as house, house.watching(start, 60) as seat:
            await seat.until(lambda: seat.pictures > 40)
            await seat.ordered(do="pause")
            await seat.read(0.2)
            last = seat.numbers()[-1]
            await house.recorder.calls.bye()
            await seat.read(0.3)
            await seat.ordered(do="play")
            await seat.until(lambda: len(seat.films) == 2 and seat.pictures > 5)
            # A call begins at a whole second.
            assert -40 <= apart(seat.numbers()[0] or 0, last or 0) <= 5
            assert seat.end is None

    asyncio.run(story())


def test_a_device_that_does_not_stop_is_stopped(tmp_path: Path) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path, Quirks(obeys_pause=False)) as house, house.watching(start, 60) as seat:
            await seat.until(lambda: seat.pictures > 5)
            await seat.ordered(do="pause")
            pictures = seat.pictures
            await house.stage.until(lambda: not house.recorder.running)
            assert seat.pictures <= pictures + 1
            await seat.ordered(do="play")
            await seat.until(lambda: len(seat.films) == 2 and seat.pictures > 5)

    asyncio.run(story())


def test_an_order_of_before_the_first_picture_waits_and_nonsense_is_refused(tmp_path: Path) -> None:
    async def story() -> None:
        start = recorded()
        async with theatre(tmp_path) as house, house.watching(start, 60, {"at": "12.4"}) as seat:
            await seat.order(do="seek", position=40)
            await seat.order(do="seek", position=20)
            await seat.order(do="speed", scale=3)
            await seat.socket.send("?")
            await seat.until(lambda: any(each["position"] >= 20 for each in seat.states))
            refused = [each["failure"]["reason"] for each in seat.states if each["failure"]]
            assert len(refused) == 2
            assert all("未执行" in each for each in refused)
            await seat.until(lambda: seat.pictures > 5)
            assert 0 <= apart(seat.numbers()[0] or 0, number_at(start, 20)) < 10
        await house_is_dark(house)

    asyncio.run(story())


async def house_is_dark(house: Any) -> None:
    await house.stage.until(lambda: not house.stage.gateway.history.playbacks)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"start": "yesterday"}, "起止时间无法识别"),
        ({"stop": "2020-01-01T00:00:00+08:00"}, "终止应晚于起始"),
        ({"at": "-1"}, "播放位置"),
        ({"ticket": ""}, "票据"),
        ({"start": "2026-01-01T00:00:00+08:00", "stop": "2026-01-01T01:00:00+08:00"}, "没有这段时间的录像"),
    ],
)
def test_what_cannot_be_played_is_said(tmp_path: Path, how: dict[str, str], words: str) -> None:
    async def story() -> None:
        async with theatre(tmp_path) as house, house.watching(recorded(), 60, how) as seat:
            await seat.until(lambda: seat.end)
            assert seat.end
            assert words in seat.end["reason"]
            assert seat.end["remedy"]

    asyncio.run(story())


def test_notices_mean_the_call_that_they_name(tmp_path: Path) -> None:
    """Two watch the same channel; an end told from outside of both calls is that of the one who is near it."""

    async def story() -> None:
        start = recorded()
        quirks = Quirks(end_outside=True)
        async with (
            theatre(tmp_path, quirks) as house,
            house.watching(start, 2) as short,
            house.watching(start, 60) as long,
        ):
            await asyncio.gather(short.until(lambda: short.end), long.until(lambda: long.pictures > 60))
            assert long.end is None
            history = house.stage.gateway.history
            assert len(history.playbacks) == 1
            (playback,) = history.playbacks
            history.noticed(playback.camera, MediaStatus(sn=1, device_id=house.channel, notify_type="122"))
            await long.read(0.3)
            assert long.end is None

    asyncio.run(story())
