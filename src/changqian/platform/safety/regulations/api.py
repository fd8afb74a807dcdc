from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.summaries.printing import MIMES
from changqian.platform.commons.summaries.rules import Paper
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.api import StoredFileSerializer
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
from changqian.platform.ledgerkit.importing import Importing, by_name
from changqian.platform.safety.regulations import owed, services
from changqian.platform.safety.regulations.comparing import Compared, compared_with
from changqian.platform.safety.regulations.models import (
    Opinion,
    Receipt,
    Regulation,
    RegulationAppraisal,
    RegulationVersion,
    Training,
)
from changqian.platform.safety.regulations.offering import Offered, templates_for
from changqian.platform.safety.regulations.printing import on_paper
from changqian.platform.safety.regulations.rules import Adoption, Cause, Conclusion, Voice

MOST_ATTENDEES = 2000
LONGEST_TEXT = 100_000


class RegulationSerializer(LedgerSerializer):
    responsible_name = serializers.CharField(
        source="responsible.name", read_only=True, allow_null=True, default=None, label="责任人"
    )

    class Meta:
        model = Regulation
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "category", "title", "code", "department", "responsible", "responsible_name"),
            *("status", "edition", "effective_on", "reviewed_on", "review_due_on", "repealed_on", "repealed_because"),
        )
        read_only_fields = fields


class OpinionSerializer(RecordSerializer):
    notes = StoredFileSerializer(many=True, read_only=True, label="工作记录")

    class Meta:
        model = Opinion
        fields = ("id", "round", "voice", "by", "said", "said_on", "adoption", "answer", "answered_on", "notes")


class TrainingSerializer(RecordSerializer):
    sheets = StoredFileSerializer(many=True, read_only=True, label="签到表")

    class Meta:
        model = Training
        fields = ("id", "held_on", "content", "teacher", "attendee_names", "others", "sheets")


class RegulationAppraisalSerializer(RecordSerializer):
    class Meta:
        model = RegulationAppraisal
        fields = ("id", "reviewed_on", "reviewers", "conclusion", "note")


class RegulationVersionSerializer(RecordSerializer):
    originals = StoredFileSerializer(many=True, read_only=True, label="制度文件")
    opinions = OpinionSerializer(source="happened.opinions", many=True, read_only=True, label="征求意见记录")
    trainings = TrainingSerializer(source="happened.trainings", many=True, read_only=True, label="培训记录")
    reviews = RegulationAppraisalSerializer(source="happened.reviews", many=True, read_only=True, label="评审记录")
    readers = serializers.IntegerField(read_only=True, label="已学习人数")

    class Meta:
        model = RegulationVersion
        fields = (
            *("id", "edition", "cause", "note", "text", "round", "consulted_on", "consulted_until", "concluded_on"),
            *("approver", "approved_on", "opinion", "published_on", "effective_on", "digest", "originals"),
            *("opinions", "trainings", "reviews", "readers"),
        )


class RegulationDetailSerializer(RegulationSerializer):
    versions = RegulationVersionSerializer(source="shown", many=True, read_only=True, label="版本")
    text = serializers.CharField(read_only=True, label="正文")
    originals = StoredFileSerializer(many=True, read_only=True, label="制度文件")
    read_by_me = serializers.BooleanField(read_only=True, label="我已学习")

    class Meta(RegulationSerializer.Meta):
        fields = (*RegulationSerializer.Meta.fields, "in_force", "text", "originals", "versions", "read_by_me")
        read_only_fields = fields


