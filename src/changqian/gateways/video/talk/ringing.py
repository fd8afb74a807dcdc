"""Devices that call: kept ringing until somebody answers, nobody does, or the device gives up."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed
from changqian.gateways.video.signalling import Signalling
from changqian.gateways.video.talk import offers
from changqian.protocols import sdp
from changqian.protocols.sip import DialogId
from changqian.protocols.sip.events import Cancelled, RequestReceived
from changqian.wire import video as wire

MOST = 200
"Calls that ring together."


@dataclass(eq=False, slots=True)
class Ring:
    id: str
    camera: Camera
    channel: str
    event: RequestReceived
    timer: asyncio.TimerHandle


class Ringing:
    def __init__(self, signalling: Signalling, patience: float, tell: Callable[[wire.Event], object]) -> None:
        self.signalling, self.patience, self.tell = signalling, patience, tell
        self.rings: dict[str, Ring] = {}
        "By device."

    def begin(self, camera: Camera, event: RequestReceived) -> None:
        """A device that calls again has given up its call before, whether it said so or not."""
        if not _speaks(event.request.body):
            self._respond(event, 488)
            return
        if camera.id in self.rings:
            self._over(camera.id, "cancelled", 486)
        if len(self.rings) >= MOST:
            self._respond(event, 503)
            return
        self._respond(event, 180)
        user = event.request.from_.uri.user
        timer = self.signalling.loop.call_later(self.patience, self._over, camera.id, "unanswered", 480)
        ring = self.rings[camera.id] = Ring(uuid.uuid4().hex, camera, user, event, timer)
        self.tell(wire.CallingIn(device=camera.id, channel=user, call=ring.id))

    def take(self, device: str) -> RequestReceived | None:
        """The call of this device, if it rings: somebody answers."""
        ring = self.rings.get(device)
        if ring:
            self._over(device, "answered", None)
        return ring.event if ring else None

    def refuse(self, device: str, call: str) -> bool:
        """Whether there was such a call."""
        ring = self.rings.get(device)
        if ring is None or ring.id != call:
            return False
        self._over(device, "refused", 486)
        return True

    def cancelled(self, event: Cancelled) -> None:
        """The device gave up; it was answered already."""
        for device, ring in list(self.rings.items()):
            if ring.event.transaction == event.transaction:
                self._over(device, "cancelled", None)

    def hung_up(self, dialog: DialogId) -> None:
        """The device gave up by BYE, which is as good (RFC 3261 §15)."""
        for device, ring in list(self.rings.items()):
            if ring.event.request.call_id == dialog.call_id:
                self._over(device, "cancelled", 487)

    def forget(self, device: str) -> None:
        """It is not allowed any more, or the gateway stops."""
        if device in self.rings:
            self._over(device, "refused", 480)

    def _over(self, device: str, outcome: str, status: int | None) -> None:
        ring = self.rings.pop(device)
        ring.timer.cancel()
        if status:
            self._respond(ring.event, status)
        self.tell(wire.CallOver(device=device, channel=ring.channel, call=ring.id, outcome=outcome))

    def _respond(self, event: RequestReceived, status: int) -> None:
        self.signalling.respond(event.transaction, status)
        self.signalling.pump()


def _speaks(body: bytes) -> bool:
    """Whether who offers this wants to be heard. Who only wants to hear comes late to a broadcast."""
    try:
        offer = offers.read(body)
        media = offer.first("audio")
    except Failed:
        return False
    return media is not None and offer.direction_of(media) in (sdp.Direction.SENDRECV, sdp.Direction.SENDONLY)
