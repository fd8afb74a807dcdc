"""Speaking with a gateway that answers on a socket: signed, brought up to date, told who is gone."""

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from changqian.platform.commons.gateways import services
from changqian.platform.commons.gateways.models import Gateway
from changqian.platform.commons.gateways.rules import Kind
from changqian.platform.foundation.accounts.models import UserSession
from changqian.platform.kernel.errors import RuleViolation
from changqian.wire import signing, video


@pytest.fixture
def gateway(cast, settings):
    """One that keeps what it is told and takes no snapshot that looks older than its own."""
    heard, seen = [], signing.Once()

    class Answer(BaseHTTPRequestHandler):
        revision = 0

        def do(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            signing.check(
                self.headers, settings.KEYS["gateways"], self.command, self.path, body, seen=seen, now=time.time()
            )
            said = json.loads(body) if body else {}
            if self.path != "/healthz":
                heard.append((self.path, said))
            if self.path == "/snapshot":
                Answer.revision = max(Answer.revision, said["revision"])
            refused = said.get("device") == "refused"
            told = json.dumps({"detail": "命令无法识别"} if refused else {"revision": Answer.revision}).encode()
            self.send_response(400 if refused else 200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_PUT = do_POST = do

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.GATEWAYS = {"video": f"http://127.0.0.1:{server.server_port}"}
    server.heard, server.answer = heard, Answer
    yield server
    server.shutdown()
    server.server_close()


def snapshot(revision):
    return video.Snapshot(revision=revision, devices=(video.Device(id="1"),))


def control(number):
    return video.Control(id=number, device="1", channel="1", action="boot")


def test_it_is_told_once_what_changed(gateway):
    assert services.push(Kind.VIDEO, snapshot)
    assert not services.push(Kind.VIDEO, snapshot)
    services.changed(Kind.VIDEO)
    assert services.push(Kind.VIDEO, snapshot)
    assert [said["revision"] for _, said in gateway.heard] == [1, 2]


def test_after_our_database_was_set_back_it_is_brought_up_to_date_still(gateway):
    gateway.answer.revision = 40
    services.push(Kind.VIDEO, snapshot)
    assert services.push(Kind.VIDEO, snapshot)
    assert gateway.answer.revision == services.revision(Kind.VIDEO) == 41
    assert not services.push(Kind.VIDEO, snapshot)


def test_a_command_has_a_number_by_which_it_is_told_as_done(gateway):
    number = services.send(Kind.VIDEO, control)
    assert gateway.heard == [
        ("/commands", {"kind": "control", "id": number, "device": "1", "channel": "1", "action": "boot", "value": ""})
    ]


def test_what_it_refuses_and_that_it_is_silent_are_sentences(gateway, settings):
    with pytest.raises(RuleViolation, match="视频网关没有接受这项操作（命令无法识别）"):
        services.send(Kind.VIDEO, lambda number: video.AskCatalogue(id=number, device="refused"))
    settings.GATEWAYS = {"video": "http://127.0.0.1:9"}
    with pytest.raises(RuleViolation, match="视频网关没有回应"):
        services.send(Kind.VIDEO, control)
    settings.GATEWAYS = {}
    with pytest.raises(RuleViolation, match="没有接入视频网关"):
        services.send(Kind.VIDEO, control)


def test_what_a_session_watched_is_closed_when_it_ends(gateway, cast):
    services.close_views(Kind.VIDEO, now=cast.now)
    later = cast.now + timedelta(minutes=1)
    given = {"user": cast.city, "started_at": cast.now, "last_input_at": cast.now}
    ended = UserSession.objects.create(**given, key_hash="a", ended_at=later)
    UserSession.objects.create(**given, key_hash="b")
    assert services.close_views(Kind.VIDEO, now=later) == 1
    services.close_views(Kind.VIDEO, now=later + timedelta(seconds=20))
    told = [(said["kind"], said["id"], said["subject"]) for _, said in gateway.heard]
    # A session that was written late is not missed; one that is told twice has the same number, and is closed once.
    assert told == [("end_views", f"session-{ended.pk}", f"session:{ended.pk}")] * 2
    assert services.close_views(Kind.VIDEO, now=later + timedelta(minutes=1)) == 0
    assert Gateway.objects.get().sessions_until == later + timedelta(minutes=1)