class RegulationFilter(LedgerFilter):
    standing = filters.BooleanFilter(field_name="in_force", lookup_expr="isnull", exclude=True, label="有现行版本")
    overdue = filters.BooleanFilter(method="which_overdue", label="评审逾期")
    unread = filters.BooleanFilter(method="which_unread", label="我还没有学习")

    class Meta:
        model = Regulation
        fields = ("category", "status", "effective_on", "review_due_on")

    def which_overdue(self, rows: Any, name: str, value: bool) -> Any:
        late = {"review_due_on__lt": timezone.localdate()}
        return rows.filter(**late) if value else rows.exclude(**late)

    def which_unread(self, rows: Any, name: str, value: bool) -> Any:
        mine = Receipt.objects.filter(reader=self.request.user).values("version_of")
        standing = rows.filter(in_force__isnull=False)
        return standing.exclude(in_force__in=mine) if value else standing.filter(in_force__in=mine)


class FirmQuery(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)


def firm_asked(request: Request) -> Enterprise:
    """The firm of the query; DoesNotExist where the asker does not reach it."""
    actor: Any = request.user
    asked = checked(FirmQuery, request.query_params)
    return Enterprise.objects.within(actor, "regulations.view").current().get(pk=asked["enterprise"])


class PaperQuery(serializers.Serializer):
    paper = serializers.ChoiceField(Paper.choices, label="格式", default=Paper.PDF)


class CompareQuery(serializers.Serializer):
    old = serializers.IntegerField(label="旧版", min_value=1, max_value=MOST)
    new = serializers.IntegerField(label="新版", min_value=1, max_value=MOST)


def words() -> Any:
    return text("正文", LONGEST_TEXT, required=False, allow_blank=True, trim_whitespace=False)


class RegulationViewSet(WithDuties, Addable, LedgerViewSet):
    queryset = Regulation.objects.all()
    serializer_class = RegulationSerializer
    detail_class = RegulationDetailSerializer
    filterset_class = RegulationFilter
    searched = ("title", "code")
    ordered = ("id", "title", "effective_on", "review_due_on")
    duties = owed.DUTIES
    form = form_of(services.draft_regulation, "RegulationForm", text=words(), originals=numbers("制度文件"))
    add = staticmethod(services.draft_regulation)
    edit = step("edit", services.edit_regulation, text=words(), originals=numbers("制度文件"))
    consult = step("consult", services.consult_regulation, consulted_until=serializers.DateField(label="意见截止日期"))
    comment = step("comment", services.comment_regulation, said=text("意见内容", 2000))
    record_opinion = step(
        "record_opinion",
        services.record_opinion,
        voice=serializers.ChoiceField(Voice.choices, label="意见来源"),
        by=text("提出人", 50),
        said=text("意见内容", 2000),
        said_on=serializers.DateField(label="提出日期"),
        notes=numbers("工作记录"),
    )
    answer_opinion = step(
        "answer_opinion",
        services.answer_opinion,
        opinion=serializers.IntegerField(label="意见", min_value=1, max_value=MOST),
        adoption=serializers.ChoiceField(Adoption.choices, label="采纳情况"),
        answer=text("答复", 500, required=False, allow_blank=True),
    )
    conclude = step("conclude", services.conclude_consultation)
    approve = step(
        "approve",
        services.approve_regulation,
        approver=text("审核人", 50),
        opinion=text("审核意见", 500, required=False, allow_blank=True),
    )
    send_back = step("send_back", services.return_regulation, opinion=text("退回原因", 500))
    publish = step("publish", services.publish_regulation, effective_on=serializers.DateField(label="施行日期"))
    train = step(
        "train",
        services.train_regulation,
        held_on=serializers.DateField(label="培训日期"),
        content=text("培训内容", 500),
        teacher=text("授课人", 50, required=False, allow_blank=True),
        attendees=numbers("参加人员", MOST_ATTENDEES),
        others=serializers.IntegerField(label="其他参加人数", min_value=0, max_value=100_000, default=0),
        sheets=numbers("签到表"),
    )
    review = step(
        "review",
        services.review_regulation,
        reviewed_on=serializers.DateField(label="评审日期"),
        reviewers=text("评审人员"),
        conclusion=serializers.ChoiceField(Conclusion.choices, label="评审结论"),
        note=text("评审意见", 1000, required=False, allow_blank=True),
    )
    revise = step(
        "revise",
        services.revise_regulation,
        cause=serializers.ChoiceField(Cause.choices, label="修订原因"),
        note=text("修订说明", 500, required=False, allow_blank=True),
    )
    discard = step("discard", services.discard_revision, EndInput)
    repeal = step("repeal", services.repeal_regulation, repealed_because=text("废止原因"))
    end = step("end", services.end_regulation, EndInput)
    read = step("read", services.read_regulation)
    importing = Importing(
        permission=services.DRAFT,
        aliases={"title": ("制度", "文件名称"), "category": ("类别",), "code": ("编号", "文件编号")},
        left_out=(services.ORIGINALS, "text"),
        unique=("enterprise", "title"),
        lookups={"responsible": by_name(Person, "people.view", "本企业人员台账中的姓名")},
    )

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.read_by_me = Receipt.objects.filter(version_of=row.in_force_id, reader=self.request.user).exists()
        row.shown = services.versions_of(row, actor=self.request.user)  # type: ignore[arg-type]
        row.text, row.originals = (row.shown[0].text, row.shown[0].originals) if row.shown else ("", [])
        return super().detail_of(row)

    @extend_schema(parameters=[FirmQuery], responses=answer_of(owed.Completeness, "RegulationCompleteness"))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def completeness(self, request: Request) -> HttpResponse:
        """What one firm must have, why, what it has, and what to do next."""
        return answer(owed.explain(firm_asked(request), today=timezone.localdate()))

    @extend_schema(parameters=[FirmQuery], responses=answer_of(Offered, "RegulationTemplate")(many=True))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def templates(self, request: Request) -> HttpResponse:
        """The templates that fit a firm, filled with what is known of it."""
        return answer(templates_for(firm_asked(request), today=timezone.localdate()))

    @extend_schema(parameters=[CompareQuery], responses=answer_of(Compared, "RegulationCompared"))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def compare(self, request: Request, pk: str) -> HttpResponse:
        """Two versions side by side, paragraph by paragraph."""
        asked = checked(CompareQuery, request.query_params)
        shown = services.shown_to(request.user, self.get_object())  # type: ignore[arg-type]
        return answer(compared_with(shown.get(pk=asked["old"]).text, shown.get(pk=asked["new"]).text))


