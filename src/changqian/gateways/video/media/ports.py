"""The ports that media come to. Each is held by a lease, which gives it back however its holder ends."""

import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from changqian.gateways.video.failures import Failed, Step


class PortPool:
    """Even ports of a range (RFC 3550 §11). The one that was free longest is next: late packets of the stream before
    find nobody."""

    def __init__(self, low: int, high: int) -> None:
        self.free = deque(range(low + low % 2, high + 1, 2))
        self.taken: set[int] = set()

    @contextmanager
    def lease(self, host: str, kind: int) -> Iterator[socket.socket]:
        """A bound socket of that kind (`socket.SOCK_DGRAM`, `SOCK_STREAM`); closed, and its port given back, at the
        end. A port that somebody else holds is passed over."""
        bound = self._take(host, kind)
        port = bound.getsockname()[1]
        try:
            yield bound
        finally:
            bound.close()
            self.taken.discard(port)
            self.free.append(port)

    def _take(self, host: str, kind: int) -> socket.socket:
        for _ in range(len(self.free)):
            port = self.free.popleft()
            made = socket.socket(socket.AF_INET, kind)
            made.setblocking(False)
            if kind == socket.SOCK_STREAM:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                made.bind((host, port))
            except OSError:
                made.close()
                self.free.append(port)
                continue
            self.taken.add(port)
            return made
        raise Failed(Step.NO_PORT, "媒体端口已用完", "请减少同时观看的路数，或扩大网关的媒体端口范围")
