"""The library for everybody who is signed in, and its upkeep for who may."""

import re
from datetime import date
from typing import Any, cast

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.laws import services
from changqian.platform.foundation.laws.comparing import Change, Words, compared
from changqian.platform.foundation.laws.models import Article, Law, LawVersion
from changqian.platform.foundation.laws.rules import Force, Kind, Status, article_label
from changqian.platform.foundation.laws.searching import excerpts, found, lines_of, mark, words_of
from changqian.platform.foundation.laws.word import LARGEST
from changqian.platform.foundation.records.api import COUNT_CAP, EndInput, StepInput, checked, spoken
from changqian.platform.kernel.scope import reachable

LONGEST_ID = 2**63 - 1
DAY_IN_NAME = re.compile(r"(\d{4})[-.年](\d{1,2})[-.月](\d{1,2})")
UPLOAD_SLACK = 1024 * 1024


class LawView(APIView):
    """What fails is said as records say it."""

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


class MayMaintain(IsAuthenticated):
    message = "您没有此项权限"

    def has_permission(self, request: Request, view: object) -> bool:
        if not super().has_permission(request, view):  # type: ignore[arg-type]
            return False
        reachable(_actor(request).grants, services.MAINTAIN, LawVersion)
        return True


def _actor(request: Request) -> User:
    return cast(User, request.user)


# --- what is said ---------------------------------------------------------------------------------------------------


class LawHeading(serializers.Serializer[Any]):
    level = serializers.IntegerField(help_text="1 编，2 分编，3 章，4 节")
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField(allow_blank=True)
    order = serializers.IntegerField(help_text="其下第一条的序号")


