"""The chain: what was written is sealed in order, and whatever is done to the table behind its back is found."""

import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.heads import export_head, exported, heads_file
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import (
    GENESIS,
    Broken,
    Head,
    Origin,
    authentic,
    coming_from,
    head,
    record,
    record_set,
    seal,
    verify,
)


@pytest.fixture
def auditor(db):
    return User.objects.create(username="auditor", name="审计员")


@pytest.fixture
def trail(auditor):
    """Ten sealed entries and two that wait."""
    write(auditor, 10)
    assert seal() == 10
    write(auditor, 2)
    return auditor


def write(user, count):
    for number in range(count):
        record(actor=user, action="accounts.create", row=user, changes={"name": ["旧", f"新{number}"]})


def tampered(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_entries_are_sealed_in_order_and_once(trail):
    assert verify() == 10
    assert seal() == 2
    assert seal() == 0
    assert verify() == 12
    assert list(Entry.objects.order_by("pk").values_list("seq", flat=True)) == list(range(1, 13))
    first, second = Entry.objects.order_by("seq")[:2]
    assert first.prev == GENESIS
    assert second.prev == first.hash


def test_a_long_trail_is_sealed_piece_by_piece(auditor):
    write(auditor, 7)
    assert [seal(limit=3), seal(limit=3), seal(limit=3), seal(limit=3)] == [3, 3, 1, 0]
    assert verify() == 7


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE audit_entry SET action = 'accounts.sign_in' WHERE seq = 4", "第4条审计记录的内容被改动"),
        ("UPDATE audit_entry SET target = 'accounts.User:1' WHERE seq = 4", "第4条审计记录的内容被改动"),
        ("UPDATE audit_entry SET changes = '{}' WHERE seq = 10", "第10条审计记录的内容被改动"),
        ("UPDATE audit_entry SET at = at + interval '1 ms' WHERE seq = 1", "第1条审计记录的内容被改动"),
        ("UPDATE audit_entry SET address = '6.6.6.6' WHERE seq = 3", "第3条审计记录的内容被改动"),
        ("UPDATE audit_entry SET count = 2 WHERE seq = 3", "第3条审计记录的内容被改动"),
        ("UPDATE audit_entry SET mac = repeat('0', 64) WHERE seq = 3", "第3条审计记录的内容被改动"),
        ("DELETE FROM audit_entry WHERE seq = 5", "缺少第5条审计记录"),
        ("DELETE FROM audit_entry WHERE seq = 1", "缺少第1条审计记录"),
        ("UPDATE audit_entry SET hash = repeat('0', 64) WHERE seq = 6", "第6条审计记录的链接被改动"),
        ("UPDATE audit_entry SET prev = repeat('0', 64) WHERE seq = 6", "第6条审计记录的链接被改动"),
        ("UPDATE audit_entry SET action = 'x' WHERE seq IS NULL", "待封存审计记录的内容被改动"),
    ],
)
def test_tampering_behind_the_platforms_back_is_found(trail, sql, sentence):
    tampered(sql)
    with pytest.raises(Broken, match=sentence):
        verify()
    with pytest.raises(CommandError, match=f"审计链不完整：.*{sentence}"):
        call_command("verify_audit")


def test_an_entry_cannot_be_taken_out_and_the_rest_closed_up(trail):
    tampered("DELETE FROM audit_entry WHERE seq = 5")
    tampered("UPDATE audit_entry SET seq = -seq WHERE seq > 5")
    tampered("UPDATE audit_entry SET seq = -seq - 1 WHERE seq < 0")
    with pytest.raises(Broken, match="第5条审计记录的链接被改动"):
        verify()


