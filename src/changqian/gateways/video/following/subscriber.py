"""One subscription at one device: asked for, refreshed, tried again, ended. RFC 6665; GB/T 28181-2022 9.11, annex N.

What it does next is decided by `protocols.gb28181.subscriptions`; here are the requests. A refresh goes into the
dialog: a device that still knows it answers 200, one that has restarted since answers 481, and is asked anew at once.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, no_answer, refused
from changqian.protocols.gb28181 import subscriptions
from changqian.protocols.gb28181.documents import CONTENT_TYPE
from changqian.protocols.gb28181.documents.alarm import AlarmQuery
from changqian.protocols.gb28181.documents.catalogue import CatalogQuery
from changqian.protocols.gb28181.documents.document import Document
from changqian.protocols.gb28181.documents.position import PositionQuery
from changqian.protocols.gb28181.subscriptions import (
    OLD_PACKAGE,
    Event,
    EventHeader,
    State,
    StateHeader,
    Subscription,
)
from changqian.protocols.gb28181.versions import Version
from changqian.protocols.sip import DialogId, Response

log = structlog.get_logger("changqian.video")

CATALOGUE, ALARM, POSITION = "Catalog", "Alarm", "MobilePosition"
EXPIRES = 3600
"Seconds that we ask for."
SHORTEST = 30
"A device that grants less is believed to have meant this: else it would be asked all the time."
LONGEST_WISH = 3600
"Seconds that a device may put us off."
UNKNOWN_DIALOG, BAD_EVENT = 481, 489
GONE = ("timeout", "deactivated")
"Reasons of an end after which one may ask again at once (RFC 6665 §4.1.3)."


@dataclass(eq=False)
class Subscriber:
    """`interval` is of positions, in seconds. `failed` hears why a device would not."""

    camera: Camera
    package: str
    asking: Asking
    failed: Callable[["Subscriber", Failed], object]
    interval: int = 0
    wanted: bool = False
    subscription: Subscription = Subscription()
    dialog: DialogId | None = None
    heard: int = 0
    "Notices that came in this dialog."
    renew: bool = False
    "The device may have forgotten it, or it is to be about something else."
    name: str = ""
    "As the event is called: field devices know `presence`, or the package, or both."
    tried: set[str] = field(default_factory=set)
    "Names that the device does not know."
    number: int = 0
    forgotten: int = 0
    "How often the device knew nothing of it."

    @property
    def running(self) -> bool:
        return self.subscription.running(self.asking.clock())

    def next(self, now: float) -> Event | None:
        """What is to be done now."""
        state = self.subscription.state
        if not self.wanted:
            return Event.CANCEL if state is not State.OFF else None
        if state is State.OFF or (self.renew and state in (State.ACTIVE, State.WAITING)):
            return Event.ASK
        return subscriptions.next_step(self.subscription, now)

    @property
    def due(self) -> float | None:
        """When `next` may have something to say, if nothing happens before."""
        return subscriptions.due(self.subscription)

    async def go_on(self) -> None:
        """One thing after another, until there is nothing to do just now."""
        while event := self.next(self.asking.clock()):
            if event is Event.ASK:
                await self._ask()
            elif event is Event.CANCEL:
                await self._cancel()
            else:
                self._step(event)

    def notified(self, state: StateHeader) -> None:
        """A notice came in its dialog."""
        self.heard += 1
        if state.ended and self.subscription.state in subscriptions.RUNNING:
            self._forget_dialog()
            wish = min(state.retry_after or 0, LONGEST_WISH)
            self._step(Event.FORGET if state.reason in GONE and not wish else Event.END, retry_after=wish)

    def hang_up(self) -> None:
        """The device is not to tell any more, and is not waited for: it is blocked, or gone from the platform."""
        flow, dialog = self.camera.flow, self.dialog
        if dialog and flow and self.asking.signalling.alive(flow) and self.subscription.state in subscriptions.RUNNING:
            signalling = self.asking.signalling
            headers, body = [*self._headers(0), ("Content-Type", CONTENT_TYPE)], self._body()
            with suppress(KeyError):
                now = signalling.loop.time()
                signalling.endpoint.request_in(dialog, "SUBSCRIBE", now, headers=headers, body=body, destination=flow)
                signalling.pump()
        self.lose()

    def lose(self) -> None:
        """Whatever there was, the device has it no more."""
        self._forget_dialog()
        self.subscription = Subscription()

    # -- requests ------------------------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        self.renew = False
        self._step(Event.ASK)
        if self.subscription.state is State.ASKED:
            self._forget_dialog()
        asked, subscription = self.dialog, self.subscription
        try:
            response = await self._subscribe(EXPIRES)
        except Failed as failed:
            self._refuse(failed)
            return
        if self.subscription is not subscription:
            # Lost or ended meanwhile; what was granted now nobody holds.
            self._drop(response)
            return
        self._answered(response, asked)

    def _answered(self, response: Response | None, asked: DialogId | None) -> None:
        if response is None:
            self._refuse(no_answer(self.asking.patience))
        elif response.status == UNKNOWN_DIALOG and asked:
            self._forget_dialog()
            self.forgotten += 1
            self._step(Event.FORGET)
        elif response.status >= 300:
            if response.status == BAD_EVENT and self._other_name():
                self._forget_dialog()
                self.subscription = Subscription()
                return
            self._refuse(refused(response.status, response.reason))
        else:
            granted = min(EXPIRES if response.expires is None else response.expires, EXPIRES)
            self.dialog = asked or DialogId.of_client(response)
            self.tried.clear()
            self._step(Event.ACCEPT, expires=max(granted, SHORTEST))

    async def _cancel(self) -> None:
        self._step(Event.CANCEL)
        if self.subscription.state is not State.ENDING:
            return
        if self._held():
            with suppress(Failed):
                await self._subscribe(0)
        self._forget_dialog()
        # Whether or not it answered: its notices will be told that nobody wants them.
        self._step(Event.ACCEPT)

    async def _subscribe(self, expires: int) -> Response | None:
        """Failed if the device cannot be reached just now."""
        flow, headers, body = self.asking.flow(self.camera), self._headers(expires), self._body()
        signalling, patience = self.asking.signalling, self.asking.patience
        if dialog := self._held():
            content = [*headers, ("Content-Type", CONTENT_TYPE)]
            return await signalling.ask_in(dialog, "SUBSCRIBE", patience, headers=content, body=body, destination=flow)
        self.dialog = None
        named = dict(headers)
        request = self.asking.compose(
            *(self.camera, "SUBSCRIBE", self.camera.id),
            content=CONTENT_TYPE,
            body=body,
            Event=named["Event"],
            Expires=named["Expires"],
        )
        return await signalling.ask(request, flow, patience)

    def _held(self) -> DialogId | None:
        return self.dialog if self.dialog in self.asking.signalling.endpoint.dialogs else None

    def _headers(self, expires: int) -> list[tuple[str, str]]:
        """2016 calls all but the catalogue `presence`, and most devices since too."""
        old = self.camera.version < Version.V2022 and self.package != CATALOGUE
        self.name = self.name or (OLD_PACKAGE if old else self.package)
        self.number = self.number or self.asking.signalling.endpoint.rng.randrange(1000, 10_000)
        return [("Event", str(EventHeader(self.name, str(self.number)))), ("Expires", str(expires))]

    def _body(self) -> bytes:
        return self.asking.numbered(self._query()).encode(self.camera.version, self.camera.charset)

    def _query(self) -> Document:
        if self.package == POSITION:
            return PositionQuery(device_id=self.camera.id, interval=self.interval)
        if self.package == ALARM:
            return AlarmQuery(device_id=self.camera.id, start_priority=0, end_priority=0, method="0")
        return CatalogQuery(device_id=self.camera.id)

    # -- what comes of them --------------------------------------------------------------------------------------------

    def _other_name(self) -> bool:
        """Whether there is a name that the device has not refused yet."""
        self.tried.add(self.name)
        left = [each for each in (self.package, OLD_PACKAGE) if each not in self.tried]
        self.name = left[0] if left else ""
        if not left:
            self.tried.clear()
        return bool(left)

    def _refuse(self, failed: Failed) -> None:
        self._forget_dialog()
        self._step(Event.REFUSE)
        log.info("not subscribed", device=self.camera.id, package=self.package, reason=failed.reason)
        self.failed(self, failed)

    def _drop(self, response: Response | None) -> None:
        if response and response.status < 300 and not self.dialog:
            self.asking.signalling.endpoint.end(DialogId.of_client(response))

    def _forget_dialog(self) -> None:
        if self.dialog:
            self.asking.signalling.endpoint.end(self.dialog)
        self.dialog, self.heard = None, 0

    def _step(self, event: Event, *, expires: int = 0, retry_after: int = 0) -> None:
        now = self.asking.clock()
        self.subscription = subscriptions.step(self.subscription, event, now, expires=expires, retry_after=retry_after)
