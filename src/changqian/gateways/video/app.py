"""The gateway over HTTP: commands and snapshots of the platform (signed), live pictures for browsers (with tickets).

POST /commands, PUT /snapshot, GET /healthz, GET /metrics, WebSocket /live/{device}/{channel}?ticket=…
A ticket is for the audience `video`, the resource `{device}/{channel}` and the verb `live`; it opens one connection.
"""

import time
from contextlib import suppress

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from changqian.gateways.video.failures import Failed, Step, offline
from changqian.gateways.video.gateway import Gateway
from changqian.gateways.video.media.viewers import Viewer, ended
from changqian.gateways.video.pumping import pumped
from changqian.wire import signing
from changqian.wire import video as wire

AUDIENCE, LIVE = "video", "live"
LARGEST = 64 << 20
"Bytes of a snapshot: 100 000 devices."
FORBIDDEN, OVER = 4403, 4000
"Close codes of our own (RFC 6455 §7.4.2)."


async def commands(request: Request) -> Response:
    gateway: Gateway = request.app.state.gateway
    body = await _body(request)
    if refused := _unsigned(request, body):
        return refused
    try:
        command = wire.command_of(orjson.loads(body or b""))
    except ValueError as error:
        return JSONResponse({"detail": f"命令无法识别：{error}"}, 400)
    return JSONResponse(gateway.commands.take(command))


async def snapshot(request: Request) -> Response:
    gateway: Gateway = request.app.state.gateway
    body = await _body(request)
    if refused := _unsigned(request, body):
        return refused
    try:
        given = wire.from_json(wire.Snapshot, orjson.loads(body or b""))
    except ValueError as error:
        return JSONResponse({"detail": f"快照无法识别：{error}"}, 400)
    await gateway.take_snapshot(given)
    return JSONResponse({"revision": gateway.registrar.snapshot.revision})


async def _body(request: Request) -> bytes | None:
    """None for one that is too large, of which no more is read: its sender is not known yet."""
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            return None
    return b"".join(parts)


def _unsigned(request: Request, body: bytes | None) -> Response | None:
    state = request.app.state
    if body is None:
        return JSONResponse({"detail": "请求过大"}, 413)
    try:
        signing.check(
            *(request.headers, state.gateway.settings.secret, request.method, request.url.path, body),
            seen=state.calls,
            now=time.time(),
        )
    except signing.BadCall as error:
        return JSONResponse({"detail": str(error)}, 401)
    return None


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
        ("video_ports_taken", len(gateway.lives.ports.taken)),
        ("video_rtp_packets", sum(each.packets for each in receivers)),
        ("video_rtp_lost", sum(each.lost for each in receivers)),
        ("video_frames_damaged", sum(each.program.damaged for each in receivers)),
        ("video_events_waiting", len(gateway.spool.waiting)),
    ]
    for label, counts in (("method", gateway.requests), ("command", gateway.dispatch.counts)):
        found += [(f'video_{label}s_total{{{label}="{name}"}}', count) for name, count in sorted(counts.items())]
    found += [(f'video_failures_total{{step="{step}"}}', count) for step, count in gateway.lives.failures.items()]
    return found


async def live(socket: WebSocket) -> None:
    state, path = socket.app.state, socket.path_params
    gateway: Gateway = state.gateway
    await socket.accept()
    now = time.time()
    try:
        subject = _admitted(socket, f"{path['device']}/{path['channel']}", now)
    except signing.BadTicket as error:
        await _ended(socket, Failed(Step.REFUSED, str(error), "请重新打开画面"), FORBIDDEN)
        return
    viewer = Viewer(subject)
    try:
        camera = gateway.registrar.cameras.get(path["device"])
        if camera is None:
            raise offline()
        pull = gateway.lives.watch(camera, path["channel"], viewer)
    except Failed as failed:
        await _ended(socket, failed, OVER)
        return
    try:
        await pumped(socket, viewer)
    finally:
        pull.audience.leave(viewer)


def _admitted(socket: WebSocket, resource: str, now: float) -> str:
    """The subject of the ticket. BadTicket unless it opens this picture, here, for the first time."""
    state = socket.app.state
    origin, origins = socket.headers.get("Origin"), state.gateway.settings.origins
    if origin is not None and origins and origin not in origins:
        raise signing.BadTicket("不允许从此地址连接")
    given = socket.query_params.get("ticket", "")
    ticket = signing.Ticket.verify(given, state.gateway.settings.tickets, audience=AUDIENCE, now=now)
    if ticket.resource != resource or LIVE not in ticket.verbs:
        raise signing.BadTicket("票据不能用于这路画面")
    if not state.used.first_time(ticket.id, ticket.expires, now):
        raise signing.BadTicket("票据已使用")
    return ticket.subject


async def _ended(socket: WebSocket, failed: Failed, code: int) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(ended(failed))
        await socket.close(code)


def make(gateway: Gateway) -> Starlette:
    """The gateway must have been started."""
    app = Starlette(
        routes=[
            Route("/commands", commands, methods=["POST"]),
            Route("/snapshot", snapshot, methods=["PUT"]),
            Route("/healthz", healthz),
            Route("/metrics", metrics),
            WebSocketRoute("/live/{device}/{channel}", live),
        ]
    )
    app.state.gateway = gateway
    app.state.calls, app.state.used = signing.Once(), signing.Once()
    return app
