"""Every endpoint × every role of the cast, against one table.

The row asked about is 湖塘机械厂's, in 武进区湖塘镇. What comes back is one of five:

    in    sign in first (401)
    no    no such permission, or not in this place (403)
    out   out of reach, as if it did not exist (404)
    rule  let through, and told what the rules make of it (400 with code `rule`, 409)
    yes   done (2xx)

`two_roles` is officer of the rival firm and supervises 武进区: what he may there must never add up to more.
"""

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.tickets import FileByTicket
from tests.access.endpoints import Endpoint, endpoints
from tests.access.world import PEOPLE, World, build

ALLOWED = ("rule", "credentials", "captcha", "weak")
"400 with one of these: the form was in order, and what it asked for was not to be."
ONLY = os.environ.get("MATRIX", "")
"A pattern for paths, while one works on one part: MATRIX=/api/drills/."
TABLE = Path(__file__).parent / "matrix.csv"


def expected() -> dict[str, dict[str, str]]:
    """endpoint → person → outcome."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("endpoint"): row for row in csv.DictReader(file)}


def outcome(world: World, client: APIClient, endpoint: Endpoint) -> str:
    said = ask(world, client, endpoint)
    if said.streaming:
        b"".join(said.streaming_content)  # read to the end, a file is closed
    match said.status_code:
        case 401:
            return "in"
        case 403:
            return "no"
        case 404:
            return "out"
        case 409:
            return "rule"
        case 400 if said.headers["Content-Type"] == "application/json" and said.json()["code"] in ALLOWED:
            return "rule"
        case status if status < 300:
            return "yes"
    return f"broken {said.status_code} {said.content.decode()[:300]}"


def ask(world: World, client: APIClient, endpoint: Endpoint):
    address = world.address(endpoint)
    if endpoint.method == "get":
        return client.get(address, world.query(endpoint))
    if issubclass(endpoint.view, FileByTicket):
        return client.post(address, world.body(endpoint), query_params=world.query(endpoint))
    if str(endpoint) == "POST /api/files/":
        return client.post(address, {"file": BytesIO(world.png)}, format="multipart")
    if str(endpoint) == "POST /api/imports/":
        return client.post(address, {"ledger": "people", "file": BytesIO(world.table)}, format="multipart")
    if str(endpoint) == "POST /api/enterprises/take_over/table/":
        return client.post(address, {"file": BytesIO(world.table)}, format="multipart")
    if str(endpoint) == "POST /api/law-versions/":
        return client.post(address, {"file": BytesIO(world.law)}, format="multipart")
    return getattr(client, endpoint.method)(address, world.body(endpoint))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen."""
    block = transaction.atomic()
    block._from_testcase = True  # as the test's own: what insists on a transaction of its own may have one
    with block:
        yield
        transaction.set_rollback(True)


def test_the_table_knows_no_endpoint_that_is_gone(db):
    gone = set(expected()) - {str(endpoint) for endpoint in endpoints()}
    assert not gone, "lines in tests/access/matrix.csv without an endpoint"


@pytest.mark.timeout(400)
@pytest.mark.parametrize("part", range(3))
def test_every_endpoint_answers_everybody_as_the_table_says(cast, files_dir, part):
    """What differs is shown as the line it would take; think about it before you put it into the table."""
    world, table = build(cast), expected()
    wrong = []
    for endpoint in [each for each in endpoints() if re.search(ONLY, each.path)][part::3]:
        got = {person: as_person(world, cast, endpoint, person) for person in PEOPLE}
        if got != table.get(str(endpoint)):
            known = table.get(str(endpoint), {})
            names = [
                f"{person} {known.get(person)}→{each}" for person, each in got.items() if each != known.get(person)
            ]
            line = ",".join([str(endpoint), *got.values()])
            wrong.append(f"{endpoint}: {'，'.join(names) if known else 'not in the table'}\n    {line}")
    assert not wrong, "\n".join(wrong)


def as_person(world: World, cast, endpoint: Endpoint, person: str) -> str:
    client = APIClient(raise_request_exception=False)
    if person != "anonymous":
        client.force_authenticate(User.objects.get(pk=getattr(cast, person).pk))
    with undone():
        return outcome(world, client, endpoint)


