"""What somebody tries who has an account, or none: others' rows, fields that are not his, headers, hosts, paths."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.models import Entry
from tests.access.endpoints import endpoints
from tests.access.test_matrix import expected, undone
from tests.access.world import build

SMUGGLED = {
    "id": 1,
    "pk": 1,
    "version": 99,
    "created_by": None,
    "created_at": "2020-01-01T00:00:00+08:00",
    "ended_at": "2020-01-01T00:00:00+08:00",
    "status": "closed",
    "state": "confirmed",
    "is_active": False,
    "is_system": True,
    "is_superuser": True,
    "grants": ["*"],
    "permissions": ["*"],
    "role": "sysadmin",
    "actor": 1,
    "user": 1,
    "proposed": None,
    "approved": True,
    "verified": True,
    "sm3": "0" * 64,
}
KEPT = ("status", "state", "version", "created_by", "ended_at", "verified", "is_active", "proposed_at", "level")
"Of an answer, what smuggled fields must not have moved."


@pytest.fixture
def world(cast, files_dir):
    return build(cast)


def sends():
    """The writes that the officer may do, by the matrix."""
    table = expected()
    return [e for e in endpoints() if e.method == "post" and table.get(str(e), {}).get("officer") == "yes"]


@pytest.mark.timeout(600)
def test_fields_that_no_form_has_move_nothing(cast, world):
    """Mass assignment: the same form with columns smuggled in answers the same."""
    client, moved, tried = APIClient(raise_request_exception=False), [], 0
    for endpoint in sends():
        body = world.body(endpoint)
        if not isinstance(body, dict) or endpoint.path.endswith(("/files/", "/imports/")):
            continue
        answers: list[dict[str, object] | None] = []
        for smuggled in ({}, {name: value for name, value in SMUGGLED.items() if name not in body}):
            client.force_authenticate(User.objects.get(pk=cast.officer.pk))
            with undone():
                said = client.post(world.address(endpoint), {**smuggled, **body})
            told = said.json() if said.headers.get("Content-Type") == "application/json" and said.content else {}
            kept = {name: told[name] for name in KEPT if isinstance(told, dict) and name in told}
            if kept.get("ended_at"):  # what ends a row does so at its own moment
                kept["ended_at"] = kept["ended_at"] == SMUGGLED["ended_at"]
            answers.append(kept if said.status_code < 300 else None)
        if answers[1] is None:
            continue  # one of these is an input of this form, and nonsense for it
        tried += 1
        if answers[0] != answers[1]:
            moved.append((str(endpoint), answers))
    assert tried > 20
    assert not moved


def test_no_role_comes_with_a_form(cast, world):
    before = rights()
    client = APIClient(raise_request_exception=False)
    for person in ("worker", "officer", "town", "sysadmin", "secadmin", "auditor"):
        client.force_authenticate(getattr(cast, person))
        for endpoint in endpoints():
            if endpoint.method in ("put", "patch"):
                getattr(client, endpoint.method)(world.address(endpoint), {"value": None, **SMUGGLED})
    assert before == rights()


def rights():
    people = User.objects.all()
    return {each.pk: (each.is_active, each.is_system, each.assignments.count()) for each in people}


@pytest.mark.timeout(300)
def test_ids_of_another_firm_in_a_form_are_nobodys(cast, world):
    """IDOR by the body: the officer names the rival's firm, site and rows where a form asks for an id."""
    theirs = {"site": cast.rival_site.pk, "enterprise": cast.rival.pk, "region": cast.qinglong.pk}
    client, done = APIClient(raise_request_exception=False), []
    client.force_authenticate(cast.officer)
    for endpoint in sends():
        body = world.body(endpoint)
        named = [name for name in theirs if isinstance(body, dict) and name in body]
        for name in named:
            with undone():
                said = client.post(world.address(endpoint), {**body, name: theirs[name]})
                if said.status_code < 300:
                    done.append((str(endpoint), name))
    assert not done


def test_where_somebody_comes_from_is_not_his_to_say(cast):
    """Without a proxy of ours the address is the socket's, whatever headers claim."""
    claims = {
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_REAL_IP": "127.0.0.1",
        "HTTP_FORWARDED": "for=127.0.0.1",
        "HTTP_TRUE_CLIENT_IP": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
    }
    client = APIClient()
    client.force_authenticate(cast.officer)
    said = client.put("/api/me/settings/table.people/", {"value": {}}, REMOTE_ADDR="6.6.6.6", **claims)
    assert said.status_code == 200
    assert Client().get("/metrics", REMOTE_ADDR="6.6.6.6", **claims).status_code == 403
    assert not said.cookies or not any(cookie["secure"] for cookie in said.cookies.values())
    from changqian.platform.config.middleware import address

    meta = {"REMOTE_ADDR": "6.6.6.6"}
    request = SimpleNamespace(META=meta, headers={"X-Forwarded-For": "127.0.0.1"})
    assert address(request) == "6.6.6.6"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "testserver.evil.example", "testserver@evil.example"]
)
@pytest.mark.parametrize("path", ["/", "/api/config/", "/healthz", "/sign-in?link=abc"])
def test_another_host_is_not_answered(db, host, path):
    """No page, link or cookie is made for a name that is not ours."""
    said = Client().get(path, HTTP_HOST=host)
    assert said.status_code == 400
    assert "evil" not in said.content.decode() + str(said.headers)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/%2f..",
        "/\\evil.example",
        "/sign-in?next=//evil.example",
        "/sign-in?redirect=https://evil.example",
        "/m/sign-in?to=javascript:alert(1)",
        "/api//evil.example",
        "/api/hazards",
        "/screen",
        "/m",
    ],
)
def test_nobody_is_sent_elsewhere(db, path):
    said = Client().get(path)
    assert "Location" not in said.headers
    assert not 300 <= said.status_code < 400


