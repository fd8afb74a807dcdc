"""What is kept about whoever asks: masked to be looked at, whole after he has shown who he is, and as a file."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.credentials import refuse_unproved
from changqian.platform.foundation.accounts.rules import Act
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import checked
from changqian.platform.screens.about_me.reading import about
from changqian.platform.screens.about_me.writing import workbook

SHOWN_SECONDS = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_STORE = {"Cache-Control": "no-store"}


class OwnFact(serializers.Serializer):
    label: Any = serializers.CharField(label="项目")
    value = serializers.CharField(label="内容")
    sealed = serializers.BooleanField(label="隐去中间")


class OwnPart(serializers.Serializer):
    title = serializers.CharField(label="类别")
    why = serializers.CharField(label="为什么保存")
    kept = serializers.CharField(label="保存多久")
    corrected_by = serializers.CharField(label="向谁更正")
    facts = OwnFact(many=True, label="内容")


class OwnWhole(serializers.Serializer):
    seconds = serializers.IntegerField(help_text="显示多少秒后隐去")
    parts = OwnPart(many=True)


class OwnProof(serializers.Serializer):
    """The password, or the code that came to the phone (POST /api/me/account/code/, purpose `confirm`)."""

    password = serializers.CharField(
        label="密码", max_length=128, trim_whitespace=False, required=False, allow_blank=True, default=""
    )
    code = serializers.CharField(label="短信验证码", max_length=8, required=False, allow_blank=True, default="")


class AboutMeView(APIView):
    @extend_schema(responses=OwnPart(many=True), operation_id="about_me")
    def get(self, request: Request) -> Response:
        """What is kept, why, how long, and who corrects it; numbers with their middle hidden."""
        user: Any = request.user
        return Response(OwnPart(about(user, whole=False, now=timezone.now()), many=True).data, headers=NO_STORE)


class AboutMeWholeView(APIView):
    @extend_schema(request=OwnProof, responses=OwnWhole, operation_id="about_me_whole")
    def post(self, request: Request) -> Response:
        """The same with whole numbers, for a minute; who looked is in the trail."""
        user: Any = request.user
        now = timezone.now()
        refuse_unproved(user, **checked(OwnProof, request.data), act=Act.VIEW_OWN, now=now)
        told = {"seconds": SHOWN_SECONDS, "parts": about(user, whole=True, now=now)}
        return Response(OwnWhole(told).data, headers=NO_STORE)


@extend_schema_view(
    get=extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, operation_id="about_me_file"),
    post=extend_schema(request=OwnProof, operation_id="about_me_ticket"),
)
class AboutMeFileView(FileByTicket):
    """Everything as a workbook, with whole numbers, after one has shown who one is, which a token alone does not."""

    proven_each_time = True

    def refuse(self, request: Request) -> None:
        """The password is asked for with the ticket; a ticket says that it was shown."""
        user: Any = request.user
        if request.method == "POST":
            refuse_unproved(user, **checked(OwnProof, request.data), act=Act.EXPORT_OWN, now=timezone.now())

    def file(self, request: Request) -> HttpResponseBase:
        user: Any = request.user
        name = f"关于我的信息_{user.name}_{timezone.localdate():%Y%m%d}.xlsx"
        return as_file(workbook(about(user, whole=True, now=timezone.now())), XLSX, name)


urlpatterns = [
    path("me/about/", AboutMeView.as_view()),
    path("me/about/whole/", AboutMeWholeView.as_view()),
    path("me/about/file/", AboutMeFileView.as_view()),
]
