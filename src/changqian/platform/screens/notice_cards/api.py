"""Notice cards and boards over HTTP: PDFs that leave by ticket."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import checked
from changqian.platform.screens.notice_cards import reading

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRINTED: Any = {(200, PDF): OpenApiTypes.BINARY, 503: OpenApiResponse(description="没有中文字体")}
CARDS: Any = {**PRINTED, (200, WORD): OpenApiTypes.BINARY}


class CardsQuery(serializers.Serializer):
    ids = serializers.RegexField(rf"^\d{{1,18}}(,\d{{1,18}}){{0,{reading.CARDS_AT_ONCE - 1}}}$", label="风险点")
    paper = serializers.ChoiceField([("pdf", "PDF"), ("word", "Word")], label="格式", default="pdf")


class BoardQuery(serializers.Serializer):
    site = serializers.IntegerField(label="场所", min_value=1, max_value=MOST)


@extend_schema_view(
    get=extend_schema(parameters=[CardsQuery], responses=CARDS, operation_id="notice_cards"),
    post=extend_schema(parameters=[CardsQuery], operation_id="notice_cards_ticket"),
)
class CardsView(FileByTicket):
    """Notice cards (安全风险告知卡), a page each, in the order asked for; each time is audited."""

    def _ids(self, request: Request) -> list[int]:
        return [int(pk) for pk in checked(CardsQuery, request.query_params)["ids"].split(",")]

    def refuse(self, request: Request) -> None:
        actor: Any = request.user
        reading.printable_points(self._ids(request), actor=actor)

    def file(self, request: Request) -> HttpResponseBase:
        actor: Any = request.user
        given: dict[str, Any] = {"actor": actor, "now": timezone.now()}
        if checked(CardsQuery, request.query_params)["paper"] == "word":
            from changqian.platform.screens.notice_cards.word import cards_docx  # lxml takes its time to load.

            word = reading.print_cards(self._ids(request), on=cards_docx, **given)
            return as_file(word, WORD, "安全风险告知卡.docx")
        pdf = reading.print_cards(self._ids(request), **given)
        return as_file(pdf, PDF, "安全风险告知卡.pdf", shown=True)


@extend_schema_view(
    get=extend_schema(parameters=[BoardQuery], responses=PRINTED, operation_id="notice_boards"),
    post=extend_schema(parameters=[BoardQuery], operation_id="notice_boards_ticket"),
)
class BoardView(FileByTicket):
    """The board at the gate (安全风险公告栏) of a site, on A3; each time is audited."""

    def _site(self, request: Request) -> int:
        return int(checked(BoardQuery, request.query_params)["site"])

    def refuse(self, request: Request) -> None:
        actor: Any = request.user
        reading.board_site(self._site(request), actor=actor)

    def file(self, request: Request) -> HttpResponseBase:
        actor: Any = request.user
        pdf = reading.print_board(self._site(request), actor=actor, now=timezone.now())
        return as_file(pdf, PDF, "安全风险公告栏.pdf", shown=True)


urlpatterns = [path("notice-cards/", CardsView.as_view()), path("notice-boards/", BoardView.as_view())]