THROUGH = ("yes", "rule")
CLIENTS = ("clients", "client", "client-calls", "openapi")
"Interface clients, which the three administrators share; `client` is open to clients alone."
DOORS = ("captcha", "config", "join", "session", "sso")
PUBLIC_CARD = "GET /api/codes/<token>/"
SPEAKING = ("whistle", "whistle-codes")
"Reporting without a name: the poster's token and the codes are the permission, and nobody is asked who he is."
FOR_EVERYBODY = (
    *("me", "home", "notices", "tickets", "files", "regions", "dictionaries", "departments", "tag-kinds"),
    *("imports", "exports", "laws", "approvals"),
    *("claims", "invitations", "members", "professionals", "my-whistles"),
)
"One's own things and public tables. Imports and exports are one's own; what they touch asks the ledger's rights."

REFERENCE = ("POST /api/risks/assess/", "GET /api/risks/tables/", "GET /api/whistle-policies/template/")
"Arithmetic and published tables, which say nothing about anybody."


def a_ledger(endpoint: Endpoint) -> bool:
    if endpoint.ledger == "departments" and (endpoint.method != "get" or "history" in endpoint.path):
        return True  # everybody reads the tree, few edit it
    return endpoint.ledger not in (*DOORS, *SPEAKING, *FOR_EVERYBODY) and str(endpoint) not in (*REFERENCE, PUBLIC_CARD)


def lines():
    return [(Endpoint(name.partition(" ")[2], name.partition(" ")[0].lower()), row) for name, row in expected().items()]


def test_a_stranger_gets_nowhere_but_to_the_door_and_the_public_card():
    for endpoint, row in lines():
        if row["anonymous"] != "in":
            assert endpoint.ledger in (*DOORS, *SPEAKING) or str(endpoint) == PUBLIC_CARD, endpoint


def test_who_speaks_without_a_name_is_answered_like_everybody():
    for endpoint, row in lines():
        if endpoint.ledger in SPEAKING:
            assert len(set(row.values())) == 1, endpoint


def test_a_report_opens_to_its_handler_and_to_nobody_else():
    for endpoint, row in lines():
        if endpoint.ledger == "whistles" and "<pk>" in endpoint.path:
            assert {person for person in row if row[person] in THROUGH} == {"officer"}, endpoint


def test_two_roles_do_not_add_up():
    """On a row of 武进区 the officer of 青龙纺织 has no rights but those of the supervisor, and the other way round."""
    for endpoint, row in lines():
        if row["two_roles"] in THROUGH:
            assert row["wujin"] in THROUGH or row["rival_officer"] in THROUGH, endpoint


def test_each_of_the_three_administrators_does_his_own_and_no_business():
    both = ("admin-requests", "users", "online", "roles", "parameters")
    own = {
        "auditor": ("audit", "alerts"),
        "sysadmin": (*both, "jobs", "sms", "departments", "dictionary-schemes", "dictionary-items"),
        "secadmin": both,
    }
    for endpoint, row in lines():
        for person, ledgers in own.items():
            if a_ledger(endpoint) and endpoint.ledger not in CLIENTS and row[person] in THROUGH:
                assert endpoint.ledger in ledgers, f"{endpoint} as {person}"
            if a_ledger(endpoint) and endpoint.ledger in {*own["sysadmin"], "audit"}:
                assert {row[each] for each in row if each not in own} <= {"in", "no"}, (
                    f"{endpoint} is the administrators'"
                )


def test_what_one_of_the_three_may_do_no_other_of_them_may():
    """They may read the same; nothing that is written is open to two of them."""
    for endpoint, row in lines():
        if (
            a_ledger(endpoint)
            and endpoint.ledger not in CLIENTS
            and endpoint.method != "get"
            and str(endpoint) != "POST /api/roles/preview/"
        ):
            assert sum(row[each] in THROUGH for each in ("sysadmin", "secadmin", "auditor")) <= 1, endpoint


def test_interface_clients_are_asked_for_by_one_and_decided_by_another():
    """No step is done by two of the three but stopping a client; nobody else sees that there are any."""
    steps = {
        endpoint.path.split("/")[4]: {person for person in row if row[person] in THROUGH}
        for endpoint, row in lines()
        if endpoint.ledger == "clients" and endpoint.method == "post" and "<pk>" in endpoint.path
    }
    asked, decided = ("edit", "propose", "issue_key", "end"), ("approve", "reject", "resume")
    assert {steps.pop(step) == {"sysadmin"} for step in asked} == {True}
    assert {steps.pop(step) == {"secadmin"} for step in decided} == {True}
    assert steps == {"suspend": {"sysadmin", "secadmin"}}
    for endpoint, row in lines():
        if endpoint.ledger in CLIENTS and endpoint.method == "get":
            seen = {person for person in row if row[person] in THROUGH}
            assert seen == (set() if endpoint.ledger == "client" else {"sysadmin", "secadmin", "auditor"}), endpoint


