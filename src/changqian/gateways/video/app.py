"""The gateway over HTTP: commands and snapshots of the platform (signed), live pictures for browsers (with tickets).

POST /commands, PUT /snapshot, GET /healthz, GET /metrics, WebSocket /live/{device}/{channel}?ticket=…; those who speak
open the WebSockets of `talk.endpoints`.
A ticket is for the audience `video`, the resource `{device}/{channel}` and the verb `live`; it opens one connection.
"""

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from changqian.gateways.video.admission import FORBIDDEN, OVER, admitted, body_of, turned_away, unsigned
from changqian.gateways.video.failures import Failed, Step, offline
from changqian.gateways.video.gateway import Gateway
from changqian.gateways.video.media.viewers import Viewer
from changqian.gateways.video.playback import serving as downloads
from changqian.gateways.video.playback.watching import playback
from changqian.gateways.video.pumping import pumped
from changqian.gateways.video.recording import serving
from changqian.gateways.video.snapshots import serving as snapshots
from changqian.gateways.video.talk import endpoints as talk
from changqian.gateways.video.upkeep import serving as firmware
from changqian.wire import signing
from changqian.wire import video as wire

LIVE = "live"


async def commands(request: Request) -> Response:
    gateway: Gateway = request.app.state.gateway
    body = await body_of(request)
    if refused := unsigned(request, body):
        return refused
    try:
        command = wire.command_of(orjson.loads(body or b""))
    except ValueError as error:
        return JSONResponse({"detail": f"命令无法识别：{error}"}, 400)
    return JSONResponse(gateway.commands.take(command))


async def snapshot(request: Request) -> Response:
    gateway: Gateway = request.app.state.gateway
    body = await body_of(request)
    if refused := unsigned(request, body):
        return refused
    try:
        given = wire.from_json(wire.Snapshot, orjson.loads(body or b""))
    except ValueError as error:
        return JSONResponse({"detail": f"快照无法识别：{error}"}, 400)
    await gateway.take_snapshot(given)
    return JSONResponse({"revision": gateway.registrar.snapshot.revision})


async def healthz(request: Request) -> Response:
    gateway: Gateway = request.app.state.gateway
    return JSONResponse(
        {
            "status": "ok",
            "revision": gateway.registrar.snapshot.revision,
            "devices": gateway.registrar.online,
            "streams": len(gateway.lives.pulls),
            "events_waiting": len(gateway.spool.waiting),
        }
    )


async def metrics(request: Request) -> Response:
    """Prometheus text (exposition format 0.0.4)."""
    return PlainTextResponse("".join(f"{name} {value}\n" for name, value in figures(request.app.state.gateway)))


def figures(gateway: Gateway) -> list[tuple[str, float]]:
    pulls = list(gateway.lives.pulls.values())
    receivers = [pull.receiver for pull in pulls if pull.receiver]
    found: list[tuple[str, float]] = [
        ("video_devices_online", gateway.registrar.online),
        ("video_streams", len(pulls)),
        ("video_viewers", sum(len(pull.audience.viewers) for pull in pulls)),
        ("video_talks", len(gateway.talks.running)),
        ("video_calls_ringing", len(gateway.talks.ringing.rings)),
        ("video_playbacks", len(gateway.history.playbacks)),
        ("video_playback_orders_rejected", gateway.history.rejected),
        ("video_downloads", len(gateway.downloads.running)),
        *gateway.recorder.figures(),
        ("video_ports_taken", len(gateway.lives.ports.taken)),
        ("video_rtp_packets", sum(each.packets for each in receivers)),
        ("video_rtp_lost", sum(each.lost for each in receivers)),
        ("video_frames_damaged", sum(each.program.damaged for each in receivers)),
        ("video_events_waiting", len(gateway.spool.waiting)),
        ("video_snapshot_sessions", len(gateway.snapshots.sessions)),
        ("video_upgrades", len(gateway.upgrading.jobs)),
        ("video_alarms_not_reset", len(gateway.alarms.waiting)),
        *gateway.following.figures(),
    ]
    odd = (("position", gateway.positions.counts), ("snapshot", gateway.snapshots.counts))
    for label, counts in (("method", gateway.requests), ("command", gateway.dispatch.counts), *odd):
        found += [(f'video_{label}s_total{{{label}="{name}"}}', count) for name, count in sorted(counts.items())]
    found += [(f'video_failures_total{{step="{step}"}}', count) for step, count in gateway.lives.failures.items()]
    found += [(f'video_talk_failures_total{{step="{step}"}}', count) for step, count in gateway.talks.failures.items()]
    found += [(f'video_playback_failures_total{{step="{step}"}}', n) for step, n in gateway.history.failures.items()]
    return found


async def live(socket: WebSocket) -> None:
    state, path = socket.app.state, socket.path_params
    gateway: Gateway = state.gateway
    await socket.accept()
    try:
        ticket = admitted(socket, f"{path['device']}/{path['channel']}", LIVE)
    except signing.BadTicket as error:
        await turned_away(socket, Failed(Step.REFUSED, str(error), "请重新打开画面"), FORBIDDEN)
        return
    viewer = Viewer(ticket.subject)
    try:
        camera = gateway.registrar.cameras.get(path["device"])
        if camera is None:
            raise offline()
        pull = gateway.lives.watch(camera, path["channel"], viewer)
    except Failed as failed:
        await turned_away(socket, failed, OVER)
        return
    try:
        await pumped(socket, viewer)
    finally:
        pull.audience.leave(viewer)


def make(gateway: Gateway) -> Starlette:
    """The gateway must have been started."""
    app = Starlette(
        routes=[
            Route("/commands", commands, methods=["POST"]),
            Route("/snapshot", snapshot, methods=["PUT"]),
            Route("/healthz", healthz),
            Route("/metrics", metrics),
            WebSocketRoute("/live/{device}/{channel}", live),
            WebSocketRoute("/playback/{device}/{channel}", playback),
            WebSocketRoute("/talk/{device}/{channel}", talk.talk),
            WebSocketRoute("/broadcast", talk.broadcast),
            *serving.routes,
            *downloads.routes,
            *snapshots.routes,
            *firmware.routes,
        ]
    )
    app.state.gateway = gateway
    app.state.calls, app.state.used = signing.Once(), signing.Once()
    return app


def for_devices(gateway: Gateway) -> Starlette:
    """What devices reach, on a port of its own: pictures that are theirs to send, firmware that is theirs to fetch."""
    app = Starlette(routes=[*snapshots.for_devices, *firmware.for_devices])
    app.state.gateway = gateway
    return app
