"""Tickets for files: what a copied, stolen, late or second one opens, which is nothing."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.services import issue_token, set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, Browser
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.files.tests.samples import DOCX, JPEG
from changqian.platform.kernel.tickets import encode, ticket

pytestmark = pytest.mark.usefixtures("files_dir")


@pytest.fixture
def document(cast):
    return store(BytesIO(DOCX), name="制度.docx", actor=cast.officer, now=timezone.now())


@pytest.fixture
def signed_in(cast):
    def enter(user):
        if not user.has_password:
            set_password(user, PASSWORD, now=timezone.now())
        browser = Browser()
        assert browser.sign_in(user.username).status_code == 200
        return browser

    return enter


@pytest.fixture
def officer(cast, signed_in):
    return signed_in(cast.officer)


def address_of(client, file):
    said = client.post(f"/api/files/{file.pk}/")
    assert said.status_code == 201, said.content.decode()
    return said.json()["address"]


def refused(said):
    assert said.status_code == 400, said
    return said.json()["detail"]


def test_once_and_no_more(officer, document):
    address = address_of(officer, document)
    back = officer.get(address)
    assert back.getvalue() == DOCX
    assert back["Content-Disposition"].startswith("attachment")
    assert refused(officer.get(address)) == "下载链接已用过，请回到页面重新点“下载”"


def test_a_cookie_alone_fetches_no_document(officer, document):
    assert refused(officer.get(f"/api/files/{document.pk}/")) == "文件凭一次性链接下载，请回到页面重新点“下载”"
    assert refused(officer.get(f"/api/files/{document.pk}/?ticket=made.up")).startswith("文件凭一次性链接下载")


def test_after_a_minute_it_is_nothing(officer, document, monkeypatch):
    address, late = address_of(officer, document), timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr("changqian.platform.foundation.files.api.timezone.now", lambda: late)
    assert refused(officer.get(address)).startswith("下载链接已过期")


def test_stolen_it_opens_nothing(cast, officer, document, signed_in, api):
    """By a stranger, by a rival, by a colleague who may read the same, and by the same person in another session."""
    address = address_of(officer, document)
    assert APIClient().get(address).status_code == 401
    assert signed_in(cast.rival_officer).get(address).status_code == 404
    again = signed_in(cast.officer)
    assert refused(again.get(address)) == "下载链接不是为您和这个文件签发的，请回到页面重新点“下载”"
    assert officer.get(address).getvalue() == DOCX, "none of them has used it up"


def test_it_opens_the_file_it_names_and_no_other(cast, officer, document):
    other = store(BytesIO(DOCX + b"\0"), name="另一份.docx", actor=cast.officer, now=timezone.now())
    given = address_of(officer, document).partition("?")[2]
    assert refused(officer.get(f"/api/files/{other.pk}/?{given}")).startswith("下载链接不是为您和这个文件")


def test_a_ticket_for_the_push_server_is_none_for_a_file(cast, officer, document):
    made = officer.post("/api/tickets/", {"audience": "push"}).json()["ticket"]
    assert refused(officer.get(f"/api/files/{document.pk}/?ticket={made}")).startswith("文件凭一次性链接")
    forged = ticket(
        audience="files", subject=str(cast.officer.pk), resource=f"files:{document.pk}", verbs=("download",),
        expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    assert refused(officer.get(f"/api/files/{document.pk}/?ticket={encode(forged, b'x' * 32)}"))
    own = encode(forged, settings.KEYS["tickets"])
    assert refused(officer.get(f"/api/files/{document.pk}/?ticket={own}")).startswith("下载链接不是"), "of no session"


def test_who_may_not_read_gets_no_ticket(cast, document, signed_in):
    assert signed_in(cast.rival_officer).post(f"/api/files/{document.pk}/").status_code == 404


def test_a_page_of_another_site_gets_no_ticket(officer, document):
    officer.cookies.pop("csrftoken")
    assert officer.post(f"/api/files/{document.pk}/").status_code == 403


def test_pictures_on_a_page_are_shown_by_session_and_saved_by_ticket(cast, officer):
    photo = store(BytesIO(JPEG), name="现场.jpg", actor=cast.officer, now=timezone.now())
    assert officer.get(f"/api/files/{photo.pk}/").getvalue() == JPEG
    assert refused(officer.get(f"/api/files/{photo.pk}/?download=1"))
    back = officer.get(address_of(officer, photo))
    assert back["Content-Disposition"].startswith("attachment")
    back.getvalue()


def test_a_script_shows_its_token_each_time_and_needs_no_ticket(cast, document):
    secret = issue_token(cast.officer, actor=cast.officer, name="脚本", lives=timedelta(days=1), now=timezone.now())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert client.get(f"/api/files/{document.pk}/").getvalue() == DOCX
