"""Three checks and what follows them, over HTTP: whoever is not who he says, where he says, with what he was given."""

import json
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.clients import gate, services
from changqian.platform.foundation.clients.gate import forget_calls
from changqian.platform.foundation.clients.models import ClientCall, ClientKey, ClientNonce, ClientSession
from changqian.platform.foundation.clients.tests.calling import HERE, in_force, keyed
from changqian.platform.foundation.limits.models import Spent
from changqian.platform.foundation.limits.services import forget_past

HAZARDS = "/api/hazards/"
HOUR = timedelta(hours=1)


@pytest.fixture
def caller(cast):
    return keyed(cast).begin()


def code(said):
    return said.status_code, said.json()["code"]


def last_call():
    return ClientCall.objects.order_by("-pk").first()


def test_a_client_reads_what_lies_in_its_scope(caller, cast):
    said = caller.get("/api/enterprises/")
    assert [row["name"] for row in said.json()["results"]] == [cast.enterprise.name]  # 武进区, not 天宁区
    assert last_call().operation == "enterprises_list"
    assert (last_call().client, last_call().status, last_call().refused) == (caller.row, 200, "")


def test_it_knows_what_it_is_and_may(caller):
    told = caller.get("/api/client/").json()
    assert {each["id"] for each in told["methods"]} == {"hazards_list", "hazards_retrieve", "enterprises_list"}
    assert told["scope"][0]["region_name"] == "武进区"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"signature": "0" * 64}, (401, "client_signature")),
        ({"signature": "甲"}, (401, "client_malformed")),
        ({"client": "app-000000000000"}, (401, "client_unknown")),
        ({"key": 2}, (401, "client_unknown")),
        ({"key": 10**11}, (401, "client_unknown")),
        ({"nonce": "short"}, (401, "client_malformed")),
        ({"nonce": "with.dots.is.no.nonce"}, (401, "client_malformed")),
        ({"session": ""}, (401, "client_session")),
        ({"session": "A" * 43}, (401, "client_session")),
        ({"address": "10.1.3.3"}, (403, "client_address")),
        ({"address": "::1"}, (403, "client_address")),
        ({"header": "HMAC-SM3 nonsense"}, (401, "client_malformed")),
    ],
)
def test_whoever_is_not_who_he_says_is_refused(caller, wrong, expected):
    assert code(caller.get(HAZARDS, **wrong)) == expected
    assert last_call().refused == expected[1].removeprefix("client_")


@pytest.mark.parametrize(("seconds", "good"), [(-270, True), (270, True), (-330, False), (330, False), (3600, False)])
def test_a_call_is_good_for_five_minutes_either_way(caller, seconds, good):
    said = caller.get(HAZARDS, timestamp=int(timezone.now().timestamp()) + seconds)
    assert said.status_code == 200 if good else code(said) == (401, "client_clock")


def test_the_same_call_twice_is_a_replay(caller):
    header = caller.header("GET", HAZARDS, "", b"")
    assert caller.get(HAZARDS, header=header).status_code == 200
    assert code(caller.get(HAZARDS, header=header)) == (401, "client_replayed")


def test_a_nonce_is_known_for_longer_than_a_timestamp_is_good(caller):
    """Signed five minutes ahead, a call could come again ten minutes later."""
    header = caller.header("GET", HAZARDS, "", b"", timestamp=int(timezone.now().timestamp()) + 290)
    caller.get(HAZARDS, header=header)
    forget_calls(now=timezone.now() + timedelta(minutes=10))
    assert code(caller.get(HAZARDS, header=header)) == (401, "client_replayed")


def test_a_stranger_uses_up_no_nonce(caller):
    said = caller.get(HAZARDS, nonce="a" * 32, signature="0" * 64)
    assert said.status_code == 401
    assert caller.get(HAZARDS, nonce="a" * 32).status_code == 200


def test_what_was_signed_is_what_is_asked(caller):
    """A header taken from the wire fits neither another address, nor another query, verb or body."""
    header = caller.header("GET", HAZARDS, "limit=1", b"")
    for method, path, query, body in [
        ("GET", "/api/enterprises/", "limit=1", b""),
        ("GET", HAZARDS, "limit=500", b""),
        ("GET", HAZARDS, "limit=1&limit=500", b""),
        ("POST", HAZARDS, "limit=1", b""),
        ("GET", HAZARDS, "limit=1", b"{}"),
    ]:
        assert code(caller.call(method, path, query, body, header=header)) == (401, "client_signature")
    assert caller.get(HAZARDS, "limit=1", header=header).status_code == 200


