"""Firmware over HTTP. PUT /firmware/{sm3} is the platform's: signed as a call without a body, since its path says what
the body must be. GET /firmware/{session}/{token}/{name} is for the device that was told to fetch it.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from changqian.gateways.video.admission import unsigned
from changqian.gateways.video.recording.ranges import PIECE, Unsatisfiable, wanted
from changqian.gateways.video.upkeep.packages import Unsound
from changqian.gateways.video.upkeep.upgrading import Job, Upgrading


async def take(request: Request) -> Response:
    if refusal := unsigned(request, b""):
        return refusal
    digest, upgrading = request.path_params["digest"], request.app.state.gateway.upgrading
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        return JSONResponse({"detail": "升级包应以其SM3值（64位小写十六进制）指明"}, 400)
    packages = upgrading.packages
    size = await asyncio.to_thread(packages.size, digest)
    if size is None:
        try:
            await asyncio.to_thread(packages.open_old, {each.order.file for each in upgrading.jobs.values()})
            size = await packages.receive(digest, request.stream())
        except Unsound as error:
            return JSONResponse({"detail": str(error)}, 400)
        except OSError as error:
            return JSONResponse({"detail": f"网关写不了升级包：{error.strerror or error}"}, 507)
    return JSONResponse({"file": digest, "bytes": size})


async def give(request: Request) -> Response:
    path, upgrading = request.path_params, request.app.state.gateway.upgrading
    job = upgrading.welcome(path["session"], path["token"], path["name"])
    if job is None or (size := await asyncio.to_thread(upgrading.packages.size, job.order.file)) is None:
        return Response(status_code=404)
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{job.order.file}"', "Cache-Control": "no-store"}
    try:
        part = wanted(request.headers.get("Range"), size)
    except Unsatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    begin, end = part or (0, size)
    if part:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - begin)
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type="application/octet-stream")
    pieces = _pieces(upgrading.packages.path(job.order.file), begin, end, upgrading, job)
    return StreamingResponse(pieces, status, headers, "application/octet-stream")


async def _pieces(path: Path, begin: int, end: int, upgrading: Upgrading, job: Job) -> AsyncIterator[bytes]:
    """What a device has asked for again counts once; it has a piece when it takes the next."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, begin)
        while begin < end:
            piece = await asyncio.to_thread(file.read, min(PIECE, end - begin))
            if not piece:
                raise OSError(f"{path.name} has become shorter")
            yield piece
            begin += len(piece)
            upgrading.sent(job, begin)
    finally:
        file.close()


for_devices = [Route("/firmware/{session}/{token}/{name}", give)]
routes = [Route("/firmware/{digest}", take, methods=["PUT"]), *for_devices]
