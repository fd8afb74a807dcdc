"""A recorder comes, stays, and comes again."""

import asyncio

import pytest

from changqian.protocols.gb28181.documents.presence import Keepalive
from changqian.simulators.recorder import VENDORS, Fleet, Quirks
from changqian.simulators.recorder.tests.platform import DOMAIN, LOCAL, PASSWORD, Platform, platform
from changqian.simulators.recorder.tests.story import SMALL, together


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
@pytest.mark.parametrize("algorithms", [("MD5",), ("MD5", "SHA-256"), ("MD5", "SM3")])
def test_registers_with_the_strongest_digest(transport: str, algorithms: tuple[str, ...]) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        request = running.registers[0]
        assert f"algorithm={algorithms[-1]}" in (request.headers.get("Authorization") or "")
        assert running.flows[fleet[0].identity.device_id].transport == transport
        assert request.headers.get("X-GB-ver") == "2.0"

    together(story, quirks=Quirks(transport=transport), algorithms=algorithms)


def test_an_old_device_knows_md5_only() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        assert "algorithm=MD5" in (running.registers[0].headers.get("Authorization") or "")
        assert "X-GB-ver" not in running.registers[0].headers

    together(story, quirks=VENDORS["standard-2011"], algorithms=("SM3", "SHA-256", "MD5"))


def test_keeps_alive_and_registers_again_when_it_is_forgotten() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        await running.told(Keepalive, 3)
        running.forgetful = True
        while len(running.registers) < 2:
            await asyncio.sleep(0.01)
        assert running.registers[0].call_id == running.registers[1].call_id
        assert running.registers[1].cseq.number > running.registers[0].cseq.number
        await running.told(Keepalive, 2)

    together(story, quirks=Quirks(keepalive=0.1))


def test_renews_before_it_expires_and_says_goodbye() -> None:
    seen: list[Platform] = []

    async def story(running: Platform, fleet: Fleet) -> None:
        seen.append(running)
        await asyncio.sleep(1.6)
        assert len(running.registers) == 2

    together(story, quirks=Quirks(expires=2))
    assert seen[0].registers[-1].expires == 0
    assert not seen[0].flows


def test_many_devices_and_a_contact_that_moves() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        assert len(running.flows) == 20
        first = running.registers[0]
        device = first.from_.uri.user
        assert first.contacts[0].uri.port != running.flows[device].port
        assert first.contacts[0].uri.host == "10.64.3.7"
        assert "10.64.3.7" in first.headers.listed("Via")[0]

    together(story, count=20, quirks=VENDORS["on-4g"])


def test_a_connection_that_breaks_is_made_again() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        before = running.flows[fleet[0].identity.device_id]
        running.writers[before].close()
        while running.flows[fleet[0].identity.device_id] == before:
            await asyncio.sleep(0.01)

    together(story, quirks=Quirks(transport="TCP"))


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_lost_network_and_reboot(transport: str) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        await running.told(Keepalive, 1)
        fleet[0].lose_network()
        running.documents.clear()
        await asyncio.sleep(0.3)
        assert not running.documents
        await fleet[0].regain_network()
        await running.told(Keepalive, 1)
        call_id = running.registers[-1].call_id
        fleet[0].booting = 0
        await fleet[0].reboot()
        await fleet[0].registered(3)
        assert running.registers[-1].call_id != call_id

    together(story, quirks=Quirks(keepalive=0.1, transport=transport))


def test_goes_where_it_is_sent() -> None:
    """302 of 2022: the platform has another server for this device."""

    async def told() -> None:
        async with (
            platform() as home,
            platform(elsewhere=home.port) as door,
            Fleet(f"{LOCAL}:{door.port}", DOMAIN, PASSWORD, kind=SMALL) as fleet,
        ):
            await fleet.registered(5)
            assert list(home.flows) == [fleet[0].identity.device_id]
            assert not door.flows

    asyncio.run(told())


def test_a_wrong_password_is_told_and_tried_again() -> None:
    async def told() -> None:
        async with platform() as running, Fleet(f"{LOCAL}:{running.port}", DOMAIN, "no", kind=SMALL) as fleet:
            with pytest.raises(TimeoutError):
                await fleet.registered(0.3)
            assert fleet[0].registration.status == 401

    asyncio.run(told())
