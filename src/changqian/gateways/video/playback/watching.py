"""A recording for a browser: WebSocket /playback/{device}/{channel}?start=…&stop=…&at=…&ticket=…

`start` and `stop` are ISO 8601, `at` seconds behind the start. Messages to the browser are those of `/live`, and
`{"type": "state", "at", "position", "scale", "paused", "failure"}`: the picture shown at second `at` of the film that
began last is second `position` of the recording. The browser orders by `{"do": "pause" | "play" | "step"}`,
`{"do": "seek", "position"}` and `{"do": "speed", "scale"}`; after a seek another film begins, as after a change of
resolution. `failure` is null, or says why an order was not done, as an end does.
"""

import math

from starlette.websockets import WebSocket

from changqian.gateways.video.admission import FORBIDDEN, OVER, admitted, turned_away
from changqian.gateways.video.failures import Failed, Step, offline
from changqian.gateways.video.media.viewers import Viewer
from changqian.gateways.video.playback.span import Span
from changqian.gateways.video.pumping import pumped
from changqian.wire.signing import BadTicket

PLAYBACK = "playback"


async def playback(socket: WebSocket) -> None:
    gateway, path, query = socket.app.state.gateway, socket.path_params, socket.query_params
    await socket.accept()
    try:
        words = "票据不能用于回放这个通道"
        ticket = admitted(socket, f"{path['device']}/{path['channel']}", PLAYBACK, words=words)
    except BadTicket as error:
        await turned_away(socket, Failed(Step.REFUSED, str(error), "请重新打开录像"), FORBIDDEN)
        return
    viewer = Viewer(ticket.subject)
    try:
        span = Span.parse(query.get("start", ""), query.get("stop", ""))
        at = _seconds(query.get("at", "0"))
        camera = gateway.registrar.cameras.get(path["device"])
        if camera is None:
            raise offline()
    except Failed as failed:
        await turned_away(socket, failed, OVER)
        return
    playing = gateway.history.play(camera, path["channel"], span, at, viewer)
    try:
        await pumped(socket, viewer, playing.say)
    finally:
        gateway.history.leave(playing)


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not (math.isfinite(found) and found >= 0):
        raise Failed(Step.REFUSED, "播放位置无法识别", "请用距起始时间的秒数")
    return found
