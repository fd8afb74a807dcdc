"""Pictures over HTTP. PUT or POST /uploads/{session}/{token} is for devices: the address itself is the secret, and
opens nothing else. GET /snapshots/{path}?ticket=… is for browsers: audience `video`, resource `snapshots/{path}`,
verb `snapshot`.
"""

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from changqian.gateways.video.admission import admitted
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording.serving import ANYWHERE, refused
from changqian.gateways.video.snapshots.pictures import LARGEST, NotAPicture, pictures_in
from changqian.gateways.video.snapshots.snapshots import SLOWEST, Session
from changqian.wire.signing import BadTicket

SNAPSHOT = "snapshot"
ENVELOPE = 64 << 10
"Bytes that a form may have around its picture."
AT_ONCE, FOR_ONE = 32, 4
"Uploads that are received at a time, in all and of one session."
GONE = Failed(Step.NO_FOOTAGE, "没有这张抓拍图片", "图片可能已过保存期限")
TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


async def upload(request: Request) -> Response:
    snapshots, path = request.app.state.gateway.snapshots, request.path_params
    session = snapshots.welcome(path["session"], path["token"])
    if session is None:
        # Whoever guesses learns nothing, and none of what he sends is read.
        return Response(status_code=404)
    if snapshots.receiving >= AT_ONCE or session.receiving >= FOR_ONE:
        return Response(status_code=503, headers={"Retry-After": "2"})
    snapshots.receiving += 1
    session.receiving += 1
    try:
        async with asyncio.timeout(SLOWEST):
            return await _received(request, session)
    except (TimeoutError, ClientDisconnect):
        return Response(status_code=408)
    finally:
        snapshots.receiving -= 1
        session.receiving -= 1
        session.news.set()


async def _received(request: Request, session: Session) -> Response:
    body = await _body(request)
    if body is None:
        session.rejected[f"大于{LARGEST >> 20}MB"] += 1
        return Response(status_code=413)
    found = pictures_in(body, request.headers.get("Content-Type", ""))
    if not found:
        session.rejected["不是JPEG或PNG图片"] += 1
        return Response(status_code=415)
    try:
        for each in found:
            await request.app.state.gateway.snapshots.receive(session, each)
    except NotAPicture as error:
        return JSONResponse({"detail": str(error)}, 415)
    except Failed as failed:
        return JSONResponse({"detail": failed.reason}, 409 if failed.step is Step.REFUSED else 507)
    return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """None for one that is too large, of which no more is read."""
    most = LARGEST + ENVELOPE
    announced = request.headers.get("Content-Length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:12]) > most:
        return None
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > most:
            return None
    return b"".join(parts)


async def picture(request: Request) -> Response:
    name, gateway = request.path_params["path"], request.app.state.gateway
    try:
        admitted(request, f"snapshots/{name}", SNAPSHOT, words="票据不能用于这张图片")
    except BadTicket as error:
        return refused(Failed(Step.REFUSED, str(error), "请重新打开图片"), 403)
    path = await asyncio.to_thread(gateway.snapshots.album.find, name)
    if path is None:
        return refused(GONE)
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=TYPES[path.suffix], headers=headers)


for_devices = [
    Route("/uploads/{session}/{token}", upload, methods=["POST", "PUT"]),
    # Some append the name of the file.
    Route("/uploads/{session}/{token}/{name:path}", upload, methods=["POST", "PUT"]),
]
routes = [Mount("/snapshots", routes=[Route("/{path:path}", picture)], middleware=[ANYWHERE]), *for_devices]
