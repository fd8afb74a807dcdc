"""Devices tell of their own accord, or are asked; and stop when nobody may know any more."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from changqian.gateways.video.following import pace, subscriber
from changqian.gateways.video.tests.fleets import CAMERA, CHANNEL, entered, following, met, restarting
from changqian.gateways.video.tests.stage import Stage, staged
from changqian.protocols.gb28181 import subscriptions
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import Quirks, Recorder
from changqian.wire import video as wire

EVERYTHING = following(catalogue=True, alarms=True, positions=True, interval=1)


def running(stage: Stage, package: str) -> bool:
    return stage.gateway.following._followed[CAMERA].subscribers[package].running


def asked(stage: Stage) -> int:
    return stage.gateway.following.counts["asked"]


async def positions(stage: Stage, more: int = 2, seconds: float = 8.0) -> None:
    """So many more than there are."""
    before = len(stage.of(wire.Positioned))
    await stage.until(lambda: len(stage.of(wire.Positioned)) >= before + more, seconds)


async def restaged(stage: Stage, device: wire.Device) -> None:
    await stage.gateway.take_snapshot(wire.Snapshot(stage.gateway.registrar.snapshot.revision + 1, (device,)))


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(subscribes="presence", presence=True),
        Quirks(subscribes="package"),
        Quirks(version=Version.V2022, transport="TCP"),
    ],
)
def test_catalogue_alarms_and_positions_are_told(tmp_path: Path, quirks: Quirks) -> None:
    async def story() -> None:
        async with met(tmp_path, quirks, device=entered(following=EVERYTHING)) as (stage, recorder):
            # The catalogue is not `presence` to us; who knows nothing else is tried with that.
            for package in ("Catalog", "Alarm", "MobilePosition"):
                await stage.until(lambda package=package: running(stage, package))
            await positions(stage)
            assert stage.of(wire.Positioned)[0].channel == CAMERA
            assert await recorder.alarm(method=5, kind=6)
            assert stage.of(wire.Alarmed)[0].label == "入侵检测报警"
            assert stage.gateway.requests["NOTIFY"] >= 3
            assert await recorder.reports.catalogue("OFF")
            (told,) = stage.of(wire.CatalogueChanged)
            (change,) = told.changes
            assert (change.event, change.channel.id, change.channel.online) == ("OFF", CHANNEL, False)
            assert not stage.of(wire.NotFollowed)
            assert asked(stage) == 0

    asyncio.run(story())


def test_a_subscription_is_refreshed_before_it_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriber, "SHORTEST", 1)

    async def story() -> None:
        device = entered(following=following(positions=True, interval=1))
        async with met(tmp_path, Quirks(subscription=2), device=device) as (stage, recorder):
            await positions(stage, 5)
            dialogs = {each.dialog for each in recorder.reports.subscribed.values()}
            assert len(dialogs) == 1
            assert stage.gateway.following._followed[CAMERA].subscribers["MobilePosition"].dialog is not None
            states = stage.gateway.following.counts
            assert states["stray"] == states["unwanted"] == 0
            assert running(stage, "MobilePosition")

    asyncio.run(story())


def test_a_device_that_restarts_is_asked_anew(tmp_path: Path) -> None:
    """It is back before anybody missed it: only that it registers under another Call-ID gives it away."""

    async def story() -> None:
        device = entered(following=following(positions=True, interval=1))
        async with met(tmp_path, device=device) as (stage, recorder):
            await positions(stage)
            before = recorder.reports.subscribed["MobilePosition"].dialog
            await recorder.reboot()
            await recorder.registered(10)
            await positions(stage)
            assert recorder.reports.subscribed["MobilePosition"].dialog != before
            assert not stage.of(wire.Offline)

    asyncio.run(story())


def test_who_refuses_but_reports_is_heard_and_not_asked(tmp_path: Path) -> None:
    async def story() -> None:
        quirks = Quirks(subscribes="refuses", reports=0.5, position="2022")
        async with met(tmp_path, quirks, device=entered(following=EVERYTHING)) as (stage, recorder):
            await positions(stage, 3)
            assert await recorder.alarm(method=5)
            assert stage.of(wire.Alarmed)
            assert asked(stage) == 0

    asyncio.run(story())


def test_who_refuses_and_says_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "QUIET", 0.3)
    monkeypatch.setattr(subscriptions, "FIRST_PAUSE", 0.2)

    async def story() -> None:
        device = entered(following=following(positions=True, catalogue=True, interval=1))
        async with met(tmp_path, Quirks(subscribes="refuses"), device=device) as (stage, _):
            await positions(stage, 3)
            assert asked(stage) >= 3
            told = await stage.until(lambda: stage.of(wire.NotFollowed))
            # Positions come all the same; of the catalogue it is told, once.
            assert [(each.what, each.step) for each in told if each.what == "catalogue"] == [("catalogue", "refused")]
            assert told[0].reason
            assert told[0].remedy

    asyncio.run(story())


def test_who_does_not_answer_is_left_alone_longer_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "FIRST_PAUSE", 0.2)

    async def story() -> None:
        device = entered(following=following(alarms=True))
        async with met(tmp_path, Quirks(subscribes="ignores"), device=device, answer=0.3) as (stage, _):
            (told,) = await stage.until(lambda: stage.of(wire.NotFollowed))
            assert (told.what, told.step) == ("alarms", "no_answer")
            mine = stage.gateway.following._followed[CAMERA].subscribers["Alarm"]
            assert mine.subscription.failures >= 2
            assert mine.subscription.retry_at > stage.gateway.asking.clock()

    asyncio.run(story())


def test_what_is_wanted_changes_while_it_runs(tmp_path: Path) -> None:
    async def story() -> None:
        device = entered(following=following(positions=True, interval=600))
        async with met(tmp_path, device=device) as (stage, recorder):
            await stage.until(lambda: running(stage, "MobilePosition"))
            await stage.until(lambda: recorder.reports.subscribed)
            assert recorder.reports.subscribed["MobilePosition"].interval == 600
            await restaged(stage, replace(device, following=following(positions=True, interval=1)))
            await stage.until(lambda: recorder.reports.subscribed["MobilePosition"].interval == 1)
            await restaged(stage, replace(device, following=following()))
            await stage.until(lambda: not recorder.reports.subscribed)
            assert not running(stage, "MobilePosition")

    asyncio.run(story())


def test_blocking_ends_it_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        device = entered(following=EVERYTHING)
        async with met(tmp_path, device=device) as (stage, recorder):
            await stage.until(lambda: len(recorder.reports.subscribed) == 3)
            await restaged(stage, replace(device, blocked=True))
            await stage.until(lambda: not recorder.reports.subscribed)
            count = len(stage.of(wire.Positioned))
            await recorder.alarm(method=5)
            await asyncio.sleep(0.3)
            assert len(stage.of(wire.Positioned)) == count
            assert not stage.of(wire.Alarmed)

    asyncio.run(story())


def test_after_a_restart_of_the_gateway_the_old_subscriptions_fade(tmp_path: Path) -> None:
    """The device holds two of each for a moment; it is told 481 in the old ones, and nothing is told twice."""

    async def story() -> None:
        device = entered(following=following(positions=True, interval=1))
        async with restarting(tmp_path, Quirks(), device=device, port=28131) as (stage, recorder, first):
            await positions(stage)
            await first.aclose()
            await _again(tmp_path, recorder)

    async def _again(folder: Path, recorder: Recorder) -> None:
        async with staged(folder, follow=True, sip_port=28131) as again:
            before = len(again.of(wire.Positioned))
            await positions(again, 3)
            seconds = [each.time for each in again.of(wire.Positioned)[before:]]
            assert len(set(seconds)) == len(seconds)
            mine = again.gateway.following._followed[CAMERA].subscribers["MobilePosition"]
            dialog = recorder.reports.subscribed["MobilePosition"].dialog
            assert (mine.dialog.local_tag, mine.dialog.remote_tag) == (dialog.remote_tag, dialog.local_tag)

    asyncio.run(story())


def test_a_notice_nobody_asked_for_is_told_so(tmp_path: Path) -> None:
    async def story() -> None:
        device = entered(following=following(positions=True, interval=600))
        async with met(tmp_path, device=device) as (stage, recorder):
            await stage.until(lambda: recorder.reports.subscribed)
            followed = stage.gateway.following._followed[CAMERA].subscribers["MobilePosition"]
            # As if the gateway had ended it, and the device had not heard.
            followed.wanted = False
            followed.lose()
            assert not await recorder.report()
            assert not recorder.reports.subscribed
            assert stage.gateway.following.counts["unwanted"] == 1

    asyncio.run(story())


def test_status_is_told_when_it_changes_and_says_how_far_the_clock_is_off(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(clock=500), device=entered(following=following(status=30))) as (
            stage,
            recorder,
        ):
            (told,) = await stage.until(lambda: stage.of(wire.StatusReceived))
            # The Date of the registration has set it right.
            assert abs(told.clock_off) < 5
            assert (told.online, told.ok, told.recording) == (True, True, True)
            followed = stage.gateway.following._followed[CAMERA]
            for recording in (True, False):
                recorder.state.recording = recording
                followed.status_at = 0.0
                stage.gateway.following._plan(CAMERA)
                await stage.until(lambda: followed.status_at > 0)
            assert [each.recording for each in stage.of(wire.StatusReceived)] == [True, False]

    asyncio.run(story())
