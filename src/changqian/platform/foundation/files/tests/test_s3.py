"""Files in a bucket: the same promises as in a folder, and what becomes of an object store that is away."""

import errno
import os
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from changqian.platform.foundation.files import services
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.s3 import Bucket, S3Store, Unreachable, bucket_in
from changqian.platform.foundation.files.services import attach, store, sweep
from changqian.platform.foundation.files.storage import key_of, thumb_key_of
from changqian.platform.foundation.files.tests import test_files
from changqian.platform.foundation.files.tests.buckets import content_of, keys_of, new_bucket, object_store
from changqian.platform.foundation.files.tests.samples import DOCX, JPEG, MP4, PNG
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.kernel.crypto import sm3

NOW = timezone.now()
DAY = timedelta(hours=25)
LARGE = os.urandom(5 * 1024 * 1024 + 7)
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def address():
    with object_store() as found:
        yield found


@pytest.fixture
def bucket(address, settings):
    settings.S3 = new_bucket(address)
    return settings.S3


def keep(actor, content=JPEG, name="现场.jpg", now=NOW):
    return store(BytesIO(content), name=name, actor=actor, now=now)


@pytest.mark.usefixtures("bucket")
class TestOverHttp(test_files.TestOverHttp):
    """Whatever a folder answers, a bucket answers too."""

    def test_a_content_the_store_has_lost_is_not_found(self, cast, api, bucket):
        client = api(cast.officer)
        pk = self.upload(client).json()["id"]
        S3Store(bucket).delete(key_of(sm3(JPEG)))
        assert client.get(f"/api/files/{pk}/").status_code == 404
        assert client.get(f"/api/files/{pk}/thumb/").status_code == 404


def test_nothing_is_written_beside_the_bucket(cast, api, bucket, files_dir):
    file = keep(cast.officer)
    services.thumb(file).close()
    assert keys_of(bucket) == sorted([key_of(file.sm3), thumb_key_of(file.sm3)])
    assert content_of(bucket, key_of(file.sm3)) == JPEG
    assert not files_dir.exists()


def test_a_content_that_is_there_is_left_as_it_is(bucket):
    there = S3Store(bucket)
    there.put("aa/bb/c", BytesIO(b"first"))
    there.put("aa/bb/c", BytesIO(b"second"))
    assert content_of(bucket, "aa/bb/c") == b"first"


def test_a_large_one_is_read_from_anywhere(bucket):
    there = S3Store(bucket)
    there.put("large", BytesIO(LARGE))
    with there.open("large") as file:
        assert file.read() == LARGE
        for start, count in ((0, 10), (3_000_000, 2_000_000), (len(LARGE) - 5, 50), (17, 1)):
            file.seek(start)
            assert file.read(count) == LARGE[start : start + count]
        assert file.seek(0, os.SEEK_END) == len(LARGE)
        assert file.read() == b""


class Tearing(BaseHTTPRequestHandler):
    """A store with one object, whose first two answers break off in the middle."""

    asked: list[int] = []

    def do_HEAD(self):
        self.begin(200, len(LARGE))

    def do_GET(self):
        start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        self.asked.append(start)
        rest = LARGE[start:]
        self.begin(206, len(rest))
        self.wfile.write(rest[: len(rest) // 2] if len(self.asked) <= 2 else rest)

    def begin(self, status, length):
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        """Nothing: the test says what happened."""


def test_a_line_that_breaks_is_taken_up_where_it_broke():
    with ThreadingHTTPServer(("127.0.0.1", 0), Tearing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        there = S3Store(Bucket("torn", endpoint=f"http://127.0.0.1:{server.server_port}", key="k", secret="s"))
        with there.open("large") as file:
            assert file.read() == LARGE
        server.shutdown()
    first, second, third = Tearing.asked
    assert first == 0 < second < third


def test_what_is_swept_goes_from_the_bucket(cast, bucket):
    kept, lost = keep(cast.officer), keep(cast.officer, PNG, "b.png")
    services.thumb(lost).close()
    attach(cast.site, "photos", [kept.pk], actor=cast.officer)
    assert sweep(NOW + timedelta(hours=23)) == 0
    assert sweep(NOW + DAY) == 2
    assert keys_of(bucket) == [key_of(kept.sm3)]


def test_what_other_rooms_keep_is_listed_below_its_own_prefix(bucket):
    there = S3Store(bucket)
    for key in ("own/exports/a", "own/exports-of-old/b", "own/imports/c"):
        there.put(key, BytesIO(b"x"))
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert list(there.older_than("own/exports", later)) == ["own/exports/a"]
    assert list(there.older_than("own/exports", later - timedelta(hours=1))) == []


def test_documents_leave_by_ticket(cast, api, bucket):
    client = api(cast.officer)
    pk = client.post("/api/files/", {"file": SimpleUploadedFile("a.docx", DOCX)}, format="multipart").json()["id"]
    back = saved(client, f"/api/files/{pk}/")
    assert back.getvalue() == DOCX
    assert back["Content-Length"] == str(len(DOCX))


def test_while_the_store_is_away_people_are_told_and_nothing_is_half_there(cast, api, bucket, settings):
    client = api(cast.officer)
    kept = keep(cast.officer, MP4, "a.mp4")
    settings.S3 = Bucket(bucket.name, endpoint=NOBODY, key="tester", secret="not-a-secret")
    for answer in (
        client.post("/api/files/", {"file": SimpleUploadedFile("b.jpg", JPEG)}, format="multipart"),
        client.get(f"/api/files/{kept.pk}/"),
    ):
        assert answer.status_code == 503
        assert answer.json()["detail"] == "文件存储暂时不可用，请稍后再试"
    assert list(StoredFile.objects.all()) == [kept]


def test_a_bucket_that_is_not_there_is_named_and_its_secret_is_not(address):
    nowhere = Bucket("no-such-bucket", endpoint=address, key="tester", secret="do-not-tell")
    with pytest.raises(Unreachable) as refused:
        S3Store(nowhere).put("aa/bb/c", BytesIO(b"x"))
    assert (refused.value.errno, refused.value.filename) == (errno.EREMOTEIO, "s3://no-such-bucket")
    with pytest.raises(Unreachable, match="没有这个存储桶"):
        S3Store(nowhere).require()
    assert "do-not-tell" not in f"{nowhere!r}{refused.value!r}"


def test_the_environment_names_the_bucket_or_none():
    assert bucket_in({}) is None
    told = {"S3_BUCKET": "files", "S3_ENDPOINT": "https://oss.example.cn", "S3_KEY": "k", "S3_SECRET": "s"}
    assert bucket_in(told) == Bucket("files", "https://oss.example.cn", "", "k", "s", "path")
    assert bucket_in(told | {"S3_STYLE": "virtual"}).style == "virtual"
    for wrong in ({"S3_STYLE": "host"}, {"S3_SECRET": ""}):
        with pytest.raises(ValueError, match="S3_"):
            bucket_in(told | wrong)
