"""陈安全 and 周立新 listen, on a real server over a real socket, to what a real database tells them."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import psycopg
import pytest
import uvicorn
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import AccessToken, User, UserSession
from changqian.platform.foundation.accounts.rules import End
from changqian.platform.foundation.accounts.sessions import end
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.services import notify, stir
from changqian.platform.kernel.tickets import encode, ticket
from changqian.platform.push import app as push
from changqian.platform.push.hub import STREAMS_PER_USER

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 10


@pytest.fixture
def people(transactional_db):
    """陈安全 with a session of his own, and 周立新 with another."""
    return [signed_in("officer", "陈安全"), signed_in("principal", "周立新")]


def signed_in(username, name):
    user, now = User.objects.create(username=username, name=name), timezone.now()
    return UserSession.objects.create(user=user, key_hash=username, started_at=now, last_input_at=now)


@pytest.fixture
def server(transactional_db, monkeypatch):
    monkeypatch.setattr(push, "HEARTBEAT_SECONDS", 0.3)
    with running(push.make(poll=0.5)) as address:
        yield address


@contextmanager
def running(app) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(app, port=port, log_config=None, timeout_graceful_shutdown=1, loop="asyncio", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _healthy(address))
        yield address
    finally:
        server.should_exit = True
        thread.join()


def _healthy(address):
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def until(true):
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pass_for(session, **changed):
    made = {
        "audience": "push",
        "subject": str(session.user_id),
        "resource": f"session:{session.pk}",
        "verbs": ("listen",),
        "expires_at": timezone.now() + timedelta(seconds=60),
        **changed,
    }
    return encode(ticket(**made), settings.KEYS["tickets"])


@contextmanager
def listening(server, session, **params):
    """The parsed events of one stream: (id, kind, data); heartbeats are (None, "comment", text)."""
    headers = params.pop("headers", {})
    query = {"ticket": pass_for(session), **params}
    with httpx.stream("GET", f"{server}/events", params=query, headers=headers, timeout=SECONDS) as response:
        assert response.status_code == 200, response.read()
        yield parsed(response.iter_lines())


def parsed(lines):
    seq, kind = None, None
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "id":
            seq = int(value)
        elif name == "event":
            kind = value
        elif name == "data":
            yield seq, kind, json.loads(value)
            seq = kind = None
        elif line.startswith(":"):
            yield None, "comment", line[1:].strip()


def notices(events, count):
    found = []
    for seq, kind, data in events:
        if kind == "notice":
            found.append((seq, data["title"]))
        if len(found) == count:
            return found
    return found


def tell(session, title):
    return notify([session.user_id], kind="hazards", title=title, body="正文", link="/hazards/1", now=timezone.now())[0]


def test_a_notice_arrives_as_it_happens(server, people):
    officer, principal = people
    with listening(server, officer, after=0) as events:
        assert next(events)[1] == "comment"
        began = time.monotonic()
        notice = tell(officer, "新的隐患")
        tell(principal, "与陈安全无关")
        seq, kind, data = next(event for event in events if event[1] == "notice")
        assert time.monotonic() - began < 0.4, "NOTIFY was not heard: it came by the next poll"
        assert (seq, kind) == (notice.pk, "notice")
        assert data == {
            "id": notice.pk,
            "title": "新的隐患",
            "body": "正文",
            "link": "/hazards/1",
            "kind": "hazards",
            "created_at": timezone.localtime(notice.created_at).isoformat(),
        }
        assert next(events)[1] == "comment", "the other's notice stays with him"


def test_who_was_away_is_told_what_he_missed_and_nothing_twice(server, people):
    officer, _ = people
    tell(officer, "一")
    with listening(server, officer, after=0) as events:
        [(last, _)] = notices(events, 1)
    for title in ("二", "三"):
        tell(officer, title)
    with listening(server, officer, after=last) as events:
        assert [title for _, title in notices(events, 2)] == ["二", "三"]
        tell(officer, "四")
        [(last, title)] = notices(events, 1)
        assert title == "四"
    with listening(server, officer, after=1, headers={"Last-Event-ID": str(last)}) as events:
        assert next(events)[1] == "comment"


def test_whose_to_dos_changed_is_told_and_nobody_else(server, people):
    officer, principal = people
    with listening(server, officer, after=0) as events, listening(server, principal, after=0) as others:
        assert next(events)[1] == next(others)[1] == "comment"
        began = time.monotonic()
        with transaction.atomic():
            stir([officer.user_id])
            stir([officer.user_id])
        seq, kind, data = next(event for event in events if event[1] != "comment")
        assert time.monotonic() - began < 0.4
        assert (seq, kind, data) == (None, "todos", {})
        assert next(events)[1] == "comment", "told once"
        assert next(others)[1] == "comment"


def test_without_a_number_only_what_is_new(server, people):
    officer, _ = people
    tell(officer, "旧的")
    until(lambda: True)
    with listening(server, officer) as events:
        assert next(events)[1] == "comment"
        tell(officer, "新的")
        assert [title for _, title in notices(events, 1)] == ["新的"]


def test_a_long_absence_is_made_up_for_page_by_page(server, people):
    officer, _ = people
    first = tell(officer, "零")
    Notice.objects.bulk_create(
        Notice(user=officer.user, kind="x", title=str(number), created_at=timezone.now()) for number in range(450)
    )
    with listening(server, officer, after=first.pk) as events:
        tell(officer, "末")
        assert [title for _, title in notices(events, 451)] == [*map(str, range(450)), "末"]


def test_a_lower_number_that_commits_later_is_not_lost(server, people):
    """Numbers are given out before the commit: the second writer may be seen first. Nobody may skip the first."""
    officer, _ = people
    with listening(server, officer, after=0) as events:
        next(events)
        slow = other_connection()
        slow.execute("SELECT pg_advisory_xact_lock_shared(hashtext('notices'))")
        insert = (
            "INSERT INTO notices_notice (user_id, kind, title, body, link, created_at, held)"
            " VALUES (%s,'x',%s,'','',now(),false)"
        )
        slow.execute(insert, [officer.user_id, "先写"])
        tell(officer, "先提交")
        time.sleep(0.3)
        slow.execute("SELECT pg_notify('notices', '')")
        slow.commit()
        slow.close()
        assert [title for _, title in notices(events, 2)] == ["先写", "先提交"]


def test_what_is_rolled_back_is_never_told(server, people):
    officer, _ = people
    with listening(server, officer, after=0) as events:
        next(events)
        with transaction.atomic():
            tell(officer, "没有发生")
            transaction.set_rollback(True)
        tell(officer, "发生了")
        assert [title for _, title in notices(events, 1)] == ["发生了"]


def test_many_writers_and_reconnections_lose_nothing(server, people):
    """Four writers write side by side while the reader hangs up after every few messages."""
    officer, _ = people

    def write(name):
        for number in range(25):
            with transaction.atomic():
                tell(officer, f"{name}{number}")
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in "甲乙丙丁"]
    for writer in writers:
        writer.start()
    seen, last = [], 0
    while len(seen) < 100:
        with listening(server, officer, after=last) as events:
            got = notices(events, min(7, 100 - len(seen)))
        seen += [title for _, title in got]
        last = got[-1][0]
    for writer in writers:
        writer.join()
    assert sorted(seen) == sorted(f"{name}{number}" for name in "甲乙丙丁" for number in range(25))


@pytest.mark.parametrize("how", ["told", "dismissed", "idle"])
def test_the_stream_ends_with_the_session(server, people, how):
    officer, _ = people
    with listening(server, officer, after=0) as events:
        next(events)
        match how:
            case "told":
                end(officer, End.SIGNED_OUT, now=timezone.now())
            case "dismissed":
                User.objects.filter(pk=officer.user_id).update(is_active=False)
            case "idle":
                UserSession.objects.update(last_input_at=timezone.now() - timedelta(minutes=31))
        assert next(kind for _, kind, _ in events if kind != "comment") == "end"
        assert list(events) == []
    assert httpx.get(f"{server}/events", params={"ticket": pass_for(officer)}).status_code == 401


def test_a_revoked_token_ends_its_stream(server, people):
    officer, _ = people
    now = timezone.now()
    token = AccessToken.objects.create(
        user=officer.user, name="试", token_hash="t", created_at=now, expires_at=now + timedelta(days=1)
    )
    params = {"ticket": pass_for(officer, resource=f"token:{token.pk}"), "after": 0}
    with httpx.stream("GET", f"{server}/events", params=params, timeout=SECONDS) as response:
        events = parsed(response.iter_lines())
        next(events)
        AccessToken.objects.update(revoked_at=now)
        assert next(kind for _, kind, _ in events if kind != "comment") == "end"


def test_the_oldest_of_too_many_streams_gives_way(server, people):
    officer, _ = people
    with listening(server, officer, after=0) as first:
        next(first)
        entered = [listening(server, officer, after=0) for _ in range(STREAMS_PER_USER)]
        streams = [each.__enter__() for each in entered]
        assert next(kind for _, kind, _ in first if kind != "comment") == "end"
        tell(officer, "都收到")
        assert all(notices(stream, 1)[0][1] == "都收到" for stream in streams)
        for each in entered:
            each.__exit__(None, None, None)
    until(lambda: httpx.get(f"{server}/healthz").json()["streams"] == 0)


@pytest.mark.parametrize(
    ("changed", "params", "status", "sentence"),
    [
        ({"audience": "video"}, {}, 401, "票据不是为此服务签发的"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, {}, 401, "票据已过期"),
        ({"resource": ""}, {}, 401, "登录已失效，请重新登录"),
        ({"resource": "session:999999"}, {}, 401, "登录已失效，请重新登录"),
        ({}, {"after": "x"}, 400, "after 应为已收到的最大编号"),
        ({}, {"after": "-1"}, 400, "after 应为已收到的最大编号"),
        ({}, {"after": str(2**63)}, 400, "after 应为已收到的最大编号"),
        ({}, {"ticket": "x"}, 401, "票据无效"),
    ],
)
def test_who_is_not_let_in_is_told_why(server, people, changed, params, status, sentence):
    said = httpx.get(f"{server}/events", params={"ticket": pass_for(people[0], **changed), **params})
    assert (said.status_code, said.json()["detail"]) == (status, sentence)


def test_a_ticket_opens_one_stream(server, people):
    given = {"ticket": pass_for(people[0]), "after": 0}
    with httpx.stream("GET", f"{server}/events", params=given, timeout=SECONDS):
        said = httpx.get(f"{server}/events", params=given)
        assert (said.status_code, said.json()["detail"]) == (401, "票据已使用")


def test_only_our_own_pages_may_read(server, people):
    with httpx.stream(
        "GET",
        f"{server}/events",
        params={"ticket": pass_for(people[0])},
        headers={"Origin": settings.PUBLIC_URL},
        timeout=SECONDS,
    ) as response:
        assert response.headers["access-control-allow-origin"] == settings.PUBLIC_URL
        assert response.headers["content-type"].startswith("text/event-stream")
    said = httpx.get(
        f"{server}/events", params={"ticket": pass_for(people[0])}, headers={"Origin": "http://evil.example"}
    )
    assert said.status_code == 403
    assert "access-control-allow-origin" not in said.headers


def test_a_lost_database_connection_costs_a_delay_not_a_message(server, people):
    officer, _ = people
    with listening(server, officer, after=0) as events:
        next(events)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%%'"
            )
            assert cursor.rowcount == 1
        tell(officer, "仍然收到")
        assert [title for _, title in notices(events, 1)] == ["仍然收到"]


def other_connection():
    return psycopg.connect(**push.address())
