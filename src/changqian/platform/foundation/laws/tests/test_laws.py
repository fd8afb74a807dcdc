"""The city keeps the library; everybody reads it, finds in it, and opens what a rule cites."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.laws.delivered import DATA, catalogue, load_laws
from changqian.platform.foundation.laws.models import Article, Law, LawVersion
from changqian.platform.foundation.laws.rules import Citation, Force, Status
from changqian.platform.foundation.laws.services import (
    cited,
    discard_version,
    edit_version,
    publish_version,
    repeal_version,
    resolve,
    upload_version,
)
from changqian.platform.foundation.laws.tests.samples import PUMPS, VALVES, docx
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

NEWER = (
    PUMPS.replace("每月检查水泵", "每周检查水泵，并如实记录")
    .replace("第三条之一 无人值守的水泵应当装设报警装置。\n\n", "")
    .replace(
        "第一条 为了加强水泵安全，制定本条例。",
        "第一条 为了加强水泵安全，制定本条例。\n\n第二条 水泵安全工作坚持预防为主。",
    )
    .replace("第四条 本条例自", "第五条 本条例自")
    .replace("第三条 使用", "第四条 使用")
    .replace("第二条 本市", "第三条 本市")
)


@pytest.fixture(autouse=True)
def forgetful():
    """Names are kept for a minute by the process, and a test is undone."""
    cache.clear()


def published(cast, text=PUMPS, *, effective=date(2024, 6, 1), **fields):
    draft = upload_version(actor=cast.city, content=text.encode(), name="水泵.md")
    told = {
        **{"title": draft.title, "kind": draft.kind, "issuer": draft.issuer, "number": "公告第5号"},
        **{"published_on": date(2024, 5, 6), "effective_on": effective},
    }
    return publish_version(draft.pk, actor=cast.city, expected_version=draft.version, **told | fields)


class TestUpkeep:
    def test_an_upload_is_a_draft_that_only_the_city_sees(self, cast, api):
        draft = upload_version(actor=cast.city, content=docx(VALVES), name="阀门.docx")
        assert (draft.status, draft.articles_count, draft.title) == (Status.DRAFT, 3, "常州市阀门安全规定")
        assert api(cast.officer).get("/api/laws/").json() == []
        assert api(cast.officer).get("/api/law-versions/").status_code == 403
        (seen,) = api(cast.city).get("/api/law-versions/").json()
        assert (seen["id"], seen["force"], seen["status"]) == (draft.pk, None, "draft")

    def test_published_it_is_everybodys(self, cast, api):
        version = published(cast)
        (row,) = api(cast.worker).get("/api/laws/", {"on": "2026-03-16"}).json()
        assert (row["short"], row["force"], row["versions"], row["articles_count"]) == (
            "常州市水泵安全条例",
            "in_force",
            1,
            5,
        )
        told = api(cast.worker).get(f"/api/laws/{version.law_id}/").json()
        assert [each["label"] for each in told["articles"]] == ["第一条", "第二条", "第三条", "第三条之一", "第四条"]
        assert told["articles"][2]["headings"] == ["第二章 使用", "第一节 一般规定"]
        assert told["version"]["outline"][1] == {"level": 3, "label": "第二章", "title": "使用", "order": 2}

    def test_who_may_not_keep_it_is_refused_below_http(self, cast):
        with pytest.raises(PermissionDenied):
            upload_version(actor=cast.officer, content=PUMPS.encode(), name="水泵.md")
        draft = upload_version(actor=cast.city, content=PUMPS.encode(), name="水泵.md")
        with pytest.raises(PermissionDenied):
            discard_version(draft.pk, actor=cast.wujin, expected_version=None, reason="试试")

    def test_a_newer_version_ends_the_one_before(self, cast):
        first = published(cast)
        second = published(cast, NEWER, effective=date(2026, 1, 1), published_on=date(2025, 12, 1))
        first.refresh_from_db()
        assert (first.law_id, first.replaced_on, second.replaced_on) == (second.law_id, date(2026, 1, 1), None)
        assert Law.objects.count() == 1

    def test_its_steps_are_audited(self, cast):
        version = published(cast)
        repeal_version(
            version.pk, actor=cast.city, expected_version=None, repealed_on=date(2027, 1, 1), repeal_note="决定"
        )
        entries = Entry.objects.filter(action="laws.maintain", actor=cast.city)
        assert entries.filter(target=f"laws.LawVersion:{version.pk}").count() == 3

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"effective_on": date(2024, 5, 5)}, "施行日期不能早于公布日期"),
            ({"published_on": date(2030, 1, 1)}, "施行日期不能早于公布日期"),
        ],
    )
    def test_days_that_cannot_be(self, cast, fields, said):
        with pytest.raises(RuleViolation, match=said):
            published(cast, **fields)

    def test_two_versions_of_one_day_are_refused(self, cast):
        published(cast)
        with pytest.raises(RuleViolation, match="同一天施行"):
            published(cast, NEWER)

    def test_a_published_version_is_not_thrown_away_nor_published_again(self, cast):
        version = published(cast)
        with pytest.raises(RuleViolation, match="登记废止"):
            discard_version(version.pk, actor=cast.city, expected_version=None, reason="多余")
        with pytest.raises(RuleViolation, match="已经发布"):
            publish_version(
                version.pk,
                actor=cast.city,
                expected_version=None,
                title="甲",
                kind="law",
                issuer="乙",
                published_on=date(2024, 1, 1),
                effective_on=date(2024, 1, 1),
            )

    def test_a_draft_is_thrown_away_and_cannot_be_repealed(self, cast):
        draft = upload_version(actor=cast.city, content=PUMPS.encode(), name="水泵.md")
        with pytest.raises(RuleViolation, match="还没有发布"):
            repeal_version(
                draft.pk, actor=cast.city, expected_version=None, repealed_on=date(2027, 1, 1), repeal_note="无"
            )
        discard_version(draft.pk, actor=cast.city, expected_version=None, reason="传错了")
        assert not LawVersion.objects.current().filter(pk=draft.pk).exists()

    def test_facts_are_put_right_and_an_old_page_is_refused(self, cast):
        version = published(cast)
        facts = {"issuer": "市人大常委会", "number": "", "published_on": date(2024, 5, 6)}
        edited = edit_version(
            version.pk, actor=cast.city, expected_version=version.version, effective_on=date(2024, 7, 1), **facts
        )
        assert (edited.issuer, edited.effective_on) == ("市人大常委会", date(2024, 7, 1))
        with pytest.raises(VersionConflict):
            edit_version(
                version.pk, actor=cast.city, expected_version=version.version, effective_on=date(2024, 8, 1), **facts
            )


class TestOverHttp:
    def upload(self, api, person, content, name):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return api(person).post("/api/law-versions/", {"file": SimpleUploadedFile(name, content)}, format="multipart")

    def test_the_preview_says_what_was_found_and_what_differs(self, cast, api):
        published(cast)
        said = self.upload(api, cast.city, NEWER.encode(), "水泵条例(2025-12-01).md").json()
        assert said["version"]["published_on"] == "2025-12-01"
        assert said["before"]["status"] == "published"
        assert any("施行日期早于公布日期" in each for each in said["version"]["warnings"])
        asked = {"old": said["before"]["id"], "new": said["version"]["id"]}
        told = api(cast.city).get("/api/laws/compare/", asked).json()
        changes = [(row["change"], row["old_label"], row["new_label"]) for row in told["rows"]]
        assert changes == [
            ("same", "第一条", "第一条"),
            ("added", None, "第二条"),
            ("renumbered", "第二条", "第三条"),
            ("changed", "第三条", "第四条"),
            ("removed", "第三条之一", None),
            ("renumbered", "第四条", "第五条"),
        ]
        assert [(run["sign"], run["text"]) for run in told["rows"][3]["runs"]] == [
            ("", "使用单位应当每"),
            ("-", "月"),
            ("+", "周"),
            ("", "检查水泵"),
            ("+", "，并如实记录"),
            ("", "。"),
        ]
        assert api(cast.officer).get("/api/laws/compare/", asked).status_code == 403

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "a.md", "文件是空的，请重新选择"),
            (
                "没有条文".encode(),
                "a.txt",
                "没有读到条文：每条应以“第一条”这样的条号开头，条号后空一格。请核对文件内容",
            ),
            (b"MZ\0\0", "a.md", "这不是文本文件，请上传 Markdown（.md）、文本（.txt）或 Word（.docx、.doc）文件"),
        ],
    )
    def test_files_that_are_no_law(self, cast, api, content, name, said):
        answer = self.upload(api, cast.city, content, name)
        assert (answer.status_code, answer.json()["fields"]["file"]) == (400, [said])

    def test_no_file_at_all(self, cast, api):
        assert api(cast.city).post("/api/law-versions/", {}, format="multipart").status_code == 400


class TestFinding:
    def hits(self, api, cast, q, **asked):
        told = api(cast.worker).get("/api/laws/search/", {"q": q, "on": "2026-03-16", **asked}).json()
        return [(each["label"], "".join(p["text"] for p in each["lines"][0] if p["hit"])) for each in told["results"]]

    def test_words_are_found_and_marked(self, cast, api):
        published(cast)
        assert self.hits(api, cast, "潜水泵") == [("第二条", "潜水泵")]
        assert self.hits(api, cast, "检查　水泵") == [("第三条", "检查水泵")]
        assert self.hits(api, cast, "条例 报警") == [("第三条之一", "报警")]
        assert self.hits(api, cast, "没有的词") == []

    def test_the_phrase_stands_before_the_scattered_words(self, cast, api):
        published(cast, PUMPS.replace("应当每月检查水泵", "检查应当用好水泵"))
        published(cast, VALVES.replace("检查应当记录", "检查水泵应当记录"), effective=date(2025, 3, 1))
        assert [label for label, _ in self.hits(api, cast, "检查 水泵")] == ["第二条", "第三条"]

    def test_the_day_and_the_kind_narrow(self, cast, api):
        published(cast)
        assert self.hits(api, cast, "水泵", on="2024-05-31") == []
        assert len(self.hits(api, cast, "水泵", on="2024-05-31", all=True)) == 5
        assert self.hits(api, cast, "水泵", kind="law") == []

    @pytest.mark.parametrize("q", ["%", "_", "'", "\\", "第", "（一）", "水" * 100, "a b c d e f g"])
    def test_odd_words_are_no_error(self, cast, api, q):
        published(cast)
        assert api(cast.worker).get("/api/laws/search/", {"q": q}).status_code == 200


class TestCiting:
    def test_the_clause_as_of_a_day(self, cast, api):
        first = published(cast)
        published(cast, NEWER, effective=date(2026, 1, 1), published_on=date(2025, 12, 1))
        old = resolve(first.law_id, 3, on=date(2025, 12, 31))
        new = resolve(first.law_id, 4, on=date(2026, 1, 1))
        assert old.article.paragraphs[0]["text"] == "使用单位应当每月检查水泵。"
        assert new.article.paragraphs[0]["text"] == "使用单位应当每周检查水泵，并如实记录。"
        assert resolve(first.law_id, 3, on=date(2026, 1, 1), version=first.pk).force == Force.REPLACED
        before = (
            api(cast.worker).get("/api/laws/clause/", {"law": first.law_id, "article": 2, "on": "2020-01-01"}).json()
        )
        assert (before["version"]["force"], before["found"]) == ("coming", True)

    def test_repealed_is_shown_plainly(self, cast, api):
        version = published(cast)
        repeal_version(
            version.pk, actor=cast.city, expected_version=None, repealed_on=date(2026, 1, 1), repeal_note="市人大决定"
        )
        said = (
            api(cast.worker).get("/api/laws/clause/", {"law": version.law_id, "article": 1, "on": "2026-03-16"}).json()
        )
        assert (said["version"]["force"], said["version"]["repeal_note"]) == ("repealed", "市人大决定")
        (row,) = api(cast.worker).get("/api/laws/", {"on": "2026-03-16"}).json()
        assert row["force"] == "repealed"

    def test_an_article_that_is_not_there(self, cast, api):
        version = published(cast)
        said = api(cast.worker).get("/api/laws/clause/", {"law": version.law_id, "article": 99}).json()
        assert (said["found"], said["article"], said["label"]) == (False, None, "第九十九条")
        assert api(cast.worker).get("/api/laws/clause/", {"law": version.law_id + 7, "article": 1}).status_code == 404

    def test_texts_become_links(self, cast, api):
        version = published(cast, names=["水泵条例"])
        texts = ["《常州市水泵安全条例》第三条第一款", "依据水泵条例第四条", "《别的条例》第一条", ""]
        said = api(cast.worker).post("/api/laws/citations/", {"texts": texts}).json()
        assert [
            [(each["start"], each["end"], each["article"], each["paragraph"]) for each in found] for found in said
        ] == [
            [(0, 17, 3, 1)],
            [(2, 9, 4, 0)],
            [],
            [],
        ]
        assert said[0][0]["law"] == version.law_id

    def test_a_rule_asks_for_its_clause(self, cast):
        published(cast)
        clause = cited(Citation("常州市水泵安全条例", 3), on=date(2026, 3, 16))
        assert clause.article.label == "第三条"
        assert cited(Citation("没有的法", 1), on=date(2026, 3, 16)) is None


class TestDelivered:
    def test_the_delivered_laws_are_loaded_once(self, cast):
        assert load_laws() == len(catalogue())
        assert load_laws() == 0
        law = Law.objects.get(short="突发事件应对法")
        old, new = law.versions.order_by("effective_on")
        assert (old.replaced_on, new.articles_count, old.articles_count) == (date(2024, 11, 1), 106, 70)
        assert Article.objects.filter(version=new).count() == 106

    def test_the_catalogue_says_days_that_can_be(self):
        for facts in catalogue():
            assert facts["published_on"] <= facts["effective_on"], facts["file"]
            assert (DATA / facts["file"]).is_file()
