"""A small body camera out of the protocol packages: registers, beats, answers, and plays a film when invited."""

import asyncio
import itertools
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from changqian.gateways.video.signalling import Signalling, SipConnection
from changqian.gateways.video.tests import film
from changqian.protocols import sdp
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents.catalogue import CatalogAnswer, CatalogItem, CatalogQuery
from changqian.protocols.gb28181.documents.control import DeviceControl, DeviceControlAnswer
from changqian.protocols.gb28181.documents.presence import Keepalive
from changqian.protocols.gb28181.documents.record import RecordAnswer, RecordItem, RecordQuery
from changqian.protocols.gb28181.versions import HEADER
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.rtp.framing import framed
from changqian.protocols.rtp.sending import Sender
from changqian.protocols.sip import Address, Flow, Response, Uri, authorised
from changqian.protocols.sip import events as sip

PLATFORM, DOMAIN = "32040000002000000001", "3204000000"
CAMERA, CHANNEL = "32040000001320000001", "32040000001320000001"
PASSWORD = "常安2026"


@dataclass
class Manners:
    """How it behaves when it is invited."""

    status: int = 200
    silent: bool = False
    body: bytes | None = None
    sends: Callable[[int, film.Shot], bool] = lambda number, shot: True
    "Whether that frame is sent."
    codec: Codec = Codec.H264
    count: int = 1000
    pause: float = 0.01
    sound: bytes = b""
    shuffled: bool = False
    lost: frozenset[int] = frozenset()
    "Packets that the network eats, by their number."


