"""陈安全 takes photos, attaches them to a site, and others may or may not look at them."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.files import services
from changqian.platform.foundation.files.models import Attachment, StoredFile
from changqian.platform.foundation.files.rules import WAITING
from changqian.platform.foundation.files.services import (
    attach,
    attached,
    kind_of,
    may_read,
    read_through,
    readable_through,
    store,
    sweep,
)
from changqian.platform.foundation.files.storage import LocalStore, key_of
from changqian.platform.foundation.files.tests.samples import DOCX, JPEG, MP4, PDF, PNG, picture
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation

Site = apps.get_model("enterprises", "Site")
"An owner of files. By name: enterprises do not lie below files."
NOW = timezone.now()
DAY = timedelta(hours=25)


@pytest.fixture(autouse=True)
def own_folder(files_dir):
    """Each test has an empty store."""


def keep(actor, content=JPEG, name="现场.jpg", now=NOW):
    return store(BytesIO(content), name=name, actor=actor, now=now)


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.rglob("*") if each.is_file())


class TestStoring:
    def test_a_file_lies_under_its_digest(self, cast, files_dir):
        file = keep(cast.officer)
        digest = sm3(JPEG)
        assert (file.sm3, file.size, file.kind, file.mime) == (digest, len(JPEG), "picture", "image/jpeg")
        assert (file.name, file.width, file.height) == ("现场.jpg", 800, 600)
        assert (files_dir / digest[:2] / digest[2:4] / digest).read_bytes() == JPEG

    def test_the_same_content_is_kept_once_and_belongs_to_each(self, cast, files_dir):
        first, second = keep(cast.officer), keep(cast.rival_officer, name="另一名.jpg")
        assert first.pk != second.pk
        assert names(files_dir) == [sm3(JPEG)]
        assert not may_read(first, cast.rival_officer)

    def test_what_lies_in_the_store_is_never_overwritten(self, cast, files_dir):
        path = files_dir / key_of(sm3(JPEG))
        path.parent.mkdir(parents=True)
        path.write_bytes(b"first")
        keep(cast.officer)
        assert path.read_bytes() == b"first"

    def test_uploading_is_audited(self, cast):
        file = keep(cast.officer)
        entry = Entry.objects.get(target=f"files.StoredFile:{file.pk}")
        assert (entry.action, entry.actor) == ("files.upload", cast.officer)
        assert entry.changes == {"name": "现场.jpg", "sm3": sm3(JPEG), "size": len(JPEG)}

    def test_what_is_refused_leaves_nothing_behind(self, cast, files_dir):
        with pytest.raises(RuleViolation, match="不能上传网页"):
            keep(cast.officer, content=b"<html>", name="a.jpg")
        assert not StoredFile.objects.exists()
        assert not files_dir.exists()

    def test_the_content_is_on_the_disk_before_the_row_is(self, cast, files_dir, monkeypatch):
        seen = []
        real = os.fsync
        monkeypatch.setattr(os, "fsync", lambda handle: (seen.append(StoredFile.objects.count()), real(handle))[1])
        keep(cast.officer)
        assert len(seen) >= 4  # the file, its folder, and the folders made on the way
        assert set(seen) == {0}

    def test_a_crash_while_writing_leaves_no_half_file_under_a_digest(self, cast, files_dir, monkeypatch):
        def full(handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("changqian.platform.foundation.files.storage.os.link", lambda *_: full(0))
        with pytest.raises(RuleViolation, match="服务器存储空间不足，文件未保存，请联系管理员"):
            keep(cast.officer)
        assert names(files_dir) == []
        assert not StoredFile.objects.exists()

    def test_nobody_fills_the_disk_with_what_is_never_used(self, cast, monkeypatch):
        monkeypatch.setattr(services, "WAITING", 2)
        keep(cast.officer)
        keep(cast.officer, PNG, "b.png")
        with pytest.raises(RuleViolation, match="您有2个上传后尚未使用的文件，请先提交记录再上传"):
            keep(cast.officer, PDF, "c.pdf")
        keep(cast.worker, PDF, "c.pdf")
        assert WAITING == 200

    def test_keys_stay_in_the_store(self, tmp_path):
        store = LocalStore(tmp_path / "files")
        with pytest.raises(KeyError):
            store.open("../../etc/passwd")


class TestAttaching:
    def test_photos_come_back_in_their_order(self, cast, django_assert_num_queries):
        one, two = keep(cast.officer), keep(cast.officer, PNG, "二.png")
        attach(cast.site, "photos", [two.pk, one.pk], actor=cast.officer)
        with django_assert_num_queries(1):
            found = attached(Site, [cast.site.pk, cast.rival_site.pk])
        assert [each["name"] for each in found[cast.site.pk]] == ["二.png", "现场.jpg"]
        assert found[cast.site.pk][1] == {
            "id": one.pk,
            "name": "现场.jpg",
            "kind": "picture",
            "mime": "image/jpeg",
            "size": len(JPEG),
            "width": 800,
            "height": 600,
            "slot": "photos",
        }
        assert cast.rival_site.pk not in found

    def test_slots_do_not_mix(self, cast):
        before, after = keep(cast.officer), keep(cast.officer, PNG, "后.png")
        attach(cast.site, "before", [before.pk], actor=cast.officer)
        attach(cast.site, "after", [after.pk], actor=cast.officer)
        assert [each["id"] for each in attached(Site, [cast.site.pk], slot="after")[cast.site.pk]] == [after.pk]
        assert [each["slot"] for each in attached("enterprises.Site", [cast.site.pk])[cast.site.pk]] == [
            "after",
            "before",
        ]

    def test_attaching_again_changes_nothing_and_tells_nothing(self, cast):
        file = keep(cast.officer)
        attach(cast.site, "photos", [file.pk, file.pk], actor=cast.officer)
        told = Entry.objects.count()
        attach(cast.site, "photos", [file.pk], actor=cast.officer)
        assert Attachment.objects.count() == 1
        assert Entry.objects.count() == told

    def test_a_photo_taken_away_is_not_shown_and_not_lost(self, cast, files_dir):
        one, two = keep(cast.officer), keep(cast.officer, PNG, "二.png")
        attach(cast.site, "photos", [one.pk, two.pk], actor=cast.officer)
        attach(cast.site, "photos", [two.pk], actor=cast.officer)
        assert [each["id"] for each in attached(Site, [cast.site.pk])[cast.site.pk]] == [two.pk]
        assert sweep(NOW + DAY) == 0
        assert may_read(one, cast.town)
        attach(cast.site, "photos", [one.pk], actor=cast.officer)
        assert [each["id"] for each in attached(Site, [cast.site.pk])[cast.site.pk]] == [one.pk]

    def test_the_owner_tells_what_was_attached(self, cast):
        file = keep(cast.officer)
        attach(cast.site, "photos", [file.pk], actor=cast.officer, label="现场照片")
        entry = Entry.objects.filter(target=f"enterprises.Site:{cast.site.pk}").latest("pk")
        assert entry.action == "enterprises.attach"
        assert entry.changes == {"现场照片": ["", f"现场.jpg（{file.pk}）"]}

    def test_somebody_elses_file_cannot_be_attached(self, cast):
        """Else its id would be enough to read it."""
        file = keep(cast.officer)
        with pytest.raises(RuleViolation, match="附件不存在或不是您上传的，请重新上传") as refused:
            attach(cast.rival_site, "photos", [file.pk], actor=cast.rival_officer)
        assert refused.value.field == "photos"

    @pytest.mark.parametrize("pk", [0, -1, 987654321, 2**63, 10**30])
    def test_a_file_that_does_not_exist_cannot_be_attached(self, cast, pk):
        with pytest.raises(RuleViolation, match="附件不存在或不是您上传的，请重新上传"):
            attach(cast.site, "photos", [pk], actor=cast.officer)

    def test_a_photo_one_may_look_at_may_be_used_again(self, cast):
        """The hazard of an inspection shows the inspection's photo."""
        file = keep(cast.worker)
        attach(cast.site, "photos", [file.pk], actor=cast.worker)
        attach(cast.enterprise, "photos", [file.pk], actor=cast.officer)
        assert Attachment.objects.count() == 2

    def test_there_is_a_limit_per_slot(self, cast):
        with pytest.raises(RuleViolation, match="现场照片最多30个，现有31个"):
            attach(cast.site, "photos", range(1, 32), actor=cast.officer, label="现场照片")


