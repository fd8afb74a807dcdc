"""Rounds of assessment over HTTP. Everybody sees what is posted up; who scored what, only those who may."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.records.api import Addable, EndInput, RecordSerializer, record_urls, step
from changqian.platform.foundation.records.forms import form_of, on_time, text
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.safety.posts import assessing
from changqian.platform.safety.posts.models import PostAssessment, PostScore
from changqian.platform.safety.posts.rules import FULL, Kind

AT_ONCE = 500
MOST_CRITERIA = 30


class CriterionSerializer(serializers.Serializer):
    item = serializers.CharField(label="考核项目", max_length=50)
    standard = serializers.CharField(label="评分标准", max_length=200, allow_blank=True, default="")
    points = serializers.IntegerField(label="分值", min_value=1, max_value=FULL)


class PostAssessmentSerializer(LedgerSerializer):
    class Meta:
        model = PostAssessment
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "title", "begin", "end_on", "kinds", "assessors", "passes", "good", "status"),
            *("people", "scored", "failed", "mean", "concluded_on", "conclusion"),
        )
        read_only_fields = fields


class PostScoreSerializer(RecordSerializer):
    person_name = serializers.CharField(source="person.name", read_only=True, label="姓名")
    post = serializers.CharField(source="of.name", read_only=True, label="岗位名称")
    department = serializers.CharField(source="of.department", read_only=True, label="所属部门/车间")
    kind = serializers.ChoiceField(Kind.choices, source="of.kind", read_only=True, label="岗位类别")
    criteria = CriterionSerializer(source="of.criteria", many=True, read_only=True, label="考核标准")

    class Meta:
        model = PostScore
        fields = (
            *("id", "person", "person_name", "post", "department", "kind", "criteria"),
            *("points", "total", "grade", "comment", "scored_on"),
        )


class PostAssessmentDetailSerializer(PostAssessmentSerializer):
    scores = PostScoreSerializer(source="told", many=True, read_only=True, label="得分")

    class Meta(PostAssessmentSerializer.Meta):
        fields = (*PostAssessmentSerializer.Meta.fields, "scores")
        read_only_fields = fields


class PostAssessmentFilter(LedgerFilter):
    failing = filters.BooleanFilter(method="which_failing", label="有不合格人员")

    class Meta:
        model = PostAssessment
        fields = ("status", "concluded_on", "end_on")

    def which_failing(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(failed__gt=0) if value else rows.filter(failed=0)


class ScoreInput(serializers.Serializer):
    id = serializers.IntegerField(min_value=1, max_value=MOST)
    points = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=FULL), label="各项得分", max_length=MOST_CRITERIA
    )
    comment = serializers.CharField(label="评语", max_length=200, allow_blank=True, default="")


class PostAssessmentViewSet(Addable, LedgerViewSet):
    queryset = PostAssessment.objects.all()
    serializer_class = PostAssessmentSerializer
    detail_class = PostAssessmentDetailSerializer
    filterset_class = PostAssessmentFilter
    searched = ("title",)
    ordered = ("id", "begin", "concluded_on")
    form = form_of(
        assessing.begin_assessment,
        "PostAssessmentForm",
        kinds=serializers.ListField(
            child=serializers.ChoiceField(Kind.choices), label="考核对象", allow_empty=False, max_length=len(Kind)
        ),
    )
    add = staticmethod(on_time(assessing.begin_assessment))
    score = step(
        "score",
        assessing.score_assessment,
        scores=serializers.ListField(child=ScoreInput(), label="得分", allow_empty=False, max_length=AT_ONCE),
    )
    conclude = step(
        "conclude",
        assessing.conclude_assessment,
        conclusion=text("考核结论", 500, required=False, allow_blank=True),
    )
    cancel = step("cancel", assessing.cancel_assessment, EndInput)

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return self.queryset.all().within(self.request.user, assessing.RESULTS).current()

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.told = list(assessing.scores_of(row))
        return super().detail_of(row)


urlpatterns = record_urls("post-assessments", PostAssessmentViewSet)
