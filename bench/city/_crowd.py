"""Two hundred people at once: each asks, reads the answer, thinks for a second, asks again. A process of its own.

stdin: JSON {web, seconds, people}, each of whom has a token, an address of this machine, `asks` {kind: [address]} and
`writes` {kind: [[address, body]]}; stdout: JSON {milliseconds: {kind: [...]}, errors: [...]}.
"""

import asyncio
import json
import random
import sys
from collections import defaultdict
from time import monotonic, perf_counter
from typing import Any

import httpx

THINKING = 1.0
MIX = (("reads", 70), ("searches", 10), ("maps", 10), ("hazard", 5), ("patrol", 5))
ENTERING_AT_ONCE = 8


class Crowd:
    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.entered = asyncio.Barrier(len(told["people"]))
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.door = asyncio.Semaphore(ENTERING_AT_ONCE)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for person in self.told["people"]:
                group.create_task(self.live(person))

    async def live(self, person: dict[str, Any]) -> None:
        transport = httpx.AsyncHTTPTransport(local_address=person["address"])
        async with httpx.AsyncClient(base_url=self.told["web"], timeout=60, transport=transport) as client:
            async with self.door:
                await self.enter(client, person["token"])
            await self.entered.wait()
            await asyncio.sleep(random.random() * THINKING)
            until = monotonic() + self.told["seconds"]
            while monotonic() < until:
                (kind,) = random.choices([kind for kind, _ in MIX], [share for _, share in MIX])
                await self.ask(client, person, kind)
                await asyncio.sleep(THINKING)

    async def enter(self, client: httpx.AsyncClient, token: str) -> None:
        await client.get("/api/config/")
        headers = {"X-CSRFToken": client.cookies["csrftoken"]}
        (await client.post("/api/session/link/", json={"token": token}, headers=headers)).raise_for_status()
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]

    async def ask(self, client: httpx.AsyncClient, person: dict[str, Any], kind: str) -> None:
        started = perf_counter()
        try:
            if kind in ("hazard", "patrol") and person["writes"]:
                address, body = random.choice(person["writes"][kind])
                answer = await client.post(address, json=body)
            else:
                kind = kind if kind in person["asks"] else "reads"
                answer = await client.get(random.choice(person["asks"][kind]))
        except httpx.HTTPError as error:
            self.errors.append(f"{kind}: {type(error).__name__}")
            return
        self.times[kind].append((perf_counter() - started) * 1000)
        if answer.status_code >= 400:
            self.errors.append(f"{kind} {answer.request.url.path}: {answer.status_code} {answer.text[:200]}")


if __name__ == "__main__":
    crowd = Crowd(json.load(sys.stdin))
    asyncio.run(crowd.run())
    json.dump({"milliseconds": crowd.times, "errors": crowd.errors}, sys.stdout)
