"""Answers that browsers may keep, and must ask about each time."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from rest_framework.request import Request

from changqian.platform.kernel.crypto import sm3


def kept(request: Request | HttpRequest, body: bytes, digest: str | None = None) -> HttpResponse:
    """The JSON body, or 304 if the browser still has it. `digest` saves computing it again."""
    response = HttpResponse(body, content_type="application/json", headers={"ETag": f'"{digest or sm3(body)}"'})
    patch_cache_control(response, private=True, no_cache=True)
    plain = request._request if isinstance(request, Request) else request
    found: HttpResponseBase | None = get_conditional_response(plain, etag=response["ETag"], response=response)
    return found if isinstance(found, HttpResponse) else response