class LawVersionSerializer(serializers.ModelSerializer[LawVersion]):
    """A version without its articles; `force` is how it stands on the day asked about, null for a draft."""

    force = serializers.SerializerMethodField(label="效力")
    outline = LawHeading(many=True, label="目录")
    history = serializers.ListField(child=serializers.CharField(), label="修改沿革")
    warnings = serializers.ListField(child=serializers.CharField(), label="需核对")

    class Meta:
        model = LawVersion
        fields = (
            *("id", "law", "title", "kind", "issuer", "number", "published_on", "effective_on", "replaced_on"),
            *("repealed_on", "repeal_note", "status", "force", "history", "outline", "warnings", "articles_count"),
            *("source", "version", "created_at"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(Force.choices, allow_null=True))
    def get_force(self, row: LawVersion) -> str | None:
        if row.status == Status.DRAFT:
            return None
        return services.force_of(row, self.context.get("on") or timezone.localdate())


class LawSerializer(serializers.Serializer[Any]):
    """A law of the list: as it stands in the version that counts on the day."""

    id = serializers.IntegerField()
    title = serializers.CharField(label="名称")
    short = serializers.CharField(label="简称")
    kind = serializers.ChoiceField(Kind.choices, label="类别")
    issuer = serializers.CharField(label="制定机关")
    number = serializers.CharField(label="文号")
    published_on = serializers.DateField(label="公布日期")
    effective_on = serializers.DateField(label="施行日期")
    repealed_on = serializers.DateField(label="废止日期", allow_null=True)
    force = serializers.ChoiceField(Force.choices, label="效力")
    versions = serializers.IntegerField(label="版本数")
    articles_count = serializers.IntegerField(label="条数")


class ArticleSerializer(serializers.ModelSerializer[Article]):
    paragraphs = serializers.ListField(child=serializers.DictField())
    headings = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Article
        fields = ("id", "order", "number", "branch", "label", "headings", "paragraphs")


class LawDetail(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    short = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    names = serializers.ListField(child=serializers.CharField())
    version = LawVersionSerializer()
    versions = LawVersionSerializer(many=True)
    articles = ArticleSerializer(many=True)


class LawPiece(serializers.Serializer[Any]):
    text = serializers.CharField()
    hit = serializers.BooleanField()


class LawHit(serializers.Serializer[Any]):
    article = serializers.IntegerField()
    law = serializers.IntegerField()
    version = serializers.IntegerField()
    title = LawPiece(many=True)
    kind = serializers.ChoiceField(Kind.choices)
    force = serializers.ChoiceField(Force.choices)
    effective_on = serializers.DateField()
    label = serializers.CharField()  # type: ignore[assignment]
    number = serializers.IntegerField()
    branch = serializers.IntegerField()
    headings = serializers.ListField(child=serializers.CharField())
    lines = serializers.ListField(child=LawPiece(many=True))


class ClauseSerializer(serializers.Serializer[Any]):
    law = serializers.IntegerField()
    title = serializers.CharField()
    short = serializers.CharField()
    label = serializers.CharField(help_text="第四十一条第二款")  # type: ignore[assignment]
    paragraph = serializers.IntegerField()
    item = serializers.IntegerField()
    found = serializers.BooleanField(help_text="此版本有没有这一条")
    version = LawVersionSerializer()
    article = ArticleSerializer(allow_null=True)
    others = LawVersionSerializer(many=True, help_text="同一部法的其他版本")


class CitationSpan(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    law = serializers.IntegerField()
    short = serializers.CharField()
    article = serializers.IntegerField()
    branch = serializers.IntegerField()
    paragraph = serializers.IntegerField()
    item = serializers.IntegerField()


class ComparedRun(serializers.Serializer[Any]):
    sign = serializers.CharField(allow_blank=True, help_text="空：未变；+：新增；-：删去")
    text = serializers.CharField()


class ComparedRow(serializers.Serializer[Any]):
    change = serializers.CharField()
    change_label = serializers.CharField()
    old_label = serializers.CharField(allow_null=True)
    new_label = serializers.CharField(allow_null=True)
    runs = ComparedRun(many=True)


class Comparison(serializers.Serializer[Any]):
    old = LawVersionSerializer()
    new = LawVersionSerializer()
    counts = serializers.DictField(child=serializers.IntegerField())
    rows = ComparedRow(many=True)


# --- what is asked --------------------------------------------------------------------------------------------------


class LawsQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, allow_blank=True, max_length=100, label="名称")
    kind = serializers.ChoiceField(Kind.choices, required=False, label="类别")
    on = serializers.DateField(required=False, label="哪一天", help_text="默认今天")
    force = serializers.ChoiceField(Force.choices, required=False, label="效力")


class LawQuery(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_ID)
    on = serializers.DateField(required=False, help_text="默认今天")


class LawSearchQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=100, label="查找内容")
    kind = serializers.ChoiceField(Kind.choices, required=False, label="类别")
    on = serializers.DateField(required=False, label="哪一天有效", help_text="默认今天")
    all = serializers.BooleanField(default=False, label="包括失效的")
    law = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_ID)
    limit = serializers.IntegerField(default=20, min_value=1, max_value=100)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=COUNT_CAP)


class ClauseQuery(serializers.Serializer[Any]):
    law = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    article = serializers.IntegerField(min_value=1, max_value=9999)
    branch = serializers.IntegerField(default=0, min_value=0, max_value=99)
    paragraph = serializers.IntegerField(default=0, min_value=0, max_value=99)
    item = serializers.IntegerField(default=0, min_value=0, max_value=99)
    on = serializers.DateField(required=False, help_text="默认今天")
    version = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_ID)


class CitationTexts(serializers.Serializer[Any]):
    texts = serializers.ListField(child=serializers.CharField(max_length=2000, allow_blank=True), max_length=200)


class ComparisonQuery(serializers.Serializer[Any]):
    old = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    new = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)


class LawUpload(serializers.Serializer[Any]):
    file = serializers.FileField(
        label="文件",
        allow_empty_file=True,
        max_length=300,
        error_messages={
            "required": "请选择要导入的文件",
            "invalid": "请选择要导入的文件",
            "null": "请选择要导入的文件",
        },
    )


class LawVersionEdit(StepInput):
    issuer = serializers.CharField(label="制定机关", max_length=100)
    number = serializers.CharField(label="文号", max_length=100, allow_blank=True, default="")
    published_on = serializers.DateField(label="公布日期")
    effective_on = serializers.DateField(label="施行日期")


