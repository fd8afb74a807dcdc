"""Storing and sweeping the same content at the same time, and dying in between."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.services import content, store, sweep
from changqian.platform.foundation.files.storage import key_of
from changqian.platform.foundation.files.tests.samples import JPEG
from changqian.platform.kernel.crypto import sm3

NOW = timezone.now()
LONG_AGO = time.time() - timedelta(days=3).total_seconds()


@pytest.fixture
def actor(transactional_db: None) -> User:
    return platform()


def die_while_storing(actor: User) -> None:
    """The content is written, the row is not committed."""
    with transaction.atomic():
        store(BytesIO(JPEG), name="a.jpg", actor=actor, now=NOW)
        transaction.set_rollback(True)


def beside(work: Callable[[], object]) -> Thread:
    """Do it in another thread, on a connection of its own."""

    def own_connection() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=own_connection)
    thread.start()
    return thread


def test_a_content_is_not_swept_from_under_a_file_that_is_being_stored(actor, files_dir):
    """It lies there old and unused. Somebody uploads it again; before that is committed, the sweeper comes by."""
    die_while_storing(actor)
    os.utime(files_dir / key_of(sm3(JPEG)), (LONG_AGO, LONG_AGO))
    stored, may_commit = Event(), Event()

    def upload() -> None:
        with transaction.atomic():
            store(BytesIO(JPEG), name="b.jpg", actor=actor, now=NOW)
            stored.set()
            may_commit.wait(10)

    uploading = beside(upload)
    assert stored.wait(10)
    sweeping = beside(lambda: sweep(NOW))
    sweeping.join(0.5)
    assert sweeping.is_alive(), "the sweeper waits for the upload"
    may_commit.set()
    uploading.join(10)
    sweeping.join(10)
    with content(StoredFile.objects.get()) as kept:
        assert kept.read() == JPEG


def test_a_content_whose_row_was_never_committed_is_swept(actor, files_dir):
    die_while_storing(actor)
    assert not StoredFile.objects.exists()
    assert sweep(NOW) == 0
    assert sweep(NOW + timedelta(hours=25)) == 1
    assert not any(path.is_file() for path in files_dir.rglob("*"))