def test_two_entries_cannot_change_places(trail):
    for old, new in ((3, -3), (4, 3), (-3, 4)):
        tampered("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)
    with pytest.raises(Broken, match="第3条审计记录的链接被改动"):
        verify()


def test_an_entry_put_in_by_hand_is_found_before_and_after_sealing(trail):
    tampered(
        "INSERT INTO audit_entry"
        " (actor_id, action, target, count, digest, changes, request, address, agent, result, at, mac, prev, hash)"
        " SELECT actor_id, 'accounts.issue_token', target, count, digest, changes, request, address, agent, result, at,"
        " mac, '', ''"
        " FROM audit_entry WHERE seq = 2"
    )
    with pytest.raises(Broken, match="待封存审计记录的内容被改动"):
        verify()
    with pytest.raises(Broken, match="已停止封存"):
        seal()


def test_a_copy_of_a_true_entry_breaks_the_chain_all_the_same(trail):
    """Its signature holds; but sealing it puts it where nobody wrote it: the exported head no longer fits."""
    seal()
    end = head()
    known = [Head(end.seq, end.hash)]
    tampered("DELETE FROM audit_entry WHERE seq = 12")
    tampered("UPDATE audit_entry SET seq = NULL, prev = '', hash = '' WHERE seq = 11")
    tampered(
        "INSERT INTO audit_entry"
        " (actor_id, action, target, count, digest, changes, request, address, agent, result, at, mac, prev, hash)"
        " SELECT actor_id, action, target, count, digest, changes, request, address, agent, result, at, mac, '', ''"
        " FROM audit_entry WHERE seq = 2"
    )
    seal()
    assert verify() == 12, "within the table nothing shows"
    with pytest.raises(Broken, match="第12条审计记录与当日导出的链末摘要不符"):
        verify(known)


def test_an_end_that_was_cut_off_shows_by_the_exported_head(trail, files_dir):
    export_head("2026-03-16")
    assert list(exported()) == [Head(10, head().hash)]
    tampered("DELETE FROM audit_entry WHERE seq > 8")
    assert verify() == 8, "the chain alone does not know its end"
    with pytest.raises(Broken, match="审计链只有8条，少于曾经导出的10条"):
        verify(exported())
    with pytest.raises(CommandError, match="少于曾经导出的10条"):
        call_command("verify_audit")


def test_the_head_is_added_to_the_file_day_by_day(trail, files_dir):
    assert export_head("2026-03-16").startswith("第10条 ")
    seal()
    export_head("2026-03-17")
    lines = [json.loads(line) for line in heads_file().read_text().splitlines()]
    assert [(line["day"], line["seq"]) for line in lines] == [("2026-03-16", 10), ("2026-03-17", 12)]
    assert verify(exported()) == 12


def test_an_empty_chain_has_no_head(db, files_dir):
    assert export_head("2026-03-16") == "审计链还是空的"
    assert not heads_file().exists()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith(f"审计链完整：共 0 条，链末摘要 {GENESIS}")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"seq": 1}', "链末摘要文件第2行无法识别"),
        ("乱写", "链末摘要文件第2行无法识别"),
        ("[]", "链末摘要文件第2行无法识别"),
        ('{"seq": 99, "hash": "0", "mac": "0"}', "链末摘要文件第2行被改动"),
        ('{"seq": 99, "hash": "0", "mac": 0}', "链末摘要文件第2行被改动"),
    ],
)
def test_a_forged_line_is_told_from_a_forged_chain(trail, files_dir, line, sentence):
    export_head("2026-03-16")
    with heads_file().open("a") as out:
        out.write(line + "\n")
    with pytest.raises(Broken, match=sentence):
        verify(exported())


def test_the_command_says_how_long_the_chain_is_and_how_it_ends(trail, files_dir):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"审计链完整：共 10 条，链末摘要 {head().hash}，待封存 2 条\n"


def test_an_entry_says_from_which_request_it_came(auditor):
    with coming_from(Origin(request="abc", address="10.0.0.1")):
        write(auditor, 1)
    write(auditor, 1)
    assert list(Entry.objects.order_by("pk").values_list("request", "address")) == [("abc", "10.0.0.1"), ("", "")]


def test_a_set_is_one_entry_with_a_digest_that_tells_any_other_set(auditor):
    others = [User.objects.create(username=f"u{number}", name="人") for number in range(3)]
    record_set(actor=auditor, action="accounts.create", rows=others, changes=[{}, {}, {}])
    record_set(actor=auditor, action="accounts.create", rows=others[::-1], changes=[{}, {}, {}])
    record_set(actor=auditor, action="accounts.create", rows=others, changes=[{}, {}, {"name": "x"}])
    first, same, different = Entry.objects.order_by("pk")
    assert first.count == 3
    assert first.digest == same.digest != different.digest
    assert authentic(first)


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_side_by_side_leave_one_whole_chain(transactional_db):
    """Four writers, two sealers; one writer holds its transaction open across several rounds of sealing."""
    users = [User.objects.create(username=f"u{number}", name="人") for number in range(4)]
    stop, sealed, problems = threading.Event(), [], []

    def writer(user):
        try:
            for number in range(30):
                with transaction.atomic():
                    write(user, 1)
                    if number % 10 == 0:
                        stop.wait(0.05)  # its entry's pk is long taken when it commits
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    def sealer():
        try:
            while not stop.is_set():
                sealed.append(seal(limit=7))
                stop.wait(0.005)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=writer, args=(user,)) for user in users]
    sealers = [threading.Thread(target=sealer) for _ in range(2)]
    for thread in (*sealers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    while seal():
        pass
    assert not problems
    assert verify() == Entry.objects.count() == 120
    order = list(Entry.objects.order_by("seq").values_list("pk", flat=True))
    assert sorted(order) == sorted(Entry.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_sealer_does_not_wait_for_another(transactional_db):
    user = User.objects.create(username="u", name="人")
    write(user, 3)
    held, done, found = threading.Event(), threading.Event(), []

    def other():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
            held.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(10)
    found.append(seal())
    done.set()
    thread.join()
    assert found == [0]
    assert seal() == 3
