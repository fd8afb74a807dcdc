"""Views that fail in every way there is; for test_errors."""

import errno

import psycopg
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as InvalidModel
from django.db import DataError, OperationalError
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.config import errors, urls
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.server_error,
)


class Line(serializers.Serializer):
    name = serializers.CharField(label="名称", max_length=5)


class Form(serializers.Serializer):
    planned_on = serializers.DateField(label="计划日期")
    lines = Line(many=True, required=False)

    def validate(self, given):
        if given["planned_on"].year < 2000:
            raise serializers.ValidationError("日期太早")
        return given


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


RAISED = {
    "rule": lambda: RuleViolation("已计划的演练不能提交评估"),
    "rule-of-field": lambda: RuleViolation("整改期限不能早于今天", field="due_on"),
    "conflict": VersionConflict,
    "invalid-model": lambda: InvalidModel({"name": ["名称太长"]}),
    "invalid-whole": lambda: InvalidModel("日期不对"),
    "refused": lambda: PermissionDenied("不在您的管辖范围内"),
    "refused-without-words": PermissionDenied,
    "throttled": lambda: exceptions.Throttled(wait=12),
    "too-big": RequestDataTooBig,
    "data": lambda: DataError("integer out of range"),
    "overflow": lambda: OverflowError("int too big"),
    "database": lambda: OperationalError("connection refused"),
    "disk-of-the-database": lambda: caused(OperationalError("could not extend file"), psycopg.errors.DiskFull()),
    "disk-of-the-files": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "another-file": lambda: OSError(errno.EIO, "Input/output error"),
    "surprise": lambda: ZeroDivisionError("division by zero"),
}


class Odd(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request, how: str) -> Response:
        raise RAISED[how]()

    def post(self, request: Request, how: str) -> Response:
        form = Form(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(request.data)


urlpatterns = [path("api/odd/<how>/", Odd.as_view()), *urls.urlpatterns]
