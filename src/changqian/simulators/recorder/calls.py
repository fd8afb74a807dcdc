"""Calls: a platform asks for pictures or speaks, or the device asks to be spoken to. GB/T 28181-2022 9.2, 9.8, 9.12."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from changqian.protocols import sdp
from changqian.protocols.gb28181 import mansrtsp
from changqian.protocols.gb28181.documents import CONTENT_TYPE
from changqian.protocols.gb28181.documents.broadcast import Broadcast, BroadcastAnswer
from changqian.protocols.gb28181.documents.media import ENDED, MediaStatus
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.subject import Subject
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.mpegps.demux import Demuxer
from changqian.protocols.mpegps.events import Frame
from changqian.protocols.rtp.packet import MalformedPacket, Packet
from changqian.protocols.rtp.sending import Sender
from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import AckMissing, AckReceived, Cancelled, RequestReceived
from changqian.protocols.sip.message import Response
from changqian.simulators.recorder.body import Body
from changqian.simulators.recorder.card import spans
from changqian.simulators.recorder.clips import FRAMES
from changqian.simulators.recorder.offers import Refused, Want, Wish, answered, understood
from changqian.simulators.recorder.pictures import RATE
from changqian.simulators.recorder.pipes import Pipe
from changqian.simulators.recorder.streams import PS, Live, Replay, Stream, Voice

SDP = "application/sdp"
G711 = (0, 8)
FORMS = {"PCMA": sdp.RtpMap(8, "PCMA", 8000), "PCMU": sdp.RtpMap(0, "PCMU", 8000), "PS": sdp.RtpMap(PS, "PS", 90000)}
LATEST = 1 << 32
"Seconds since 1970 beyond which nobody asks in earnest. Who counts from 1900 asks for what is not there."
OVERHEAD = 60
"Bytes of headers in a frame of a program stream, about."


@dataclass(slots=True)
class Call:
    want: Want
    channel: str
    pipe: Pipe
    stream: Stream | None
    destination: tuple[str, int]
    begun: bool = False

    async def end(self) -> None:
        if self.stream:
            self.stream.stop()
        await self.pipe.close()


class Calls:
    def __init__(self, body: Body) -> None:
        self.body = body
        self.running: dict[DialogId, Call] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def hang_up(self) -> None:
        """All of them, without a word."""
        calls, self.running = list(self.running.values()), {}
        for call in calls:
            await call.end()
        await asyncio.gather(*self._ending)

    def _end(self, call: Call) -> None:
        """Whatever becomes of the device meanwhile: what is half ended holds its port."""
        task = asyncio.create_task(call.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def silence(self, silent: bool) -> None:
        for call in self.running.values():
            call.pipe.silent = silent

    def key_frame(self) -> None:
        for call in self.running.values():
            if isinstance(call.stream, Live):
                call.stream.key_frame()

    # What the platform asks.

    def invited(self, received: RequestReceived) -> None:
        line, request = self.body.line, received.request
        if received.dialog:
            # A new description in a call under way: what it has is what it keeps (RFC 3261 §14.2).
            line.respond(received.transaction, 488)
            return
        try:
            if request.uri.user not in self.body.identity.ids:
                raise Refused(404)
            if len(self.running) >= self.body.quirks.streams:
                raise Refused(486)
            wish = understood(request.body, self.body.quirks)
            call, size = self._call(request.uri.user, wish)
        except Refused as refused:
            if refused.status:
                line.respond(received.transaction, refused.status)
            return
        answer = answered(
            wish,
            owner=request.uri.user,
            host=line.claimed,
            port=call.pipe.port,
            kind=self.body.clip.kind,
            size=size,
        )
        line.respond(received.transaction, 200, headers=(("Content-Type", SDP),), body=answer)
        if dialog := line.dialog_of(request):
            self.running[dialog] = call
        else:
            self._end(call)

    def acknowledged(self, event: AckReceived) -> None:
        """Only now may media flow. A device that waits for the platform's connection was listening before."""
        call = self.running.get(event.dialog)
        if call is None or call.begun:
            return
        call.begun = True
        call.pipe.open(*call.destination)
        if call.stream:
            call.stream.start()

    def ended(self, event: RequestReceived | Cancelled | AckMissing) -> None:
        """By a BYE, or by nobody's ACK, which makes it ours to end."""
        dialog = event.dialog if isinstance(event, RequestReceived | AckMissing) else None
        call = self.running.pop(dialog, None) if dialog else None
        if call:
            self._end(call)
        if isinstance(event, RequestReceived):
            self.body.line.respond(event.transaction, 200 if dialog else 481)
        elif isinstance(event, AckMissing):
            self.body.spawn(self.body.line.ask_in(event.dialog, "BYE"))

    def informed(self, received: RequestReceived) -> None:
        """INFO: the orders of a playback (annex B)."""
        call = self.running.get(received.dialog) if received.dialog else None
        replay = call.stream if call else None
        if not isinstance(replay, Replay):
            self.body.line.respond(received.transaction, 481 if call is None else 488)
            return
        try:
            orders = mansrtsp.parse(received.request.body)
        except Malformed:
            self.body.line.respond(received.transaction, 400)
            return
        for order in orders:
            self._order(replay, order)
        reply = mansrtsp.Reply(200, cseq=orders[0].cseq).encode(self.body.quirks.version.playback_protocol)
        headers = (("Content-Type", mansrtsp.CONTENT_TYPE),)
        self.body.line.respond(received.transaction, 200, headers=headers, body=reply)

    def _order(self, replay: Replay, order: mansrtsp.Request) -> None:
        quirks = self.body.quirks
        if order.method is mansrtsp.Method.PAUSE:
            if quirks.obeys_pause:
                replay.pause()
        elif order.method is mansrtsp.Method.TEARDOWN:
            replay.stop()
        else:
            if order.range and order.range.start is not None and quirks.obeys_range:
                replay.seek(order.range.start)
            replay.play(order.scale if quirks.obeys_scale else None)

    def _call(self, channel: str, wish: Wish) -> tuple[Call, int | None]:
        """And how many bytes will be sent, where that is known beforehand."""
        recorded = self._recorded(wish) if wish.want in (Want.PLAYBACK, Want.DOWNLOAD) else []
        pipe = Pipe(wish.transport, self.body.line.host)
        sender = Sender(payload_type=wish.payload, ssrc=wish.ssrc, sequence=random.randrange(1 << 16))
        call = Call(wish.want, channel, pipe, None, (wish.host, wish.port))
        pipe.failed = lambda: self.body.spawn(self._given_up(call))
        if wish.want is Want.TALK:
            pipe.received = self._hearing()
            call.stream = Voice(self.body.clip, pipe, sender) if wish.two_ways else None
            return call, None
        if wish.want is Want.PLAY:
            offset = self.body.identity.number * 7 % 40 / 1000
            call.stream = Live(self.body.clip, pipe, sender, loss=self._loss(pipe), offset=offset)
            return call, None
        call.stream = self._replay(call, wish, sender, recorded)
        frames = sum(last - first for first, last in recorded)
        return call, self._size(frames) if wish.want is Want.DOWNLOAD else None

    def _recorded(self, wish: Wish) -> list[tuple[int, int]]:
        """Refused where nothing is on the card."""
        if max(wish.offer.start, wish.offer.stop) > LATEST:
            raise Refused(400)
        begin, end = (datetime.fromtimestamp(each, BEIJING) for each in (wish.offer.start, wish.offer.stop))
        recordings = self.body.card.between(begin, end, now=self.body.now.timestamp())
        found = spans(recordings, begin, end)
        if not found:
            raise Refused(404)
        return found

    def _replay(self, call: Call, wish: Wish, sender: Sender, recorded: Sequence[tuple[int, int]]) -> Replay:
        download = wish.want is Want.DOWNLOAD
        media = cast(sdp.Media, wish.offer.first())
        return Replay(
            *(self.body.clip, call.pipe, sender),
            spans=recorded,
            begin=wish.offer.start * RATE,
            ended=lambda: self.body.spawn(self._over(call)),
            scale=(media.download_speed or 1) if download else 1,
            download=download,
            recorded_stamps=self.body.quirks.recorded_stamps,
            keys_from=self.body.quirks.keys_from,
            loss=self._loss(call.pipe),
        )

    def _size(self, frames: int) -> int:
        clip = self.body.clip
        video, audio = sum(map(len, clip.phases[0])), sum(map(len, clip.audio))
        return frames * (video + audio + FRAMES * OVERHEAD) // FRAMES

    def _loss(self, pipe: Pipe) -> float:
        return self.body.quirks.loss if pipe.transport is sdp.Transport.UDP else 0

    async def _over(self, call: Call) -> None:
        """A file was sent to its end: the platform is told, and will say BYE (9.8.2)."""
        dialog = next((dialog for dialog, each in self.running.items() if each is call), None)
        if dialog is None or not self.body.quirks.says_end:
            return
        notice = MediaStatus(sn=self.body.sn(), device_id=call.channel, notify_type=ENDED)
        if self.body.quirks.end_outside:
            await self.body.tell(notice)
        else:
            headers = (("Content-Type", CONTENT_TYPE),)
            await self.body.line.ask_in(dialog, "MESSAGE", headers=headers, body=self.body.written(notice))

    async def _given_up(self, call: Call) -> None:
        """The platform's port took no connection."""
        dialog = next((dialog for dialog, each in self.running.items() if each is call), None)
        if dialog:
            del self.running[dialog]
            self._end(call)
            await self.body.line.ask_in(dialog, "BYE")

    # What the device asks.

    async def broadcast(self, notice: Broadcast) -> None:
        """9.12: the device answers, and invites the source to send."""
        quirks = self.body.quirks
        known = notice.target in self.body.identity.ids and quirks.broadcast != "refuses"
        if quirks.answers_broadcast or not known:
            result = "OK" if known else "ERROR"
            await self.body.tell(BroadcastAnswer(sn=notice.sn, device_id=notice.target, result=result))
        if known and quirks.broadcast == "comes":
            await self._listen(notice)

    async def _listen(self, notice: Broadcast) -> None:
        line, transport = self.body.line, _voice(self.body.quirks.voice)
        pipe = Pipe(transport, line.host, self._hearing())
        ssrc = f"{random.randrange(1, 199_999_999):010d}"
        offer = sdp.broadcast(owner=notice.target, host=line.claimed, port=pipe.port, ssrc=ssrc, transport=transport)
        offer = _in_form(offer, self.body.quirks.hears)
        subject = Subject(notice.source, ssrc, notice.target, "0")
        await self._met(Call(Want.TALK, notice.target, pipe, None, ("", 0)), offer, notice.source, subject)

    async def ring(self) -> Response | None:
        """The device calls the platform, to speak and to hear; the answer, None if there was none."""
        line, transport, me = self.body.line, _voice(self.body.quirks.voice), self.body.identity.voice_id
        pipe = Pipe(transport, line.host, self._hearing())
        number = random.randrange(1, 199_999_999)
        offer = sdp.talk(owner=me, host=line.claimed, port=pipe.port, ssrc=f"{number:010d}", transport=transport)
        sender = Sender(payload_type=8, ssrc=number)
        call = Call(Want.TALK, me, pipe, Voice(self.body.clip, pipe, sender), ("", 0))
        server = self.body.platform.server_id
        return await self._met(call, offer, server, Subject(me, f"{number:010d}", server, "0"))

    async def _met(self, call: Call, offer: sdp.Session, to: str, subject: Subject) -> Response | None:
        """Invites, and goes on as it is answered."""
        line, response = self.body.line, None
        headers = (("Content-Type", SDP), ("Subject", str(subject)))
        try:
            with suppress(ConnectionError):
                request = self.body.compose(
                    "INVITE", to=to, sender=call.channel, headers=headers, body=str(offer).encode()
                )
                response = await line.invite(request)
        finally:
            if response is None or response.status >= 300:
                await call.end()
        if response is None or response.status >= 300:
            return response
        dialog = DialogId.of_client(response)
        if self.body.quirks.acknowledges:
            line.acknowledge(dialog)
        try:
            reply = sdp.Session.parse(response.body)
        except sdp.Malformed:
            reply = sdp.Session()
        media = reply.first()
        call.destination = (reply.host_of(media), media.port) if media else ("", 0)
        call.begun = True
        self.running[dialog] = call
        if all(sdp_fault is not sdp.Fault.REJECTED for sdp_fault in sdp.faults(offer, reply)) and media:
            call.pipe.open(*call.destination)
            if call.stream:
                call.stream.start()
        else:
            await self.running.pop(dialog).end()
            await line.ask_in(dialog, "BYE")
        return response

    async def bye(self) -> None:
        """The device ends all calls, and says so."""
        calls, self.running = list(self.running.items()), {}
        for dialog, call in calls:
            await call.end()
            await self.body.line.ask_in(dialog, "BYE")

    def _hearing(self) -> Callable[[bytes], None]:
        """One stream into the ear: G.711 as such, or out of a program stream."""
        program = Demuxer()

        def hear(data: bytes) -> None:
            try:
                packet = Packet.parse(data)
            except MalformedPacket:
                return
            if packet.payload_type in G711:
                self.body.ear.hear(packet.payload)
            elif packet.payload_type == PS:
                for event in program.push(packet.payload, packet.timestamp, packet.marker):
                    if isinstance(event, Frame) and event.codec is Codec.G711A:
                        self.body.ear.hear(event.data)

        return hear


def _in_form(offer: sdp.Session, hears: str) -> sdp.Session:
    """The offer of who wants to hear otherwise than in plain A-law."""
    form = FORMS[hears]
    media = offer.media[0]
    rest = tuple(each for each in media.attributes if each.name != "rtpmap")
    media = replace(media, formats=(str(form.payload),), attributes=(*rest, form.attribute))
    return replace(offer, media=(media,))


def _voice(name: str) -> sdp.Transport:
    return {"TCP": sdp.Transport.TCP_ACTIVE, "TCP_PASSIVE": sdp.Transport.TCP_PASSIVE}.get(name, sdp.Transport.UDP)
