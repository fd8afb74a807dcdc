"""A user's own notices, and nobody else's."""

from collections import Counter
from typing import cast

from django.db.models import Count, QuerySet
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.models import Notice, NoticeSms
from changqian.platform.foundation.notices.phones import sms_state
from changqian.platform.foundation.notices.rules import Group, Mode, Wish, kind_of
from changqian.platform.foundation.notices.services import in_group, mark_read, told_apart
from changqian.platform.foundation.notices.wishes import all_wishes, keep_wishes
from changqian.platform.foundation.records.api import COUNT_CAP, checked, spoken
from changqian.platform.foundation.records.fields import masked
from changqian.platform.kernel.errors import RuleViolation

LONGEST_ID = 2**63 - 1


class NoticeSerializer(serializers.ModelSerializer):
    seq = serializers.IntegerField(source="id", label="序号")
    group = serializers.SerializerMethodField(label="分组")
    sms = serializers.SerializerMethodField(label="短信", help_text="是否也发了短信、到了哪一步；空：没有")

    class Meta:
        model = Notice
        fields = ("id", "seq", "kind", "group", "title", "body", "link", "created_at", "read_at", "held", "sms")
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(Group.choices))
    def get_group(self, row: Notice) -> str:
        return kind_of(row.kind).group

    def get_sms(self, row: Notice) -> str:
        sent: NoticeSms | None = getattr(row, "sms", None)
        return sms_state(sent) if sent else ""


class NoticesQuery(serializers.Serializer):
    after = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_ID, label="此序号之后")
    unread = serializers.BooleanField(default=False, label="只看未读")
    group = serializers.ChoiceField(Group.choices, required=False, label="分组")
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


class UnreadSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    groups = serializers.DictField(child=serializers.IntegerField(), help_text="每组未读")
    apart = serializers.DictField(
        child=serializers.IntegerField(), help_text="不在消息列表里的新进展，只在本人的页面看"
    )


class NoticeWishSerializer(serializers.Serializer):
    kind = serializers.CharField(label="类别")
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    group = serializers.ChoiceField(Group.choices, read_only=True)
    mode = serializers.ChoiceField(Mode.choices, label="提醒方式")
    sms = serializers.BooleanField(label="短信")
    required = serializers.BooleanField(read_only=True, help_text="不能关闭或汇总")  # type: ignore[assignment]
    has_sms = serializers.BooleanField(read_only=True, help_text="能发短信")
    at_night = serializers.BooleanField(read_only=True, help_text="夜间也发")


class NoticeWishes(serializers.Serializer):
    wishes = NoticeWishSerializer(many=True)


class NoticeSmsSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    notice = serializers.IntegerField()
    title = serializers.CharField()
    phone = serializers.CharField()
    state = serializers.CharField()
    send_after = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class NoticeSmsPage(serializers.Serializer):
    count = serializers.IntegerField()
    results = NoticeSmsSerializer(many=True)


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
            found = found.filter(read_at__isnull=True, held=False)
        if "group" in asked:
            found = found.filter(in_group(asked["group"]))
        if "after" in asked:
            found = found.filter(pk__gt=asked["after"]).order_by("pk")
        count = found.order_by()[: COUNT_CAP + 1].count()
        found = found.select_related("sms__message")
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
    @extend_schema(responses=UnreadSerializer)
    def get(self, request: Request) -> Response:
        """How many are unread, and how many in each group."""
        unread = _own(request).filter(read_at__isnull=True, held=False).order_by()
        groups: Counter[str] = Counter()
        for kind, count in unread.values_list("kind").annotate(count=Count("pk")):
            groups[str(kind_of(kind).group)] += count
        apart = {kind: unseen(cast(User, request.user).pk) for kind, unseen in told_apart.items()}
        return Response({"count": sum(groups.values()), "groups": groups, "apart": apart})


class NoticeWishesView(APIView):
    @extend_schema(responses=NoticeWishes, operation_id="notices_wishes")
    def get(self, request: Request) -> Response:
        """How I want each kind of message."""
        return Response({"wishes": _wishes(request)})

    @extend_schema(request=NoticeWishes, responses=NoticeWishes, operation_id="notices_wishes_keep")
    def post(self, request: Request) -> Response:
        given = checked(NoticeWishes, request.data)["wishes"]
        try:
            keep_wishes(
                actor=cast(User, request.user),
                wishes={each["kind"]: Wish(each["mode"], each["sms"]) for each in given},
            )
        except RuleViolation as error:
            raise spoken(error) from error
        return Response({"wishes": _wishes(request)})


def _wishes(request: Request) -> list[dict[str, object]]:
    return [
        {
            **{"kind": kind.code, "label": kind.label, "group": kind.group, "mode": wish.mode, "sms": wish.sms},
            **{"required": kind.required, "has_sms": bool(kind.sms), "at_night": kind.at_night},
        }
        for kind, wish in all_wishes(cast(User, request.user).pk)
    ]


class NoticeSmsView(APIView):
    @extend_schema(parameters=[NoticesQuery], responses=NoticeSmsPage, operation_id="notices_sms")
    def get(self, request: Request) -> Response:
        """What went to my phone, the newest first."""
        asked = checked(NoticesQuery, request.query_params)
        rows = NoticeSms.objects.filter(notice__user=request.user.pk).select_related("notice", "message")
        page = rows[asked["offset"] : asked["offset"] + asked["limit"]]
        told = [
            {
                **{"id": each.pk, "notice": each.notice_id, "title": each.notice.title, "state": sms_state(each)},
                **{"phone": masked(each.message.phone) if each.message else ""},
                **{"send_after": timezone.localtime(each.send_after), "settled_at": each.settled_at},
            }
            for each in page
        ]
        count = rows.order_by()[: COUNT_CAP + 1].count()
        return Response({"count": count, "results": told})


urlpatterns = [
    path("notices/", NoticesView.as_view()),
    path("notices/read/", NoticesReadView.as_view()),
    path("notices/unread_count/", NoticesUnreadView.as_view()),
    path("notices/wishes/", NoticeWishesView.as_view()),
    path("notices/sms/", NoticeSmsView.as_view()),
]
