"""A second machine of the platform, and the cable between it and the database."""

from __future__ import annotations

import os
import selectors
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil

from tests.running import CHANGQIAN, OUTSIDE, Platform, until


class Cable:
    """Passes TCP connections on to a database's Unix socket, until it is cut."""

    def __init__(self, database_url: str) -> None:
        said = parse_qs(urlsplit(database_url).query)
        self.socket = f"{said['host'][0]}/.s.PGSQL.{said['port'][0]}"
        self.ends: set[socket.socket] = set()
        self.plug: socket.socket | None = None
        self.port = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"postgresql://changqian@127.0.0.1:{self.port}/changqian"

    def mend(self) -> None:
        self.plug = plug = socket.create_server(("127.0.0.1", self.port))
        self.port = plug.getsockname()[1]
        threading.Thread(target=self._accept, args=(plug,), daemon=True).start()

    def cut(self) -> None:
        """Who is connected loses the connection; who comes is refused."""
        assert self.plug is not None
        self.plug.shutdown(socket.SHUT_RDWR)
        self.plug.close()
        for end in [*self.ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, plug: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = plug.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.socket)
                threading.Thread(target=self._pass_on, args=(near, far), daemon=True).start()

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        self.ends |= {near, far}
        with near, far, selectors.DefaultSelector() as ready, suppress(OSError):
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select():
                    source: socket.socket = key.fileobj  # type: ignore[assignment]
                    if not (content := source.recv(65536)):
                        return
                    key.data.sendall(content)
        self.ends -= {near, far}


class Node:
    """Web and worker of another machine: keys and files are shared, the database is at the other end of the cable."""

    def __init__(self, platform: Platform, cable: Cable) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="changqian-node-"))
        (self.data / "files").symlink_to(platform.data / "files")
        (self.data / "run").mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.web = f"http://127.0.0.1:{port}"
        known = {"CHANGQIAN_DATA": str(self.data), "CHANGQIAN_KEYS": str(platform.data / "keys")}
        addresses = {"DATABASE_URL": cable.url, "PUBLIC_URL": platform.web, "PUSH_URL": platform.push}
        self.env = {name: value for name, value in os.environ.items() if name not in OUTSIDE} | known | addresses
        self.port = port
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.data / f"{name}.txt").open("ab") as console:
            command = [*CHANGQIAN, name, *arguments]
            self.running[name] = subprocess.Popen(command, env=self.env, stdout=console, stderr=console)
        return self.running[name]

    def answers(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.web}/healthz", timeout=2, trust_env=False).is_success
        return False

    def lose_power(self) -> None:
        """All its processes at once, those too that its programs started."""
        for process in self.running.values():
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
            process.wait()

    def remove(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.data, ignore_errors=True)


@contextmanager
def second_node(platform: Platform) -> Iterator[tuple[Node, Cable]]:
    cable = Cable(platform.database_url)
    node = Node(platform, cable)
    try:
        node.start("web", "--port", str(node.port), "--workers", "1")
        node.start("worker")
        until(node.answers, "start of the second node", 120)
        yield node, cable
    finally:
        node.remove()
        with suppress(OSError):
            cable.cut()
