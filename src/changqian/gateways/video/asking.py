"""Documents to a device, and what it answers: at once by status, later by a document, or by many. 9.3, 9.5, 9.7."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, TypeVar

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step, no_answer, offline, refused
from changqian.gateways.video.signalling import Signalling
from changqian.protocols.gb28181.collecting import Collection, Collector, Packet
from changqian.protocols.gb28181.documents.document import CONTENT_TYPE, Answer, Document
from changqian.protocols.sip import Address, Flow, Request, Uri

D = TypeVar("D", bound=Document)
PATIENCE = 8.0
"Seconds for the status of a MESSAGE; a phone network may take five."


class Asking:
    """`quiet` and `longest` as the collector has them."""

    def __init__(
        self,
        signalling: Signalling,
        *,
        domain: str,
        clock: Callable[[], float],
        quiet: float = 10.0,
        longest: float = 120.0,
        patience: float = PATIENCE,
    ) -> None:
        self.signalling, self.domain, self.clock, self.patience = signalling, domain, clock, patience
        self.collector: Collector[Any] = Collector(quiet, longest)
        self._collections: dict[tuple[str, str, int], asyncio.Future[Collection[Any]]] = {}
        self._answers: dict[tuple[str, str, int], asyncio.Future[Answer]] = {}
        self._serials = itertools.count(1)

    def flow(self, camera: Camera) -> Flow:
        """The way to the device; Failed if it has none just now."""
        if not camera.presence.online or camera.flow is None:
            raise offline()
        if not self.signalling.alive(camera.flow):
            raise Failed(
                Step.OFFLINE, "设备的信令连接已断开", "设备会自动重连，请过一分钟再试；反复出现时请检查设备网络"
            )
        return camera.flow

    def compose(
        self, camera: Camera, method: str, target: str, *, content: str, body: bytes, **headers: str
    ) -> Request:
        flow = self.flow(camera)
        uri = Uri("sip", user=target, host=flow.host, port=flow.port)
        me = Address(Uri("sip", user=self.signalling.identity, host=self.domain))
        pairs = [("Content-Type", content), *((name.replace("_", "-"), text) for name, text in headers.items())]
        to = Address(Uri("sip", user=target, host=self.domain))
        return self.signalling.endpoint.compose(method, uri, from_=me, to=to, headers=pairs, body=body)

    def numbered(self, document: D) -> D:
        return replace(document, sn=next(self._serials))

    async def send(self, camera: Camera, document: Document) -> None:
        """Until the device has said 200; Failed otherwise."""
        body = document.encode(camera.version, camera.charset)
        request = self.compose(camera, "MESSAGE", camera.id, content=CONTENT_TYPE, body=body)
        response = await self.signalling.ask(request, self.flow(camera), self.patience)
        if response is None:
            raise no_answer(self.patience)
        if response.status >= 300:
            raise refused(response.status, response.reason)

    async def collect(self, camera: Camera, query: Document) -> Collection[Any]:
        """All that the device answers, in however many packets, and whether that is all."""
        query = self.numbered(query)
        key = (camera.id, query.COMMAND, query.sn)
        future = self._collections[key] = asyncio.get_running_loop().create_future()
        self.collector.expect(*key, self.clock())
        try:
            await self.send(camera, query)
            return await future
        finally:
            self._collections.pop(key, None)
            self.collector.open.pop(key, None)

    async def order(self, camera: Camera, document: Document, *, answered: bool) -> None:
        """A control; where the edition has it answered, until that has come. Failed if the device says no."""
        document = self.numbered(document)
        key = (camera.id, document.COMMAND, document.sn)
        future = self._answers[key] = asyncio.get_running_loop().create_future()
        try:
            await self.send(camera, document)
            if answered:
                async with asyncio.timeout(self.patience):
                    answer = await future
                if answer.refused:
                    raise Failed(Step.REFUSED, "设备答复不执行该操作", "请确认设备支持此功能，且没有被其他操作占用")
        except TimeoutError:
            raise Failed(
                Step.NO_ANSWER, "设备已收到命令，但没有答复执行结果", "请查看设备状态后再决定是否重发"
            ) from None
        finally:
            del self._answers[key]

    async def urge(self, camera: Camera, document: Document, refusal: Failed) -> None:
        """As `order`, where the answer that should follow the 200 often does not: then the 200 is enough."""
        document = self.numbered(document)
        with self.awaited(camera, document) as answer:
            await self.send(camera, document)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    if (await answer).refused:
                        raise refusal

    @contextmanager
    def awaited(self, camera: Camera, document: Document) -> Iterator[asyncio.Future[Answer]]:
        """The answer to a document, for who does not only wait for that."""
        key = (camera.id, document.COMMAND, document.sn)
        future = self._answers[key] = asyncio.get_running_loop().create_future()
        try:
            yield future
        finally:
            del self._answers[key]

    def receive(self, camera: Camera, document: Document) -> None:
        """An answer came."""
        if isinstance(document, Packet) and (done := self.collector.receive(camera.id, document, self.clock())):
            self._finish(done)
        if isinstance(document, Answer):
            future = self._answers.get((camera.id, document.COMMAND, document.sn))
            if future and not future.done():
                future.set_result(document)

    def tick(self) -> None:
        for done in self.collector.expire(self.clock()):
            self._finish(done)

    def _finish(self, done: Collection[Any]) -> None:
        future = self._collections.get((done.peer, done.command, done.sn))
        if future and not future.done():
            future.set_result(done)
