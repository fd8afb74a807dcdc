"""What the web asks before anybody is signed in."""

from django.conf import settings
from django.middleware.csrf import get_token
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian import __version__


class Config(serializers.Serializer):
    name = serializers.CharField()
    version = serializers.CharField()
    public_url = serializers.CharField(help_text="常安码里的地址")
    push_url = serializers.CharField()
    tianditu_key = serializers.CharField()
    signed_in = serializers.BooleanField()


class ConfigView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=Config)
    def get(self, request: Request) -> Response:
        """Also hands out the CSRF cookie that every later write must show."""
        get_token(request._request)
        return Response(
            {
                "name": "常企安",
                "version": __version__,
                "public_url": settings.PUBLIC_URL,
                "push_url": settings.PUSH_URL,
                "tianditu_key": settings.TIANDITU_KEY,
                "signed_in": request.user.is_authenticated,
            },
            headers={"Cache-Control": "no-store"},
        )


urlpatterns = [path("config/", ConfigView.as_view())]