@dataclass
class Device:
    port: int
    transport: str = "UDP"
    id: str = CAMERA
    manners: Manners = field(default_factory=Manners)
    version: str = "3.0"
    channels: int = 3

    async def __aenter__(self) -> "Device":
        self.heard: list[str] = []
        self.orders: list[Any] = []
        self.byes = self.invites = 0
        self.numbers = itertools.count(1)
        self.call = f"call-{id(self)}"
        self.playing: asyncio.Task[None] | None = None
        self.shell = Signalling(
            identity=self.id, advertised="127.0.0.1", on_request=self._asked, on_flow_closed=lambda flow: None
        )
        await self.shell.start("127.0.0.1", 0)
        self.flow = Flow("UDP", "127.0.0.1", self.port)
        if self.transport == "TCP":
            loop = asyncio.get_running_loop()
            _, made = await loop.create_connection(lambda: SipConnection(self.shell), "127.0.0.1", self.port)
            self.flow = made.flow
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()
        await self.shell.close()

    def _address(self, user: str) -> Address:
        return Address(Uri("sip", user=user, host=DOMAIN))

    async def register(self, secret: Any = PASSWORD, expires: int = 3600) -> Response | None:
        request = self.shell.endpoint.compose(
            "REGISTER",
            Uri("sip", user=PLATFORM, host=DOMAIN),
            from_=self._address(self.id),
            to=self._address(self.id),
            headers=[
                *(("Expires", str(expires)), (HEADER, self.version), ("CSeq", f"{next(self.numbers)} REGISTER")),
                ("Contact", f"<sip:{self.id}@10.99.0.1:5060>"),
            ],
        )
        response = await self.shell.ask(request, self.flow, 15)
        if response is None or response.status != 401:
            return response
        next(self.numbers)
        again = authorised(request, response, username=self.id, secret=secret, cnonce=self.shell.endpoint.token())
        return await self.shell.ask(again, self.flow, 10)

    async def tell(self, document: documents.Document) -> Response | None:
        request = self.shell.endpoint.compose(
            *("MESSAGE", Uri("sip", user=PLATFORM, host=DOMAIN)),
            from_=self._address(self.id),
            to=self._address(PLATFORM),
            headers=[("Content-Type", documents.CONTENT_TYPE)],
            body=document.encode(),
        )
        return await self.shell.ask(request, self.flow, 15)

    async def beat(self) -> Response | None:
        return await self.tell(Keepalive(sn=next(self.numbers), device_id=self.id, status="OK"))

    def _asked(self, event: sip.RequestReceived) -> None:
        self.heard.append(event.request.method)
        match event.request.method:
            case "INVITE":
                self.invites += 1
                if not self.manners.silent:
                    self._invited(event)
            case "BYE":
                self.byes += 1
                self.shell.respond(event.transaction, 200)
                asyncio.get_running_loop().create_task(self._stop())
            case "MESSAGE":
                self.shell.respond(event.transaction, 200)
                asyncio.get_running_loop().create_task(self._answer(documents.parse(event.request.body)))

    async def _answer(self, document: documents.Document) -> None:
        match document:
            case CatalogQuery():
                for number in range(self.channels):
                    name = f"执法记录仪{number}㐂"
                    item = CatalogItem(device_id=f"{CHANNEL[:-1]}{number + 1}", name=name, status="ON")
                    await self.tell(
                        CatalogAnswer(sn=document.sn, device_id=self.id, total=self.channels, items=(item,))
                    )
            case RecordQuery():
                item = RecordItem(device_id=CHANNEL, name="夜巡", start=document.start, stop=document.stop)
                await self.tell(RecordAnswer(sn=document.sn, device_id=CHANNEL, total=1, items=(item,)))
            case DeviceControl():
                self.orders.append(document)
                if document.is_answered:
                    await self.tell(DeviceControlAnswer(sn=document.sn, device_id=document.device_id, result="OK"))

    def _invited(self, event: sip.RequestReceived) -> None:
        offer = sdp.Session.parse(event.request.body)
        self.offer = offer
        if self.manners.status >= 300:
            self.shell.respond(event.transaction, self.manners.status)
            return
        answer = str(sdp.answer(offer, owner=self.id, host="127.0.0.1", port=15060)).encode()
        body = self.manners.body if self.manners.body is not None else answer
        self.shell.endpoint.respond(
            *(event.transaction, 200, self.shell.loop.time()),
            headers=[("Content-Type", "application/sdp")],
            body=body,
        )
        self.playing = asyncio.get_running_loop().create_task(self._play(offer))

    async def _play(self, offer: sdp.Session) -> None:
        media = offer.media[0]
        over_tcp = media.over_tcp
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM if over_tcp else socket.SOCK_DGRAM)
        made.setblocking(False)
        loop = asyncio.get_running_loop()
        try:
            await loop.sock_connect(made, (offer.host_of(media), media.port))
            sender = Sender(payload_type=96, ssrc=media.ssrc_number or 0, sequence=65500)
            shots = film.shots(codec=self.manners.codec if self.manners.codec in film.ENCODERS else Codec.H264)
            for number in range(self.manners.count):
                shot = shots[number % len(shots)]
                if self.manners.sends(number, shot):
                    await self._send(made, sender, shot, number, over_tcp)
                await asyncio.sleep(self.manners.pause)
            await asyncio.sleep(60)
        except OSError:
            pass
        finally:
            made.close()

    async def _send(self, made: socket.socket, sender: Sender, shot: film.Shot, number: int, over_tcp: bool) -> None:
        pts = 8_000_000_000 + number * film.STEP
        data = film.program(shot, pts, codec=self.manners.codec, sound=self.manners.sound)
        first = sender.packets
        packets = sender.cut(data, pts)
        order = list(enumerate(packets, first))
        if self.manners.shuffled:
            order.reverse()
        loop = asyncio.get_running_loop()
        for place, packet in order:
            if place in self.manners.lost:
                continue
            await loop.sock_sendall(made, framed(packet) if over_tcp else packet)

    def hang_up(self) -> None:
        dialog = next(iter(self.shell.endpoint.dialogs))
        self.shell.endpoint.request_in(dialog, "BYE", self.shell.loop.time())
        self.shell.pump()

    async def _stop(self) -> None:
        if self.playing:
            self.playing.cancel()
            with suppress(asyncio.CancelledError):
                await self.playing
            self.playing = None