class TestReading:
    def test_until_it_is_attached_a_file_is_its_uploaders(self, cast):
        file = keep(cast.officer)
        readers = [each for each in vars(cast).values() if hasattr(each, "grants") and may_read(file, each)]
        assert readers == [cast.platform, cast.officer]

    @pytest.mark.parametrize(
        ("person", "reads"),
        [
            *(("officer", True), ("worker", True), ("town", True), ("wujin", True), ("city", True)),
            *(("rival_officer", False), ("liyang", False), ("clerk", False), ("nobody", False), ("auditor", False)),
        ],
    )
    def test_then_it_is_read_by_whoever_may_view_the_owner(self, cast, person, reads):
        file = keep(cast.officer)
        attach(cast.site, "photos", [file.pk], actor=cast.officer)
        assert may_read(file, getattr(cast, person)) is reads

    def test_an_uploader_who_may_no_longer_view_the_owner_reads_no_more(self, cast):
        file = keep(cast.two_roles)
        attach(cast.rival_site, "photos", [file.pk], actor=cast.two_roles)
        cast.two_roles.grants = cast.clerk.grants
        assert not may_read(file, cast.two_roles)

    def test_an_owner_that_is_no_record_is_closed_until_it_says_who_may_view_it(self, cast, monkeypatch):
        file, department = keep(cast.officer), cast.enterprise.department
        attach(department, "photos", [file.pk], actor=cast.officer)
        assert not may_read(file, cast.officer)
        monkeypatch.setitem(readable_through, kind_of(type(department)), lambda actor, pk: actor == cast.bureau)
        assert may_read(file, cast.bureau)
        assert not may_read(file, cast.officer)

    def test_an_owner_may_ask_for_another_permission(self, cast, monkeypatch):
        monkeypatch.setattr(services, "readable_through", {})
        read_through(Site, "audit.view")
        file = keep(cast.officer)
        attach(cast.site, "photos", [file.pk], actor=cast.officer)
        assert may_read(file, cast.auditor)
        assert not may_read(file, cast.officer)

    @pytest.mark.parametrize("kind", ["nothing.Such", "Site", "", "enterprises.Nothing"])
    def test_a_kind_that_does_not_exist_is_read_by_nobody(self, cast, kind):
        file = keep(cast.officer)
        Attachment.objects.create(owner_kind=kind, owner_id=1, slot="photos", file=file)
        assert not may_read(file, cast.officer)


