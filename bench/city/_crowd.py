"""Two hundred people at once: each asks, reads the answer, thinks for a second, asks again. A process of its own.

stdin: JSON {web, seconds, people}, each of whom has a token, an address of this machine, `asks` {kind: [address]} and
`writes` {kind: [[address, body]]}; stdout: JSON {milliseconds: {kind: [...]}, errors: [...]}.

It speaks HTTP by itself: the crowd stands for people who sit elsewhere, and a client of a library takes as much of the
two cores it shares with the platform as a fifth of the answers.
"""

import asyncio
import json
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from time import monotonic, perf_counter
from typing import Any
from urllib.parse import quote, urlsplit

THINKING = 1.0
PATIENCE = 60
MIX = (("reads", 70), ("searches", 10), ("maps", 10), ("hazard", 5), ("patrol", 5))
ENTERING_AT_ONCE = 8
KINDS, SHARES = zip(*MIX, strict=True)


@dataclass(slots=True)
class Visitor:
    """A browser as far as the platform can tell: one connection that stays open, cookies, the token against forgery."""

    host: str
    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port, local_addr=(self.address, 0))
        self.writer.write(self._request(method, path, body))
        async with asyncio.timeout(PATIENCE):
            return await self._answer()

    def _request(self, method: str, path: str, body: object) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        lines = [
            f"{method} {quote(path, safe='/?&=,.%-')} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            "Accept: application/json",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
        ]
        if method == "POST":
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
            lines.append(f"X-CSRFToken: {self.cookies.get('csrftoken', '')}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + content

    async def _answer(self) -> tuple[int, bytes]:
        assert self.reader is not None
        assert self.writer is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length, chunked, stays = 0, False, True
        for line in head[1:]:
            name, _, value = line.partition(":")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "transfer-encoding":
                    chunked = value.strip().lower() == "chunked"
                case "connection":
                    stays = value.strip().lower() != "close"
                case "set-cookie":
                    cookie, _, kept = value.strip().partition("=")
                    self.cookies[cookie] = kept.partition(";")[0]
        content = await self._chunks() if chunked else await self.reader.readexactly(length)
        if not stays:
            self.writer.close()
        return int(head[0].split(" ")[1]), content

    async def _chunks(self) -> bytes:
        assert self.reader is not None
        found = []
        while size := int((await self.reader.readline()).split(b";")[0], 16):
            found.append((await self.reader.readexactly(size + 2))[:-2])
        await self.reader.readline()
        return b"".join(found)


class Crowd:
    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.web = urlsplit(told["web"])
        self.entered = asyncio.Barrier(len(told["people"]))
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.door = asyncio.Semaphore(ENTERING_AT_ONCE)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for person in self.told["people"]:
                group.create_task(self.live(person))

    async def live(self, person: dict[str, Any]) -> None:
        visitor = Visitor(self.web.hostname or "127.0.0.1", self.web.port or 80, person["address"])
        async with self.door:
            await self.enter(visitor, person["token"])
        await self.entered.wait()
        await asyncio.sleep(random.random() * THINKING)
        until = monotonic() + self.told["seconds"]
        while monotonic() < until:
            (kind,) = random.choices(KINDS, SHARES)
            await self.ask(visitor, person, kind)
            await asyncio.sleep(THINKING)

    async def enter(self, visitor: Visitor, token: str) -> None:
        await visitor.ask("GET", "/api/config/")
        status, said = await visitor.ask("POST", "/api/session/link/", {"token": token})
        if status >= 400:
            raise RuntimeError(f"nobody enters: {status} {said[:200]!r}")

    async def ask(self, visitor: Visitor, person: dict[str, Any], kind: str) -> None:
        method, body = "GET", None
        if kind in ("hazard", "patrol") and person["writes"]:
            (path, body), method = random.choice(person["writes"][kind]), "POST"
        else:
            kind = kind if kind in person["asks"] else "reads"
            path = random.choice(person["asks"][kind])
        started = perf_counter()
        try:
            status, said = await visitor.ask(method, path, body)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.errors.append(f"{kind}: {type(error).__name__}")
            visitor.writer = None
            return
        self.times[kind].append((perf_counter() - started) * 1000)
        if status >= 400:
            self.errors.append(f"{kind} {path}: {status} {said[:200].decode(errors='replace')}")


if __name__ == "__main__":
    crowd = Crowd(json.load(sys.stdin))
    asyncio.run(crowd.run())
    json.dump({"milliseconds": crowd.times, "errors": crowd.errors}, sys.stdout)
