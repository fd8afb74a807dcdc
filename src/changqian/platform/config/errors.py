"""Every refusal as `{detail, fields, id, code}`, in a sentence that can be shown as it is; 409 adds `current`."""

import errno
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg
import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict
from rest_framework.views import exception_handler

from changqian.platform.config.parsing import TooLarge
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.refusals import note_refusal
from changqian.platform.foundation.files.s3 import Unreachable
from changqian.platform.foundation.records.api import spoken

log = structlog.get_logger("changqian.errors")

SENTENCES: Mapping[int, str] = {
    400: "填写的内容有误，请检查后重试",
    401: "请先登录",
    403: "您没有此项权限",
    404: "没有找到这条记录，可能已被撤销或不在您的管辖范围内",
    405: "此地址不支持这种操作",
    406: "不支持所要求的格式，请接受 application/json",
    409: "记录已被他人修改，请核对后重试",
    413: TooLarge.default_detail,
    415: "不支持这种内容格式，请以 application/json 提交",
    429: "操作太频繁，请稍后再试",
    500: "服务器出错了，请稍后再试；如反复出现请将编号告诉管理员",
    503: "服务正在启动或维护，请稍后再试",
    507: "服务器磁盘已满，刚才的内容没有保存；请先不要关闭页面，联系系统管理员清理磁盘后重试",
}
ENDED = {
    "idle": "长时间没有操作，已自动退出，请重新登录",
    "replaced": "您的账号已在别处登录，请重新登录",
    "kicked": "您已被管理员强制下线，如有疑问请联系系统管理员",
    "dismissed": "您的账号已停用，如有疑问请联系系统管理员",
    "reset": "您的密码或第二因子已重置，请用新的登录链接登录",
    "elsewhere": "此设备已被退出登录，请重新登录；如非本人操作，请立即修改密码",
    "password": "密码已修改，请用新密码重新登录",
}
"What somebody is told whose session has ended, by `accounts.rules.End`."


