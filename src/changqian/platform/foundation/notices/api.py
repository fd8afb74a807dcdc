"""A user's own notices, and nobody else's."""

from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.services import mark_read
from changqian.platform.foundation.records.api import COUNT_CAP, checked

LONGEST_ID = 2**63 - 1


class NoticeSerializer(serializers.ModelSerializer):
    seq = serializers.IntegerField(source="id", label="序号")

    class Meta:
        model = Notice
        fields = ("id", "seq", "kind", "title", "body", "link", "created_at", "read_at")
        read_only_fields = fields


class NoticesQuery(serializers.Serializer):
    after = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_ID, label="此序号之后")
    unread = serializers.BooleanField(default=False, label="只看未读")
    limit = serializers.IntegerField(default=50, min_value=1, max_value=500)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=COUNT_CAP)


class NoticesRead(serializers.Serializer):
    """Which notices were read: their ids, or all of them."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LONGEST_ID), required=False, max_length=1000
    )
    all = serializers.BooleanField(default=False, label="全部")

    def validate(self, attrs: dict) -> dict:
        if not attrs["all"] and not attrs.get("ids"):
            raise serializers.ValidationError({"ids": ["请选择消息"]})
        return attrs


Counted = inline_serializer("NoticesCount", {"count": serializers.IntegerField()})


class NoticesPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = NoticeSerializer(many=True)


def _own(request: Request) -> QuerySet[Notice]:
    return Notice.objects.filter(user=request.user.pk)


class NoticesView(APIView):
    @extend_schema(parameters=[NoticesQuery], responses=NoticesPageSerializer, operation_id="notices_list")
    def get(self, request: Request) -> Response:
        """Newest first; after a number oldest first, so that whoever was away reads on where he stopped."""
        asked = checked(NoticesQuery, request.query_params)
        found = _own(request)
        if asked["unread"]:
            found = found.filter(read_at__isnull=True)
        if "after" in asked:
            found = found.filter(pk__gt=asked["after"]).order_by("pk")
        count = found.order_by()[: COUNT_CAP + 1].count()
        page = found[asked["offset"] : asked["offset"] + asked["limit"]]
        rows = NoticeSerializer(page, many=True).data
        return Response({"count": min(count, COUNT_CAP), "capped": count > COUNT_CAP, "results": rows})


class NoticesReadView(APIView):
    @extend_schema(request=NoticesRead, responses=Counted)
    def post(self, request: Request) -> Response:
        """How many were unread until now."""
        given = checked(NoticesRead, request.data)
        count = mark_read(request.user.pk, None if given["all"] else given["ids"], now=timezone.now())
        return Response({"count": count})


class NoticesUnreadView(APIView):
    @extend_schema(responses=Counted)
    def get(self, request: Request) -> Response:
        return Response({"count": _own(request).filter(read_at__isnull=True).count()})


urlpatterns = [
    path("notices/", NoticesView.as_view()),
    path("notices/read/", NoticesReadView.as_view()),
    path("notices/unread_count/", NoticesUnreadView.as_view()),
]
