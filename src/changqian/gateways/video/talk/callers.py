"""Whose INVITE that is. A device invites as what shall hear or speak: its loudspeaker, a channel, or itself."""

from collections.abc import Callable, Mapping

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.talk.talk import Expected
from changqian.protocols.sip import Flow
from changqian.protocols.sip.events import RequestReceived

KEPT = 1.0
"Seconds that the table of flows is believed: whoever floods us with INVITEs does not make us count all devices."


class Callers:
    """INVITEs are not authenticated: only a device that is online, from where it speaks, is believed."""

    def __init__(
        self, cameras: Mapping[str, Camera], invites: Mapping[str, Expected], clock: Callable[[], float]
    ) -> None:
        self.cameras, self.invites, self.clock = cameras, invites, clock
        self._flows: dict[Flow, Camera] = {}
        self._until = float("-inf")

    def who(self, event: RequestReceived) -> Camera | None:
        user, flow = event.request.from_.uri.user, event.flow
        named = [user, *(device for device, expected in self.invites.items() if expected.target == user)]
        for device in named:
            camera = self.cameras.get(device)
            if camera and camera.flow and camera.flow.host == flow.host and _there(camera):
                return camera
        camera = self._by_flow(flow)
        return camera if camera and _there(camera) else None

    def _by_flow(self, flow: Flow) -> Camera | None:
        now = self.clock()
        if now >= self._until:
            self._flows = {each.flow: each for each in self.cameras.values() if each.flow and each.presence.online}
            self._until = now + KEPT
        return self._flows.get(flow)


def _there(camera: Camera) -> bool:
    return camera.presence.online and not camera.device.blocked
