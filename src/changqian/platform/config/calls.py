"""The gate of interface clients as a middleware: signed calls are checked, opened, answered, sealed and logged."""

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone

from changqian.platform.config.errors import refusal
from changqian.platform.foundation.audit.services import origin
from changqian.platform.foundation.clients.gate import Asked, Call, Refused, admit, note, too_many_refused
from changqian.platform.foundation.clients.rules import SENTENCES, Why
from changqian.platform.foundation.clients.signing import MEDIA_TYPE, SCHEME

Handler = Callable[[HttpRequest], HttpResponse]


class SignedCalls:
    """Only for the API, and only for requests that say they are signed: all others pass untouched."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed = request.headers.get("Authorization", "")[: len(SCHEME)].upper() == SCHEME
        if not signed or not request.path.startswith("/api/"):
            return self.handler(request)
        begun, now = time.perf_counter(), timezone.now()
        try:
            asked = _asked(request)
        except RequestDataTooBig:
            return refusal(request, 413, code="too_large")
        call, why, client, operation, old = None, "", None, "", False
        try:
            call = admit(asked, now=now)
            assert call is not None  # it says it is signed
            client, operation, old = call.client, call.operation.id, call.operation.deprecated
            response = self._answered(request, call)
        except Refused as refused:
            why, client, operation = refused.why, refused.client, refused.operation
            if _a_stranger(refused) and (wait := too_many_refused(asked.address, now=now)):
                return _wait(refusal(request, 429, code="too_many"), wait)
            response = _refused(request, refused)
        note(
            client,
            asked,
            now=now,
            operation=operation,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - begun) * 1000),
            bytes_out=_length(response),
            sealed=bool(call and (call.was_sealed or call.seals)),
            old=old,
            refused=why,
            request=getattr(request, "id", ""),
        )
        return response

    def _answered(self, request: HttpRequest, call: Call) -> HttpResponse:
        given: Any = request
        given.call, given.user = call, call.client.user
        if call.was_sealed:
            given._body, given._stream = call.body, BytesIO(call.body)
            given.META["CONTENT_TYPE"] = request.headers.get("X-Sealed-Content-Type", "application/json")
            given.META["CONTENT_LENGTH"] = str(len(call.body))
        if call.seals:
            given.META["HTTP_ACCEPT"] = "*/*"  # what is sealed is JSON, or whatever the view makes
        given.__dict__.pop("headers", None)  # read again from what they are now
        response = self.handler(request)
        return _sealed(response, call) if call.seals else response


def _a_stranger(refused: Refused) -> bool:
    """Somebody guessing: of such refusals an address gets so many a minute, and beyond them nothing is written."""
    return refused.client is None or refused.why in (Why.SIGNATURE, Why.UNKNOWN, Why.ADDRESS)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    code = "not_found" if refused.why == Why.HIDDEN else f"client_{refused.why}"
    response = refusal(request, refused.status, code=code, detail=SENTENCES[refused.why])
    if refused.status == 401:
        response["WWW-Authenticate"] = SCHEME
    return _wait(response, refused.wait) if refused.wait else response


def _asked(request: HttpRequest) -> Asked:
    try:
        route = resolve(request.path_info).route
    except Http404:
        route = ""
    return Asked(
        header=request.headers.get("Authorization", ""),
        method=request.method or "",
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        body=request.body,
        content_type=request.headers.get("Content-Type", ""),
        accept=request.headers.get("Accept", ""),
        route=route,
        address=origin().address,
    )


def _sealed(response: Any, call: Call) -> HttpResponse:
    """The same answer, its content sealed for this call alone."""
    plain = b"".join(response.streaming_content) if response.streaming else response.content
    sealed = HttpResponse(call.seal(plain, response.status_code), status=response.status_code)
    for name in ("ETag", "Retry-After", "Cache-Control", "Content-Disposition"):
        if name in response.headers:
            sealed[name] = response[name]
    sealed["X-Sealed-Content-Type"] = response.headers.get("Content-Type", "")
    sealed["Content-Type"] = MEDIA_TYPE
    return sealed


def _length(response: Any) -> int:
    if response.streaming:
        return int(response.headers.get("Content-Length") or 0)
    return len(response.content)


def _wait(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Retry-After"] = str(seconds)
    return response
