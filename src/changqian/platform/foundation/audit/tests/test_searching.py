"""Finding, counting and taking away; what was refused; and what is put away stays provable."""

import json
import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
import python_calamine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit import archives
from changqian.platform.foundation.audit.heads import export_head, exported
from changqian.platform.foundation.audit.models import Archive, Entry
from changqian.platform.foundation.audit.rules import agent_of, refuse_early
from changqian.platform.foundation.audit.services import (
    Broken,
    Origin,
    coming_from,
    head,
    note,
    record,
    seal,
    verify,
)
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.kernel.errors import RuleViolation

TODAY = date(2026, 11, 26)


def tampered(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def at(monkeypatch, moment):
    monkeypatch.setattr("changqian.platform.foundation.audit.services.timezone.now", lambda: moment)


@pytest.fixture
def old(cast, monkeypatch):
    """Five entries of March, five of April, three of November."""
    zone = ZoneInfo("Asia/Shanghai")
    Entry.objects.all().delete()
    with monkeypatch.context() as patch, coming_from(Origin("ab12cd34", "10.0.0.9", "Chrome 126 · Windows")):
        for month, count in ((3, 5), (4, 5), (11, 3)):
            for number in range(count):
                at(patch, datetime(2026, month, 10, 9 + number, tzinfo=zone))
                record(
                    actor=cast.officer, action="people.edit", row=cast.officer, changes={"name": ["旧", f"新{number}"]}
                )
    seal()
    return cast


class TestSearching:
    def find(self, api, cast, **query):
        said = api(cast.auditor).get("/api/audit/", query).json()
        return [row["seq"] for row in said["results"]]

    def test_by_every_condition(self, old, api):
        note(actor=old.city, action="audit.archive", about="审计档案:x", changes={}, result="refused")
        assert self.find(api, old, since="2026-04-01", until="2026-04-10") == [10, 9, 8, 7, 6]
        assert self.find(api, old, address="10.0.0.9", hour=11) == [13, 8, 3]
        assert self.find(api, old, action="people") == list(range(13, 0, -1))
        assert self.find(api, old, action="audit") == [None]
        assert self.find(api, old, result="refused") == [None]
        assert self.find(api, old, q="修改人员信息", since="2026-11-01") == [13, 12, 11]
        assert self.find(api, old, q="10.0.0.9", limit=2) == [13, 12]
        assert self.find(api, old, q=old.officer.name, since="2026-11-10", until="2026-11-10") == [13, 12, 11]
        assert self.find(api, old, q="ab12cd34", until="2026-03-10") == [5, 4, 3, 2, 1]
        assert self.find(api, old, q="没有这样的词") == []

    def test_page_after_page_by_the_last_entry(self, old, api):
        pages, before = [], {}
        while rows := api(old.auditor).get("/api/audit/", {"limit": 4, **before}).json()["results"]:
            pages.append([row["seq"] for row in rows])
            before = {"before": rows[-1]["id"]}
        assert pages == [[13, 12, 11, 10], [9, 8, 7, 6], [5, 4, 3, 2], [1]]

    def test_an_entry_tells_who_what_when_and_from_where(self, old, api):
        row = api(old.auditor).get("/api/audit/", {"limit": 1}).json()["results"][0]
        assert (row["actor_name"], row["action_label"], row["module_label"]) == (
            old.officer.name, "修改人员信息", "人员",
        )  # fmt: skip
        assert (row["address"], row["agent"], row["result"]) == ("10.0.0.9", "Chrome 126 · Windows", "done")

    def test_the_browser_is_signed_along(self, old):
        assert verify() == 13
        tampered("UPDATE audit_entry SET agent = 'Firefox 130' WHERE seq = 4")
        with pytest.raises(Broken, match="第4条审计记录的内容被改动"):
            verify()

    def test_a_refusal_cannot_be_made_a_success(self, old):
        note(actor=old.worker, action="audit.get", about="audit", changes={}, result="refused")
        seal()
        tampered("UPDATE audit_entry SET result = 'done' WHERE result = 'refused'")
        with pytest.raises(Broken, match="第14条审计记录的内容被改动"):
            verify()


class TestCounting:
    def test_by_day_hour_person_part_and_address(self, old, api):
        said = api(old.auditor).get("/api/audit/analysis/", {"since": "2026-01-01"}).json()
        assert (said["total"], said["refused"], said["actors"], said["addresses"]) == (13, 0, 1, 1)
        days = [(part["key"], part["count"]) for part in said["charts"]["day"]]
        assert days == [("2026-03-10", 5), ("2026-04-10", 5), ("2026-11-10", 3)]
        assert [(part["label"], part["count"]) for part in said["charts"]["hour"]][:2] == [("9时", 3), ("10时", 3)]
        assert said["charts"]["actor"][0] == {
            "key": str(old.officer.pk), "label": old.officer.name, "count": 13, "refused": 0,
        }  # fmt: skip
        assert said["charts"]["module"][0]["label"] == "人员"

    def test_the_same_conditions_as_the_list(self, old, api):
        for query in ({"q": "10.0.0.9"}, {"hour": 9}, {"action": "people.edit", "until": "2026-04-30"}, {"before": 1}):
            counted = api(old.auditor).get("/api/audit/analysis/", query).json()["total"]
            assert counted == api(old.auditor).get("/api/audit/", query).json()["count"], query

    def test_one_dimension_against_another_adds_up(self, old, api):
        note(actor=old.city, action="audit.archive", about="审计档案:x", changes={})
        said = api(old.auditor).get("/api/audit/pivot/", {"rows": "actor", "columns": "module"}).json()
        assert [row["label"] for row in said["rows"]] == [old.officer.name, old.city.name]
        assert [column["label"] for column in said["columns"]] == ["人员", "审计与密钥"]
        assert said["counts"] == [[13, 0], [0, 1]]

    @pytest.mark.parametrize("query", [{"rows": "actor", "columns": "actor"}, {"rows": "password", "columns": "day"}])
    def test_no_other_columns(self, old, api, query):
        assert api(old.auditor).get("/api/audit/pivot/", query).status_code == 400


class TestRefusals:
    def test_who_was_refused_what(self, cast, api):
        Entry.objects.all().delete()
        api(cast.worker).get("/api/jobs/", HTTP_USER_AGENT="curl/8.4.0")
        (entry,) = Entry.objects.all()
        assert (entry.actor_id, entry.action, entry.target, entry.result) == (
            cast.worker.pk, "jobs.get", "jobs", "refused",
        )  # fmt: skip
        assert (entry.agent, entry.changes["path"], entry.changes["code"]) == (
            "curl/8.4.0",
            "/api/jobs/",
            "您没有此项权限",
        )

    def test_the_same_door_within_seconds_is_counted_and_told_with_the_next(self, cast, api, monkeypatch):
        Entry.objects.all().delete()
        for _ in range(7):
            api(cast.worker).get("/api/jobs/")
        api(cast.worker).get("/api/audit/")
        assert [entry.target for entry in Entry.objects.order_by("pk")] == ["jobs", "audit.Entry"]
        for key in list(cache._cache):
            if not key.endswith(".more"):
                cache._cache.pop(key)
                cache._expire_info.pop(key, None)
        api(cast.worker).get("/api/jobs/")
        last = Entry.objects.order_by("pk").last()
        assert (last.count, last.changes["merged"]) == (7, 6)

    def test_a_row_out_of_reach_a_wrong_form_and_a_stranger_leave_nothing(self, cast, api):
        Entry.objects.all().delete()
        assert api(cast.liyang).get(f"/api/enterprises/{cast.enterprise.pk}/").status_code == 404
        assert api(cast.officer).post("/api/people/", {}).status_code == 400
        from rest_framework.test import APIClient

        assert APIClient().get("/api/audit/").status_code == 401
        assert not Entry.objects.exists()


class TestTakingAway:
    def test_a_table_with_who_took_it_on_every_page(self, old, api, tmp_path):
        answered = saved(api(old.auditor), "/api/audit/table/", {"since": "2026-11-01", "until": "2026-11-30"})
        content = b"".join(answered.streaming_content)
        rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        assert rows[0][0] == "审计记录"
        assert rows[1][0].startswith(f"导出人：{old.auditor}")
        assert len(rows) == 3 + 3
        assert rows[3][1:5] == [old.officer.name, "人员", "修改人员信息", f"用户 {old.officer.pk}"]
        assert "姓名：旧 → 新2" in rows[3][9]
        with zipfile.ZipFile(BytesIO(content)) as book:
            assert str(old.auditor) in book.read("xl/worksheets/sheet1.xml").decode().partition("<headerFooter>")[2]
        last = Entry.objects.order_by("pk").last()
        assert (last.action, last.changes["rows"]) == ("audit.export_list", 3)

    @pytest.mark.parametrize("person", ["sysadmin", "secadmin", "city", "worker"])
    def test_nobody_but_the_auditor_takes_it(self, old, api, person):
        for path in ("table", "signed"):
            assert saved(api(getattr(old, person)), f"/api/audit/{path}/").status_code == 403

    def archive(self, old, api, file):
        answered = saved(api(old.auditor), "/api/audit/signed/", {"since": "2026-04-01", "until": "2026-11-30"})
        file.write_bytes(b"".join(answered.streaming_content))
        return file

    def test_a_signed_archive_is_proven_without_the_database(self, old, api, tmp_path, django_assert_num_queries):
        file = self.archive(old, api, tmp_path / "档案.zip")
        out = StringIO()
        with django_assert_num_queries(0):
            call_command("verify_audit", str(file), stdout=out)
        assert "档案完整：第6至13条，共 8 条，2026-04-01 至 2026-11-30，审计员 于" in out.getvalue()

    @pytest.mark.parametrize(
        ("how", "sentence"),
        [
            ("changed", "内容与签名不符"),
            ("shorter", "内容与签名不符"),
            ("manifest", "签名不符"),
            ("cut", "已损坏"),
            ("nothing", "已损坏"),
        ],
    )
    def test_an_archive_that_was_touched_is_refused(self, old, api, tmp_path, how, sentence):
        file = self.archive(old, api, tmp_path / "档案.zip")
        with zipfile.ZipFile(file) as archive:
            lines, told = archive.read(archives.LINES), archive.read(archives.MANIFEST)
        match how:
            case "changed":
                lines = lines.replace("新1".encode(), "新9".encode())
            case "shorter":
                lines = lines[: lines[:-1].rindex(b"\n") + 1]
            case "manifest":
                told = told.replace("审计员".encode(), "李审计".encode())
        if how in ("cut", "nothing"):
            file.write_bytes(file.read_bytes()[:-40] if how == "cut" else b"")
        else:
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr(archives.LINES, lines)
                archive.writestr(archives.MANIFEST, told)
        with pytest.raises(CommandError, match=f"档案核验不通过：.*{sentence}"):
            call_command("verify_audit", str(file))

    def test_whoever_has_the_key_and_drops_an_entry_breaks_the_chain_all_the_same(self, old, api, tmp_path):
        """Not a stranger but the machine's own key: the signature holds, the links do not."""
        file = self.archive(old, api, tmp_path / "档案.zip")
        with zipfile.ZipFile(file) as archive:
            lines = archive.read(archives.LINES).splitlines(keepends=True)
            told = json.loads(archive.read(archives.MANIFEST))
        del lines[3], told["mac"]
        told["sm3"] = archives.sm3_of(lines)
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(archives.LINES, b"".join(lines))
            archive.writestr(archives.MANIFEST, json.dumps({**told, "mac": archives._mac(told)}))
        with pytest.raises(Broken, match="缺少第9条审计记录"):
            archives.read(file)

    def test_days_without_entries_are_told(self, old, api):
        answered = saved(api(old.auditor), "/api/audit/signed/", {"since": "2025-01-01", "until": "2025-01-31"})
        assert "没有已封存的审计记录" in answered.json()["detail"]


class TestPuttingAway:
    def away(self, cast, before):
        return archives.put_away(before, actor=cast.platform, today=TODAY, now=timezone.now())

    @pytest.mark.parametrize("before", [date(2026, 5, 27), date(2026, 11, 26), date(2027, 1, 1)])
    def test_nothing_younger_than_half_a_year(self, old, files_dir, before):
        with pytest.raises(RuleViolation, match="审计记录在线保存不少于6个月，只能归档2026年05月26日之前的记录"):
            self.away(old, before)
        assert Entry.objects.filter(seq__isnull=False).count() == 13
        refuse_early(date(2026, 5, 26), today=TODAY)

    def test_the_chain_goes_on_across_the_file(self, old, files_dir):
        export_head("2026-11-25")
        made = self.away(old, date(2026, 4, 1))
        assert (made.from_seq, made.to_seq) == (1, 5)
        seal()
        assert Entry.objects.filter(seq__isnull=False).order_by("seq").first().seq == 6
        assert verify(exported(), put_away=archives.walk_files) == 14, "the putting away is an entry itself"
        again = self.away(old, date(2026, 5, 1))
        assert (again.from_seq, again.to_seq) == (6, 10)
        seal()
        out = StringIO()
        call_command("verify_audit", stdout=out)
        assert "审计链完整：共 15 条" in out.getvalue()

    def test_a_table_that_was_emptied_goes_on_counting(self, old, files_dir):
        tampered("DELETE FROM audit_entry WHERE seq > 10")
        self.away(old, date(2026, 5, 1))
        assert head().seq == 10
        seal()
        assert verify(put_away=archives.walk_files) == 11

    @pytest.mark.parametrize(
        ("sql", "sentence"),
        [
            ("UPDATE audit_archive SET to_seq = 4", "登记被改动"),
            ("DELETE FROM audit_archive", "缺少第1条审计记录"),
            ("DELETE FROM audit_entry WHERE seq = 6", "缺少第6条审计记录"),
        ],
    )
    def test_a_stretch_that_was_cut_out_is_not_passed_off_as_put_away(self, old, files_dir, sql, sentence):
        self.away(old, date(2026, 4, 1))
        tampered(sql)
        with pytest.raises(Broken, match=sentence):
            verify(put_away=archives.walk_files)

    def test_a_file_that_is_gone_or_another_is_told(self, old, files_dir):
        made = self.away(old, date(2026, 4, 1))
        file = archives.folder() / made.file
        other = file.read_bytes()
        file.unlink()
        with pytest.raises(Broken, match="不见了，请从备份恢复"):
            verify(put_away=archives.walk_files)
        file.write_bytes(other[:-100])
        with pytest.raises(Broken, match="已损坏"):
            verify(put_away=archives.walk_files)

    def test_by_command(self, old, files_dir):
        with pytest.raises(CommandError, match="不少于6个月"):
            call_command("archive_audit", "--before", str(timezone.localdate()))
        assert not Archive.objects.exists()
        with pytest.raises(CommandError, match="没有可以归档的审计记录"):
            call_command("archive_audit", "--before", "2020-01-01")


WINDOWS, WEBKIT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID, IPHONE = "Mozilla/5.0 (Linux; Android 13; V2145A)", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (f"{WINDOWS} {WEBKIT} Chrome/126.0.0.0 Safari/537.36", "Chrome 126 · Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.1", "Edge 126 · Windows"),
        (f"{ANDROID} {WEBKIT} Chrome/116.0 Mobile MicroMessenger/8.0.49", "微信 8.0.49 · Android"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17 · iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Linux"),
        ("curl/8.4.0", "curl/8.4.0"),
        ("", ""),
        ("x" * 300, "x" * 60),
    ],
)
def test_the_browser_in_few_words(header, said):
    assert agent_of(header) == said


def test_an_entry_from_before_entries_had_browsers_still_proves(db):
    user = User.objects.create(username="somebody", name="某人")
    record(actor=user, action="accounts.create", row=user, changes={})
    entry = Entry.objects.get()
    assert (entry.agent, entry.result) == ("", "done")
    assert seal() == 1
    assert verify() == 1
    assert timedelta(0) <= timezone.now() - entry.at
