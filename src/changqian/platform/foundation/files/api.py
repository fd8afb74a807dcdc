"""Uploading and reading files. What is served can neither run nor be guessed at as something else."""

import re
from typing import IO, Any, cast
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files import services
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.rules import LARGEST, MEGABYTE, Kind
from changqian.platform.foundation.files.storage import CHUNK
from changqian.platform.foundation.files.tickets import DownloadTicket, download_ticket, use_ticket

SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class StoredFileSerializer(serializers.ModelSerializer[StoredFile]):
    class Meta:
        model = StoredFile
        fields = ("id", "name", "kind", "mime", "size", "width", "height")


class FileUpload(serializers.Serializer[Any]):
    file = serializers.FileField(
        label="文件",
        allow_empty_file=True,
        max_length=1000,
        error_messages={
            "required": "请选择要上传的文件",
            "invalid": "请选择要上传的文件",
            "null": "请选择要上传的文件",
            "no_name": "文件没有名称，请重新选择",
            "max_length": "文件名太长，请改短后上传",
        },
    )


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def refuse_announced(request: Request, most: int) -> None:
    """Refuse by the announced length, before anything (the CSRF check among it) reads the body onto the disk."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > most + MEGABYTE:
        raise TooLarge(f"文件不能超过{most // MEGABYTE}MB，请压缩后上传")


class Uploads(APIView):
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_announced(request, LARGEST)
        super().initial(request, *args, **kwargs)

    @extend_schema(
        request={"multipart/form-data": FileUpload}, responses={201: StoredFileSerializer}, operation_id="files_upload"
    )
    def post(self, request: Request) -> Response:
        """Store one file. Nobody else can read it until it is attached to a record; after a day without one it goes."""
        asked = FileUpload(data=request.data)
        asked.is_valid(raise_exception=True)
        upload = asked.validated_data["file"]
        file = services.store(upload.file, name=upload.name, actor=_actor(request), now=timezone.now())
        return Response(StoredFileSerializer(file).data, status=status.HTTP_201_CREATED)


class Contents(APIView):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, operation_id="files_content")
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The file as it was uploaded: pictures and films to be shown, in ranges; documents to be saved, by ticket."""
        file = services.readable(pk, actor=_actor(request))
        etag = f'"{file.sm3}"'
        as_attachment = file.kind == Kind.DOCUMENT or not {"download", "ticket"}.isdisjoint(request.query_params)
        if as_attachment:
            use_ticket(request, now=timezone.now())
        if known := get_conditional_response(request._request, etag=etag):
            return _careful(known, etag)
        response = _whole_or_part(request, file, etag)
        disposition = "attachment" if as_attachment else "inline"
        response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}"
        response["Accept-Ranges"] = "bytes"
        return _careful(response, etag)

    @extend_schema(request=None, responses={201: DownloadTicket}, operation_id="files_ticket")
    def post(self, request: Request, pk: int) -> Response:
        """Where this file is to be had once, within a minute."""
        services.readable(pk, actor=_actor(request))
        told = download_ticket(request, now=timezone.now())
        return Response(DownloadTicket(told).data, status=status.HTTP_201_CREATED)


class Thumbs(APIView):
    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY}, operation_id="files_thumb")
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """A picture of at most 320 pixels, without what the camera wrote into it."""
        file = services.readable(pk, actor=_actor(request))
        etag = f'"{file.sm3}-thumb"'
        known = get_conditional_response(request._request, etag=etag)
        return _careful(known or FileResponse(services.thumb(file), content_type="image/webp"), etag)


def _actor(request: Request) -> User:
    return cast(User, request.user)  # IsAuthenticated let nobody else in.


class Slice:
    """The bytes [start, end) of an open file, as something FileResponse can read and close."""

    def __init__(self, content: IO[bytes], start: int, end: int) -> None:
        content.seek(start)
        self.content, self.left = content, end - start

    def read(self, most: int = CHUNK) -> bytes:
        piece = self.content.read(min(most, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.content.close()


def _whole_or_part(request: Request, file: StoredFile, etag: str) -> HttpResponseBase:
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return FileResponse(services.content(file), content_type=file.mime)
    start, end = _span(asked, file.size)
    if start >= end:
        refused = HttpResponse(status=status.HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{file.size}"
        return refused
    part = Slice(services.content(file), start, end)
    response = FileResponse(part, status=status.HTTP_206_PARTIAL_CONTENT, content_type=file.mime)
    response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    response["Content-Length"] = str(end - start)
    return response


def _span(asked: re.Match[str], size: int) -> tuple[int, int]:
    """The half-open range of `bytes=a-b`, `a-` and `-last`; empty if it lies beyond the end. (RFC 9110 §14.1.2)"""
    first, last = asked.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1, size) if last else size


def _careful(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Kept by the browser, asked about each time (rights change), sniffed by nobody, allowed to do nothing."""
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_cache=True)
    return response


urlpatterns = [
    path("files/", Uploads.as_view()),
    path("files/<int:pk>/", Contents.as_view()),
    path("files/<int:pk>/thumb/", Thumbs.as_view()),
]
