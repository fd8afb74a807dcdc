"""JSON as it is sent to us: bounded, and without what no text column can hold."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "提交的内容太大，请压缩后重试"
    default_code = "too_large"


class Json(BaseParser):
    """orjson refuses lone surrogates, NaN and Infinity; a NUL, which PostgreSQL cannot store, is refused here."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping | None = None) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise TooLarge
        try:
            said = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError("提交的内容不是有效的 JSON") from error
        if b"\\u0000" in raw and _has_nul(said):
            raise ParseError("提交的内容含有不能保存的字符")
        return said


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(_has_nul(each) for each in value)
