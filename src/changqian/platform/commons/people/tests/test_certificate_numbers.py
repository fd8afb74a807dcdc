"""The number of a 特种作业操作证 is T and the identity number: it is sealed, and read by who needs to know it."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.people.models import Certificate
from changqian.platform.commons.people.rules import whole_number
from changqian.platform.commons.people.services import add_certificate, add_person, edit_certificate
from changqian.platform.commons.people.tests import test_people
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.records.fields import blind
from changqian.platform.foundation.records.rekeying import examine
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.masking import embedded
from changqian.platform.ledgerkit.imports.tests.making import checked, confirmed

ID = id_for(date(1985, 5, 20), 121)
HIDDEN = f"T{ID[:6]}********{ID[-4:]}"
UNTIL = date(2030, 1, 1)


@pytest.fixture
def welder(cast):
    given = {"name": "王小虎", "roles": ["special_operator"], "id_number": ID}
    return add_person(actor=cast.officer, enterprise=cast.enterprise, today=cast.today, **given)


def certify(cast, person, number="", **given):
    fields = {"kind": "special_operation", "category": "低压电工作业", "valid_to": UNTIL, **given}
    return add_certificate(actor=cast.officer, person=person, number=number, **fields)


def stored(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, number_index FROM people_certificate WHERE id = %s", [pk])
        return cursor.fetchone()


def test_nobody_reads_it_in_the_database_the_trail_or_a_list(cast, api, welder):
    row = certify(cast, welder, f"T{ID}")
    sealed, index = stored(row.pk)
    assert ID not in sealed
    assert index == blind(f"T{ID}")
    assert not examine().damaged
    assert ID not in str([each.changes for each in Entry.objects.all()])
    assert str(row) == HIDDEN
    for person in (cast.officer, cast.town, cast.city):
        [listed] = api(person).get("/api/certificates/").json()["results"]
        [held] = api(person).get(f"/api/people/{welder.pk}/").json()["certificates"]
        assert listed["number"] == held["number"] == HIDDEN
        assert ID not in api(person).get(f"/api/certificates/{row.pk}/").content.decode()


def test_who_needs_it_reads_it_for_a_reason(cast, api, welder):
    row = certify(cast, welder, f"T{ID}")
    asked = {"kind": "people.Certificate", "id": row.pk, "field": "number", "reason": "verify"}
    assert api(cast.officer).post("/api/privacy/reveal/", asked).json()["value"] == f"T{ID}"
    assert api(cast.rival_officer).post("/api/privacy/reveal/", asked).status_code == 404
    assert Entry.objects.filter(action="privacy.reveal").count() == 1


@pytest.mark.parametrize("said", [f"T{ID}", f" t{ID.lower()} ", ID, "王小虎", "低压电工"])
def test_it_is_found_by_the_whole_number_or_its_holder(cast, api, welder, said):
    certify(cast, welder, f"T{ID}")
    assert api(cast.town).get("/api/certificates/", {"q": said}).json()["count"] == 1


@pytest.mark.parametrize("said", [f"T{ID[:-1]}", ID[6:14], "\u200b*"])
def test_a_part_of_it_finds_nobody(cast, api, welder, said):
    certify(cast, welder, f"T{ID}")
    assert api(cast.town).get("/api/certificates/", {"q": said}).json()["count"] == 0


@pytest.mark.parametrize("said", ["", HIDDEN, f"T{ID}", f" t{ID}"])
def test_a_special_operator_need_not_write_it(cast, welder, said):
    assert certify(cast, welder, said).number == f"T{ID}"


def test_a_masked_number_that_says_nothing_is_refused(cast, welder):
    for said in (f"T{ID[:6]}********9999", "T****"):
        with pytest.raises(RuleViolation, match="不能带星号"):
            certify(cast, welder, said)
    nameless = add_person(
        actor=cast.officer, enterprise=cast.enterprise, today=cast.today, name="李四", roles=["worker"]
    )
    with pytest.raises(RuleViolation, match="请填写证书编号"):
        certify(cast, nameless)
    with pytest.raises(RuleViolation, match="不能带星号"):
        certify(cast, nameless, HIDDEN)
    with pytest.raises(RuleViolation, match="请填写证书编号"):
        certify(cast, welder, kind="fire")


def test_an_edit_that_leaves_it_masked_keeps_it(cast, welder):
    row = certify(cast, welder, f"T{ID}")
    changed = edit_certificate(row.pk, actor=cast.officer, expected_version=1, number=HIDDEN, issuer="江苏省应急管理厅")
    assert (changed.number, changed.issuer) == (f"T{ID}", "江苏省应急管理厅")


def test_one_number_serves_several_trades_and_each_once(cast, welder):
    certify(cast, welder)
    certify(cast, welder, category="熔化焊接与热切割作业")
    with pytest.raises(RuleViolation, match="该证书已登记"):
        certify(cast, welder)


def test_an_exported_list_of_operators_can_come_back(cast, api, files_dir, welder):
    for category in ("低压电工作业", "熔化焊接与热切割作业"):
        certify(cast, welder, category=category)
    client, contract = api(cast.officer), test_people.TestCertificateLedger()
    names = contract.importable()
    file, rows = contract.exported(client, names)
    assert HIDDEN in rows[0]
    Certificate.objects.update(ended_at=timezone.now())
    found = checked(client, file, ledger="certificates")
    assert (found["ready"], found["wrong"]) == (2, 0)
    assert confirmed(client, found["id"], "all")["done"] == 2
    assert {each.number for each in Certificate.objects.current()} == {f"T{ID}"}


def test_numbers_from_before_are_sealed(cast, welder):
    """What the migration does to rows whose number stood there plain."""
    rows = [certify(cast, welder, category=f"作业{n}") for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_certificate SET number = %s, number_index = ''", [f"T{ID}"])
    migration = import_module("changqian.platform.commons.people.migrations.0002_sealed_certificate_numbers")
    state = MigrationLoader(connection).project_state(("people", "0001_initial"))
    for operation in migration.Migration.operations[:3]:
        operation.state_forwards("people", state)
    migration.seal_numbers(state.apps, None)
    assert {stored(row.pk)[1] for row in rows} == {blind(f"T{ID}")}
    assert not examine().damaged


@given(
    st.text(max_size=12),
    st.dates(date(1940, 1, 1), date(2010, 1, 1)),
    st.integers(0, 999),
    st.text("0123456789-", max_size=4),
)
def test_no_identity_number_is_shown_whatever_stands_around_it(before, born, serial, behind):
    number = id_for(born, serial)
    assert number not in embedded(f"{before}{number}{behind}")


@given(st.sampled_from(["officer", "fire", "special_operation"]), st.text("ABT0123456789-", min_size=1, max_size=14))
def test_what_hides_no_identity_number_is_shown_as_it_is(kind, number):
    assert embedded(number) == whole_number(number, kind, id_number=ID) == number