class TestSweeping:
    def test_what_nobody_attached_goes_after_a_day(self, cast, files_dir):
        kept, lost = keep(cast.officer), keep(cast.officer, PNG, "b.png")
        attach(cast.site, "photos", [kept.pk], actor=cast.officer)
        assert sweep(NOW + timedelta(hours=23)) == 0
        assert sweep(NOW + DAY) == 1
        assert list(StoredFile.objects.all()) == [kept]
        assert names(files_dir) == [kept.sm3]
        assert not StoredFile.objects.filter(pk=lost.pk).exists()

    def test_a_content_somebody_else_uses_stays(self, cast, files_dir):
        kept, _ = keep(cast.officer), keep(cast.rival_officer)
        attach(cast.site, "photos", [kept.pk], actor=cast.officer)
        sweep(NOW + DAY)
        assert list(StoredFile.objects.all()) == [kept]
        assert names(files_dir) == [kept.sm3]

    def test_thumbnails_and_what_a_killed_process_left_go_too(self, cast, files_dir):
        file = keep(cast.officer)
        services.thumb(file).close()
        (files_dir / "incoming" / "half").write_bytes(b"half")
        assert len(names(files_dir)) == 3
        assert sweep(NOW + DAY) == 3
        assert names(files_dir) == []

    def test_sweeping_an_empty_store_is_nothing(self, db, files_dir):
        assert sweep(NOW) == 0


