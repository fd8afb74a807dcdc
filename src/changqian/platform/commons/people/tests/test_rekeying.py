"""The keys turn while people work: nothing is lost, everything is found, and one identity number stays one person."""

import threading
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import add_person, edit_person
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.services import edit_site
from changqian.platform.foundation.records import rekeying
from changqian.platform.foundation.records.fields import blind, sealer
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.errors import RuleViolation

BORN = date(1985, 5, 20)


@pytest.fixture
def ring(tmp_path, settings):
    """A ring of its own, whose first key is the one that the cast was sealed with."""
    settings.KEYRING = tmp_path / "field.ring"
    sealer.cache_clear()
    yield settings.KEYRING
    sealer.cache_clear()


def add(cast, number, **given):
    fields = {"actor": cast.officer, "enterprise": cast.enterprise, "today": cast.today, "roles": ["worker"]}
    named = {"name": f"人员{number}", "id_number": id_for(BORN, number), "phone": f"138610{number:05d}"}
    return add_person(**{**fields, **named, **given})


def ciphertext(pk, column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, {column}_index FROM people_person WHERE id = %s", [pk])
        return cursor.fetchone()


def test_the_number_of_the_key_stands_before_what_it_sealed(cast, ring):
    person = add(cast, 1)
    assert ciphertext(person.pk)[0].startswith("1:")
    rekeying.turn_key(actor=cast.platform, wait=0)
    assert rekeying.left_behind() > 0
    assert Person.objects.get(pk=person.pk).phone == person.phone, "the old key opens still"
    assert rekeying.reseal() > 0
    sealed, index = ciphertext(person.pk)
    assert sealed.startswith("2:")
    assert index == blind(person.phone)
    assert Person.objects.get(pk=person.pk).version == person.version, "nobody's edit is disturbed"
    assert rekeying.left_behind() == 0


def test_a_person_is_found_before_during_and_after_the_turn(cast, ring, api):
    person = add(cast, 1)
    client = api(cast.officer)

    def found():
        by_phone = client.get("/api/people/", {"q": person.phone}).json()["results"]
        by_number = client.get("/api/people/", {"q": person.id_number}).json()["results"]
        return [row["id"] for row in by_phone] == [row["id"] for row in by_number] == [person.pk]

    assert found()
    rekeying.turn_key(actor=cast.platform, wait=0)
    assert found()
    rekeying.reseal()
    assert found()
    rekeying.retire_key(1, actor=cast.platform)
    assert found()


def test_one_identity_number_stays_one_person_across_the_keys(cast, ring):
    add(cast, 1)
    rekeying.turn_key(actor=cast.platform, wait=0)
    with pytest.raises(RuleViolation, match="该身份证号的人员已在本企业登记"):
        add(cast, 1)
    other = add(cast, 2)
    with pytest.raises(RuleViolation, match="该身份证号的人员已在本企业登记"):
        edit_person(other.pk, actor=cast.officer, expected_version=None, today=cast.today, id_number=id_for(BORN, 1))


def test_a_turn_that_was_broken_off_goes_on_with_the_same_key(cast, ring, monkeypatch):
    for number in range(10):
        add(cast, number)
    rekeying.turn_key(actor=cast.platform, wait=0)
    real, calls = rekeying._seal_anew, []

    def dies(table, pk, values):
        calls.append(pk)
        if len(calls) > 6:
            raise KeyboardInterrupt
        return real(table, pk, values)

    monkeypatch.setattr(rekeying, "_seal_anew", dies)
    with pytest.raises(KeyboardInterrupt):
        rekeying.reseal(chunk=2)
    monkeypatch.setattr(rekeying, "_seal_anew", real)
    left = rekeying.left_behind()
    assert 0 < left < 10 + Site.objects.count() + 2
    assert rekeying.turn_key(actor=cast.platform, wait=0) == 2, "not a third key"
    assert rekeying.reseal(chunk=2) == left
    assert rekeying.turn_key(actor=cast.platform, wait=0) == 3


def test_a_ciphertext_put_into_another_row_or_column_is_found(cast, ring):
    one, two = add(cast, 1), add(cast, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = %s WHERE id = %s", [ciphertext(one.pk)[0], two.pk])
    found = rekeying.examine()
    assert found.damaged == [f"people_person:{two.pk}.phone 的密文与索引不符"]
    with pytest.raises(CommandError, match="密文与索引不符"):
        call_command("keys", "verify")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = id_number WHERE id = %s", [two.pk])
    assert rekeying.examine().damaged == [f"people_person:{two.pk}.phone 打不开"]


def test_a_damaged_value_does_not_hold_up_the_others_and_keeps_its_key(cast, ring):
    one, two = add(cast, 1), add(cast, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = '1:AAAA' WHERE id = %s", [one.pk])
    rekeying.turn_key(actor=cast.platform, wait=0)
    rekeying.reseal()
    assert ciphertext(two.pk)[0].startswith("2:")
    assert ciphertext(one.pk, "id_number")[0].startswith("2:")
    with pytest.raises(RuleViolation, match="密钥1还在使用（人员1条）"):
        rekeying.retire_key(1, actor=cast.platform)


def test_keys_are_listed_turned_and_retired_by_command(cast, ring, monkeypatch):
    add(cast, 1)
    monkeypatch.setattr(rekeying.time, "sleep", lambda seconds: None)

    def said(*arguments):
        out = StringIO()
        call_command("keys", *arguments, stdout=out)
        return out.getvalue()

    assert "密钥1：启用，" in said("list")
    with pytest.raises(CommandError, match="密钥1正在启用，不能停用"):
        call_command("keys", "retire", "1")
    told = said("rotate", "--chunk", "1")
    assert "启用密钥2，开始重新加密" in told
    assert "人员：1/1" in told
    assert "全部可读：密钥2" in told
    assert "密钥1：可读，没有数据使用" in said("list")
    assert said("retire", "1") == "密钥1已停用\n"
    assert "密钥1：已停用" in said("list")
    with pytest.raises(CommandError, match="不存在或已停用"):
        call_command("keys", "retire", "1")
    acts = Entry.objects.filter(action__startswith="audit.").order_by("pk").values_list("action", "target")
    assert list(acts) == [
        ("audit.add_key", "密钥:2"),
        ("audit.activate_key", "密钥:2"),
        ("audit.retire_key", "密钥:1"),
    ]


@pytest.mark.django_db(transaction=True)
def test_people_register_and_edit_while_the_keys_turn(cast, ring):
    """Four writers on connections of their own: what each was told is what is there afterwards, under the new key."""
    made = [add(cast, number) for number in range(60)]
    stop, wrong, phones, registered = threading.Event(), [], {}, []

    def write(work):
        number = 0
        try:
            while not stop.is_set():
                number += 1
                work(number)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    def edits(row):
        def work(number):
            phone = f"139{row.pk % 1000:03d}{number:05d}"
            edit_person(row.pk, actor=cast.officer, expected_version=None, today=cast.today, phone=phone)
            phones[row.pk] = phone

        return work

    def registers(number):
        try:
            registered.append(add(cast, 900 - number % 300).id_number)
        except RuleViolation as refused:
            if "该身份证号的人员已在本企业登记" not in str(refused):
                raise

    def calls(number):
        phone = f"137{number:08d}"
        edit_site(cast.site.pk, actor=cast.officer, expected_version=None, contact_phone=phone)
        phones["site"] = phone

    works = [edits(made[3]), edits(made[59]), registers, registers, calls]
    threads = [threading.Thread(target=write, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    try:
        rekeying.turn_key(actor=cast.platform, wait=0.3)
        resealed = rekeying.reseal(chunk=5)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert resealed >= 55
    rekeying.reseal()
    found = rekeying.examine(mend=True)
    assert found.damaged == []
    assert set(found.by_key) == {2}
    for row in made:
        assert Person.objects.get(pk=row.pk).phone == phones.get(row.pk, row.phone)
    assert Site.objects.get(pk=cast.site.pk).contact_phone == phones["site"]
    assert len(registered) == len(set(registered)) > 0
    numbers = [row.id_number for row in Person.objects.filter(ended_at=None) if row.id_number]
    assert len(numbers) == len(set(numbers)), "no identity number twice, whichever key it was written under"
    rekeying.retire_key(1, actor=cast.platform)