BINARY: Any = {(200, mime): OpenApiTypes.BINARY for mime in MIMES.values()}


@extend_schema_view(
    get=extend_schema(parameters=[PaperQuery], responses=BINARY, operation_id="regulation_file"),
    post=extend_schema(parameters=[PaperQuery], operation_id="regulation_file_ticket"),
)
class RegulationFile(FileByTicket):
    """The newest version that the reader may see, on paper; each time is audited."""

    def refuse(self, request: Request, *, pk: int) -> None:
        checked(PaperQuery, request.query_params)
        self._version(request, pk)

    def file(self, request: Request, *, pk: int) -> HttpResponseBase:
        version, actor = self._version(request, pk), request.user
        paper = Paper(checked(PaperQuery, request.query_params)["paper"])
        content = on_paper(version, paper, reader=actor, now=timezone.now())  # type: ignore[arg-type]
        note_print([version.regulation], actor=actor, what="规章制度")  # type: ignore[arg-type]
        name = f"{version.regulation.title}（{version}）.{paper.value}"
        return as_file(content, MIMES[paper], name, shown=paper is Paper.PDF)

    def _version(self, request: Request, pk: int) -> RegulationVersion:
        actor: Any = request.user
        row = Regulation.objects.within(actor, "regulations.view").current().get(pk=pk)
        shown = services.shown_to(actor, row)
        version = shown.exclude(text="").order_by("-edition").first()
        if version is None and shown.exists():
            raise RuleViolation("这项制度没有正文，请下载制度文件")
        if version is None:
            raise RegulationVersion.DoesNotExist
        return version


urlpatterns = [
    path("regulations/<int:pk>/file/", RegulationFile.as_view()),
    *record_urls("regulations", RegulationViewSet),
]