def test_another_order_and_another_spelling_mean_the_same(caller):
    header = caller.header("GET", HAZARDS, "limit=1&q=砂 轮", b"")
    assert caller.get(HAZARDS, "q=%E7%A0%82+%e8%bd%ae&limit=%31", header=header).status_code == 200


def test_the_token_of_another_client_opens_nothing(caller, cast):
    other = keyed(cast, name="常治慧").begin()
    assert code(caller.get(HAZARDS, session=other.session)) == (401, "client_session")


def test_a_token_is_good_where_it_was_given_only(caller):
    assert code(caller.get(HAZARDS, address="10.1.2.9")) == (401, "client_session")


def test_a_token_ends(caller, monkeypatch):
    assert caller.call("DELETE", "/api/client/session/").status_code == 204
    assert code(caller.get(HAZARDS)) == (401, "client_session")
    caller.begin()
    ClientSession.objects.update(expires_at=timezone.now())
    assert code(caller.get(HAZARDS)) == (401, "client_session")


def test_an_ipv4_address_in_ipv6_clothes_is_what_it_is(caller):
    mapped = "::ffff:10.1.2.3"
    assert caller.begin(address=mapped).get(HAZARDS, address=mapped).status_code == 200


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        (HERE, 401),  # let through by the address list, and told that its session was begun elsewhere
        (f"6.6.6.6, {HERE}", 401),
        (f"{HERE}, 6.6.6.6", 403),
        ("6.6.6.6", 403),
        ("", 403),
        ("nonsense", 403),
    ],
)
def test_behind_a_proxy_its_word_counts_and_no_other(caller, settings, forwarded, expected):
    """The proxy adds the address it sees at the end; what stands before comes from whoever asks."""
    settings.PROXIES = 1
    caller.api.credentials(HTTP_X_FORWARDED_FOR=forwarded)
    assert caller.get(HAZARDS, address="192.168.0.9", session="A" * 43).status_code == expected


def test_without_a_proxy_of_ours_the_header_is_hearsay(caller):
    caller.api.credentials(HTTP_X_FORWARDED_FOR=HERE)
    assert code(caller.get(HAZARDS, address="6.6.6.6")) == (403, "client_address")


def test_a_proxy_is_believed_only_if_it_is_one_of_ours(caller, settings):
    settings.PROXIES, settings.PROXY_ADDRESSES = 1, ["192.168.0.0/24"]
    caller.api.credentials(HTTP_X_FORWARDED_FOR=HERE)
    assert caller.begin(address="192.168.0.9").get(HAZARDS, address="192.168.0.9").status_code == 200
    assert code(caller.get(HAZARDS, address="6.6.6.6")) == (403, "client_address")


def test_what_was_not_opened_is_not_there(caller):
    for method, path in [
        ("GET", "/api/people/"),
        ("GET", "/api/hazards/stats/"),
        ("POST", HAZARDS),
        ("DELETE", HAZARDS),
        ("GET", "/api/nowhere/"),
        ("GET", "/api/audit/"),
        ("GET", "/api/clients/"),
        ("GET", "/api/me/"),
        ("POST", "/api/tickets/"),
        ("POST", "/api/session/"),
    ]:
        said = caller.call(method, path, body=b"{}" if method == "POST" else b"")
        assert code(said) == (404, "not_found"), (method, path)
        assert said.json()["detail"] == caller.get("/api/nowhere/").json()["detail"]


def test_what_is_opened_still_asks_for_the_right(cast):
    """A method that is visible is not a permission: the reader's role has no `hazards.report`."""
    caller = keyed(cast, methods=["hazards_create", "hazards_list"]).begin()
    body = {"site": cast.site.pk, "description": "防护罩缺失", "location": "机修间", "category": "equipment"}
    said = caller.call("POST", HAZARDS, body=json.dumps(body).encode())
    assert code(said) == (403, "permission_denied")