class Unavailable(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = SENTENCES[503]
    default_code = "unavailable"


class DiskIsFull(exceptions.APIException):
    status_code = status.HTTP_507_INSUFFICIENT_STORAGE
    default_detail = SENTENCES[507]
    default_code = "disk_full"


def answer_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None for what nobody foresaw: Django logs it and `server_error` answers."""
    request: Any = context["request"]._request
    known = _known(exc)
    response = exception_handler(known, context)
    if response is None or not isinstance(known, exceptions.APIException):
        if response is None:
            return None
        known = exceptions.NotFound() if response.status_code == 404 else exceptions.PermissionDenied()
    response.data = body(known, request)
    _note(response, context)
    # Also where a drawing or a document was asked for: a refusal is read by the page that asked.
    context["request"].accepted_renderer, context["request"].accepted_media_type = JSONRenderer(), "application/json"
    return response


def _note(response: Response, context: dict[str, Any]) -> None:
    """A signed-in user who was refused leaves an entry. Not for 409 and 400: a stale version or a form that is wrong is
    work, not an intrusion."""
    request, view = context["request"], context.get("view")
    user = getattr(request, "_user", None)
    if response.status_code not in (403, 429) or not isinstance(user, User):
        return
    app = type(view).__module__.rpartition(".")[0].rpartition(".")[2]
    verb = getattr(view, "action", None) or request.method.lower()
    model = getattr(getattr(view, "queryset", None), "model", None)
    about = model._meta.label if model else app
    if pk := context.get("kwargs", {}).get("pk"):
        about = f"{about}:{pk}"
    told = {"method": request.method, "path": request._request.path, "code": response.data["code"]}
    try:
        note_refusal(actor=user, action=f"{app}.{verb}", about=about, sentence=str(response.data["detail"]), **told)
    except (OperationalError, InterfaceError) as error:
        log.error("refusal not written", error=str(error))


def _known(exc: Exception) -> Exception:
    """What the exception means to whoever asked."""
    exc = spoken(exc)
    match exc:
        case RequestDataTooBig():
            return TooLarge()
        case DataError() | OverflowError():
            # A value the database cannot hold got past validation: theirs to correct, ours to notice.
            log.warning("unvalidated value", error=str(exc))
            return exceptions.ValidationError(SENTENCES[400])
        case OSError(errno=errno.ENOSPC | errno.EDQUOT) | OperationalError(__cause__=psycopg.errors.DiskFull()):
            log.error("disk full", error=str(exc))
            return DiskIsFull()
        case Unreachable():
            log.error("file store unavailable", store=exc.filename, error=exc.strerror)
            return Unavailable("文件存储暂时不可用，请稍后再试")
        case OperationalError() | InterfaceError():
            log.error("database unavailable", error=str(exc))
            return Unavailable()
    return exc


def body(exc: exceptions.APIException, request: Any) -> dict[str, object]:
    """The answer's body. Of several sentences the first is the detail, led by the label of its input."""
    code = _first_code(exc.get_codes())
    detail, fields = SENTENCES.get(exc.status_code, ""), {}
    if isinstance(exc, exceptions.ValidationError):
        said = list(_sentences(exc.detail))
        fields = _by_field(said)
        if said:
            name, sentence = said[0]
            label = _label(exc.detail, name)
            detail = f"{label}：{sentence}" if label else sentence
    elif isinstance(exc, exceptions.NotAuthenticated):
        code = getattr(request, "session_end", "") or "signed_out"
        detail = ENDED.get(code, detail)
    elif isinstance(exc, exceptions.Throttled):
        wait = getattr(exc, "wait", None)
        detail = f"操作太频繁，请{int(wait)}秒后再试" if wait else detail
    elif (
        isinstance(exc, exceptions.ParseError)
        or code not in _PLAIN
        or isinstance(exc, exceptions.PermissionDenied)
        and str(exc.detail) != str(exc.default_detail)
    ):
        detail = str(exc.detail)
    told = {"detail": detail, "fields": fields, "id": getattr(request, "id", ""), "code": code}
    current = getattr(exc, "current", None)
    return {**told, "current": current} if current is not None else told


_PLAIN = frozenset(
    {"not_found", "permission_denied", "method_not_allowed", "not_acceptable", "unsupported_media_type", "error"}
)
"Codes whose own texts are DRF's, not ours."


def _first_code(codes: Any) -> str:
    while not isinstance(codes, str):
        codes = next(iter(codes.values() if isinstance(codes, dict) else codes), "invalid")
    return codes


def _sentences(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, sentence) of each error; the path of an input inside a list is `items.2.name`, of the whole ""."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name in ("detail", "non_field_errors") else str(name)
            yield from _sentences(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _sentences(inner, f"{path}.{number}".lstrip(".") if nested else path)
    else:
        yield path, str(detail)


def _by_field(said: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, sentence in said:
        if name:
            fields.setdefault(name, []).append(sentence)
    return fields


def _label(detail: object, name: str) -> str:
    """The label of an input, when the errors come from a form that gives it one."""
    if not isinstance(detail, ReturnDict):
        return ""
    field = getattr(detail.serializer, "fields", {}).get(name)
    return str(field.label or "") if field is not None else ""


# -- what never reaches DRF ------------------------------------------------------------------------------------------


def refusal(request: HttpRequest, status: int, *, code: str, detail: str = "") -> HttpResponse:
    """The same body for the API, a plain page for people."""
    detail, number = detail or SENTENCES[status], getattr(request, "id", "")
    if f"{request.path}/".startswith("/api/"):
        said: dict[str, object] = {"detail": detail, "fields": {}, "id": number, "code": code}
        return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    return render(request, "refusal.html", {"detail": detail, "number": number}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 404, code="not_found", detail="没有这个地址")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, 413, code="too_large")
    return refusal(request, 400, code="bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 403, code="permission_denied")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(request, 403, code="csrf", detail="页面校验已失效，请刷新页面后重试")


def server_error(request: HttpRequest) -> HttpResponse:
    return refusal(request, 500, code="error")