TRAVERSALS = (
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//etc/passwd",
    "/etc/passwd",
)


@pytest.mark.parametrize("climb", TRAVERSALS)
def test_downloads_do_not_climb(cast, files_dir, api, climb):
    client = api(cast.officer)
    for at in ("/api/files/", "/api/exports/1/", "/api/dictionaries/", "/api/codes/", "/assets/", "/m/assets/", "/c/"):
        said = client.get(f"{at}{climb}")
        assert b"root:" not in (b"".join(said.streaming_content) if said.streaming else said.content)
        assert said.status_code < 500 or said.status_code == 503  # a page, which is not built for tests


ODD = (
    *("\uff11", "\u0661", "1\u202e", "1\u200b", "e\u0301", "\ufeff1", "\U0001f600"),
    *("0x1", "1e0", "-1", "1.0", "9" * 19, " 1", "1%00", "%ff"),
)


@pytest.mark.timeout(300)
def test_odd_spellings_of_an_id_reach_no_other_row(cast, world, api):
    """Digits of other scripts, invisible characters, other notations: nothing there, or the very same row."""
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(cast.rival_officer)
    for endpoint in endpoints():
        if endpoint.method == "get" and endpoint.path.count("<") == 1:
            for odd in ODD:
                said = client.get(re.sub(r"<\w+>", lambda _, odd=odd: odd, endpoint.path))
                stopped = said.status_code == 429 and endpoint.ledger == "whistle"  # who guesses at posters
                assert stopped or said.status_code in (400, 403, 404, 200, 405), (endpoint, odd, said.status_code)
                if said.status_code == 200 and "<pk>" in endpoint.path:
                    assert cast.enterprise.name not in said.content.decode(), (endpoint, odd)


def test_every_refusal_carries_the_number_of_its_request(cast, api):
    for said in (
        APIClient().get("/api/hazards/"),
        api(cast.officer).get("/api/hazards/999999999/"),
        api(cast.officer).post("/api/hazards/", {}),
        api(cast.auditor).get("/api/hazards/"),
        APIClient().get("/api/nowhere/"),
        api(cast.officer).patch("/api/hazards/"),
        APIClient().get("/api/hazards/?q=%00"),
    ):
        assert said.status_code >= 400
        assert said.json()["id"] == said.headers["X-Request-ID"]
    page = Client().get("/nowhere.txt")
    assert page.headers["X-Request-ID"] in page.content.decode()


def test_a_number_that_somebody_gives_his_request_is_a_number(cast, api):
    client = api(cast.officer)
    assert client.get("/api/me/", HTTP_X_REQUEST_ID="0123456789ab").headers["X-Request-ID"] == "0123456789ab"
    for odd in ("<script>", "a" * 100, "1234567\r\nSet-Cookie: a=b", "../x"):
        assert client.get("/api/me/", HTTP_X_REQUEST_ID=odd).headers["X-Request-ID"] != odd
    assert not Entry.objects.filter(request__contains="<").exists()


def test_headers_keep_browsers_careful(db):
    for path in ("/", "/api/config/", "/nowhere.txt", "/healthz"):
        said = Client().get(path, secure=True, HTTP_HOST="testserver")
        assert "unsafe" not in said.headers["Content-Security-Policy"]
        assert said.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert said.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert said.headers["X-Content-Type-Options"] == "nosniff"
        assert said.headers["X-Frame-Options"] == "DENY"
        assert said.headers["Referrer-Policy"] == "same-origin"
        assert "camera=(self)" in said.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("host", "secure", "kept"),
    [
        ("changqian.example", True, True),
        ("changqian.example:8443", True, True),
        ("changqian.example", False, False),
        ("192.168.1.5:8443", True, False),
        ("localhost", True, False),
        ("[::1]:8443", True, False),
    ],
)
def test_a_name_reached_safely_once_is_reached_safely_for_a_year(db, settings, host, secure, kept):
    settings.ALLOWED_HOSTS = ["*"]
    said = Client().get("/api/config/", secure=secure, HTTP_HOST=host)
    assert ("Strict-Transport-Security" in said.headers) == kept
    assert bool(said.cookies["csrftoken"]["secure"]) == secure


def test_behind_our_proxy_cookies_are_as_safe_as_the_way_to_it(db, settings):
    settings.PROXIES, settings.SECURE_PROXY_SSL_HEADER = 1, ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/api/config/", HTTP_X_FORWARDED_PROTO="https").cookies["csrftoken"]["secure"]
    assert not Client().get("/api/config/", HTTP_X_FORWARDED_PROTO="http").cookies["csrftoken"]["secure"]
