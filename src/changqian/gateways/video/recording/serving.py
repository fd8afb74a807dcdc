"""Footage over HTTP, for browsers with tickets: what there is of a channel, and the files.

GET /footage/{device}/{channel}/index?since=…&until=…&ticket=… and GET /footage/{device}/{channel}/{start}.mp4?ticket=…,
with ranges, and `download=1` for a file to keep. Tickets are for the audience `video`, the resource
`{device}/{channel}` and the verb `footage`. A segment that grows is given as far as it is whole.
POST /exports and GET /exports/{id} are the platform's, signed; GET /exports/{id}/file?ticket=… is for the resource
`exports/{id}`.
"""

import time
from datetime import datetime
from typing import Any

import orjson
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from changqian.gateways.video.admission import body_of, unsigned
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording.exporting import DONE
from changqian.gateways.video.recording.ranges import answered
from changqian.gateways.video.recording.rules import Key
from changqian.gateways.video.recording.segment import Growing, Stored, iso
from changqian.gateways.video.recording.telling import channel_of, no_footage, span
from changqian.protocols.gb28181.moments import BEIJING
from changqian.wire import signing
from changqian.wire import video as wire

MOST = 5000
"Segments in one answer: three days and a half."
ANYWHERE = Middleware(
    CORSMiddleware,
    # The ticket is what opens it, and says whether it may be shown elsewhere; no cookie is asked for.
    allow_origins=["*"],
    allow_methods=["GET"],
    allow_headers=["Range", "If-Range"],
    expose_headers=["Content-Range", "Content-Length", "ETag"],
)


def refused(failed: Failed, status: int = 0) -> JSONResponse:
    found = {Step.NO_FOOTAGE: 404, Step.REFUSED: 400}
    said = {"step": str(failed.step), "reason": failed.reason, "remedy": failed.remedy}
    return JSONResponse(said, status or found.get(failed.step, 503))


def not_admitted(error: signing.BadTicket) -> JSONResponse:
    return refused(Failed(Step.REFUSED, str(error), "请重新打开录像"), 403)


async def index(request: Request) -> Response:
    """The oldest first; `more` is true where the time holds more than one answer does."""
    try:
        key = _admitted(request)
        query = request.query_params
        since, until = span(query.get("since", ""), query.get("until", ""))
    except signing.BadTicket as error:
        return not_admitted(error)
    except Failed as failed:
        return refused(failed)
    stored, growing = await request.app.state.gateway.recorder.find(key, since, until)
    told = [*map(told_stored, stored), *map(told_growing, growing)]
    return JSONResponse({"segments": told[:MOST], "more": len(told) > MOST})


def told_stored(segment: Stored) -> dict[str, Any]:
    return {
        **{"name": segment.name, "start": iso(segment.start), "stop": iso(segment.stop), "bytes": segment.bytes},
        **{"sm3": segment.sm3, "codec": segment.codec, "width": segment.width, "height": segment.height},
        **{"sound": segment.sound, "causes": segment.causes, "label": segment.label, "growing": False},
    }


def told_growing(segment: Growing) -> dict[str, Any]:
    picture = segment.picture
    return {
        **{"name": segment.path.name, "start": iso(segment.start), "stop": iso(segment.stop), "bytes": segment.whole},
        **{"sm3": "", "codec": picture.codec, "width": picture.width, "height": picture.height},
        **{"sound": segment.sound_name, "causes": segment.want.causes, "label": segment.label, "growing": True},
    }


async def segment(request: Request) -> Response:
    try:
        key = _admitted(request)
        name = request.path_params["name"]
        if not (name.endswith(".mp4") and name[:-4].isascii() and name[:-4].isdigit() and len(name) < 20):
            raise no_footage()
        start = int(name[:-4])
        stored, growing = await request.app.state.gateway.recorder.find(key, start, start + 1)
        found = next((each for each in (*stored, *growing) if each.start == start), None)
        if found is None:
            raise no_footage()
    except signing.BadTicket as error:
        return not_admitted(error)
    except Failed as failed:
        return refused(failed)
    path = request.app.state.gateway.recorder.library.path(key, start)
    size, digest = (found.whole, "") if isinstance(found, Growing) else (found.bytes, found.sm3)
    if not path.exists():
        return refused(no_footage())
    return answered(request, path, size, etag=digest, name=_name(request, key, start))


def _admitted(request: Request) -> Key:
    key = channel_of(request.path_params["device"], request.path_params["channel"])
    request.app.state.gateway.admissions.admit(request, "/".join(key), time.time())
    return key


def _name(request: Request, key: Key, start: int) -> str:
    if request.query_params.get("download") != "1":
        return ""
    return f"{key[1]}_{datetime.fromtimestamp(start / 1000, BEIJING):%Y%m%d_%H%M%S}.mp4"


async def order_export(request: Request) -> Response:
    body = await body_of(request)
    if refusal := unsigned(request, body):
        return refusal
    try:
        export = wire.from_json(wire.Export, orjson.loads(body or b""))
        state = await request.app.state.gateway.exports.order(export)
    except ValueError as error:
        return JSONResponse({"detail": f"导出任务无法识别：{error}"}, 400)
    except Failed as failed:
        return refused(failed)
    return JSONResponse(wire.to_json(state))


async def export_state(request: Request) -> Response:
    if refusal := unsigned(request, await body_of(request)):
        return refusal
    known = request.app.state.gateway.exports.jobs.get(request.path_params["id"])
    return JSONResponse(wire.to_json(known[1])) if known else refused(no_export())


async def export_file(request: Request) -> Response:
    id, gateway = request.path_params["id"], request.app.state.gateway
    try:
        gateway.admissions.admit(request, f"exports/{id}", time.time())
    except signing.BadTicket as error:
        return not_admitted(error)
    export, state = gateway.exports.jobs.get(id, (None, None))
    path = gateway.exports.file(id)
    if export is None or state.state != DONE or not path.exists():
        return refused(no_export())
    since, until = (datetime.fromisoformat(each).astimezone(BEIJING) for each in (export.start, export.stop))
    name = f"{export.channel}_{since:%Y%m%d_%H%M%S}-{until:%H%M%S}.mp4"
    return answered(request, path, state.bytes, etag=state.sm3, name=name)


def no_export() -> Failed:
    return Failed(Step.NO_FOOTAGE, "没有这个导出文件", "文件只保留3天，请重新导出")


routes = [
    Mount(
        "/footage",
        routes=[Route("/{device}/{channel}/index", index), Route("/{device}/{channel}/{name}", segment)],
        middleware=[ANYWHERE],
    ),
    Route("/exports", order_export, methods=["POST"]),
    Route("/exports/{id}", export_state),
    Route("/exports/{id}/file", export_file),
]