def test_who_has_no_role_or_was_dismissed_gets_into_no_ledger():
    for endpoint, row in lines():
        for person in ("nobody", "dismissed", "clerk"):
            if a_ledger(endpoint):
                assert row[person] == "no", f"{endpoint} as {person}"


JOINING = ("claims", "invitations", "members")


def test_who_speaks_for_a_firm_the_town_decides_and_who_belongs_to_it_the_firm():
    """What stands in these ledgers is one's own and the firm's; a row of somebody else's is nobody's business."""
    deciders = {
        **dict.fromkeys(("confirm", "complete", "refuse"), {"town", "wujin", "city", "two_roles"}),
        **dict.fromkeys(("admit", "turn_down", "remove", "revoke"), {"officer", "principal"}),
        **dict.fromkeys(("agree", "object", "change_role"), {"principal"}),
        **dict.fromkeys(("withdraw",), set()),
        **dict.fromkeys(("leave",), {"worker"}),
    }
    seen = set()
    for endpoint, row in lines():
        if endpoint.ledger not in JOINING or "<pk>" not in endpoint.path:
            continue
        through = {person for person in row if row[person] in THROUGH}
        assert not through & {"nobody", "dismissed", "clerk", "expert", "auditor", "sysadmin", "secadmin"}, endpoint
        if endpoint.method == "post":
            step = endpoint.path.split("/")[4]
            assert through == deciders[step], endpoint
            seen.add(step)
    assert seen == set(deciders)


def test_an_administrator_has_neither_firm_nor_profession():
    """Not even of his own: one of the three holds nothing else (decision 0017)."""
    for endpoint, row in lines():
        if endpoint.ledger in (*JOINING, "professionals"):
            assert {row[each] for each in ("sysadmin", "secadmin", "auditor")} == {"no"}, endpoint


def test_who_comes_as_expert_or_institution_the_city_decides_and_his_district_reads():
    """Every step is the city's or the applicant's own, who is nobody of the cast."""
    decided, own = {"approve", "send_back", "reject", "revoke"}, {"correct", "withdraw"}
    steps = {}
    for endpoint, row in lines():
        if endpoint.ledger == "professionals" and "<pk>" in endpoint.path:
            through = {person for person in row if row[person] in THROUGH}
            if endpoint.method == "get":
                assert through == {"wujin", "two_roles", "city"}, endpoint
            else:
                steps[endpoint.path.split("/")[4]] = through
    assert steps == {**dict.fromkeys(decided, {"city"}), **dict.fromkeys(own, set())}


def test_nobody_has_the_import_or_the_export_of_somebody_else():
    for endpoint, row in lines():
        if endpoint.ledger in ("imports", "exports") and "<pk>" in endpoint.path:
            assert {row[person] for person in row if person != "officer"} == {"in", "out"}, endpoint


def test_who_may_not_add_or_see_may_not_import_or_export():
    """As the ledger's own lines say, which both were tried with: people."""
    table = expected()
    elsewhere = ("rival_officer", "two_roles")  # whose own firm is another than the one that people are added to here
    for person in PEOPLE:
        assert table["POST /api/exports/"][person] == table["GET /api/people/"][person]
        if person not in elsewhere:
            assert table["POST /api/imports/"][person] == table["POST /api/people/"][person]
            assert table["POST /api/imports/template/"][person] == table["POST /api/people/"][person]


def test_another_district_never_touches_a_row_of_this_one():
    """溧阳 and the rival firm: lists open, with their own rows; this row is not there for them."""
    for endpoint, row in lines():
        if "<pk>" in endpoint.path and endpoint.ledger not in (
            "catalogue",
            "laws",
            "departments",
            "accident-cases",
            "footage-labels",
            "recorder-models",
        ):
            assert row["liyang"] not in THROUGH, endpoint
            assert row["rival_officer"] not in THROUGH, endpoint