class TestOverHttp:
    def upload(self, client, content=JPEG, name="现场.jpg", **more):
        return client.post("/api/files/", {"file": SimpleUploadedFile(name, content)}, format="multipart", **more)

    def test_a_photo_goes_up_and_comes_back(self, cast, api):
        client = api(cast.officer)
        answer = self.upload(client)
        assert answer.status_code == 201
        told = answer.json()
        pk = told.pop("id")
        assert told == {
            "name": "现场.jpg",
            "kind": "picture",
            "mime": "image/jpeg",
            "size": len(JPEG),
            "width": 800,
            "height": 600,
        }
        back = client.get(f"/api/files/{pk}/")
        assert back.getvalue() == JPEG
        assert back["Content-Type"] == "image/jpeg"
        assert back["Content-Disposition"] == "inline; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.jpg"

    def test_what_is_served_can_do_nothing(self, cast, api):
        client = api(cast.officer)
        for content, name in ((JPEG, "a.jpg"), (PDF, "b.pdf"), (DOCX, "c.docx")):
            url = f"/api/files/{self.upload(client, content, name).json()['id']}/"
            back = client.get(url) if name == "a.jpg" else saved(client, url)
            assert back["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in back["Content-Security-Policy"]
            assert "default-src 'none'" in back["Content-Security-Policy"]
            assert back["Content-Disposition"].startswith("inline" if name == "a.jpg" else "attachment")
            assert back["Cache-Control"] == "private, no-cache"
            back.getvalue()

    def test_a_photo_can_be_saved_too(self, cast, api):
        client = api(cast.officer)
        back = saved(client, f"/api/files/{self.upload(client).json()['id']}/")
        assert back["Content-Disposition"].startswith("attachment")
        back.getvalue()

    def test_a_thumbnail_is_small_upright_and_says_nothing_about_the_place(self, cast, api):
        client = api(cast.officer)
        content = picture(orientation=6)
        assert b"Camera" in content
        pk = self.upload(client, content).json()["id"]
        back = client.get(f"/api/files/{pk}/thumb/")
        assert back["Content-Type"] == "image/webp"
        small = back.getvalue()
        with Image.open(BytesIO(small)) as seen:
            assert seen.size == (240, 320)
            assert not seen.getexif()
            assert seen.getpixel((120, 10))[0] > 200  # orientation 6: the left half, red, is now on top
            assert seen.getpixel((120, 310))[0] < 50
        assert b"Camera" not in small
        assert b"EXIF" not in small
        assert client.get(f"/api/files/{pk}/").getvalue() == content

    def test_a_document_has_no_thumbnail(self, cast, api):
        client = api(cast.officer)
        pk = self.upload(client, PDF, "a.pdf").json()["id"]
        assert client.get(f"/api/files/{pk}/thumb/").status_code == 404

    @pytest.mark.parametrize("suffix", ["", "thumb/"])
    def test_a_browser_that_has_it_is_told_so(self, cast, api, suffix):
        client = api(cast.officer)
        url = f"/api/files/{self.upload(client).json()['id']}/{suffix}"
        first = client.get(url)
        first.getvalue()
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize(
        ("asked", "status", "span"),
        [
            ("bytes=0-1", 206, slice(0, 2)),
            ("bytes=100-", 206, slice(100, None)),
            ("bytes=-100", 206, slice(-100, None)),
            ("bytes=0-99999999", 206, slice(None)),
            ("bytes=99999999-", 416, slice(0, 0)),
            ("bytes=5-4", 416, slice(0, 0)),
            ("bytes=-0", 416, slice(0, 0)),
            ("bytes=-", 200, slice(None)),
            ("bytes=0-1,4-5", 200, slice(None)),
            ("lines=1-2", 200, slice(None)),
            ("bytes=0-" + "9" * 40, 200, slice(None)),
        ],
    )
    def test_a_film_is_played_in_ranges(self, cast, api, asked, status, span):
        client = api(cast.officer)
        pk = self.upload(client, MP4, "a.mp4").json()["id"]
        back = client.get(f"/api/files/{pk}/", headers={"Range": asked})
        assert back.status_code == status
        assert back.getvalue() == MP4[span]
        assert back["Accept-Ranges"] == "bytes"
        assert int(back.get("Content-Length") or 0) == len(MP4[span])
        if status != 200:
            assert back["Content-Range"].endswith(f"/{len(MP4)}")

    def test_a_part_of_what_has_changed_is_not_asked_for(self, cast, api):
        client = api(cast.officer)
        pk = self.upload(client, MP4, "a.mp4").json()["id"]
        back = client.get(f"/api/files/{pk}/", headers={"Range": "bytes=0-1", "If-Range": '"other"'})
        assert (back.status_code, len(back.getvalue())) == (200, len(MP4))

    def test_strangers_and_rivals_find_nothing(self, cast, api):
        pk = self.upload(api(cast.officer)).json()["id"]
        for url in (f"/api/files/{pk}/", f"/api/files/{pk}/thumb/"):
            assert api(cast.rival_officer).get(url).status_code == 404
            assert APIClient().get(url).status_code in (401, 403)
        assert self.upload(APIClient()).status_code in (401, 403)

    @pytest.mark.parametrize("pk", ["0", "987654321", str(2**63), "9" * 40])
    def test_what_does_not_exist_is_not_found(self, cast, api, pk):
        assert api(cast.officer).get(f"/api/files/{pk}/").status_code == 404

    def test_a_content_the_store_has_lost_is_not_found(self, cast, api, files_dir):
        client = api(cast.officer)
        pk = self.upload(client).json()["id"]
        (files_dir / key_of(sm3(JPEG))).unlink()
        assert client.get(f"/api/files/{pk}/").status_code == 404
        assert client.get(f"/api/files/{pk}/thumb/").status_code == 404

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({}, "请选择要上传的文件"),
            ({"file": "text"}, "请选择要上传的文件"),
            ({"photo": SimpleUploadedFile("a.jpg", JPEG)}, "请选择要上传的文件"),
            ({"file": SimpleUploadedFile("a.jpg", b"")}, "文件是空的，请重新选择"),
            ({"file": SimpleUploadedFile("a.jpg", b"<svg>")}, "不能上传网页、SVG或XML文件"),
            ({"file": SimpleUploadedFile("a.pdf", JPEG)}, "扩展名“.pdf”与内容（JPEG图片）不符"),
        ],
        ids=range(6),
    )
    def test_what_is_wrong_is_said_in_a_sentence(self, cast, api, sent, sentence):
        for file in (each for each in sent.values() if isinstance(each, SimpleUploadedFile)):
            file.seek(0)  # sent before, to another store
        answer = api(cast.officer).post("/api/files/", sent, format="multipart")
        assert answer.status_code == 400
        assert sentence in answer.content.decode()

    def test_what_is_much_too_large_is_refused_unread(self, cast, api):
        answer = self.upload(api(cast.officer), CONTENT_LENGTH=str(300 * 1024 * 1024))
        assert answer.status_code == 413
        assert "文件不能超过200MB，请压缩后上传" in answer.content.decode()

    def test_json_is_no_upload(self, cast, api):
        assert api(cast.officer).post("/api/files/", {"file": "x"}, format="json").status_code == 415
