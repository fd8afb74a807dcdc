"""WebSockets of those who speak.

/talk/{device}/{channel}?ticket=… with the verb `talk`; /broadcast?ticket=… with the verb `broadcast`, where the first
message is `{"targets": ["device/channel", …]}`: the list that the ticket was given for. The browser sends binary
messages of A-law, 8 kHz, 20 ms each. It is told `{"type": "state", "state": "calling" | "talking" | "ended", …}` (see
`states`), in a broadcast for each device; where a talk has the device's own sound, that comes as in a live picture.
"""

import asyncio
from contextlib import suppress

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from changqian.gateways.video.admission import FORBIDDEN, OVER, admitted, turned_away
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.pumping import pumped
from changqian.gateways.video.talk.speaker import Speaker
from changqian.wire import signing
from changqian.wire import video as wire

TALK, BROADCAST = "talk", "broadcast"
PATIENCE = 10.0
"Seconds for the list of devices."
LONGEST = 64 * wire.MOST_TARGETS
"Characters of it."
AGAIN = "请重新发起对讲"


async def talk(socket: WebSocket) -> None:
    path = socket.path_params
    await socket.accept()
    try:
        ticket = admitted(socket, f"{path['device']}/{path['channel']}", TALK, words="票据不能用于与这台设备对讲")
    except signing.BadTicket as error:
        await turned_away(socket, Failed(Step.REFUSED, str(error), AGAIN), FORBIDDEN)
        return
    await _spoken(socket, Speaker(socket.app.state.gateway.talks, ticket.subject), [(path["device"], path["channel"])])


async def broadcast(socket: WebSocket) -> None:
    await socket.accept()
    try:
        ticket = admitted(socket, f"{BROADCAST}:", BROADCAST, words="票据不能用于广播")
        targets = await _targets(socket)
        if ticket.resource != wire.broadcast_resource(targets):
            raise signing.BadTicket("票据不是为这些设备签发的")
    except signing.BadTicket as error:
        await turned_away(socket, Failed(Step.REFUSED, str(error), AGAIN), FORBIDDEN)
        return
    except Failed as failed:
        await turned_away(socket, failed, OVER)
        return
    pairs = [(device, channel) for device, _, channel in (each.partition("/") for each in targets)]
    await _spoken(socket, Speaker(socket.app.state.gateway.talks, ticket.subject, many=True), pairs)


async def _spoken(socket: WebSocket, speaker: Speaker, targets: list[tuple[str, str]]) -> None:
    speaker.call(targets)
    try:
        await pumped(socket, speaker.viewer, took=speaker.take)
    finally:
        speaker.leave()


async def _targets(socket: WebSocket) -> list[str]:
    """The first message."""
    wrong = Failed(Step.REFUSED, "广播的设备列表无法识别", f"请选择1到{wire.MOST_TARGETS}台设备后重新发起广播")
    text = ""
    with suppress(TimeoutError, WebSocketDisconnect, KeyError, RuntimeError):
        async with asyncio.timeout(PATIENCE):
            text = await socket.receive_text()
    try:
        said = orjson.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        raise wrong from None
    targets = said.get("targets") if isinstance(said, dict) else None
    if not isinstance(targets, list) or not 0 < len(targets) <= wire.MOST_TARGETS:
        raise wrong
    if not all(isinstance(each, str) and each.count("/") == 1 for each in targets):
        raise wrong
    return list(dict.fromkeys(targets))
