"""Recording over real sockets, with simulated recorders and a viewer beside it: what is in the files, what is told."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from changqian.gateways.video.media.pull import Patience
from changqian.gateways.video.recording.housekeeping import Room
from changqian.gateways.video.recording.recorder import Manner
from changqian.gateways.video.recording.tests.films import numbers
from changqian.gateways.video.tests.device import CAMERA, DOMAIN, PASSWORD, PLATFORM, Device, Manners
from changqian.gateways.video.tests.stage import Stage, Watched, one, staged
from changqian.protocols.sip import ha1s
from changqian.simulators.recorder import Fleet, Kind
from changqian.simulators.recorder.clips import FRAMES
from changqian.simulators.recorder.roster import identity
from changqian.wire import video as wire

SMALL = Kind(width=320, height=180, kbps=200)
BRISK = Manner(
    length=1.2, flush=0.1, tick=0.05, first_pause=0.1, longest_pause=0.4, room=Room(check=0.1, lowest_free=0)
)
WHO = identity(1, domain=DOMAIN)
DEVICE, CHANNEL = WHO.device_id, WHO.channels[0]
ALWAYS = tuple(wire.Span(day, "00:00", "24:00") for day in range(1, 8))
KNOWN = wire.Device(DEVICE, "王队的记录仪", ha1s(DEVICE, DOMAIN, PASSWORD), ("SM3", "SHA-256", "MD5"))


@dataclass
class Scene:
    stage: Stage
    fleet: Fleet
    root: Path
    serial: int = 0

    async def order(self, command: Callable[..., wire.Command], **how: Any) -> wire.CommandDone:
        self.serial += 1
        given = command(id=f"c{self.serial}", device=DEVICE, channel=CHANNEL, **how)
        await self.stage.call("POST", "/commands", wire.to_json(given))
        done = lambda: [each for each in self.stage.of(wire.CommandDone) if each.command == given.id]  # noqa: E731
        return (await self.stage.until(done))[0]

    async def plan(self, *plans: wire.Plan, **keeping: Any) -> None:
        self.serial += 1
        snapshot = wire.Snapshot(100 + self.serial, (KNOWN,), plans=plans, keeping=wire.Keeping(**keeping))
        assert (await self.stage.call("PUT", "/snapshot", wire.to_json(snapshot))).status_code == 200

    async def stored(self, count: int, seconds: float = 15) -> list[wire.SegmentStored]:
        await self.stage.until(lambda: len(self.stage.of(wire.SegmentStored)) >= count, seconds)
        return self.stage.of(wire.SegmentStored)

    def path(self, event: wire.SegmentStored) -> Path:
        return self.root / "footage" / event.path

    def seen(self, events: list[wire.SegmentStored]) -> list[int]:
        return [number for event in events for number in numbers(self.path(event))]


@asynccontextmanager
async def scene(root: Path, *, sip_port: int = 0, **how: Any) -> AsyncIterator[Scene]:
    given = {"recording": BRISK, "patience": Patience(linger=0.2, silence=0.8), **how}
    async with (
        staged(root, KNOWN, sip_port=sip_port, **given) as stage,
        Fleet(f"127.0.0.1:{stage.sip_port}", DOMAIN, PASSWORD, 1, PLATFORM, kind=SMALL) as fleet,
    ):
        await fleet.registered(10)
        yield Scene(stage, fleet, root)


def steps(found: list[int]) -> set[int]:
    return {(after - before) % FRAMES for before, after in pairwise(found)}


def at(event: wire.SegmentStored) -> tuple[str, str]:
    return event.start, event.stop


def test_no_frame_is_missing_between_segments_while_somebody_watches(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            stage = play.stage
            path = f"/live/{DEVICE}/{CHANNEL}?ticket={stage.ticket(f'{DEVICE}/{CHANNEL}')}"
            async with connect(f"ws://127.0.0.1:{stage.http_port}{path}", max_size=None, proxy=None) as browser:
                await Watched().read(browser, lambda seen: len(seen.fragments) > 5)
                assert (await play.order(wire.StartRecording, label="夜查")).ok
                await play.stored(2)
                assert len(play.fleet[0].running) == 1  # One call for both.
            await play.stored(3)
            assert (await play.order(wire.StopRecording)).ok
            events = await play.stored(4)
            await stage.until(lambda: stage.of(wire.RecordingStopped))
            await stage.until(lambda: not play.fleet[0].running)
            assert steps(play.seen(events)) == {1}
            assert sum(each.frames for each in events) == len(play.seen(events))
            assert all(before.stop == after.start for before, after in pairwise(events))
            for event in events:
                assert (event.label, event.causes, event.sound) == ("夜查", ("manual",), "alaw")
                assert event.bytes == play.path(event).stat().st_size
            (started,) = stage.of(wire.RecordingStarted)
            assert (started.causes, started.label) == (("manual",), "夜查")
            assert [each.step for each in stage.of(wire.RecordingStopped)] == [""]
            assert not stage.of(wire.ViewFailed)
            assert "video_recordings 0" in (await stage.get("/metrics")).text

    asyncio.run(story())


def test_a_device_that_goes_and_comes_back_leaves_a_gap_and_one_word_about_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            stage, recorder = play.stage, play.fleet[0]
            await play.plan(wire.Plan(DEVICE, CHANNEL, ALWAYS))
            await stage.until(lambda: stage.of(wire.RecordingStarted))
            await play.stored(1)
            recorder.lose_network()
            (stopped,) = await stage.until(lambda: stage.of(wire.RecordingStopped), 10)
            assert stopped.step == "broke_off"
            assert stopped.remedy
            # Several attempts later there is still only one word for each way it failed.
            await asyncio.sleep(1.5)
            told = [each.step for each in stage.of(wire.RecordingStopped)]
            assert len(told) == len(set(told)) <= 3
            before = await play.stored(1)
            await recorder.regain_network()
            await stage.until(lambda: len(stage.of(wire.RecordingStarted)) == 2, 15)
            after = (await play.stored(len(before) + 1))[len(before) :]
            assert after[0].start > before[-1].stop
            assert steps(play.seen(before)) == steps(play.seen(after)) == {1}
            assert not stage.of(wire.ViewFailed)

    asyncio.run(story())


def test_a_device_that_refuses_is_asked_again_after_pauses_that_grow(tmp_path: Path) -> None:
    async def story() -> None:
        plan = wire.Plan(CAMERA, CAMERA, ALWAYS)
        async with staged(tmp_path, recording=BRISK, ask_catalogue=False) as stage:
            await stage.gateway.take_snapshot(wire.Snapshot(2, (one(),), plans=(plan,)))
            async with Device(stage.sip_port, manners=Manners(status=486)) as device:
                (stopped,) = await stage.until(lambda: stage.of(wire.RecordingStopped))
                assert stopped.step == "offline"
                await device.register()
                await stage.until(lambda: device.invites)
                await asyncio.sleep(1.6)
                # After 0.1, 0.2, 0.4, 0.4 s and so on, and not once for each look.
                assert 2 <= device.invites <= 7
                assert [each.step for each in stage.of(wire.RecordingStopped)] == ["offline", "refused"]
                assert not stage.of(wire.ViewFailed)
                device.manners.status = 200
                await stage.until(lambda: stage.of(wire.RecordingStarted))

    asyncio.run(story())


def test_an_alarm_is_recorded_with_what_came_before_and_for_a_while(tmp_path: Path) -> None:
    async def story() -> None:
        manner = replace(BRISK, length=30.0)
        async with scene(tmp_path, recording=manner) as play:
            stage = play.stage
            await play.plan(wire.Plan(DEVICE, CHANNEL, on_alarm=True, before=2, after=1, label="报警"))
            await stage.until(lambda: play.fleet[0].running)
            await asyncio.sleep(2.5)
            assert not stage.of(wire.RecordingStarted)
            assert await play.fleet[0].alarm()
            (event,) = await play.stored(1)
            assert (event.causes, event.label) == (("alarm",), "报警")
            found = play.seen([event])
            assert steps(found) == {1}
            assert len(found) >= 25 * 3 - 10
            assert play.fleet[0].running  # It goes on waiting for the next one.

    asyncio.run(story())


def test_without_anything_before_a_device_sends_only_when_it_rings(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            await play.plan(wire.Plan(DEVICE, CHANNEL, on_alarm=True, after=1))
            await asyncio.sleep(0.3)
            assert not play.fleet[0].running
            assert await play.fleet[0].alarm()
            (event, *_) = await play.stored(1)
            assert event.causes == ("alarm",)
            await play.stage.until(lambda: not play.fleet[0].running)

    asyncio.run(story())


def test_what_was_ordered_goes_on_after_a_restart_and_what_was_stopped_does_not(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path, sip_port=28131) as play:
            assert (await play.order(wire.StartRecording, label="专项")).ok
            await play.stored(1)
        async with staged(tmp_path, sip_port=28131, recording=BRISK) as again:
            recorder = again.gateway.recorder
            assert list(recorder.decks) == [(DEVICE, CHANNEL)]
            assert not recorder.house.full
            await again.until(lambda: recorder.house.learnt)
            assert recorder.library.segments >= 2
            stop = wire.StopRecording(id="s", device=DEVICE, channel=CHANNEL)
            await again.call("POST", "/commands", wire.to_json(stop))
            await again.until(lambda: not recorder.decks)
        async with staged(tmp_path, sip_port=28131, recording=BRISK) as last:
            assert not last.gateway.recorder.decks

    asyncio.run(story())


def test_a_full_store_overwrites_the_oldest_but_nothing_with_a_label(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            stage = play.stage
            await play.plan(wire.Plan(DEVICE, CHANNEL, ALWAYS))
            first, second = (await play.stored(2))[:2]
            span = {"start": first.start, "stop": first.stop}
            assert (await play.order(wire.KeepFootage, label="证据", **span)).ok
            most = 3 * max(first.bytes, second.bytes)
            await play.plan(wire.Plan(DEVICE, CHANNEL, ALWAYS), policy=wire.BY_LABEL, most_bytes=most)
            dropped = await stage.until(lambda: stage.of(wire.FootageDropped), 10)
            assert (dropped[0].paths[0], dropped[0].why) == (second.path, "full")
            assert not play.path(second).exists()
            await play.stored(6)
            assert play.path(first).exists()
            held = sum(path.stat().st_size for path in (tmp_path / "footage").rglob("*.mp4"))
            assert held < most + 2 * max(first.bytes, second.bytes)
            assert not stage.of(wire.RecordingStopped)
            await play.plan(wire.Plan(DEVICE, CHANNEL, ALWAYS), most_bytes=most)
            gone = lambda: any(first.path in each.paths for each in stage.of(wire.FootageDropped))  # noqa: E731
            await stage.until(gone, 10)

    asyncio.run(story())


def test_where_nothing_may_go_recording_stops_says_why_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            stage, plan = play.stage, wire.Plan(DEVICE, CHANNEL, ALWAYS)
            await play.plan(plan, policy=wire.STOP, most_bytes=60_000)
            (stopped,) = await stage.until(lambda: stage.of(wire.RecordingStopped), 15)
            assert (stopped.step, "上限" in stopped.reason, "覆盖" in stopped.remedy) == ("disk_full", True, True)
            await stage.until(lambda: not play.fleet[0].running)
            before = await play.stored(1)
            assert not stage.of(wire.FootageDropped)
            await play.plan(plan, policy=wire.STOP)
            await stage.until(lambda: len(stage.of(wire.RecordingStarted)) == 2)
            await play.stored(len(before) + 1)
            assert len(stage.of(wire.RecordingStopped)) == 1

    asyncio.run(story())


def test_a_disk_without_room_costs_a_gap_and_no_picture_that_was_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = False

    def pwrite(descriptor: int, data: Any, place: int, write: Any = os.pwrite) -> int:
        """Half of what is given fits, and then nothing."""
        if not full:
            return write(descriptor, data, place)
        if len(data) > 1000:
            return write(descriptor, data[: len(data) // 2], place)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def story() -> None:
        nonlocal full
        async with scene(tmp_path, recording=replace(BRISK, length=1.6)) as play:
            stage = play.stage
            await play.plan(wire.Plan(DEVICE, CHANNEL, ALWAYS))
            await play.stored(2)
            monkeypatch.setattr(os, "pwrite", pwrite)
            full = True
            (stopped,) = await stage.until(lambda: stage.of(wire.RecordingStopped), 10)
            assert (stopped.step, "已满" in stopped.reason) == ("disk_full", True)
            # What the disk says counts more than its numbers: the oldest goes.
            assert await stage.until(lambda: stage.of(wire.FootageDropped), 10)
            full = False
            await stage.until(lambda: len(stage.of(wire.RecordingStarted)) >= 2, 10)
            await play.stored(5)
            there = [each for each in stage.of(wire.SegmentStored) if play.path(each).exists()]
            assert len(there) >= 2
            for event in there:
                found = play.seen([event])
                assert steps(found) <= {1}
                assert len(found) == event.frames

    asyncio.run(story())


def test_two_orders_for_what_cannot_be_are_refused_with_a_sentence(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            refused = await play.order(wire.KeepFootage, label="x", start="昨天", stop="今天")
            assert (refused.ok, "时间" in refused.reason, bool(refused.remedy)) == (False, True, True)
            span = {"start": "2026-01-01T08:00:00+08:00", "stop": "2026-01-01T09:00:00+08:00"}
            nothing = await play.order(wire.KeepFootage, label="x", **span)
            assert (nothing.ok, nothing.reason) == (False, "这段时间没有录像")
            evil = wire.StartRecording(id="e", device=DEVICE, channel="../../etc")
            await play.stage.call("POST", "/commands", wire.to_json(evil))
            done = await play.stage.until(lambda: [e for e in play.stage.of(wire.CommandDone) if e.command == "e"])
            assert not done[0].ok
            assert not (tmp_path / "footage").exists() or not list((tmp_path / "footage").iterdir())

    asyncio.run(story())
