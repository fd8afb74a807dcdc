"""The documents of devices: each to who waits for it, or to the platform as an event. GB/T 28181-2022 9.4 to 9.11."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.following.catalogue import changed
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents import Document
from changqian.protocols.gb28181.documents.catalogue import CatalogNotice
from changqian.protocols.gb28181.documents.media import MediaStatus
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.sip.events import RequestReceived
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")


class Dispatch:
    def __init__(self, asking: Asking, tell: Callable[[wire.Event], object]) -> None:
        self.asking, self.tell = asking, tell
        self.counts: Counter[str] = Counter()
        "Documents by CmdType, and those that were `malformed` or `unsupported`."
        self.noticed: Callable[[Camera, MediaStatus], object] = lambda camera, status: None
        self.handlers: dict[type[Document], Callable[[Camera, Any], object]] = {CatalogNotice: self._changed}
        "Who hears of documents that nobody asked for."

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
        if handle := self.handlers.get(type(document)):
            handle(camera, document)
        elif isinstance(document, MediaStatus):
            self.noticed(camera, document)
        else:
            self.asking.receive(camera, document)

    def _changed(self, camera: Camera, notice: CatalogNotice) -> None:
        if event := changed(camera, notice):
            self.tell(event)
