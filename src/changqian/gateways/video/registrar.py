"""Who may register, and who is there. GB/T 28181-2022 9.1, 9.6; RFC 3261 §10, §22.

A refused device is told 403 with a phrase, and the platform the sentence. Wrong passwords are told from answers to
challenges that are not ours, or too old: those get a new challenge.
"""

from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address, ip_network

from changqian.gateways.video import refusals
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.refusals import Refusal
from changqian.gateways.video.signalling import Signalling
from changqian.protocols.gb28181 import presence
from changqian.protocols.gb28181.ids import is_id
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.presence import Address, Change, Policy
from changqian.protocols.gb28181.versions import HEADER, Version
from changqian.protocols.sip import Challenge, Credentials, Flow, Guard, Malformed, Request, Verdict
from changqian.protocols.sip.events import RequestReceived
from changqian.wire import video as wire

ALGORITHMS = ("SM3", "SHA-256", "MD5")
TELL_AGAIN = 600.0
"Seconds before the same refusal of the same device is told again: devices try every minute, for weeks."
MOST_TOLD = 10_000


class Registrar:
    """`tell` takes events; `came` hears of a device that is there anew. `clock` is monotonic, `wall` Unix time."""

    def __init__(
        self,
        *,
        signalling: Signalling,
        realm: str,
        key: bytes,
        policy: Policy,
        tell: Callable[[wire.Event], object],
        came: Callable[[Camera], None],
        went: Callable[[Camera], None],
        clock: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self.signalling, self.policy, self.tell = signalling, policy, tell
        self.came, self.went, self.clock, self.wall = came, went, clock, wall
        self.guard = Guard(realm, key, algorithms=ALGORITHMS)
        self.snapshot = wire.Snapshot()
        self.cameras: dict[str, Camera] = {}
        self.changed = False
        "Since somebody last wrote down who is there."
        self.registered: Callable[[Camera, str], object] = lambda camera, call_id: None
        "Hears of each registration, and under which Call-ID."
        self._told: dict[tuple[str, str], float] = {}

    # -- what the platform says ----------------------------------------------------------------------------------------

    def update(self, snapshot: wire.Snapshot) -> None:
        """Devices that are gone from it, or blocked now, are offline at once."""
        self.snapshot = snapshot
        known = {device.id: device for device in snapshot.devices}
        for camera in list(self.cameras.values()):
            device = known.get(camera.id)
            if device is None or device.blocked:
                refusal = refusals.BLOCKED if device else refusals.UNKNOWN
                self._step(
                    camera, presence.register(camera.presence, _nowhere(camera), 0, self.clock()), refusal.reason
                )
            if device is None:
                del self.cameras[camera.id]
        for device in snapshot.devices:
            if device.id in self.cameras:
                self.cameras[device.id].device = device
            else:
                self.cameras[device.id] = Camera(device)

    def allowed(self, device: str) -> bool:
        camera = self.cameras.get(device)
        return camera is not None and not camera.device.blocked

    @property
    def online(self) -> int:
        return sum(camera.presence.online for camera in self.cameras.values())

    # -- REGISTER ------------------------------------------------------------------------------------------------------

    def register(self, event: RequestReceived) -> None:
        request, flow = event.request, event.flow
        camera = self.cameras.get(request.from_.uri.user)
        if refusal := self._forbidden(camera, flow):
            self._refuse(event, refusal)
            return
        assert camera is not None
        credentials = _credentials(request)
        if credentials is None:
            self._challenge(event, camera)
            return
        verdict = self._verdict(credentials, camera, request)
        if verdict is Verdict.ACCEPTED:
            self._accept(event, camera)
        elif verdict is Verdict.WRONG and credentials.nonce in camera.challenged:
            self._refuse(event, self._wrong(credentials, camera))
        else:
            self._challenge(event, camera, stale=verdict in (Verdict.STALE, Verdict.REPLAYED))

    def _forbidden(self, camera: Camera | None, flow: Flow) -> Refusal | None:
        if _within(flow.host, self.snapshot.blocked_hosts):
            return refusals.HOST
        if self.snapshot.allowed_hosts and not _within(flow.host, self.snapshot.allowed_hosts):
            return refusals.HOST
        if camera is None:
            return refusals.UNKNOWN
        if camera.device.blocked:
            return refusals.BLOCKED
        return None if camera.device.secrets else refusals.SECRET

    def _verdict(self, credentials: Credentials, camera: Camera, request: Request) -> Verdict:
        allowed = credentials.algorithm.upper().removesuffix("-SESS") in camera.device.algorithms
        if credentials.username != camera.id or not allowed:
            return Verdict.WRONG
        secret, now = dict(camera.device.secrets), self.wall()
        return self.guard.check(credentials, secret=secret, method=request.method, now=now, body=request.body)

    def _wrong(self, credentials: Credentials, camera: Camera) -> Refusal:
        algorithm = credentials.algorithm.upper().removesuffix("-SESS")
        return refusals.PASSWORD if algorithm in camera.device.algorithms else refusals.ALGORITHM

    def _challenge(self, event: RequestReceived, camera: Camera, *, stale: bool = False) -> None:
        """One header for each algorithm the device may use, in the order the platform gave (RFC 8760 §2.3)."""
        by_name: dict[str, Challenge] = {
            each.algorithm: each for each in self.guard.challenges(self.wall(), stale=stale)
        }
        offered = [by_name[name] for name in camera.device.algorithms if name in by_name]
        camera.challenged.extend({each.nonce for each in offered})
        headers = [("WWW-Authenticate", str(each)) for each in offered]
        self.signalling.respond(event.transaction, 401, headers=[*headers, (HEADER, str(Version.V2022))])

    def _accept(self, event: RequestReceived, camera: Camera) -> None:
        request, flow, now = event.request, event.flow, self.clock()
        expires = presence.granted(_expiry(request))
        limit = self.snapshot.limits.channels
        others = sum(
            each.device.channels for each in self.cameras.values() if each.presence.online and each is not camera
        )
        if expires and limit and others + camera.device.channels > limit:
            self._refuse(event, refusals.CHANNELS)
            return
        camera.version = Version.parse(request.headers.get(HEADER))
        camera.agent = request.headers.get("User-Agent") or ""
        camera.flow = flow
        date = datetime.fromtimestamp(self.wall(), BEIJING).strftime("%Y-%m-%dT%H:%M:%S.000")
        headers = [("Expires", str(expires)), ("Date", date), (HEADER, str(camera.version))]
        headers += [("Contact", contact)] if (contact := request.headers.get("Contact")) else []
        self.signalling.respond(event.transaction, 200, headers=headers)
        address = Address(flow.host, flow.port, flow.transport)
        self._step(camera, presence.register(camera.presence, address, expires, now), "设备注销")
        if expires:
            self.registered(camera, request.call_id)

    def _refuse(self, event: RequestReceived, refusal: Refusal) -> None:
        self.signalling.respond(event.transaction, 403, reason=refusal.phrase)
        device, host, now = event.request.from_.uri.user, event.flow.host, self.clock()
        if not is_id(device):
            # Whoever searches the Internet for telephone exchanges is no news for the platform.
            return
        if now < self._told.get((device, refusal.phrase), -TELL_AGAIN) + TELL_AGAIN:
            return
        if len(self._told) >= MOST_TOLD:
            self._told.clear()
        self._told[device, refusal.phrase] = now
        self.tell(wire.RegistrationRefused(device=device, host=host, reason=refusal.reason, remedy=refusal.remedy))

    # -- other requests, and time --------------------------------------------------------------------------------------

    def hear(self, event: RequestReceived) -> Camera | None:
        """The device that speaks; None if it has to register first, which it was told."""
        camera = self.cameras.get(event.request.from_.uri.user)
        if camera is None or camera.device.blocked:
            self.signalling.respond(event.transaction, 403, reason="Register First")
            return None
        address = Address(event.flow.host, event.flow.port, event.flow.transport)
        after, changes = presence.hear(camera.presence, address, self.clock(), self.policy)
        refused = Change.REGISTER_AGAIN in changes
        if not refused:
            camera.flow = event.flow
        self._step(camera, (after, changes), "设备没有心跳")
        if refused:
            self.signalling.respond(event.transaction, 403, reason="Register Again")
            return None
        return camera

    def tick(self) -> None:
        now = self.clock()
        for camera in self.cameras.values():
            due = presence.due(camera.presence, self.policy)
            if due is not None and due <= now:
                lapsed = now >= camera.presence.registered_until
                reason = "设备注册到期没有续期" if lapsed else "设备没有心跳"
                self._step(camera, presence.tick(camera.presence, now, self.policy), reason)

    def _step(self, camera: Camera, step: presence.Step, reason: str) -> None:
        camera.presence, changes = step
        address = camera.presence.address
        for change in changes:
            if change is Change.CAME and address:
                self.tell(
                    wire.Registered(
                        device=camera.id,
                        host=address.host,
                        port=address.port,
                        transport=address.transport,
                        version=str(camera.version),
                        expires=max(0, int(camera.presence.registered_until - self.clock())),
                        agent=camera.agent,
                    )
                )
                self.came(camera)
            elif change is Change.WENT:
                self.tell(wire.Offline(device=camera.id, reason=reason))
                self.went(camera)
            elif change is Change.MOVED and address:
                self.tell(
                    wire.Moved(device=camera.id, host=address.host, port=address.port, transport=address.transport)
                )
            self.changed = True


def _credentials(request: Request) -> Credentials | None:
    """None also for what cannot be read, which a new challenge may cure."""
    try:
        return next(iter(Credentials.parse_many(request.headers.all("Authorization"))), None)
    except Malformed:
        return None


def _expiry(request: Request) -> int | None:
    """The header, else the parameter of Contact (RFC 3261 §10.2.1.1 the other way round, as devices mean it)."""
    if request.expires is not None:
        return request.expires
    given = next((each.params.get("expires") for each in request.contacts), None)
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else None


def _nowhere(camera: Camera) -> Address:
    return camera.presence.address or Address("0.0.0.0", 0)


def _within(host: str, networks: tuple[str, ...]) -> bool:
    try:
        address = ip_address(host)
        return any(address in ip_network(each, strict=False) for each in networks)
    except ValueError:
        return host in networks
