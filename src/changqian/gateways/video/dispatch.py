"""The documents of devices: each to who waits for it, or to the platform as an event. GB/T 28181-2022 9.4 to 9.11."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents.alarm import Alarm, AlarmAnswer
from changqian.protocols.gb28181.documents.position import MobilePosition
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.sip.events import RequestReceived
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")


class Dispatch:
    def __init__(self, asking: Asking, tell: Callable[[wire.Event], object]) -> None:
        self.asking, self.tell = asking, tell
        self.counts: Counter[str] = Counter()
        "Documents by CmdType, and those that were `malformed` or `unsupported`."

    def receive(self, camera: Camera, event: RequestReceived) -> None:
        """The request is answered first: devices wait for that, not for what it leads to."""
        respond = self.asking.signalling.respond
        try:
            document = documents.parse(event.request.body)
        except Unsupported:
            self.counts["unsupported"] += 1
            respond(event.transaction, 200)
            return
        except Malformed as error:
            self.counts["malformed"] += 1
            respond(event.transaction, 400)
            log.warning("document unreadable", device=camera.id, error=str(error))
            return
        respond(event.transaction, 200)
        self.counts[document.COMMAND] += 1
        if isinstance(document, MobilePosition):
            self._positions(camera, document)
        elif isinstance(document, Alarm):
            self._alarm(camera, document)
        else:
            self.asking.receive(camera, document)

    def _positions(self, camera: Camera, document: MobilePosition) -> None:
        for each in document.positions:
            if not each.located or each.longitude is None or each.latitude is None:
                continue
            self.tell(
                wire.Positioned(
                    device=camera.id,
                    channel=each.device_id or camera.id,
                    longitude=each.longitude,
                    latitude=each.latitude,
                    time=_iso(each.time),
                    speed=each.speed,
                    direction=each.direction,
                )
            )

    def _alarm(self, camera: Camera, alarm: Alarm) -> None:
        self.tell(
            wire.Alarmed(
                device=camera.id,
                channel=alarm.device_id or camera.id,
                label=alarm.label,
                priority=alarm.priority,
                method=alarm.method,
                type=alarm.type,
                time=_iso(alarm.time),
                description=alarm.description,
                longitude=alarm.longitude,
                latitude=alarm.latitude,
            )
        )
        self.acknowledge(camera, alarm)

    def acknowledge(self, camera: Camera, alarm: Alarm) -> None:
        """9.4.2: an alarm is answered by a document, whose own answer nobody waits for."""
        signalling = self.asking.signalling
        answer = AlarmAnswer(sn=alarm.sn, device_id=alarm.device_id, result="OK")
        body = answer.encode(camera.version, camera.charset)
        try:
            request = self.asking.compose(*(camera, "MESSAGE", camera.id), content=documents.CONTENT_TYPE, body=body)
            signalling.endpoint.request(request, self.asking.flow(camera), signalling.loop.time())
        except Failed:
            return


def _iso(moment: datetime | None) -> str:
    return (moment or datetime.now(UTC)).isoformat(timespec="seconds")
