"""Devices that ask for the time by NTP are told."""

import asyncio
import socket
import struct
import time

import pytest

from changqian.gateways.video.upkeep.clock import Clock


def test_the_time_is_told_to_who_asks() -> None:
    async def story() -> None:
        clock = Clock()
        clock.start("127.0.0.1", 0)
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
                device.setblocking(False)
                device.connect(("127.0.0.1", clock.port))
                loop = asyncio.get_running_loop()
                await loop.sock_sendall(device, b"hello")
                await loop.sock_sendall(device, bytes([0x23]) + bytes(47))
                async with asyncio.timeout(5):
                    given = await loop.sock_recv(device, 512)
            told = struct.unpack("!I", given[40:44])[0] - 2_208_988_800
            assert abs(told - time.time()) < 3
            assert clock.counts == {"malformed": 1, "answered": 1}
            other = Clock()
            with pytest.raises(OSError, match="校时端口"):
                other.start("127.0.0.1", clock.port)
        finally:
            clock.close()

    asyncio.run(story())
