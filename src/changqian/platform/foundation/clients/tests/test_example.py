"""The client of docs/, run as its reader would run it: a process of its own against a server on a socket."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from changqian.platform.foundation.clients.tests.calling import keyed

DOCS = Path(__file__).parents[6] / "docs"
SCRIPT = """
import json, sys
sys.path.insert(0, {docs!r})
from {module} import {name}
client = {name}({base!r}, {app_id!r}, {key}, {secret!r})
client.begin()
said = [
    client.call("GET", "/api/hazards/", [("limit", 5), ("q", "防护罩 缺失"), ("level", "general"), ("level", "major")]),
    client.call("POST", "/api/hazards/", body={body!r}),
    client.call("GET", "/api/people/"),
]
print(json.dumps(said))
"""


@pytest.fixture
def address(transactional_db):
    """The platform on a socket of this machine, in a thread."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:

        def serve():
            server.serve_forever(poll_interval=0.05)
            connections.close_all()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(20)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nothing on the console of the tests."""


@pytest.mark.parametrize(("module", "name"), [("client", "Client"), ("sealed_client", "SealedClient")])
def test_the_client_of_the_documentation_works(address, cast, module, name):
    sealed = name == "SealedClient"
    caller = keyed(
        cast,
        addresses=["127.0.0.1"],
        methods=["hazards_list", "hazards_create"],
        scope=[{"role": "interface_reporter", "enterprise": cast.enterprise.pk}],
        sealed_only=sealed,
    )
    body = {"site": cast.site.pk, "description": "防护罩缺失", "location": "机修间", "category": "equipment"}
    script = SCRIPT.format(
        docs=str(DOCS), module=module, name=name, base=address, body=body,
        app_id=caller.row.app_id, key=caller.key, secret=caller.secret,
    )  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    listed, made, hidden = json.loads(done.stdout)
    assert (listed[0], listed[1]["count"]) == (200, 0)
    assert (made[0], made[1]["description"]) == (201, "防护罩缺失")
    assert (hidden[0], hidden[1]["code"]) == (404, "not_found")


def test_the_example_of_the_data_service_keeps_a_copy(address, cast):
    caller = keyed(cast, addresses=["127.0.0.1"], methods=["enterprise_data_v2"])
    given = [address, caller.row.app_id, str(caller.key), caller.secret]
    command = [sys.executable, str(DOCS / "enterprise_data.py"), *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[:2] == ["1", "1"]  # 武进区's firm and its site


def test_the_client_has_thirty_lines():
    """That is what makes it something to read."""
    text = (DOCS / "client.py").read_text(encoding="utf-8")
    code = text[text.index("def hmac_sm3") :].splitlines()
    assert len([line for line in code if line.strip()]) <= 32
