"""Whatever is sent to whatever endpoint, the answer is never a server error, and a refusal is always a sentence.

Bodies and queries come from the API's own schema: valid ones, ones the schema forbids, and valid ones with one value
replaced by nonsense. Half the time the address names a row that is there, so that more than the lookup is reached.
"""

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from changqian.platform.foundation.accounts.rules import TOKEN_LIVES
from changqian.platform.foundation.accounts.services import issue_token
from tests.access.endpoints import schema
from tests.access.test_matrix import lines, undone
from tests.access.world import World, build

EXAMPLES, AGAIN, REFUSED = 3, 2, 1
"""For each endpoint and person; again, for what the officer was through with already and only the rows differ; and of
what the table of access refuses whoever asks, before it looks at anything."""
NONSENSE = (
    *(None, True, "", " ", "\0", "\ud800", "'; --", "<script>", "%", "../..", "😀" * 300, "a" * 9_000, "１２", "-"),
    *(-1, 0, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, -0.0, 0.1),
    *("9999-12-31", "0000-00-00", "2026-02-30", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"),
    *([], [[]], {}, [None], {"a": {"b": []}}, [0] * 1200),
)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # about the size of what it prints
@pytest.mark.timeout(600)
@pytest.mark.parametrize("person", ["officer", "city"])
def test_nothing_that_is_sent_breaks_the_server(cast, files_dir, person):
    world = build(cast)
    secret = issue_token(getattr(cast, person), actor=cast.platform, name="试", lives=TOKEN_LIVES, now=timezone.now())
    client, problems = APIClient(raise_request_exception=False, HTTP_AUTHORIZATION=f"Bearer {secret}"), {}

    def send(case: Any) -> None:
        with undone():
            said = ask(client, case)
        name = f"{case.method} {case.operation.path}"
        if said.status_code >= 500 and said.status_code != 503 and name not in problems:
            problems[name] = f"{said.status_code}: {dict(case.query or {})} {case.body!r}"[:600]
        elif said.status_code >= 400 and not re.search("[一-鿿]", sentence(said)):
            problems.setdefault(name, f"no sentence: {said.status_code} {said.headers} {said.content[:300]!r}")

    rows = {shape(endpoint.method, endpoint.path): row for endpoint, row in lines()}
    for name, strategy in strategies(world):
        examine(strategy, send, examples_of(rows[name], person))
    assert not problems, "\n".join(f"{name}\n    {problem}" for name, problem in problems.items())


def sentence(said: Any) -> str:
    is_json = said.headers["Content-Type"].startswith("application/json")
    return str(said.json()["detail"]) if is_json else ""


def ask(client: APIClient, case: Any) -> Any:
    address = {
        "path": case.formatted_path,
        "QUERY_STRING": urlencode(dict(case.query or {}), doseq=True, errors="replace"),
    }
    if case.media_type == "multipart/form-data":
        form = case.body if isinstance(case.body, dict) else {}
        content = {name: BytesIO(value) if isinstance(value, bytes) else str(value) for name, value in form.items()}
        said = client.post(**address, data=content, format="multipart")
    else:
        body = b"" if isinstance(case.body, NotSet) else json.dumps(case.body, default=repr).encode()
        said = client.generic(case.method, data=body, content_type="application/json", **address)
    if said.streaming:
        b"".join(said.streaming_content)  # read to the end, a file is closed
    return said


def strategies(world: World):
    for found in schemathesis.openapi.from_dict(schema()).get_all_operations():
        operation = found.ok()
        valid = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        kinds = [st.builds(aimed, valid, st.just(world), st.booleans())]
        if operation.body or operation.query:
            forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
            kinds.append(st.builds(aimed, forbidden, st.just(world), st.just(True)))
            kinds.append(st.builds(spoiled, valid, st.just(world), st.sampled_from(NONSENSE), st.integers(0, 50)))
        yield shape(operation.method, operation.path), st.one_of(kinds)


def shape(method: str, path: str) -> str:
    """An endpoint as both call it: `<pk>` here is `{id}` there."""
    return f"{method.upper()} {re.sub('[<{][^/]+[>}]', '*', path)}"


def examples_of(row: dict[str, str], person: str) -> int:
    if row[person] == "no":
        return REFUSED
    return AGAIN if person == "city" and row["officer"] != "no" else EXAMPLES


def examine(strategy: Any, send: Any, examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(case: Any) -> None:
        send(case)

    run()


def aimed(case: Any, world: World, at_a_row: bool) -> Any:
    """The case, at a row that is there and with the version it has."""
    row = world.rows.get(case.operation.path.split("/")[2])
    if at_a_row and row is not None:
        if case.path_parameters and "id" in case.path_parameters:
            case.path_parameters["id"] = getattr(row, "pk", row)
        if isinstance(case.body, dict) and "version" in case.body:
            case.body["version"] = getattr(row, "version", 1)
    return case


def spoiled(case: Any, world: World, nonsense: Any, at: int) -> Any:
    """The case with one of its values replaced."""
    case = aimed(case, world, True)
    places = [(case.query, key) for key in case.query or ()] + list(leaves(case.body))
    if places:
        holder, key = places[at % len(places)]
        holder[key] = nonsense
    return case


def leaves(value: Any):
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from leaves(value[key])
