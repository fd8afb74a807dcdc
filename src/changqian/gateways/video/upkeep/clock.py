"""The time for devices that ask by NTP (9.10: 校时 by SIP or NTP); by SIP they get it with each registration."""

import asyncio
import errno
import socket
import time
from collections import Counter
from contextlib import suppress

from changqian.protocols.ntp import Malformed, answer

DRAIN = 64
NO_RIGHT = (errno.EACCES, errno.EPERM)


class Clock:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.port = 0
        self._socket: socket.socket | None = None

    def start(self, host: str, port: int) -> None:
        """0 takes any. OSError, which says why, where the port cannot be had."""
        bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            bound.setblocking(False)
            bound.bind((host, port))
        except OSError as error:
            bound.close()
            why = "没有权限使用" if error.errno in NO_RIGHT else "无法使用"
            raise OSError(error.errno, f"{why}校时端口{port}（UDP）：{error.strerror}") from error
        self._socket, self.port = bound, bound.getsockname()[1]
        asyncio.get_running_loop().add_reader(bound.fileno(), self._drain)

    def close(self) -> None:
        if self._socket:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def _drain(self) -> None:
        assert self._socket is not None
        for _ in range(DRAIN):
            try:
                data, source = self._socket.recvfrom(512)
            except OSError:  # Nothing there; or an ICMP message about an earlier answer.
                return
            received = time.time()
            try:
                given = answer(data, received, time.time())
            except Malformed:
                self.counts["malformed"] += 1
                continue
            self.counts["answered"] += 1
            with suppress(OSError):
                self._socket.sendto(given, source)
