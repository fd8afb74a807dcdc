"""What a device tells of its own accord: notices that were subscribed, and alarms.

GB/T 28181-2022 9.4, 9.11, annex N; RFC 6665.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from changqian.protocols.gb28181.documents import CONTENT_TYPE, Document, parse
from changqian.protocols.gb28181.documents.alarm import DEVICE, Alarm, AlarmAnswer, AlarmInfo
from changqian.protocols.gb28181.documents.catalogue import CatalogAnswer, CatalogNotice
from changqian.protocols.gb28181.documents.document import Answer
from changqian.protocols.gb28181.documents.position import INTERVAL, PositionAnswer, PositionQuery
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.gb28181.subscriptions import OLD_PACKAGE, PACKAGES, EventHeader, StateHeader
from changqian.protocols.gb28181.versions import Version
from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import RequestReceived
from changqian.simulators.recorder import desk
from changqian.simulators.recorder.body import Body

ANSWERS: dict[str, type[Answer]] = {"Catalog": CatalogAnswer, "Alarm": AlarmAnswer, "MobilePosition": PositionAnswer}


@dataclass(slots=True)
class Subscribed:
    dialog: DialogId
    event: EventHeader
    until: float
    "By the loop's clock."
    interval: float


class Reports:
    def __init__(self, body: Body) -> None:
        self.body = body
        self.subscribed: dict[str, Subscribed] = {}
        "By CmdType."
        self._loop = asyncio.get_running_loop()

    def forget(self) -> None:
        self.subscribed.clear()

    def subscribe(self, received: RequestReceived) -> None:
        """Taken, refreshed, or with Expires 0 ended."""
        line, request, quirks = self.body.line, received.request, self.body.quirks
        if quirks.subscribes == "ignores":
            return
        if quirks.subscribes == "refuses":
            line.respond(received.transaction, 405)
            return
        if request.to.tag and not received.dialog:
            # From before we restarted.
            line.respond(received.transaction, 481)
            return
        try:
            event = EventHeader.parse(request.headers.get("Event") or "")
            query = parse(request.body)
        except (Malformed, Unsupported):
            line.respond(received.transaction, 400)
            return
        known = {"presence": event.package == OLD_PACKAGE, "package": event.package != OLD_PACKAGE}
        if query.COMMAND not in PACKAGES or not event.concerns(query.COMMAND) or not known.get(quirks.subscribes, True):
            line.respond(received.transaction, 489)
            return
        longest = quirks.subscription
        expires = min(longest if request.expires is None else request.expires, longest)
        answer = ANSWERS.get(query.COMMAND)
        content = self.body.written(answer(sn=query.sn, device_id=query.device_id, result="OK")) if answer else b""
        headers = [("Expires", str(expires)), *([("Content-Type", CONTENT_TYPE)] if content else [])]
        line.respond(received.transaction, 200, headers=tuple(headers), body=content)
        dialog = received.dialog or line.dialog_of(request)
        if dialog is None:
            return
        interval = (query.interval or INTERVAL) if isinstance(query, PositionQuery) else 0
        said = EventHeader(OLD_PACKAGE, event.id) if self.body.quirks.presence else event
        subscribed = Subscribed(dialog, said, self._loop.time() + expires, float(interval))
        running = self.subscribed.get(query.COMMAND)
        self.subscribed[query.COMMAND] = subscribed
        if not expires:
            self.body.spawn(self._end(query.COMMAND, subscribed))
        elif query.COMMAND == "MobilePosition" and not (running and running.dialog == dialog):
            self.body.spawn(self._walk(subscribed.dialog))

    async def notify(self, document: Document, version: Version | None = None) -> bool:
        """In the subscription that it belongs to; False if there is none, or the platform does not want it."""
        subscribed = self.subscribed.get(document.COMMAND)
        left = int(subscribed.until - self._loop.time()) if subscribed else 0
        if subscribed is None or left < 0:
            self.subscribed.pop(document.COMMAND, None)
            return False
        headers = self._headers(subscribed, StateHeader("active", left))
        response = await self.body.line.ask_in(
            subscribed.dialog, "NOTIFY", headers=headers, body=self.body.written(document, version)
        )
        if response is not None and response.status == 481:
            self.subscribed.pop(document.COMMAND, None)
        return response is not None and response.status < 300

    async def alarm(self, *, method: int, kind: int | None = None, priority: int = 1, description: str = "") -> bool:
        """False where it could not be raised: method 2 waits for a reset, and nothing is told while not on guard."""
        state, who, place = self.body.state, self.body.identity, self.body.place()
        if not state.guarded or (method == DEVICE and state.alarmed):
            return False
        state.alarmed = state.alarmed or method == DEVICE
        alarm = Alarm(
            sn=self.body.sn(),
            device_id=who.alarm_id if method == DEVICE else who.channels[0],
            priority=priority,
            method=method,
            time=self.body.now,
            description=description or f"{who.officer}报警",
            longitude=place.longitude,
            latitude=place.latitude,
            info=None if kind is None else AlarmInfo(type=kind),
        )
        if await self.notify(alarm):
            return True
        response = await self.body.tell(alarm)
        return response is not None and response.status < 300

    async def catalogue(self, event: str, channels: Sequence[str] = ()) -> bool:
        """That something happened to these channels, by default to all: ON, OFF, VLOST, DEFECT, ADD, DEL, UPDATE."""
        wanted = channels or self.body.identity.channels
        items = tuple(replace(each, event=event) for each in desk.catalogue(self.body) if each.device_id in wanted)
        who = self.body.identity.device_id
        return await self.notify(CatalogNotice(sn=self.body.sn(), device_id=who, total=len(items), items=items))

    async def position(self) -> bool:
        """Where it is, once."""
        version = desk.position_version(self.body)
        notices = desk.positions(self.body, sn=self.body.sn())
        return all([await self.notify(each, version) for each in notices])

    async def tell_positions(self) -> None:
        """By MESSAGE, for ever: a device that takes no subscriptions, or does not wait for one."""
        while True:
            for each in desk.positions(self.body, sn=self.body.sn()):
                await self.body.tell(each, desk.position_version(self.body))
            await asyncio.sleep(self.body.quirks.reports)

    async def _walk(self, dialog: DialogId) -> None:
        """One report at once, as RFC 6665 asks, and then one in each interval while the subscription lasts."""
        due = self._loop.time()
        while (subscribed := self.subscribed.get("MobilePosition")) and subscribed.dialog == dialog:
            self.body.spawn(self.position())
            due += subscribed.interval
            await asyncio.sleep(max(0.0, due - self._loop.time()))

    async def _end(self, command: str, subscribed: Subscribed) -> None:
        """The last notice has no content; the dialog ends with it."""
        self.subscribed.pop(command, None)
        headers = self._headers(subscribed, StateHeader("terminated", reason="timeout"))
        await self.body.line.ask_in(subscribed.dialog, "NOTIFY", headers=headers)
        if self.body.line.endpoint is not None:
            self.body.line.endpoint.end(subscribed.dialog)

    @staticmethod
    def _headers(subscribed: Subscribed, state: StateHeader) -> tuple[tuple[str, str], ...]:
        known = (("Event", str(subscribed.event)), ("Subscription-State", str(state)))
        return (*known, ("Content-Type", CONTENT_TYPE)) if not state.ended else known