def test_a_write_is_its_own_in_the_trail(cast):
    caller = keyed(
        cast,
        scope=[{"role": "interface_reporter", "enterprise": cast.enterprise.pk}],
        methods=["hazards_create"],
    ).begin()
    body = {"site": cast.site.pk, "description": "防护罩缺失", "location": "机修间", "category": "equipment"}
    said = caller.call("POST", HAZARDS, body=json.dumps(body).encode())
    assert said.status_code == 201, said.content
    entry = Entry.objects.filter(action="hazards.report").latest("pk")
    assert (entry.actor.name, entry.address) == ("数字政府平台", HERE)
    body["site"] = cast.rival_site.pk
    assert caller.call("POST", HAZARDS, body=json.dumps(body).encode()).status_code in (400, 403, 404)


def test_its_document_shows_what_it_sees_and_nothing_else(caller):
    told = caller.get("/api/client/openapi/").json()
    ids = {one["operationId"] for verbs in told["paths"].values() for one in verbs.values()}
    assert {"hazards_list", "hazards_retrieve", "enterprises_list", "client_retrieve"} <= ids
    assert "hazards_create" not in ids
    assert not any("people" in path or "audit" in path for path in told["paths"])
    assert "Hazard" in str(sorted(told["components"]["schemas"]))
    shown = set(told["components"]["schemas"])
    own = {"ClientSelf", "ClientMethod", "ClientScopeTold"}
    assert not [name for name in shown - own if name.startswith(("Person", "Client", "Entry"))]
    assert "$ref" not in str(told).replace("#/components/schemas/", "") or all(
        name in told["components"]["schemas"] for name in _referred(told)
    )


