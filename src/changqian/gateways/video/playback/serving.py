"""Downloaded files over HTTP: GET /downloads/{file}?ticket=…, with ranges, under the name that the download told.

Tickets are for the audience `video`, the resource `downloads/{file}` and the verb `footage`.
"""

import asyncio
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording.ranges import answered
from changqian.gateways.video.recording.serving import not_admitted, refused
from changqian.wire import signing

GONE = Failed(Step.NO_FOOTAGE, "没有这个下载文件", "文件只保留3天，请重新下载")


async def file(request: Request) -> Response:
    id, gateway = request.path_params["file"], request.app.state.gateway
    try:
        gateway.admissions.admit(request, f"downloads/{id}", time.time())
    except signing.BadTicket as error:
        return not_admitted(error)
    found = await asyncio.to_thread(gateway.downloads.files.find, id)
    if found is None:
        return refused(GONE)
    path, note = found
    return answered(request, path, note.size, etag=note.sm3, name=note.name)


routes = [Route("/downloads/{file}", file)]
