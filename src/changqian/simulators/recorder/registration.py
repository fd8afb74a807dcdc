"""Registers, stays registered, and says that it is alive. GB/T 28181-2022 9.1, 9.6, annex I."""

import asyncio
import random
from contextlib import suppress
from dataclasses import replace

from changqian.protocols.gb28181 import moments
from changqian.protocols.gb28181.documents.presence import Keepalive
from changqian.protocols.gb28181.versions import HEADER
from changqian.protocols.sip.digest import Challenge, authorised, ha1s
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.uri import Uri
from changqian.simulators.recorder.body import Body

MISSES = 3
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"Seconds before a refused registration is tried again; doubled each time."
MOVED = (301, 302)
SHARE = 2 / 3
"Of a registration's time, after which it is renewed."
GONE = (401, 403, 404, 481)
"Answers to a keepalive that say that nobody knows us any more."


class Registration:
    def __init__(self, body: Body) -> None:
        self.body = body
        self.registered = asyncio.Event()
        self.done = 0
        "How often it succeeded."
        self.status = 0
        "Of the last answer; 0 for none."
        self.keepalives = 0
        "That were answered with 200."
        self.granted = 0
        self._home = body.platform
        self._again = asyncio.Event()
        self._call_id = ""
        self._number = 0

    def again(self) -> None:
        """Something happened after which the platform may not know us."""
        self.registered.clear()
        self._again.set()

    async def run(self) -> None:
        """Until it is cancelled."""
        pause = FIRST_PAUSE
        while True:
            self._again.clear()
            if await self._reach() and await self.register(self.body.state.expires):
                pause = FIRST_PAUSE
                self.registered.set()
                self.done += 1
                await self._stay()
            else:
                self.registered.clear()
                # Who was sent elsewhere goes there at once, but not in circles.
                if self.status not in MOVED or pause > FIRST_PAUSE:
                    await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def register(self, expires: int) -> bool:
        """One registration, or with 0 its end."""
        try:
            request = self._request(expires)
            response = await self.body.line.ask(request)
            if response is not None and response.status in (401, 407):
                request = self._proved(request, response)
                response = await self.body.line.ask(request)
        except (ConnectionError, Malformed):
            return False
        self._number = max(self._number, request.cseq.number)
        self.status = response.status if response else 0
        if response is not None and response.status in MOVED:
            await self._moved(response)
            return False
        if response is None or not 200 <= response.status < 300:
            await self._home_again()
            return False
        self.granted = self._expiry(response, expires)
        if moments.parse(response.headers.get("Date") or ""):
            # 9.10: the platform's time is everybody's.
            self.body.clock = 0
        return True

    async def _reach(self) -> bool:
        line = self.body.line
        if line.open:
            return True
        try:
            await line.start()
        except OSError:
            return False
        return True

    def _request(self, expires: int) -> Request:
        body, quirks = self.body, self.body.quirks
        port = random.randint(20000, 60000) if quirks.moving_contact else body.line.port
        contact = Uri("sip", user=body.identity.device_id, host=body.line.claimed, port=port)
        pairs = [("Contact", f"<{contact}>"), ("Expires", str(expires)), ("CSeq", f"{self._number + 1} REGISTER")]
        pairs += [("Call-ID", self._call_id)] if self._call_id else []
        pairs += [(HEADER, str(quirks.version))] if quirks.tells_version else []
        request = body.compose("REGISTER", headers=tuple(pairs))
        self._call_id = request.call_id
        # To is who is registered, which here is who registers.
        return request.with_headers([("To", str(request.from_.untagged()))])

    def _proved(self, request: Request, response: Response) -> Request:
        """With the strongest of the digests that this device knows. Malformed if it knows none of those asked for."""
        user, password = self.body.identity.device_id, self.body.platform.password
        header = "Proxy-Authenticate" if response.status == 407 else "WWW-Authenticate"
        realm = Challenge.parse_many(response.headers.all(header))[:1]
        known = ha1s(user, realm[0].realm if realm else "", password)
        secret = {name: ha1 for name, ha1 in known.items() if name in self.body.quirks.algorithms}
        cnonce = self.body.line.endpoint.token() if self.body.line.endpoint else ""
        return authorised(request, response, username=user, secret=secret, cnonce=cnonce)

    @staticmethod
    def _expiry(response: Response, asked: int) -> int:
        """RFC 3261 §10.3: in the Contact, else in Expires, else as asked for."""
        with suppress(Malformed, IndexError, ValueError):
            told = response.contacts[0].params.get("expires")
            if told is not None:
                return int(told)
        return asked if response.expires is None else response.expires

    async def _moved(self, response: Response) -> None:
        """9.1.2.3 of 2022: another server of the platform is to be registered at."""
        with suppress(Malformed, IndexError):
            uri = response.contacts[0].uri
            platform = replace(self.body.platform, host=uri.host, port=uri.port or 5060)
            self.body.platform = replace(platform, server_id=uri.user or platform.server_id)
            await self._turn()

    async def _home_again(self) -> None:
        if self.body.platform != self._home:
            self.body.platform = self._home
            await self._turn()

    async def _turn(self) -> None:
        line, platform = self.body.line, self.body.platform
        await line.close()
        line.turn(platform.host, platform.port)
        self._call_id, self._number = "", 0

    async def _stay(self) -> None:
        """Until it is time to register again, or the platform has forgotten us."""
        loop = asyncio.get_running_loop()
        renew = loop.time() + max(1.0, self.granted * SHARE)
        misses = 0
        while misses < MISSES:
            interval = max(0.05, self.body.state.keepalive)
            left = renew - loop.time()
            # Not `wait_for`: up to Python 3.11 it loses a cancellation that comes together with its result.
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, min(interval, left))):
                    await self._again.wait()
                return
            if loop.time() >= renew:
                return
            response = await self._alive(interval)
            if response is not None and response.status in GONE:
                break
            misses = 0 if response is not None else misses + 1
        self.registered.clear()

    async def _alive(self, patience: float) -> Response | None:
        notice = Keepalive(sn=self.body.sn(), device_id=self.body.identity.device_id, status="OK")
        try:
            async with asyncio.timeout(max(patience, 1.0)):
                response = await self.body.tell(notice)
        except TimeoutError:
            return None
        self.keepalives += response is not None and response.status == 200
        return response