class LawVersionPublish(LawVersionEdit):
    title = serializers.CharField(label="名称", max_length=200)
    kind = serializers.ChoiceField(Kind.choices, label="类别")
    names = serializers.ListField(
        child=serializers.CharField(max_length=100), label="别名", default=list, max_length=10
    )


class LawVersionRepeal(StepInput):
    repealed_on = serializers.DateField(label="废止日期")
    repeal_note = serializers.CharField(label="废止依据", max_length=200)


# --- reading --------------------------------------------------------------------------------------------------------


class LawsView(LawView):
    @extend_schema(parameters=[LawsQuery], responses=LawSerializer(many=True), operation_id="laws_list")
    def get(self, request: Request) -> Response:
        """The laws of the library, each as it stands on the day; by rank, then by name."""
        asked = checked(LawsQuery, request.query_params)
        on: date = asked.get("on") or timezone.localdate()
        rows = LawVersion.objects.current().filter(status=Status.PUBLISHED).select_related("law")
        if text := asked.get("q", "").strip():
            rows = rows.filter(Q(title__icontains=text) | Q(law__short__icontains=text) | Q(number__icontains=text))
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        by_law: dict[int, list[LawVersion]] = {}
        for version in rows.defer("text", "outline", "history", "warnings").order_by("effective_on"):
            by_law.setdefault(cast(int, version.law_id), []).append(version)
        told = [_listed(versions, on) for versions in by_law.values()]
        if wanted := asked.get("force"):
            told = [each for each in told if each["force"] == wanted]
        ranks = {value: place for place, value in enumerate(Kind.values)}
        told.sort(key=lambda each: (ranks[each["kind"]], each["short"]))
        return Response(LawSerializer(told, many=True).data)


def _listed(versions: list[LawVersion], on: date) -> dict[str, Any]:
    held = [each for each in versions if each.effective_on and each.effective_on <= on]
    shown = held[-1] if held else versions[0]
    law = cast(Law, shown.law)
    columns = ("title", "kind", "issuer", "number", "published_on", "effective_on", "repealed_on", "articles_count")
    return {
        **{name: getattr(shown, name) for name in columns},
        **{"id": law.pk, "short": law.short, "force": services.force_of(shown, on), "versions": len(versions)},
    }


class OneLawView(LawView):
    @extend_schema(parameters=[LawQuery], responses=LawDetail, operation_id="laws_read")
    def get(self, request: Request, pk: int) -> Response:
        """A law with all its versions, and the articles of one: the one named, else the one in force on the day."""
        asked = checked(LawQuery, request.query_params)
        on = asked.get("on") or timezone.localdate()
        law = Law.objects.current().get(pk=pk)
        versions = law.versions.current().filter(status=Status.PUBLISHED)
        shown = versions.get(pk=asked["version"]) if "version" in asked else services.version_on(pk, on)
        told = {name: getattr(law, name) for name in ("id", "title", "short", "kind", "names")}
        told |= {"version": shown, "versions": list(versions), "articles": list(shown.articles.all())}
        return Response(LawDetail(told, context={"on": on}).data)


class LawSearchView(LawView):
    @extend_schema(
        parameters=[LawSearchQuery],
        responses=inline_serializer(
            "LawHits",
            {"count": serializers.IntegerField(), "capped": serializers.BooleanField(), "results": LawHit(many=True)},
        ),
        operation_id="laws_search",
    )
    def get(self, request: Request) -> Response:
        """Articles that hold every word, the closest first, with what was found marked."""
        asked = checked(LawSearchQuery, request.query_params)
        on = asked.get("on") or timezone.localdate()
        words = words_of(asked["q"])
        rows = found(words, kind=asked.get("kind", ""), on=None if asked["all"] else on, law=asked.get("law"))
        count = rows.order_by()[: COUNT_CAP + 1].count()
        page = rows.select_related("version").defer("search", "search_text", "search_head", "version__text")
        hits = [_hit(each, words, on) for each in page[asked["offset"] : asked["offset"] + asked["limit"]]]
        told = {"count": min(count, COUNT_CAP), "capped": count > COUNT_CAP, "results": LawHit(hits, many=True).data}
        return Response(told)


