"""A part of a file over HTTP (RFC 9110 §14): as far as the file is whole, also while it grows."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

PIECE = 512 << 10


class Unsatisfiable(ValueError):
    """No byte of the file is asked for."""


def wanted(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte and the one behind the last; None for all of it: several ranges and other units are passed over."""
    unit, _, said = (header or "").partition("=")
    first, dash, last = said.strip().partition("-")
    numbers = [each for each in (first, last) if each]
    if unit.strip().lower() != "bytes" or not dash or not numbers or not all(map(_is_number, numbers)):
        return None
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last) + 1, size) if first and last else size
    if first and last and int(last) < int(first):
        return None
    if begin >= size or begin >= end:
        raise Unsatisfiable
    return begin, end


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def answered(request: Request, path: Path, size: int, *, etag: str = "", name: str = "") -> Response:
    """The first `size` bytes of the file, or what is asked of them. `name` makes it a download."""
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private" if etag else "no-store"}
    if etag:
        headers["ETag"] = f'"{etag}"'
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    try:
        part = wanted(request.headers.get("Range"), size) if _same(request, etag) else None
    except Unsatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    begin, end = part or (0, size)
    if part:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - begin)
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type="video/mp4")
    return StreamingResponse(_pieces(path, begin, end), status, headers, "video/mp4")


def _same(request: Request, etag: str) -> bool:
    """A part is of use only to who has the other parts of the same file (RFC 9110 §13.1.5)."""
    condition = request.headers.get("If-Range")
    return condition is None or (bool(etag) and condition == f'"{etag}"')


async def _pieces(path: Path, begin: int, end: int) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, begin)
        while begin < end:
            piece = await asyncio.to_thread(file.read, min(PIECE, end - begin))
            if not piece:
                raise OSError(f"{path.name} has become shorter")
            begin += len(piece)
            yield piece
    finally:
        file.close()