def _referred(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner.rpartition("/")[2]
            else:
                yield from _referred(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _referred(inner)


def test_a_client_calls_only_so_often(cast):
    caller = keyed(cast, per_minute=3).begin()  # beginning a session is one of the three
    assert [caller.get(HAZARDS).status_code for _ in range(2)] == [200, 200]
    said = caller.get(HAZARDS)
    assert code(said) == (429, "client_limited")
    assert 1 <= int(said.headers["Retry-After"]) <= 60
    assert last_call().refused == "limited"


def test_a_method_has_a_limit_of_its_own(cast):
    caller = keyed(cast, method_limits={"hazards_list": 1}).begin()
    assert caller.get(HAZARDS).status_code == 200
    assert code(caller.get(HAZARDS)) == (429, "client_limited")
    assert caller.get("/api/enterprises/").status_code == 200


def test_a_day_has_a_quota(cast):
    caller = keyed(cast, per_day=2).begin()
    assert caller.get(HAZARDS).status_code == 200
    said = caller.get(HAZARDS)
    assert code(said) == (429, "client_limited")
    assert int(said.headers["Retry-After"]) <= 86_400


def test_whoever_guesses_stands_at_the_door(caller, monkeypatch):
    monkeypatch.setattr(gate, "REFUSED_PER_ADDRESS", 3)
    found = [caller.get(HAZARDS, signature="0" * 64, address="10.1.2.77") for _ in range(5)]
    assert [said.status_code for said in found] == [401, 401, 401, 429, 429]
    assert ClientCall.objects.filter(address="10.1.2.77").count() == 3  # beyond it the log is not filled
    assert caller.get(HAZARDS).status_code == 200


def test_suspended_and_expired_clients_are_told_so(caller, cast):
    services.suspend_client(caller.row.pk, actor=cast.secadmin, expected_version=None, verdict="密钥泄露")
    assert code(caller.get(HAZARDS)) == (403, "client_suspended")
    services.resume_client(caller.row.pk, actor=cast.secadmin, expected_version=None)
    assert code(caller.get(HAZARDS)) == (401, "client_session")  # its sessions are over
    caller.begin()
    type(caller.row).objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert code(caller.get(HAZARDS)) == (403, "client_expired")


def test_a_pending_client_gets_nowhere(cast):
    from changqian.platform.foundation.clients.tests.calling import Caller, registered

    row = registered(cast)
    row, key, secret = services.issue_key(
        row.pk, actor=cast.sysadmin, expected_version=None, overlap_days=0, now=timezone.now()
    )
    assert code(Caller(row, key, secret).get(HAZARDS)) == (403, "client_suspended")


def test_keys_overlap_when_they_are_changed(caller, cast):
    """Both open for the days agreed; then only the new one. Told to end at once, the old one does."""
    row, key, secret = services.issue_key(
        caller.row.pk, actor=cast.sysadmin, expected_version=None, overlap_days=7, now=timezone.now()
    )
    new = type(caller)(row, key, secret).begin()
    assert (caller.get(HAZARDS).status_code, new.get(HAZARDS).status_code) == (200, 200)
    ClientKey.objects.filter(version=1).update(expires_at=timezone.now())
    assert code(caller.get(HAZARDS)) == (401, "client_unknown")
    assert new.get(HAZARDS).status_code == 200
    row, key, secret = services.issue_key(
        row.pk, actor=cast.sysadmin, expected_version=None, overlap_days=0, now=timezone.now()
    )
    assert code(new.get(HAZARDS)) == (401, "client_unknown")
    assert type(caller)(row, key, secret).begin().get(HAZARDS).status_code == 200


def test_a_session_ends_with_its_key(caller, cast):
    row, key, secret = services.issue_key(
        caller.row.pk, actor=cast.sysadmin, expected_version=None, overlap_days=7, now=timezone.now()
    )
    with_new_key = type(caller)(row, key, secret, session=caller.session)
    assert code(with_new_key.get(HAZARDS)) == (401, "client_session")


def test_content_is_sealed_both_ways_on_demand(cast):
    caller = keyed(
        cast,
        sealed_only=True,
        scope=[{"role": "interface_reporter", "enterprise": cast.enterprise.pk}],
        methods=["hazards_create", "hazards_list"],
    ).begin_sealed()
    body = {"site": cast.site.pk, "description": "防护罩缺失", "location": "机修间", "category": "equipment"}
    plain = json.dumps(body).encode()
    said, opened = caller.sealed("POST", HAZARDS, plain)
    assert said.status_code == 201
    assert json.loads(opened)["description"] == "防护罩缺失"
    assert "防护罩缺失".encode() not in said.content
    assert code(caller.call("POST", HAZARDS, body=plain)) == (400, "client_plain")
    assert code(caller.call("POST", HAZARDS, body=b"1.AAAA", content_type="application/vnd.changqian.sealed")) == (
        400,
        "client_sealed",
    )
    refused, opened = caller.sealed("POST", HAZARDS, b"{}")
    assert refused.status_code == 400
    assert json.loads(opened)["code"] != "client_sealed"  # a refusal is sealed, too


def test_a_sealed_body_fits_no_other_call(cast):
    caller = keyed(
        cast, scope=[{"role": "interface_reporter", "enterprise": cast.enterprise.pk}], methods=["hazards_create"]
    ).begin()
    from changqian.platform.foundation.clients.signing import MEDIA_TYPE, bound_request, seal

    body = seal(caller.secret, caller.key, b"{}", bound_to=bound_request("a" * 32))
    said = caller.call("POST", HAZARDS, body=body, content_type=MEDIA_TYPE, nonce="b" * 32)
    assert code(said) == (400, "client_sealed")


def test_the_secret_lies_sealed_and_in_no_log(caller, cast):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM clients_clientkey")
        assert caller.secret not in str(cursor.fetchall())
    assert not any(caller.secret in str(entry.changes) for entry in Entry.objects.all())
    assert caller.session not in str(list(ClientSession.objects.values()))


def test_nobody_signs_in_as_a_client(cast):
    row = in_force(cast)
    assert not row.user.has_usable_password()


def test_what_is_over_is_swept(caller):
    caller.get(HAZARDS)
    later = timezone.now() + HOUR
    assert ClientNonce.objects.count() == 2
    forget_calls(now=later)
    assert ClientNonce.objects.count() == ClientSession.objects.count() == 0
    assert ClientCall.objects.count() == 2  # the log stays for half a year
    forget_calls(now=later + timedelta(days=180))
    assert ClientCall.objects.count() == 2
    forget_calls(now=later + timedelta(days=200))
    assert not ClientCall.objects.exists()
    assert Spent.objects.aggregate(n=Sum("count"))["n"] == 4
    assert forget_past(now=timezone.now() + timedelta(days=2)) == 2


def test_the_path_that_is_signed_is_the_one_that_is_read(caller):
    """`..`, doubled slashes, encoded slashes and odd characters are signed as they are, and are nowhere."""
    for path in (
        "/api/hazards/../audit/",
        "/api//hazards/",
        "/api/hazards/%2e%2e/audit/",
        "/api/hazards/１/",
        "/api/隐患/",
    ):
        assert code(caller.get(f"/api/{path}")) == (404, "not_found"), path
