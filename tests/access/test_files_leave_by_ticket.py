"""Every file leaves the house by ticket, or stands here with the reason why not. (docs/decisions/0018)"""

import re
from datetime import timedelta

from django.utils import timezone
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.tickets import FileByTicket
from changqian.platform.ledgerkit.imports.models import Import
from tests.access.endpoints import endpoints, schema
from tests.access.test_matrix import expected, undone
from tests.access.world import PEOPLE, build

SHOWN = {
    "GET /api/files/<pk>/": "pictures and films in a page; documents and what is to be saved want a ticket",
    "GET /api/files/<pk>/thumb/": "a picture in a list",
    "GET /api/codes/<pk>/qr.<kind>": "a picture of an address that hangs on the wall",
    "GET /api/invitations/<pk>/qr/": "a picture in a page, drawn for its inviter as long as it is good",
}
"What a page shows as it stands, by session."
WITH_A_PASSWORD = "GET /api/me/about/file/"
"Its ticket is asked for with a password, which nobody of this cast has: screens/about_me/tests."
FILES = {str(each): each for each in endpoints() if each.method == "get" and issubclass(each.view, FileByTicket)}


def client_of(cast, person):
    client = APIClient()
    client.force_authenticate(User.objects.get(pk=getattr(cast, person).pk))
    return client


def may(endpoint):
    """Who is let through to this file, as the table of rights says."""
    row = expected()[endpoint.replace("GET", "POST")]
    return [person for person in PEOPLE if row[person] in ("yes", "rule")]


def refused(said):
    return said.status_code, said.json()["detail"]


def test_nobody_is_given_a_file_without_a_ticket(cast, files_dir):
    """Everything that answers anybody is asked without one: what comes is JSON, whatever this test knows of it."""
    world, table = build(cast), expected()
    for endpoint in endpoints():
        through = [person for person in PEOPLE[1:] if table[str(endpoint)][person] == "yes"]
        if endpoint.method == "get" and through and str(endpoint) not in SHOWN:
            said = client_of(cast, through[0]).get(world.address(endpoint), world.query(endpoint))
            told = said.headers["Content-Type"].partition(";")[0], said.headers.get("Content-Disposition")
            assert told == ("application/json", None), f"{endpoint} gives a file without a ticket"


def test_what_is_described_as_a_file_is_one_of_these():
    """Also where none of the cast comes through."""
    described = {
        f"GET {path}"
        for path, methods in schema()["paths"].items()
        for code, answer in methods.get("get", {}).get("responses", {}).items()
        if code.startswith("2") and answer.get("content", {}).keys() - {"application/json"}
    }
    known = {re.sub(r"<(\w+)>", r"{\1}", each).replace("{pk}", "{id}") for each in (*FILES, *SHOWN)}
    assert described == known


def test_once_within_a_minute_by_whom_it_was_given_to(cast, files_dir, monkeypatch):
    """One world for all: to build it takes longer than to ask."""
    world = build(cast)
    Import.objects.update(wrong=1)
    for name in sorted(FILES.keys() - {WITH_A_PASSWORD}):
        with undone(), monkeypatch.context() as clock:
            try:
                given_once(cast, world, name, clock)
            except AssertionError as error:
                raise AssertionError(f"{name}: {error}") from error


def given_once(cast, world, name, clock):
    endpoint = FILES[name]
    address, query = world.address(endpoint), world.query(endpoint)
    owner, *colleagues = may(name)
    client = client_of(cast, owner)

    def ticket():
        said = client.post(address, query_params=query)
        assert said.status_code == 201, said.content.decode()
        return said.json()["address"]

    assert refused(client.get(address, query)) == (400, "文件凭一次性链接下载，请回到页面重新点“下载”")
    given = ticket()
    for person in ("nobody", *colleagues[:1]):
        assert client_of(cast, person).get(given).status_code in (400, 403, 404), person
    other = client.get(f"{address}?{given.partition('?')[2]}&other=1")
    assert refused(other) == (400, "下载链接不是为您和这个文件签发的，请回到页面重新点“下载”")
    back = client.get(given)
    assert back.status_code == 200
    assert back.headers["Cache-Control"] == "private, no-store"
    assert b"".join(back.streaming_content) if back.streaming else back.content
    assert refused(client.get(given)) == (400, "下载链接已用过，请回到页面重新点“下载”")
    given, late = ticket(), timezone.now() + timedelta(seconds=61)
    clock.setattr("changqian.platform.foundation.files.tickets.timezone.now", lambda: late)
    assert refused(client.get(given)) == (400, "下载链接已过期，请回到页面重新点“下载”")