def _hit(article: Article, words: list[str], on: date) -> dict[str, Any]:
    version = article.version
    return {
        **{"article": article.pk, "law": version.law_id, "version": version.pk, "kind": version.kind},
        **{"title": mark(version.title, words), "force": services.force_of(version, on)},
        **{name: getattr(article, name) for name in ("label", "number", "branch", "headings")},
        **{"effective_on": version.effective_on, "lines": excerpts(article, words)},
    }


class ClauseView(LawView):
    @extend_schema(parameters=[ClauseQuery], responses=ClauseSerializer, operation_id="laws_clause")
    def get(self, request: Request) -> Response:
        """The clause that a citation names, as of a day; `found` is false where that version has no such article."""
        asked = checked(ClauseQuery, request.query_params)
        on = asked.get("on") or timezone.localdate()
        clause = services.resolve(asked["law"], asked["article"], asked["branch"], on=on, version=asked.get("version"))
        law = cast(Law, clause.version.law)
        others = law.versions.current().filter(status=Status.PUBLISHED).exclude(pk=clause.version.pk)
        told = {
            **{"law": law.pk, "title": clause.version.title, "short": law.short, "label": clause.label},
            **{"paragraph": asked["paragraph"], "item": asked["item"], "found": clause.article is not None},
            **{"version": clause.version, "article": clause.article, "others": list(others)},
        }
        return Response(ClauseSerializer(told, context={"on": on}).data)


class CitationsView(LawView):
    @extend_schema(
        request=CitationTexts,
        responses=serializers.ListSerializer(child=CitationSpan(many=True)),
        operation_id="laws_citations",
    )
    def post(self, request: Request) -> Response:
        """Where each text names an article of a law in the library; nothing is written."""
        asked = checked(CitationTexts, request.data)
        return Response([[_span(each) for each in services.citations(text)] for text in asked["texts"]])


def _span(found_at: Any) -> dict[str, Any]:
    law, short = found_at.law
    names = ("start", "end", "article", "branch", "paragraph", "item")
    return {"law": law, "short": short, **{name: getattr(found_at, name) for name in names}}


class ComparisonView(LawView):
    @extend_schema(parameters=[ComparisonQuery], responses=Comparison, operation_id="laws_compare")
    def get(self, request: Request) -> Response:
        """Two versions article by article; a draft only for who keeps the library."""
        asked = checked(ComparisonQuery, request.query_params)
        old, new = (_readable(asked[name], request) for name in ("old", "new"))
        before, after = _words(old), _words(new)
        rows = compared(before, after)
        told = [
            {
                **{"change": row.change.value, "change_label": row.change.label, "runs": row.runs},
                "old_label": None if row.old is None else before[row.old].label,
                "new_label": None if row.new is None else after[row.new].label,
            }
            for row in rows
        ]
        counts = {each.value: sum(row.change == each for row in rows) for each in Change}
        return Response(Comparison({"old": old, "new": new, "counts": counts, "rows": told}).data)


def _words(version: LawVersion) -> list[Words]:
    rows = version.articles.only("version_id", "number", "branch", "label", "paragraphs")
    return [
        Words(article_label(row.number, row.branch) if row.number else row.label, "\n".join(lines_of(row.paragraphs)))
        for row in rows
    ]


def _readable(pk: int, request: Request) -> LawVersion:
    """A published version for everybody, a draft for who may publish it; DoesNotExist otherwise."""
    version = LawVersion.objects.current().get(pk=pk)
    if version.status == Status.DRAFT:
        reachable(_actor(request).grants, services.MAINTAIN, LawVersion)
    return version


# --- upkeep ---------------------------------------------------------------------------------------------------------


