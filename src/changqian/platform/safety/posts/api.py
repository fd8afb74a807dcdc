from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, Func, OuterRef
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import permissions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.views import APIView

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.summaries.printing import MIMES
from changqian.platform.commons.summaries.rules import Paper
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordSerializer,
    answer,
    checked,
    record_urls,
    step,
)
from changqian.platform.foundation.records.forms import form_of, numbers, text
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.ledgerkit.duties.api import WithDuties
from changqian.platform.ledgerkit.exports.services import note_print
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.posts import owed, services
from changqian.platform.safety.posts.assessing_api import MOST_CRITERIA, CriterionSerializer
from changqian.platform.safety.posts.assessing_api import urlpatterns as assessing_urls
from changqian.platform.safety.posts.board import Board, OwnPost, board_of, on_paper, own_posts
from changqian.platform.safety.posts.models import Post, PostEdition

MOST_HOLDERS = 2000


class HolderSerializer(RecordSerializer):
    class Meta:
        model = Person
        fields = ("id", "name", "workshop", "post")


class PostSerializer(LedgerSerializer):
    class Meta:
        model = Post
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "name", "kind", "department", "cycle", "status", "edition", "posted_on"),
            "holder_names",
        )
        read_only_fields = fields


class PostEditionSerializer(RecordSerializer):
    criteria = CriterionSerializer(many=True, read_only=True, label="考核标准")
    pictures = StoredFileSerializer(many=True, read_only=True, label="公示照片")
    signed = serializers.IntegerField(read_only=True, label="已签收")

    class Meta:
        model = PostEdition
        fields = (
            *("id", "edition", "name", "kind", "department", "holder_names", "scope", "criteria", "cycle"),
            *("posted_on", "place", "note", "pictures", "signed"),
        )


class PostDetailSerializer(PostSerializer):
    staff = HolderSerializer(many=True, read_only=True, label="责任人员")
    criteria = CriterionSerializer(many=True, read_only=True, label="考核标准")
    editions = PostEditionSerializer(source="shown", many=True, read_only=True, label="公示版本")

    class Meta(PostSerializer.Meta):
        fields = (*PostSerializer.Meta.fields, "holders", "scope", "criteria", "staff", "editions")
        read_only_fields = fields


class PostFilter(LedgerFilter):
    vacant = filters.BooleanFilter(method="which_vacant", label="没有责任人员")

    class Meta:
        model = Post
        fields = ("kind", "status", "cycle", "posted_on")

    def which_vacant(self, rows: Any, name: str, value: bool) -> Any:
        somebody = Exists(Person.objects.current().filter(left_on=None, pk=Func(OuterRef("holders"), function="ANY")))
        return rows.exclude(somebody) if value else rows.filter(somebody)


class PostFirm(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)


class PostsProposed(serializers.Serializer):
    made = serializers.IntegerField(label="新增岗位")


def firm_asked(request: Request, given: Any, permission: str) -> Enterprise:
    """The firm that is named; DoesNotExist where the asker does not reach it."""
    actor: Any = request.user
    return Enterprise.objects.within(actor, permission).current().get(pk=checked(PostFirm, given)["enterprise"])


def belongings() -> dict[str, Any]:
    return {
        "holders": numbers("责任人员", MOST_HOLDERS),
        "criteria": serializers.ListField(
            child=CriterionSerializer(), label="考核标准", max_length=MOST_CRITERIA, required=False
        ),
    }


class PostViewSet(WithDuties, Addable, LedgerViewSet):
    queryset = Post.objects.all()
    serializer_class = PostSerializer
    detail_class = PostDetailSerializer
    filterset_class = PostFilter
    searched = ("name", "department")
    ordered = ("id", "name", "posted_on")
    duties = owed.DUTIES
    form = form_of(services.register_post, "PostForm", **belongings())
    add = staticmethod(services.register_post)
    edit = step("edit", services.edit_post, **belongings())
    announce = step(
        "announce",
        services.announce_post,
        place=text("公示位置", 100, required=False, allow_blank=True),
        note=text("修改说明", 500, required=False, allow_blank=True),
        pictures=numbers("公示照片"),
    )
    acknowledge = step("acknowledge", services.acknowledge_post)
    end = step("end", services.end_post, EndInput)
    importing = Importing(
        permission=services.REGISTER,
        aliases={"name": ("岗位",), "kind": ("类别", "人员类别"), "department": ("部门", "车间"), "scope": ("职责",)},
        left_out=("holders", "criteria"),
        unique=("enterprise", "department", "name"),
    )

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.staff = services.staff_of(row)
        row.shown = list(PostEdition.objects.current().filter(post=row).order_by("-edition"))
        pks = [each.pk for each in row.shown]
        pictures = attached(PostEdition, pks, slot=services.PICTURES) if pks else {}
        signed = services.signed_of(pks)
        for each in row.shown:
            each.pictures, each.signed = pictures.get(each.pk, []), signed.get(each.pk, 0)
        return super().detail_of(row)

    @extend_schema(parameters=[PostFirm], responses=answer_of(Board, "PostBoard"))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def board(self, request: Request) -> HttpResponse:
        """What a firm has posted up, from the top down, and who on its roll holds no post."""
        return answer(board_of(firm_asked(request, request.query_params, "posts.view")))

    @extend_schema(request=PostFirm, responses=PostsProposed)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def propose(self, request: Request) -> HttpResponse:
        """Posts for everybody on the roll who holds none, with the text that such posts begin with."""
        firm = firm_asked(request, request.data, services.REGISTER)
        actor: Any = request.user
        return answer({"made": len(services.propose_posts(actor=actor, enterprise=firm))})


class OwnPosts(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(operation_id="my_posts", responses=answer_of(OwnPost, "OwnPost")(many=True))
    def get(self, request: Request) -> HttpResponse:
        """What one answers for oneself, whether one signed it, and how one was assessed."""
        actor: Any = request.user
        return answer(own_posts(actor))


class PostPaperQuery(PostFirm):
    paper = serializers.ChoiceField(Paper.choices, label="格式", default=Paper.PDF)


BINARY: Any = {(200, mime): OpenApiTypes.BINARY for mime in MIMES.values()}


@extend_schema_view(
    get=extend_schema(parameters=[PostPaperQuery], responses=BINARY, operation_id="post_board_file"),
    post=extend_schema(parameters=[PostPaperQuery], operation_id="post_board_file_ticket"),
)
class BoardFile(FileByTicket):
    """The wall on paper; each time is audited."""

    def refuse(self, request: Request) -> None:
        self._board(request)

    def file(self, request: Request) -> HttpResponseBase:
        board, firm = self._board(request)
        actor: Any = request.user
        paper = Paper(checked(PostPaperQuery, request.query_params)["paper"])
        content = on_paper(board, paper, reader=actor, now=timezone.now())
        note_print([firm], actor=actor, what="岗位责任公示")
        name = f"{firm.name}岗位责任公示.{paper.value}"
        return as_file(content, MIMES[paper], name, shown=paper is Paper.PDF)

    def _board(self, request: Request) -> tuple[Board, Enterprise]:
        checked(PostPaperQuery, request.query_params)
        firm = firm_asked(request, request.query_params, "posts.view")
        board = board_of(firm)
        if not board.posts:
            raise RuleViolation("还没有公示岗位责任，请先公示再打印")
        return board, firm


urlpatterns = [
    path("posts/board/file/", BoardFile.as_view()),
    path("my-posts/", OwnPosts.as_view()),
    *record_urls("posts", PostViewSet),
    *assessing_urls,
]