class LawVersionDetail(serializers.Serializer[Any]):
    version = LawVersionSerializer()
    articles = ArticleSerializer(many=True)
    before = LawVersionSerializer(allow_null=True, help_text="库里同名法律法规的最近版本")


def _detail(version: LawVersion) -> dict[str, Any]:
    before = None
    if version.status == Status.DRAFT:
        short = services.bare(version.title)
        known = LawVersion.objects.current().filter(status=Status.PUBLISHED, law__short=short)
        before = known.order_by("-effective_on").first()
    told = {"version": version, "articles": list(version.articles.all()), "before": before}
    return dict(LawVersionDetail(told).data)


class DraftsView(LawView):
    parser_classes = [MultiPartParser]
    permission_classes = [MayMaintain]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced length, before anything reads the body."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if request.method == "POST" and announced.isdecimal() and int(announced) > LARGEST + UPLOAD_SLACK:
            raise TooLarge
        super().initial(request, *args, **kwargs)

    @extend_schema(responses=LawVersionSerializer(many=True), operation_id="law_versions_list")
    def get(self, request: Request) -> Response:
        """What was uploaded and not yet published, the newest first."""
        drafts = LawVersion.objects.within(_actor(request), services.MAINTAIN).current().filter(status=Status.DRAFT)
        return Response(LawVersionSerializer(drafts.order_by("-pk")[:100], many=True).data)

    @extend_schema(
        request={"multipart/form-data": LawUpload},
        responses={201: LawVersionDetail},
        operation_id="law_versions_upload",
    )
    def post(self, request: Request) -> Response:
        """Read a file into a draft: the articles found, what is odd, and the version before."""
        upload = checked(LawUpload, request.data)["file"]
        day = _day_in(upload.name)
        version = services.upload_version(actor=_actor(request), content=upload.read(), name=upload.name, day=day)
        return Response(_detail(version), status=status.HTTP_201_CREATED)


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"文件不能超过{LARGEST // 1024 // 1024}MB，请去掉图片后上传"
    default_code = "too_large"


def _day_in(name: str) -> date | None:
    """安全生产法(2021-06-10).md was passed that day."""
    if not (said := DAY_IN_NAME.search(name)):
        return None
    try:
        return date(*map(int, said.groups()))
    except ValueError:
        return None


class VersionView(LawView):
    permission_classes = [MayMaintain]

    @extend_schema(responses=LawVersionDetail, operation_id="law_versions_read")
    def get(self, request: Request, pk: int) -> Response:
        rows = LawVersion.objects.within(_actor(request), services.MAINTAIN).current()
        return Response(_detail(rows.get(pk=pk)))


def _step(name: str, service: Any, form: type[serializers.Serializer]) -> type[LawView]:
    """One service as `POST /law-versions/<pk>/<name>/`."""

    class StepView(LawView):
        @extend_schema(request=form, responses=LawVersionDetail, operation_id=f"law_versions_{name}")
        def post(self, request: Request, pk: int) -> Response:
            given = checked(form, request.data)
            version = service(pk, actor=_actor(request), expected_version=given.pop("version"), **given)
            return Response(_detail(version))

    return StepView


urlpatterns = [
    path("laws/", LawsView.as_view()),
    path("laws/search/", LawSearchView.as_view()),
    path("laws/clause/", ClauseView.as_view()),
    path("laws/citations/", CitationsView.as_view()),
    path("laws/compare/", ComparisonView.as_view()),
    path("laws/<int:pk>/", OneLawView.as_view()),
    path("law-versions/", DraftsView.as_view()),
    path("law-versions/<int:pk>/", VersionView.as_view()),
    path("law-versions/<int:pk>/publish/", _step("publish", services.publish_version, LawVersionPublish).as_view()),
    path("law-versions/<int:pk>/edit/", _step("edit", services.edit_version, LawVersionEdit).as_view()),
    path("law-versions/<int:pk>/repeal/", _step("repeal", services.repeal_version, LawVersionRepeal).as_view()),
    path("law-versions/<int:pk>/discard/", _step("discard", services.discard_version, EndInput).as_view()),
]
